"""Rules on times that contradict themselves: a month that lies in no such quarter, a span of days
whose end is before its beginning, a day of issue that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.normalize.times.dates import iso_date
from kehoach.patterns import compile_regex
from kehoach.schema.models import Deadline, Finding
from kehoach.schema.rules.base import Draft, finding, rule

_MONTH = r"tháng\s+(?P<month>0?[1-9]|1[0-2])(?:\s*/\s*20\d\d|\s+năm\s+20\d\d)?"
_QUARTER = r"quý\s+(?P<quarter>IV|I{1,3}|[1-4])(?![\p{L}\d])"
_YEAR = r"(?:\s*/\s*20\d\d|\s+năm\s+20\d\d)?"
_BOTH = (
    compile_regex(
        rf"(?<!\p{{L}}){_MONTH}\s*[,(]\s*(?:thuộc\s+|trong\s+)?{_QUARTER}{_YEAR}\s*(?:[).;]|$)",
        regex.IGNORECASE,
    ),
    compile_regex(
        rf"(?<!\p{{L}}){_QUARTER}{_YEAR}\s*[,(]\s*(?:trong\s+)?{_MONTH}\s*(?:[).;]|$)",
        regex.IGNORECASE,
    ),
)
"""A month with the quarter that is told beside it, in brackets or behind a comma."""
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NEXT_OF_LIST = compile_regex(r"(?:tháng|quý)\s+[\dIVX]+(?:/\d+)?\s*(?:,|và|-|–|đến)\s*$", regex.I)


@rule("quarter_of_month")
def quarter_of_month(draft: Draft) -> Iterator[Finding]:
    """ "Tháng 9/2026 (Quý II)": one of the two is wrong. Lists ("quý II, tháng 8") name two times
    unless they stand in brackets."""
    for wording in draft.sure_wordings:
        for match in (found for both in _BOTH for found in both.finditer(wording.text)):
            is_list = "(" not in match[0]
            if is_list or _NEXT_OF_LIST.search(wording.text[: match.start()]):
                continue
            quarter = _QUARTERS[match["quarter"].casefold()]
            if (int(match["month"]) + 2) // 3 != quarter:
                yield finding("quarter_of_month", on=wording, evidence=match[0].strip(" .;,"))


_DAY = r"(?P<d{0}>\d{{1,2}})\s*(?:[/.-]|\stháng\s)\s*(?P<m{0}>\d{{1,2}})"
_SPAN = compile_regex(
    rf"""
    (?<!\p{{L}}) từ \s+ (?: \d+\s*(?:giờ|h)\s*(?:\d+\s*)? ,?\s* )? (?: ngày\s+ )?
    {_DAY.format(1)} (?: \s*(?:[/.-]|\snăm\s)\s* (?P<y1> 20\d\d ) )?
    \s* (?: [-–] | đến\s+hết | đến | tới ) \s* (?: hết\s+ )? (?: ngày\s+ )?
    {_DAY.format(2)} \s*(?:[/.-]|\snăm\s)\s* (?P<y2> 20\d\d ) (?! [\d/] )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


_SPAN_OF_DEADLINE = compile_regex(
    rf"""
    (?<! [\d/.-] ) {_DAY.format(1)} (?: \s*(?:[/.-]|\snăm\s)\s* (?P<y1> 20\d\d ) )?
    \s* (?: [-–—] | đến\s+hết | đến | tới ) \s* (?: hết\s+ )? (?: ngày\s+ )?
    {_DAY.format(2)} (?: \s*(?:[/.-]|\snăm\s)\s* (?P<y2> 20\d\d ) )? (?! [\d/] )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
"""Two days of a term: there a dash alone makes them a span."""
_MONTHS_BACKWARDS = 6
"""A shorter span over a New Year that nobody names may be meant ("25/12 - 05/01")."""


@rule("days_reversed")
def days_reversed(draft: Draft) -> Iterator[Finding]:
    """ "từ ngày 22/3/2026 đến ngày 13/3/2026": the end is before the beginning. Where the first day
    bears no year and lies in a later month it may be of the year before. In a deadline for which
    no days were found, "15/4 - 15/3", too."""
    told: list[str] = []
    for wording in draft.sure_wordings:
        for match in _SPAN.finditer(wording.text):
            first = _iso(match["y1"] or match["y2"], match["m1"], match["d1"])
            last = _iso(match["y2"], match["m2"], match["d2"])
            is_of_one_month = int(match["m1"]) == int(match["m2"])
            if first and last and first > last and (match["y1"] or is_of_one_month):
                told.append(match[0])
                yield finding("days_reversed", on=wording, evidence=match[0])
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is None or draft.is_scanned(task.part.spans):
            continue
        is_told = any(words in deadline.raw for words in told)
        if not is_told and any(map(_is_reversed, deadline.parts or (deadline,))):
            place = task.child("deadline")
            yield finding("days_reversed", on=place, evidence=deadline.raw)


def _is_reversed(deadline: Deadline) -> bool:
    """Is a span without days one of two days, the second of them before the first?"""
    match = _SPAN_OF_DEADLINE.search(deadline.raw)
    if match is None or deadline.kind != "within" or deadline.start or deadline.end:
        return False
    year = match["y2"] or match["y1"] or _LEAP_YEAR
    first = _iso(match["y1"] or year, match["m1"], match["d1"])
    last = _iso(year, match["m2"], match["d2"])
    if first is None or last is None or first <= last:
        return False
    months_over = int(match["m2"]) + 12 - int(match["m1"])
    return bool(match["y1"]) or months_over > _MONTHS_BACKWARDS


@rule("span_without_year")
def span_without_year(draft: Draft) -> Iterator[Finding]:
    """A span that goes over a New Year of which nobody says which ("15/11 - 20/02", "Tháng 11 -
    tháng 3"), or whose year is told twice ("12/2031 - 01/2031"): no days can be made of it."""
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is None or draft.is_scanned(task.part.spans):
            continue
        parts = deadline.parts or (deadline,)
        if any(_is_undated(part) and not _is_reversed(part) for part in parts):
            yield finding("span_without_year", on=task.child("deadline"), evidence=deadline.raw)


def _is_undated(deadline: Deadline) -> bool:
    """Is it a span of days, months or quarters of which no days were made, the second of them
    before the first in a year?"""
    if deadline.kind != "within" or deadline.start or deadline.end:
        return False
    span = _ANY_SPAN.search(deadline.raw)
    first, last = (_in_year(span[name]) for name in ("first", "last")) if span else ((), ())
    return len(first) == len(last) and last < first


def _in_year(words: str) -> tuple[int, ...]:
    """Month and day, or month or quarter alone, to compare them."""
    parts = [part.strip() for part in words.replace(".", "/").split("/")]
    known = [_ROMAN.get(part.upper()) or int(part) for part in parts if not _is_year(part)]
    return tuple(reversed(known))


def _is_year(part: str) -> bool:
    return len(part) > len("12") and part.isdecimal()


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PART = r"(?: \d{1,2} (?: \s? [/.] \s? \d{1,4} ){0,2} | I{1,3} | IV )"
_ANY_SPAN = compile_regex(
    rf"""
    (?<! [\d/.\p{{L}}-] ) (?P<first> {_PART} ) \s* (?: [-–—] | đến\s+hết | đến | tới ) \s*
    (?: hết\s+ )? (?: (?: ngày | tháng | quý ) \s+ )? (?P<last> {_PART} ) (?! [\d/\p{{L}}] )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)

_LEAP_YEAR = "2024"
"""Stands in where no year is told."""


def _iso(year: str, month: str, day: str) -> str | None:
    return iso_date(int(year), int(month), int(day))


_ISSUE_LINE = compile_regex(
    r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>20\d\d)", regex.IGNORECASE
)


@rule("impossible_issue_day")
def impossible_issue_day(draft: Draft) -> Iterator[Finding]:
    """ "Bến Lứt, ngày 31 tháng 02 năm 2026" in the letterhead: no calendar has the day."""
    if any(page.method == "ocr" for page in draft.plan.source.pages) or draft.mended:
        return
    for line in draft.plan.document.letterhead:
        match = _ISSUE_LINE.search(line)
        if match is not None and _iso(match["y"], match["m"], match["d"]) is None:
            yield finding("invalid_date", on=draft.document.child("issued_on"), evidence=match[0])
