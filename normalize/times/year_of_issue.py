"""The year of a day, a month or a quarter that names none ("trước 17h ngày 11/9") in a paper that
is made for no period: that of the paper's issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.period import Period
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import LAST_DAY, Time, plain

MOST_DAYS_BEFORE = 120
"""A day that would lie longer before the issue is one of the next year."""


def in_year_of_issue(raw: str, issued_on: date) -> DeadlineValue | None:
    """A deadline that names days, months or quarters without their year -> its value in the year of
    issue, or in the next one where it would lie some months before the paper; None where it names
    other times, or a year itself. Months that were over before the issue are those of the next year
    only where they are near.

    >>> in_year_of_issue("trước 17h ngày 11/9", date(2031, 9, 10)).end
    datetime.date(2031, 9, 11)
    >>> in_year_of_issue("trước ngày 15/01", date(2031, 12, 20)).end
    datetime.date(2032, 1, 15)
    >>> in_year_of_issue("25/12 - 05/01", date(2031, 12, 20)).end
    datetime.date(2032, 1, 5)
    >>> in_year_of_issue("25/8 - 05/8", date(2031, 5, 20))
    >>> in_year_of_issue("trong tháng 9", date(2031, 9, 10)).end
    datetime.date(2031, 9, 30)
    >>> in_year_of_issue("tháng 8", date(2031, 9, 10))
    """
    if _names_months_without_year(raw):
        return _coming(raw, issued_on)
    if not names_days_without_year(raw):
        return None
    value = _in_year(raw, issued_on.year)
    last = _last_day(value)
    if value is None or last is None:
        return _over_new_year(raw, issued_on)
    is_long_before = (issued_on - last).days > MOST_DAYS_BEFORE
    return _in_year(raw, issued_on.year + 1) if is_long_before else value


def _coming(raw: str, issued_on: date) -> DeadlineValue | None:
    """Months or quarters in the year of issue, or in the next one where they are near; None where
    nobody can tell."""
    for year in (issued_on.year, issued_on.year + 1):
        value = _in_year(raw, year)
        last = _last_day(value)
        if last is not None and issued_on <= last <= issued_on + LONGEST_AHEAD:
            return value
    return None


def _over_new_year(raw: str, issued_on: date) -> DeadlineValue | None:
    """A span over the New Year behind the issue ("25/12 - 05/01" in a paper of December); one as
    long as half a year is written backwards."""
    begin = issued_on.replace(day=1)
    value = parse_deadline(raw, Period("", begin, begin + MONTHS_BEHIND_ISSUE))
    if value is None or value.start is None or value.end is None:
        return None
    return value if value.end - value.start <= LONGEST_OVER_NEW_YEAR else None


LONGEST_AHEAD = timedelta(days=270)
MONTHS_BEHIND_ISSUE, LONGEST_OVER_NEW_YEAR = timedelta(days=365), timedelta(days=183)


def names_days_without_year(raw: str) -> bool:
    """Does a text name days, or spans of them, and no time with its year?

    >>> names_days_without_year("trước 11/9"), names_days_without_year("trước 11/9/2031")
    (True, False)
    """
    times = _times_without_year(raw)
    return bool(times) and all(map(_is_of_days, times))


def _names_months_without_year(raw: str) -> bool:
    """Does a text name months or quarters alone, and no time with its year?"""
    times = _times_without_year(raw)
    return bool(times) and all(time.unit in ("month", "quarter") for time in times)


def _times_without_year(raw: str) -> Sequence[Time]:
    """The times that a text names; none where one of them has its year."""
    times = find_times(plain(without_documents(raw)))
    return () if any(time.year is not None for time in times) else times


def _is_of_days(time: Time) -> bool:
    """Is it a day, or a span between two, and not one of months?"""
    is_of_months = time.last is None or time.last.day == LAST_DAY
    return time.unit == "day" or (time.unit == "span" and not is_of_months)


def _in_year(raw: str, year: int) -> DeadlineValue | None:
    return parse_deadline(raw, Period("", date(year, 1, 1), date(year, 12, 31)))


def _last_day(value: DeadlineValue | None) -> date | None:
    if value is None:
        return None
    days = (value.end or value.start, *map(_last_day, value.parts))
    return max((day for day in days if day is not None), default=None)
