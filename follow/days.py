"""A day of completion as people type it: a day of the workbook, or the words of one."""

from __future__ import annotations

import re
from datetime import date

from kehoach.follow.model import FilledRow, Value
from kehoach.follow.tasks import Followed
from kehoach.normalize.times.dates import iso_date, parse_date
from kehoach.schema.occasions import day_of

_WITHOUT_YEAR = re.compile(r"(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})", re.IGNORECASE)


def done_day(task: Followed, row: FilledRow | None) -> date | None:
    """The day of completion that a person wrote beside a task; None where there is none, or no
    day. A day without its year is the one nearest to the last day of the task."""
    value = row.values.get("done_on") if row is not None else None
    return typed_day(value, near=max((one.last for one in task.occasions), default=None))


def typed_day(value: Value | None, *, near: date | None = None) -> date | None:
    """The day that a cell tells, by its value or in words.

    >>> typed_day("2026-04-25"), typed_day("25/4/2026")
    (datetime.date(2026, 4, 25), datetime.date(2026, 4, 25))
    >>> typed_day("ngày 26/7", near=date(2026, 7, 30)), typed_day("26/7"), typed_day("tuần sau")
    (datetime.date(2026, 7, 26), None, None)
    """
    if not isinstance(value, str):
        return None
    told = parse_date(value)
    iso = told.iso if told is not None and told.valid and told.precision == "day" else None
    return day_of(value) or day_of(iso) or _nearest(value, near)


def _nearest(value: str, near: date | None) -> date | None:
    match = _WITHOUT_YEAR.fullmatch(value.strip(" ."))
    if match is None or near is None:
        return None
    years = (near.year - 1, near.year, near.year + 1)
    told = [day_of(iso_date(year, month=int(match[2]), day=int(match[1]))) for year in years]
    days = filter(None, told)
    return min(days, key=lambda day: abs(day - near), default=None)


def unread_day(task: Followed, row: FilledRow | None) -> str | None:
    """What stands in the cell of the day of completion of a task that is due some day, where
    nobody can tell which day it is."""
    value = row.values.get("done_on") if row is not None else None
    if value is None or not task.occasions or done_day(task, row) is not None:
        return None
    return str(value)
