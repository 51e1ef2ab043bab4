"""Tables that give a day to each row: whom an inspection visits, who is on duty. They name no
tasks, but each row is an appointment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases

WORDS = "tables/schedule.yaml"
FEWEST_ROWS = 2
MOST = 0.8
"""A share of the rows that have a day."""
MAX_HEADING_WORDS = 8
MAX_DAYS = 31
"""A row's days lie within so many."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A table of appointments: the column of days, those of who does it, and of with whom."""

    table: RoleTable
    day: int
    doers: tuple[int, ...]
    units: tuple[int, ...]

    def rows(self, period: Period | None) -> list[Sequence[Slot]]:
        """The rows that have their day."""
        rows = [row for row in self.table.rows if not _is_title(row)]
        return [row for row in rows if _is_day(row[self.day], period)]


def schedule_of(table: RoleTable, period: Period | None) -> Schedule | None:
    """The schedule that a table is; None for a list of other things, or where days are missing, or
    lie before `period`."""
    titles = [strip_diacritics(title) for title in table.columns.titles]
    if any(_names("never", title) for title in titles):
        return None
    days = [column for column, title in enumerate(titles) if _names_day(title)]
    doers = tuple(column for column, title in enumerate(titles) if _opens("doers", title))
    units = tuple(column for column, title in enumerate(titles) if _opens("units", title))
    others = [column for column, title in enumerate(titles) if _opens("subjects", title)]
    rows = [row for row in table.rows if not _is_title(row)]
    if len(days) != 1 or not {*doers, *units, *others} - {*days} or len(rows) < FEWEST_ROWS:
        return None
    schedule = Schedule(table, days[0], doers=doers, units=units)
    return schedule if len(schedule.rows(period)) >= MOST * len(rows) else None


def _names_day(title: str) -> bool:
    return _opens("days", title) and not _opens("never_days", title)


def _opens(key: str, title: str) -> bool:
    if len(title.split()) > MAX_HEADING_WORDS:
        return False
    return any(f"{title} ".startswith(f"{phrase} ") for phrase in phrases(key, WORDS))


def _names(key: str, title: str) -> bool:
    return any(f" {phrase} " in f" {title} " for phrase in phrases(key, WORDS))


def _is_title(row: Sequence[Slot]) -> bool:
    return all(slot is row[0] for slot in row) or all(slot.empty for slot in row)


def _is_day(slot: Slot, period: Period | None) -> bool:
    """Does a cell name a day, or a few days, of the plan's time?"""
    value = parse_deadline(cell_text(slot.lines), period)
    if value is None:
        return False
    days = value.parts or (value,)
    return all(_is_appointed(day, period) for day in days)


def _is_appointed(value: DeadlineValue, period: Period | None) -> bool:
    if value.end is None or value.kind not in ("by", "within"):
        return False
    if value.start is not None and (value.end - value.start).days > MAX_DAYS:
        return False
    begin = period.start if period is not None else None
    return begin is None or value.end >= begin
