"""A sentence without the reason before its order: "Do kè bị sạt, | yêu cầu Phòng Kinh tế gia cố 120
m kè.", "Vì vậy, | các thôn kiểm kê quỹ."; and one that is nothing but such a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from itertools import takewhile

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation, opens_with, phrases
from kehoach.patterns import compile_regex


def without_reason(sentence: str) -> str:
    """The sentence from its order on; as it is where it opens with no reason.

    >>> without_reason("Do kè bị sạt, xe khó vào, yêu cầu Phòng Kinh tế gia cố 120 m kè.")
    'yêu cầu Phòng Kinh tế gia cố 120 m kè.'
    >>> without_reason("Vì vậy, các thôn kiểm kê quỹ.")
    'các thôn kiểm kê quỹ.'
    >>> without_reason("Do Công an xã chủ trì, yêu cầu giữ trật tự.")
    'Do Công an xã chủ trì, yêu cầu giữ trật tự.'
    """
    reason = _consequence().match(sentence) or _reason().match(sentence)
    return sentence[reason.end() :] if reason is not None else sentence


@cache
def _consequence() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('consequences')}),\s+", regex.IGNORECASE)


@cache
def _reason() -> regex.Pattern[str]:
    """Up to the verb that turns to a body or to many, behind a comma."""
    reasons, turns = alternation("reasons_of_orders"), alternation("duty_addresses")
    many = rf"(?i:{alternation('list_words')})\s"
    return compile_regex(
        rf"(?i:{reasons})\s[^.;:]*?,\s+(?=(?i:{turns})\s+(?:cho\s+)?(?:\p{{Lu}}|{many}))"
    )


def reasons_in(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The blocks (by `id`) that only give reasons: a paragraph so labelled ("Lý do: vi phạm quy
    định, cụ thể như sau:") with the points that it announces."""
    found: set[int] = set()
    for index, leaf in enumerate(leaves):
        if leaf.kind != "paragraph" or not _is_reason(leaf.text):
            continue
        found.add(id(leaf))
        below = leaves[index + 1 :] if leaf.text.rstrip().endswith(":") else []
        if below and below[0].is_point:
            least = below[0].level
            found.update(map(id, takewhile(partial(_stands_at, least=least), below)))
    return frozenset(found)


def _stands_at(leaf: Leaf, least: int) -> bool:
    return leaf.is_point and leaf.level >= least


def _is_reason(text: str) -> bool:
    """ "Lý do: …", and nobody turned to behind it."""
    label, colon, _ = text.partition(":")
    is_label = bool(colon) and strip_diacritics(label).strip() in phrases("labels_of_reasons")
    return is_label and _turns().search(text) is None


def tells_how_things_stand(sentence: str) -> bool:
    """Does a sentence only tell how things have been, and turn to nobody?

    >>> tells_how_things_stand("Thời gian qua, một số thôn chưa họp dân trước mùa mưa.")
    True
    >>> tells_how_things_stand("Hiện nay chưa có loa, đề nghị các thôn dùng kẻng.")
    False
    >>> tells_how_things_stand("Hiện nay, Công an xã tuần tra mỗi đêm.")
    False
    """
    if opens_with(sentence, "openings_of_standing") is None:
        return False
    return _stands().search(sentence) is not None and _turns().search(sentence) is None


@cache
def _stands() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('words_of_standing')})(?!\p{{L}})")


@cache
def _turns() -> regex.Pattern[str]:
    turns = f"{alternation('duty_addresses')}|{alternation('bids_in_cases')}"
    return compile_regex(rf"[\s,](?:{turns})(?!\p{{L}})", regex.IGNORECASE)
