"""The rows of a schedule (inspections, duty) -> obligations, each due on its day."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Note
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.schedule import Schedule, schedule_of
from kehoach.parsers.tables.tables import RoleTable
from kehoach.schema import models


def scheduled(
    table: RoleTable, context: Context, heading: models.Group | None
) -> list[models.Obligation]:
    """A table -> an obligation for each row that has its day: its cells under their headings are
    what is to be done. A table that is no schedule gives none; of one that is, `context.notes`
    tell. `heading` is the section it stands in."""
    schedule = schedule_of(table, context.period)
    if schedule is None:
        return []
    found: list[models.Obligation] = []
    rows = schedule.rows(context.period)
    for row, day in ((row, day) for row in rows for day in schedule.days):
        lines = [line for slot in dict.fromkeys(row) for line in slot.lines]
        deadline = context.deadline(cell_text(row[day].lines), lines[0].span)
        if deadline is None:
            continue
        obligation = models.Obligation(
            text=_told(row, schedule),
            who=_who(row, schedule, context=context),
            deadline=deadline,
            section=heading.number if heading else None,
            spans=context.spans(line.span for line in lines),
        )
        found.append(obligation)
    place = table.span[0] if table.span else None
    context.notes.append(Note("schedule_read", str(len(rows)), span=place))
    if found and schedule.doers and not schedule.is_rota:
        context.notes.append(Note("schedule_of_bodies", str(len(found)), span=place))
    return found


def _told(row: Sequence[Slot], schedule: Schedule) -> str:
    """The cells of a row with their headings, its number apart: "Đơn vị: Trạm Y tế xã; …"."""
    titles = schedule.table.columns.titles
    told: list[str] = []
    seen: set[Slot] = set()
    for title, slot in zip(titles, row, strict=True):
        words = cell_text(slot.lines)
        if slot in seen or slot.empty or words.strip(". ").isdigit():
            continue
        seen.add(slot)
        told.append(f"{title}: {words}" if title else words)
    return "; ".join(told)


def _who(row: Sequence[Slot], schedule: Schedule, context: Context) -> models.Offices | None:
    """Who is on duty or leads, be it a person; else the unit that the row is about."""
    for column in (*schedule.doers, *schedule.units):
        words = cell_text(row[column].lines)
        if words:
            return context.offices_or_words(words)
    return None
