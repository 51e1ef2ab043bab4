"""Tables of bodies whose works stand as points of one cell:

    | Đơn vị | Nhiệm vụ được giao |
    | Công an xã | - Kiểm tra chợ (tháng 3). - Rà soát nhà trọ trước 30/9. |

Each point is a work of its body. Where the works come first and have columns of their own for when
or with which product, the points of a cell are the activities of one work: they are left so.
"""

from __future__ import annotations

from dataclasses import replace

from kehoach.ingest.model import Line
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.tables import RoleTable

FEWEST = 2
"""Points of a cell that are works."""
OF_ONE_WORK = frozenset({"deadline", "start", "deliverable", "objective"})
"""The roles of columns that tell one thing of all that stands in the cell beside them."""


def with_works_apart(table: RoleTable) -> RoleTable:
    """A table of bodies and their works, without columns for more -> one row for each work."""
    column = _column_of_works(table)
    if column is None:
        return table
    rows: list[list[Slot]] = []
    doubts: dict[int, float] = {}
    for number, row in enumerate(table.rows):
        if number in table.doubts:
            doubts[len(rows)] = table.doubts[number]
        points = points_of(row[column])
        if len(points) < FEWEST:
            rows.append(list(row))
            continue
        for lines in points:
            own = replace(row[column], lines=lines)
            rows.append([own if place == column else slot for place, slot in enumerate(row)])
    return replace(table, rows=rows, doubts=doubts)


def points_of(slot: Slot) -> list[list[Line]]:
    """The lines of each point of a cell that is a list; none of another cell."""
    points: list[list[Line]] = []
    for line in slot.lines:
        if is_bullet(read_mark(line.text)):
            points.append([line])
        elif points:
            points[-1].append(line)
        else:
            return []
    return points


def _column_of_works(table: RoleTable) -> int | None:
    """The column of works, where that of the bodies stands before it and none tells more."""
    roles = table.columns.roles
    works, bodies = table.columns.of("task"), table.columns.of("lead")
    if works is None or bodies is None or bodies > works or OF_ONE_WORK & set(roles):
        return None
    return None if table.columns.of_parts else works
