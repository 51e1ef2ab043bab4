"""Tables of two columns that tell their works one below the other, a label beside each value:

    | Nhiệm vụ 1     | Rà soát cơ sở nguy hiểm |
    | Đơn vị chủ trì | Công an xã              |
    | Thời gian      | Trước 28/02             |
    | Nhiệm vụ 2     | …                       |

Each work becomes a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.record_labels import COLUMNS, ROLES, are_records, role_of_label
from kehoach.parsers.tables.tables import RoleTable

SURE = 0.9


def with_records(table: RoleTable) -> RoleTable:
    """A table that plays no role, of labels and values -> one of tasks."""
    if table.columns.kind != "other" or len(table.columns.titles) != COLUMNS:
        return table
    head = [list(table.heads)] if len(table.heads) == COLUMNS else []
    rows = [row for row in (*head, *table.rows) if not all(slot.empty for slot in row)]
    if not are_records(rows):
        return table
    told = [role_of_label(row[0]) for row in rows]
    roles = tuple(role for role in ROLES if role in told)
    labels = dict.fromkeys(
        (role, cell_text(row[0].lines)) for role, row in zip(told, rows, strict=True)
    )
    titles = tuple(" ".join(label for role, label in labels if role == own) for own in roles)
    columns = Columns("tasks", titles, roles=roles, confidence=SURE)
    records = [_record(part, roles) for part in _parts(rows, told)]
    return replace(table, columns=columns, rows=records, doubts={}, heads=())


def _parts(
    rows: Sequence[Sequence[Slot]], told: Sequence[str | None]
) -> list[list[tuple[str, Slot]]]:
    """The values of each work with their roles; what no label tells is a note."""
    parts: list[list[tuple[str, Slot]]] = []
    for row, role in zip(rows, told, strict=True):
        if role == "task":
            parts.append([])
        parts[-1].append((role or "note", row[1]))
    return parts


def _record(part: Sequence[tuple[str, Slot]], roles: Sequence[str]) -> list[Slot]:
    values = dict(reversed(part))  # of a label that stands twice the first
    return [values.get(role, Slot()) for role in roles]
