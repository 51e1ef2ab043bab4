"""A time that a paper names by number: a day, month, quarter, half, year, or a span of them.

A time may lack its year; `Time.dates` fills it in. `rules.py` finds times in text.
"""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import Letters

Dates = tuple[date | None, date | None]
Unit = Literal["day", "month", "quarter", "half", "year", "span"]

FIRST_YEAR, LAST_YEAR = 1900, 2999
LAST_DAY = 0
"""As the day of a `Point`: the last one of its month."""
MONTHS_OF_YEAR = 12
MONTHS_BACKWARDS = 11
"""From so many months on a span over New Year ("15/4 - 15/3/2031") is one written backwards."""
LEAP_YEAR = 2024
"""Stands in where no year is said."""
_DASHES = "‐‑‒–—−→÷"


def _plain_char(char: str) -> str:
    if char in _DASHES:
        return "-"
    base = unicodedata.normalize("NFD", char)[0].lower()
    if base == "đ":
        return "d"
    return base if len(base) == 1 else char


_PLAIN = Letters(_plain_char)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case without diacritics, every dash, arrow or "÷" a hyphen, character for character
    (offsets stay).

    >>> plain("Quý IV – Đợt 2")
    'quy iv - dot 2'
    """
    return text.translate(_PLAIN)


def any_plain(phrases: Iterable[str]) -> str:
    """A pattern for any of some phrases in a `plain` text, the longest first, any white space in
    them."""
    return any_of(map(plain, phrases))


@dataclass(frozen=True, slots=True)
class Point:
    """A day; year None when it is not said, day `LAST_DAY` for the last one of the month."""

    year: int | None
    month: int
    day: int

    def on(self, year: int | None) -> date | None:
        """The date, `year` standing in for one not said; None when there is no such day."""
        known = year if self.year is None else self.year
        if known is None or not FIRST_YEAR <= known <= LAST_YEAR:
            return None
        if not 1 <= self.month <= 12:
            return None
        last = calendar.monthrange(known, self.month)[1]
        day = self.day or last
        if not 1 <= day <= last:
            return None
        return date(known, self.month, day)

    def exists(self) -> bool:
        """Whether a calendar has it, in a leap year where no year is said."""
        year = LEAP_YEAR if self.year is None else self.year
        return self.on(year) is not None


@dataclass(frozen=True, slots=True)
class Time:
    """A time found at `begin`:`stop`. `unit` is "span" for any other than the calendar's; `vague`
    when nobody says how long it is ("cuối năm")."""

    begin: int
    stop: int
    unit: Unit
    first: Point | None
    last: Point | None
    vague: bool = False

    @property
    def year(self) -> int | None:
        """The last year it names itself."""
        for point in (self.last, self.first):
            if point is not None and point.year is not None:
                return point.year
        return None

    def dates(self, year: int | None) -> Dates:
        """First and last day, `year` standing in for one not said; neither where the last would be
        before the first: then the span is written backwards ("15/4 - 15/3"), or goes over a New
        Year that nobody names."""
        start = self.first.on(year) if self.first else None
        end = self.last.on(year) if self.last else None
        if start and end and start > end:
            return None, None
        return start, end

    def broken(self) -> bool:
        """Whether it is a day that no calendar has (31/6, 15/7/205)."""
        points = (self.first, self.last)
        return any(point is not None and not point.exists() for point in points)


def join(first: Time, last: Time) -> Time:
    """The range between two times: "tháng 3" + "tháng 5/2024"; the first takes the year of the
    last."""
    begin, end = first.first, last.last
    if begin is not None and end is not None and begin.year is None:
        begin = replace(begin, year=_year_before(begin, end))
    return Time(
        first.begin,
        last.stop,
        unit="span",
        first=begin,
        last=end,
        vague=first.vague or last.vague,
    )


def _year_before(begin: Point, end: Point) -> int | None:
    """The year of a beginning that names none: that of the end, or the one before over New Year,
    where the span is not as long as one that is written backwards."""
    if end.year is None:
        return None
    is_over_new_year = (begin.month, begin.day) > (end.month, end.day or 31)
    months = end.month + MONTHS_OF_YEAR - begin.month
    is_over_new_year = is_over_new_year and months < MONTHS_BACKWARDS
    return end.year - 1 if is_over_new_year else end.year


def day_before(day: date) -> date:
    """The day before, the first of all days standing still."""
    return day - timedelta(days=1) if day > date.min else day


def day_after(day: date) -> date:
    """The day after, the last of all days standing still."""
    return day + timedelta(days=1) if day < date.max else day
