"""What a decision or a resolution rules by itself, point by point ("Hội đồng nhân dân xã quyết
nghị sáp nhập các thôn như sau:" over "1. Nhập toàn bộ diện tích …"): it is so from then on, nobody
is to do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

import regex

from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.articles import is_article
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation, opens_with
from kehoach.patterns import compile_regex


def rulings_in(leaves: Sequence[Leaf]) -> Iterator[int]:
    """The blocks (by `id`) of a section that rule something: a sentence that announces what is
    ruled, and the points under it, without those that turn to somebody; an article that does it by
    its first word ("Điều 1. Giải thể 03 điểm trường …")."""
    for index, leaf in enumerate(leaves):
        if is_article(leaf.number) and _rules_itself(leaf.text):
            yield id(leaf)
        if not leaf.text.endswith(":") or not _rules().search(leaf.text):
            continue
        yield id(leaf)
        for one in takewhile(lambda below: below.is_point, leaves[index + 1 :]):
            if opens_with(one.text, "duty_addresses") is None:
                yield id(one)


def _rules_itself(text: str) -> bool:
    """Does the text of an article rule something, and turn to nobody in any sentence?"""
    if opens_with(text, "rulings_of_articles") is None or text.endswith(":"):
        return False
    return all(opens_with(one, "duty_addresses") is None for one in sentences_in(text))


@cache
def _rules() -> regex.Pattern[str]:
    """ "Ủy ban nhân dân xã | quyết định | đổi tên | các thôn như sau:"."""
    before = alternation("words_before_rulings")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('verbs_of_ruling')})\s+(?:(?:{before})\s+)*"
        rf"(?:{alternation('rulings')})(?!\p{{L}})",
        regex.IGNORECASE,
    )
