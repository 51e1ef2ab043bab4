"""Tables that give a day to each row: whom an inspection visits, who is on duty. They name no
tasks, but each row is an appointment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.period import Period
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.days import (
    calls_persons,
    heading_holds,
    heading_opens,
    is_day,
    names_day,
)
from kehoach.parsers.tables.tables import RoleTable

FEWEST_ROWS = 2
MOST_DAYS = 3
"""Columns of days: of the rounds of one work."""
MOST = 0.8
"""A share of the rows that have a day."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A table of appointments: the columns of days ("Ngày phun vòng 1", "Ngày phun vòng 2"), those
    of who does it, and of with whom."""

    table: RoleTable
    days: tuple[int, ...]
    doers: tuple[int, ...]
    units: tuple[int, ...]

    @property
    def is_rota(self) -> bool:
        """Is it only told who is on duty?"""
        titles = (strip_diacritics(title) for title in self.table.columns.titles)
        return any(heading_holds("on_duty", title) for title in titles)

    def rows(self, period: Period | None) -> list[Sequence[Slot]]:
        """The rows that have their day."""
        rows = [row for row in self.table.rows if not _is_title(row)]
        return [row for row in rows if any(_holds_day(row[day], period) for day in self.days)]


def schedule_of(table: RoleTable, period: Period | None) -> Schedule | None:
    """The schedule that a table is; None for a list of other things, or where days are missing, or
    lie before `period`."""
    titles = [strip_diacritics(title) for title in table.columns.titles]
    if any(heading_holds("never", title) for title in titles):
        return None
    days = [column for column, title in enumerate(titles) if names_day(title)]
    doers = tuple(_doers(titles))
    units = tuple(column for column, title in enumerate(titles) if heading_opens("units", title))
    others = [column for column, title in enumerate(titles) if heading_opens("subjects", title)]
    rows = [row for row in table.rows if not _is_title(row)]
    if not 1 <= len(days) <= MOST_DAYS or len(rows) < FEWEST_ROWS:
        return None
    if not {*doers, *units, *others} - {*days}:
        return None
    schedule = Schedule(table, tuple(days), doers=doers, units=units)
    return schedule if len(schedule.rows(period)) >= MOST * len(rows) else None


def _doers(titles: Sequence[str]) -> Iterator[int]:
    """The columns of who does it; of those on duty it may be their names alone."""
    on_duty = any(heading_holds("on_duty", title) for title in titles)
    for column, title in enumerate(titles):
        if heading_opens("doers", title) or (on_duty and calls_persons(title)):
            yield column


def _holds_day(slot: Slot, period: Period | None) -> bool:
    return is_day(cell_text(slot.lines), period)


def _is_title(row: Sequence[Slot]) -> bool:
    return all(slot is row[0] for slot in row) or all(slot.empty for slot in row)
