"""Commitments that stand in the paragraph of a work, behind what is to be done: sentences that
promise a level ("Có ít nhất 02 vùng nuôi …", "Đến năm 2030, tỷ lệ thu gom đạt 100%", "Phấn đấu
…"). The figures of the work itself ("ký cam kết với 100% hộ") are none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.parsers.items.ground.context import metrics_of
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex
from kehoach.schema import models

_SENTENCE_BREAK = compile_regex(r"(?<=[.:])\s+(?=\p{Lu}|\d)")
_ENDS = " .;,"


def promises_in(text: str) -> Iterator[tuple[str, tuple[models.Metric, ...]]]:
    """The commitments in the text of a work, with their figures.

    >>> [words for words, _ in promises_in("Mở rộng vùng nuôi. Có ít nhất 02 vùng nuôi an toàn.")]
    ['Có ít nhất 02 vùng nuôi an toàn.']
    >>> [words for words, _ in promises_in("Trồng rừng, diện tích rừng đạt 1.700 ha.")]
    ['diện tích rừng đạt 1.700 ha']
    >>> list(promises_in("Rà soát các chợ. Ký cam kết với 100% hộ."))
    []
    """
    first, *others = _SENTENCE_BREAK.split(text)
    level = _level_behind_comma().search(first)
    sentences = [level["level"].strip(_ENDS)] if level is not None else []
    sentences += [one for one in others if _opens_promise().match(one)]
    for sentence in sentences:
        metrics = metrics_of(sentence)
        if metrics:
            yield sentence, metrics


@cache
def _opens_promise() -> regex.Pattern[str]:
    """ "Phấn đấu …", "Có ít nhất 02 vùng …", "Đến năm 2030, 100% …", "Tỷ lệ … đạt 90%"."""
    share = rf"(?: (?: {alternation('share_openings')} ) \s+ )? \d{{1,3}} (?: ,\d+ )? \s? %"
    amount = rf"(?: (?: {alternation('share_openings')} ) \s+ )? \d"
    return compile_regex(
        rf"""
        (?: {alternation("promise_openings")} ) (?!\p{{L}})
        | có \s+ {amount}
        | (?: đến \s+ (?: (?: hết | cuối ) \s+ )? năm \s+ 20\d\d \s* ,? \s+ )?
          (?: {share} \s | (?: {alternation("levels_reached")} ) \s [^;]*? (?: {_REACHED} ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


_REACHED = r"đạt \s+ (?: (?: trên | từ | khoảng | ít\ nhất | tối\ thiểu ) \s+ )? \d"


@cache
def _level_behind_comma() -> regex.Pattern[str]:
    """ "Trồng rừng ngập mặn | , diện tích rừng ngập mặn đến năm 2030 đạt 1.700 ha"."""
    return compile_regex(
        rf"""
        [,;] \s+ (?P<level> (?: {alternation("levels_reached")} ) (?!\p{{L}}) [^;:]*? {_REACHED}
          [^;:]*? ) (?= ; | \.? \s* $ | ,\s )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
