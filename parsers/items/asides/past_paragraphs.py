"""Paragraphs of a letter that tell what was, before the one that orders: all their days lie before
that of the paper, and they open with such a day ("Ngày 26/4/2031, Thủ tướng đã ban hành …"), with a
paper by which something was given ("Tại Công văn số 8 ngày 09/10/2030, UBND xã đã giao …"), or say
why it has come so ("Do các xã phải rà soát, nên đến ngày 23/9/2031 mới có …")."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.times.dates import opening_day, whole_days
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex


def tells_what_was(leaf: Leaf, context: Context) -> bool:
    """Does an unmarked paragraph only tell what was? One that turns to somebody orders."""
    issued = context.issued_on
    if issued is None or leaf.kind != "paragraph":
        return False
    days = list(whole_days(leaf.text))
    if not days or max(days) >= issued or _turns().search(leaf.text):
        return False
    first = next(iter(sentences_in(leaf.text)), leaf.text)
    if opening_day(first) is not None:
        return True
    if begins(first, "grounds_of_news") is not None:
        return _was().search(first) is not None
    return begins(first, "reasons_why") is not None and _therefore().search(first) is not None


@cache
def _turns() -> regex.Pattern[str]:
    """ "…, | đề nghị | các xã …", "… | yêu cầu | …": does a clause turn to somebody?"""
    return compile_regex(
        rf"(?:^|[,;:.]\s|\p{{L}}\s)(?:{alternation('bidding_verbs')})\s", regex.IGNORECASE
    )


@cache
def _was() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('signs_of_past')})\s")


@cache
def _therefore() -> regex.Pattern[str]:
    """ "Do các xã phải rà soát, | nên đến ngày 23/9/2031 mới | có …"."""
    therefore, became = alternation("therefore"), alternation("became_so")
    return compile_regex(rf"\s(?:{therefore})\s.*?\s(?:{became})\s")
