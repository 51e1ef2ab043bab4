"""The programme of a day whose hours name who does what: a table under the heading of its day
("NGÀY 1: THỨ HAI, NGÀY 24/8/2026"). Its rows are work of that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kehoach.normalize.times.dates import whole_days
from kehoach.normalize.times.documents import without_documents
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.rows.rows import table_tasks
from kehoach.parsers.items.times.list_deadlines import time_of_heading
from kehoach.parsers.layout.outline import Run
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.tables.timetable import names_doers
from kehoach.parsers.words import opens_with
from kehoach.schema import models

MAX_WORDS = 20
"""Of a line that names the day of the table below it."""


def day_above(before: Run | None, run: Run, context: Context) -> date | None:
    """The day that the line right above the tables of a run names, else the heading over them; None
    where it names none, or the heading is that of a meeting."""
    lines = [*(before.leaves if before is not None and not run.opens else ()), *run.leaves]
    titles = [section.title for section in run.node.titled_ancestors()]
    if any(opens_with(title, "meeting_headings") for title in titles):
        return None
    last = [lines[-1].text] if lines and len(lines[-1].text.split()) <= MAX_WORDS else []
    return next((day for day in _days([*last, *titles[:1]], context) if day is not None), None)


def _days(lines: Iterable[str], context: Context) -> Iterable[date | None]:
    for line in lines:
        stated = time_of_heading(line, context)
        value = stated.value if stated is not None else None
        if value is None or value.kind not in ("by", "within"):
            yield _day_at_end(line)
        else:
            yield value.end if value.start in (None, value.end) else None


def _day_at_end(line: str) -> date | None:
    """The day of an event with which a line ends ("NGÀY CHÍNH HỘI 20/02/2028"); not that of a paper
    that it names."""
    days = list(whole_days(without_documents(line)))
    return days[0] if len(days) == 1 and line.rstrip(" .:)")[-1:].isdigit() else None


def day_programme(
    table: RoleTable, context: Context, number: int, heading: models.Group | None, day: date | None
) -> list[models.Task]:
    """The rows of a timetable as tasks of its `day`, the hours their words; none where it names no
    day, or does not say who does what."""
    if day is None or not names_doers(table):
        return []
    tasks = table_tasks(table, context, number=number, heading=heading)
    return [task.model_copy(update={"deadline": _on(task.deadline, day)}) for task in tasks]


def _on(hours: models.Deadline | None, day: date) -> models.Deadline:
    iso = day.isoformat()
    raw = hours.raw if hours is not None else iso
    return models.Deadline(raw=raw, kind="within", start=iso, end=iso)
