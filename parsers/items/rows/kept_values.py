"""Cells of a column that holds a change ("Thời hạn mới", beside "Thời hạn cũ") which say that what
was before still holds ("Giữ nguyên"), or that nothing does ("Bỏ")."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.rows.data_row import Row
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.superseded import places_before, says_kept
from kehoach.schema.rules.changes import change_in_remark


def values_before(columns: Columns, slots: Sequence[Slot]) -> dict[str, Slot]:
    """By role the cells of a row that hold what was before a change, those without words apart."""
    if columns.kind != "tasks":
        return {}
    places = places_before(columns.titles, columns.roles)
    return {role: slots[place] for role, place in places.items() if not slots[place].empty}


def kept_values(by_role: dict[str, Slot], before: dict[str, Slot]) -> dict[str, Slot]:
    """What holds of what was `before`: where the cell of the change says so, or says nothing. A
    work that is not done any more is still called by what it was."""
    kept: dict[str, Slot] = {}
    for role, old in before.items():
        new = by_role.get(role)
        if new is None or new is old:
            continue
        text = cell_text(new.lines)
        is_silent = new.empty and role != "task"
        if is_silent or says_kept(text) or (role == "task" and _is_taken_back(text)):
            kept[role] = old
    return kept


def changes_told(row: Row) -> list[str]:
    """What the cells of the changes of a row say that is no value: that the work is taken back
    ("Bỏ"), or stays what it was."""
    texts = {role: cell_text(row.slots[role].lines) for role in row.before if role in row.slots}
    return [
        text
        for role, text in texts.items()
        if _is_taken_back(text) or (role == "task" and role in row.above)
    ]


def _is_taken_back(text: str) -> bool:
    return change_in_remark(text) == "taken_back"
