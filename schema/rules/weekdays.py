"""Rules on days of the week: one that is not that of the date beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import regex

from kehoach.normalize.text import comparison_key
from kehoach.normalize.times.dates import is_whole_day
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import is_calendar
from kehoach.schema.models import Finding, Period, Task
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, keys_of, words
from kehoach.schema.walk import Place

DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Years:
    """The years in which a plan's time lies, and its `first` and `last` day (ISO)."""

    among: tuple[int, ...]
    first: str
    last: str

    def hold(self, day: date) -> bool:
        """Does a day lie in that time?"""
        return self.first <= day.isoformat() <= self.last


@rule("wrong_weekday")
def wrong_weekday(draft: Draft) -> Iterator[Finding]:
    """ "thứ Sáu, ngày 15/8/2026", a Saturday: the day or the date is a slip, and people come
    on the wrong one. A date without its year lies in the time of the plan, if it does in one year
    alone. Told once for the same words. On a page where a figure was not surely read the reader may
    have made it."""
    years = _years_of(draft.plan.document.period)
    told: set[str] = set()
    for wording in draft.sure_wordings:
        for match in _dated_weekday().finditer(wording.text):
            day = _date_of(match, years=years)
            said = _weekday_of(match["ahead"] or match["behind"])
            if match[0] in told or day is None or said is None:
                continue
            if day.weekday() != said:
                told.add(match[0])
                right = words("weekdays")[day.weekday()]
                yield finding(
                    "wrong_weekday", on=wording, evidence=match[0], day=day.isoformat(), right=right
                )


LEAST_DAYS = 4
"""So many days of a week prove that a calendar is that of one."""


@rule("day_outside_week")
def day_outside_week(draft: Draft) -> Iterator[Finding]:
    """One day of a calendar of a week that lies a week and more off all others ("Thứ Bảy 23/9"
    behind "Thứ Sáu 15/9"): it was left in from the calendar of another week."""
    title = draft.plan.document.title
    if not is_calendar(draft.plan.document.type, title) or not names_week(title or ""):
        return
    days: dict[date, Place[Task]] = {}
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is None or deadline.start != deadline.end or not is_whole_day(deadline.start):
            continue
        days.setdefault(date.fromisoformat(deadline.start or ""), task)
    for day, task in days.items():
        others = sorted(other for other in days if other != day)
        is_week = len(others) >= LEAST_DAYS and (others[-1] - others[0]).days < DAYS_OF_WEEK
        if is_week and min(abs((day - other).days) for other in others) >= DAYS_OF_WEEK:
            yield finding(
                "day_outside_week",
                on=task.child("deadline"),
                evidence=task.part.deadline.raw if task.part.deadline else "",
                first=vietnamese_day(others[0]),
                last=vietnamese_day(others[-1]),
            )


def names_week(title: str) -> bool:
    """Does the title of a calendar say that it is one of a week?"""
    key = f" {comparison_key(title)} "
    return any(f" {word} " in key for word in keys_of("names_of_week"))


def vietnamese_day(day: date) -> str:
    """A day as papers print it.

    >>> vietnamese_day(date(2031, 9, 5))
    '05/9/2031'
    """
    return f"{day.day:02d}/{day.month}/{day.year}"


def _years_of(period: Period | None) -> _Years:
    """The years of a period, and its first and last day; no years where one of these is open."""
    if period is None or not (is_whole_day(period.start) and is_whole_day(period.end)):
        return _Years((), "", "")
    first, last = period.start or "", period.end or ""
    return _Years(tuple(range(int(first[:4]), int(last[:4]) + 1)), first, last)


def _date_of(match: regex.Match[str], years: _Years) -> date | None:
    """The date of a match; none where the calendar has none such, or its year is not known."""
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return _day_of(int(match["year"]), month=month, day=day)
    days = [_day_of(year, month=month, day=day) for year in years.among]
    within = [one for one in days if one is not None and years.hold(one)]
    return within[0] if len(within) == 1 else None


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday_of(printed: str) -> int | None:
    """0 for Monday to 6 for Sunday; "thứ 2" is a Monday.

    >>> _weekday_of("Thứ Sáu"), _weekday_of("thứ 2"), _weekday_of("CN")
    (4, 0, 6)
    """
    key = comparison_key(printed)
    for names in ("weekdays", "weekdays_in_short"):
        keys = [comparison_key(name) for name in words(names)]
        if key in keys:
            return keys.index(key)
    return None


@cache
def _dated_weekday() -> regex.Pattern[str]:
    """A day of the week with its date behind it, or in brackets behind the date."""
    days = alternation("weekdays", "weekdays_in_short")
    return compile_regex(
        rf"""
        (?<! \p{{L}} | [\p{{L}}\d] [-–/] )    # no "thứ" of a word, no "CN" of a symbol ("12/VP-CN")
        (?: (?P<ahead> {days} ) \s* [,(–-]? \s* (?:ngày\s+)? )?
        (?<![\d/.-])
        (?P<day> \d{{1,2}} ) \s* (?: [/.-] | \s tháng \s ) \s* (?P<month> \d{{1,2}} ) (?!\d)
        (?: \s* (?: [/.-] | \s năm \s ) \s* (?P<year> 20\d\d ) (?![\d/-])
          | (?<= / \d | / \d\d ) (?! \s* [/.-] \s* \d | \s năm \s ) )
        (?(ahead) | \s* \( \s* (?P<behind> {days} ) \s* \) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
