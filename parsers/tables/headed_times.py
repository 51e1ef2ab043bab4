"""Which columns of a table are headed by parts of the year, and which by days of the week. One look
at the whole header: "T3" is March beside "T1" and Tuesday beside "CN", "2" is February under
"Tháng" and Monday under "Thứ"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.words import listed_phrases, phrases_by, raw_phrases, starts
from kehoach.patterns import compile_regex

FILE = "tables/columns.yaml"
CALENDARS = "calendars/words.yaml"
_SHORT = compile_regex(r"T\.? ?(?:0?(?P<number>[1-9])|(?P<late>1[0-2]))")
_SHORT_QUARTER = compile_regex(r"Q\.? ?(?P<number>I{1,3}|IV|[1-4])")
_NUMBER = compile_regex(r"0?[1-9]|1[0-2]|I{1,3}|IV")
"""The number of a month, or of a part of the year with four."""
_YEAR = compile_regex(r"20\d\d")
_YEAR_ALONE = compile_regex(r"(?:năm )?(20\d\d)")
_NUMBERED = compile_regex(r"\b(?:\d{1,2}|[ivx]+)\b")
MONTHS, QUARTERS = 12, 4
MONDAY, SATURDAY = 2, 7
FEWEST_DAYS = 3
"""Columns from "T2" on that are days of a week by themselves."""
WEEKS = (4, 5)
"""Columns "T1" to "T4" may be the weeks of a month as well as months."""


@dataclass(frozen=True, slots=True)
class HeadedTimes:
    """By column: the `parts` of the year as a deadline names them, the `years`; and the columns of
    `others`, days of the week and those that may be several things."""

    parts: dict[int, str] = field(default_factory=dict)
    years: dict[int, str] = field(default_factory=dict)
    others: frozenset[int] = frozenset()

    def tell(self, place: int) -> bool:
        """Is a column headed by a part of the year, a day of the week, or one of the two?"""
        return place in self.parts or place in self.others

    def tell_any(self, place: int) -> bool:
        """The same, or by a year?"""
        return self.tell(place) or place in self.years


@dataclass(frozen=True, slots=True)
class _Head:
    """The lowest heading of a column, and the one right over it (folded: `over`)."""

    place: int
    lowest: str
    upper: str
    over: str

    @property
    def short(self) -> int | None:
        """The number of "T3"."""
        match = _SHORT.fullmatch(self.lowest)
        return int(match["number"] or match["late"]) if match else None

    @property
    def year(self) -> str:
        """The year that the heading over it names, where it is one."""
        years = _YEAR.findall(self.upper)
        return f"/{years[0]}" if len(years) == 1 and not _YEAR.search(self.lowest) else ""


def headed_times(headings: Sequence[Sequence[str]]) -> HeadedTimes:
    """The headings of each column, from top to bottom -> the times among them.

    >>> headed_times([["TT"], ["T2"], ["T3"], ["T4"], ["CN"]]).parts
    {}
    >>> headed_times([["TT"], ["T7"], ["T8"]]).parts
    {1: 'Tháng 7', 2: 'Tháng 8'}
    """
    heads = list(_heads(headings))
    days = frozenset(_weekdays(heads))
    parts: dict[int, str] = {}
    for run in _runs([head for head in heads if head.short and head.place not in days]):
        parts |= _short_parts(run)
    for head in heads:
        if head.place not in days and (named := _part(head)):
            parts[head.place] = named
    short = frozenset(head.place for head in heads if head.short)
    return HeadedTimes(parts | _in_whole_rows(heads), _years(heads), others=days | short)


def as_headed(part: str, heading: str) -> str:
    """A part of the year as its column prints it, where it only writes that out; words that stand
    over several columns ("Năm 2032") are needed besides.

    >>> as_headed("Tháng 3", "T3"), as_headed("Quý 2", "Q2"), as_headed("Tháng 3/2032", "T3")
    ('T3', 'Q2', 'Tháng 3/2032')
    """
    month, quarter, _ = raw_phrases("part_counted", FILE)
    head = _Head(0, heading.strip(" ().:"), upper="", over="")
    short = _SHORT_QUARTER.fullmatch(head.lowest)
    if part in (f"{month} {head.short}", f"{quarter} {short['number'] if short else ''}"):
        return head.lowest
    return part


def _heads(headings: Sequence[Sequence[str]]) -> Iterator[_Head]:
    carried = ""
    for place, column in enumerate(headings):
        filled = [text for text in column if text]
        # A copied sheet has a heading over several columns in the first of them alone.
        carried = column[0] if column and column[0] else carried
        lowest = filled[-1].strip(" ().:") if filled else ""
        upper = filled[-2] if len(filled) > 1 else carried
        upper = "" if upper == lowest and len(filled) < 2 else upper
        yield _Head(place, lowest, upper=upper, over=strip_diacritics(upper))


def _runs(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    """Columns side by side, under one heading or several of one kind."""
    run: list[_Head] = []
    for head in heads:
        if run and head.place != run[-1].place + 1:
            yield run
            run = []
        run.append(head)
    if run:
        yield run


# --- days of the week -----------------------------------------------------------------------------


def _weekdays(heads: Sequence[_Head]) -> Iterator[int]:
    """The columns of days: named as such, counted under a word for them, or "T2" to "T7"."""
    named = [head for head in heads if strip_diacritics(head.lowest) in _day_names()]
    if len(named) > 1:
        yield from (head.place for head in named)
    said = phrases_by(FILE, "weekdays")["over"]
    yield from (head.place for head in heads if head.over in said and _is_day(head))
    ends = {head.place for head in named}
    for run in _runs([head for head in heads if head.short]):
        if _are_days(run, before_sunday=bool(ends & {run[0].place - 1, run[-1].place + 1})):
            yield from (head.place for head in run)
            yield from ends


@cache
def _day_names() -> frozenset[str]:
    """The names of the days, without the short ones that months may have, too."""
    names = sum(listed_phrases(CALENDARS, "weekdays"), ())
    return frozenset(strip_diacritics(name) for name in names if not _SHORT.fullmatch(name.upper()))


def _is_day(head: _Head) -> bool:
    number = head.short or (int(head.lowest) if head.lowest.isdecimal() else 0)
    return MONDAY <= number <= SATURDAY or strip_diacritics(head.lowest) in _day_names()


def _are_days(run: Sequence[_Head], *, before_sunday: bool) -> bool:
    """Are "T2", "T3", … days: beside Sunday, or from Monday on with no month said over them?"""
    numbers = [head.short or 0 for head in run]
    if min(numbers) < MONDAY or max(numbers) > SATURDAY:
        return False
    if before_sunday:
        return True
    is_week = numbers[0] == MONDAY and len(run) >= FEWEST_DAYS
    return is_week and not any(_says_when(head) for head in run)


# --- parts of the year ----------------------------------------------------------------------------


def is_part_of_year(heading: str) -> bool:
    """Does a heading name a part of the year in full ("Quý I", "Tháng 10/2031")?"""
    folded = strip_diacritics(heading)
    begins = phrases_by(FILE, "parts_of_year")["begins"]
    said = starts(folded, begins)
    if said is None:
        return False
    number, *year = folded[len(said) :].split() or [""]
    is_numbered = _NUMBERED.fullmatch(number) is not None or is_understood(heading)
    return is_numbered and (not year or _YEAR.fullmatch(" ".join(year)) is not None)


def _part(head: _Head) -> str:
    """The part that a heading names by itself, or by its number under what is counted."""
    month, quarter, week = raw_phrases("part_counted", FILE)
    if is_part_of_year(head.lowest):
        is_week = starts(strip_diacritics(head.lowest), (strip_diacritics(week),)) is not None
        return _week(head, head.lowest) if is_week else head.lowest + head.year
    if not _NUMBER.fullmatch(head.lowest) or _names_month(head):
        return ""
    for counted in (month, quarter, week):
        if f" {strip_diacritics(counted)} " in f" {head.over} ":
            return f"{counted} {head.lowest}" + ("" if counted == week else head.year)
    return ""


def _week(head: _Head, week: str) -> str:
    """A week, with the month that stands over it."""
    return f"{week} {head.upper[0].lower()}{head.upper[1:]}" if _names_month(head) else week


def _names_month(head: _Head) -> bool:
    """Is the heading over a column one month ("Tháng 4/2031"), not what is counted below?"""
    month = strip_diacritics(raw_phrases("part_counted", FILE)[0])
    opening = starts(head.over, (month,))
    return opening is not None and _NUMBERED.match(head.over[len(month) :].strip()) is not None


def _says_when(head: _Head) -> bool:
    """Does the heading over a column say that times stand below?"""
    said = (*phrases_by(FILE, "parts_of_year")["over"], *phrases_by(FILE, "roles")["deadline"])
    return any(f" {phrase} " in f" {head.over} " for phrase in said) or bool(head.year)


def _short_parts(run: Sequence[_Head]) -> dict[int, str]:
    """What "T1", "T2", … beside each other are: months; weeks under the name of a month; nothing
    where they may be several things."""
    month, _, week = raw_phrases("part_counted", FILE)
    numbers = [head.short or 0 for head in run]
    if all(map(_names_month, run)):
        return {head.place: _week(head, f"{week} {head.short}") for head in run}
    if any(after <= before for before, after in pairwise(numbers)) and not all(
        head.year for head in run
    ):
        return {}
    if not all(map(_says_when, run)):
        may_be_days = numbers[0] == MONDAY and numbers[-1] <= SATURDAY
        may_be_weeks = numbers[0] == 1 and numbers[-1] in WEEKS
        if may_be_days or may_be_weeks or len(run) < 2 or run[0].over in _places():
            return {}
    return {head.place: f"{month} {head.short}{head.year}" for head in run}


def _places() -> tuple[str, ...]:
    return phrases_by(FILE, "parts_of_year")["no_times"]


def _in_whole_rows(heads: Sequence[_Head]) -> dict[int, str]:
    """Columns that only all together name parts: twelve by 1 to 12 where those before are not
    numbered, four by Q1 to Q4."""
    found: dict[int, str] = {}
    month, quarter, _ = raw_phrases("part_counted", FILE)
    wanted = [str(number) for number in range(1, MONTHS + 1)]
    lowest = [head.lowest.removeprefix("0") for head in heads]
    for first in range(1, len(heads) - MONTHS + 1):
        if lowest[first : first + MONTHS] == wanted and not any(map(str.isdecimal, lowest[:first])):
            found |= {first + place: f"{month} {number}" for place, number in enumerate(wanted)}
    matches = [_SHORT_QUARTER.fullmatch(head.lowest) for head in heads]
    quarters = {
        head.place: match["number"] for head, match in zip(heads, matches, strict=True) if match
    }
    if [*quarters.values()] in (["1", "2", "3", "4"], ["I", "II", "III", "IV"]):
        found |= {place: f"{quarter} {number}" for place, number in quarters.items()}
    return found


def _years(heads: Sequence[_Head]) -> dict[int, str]:
    """The columns that are headed by years, of which there are several."""
    word = raw_phrases("year_counted", FILE)[0]
    matches = [(head.place, _YEAR_ALONE.fullmatch(head.lowest.lower())) for head in heads]
    found = {place: f"{word} {match[1]}" for place, match in matches if match}
    return found if len(found) > 1 else {}
