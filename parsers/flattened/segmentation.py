"""What a segmentation of a flattened table is made of: columns with roles, rows, cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

ROLES = (
    "index",
    "objective",
    "task",
    "activity",
    "deliverable",
    "lead",
    "coordinating",
    "deadline",
    "budget",
    "note",
    "other",
    "group",
)
NESTED = ("objective", "task", "activity")
"""Columns of which each is finer than the one before: a cell may cover several of the next."""
MAX_LENGTH = 44
"""A cell has so many atoms at most."""
GROUP = -1
"""The column of a group's title; in arrays by column it is the last one."""

RowKind: TypeAlias = Literal["row", "rest", "group"]
ROW_KINDS: tuple[RowKind, ...] = ("row", "rest", "group")


@dataclass(frozen=True, slots=True)
class FlatCell:
    """Atoms `first`..`last` (exclusive) in column `column` (GROUP for a group's title)."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A printed row, the rest of one after a page break, or a group row."""

    kind: RowKind
    cells: tuple[FlatCell, ...]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table: their roles, and the numbering family of each ("2.4. …" is of family
    2; 0 for none)."""

    roles: Sequence[str]
    families: Sequence[int]

    def role_indexes(self) -> list[int]:
        """Where in ROLES the role of each column stands, and that of groups' titles."""
        return [ROLES.index(role) for role in (*self.roles, "group")]

    def family(self, column: int) -> int:
        """The numbering family of a column; groups' titles have none."""
        return self.families[column] if column < len(self.families) else 0
