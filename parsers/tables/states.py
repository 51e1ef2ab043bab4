"""Columns that say how far the tasks are ("Chưa trình", "Đã trình"), under a heading by which
others give their times ("Tiến độ")."""

from __future__ import annotations

from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases_by, starts

MAX_WORDS = 8
"""Of a state."""
DASHES = "-–—. "


def without_states(table: RoleTable) -> RoleTable:
    """A table whose column of deadlines holds states, some of tasks that are not done, and no time:
    the same without the role. Its cells are kept beside the tasks."""
    column = table.columns.of("deadline")
    if column is None:
        return table
    slots = dict.fromkeys(row[column] for row in table.rows if row[column].col_span == 1)
    texts = [cell_text(slot.lines).strip(DASHES) for slot in slots]
    folded = [strip_diacritics(text) for text in texts if text]
    states = phrases_by("tables/columns.yaml", "states")
    if not any(starts(text, states["open"]) for text in folded):
        return table
    if not all(_is_state(text) for text in folded):
        return table
    roles = list(table.columns.roles)
    roles[column] = None
    return replace(table, columns=replace(table.columns, roles=tuple(roles)))


def _is_state(folded: str) -> bool:
    states = phrases_by("tables/columns.yaml", "states")
    begins = (*states["open"], *states["done"])
    if len(folded.split()) > MAX_WORDS or starts(folded, begins) is None:
        return False
    value = parse_deadline(folded)
    return value is None or (value.start is None and value.end is None)
