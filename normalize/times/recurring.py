"""The days on which something comes again: "trước ngày 25 hằng tháng", "thứ Sáu hằng tuần", "ngày
20 tháng cuối quý" -> a rule, and the days that it gives within some time.

Where a phrase names no day, the last one of each week, month, quarter, half or year counts, as with
a deadline that names a month or a quarter.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import regex

from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import LAST_DAY, any_plain, plain
from kehoach.normalize.times.values import Recurrence
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

EVERY_MONTH = tuple(range(1, 13))
_LAST_MONTHS: Mapping[Recurrence, tuple[int, ...]] = {
    "monthly": EVERY_MONTH,
    "quarterly": (3, 6, 9, 12),
    "half-yearly": (6, 12),
    "yearly": (12,),
}
"""The months in which each time of a rhythm ends."""
SUNDAY = 6
LAST_WEEK = 5
"""The last of a month, whether that is the fourth or the fifth."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What comes again: in each week on `weekday` (0 is Monday), or in each of `months` (1 to 12)
    on `day`, or on the `weekday` that comes `week`-th in it; `LAST_DAY` is the last of a month, and
    so is a day that a month does not have; `LAST_WEEK` the last weekday of that name. `stated`: the
    phrase names the day."""

    months: tuple[int, ...] = ()
    day: int = LAST_DAY
    weekday: int | None = None
    week: int | None = None
    stated: bool = False

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Its days from `first` to `last`, both included.

        >>> quarters = Rhythm((3, 6, 9, 12))
        >>> [str(day) for day in quarters.dates(date(2025, 2, 1), date(2025, 7, 1))]
        ['2025-03-31', '2025-06-30']
        """
        if self.weekday is not None and self.week is None:
            day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
            while day <= last:
                yield day
                day += timedelta(days=7)
            return
        for year in range(first.year, last.year + 1):
            for month in self.months:
                day = self._in_month(year, month)
                if first <= day <= last:
                    yield day

    def _in_month(self, year: int, month: int) -> date:
        begins, last = calendar.monthrange(year, month)
        if self.weekday is not None and self.week is not None:
            days = range(1 + (self.weekday - begins) % 7, last + 1, 7)
            return date(year, month, days[-1 if self.week == LAST_WEEK else self.week - 1])
        return date(year, month, min(self.day or last, last))


def rhythms_of(raw: str, recurrence: Recurrence | None) -> tuple[Rhythm, ...]:
    """The phrase of a recurring deadline, and how often it is, as it was read -> its rules, one for
    each day that it names; none for what is daily, or does not say how often.

    >>> rhythms_of("Trước ngày 25 hằng tháng", "monthly")[0].day
    25
    >>> rhythms_of("thứ Sáu hằng tuần", "weekly")[0].weekday
    4
    >>> [str(day) for day in rhythms_of("thứ Hai tuần đầu tháng", "monthly")[0].dates(
    ...     date(2026, 11, 20), date(2026, 12, 31))]
    ['2026-12-07']
    >>> [(one.months, one.day) for one in rhythms_of("trước 15/6 và 10/12 hằng năm", "half-yearly")]
    [((6,), 15), ((12,), 10)]
    """
    if recurrence is None or recurrence == "daily":
        return ()
    text = plain(raw)
    if recurrence == "weekly":
        named = _weekdays(text)
        return tuple(Rhythm(weekday=day, stated=True) for day in named) or (Rhythm(weekday=SUNDAY),)
    months = _LAST_MONTHS[recurrence]
    if recurrence in ("half-yearly", "yearly") and (points := _points(text)):
        return tuple(_of_points(points, months))
    if recurrence == "quarterly":
        months = tuple(month - _months_before_last(text) for month in months)
    if days := _days(text):
        return tuple(Rhythm(months, day, stated=True) for day in days)
    week = _week(text)
    if week is not None and (named := _weekdays(text)):
        return tuple(Rhythm(months, weekday=day, week=week, stated=True) for day in named)
    return (Rhythm(months),)


def _of_points(points: Sequence[tuple[int, int]], months: Sequence[int]) -> Iterator[Rhythm]:
    """Days of the year that a phrase names; a half of the year for which it names none ends with
    its last day."""
    by_day: dict[int, list[int]] = {}
    for month, day in points:
        by_day.setdefault(day, []).append(month)
    for day, named in by_day.items():
        yield Rhythm(tuple(sorted(named)), day, stated=True)
    length = 12 // len(months)
    for month in months:
        if not any(month - length < point <= month for point, _ in points):
            yield Rhythm((month,))


def _points(text: str) -> list[tuple[int, int]]:
    """Month and day of the times that a phrase names without a year, each once."""
    ends = (time.last for time in find_times(text) if time.year is None and not time.vague)
    points = [(end.month, end.day) for end in ends if end is not None and end.exists()]
    return list(dict.fromkeys(points))


def _days(text: str) -> list[int]:
    """The days of the month that a phrase names; the beginning of a span is none."""
    found: list[int] = []
    for match in _patterns().days.finditer(text):
        if match["begins"]:
            continue
        found += [int(number) for number in match.captures("number")]
    return [day for day in dict.fromkeys(found) if 1 <= day <= 31]


def _weekdays(text: str) -> list[int]:
    named = _patterns().weekdays
    found = [named[match[0]] for match in _patterns().weekday.finditer(text)]
    return list(dict.fromkeys(found))


def _week(text: str) -> int | None:
    """Which week of the month a phrase names, LAST_WEEK for the last; None for none."""
    match = _patterns().week.search(text)
    return _patterns().weeks[match[0]] if match is not None else None


def _months_before_last(text: str) -> int:
    """How many months before the last one of a quarter a phrase means."""
    if _patterns().first_month.search(text):
        return 2
    return 1 if _patterns().second_month.search(text) else 0


@dataclass(frozen=True, slots=True)
class _Patterns:
    """recurring.yaml as patterns on plain text; `weekdays`: a plain phrase -> its day, 0 Monday."""

    days: regex.Pattern[str]
    weekday: regex.Pattern[str]
    weekdays: Mapping[str, int]
    week: regex.Pattern[str]
    weeks: Mapping[str, int]
    first_month: regex.Pattern[str]
    second_month: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = read_own("times/recurring.yaml")
    weekdays = {
        plain(phrase): index
        for index, phrases in enumerate(words["weekdays"].values())
        for phrase in phrases
    }
    weeks = {
        plain(phrase): int(number)
        for number, phrases in words["week_of_month"].items()
        for phrase in phrases
    }
    day = any_plain((*words["day"], *words["limits_of_days"]))
    number = rf"""
        (?P<number> \d{{1,2}} )
        (?! \d | \s* (?: {any_plain(words["counted"])} ) \b | \s* [/.] \s* \d
          | \s* - \s* \d+ \s* [/.] | \s+ thang \s+ \d )
    """
    days = rf"""
        (?P<begins> \b (?:{any_plain(words["begins"])}) \s+ )?
        \b (?:{day}) \s+ {number}
        (?: \s* (?: , | ; | \b va \b ) \s* (?: (?:{day}) \s+ )? {number} )*
    """
    return _Patterns(
        days=compile_regex(days, regex.VERBOSE),
        weekday=compile_regex(rf"\b(?:{any_plain(weekdays)})\b"),
        weekdays=weekdays,
        week=compile_regex(rf"\b(?:{any_plain(weeks)})\b"),
        weeks=weeks,
        first_month=compile_regex(rf"\b(?:{any_plain(words['first_month'])})\b"),
        second_month=compile_regex(rf"\b(?:{any_plain(words['second_month'])})\b"),
    )
