"""Works of several parts, who does them or when told once, beside what all the parts are of:

    | 2 | Công tác kiểm tra | Công an xã |          |
    | a | Kiểm tra chợ      |            | Tháng 3  |
    | b | Rà soát nhà trọ   |            | Quý III  |

The upper row is the title of its parts, and what it tells holds for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from kehoach.parsers.items.ground.table_groups import counts_under, index_of
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.tables import RoleTable

FEWEST = 2
"""Parts of a work."""
_SETS = (("lead", "coordinating"), ("deadline",))
"""What is told together."""


def with_parents_told(table: RoleTable) -> RoleTable:
    """A table -> the same, what an upper row tells of all its parts in their own cells."""
    index = table.columns.of("index")
    if index is None or "lead" not in table.columns.roles or "deadline" not in table.columns.roles:
        return table
    rows = [list(row) for row in table.rows]
    for number, row in enumerate(rows):
        parts = list(_parts(rows, number, index=index))
        for given, other in (_SETS, _SETS[::-1]):
            if _gives(row, [rows[part] for part in parts], table, given=given, other=other):
                _give(rows, number, parts=parts, places=table.columns.of_all(given))
    return replace(table, rows=rows)


def _parts(rows: Sequence[Sequence[Slot]], number: int, *, index: int) -> Iterator[int]:
    """The rows below one that are counted under its number."""
    own = index_of(rows[number][index])
    below = range(number + 1, len(rows))
    if own is None or not counts_under(own, rows[number + 1] if below else None, index=index):
        return
    first = index_of(rows[number + 1][index])
    yield from takewhile(lambda part: _is_beside(rows[part][index], first), below)


def _is_beside(slot: Slot, first: str | None) -> bool:
    """Is a row counted as the first part is: by letters, or by as many numbers?"""
    number = index_of(slot)
    if number is None or first is None:
        return False
    return number.isalpha() == first.isalpha() and number.count(".") == first.count(".")


def _gives(
    row: Sequence[Slot],
    parts: Sequence[Sequence[Slot]],
    table: RoleTable,
    *,
    given: Sequence[str],
    other: Sequence[str],
) -> bool:
    """Does a row tell one thing, and nothing else, that none of its parts tells, while each of them
    tells the other?"""
    told, untold = table.columns.of_all(given), table.columns.of_all(other)
    if len(parts) < FEWEST or row[told[0]].empty or row[told[0]].repeats:
        return False
    if any(not row[place].empty for place in untold):
        return False
    return all(
        all(part[place].empty for place in told) and not part[untold[0]].empty for part in parts
    )


def _give(
    rows: Sequence[list[Slot]], number: int, *, parts: Sequence[int], places: Sequence[int]
) -> None:
    for place in places:
        for part in parts:
            rows[part][place] = rows[number][place]
        rows[number][place] = Slot()
