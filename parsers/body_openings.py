"""How the body of a paper without a title opens: with a long sentence, a numbered point, or news of
a day; and what stands above it though it is no letterhead."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from kehoach.ingest.model import FlowItem, Line
from kehoach.parsers.closing import text_of
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.words import opens_with, says_number
from kehoach.patterns import compile_regex

MIN_SENTENCE_WORDS = 30
"""Of a sentence that no letterhead has."""
MIN_WORDS_OF_HEADLINE = 8
_DATED_NEWS = compile_regex(
    r"(?:(?:sáng|chiều|tối|trưa)\s+)?(?:ngày\s+)\d{1,2}/\d{1,2}\S*,\s+\p{L}.{40}", regex.IGNORECASE
)
"""“Ngày 03/11/2031, UBND xã Phú Lạc ban hành Kế hoạch số 92/KH-UBND …”."""


def opens_body(item: FlowItem) -> bool:
    """Does a line begin the body of a paper?"""
    if not isinstance(item, Line):
        return False
    if opens_with(item.text, "openings_of_untitled") or is_long_sentence(item):
        return True
    if _DATED_NEWS.match(item.text) is not None:
        return True
    mark = read_mark(item.text)
    return mark is not None and mark.rank <= Rank.DECIMAL


def is_long_sentence(item: FlowItem) -> bool:
    """Is it a whole sentence of prose, such as no letterhead has?"""
    text = text_of(item).rstrip()
    is_long = len(text.split()) >= MIN_SENTENCE_WORDS
    return is_long and not text.isupper() and text.endswith((".", ";", ":"))


def are_headlines(above: Sequence[FlowItem], below: Sequence[FlowItem]) -> bool:
    """Is what stands above the news of a day no letterhead, but its headline ("UBND xã Phú Lạc
    triển khai đợt cao điểm …")?"""
    if not above or not below or _DATED_NEWS.match(text_of(below[0])) is None:
        return False
    return all(_is_headline(text_of(item)) for item in above)


def _is_headline(text: str) -> bool:
    is_long = len(text.split()) >= MIN_WORDS_OF_HEADLINE
    return is_long and not text.isupper() and not says_number(text)
