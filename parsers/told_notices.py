"""Notices that a site, a loudspeaker or a post carries without their letterhead: no line names
their type, but a sentence says which office tells or asks what stands below it ("UBND phường Bến
Gỗ thông báo:", "UBND xã tổ chức tiêm phòng, xin báo để bà con rõ:")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import regex

from kehoach.ingest.model import FlowItem, Line
from kehoach.normalize.levels import administrative_levels
from kehoach.parsers.layout.marks import PICTURES, read_mark
from kehoach.parsers.words import alternation, contains, document_type, holds, raw_phrases
from kehoach.patterns import compile_regex

MAX_ABOVE = 12
"""Items among which the sentence stands."""
MAX_TITLE = 200
"""Letters."""
FEWEST_BELOW = 2
"""Items under the sentence."""
NAME = r"\p{Lu}[\p{L}'’]*"
"""A word of the name of a unit."""
_SENTENCES = compile_regex(r"(?<=[.!?;])\s+")
_PICTURES_AROUND = compile_regex(rf"^(?:{PICTURES}\s*)+|(?:\s*{PICTURES})+$")


def telling_at(flow: Sequence[FlowItem]) -> int | None:
    """Where the sentence stands by which an office tells, or asks, what follows; None where a
    heading, a point, or the title of a text that only quotes it stands above, or nothing below
    that is a point or a sentence."""
    for index, item in enumerate(flow[:MAX_ABOVE]):
        if not isinstance(item, Line) or read_mark(without_pictures(item.text)) is not None:
            return None
        if _opens("texts_that_quote").match(item.text):
            return None
        if contains(item.text, "plan_reported") is not None:
            return None  # "Theo đó, UBND xã yêu cầu các thôn:"
        if teller_in(item.text):
            below = flow[index + 1 :]
            return index if len(below) >= FEWEST_BELOW and any(map(_says_all, below)) else None
    return None


def _says_all(item: FlowItem) -> bool:
    """Is it a point, or a line that ends as a sentence does? A menu has neither."""
    if not isinstance(item, Line):
        return True
    return read_mark(item.text) is not None or item.text.rstrip().endswith((".", ";", "!"))


def with_told_type(flow: Sequence[FlowItem]) -> list[FlowItem] | None:
    """The head of a notice without its type -> the same with the type, in capitals, on a line of
    its own over its title; None for another paper."""
    place = telling_at(flow)
    item = flow[place] if place is not None else None
    if place is None or not isinstance(item, Line):
        return None
    above = [own for own in flow[:place] if isinstance(own, Line)]
    type_line = Line(raw_phrases("told_kind")[0].upper(), (above[0] if above else item).span)
    if above and len(above[0].text) <= MAX_TITLE:
        above[0] = replace(above[0], text=without_pictures(above[0].text))
    return [type_line, *above, *flow[place:]]


def line_below_teller(flow: Sequence[FlowItem]) -> Callable[[str], bool] | None:
    """Which line opens a paragraph because it stands right under such a sentence; None for none."""
    for item, below in pairwise(flow):
        if isinstance(item, Line) and isinstance(below, Line) and teller_in(item.text):
            return None if below.text[:1].islower() else below.text.__eq__
    return None


def with_plain_title(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The same without the pictures that a post sets around the word for its type ("📢 THÔNG BÁO")
    and around the title below it, where they are no marks of points."""
    plain = list(flow)
    for index, item in enumerate(flow[:MAX_ABOVE]):
        if not isinstance(item, Line):
            continue
        text = without_pictures(item.text)
        if text != item.text and text.isupper() and document_type(text) is not None:
            for place in range(index, min(index + 2, len(flow))):
                own = plain[place]
                if isinstance(own, Line):
                    plain[place] = replace(own, text=without_pictures(own.text))
            break
    return plain


def without_pictures(text: str) -> str:
    """A line without the pictures before and behind its words.

    >>> without_pictures("📢 PHƯỜNG BẾN GỖ NHẮC CHỦ NUÔI CHÓ 📢")
    'PHƯỜNG BẾN GỖ NHẮC CHỦ NUÔI CHÓ'
    """
    return _PICTURES_AROUND.sub("", text)


def teller_in(text: str) -> str:
    """The office of a sentence that ends with a colon and tells or asks what follows; "" for none.

    >>> teller_in("Tháng qua có 11 tin báo. UBND phường Bến Gỗ thông báo:")
    'UBND phường Bến Gỗ'
    >>> teller_in("UBND phường Bến Gỗ vừa thông báo:"), teller_in("Nhóm phụ huynh thông báo:")
    ('', '')
    >>> teller_in("Em nghe UBND phường Bến Gỗ thông báo:")
    ''
    """
    if not text.rstrip().endswith(":"):
        return ""
    found = _telling().search(text)
    if found is None or _is_of_old(text[: found.start()], found["between"]):
        return ""
    if contains(found["between"], "other_papers_told") is not None:
        return ""  # "UBND huyện có văn bản về …, yêu cầu:" tells of that paper
    return "" if _is_over_things(found["told"]) else found["body"]


def _is_of_old(before: str, between: str) -> bool:
    """Does the sentence say that the office told it once, or that somebody heard so?"""
    clause = _SENTENCES.split(before)[-1]
    if contains(between, "looks_back") is not None or holds(clause, "hearsay"):
        return True
    return _ends("times_gone").search(clause.rstrip(" ,")) is not None


def _is_over_things(told: str) -> bool:
    """Do the words behind the verb say that what follows orders nothing: results, what somebody
    must have, faults?

    >>> _is_over_things(" ứng viên có"), _is_over_things(" kết quả thi"), _is_over_things(" các xã")
    (True, True, False)
    """
    if contains(told, "telling_verbs") is None and _opens("results_told").match(told.strip()):
        return True
    return _ends("ends_over_things").search(told.rstrip()) is not None


@cache
def _opens(key: str) -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation(key)})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _ends(key: str) -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?:{alternation(key)})$", regex.IGNORECASE)


def longest_levels() -> list[str]:
    """The levels of units, the longest first."""
    return sorted(administrative_levels().all, key=len, reverse=True)


@cache
def _level() -> str:
    return "|".join(map(regex.escape, longest_levels()))


@cache
def _body() -> str:
    return (
        rf"(?P<office>(?i:{alternation('telling_offices')}))\s+(?P<level>(?i:{_level()}))"
        rf"(?:\s+(?P<name>{NAME}(?:\s+{NAME}){{0,3}}))?"
    )


@cache
def _telling() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?P<body>{_body()})(?P<between>(?:\s[^.:;!?]{{0,160}}?)?)"
        rf"(?<!\p{{L}})(?i:{alternation('telling_verbs')})(?!\p{{L}})(?P<told>[^.:;!?]*):\s*$"
    )
