"""The time a plan is made for, out of its title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import regex

from kehoach.normalize.text import clean
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import Time, join, plain


@dataclass(frozen=True, slots=True)
class Period:
    """The time a plan is made for: `raw` the words of the title, first and last day (None when not
    said)."""

    raw: str
    start: date | None
    end: date | None


# What stands before a time tells that it is not the plan's: the year of a law, a horizon, a term of
# office.
_FOREIGN = regex.compile(
    r"(?:(?<!phap )\bluat\b(?:\s+\w+){1,9}|\bphap lenh(?:\s+\w+){1,6}|hien phap"
    r"|\btam nhin(?: den)?|\bdinh huong(?: den)?|\bnhiem ky|\bkhoa \w+,?(?: nhiem ky)?"
    r"|\bky niem.{0,60})\s*(?:nam)?\s*$"
)
_TERM = regex.compile(r"^nhiem ky")
_UNTIL = regex.compile(r"\b(?:den het|den|het|toi)\s+$")
_FROM = regex.compile(r"\b(?:ke )?tu\s+$")
_RANGE = regex.compile(r"^\s*(?:-|den|toi)\s*(?:het\s*)?$")
_OPEN = regex.compile(r"^\s*va (?:cac|nhung) (?:nam|giai doan)(?: tiep)? (?:theo|sau)\b")
_RANK = {"half": 5, "quarter": 5, "month": 5, "year": 4, "span": 2, "day": 0}


def parse_period(text: str) -> Period | None:
    """The title of a plan -> the period it names, `raw` in its own words; None when it names none.

    A year, half, quarter or month counts more than a span of years (the programme the plan belongs
    to), a later mention more than an earlier one. Numbers and dates of documents never count.

    >>> parse_period("Cải cách hành chính phường An Bình 6 tháng cuối năm 2025").start
    datetime.date(2025, 7, 1)
    """
    title = clean(text)
    low = plain(without_documents(title))
    times = [time for time in _ranges(find_times(low), low) if _of_plan(time, low)]
    if not times:
        return None
    best = max(times, key=lambda time: (_rank(time, low), time.begin))
    return _period(best, title, low, next((t.year for t in reversed(times) if t.year), None))


def _ranges(times: list[Time], low: str) -> list[Time]:
    out: list[Time] = []
    for time in times:
        if out and _RANGE.match(low[out[-1].stop : time.begin]):
            out[-1] = join(out[-1], time)
        else:
            out.append(time)
    return out


def _of_plan(time: Time, low: str) -> bool:
    if time.unit == "day" or _TERM.match(low[time.begin : time.stop]):
        return False
    return _FOREIGN.search(low[: time.begin]) is None and time.unit in _RANK


def _rank(time: Time, low: str) -> int:
    if time.unit == "span" and time.first and time.last and time.first.year == time.last.year:
        return 5
    return 1 if _UNTIL.search(low[: time.begin]) else _RANK[time.unit]


def _period(time: Time, title: str, low: str, year: int | None) -> Period:
    start, end = time.dates(year)
    begin, stop = time.begin, time.stop
    begin += len(low[begin:]) - len(regex.sub(r"^(?:trong|ca)\s+", "", low[begin:]))
    if opened := _OPEN.match(low[stop:]):
        end, stop = None, stop + opened.end()
    elif until := _UNTIL.search(low[:begin]):
        start, begin = None, until.start()
    elif since := _FROM.search(low[:begin]):
        end, begin = (end if time.unit == "span" else None), since.start()
    return Period(title[begin:stop].strip(" ,.;-"), start, end)
