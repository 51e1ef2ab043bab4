"""The cells of a task's row, kept beside the task: where its words are looked for first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kehoach.parsers.tables.cells import Slot
from kehoach.schema.models import Spans


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """The cells of a task by the roles of their columns; of a role in `above` it is the cell of a
    row above that a mark ("nt") refers to. `task` and `spans` are the task's own."""

    task: str
    spans: Spans
    cells: Mapping[str, tuple[Slot, ...]]
    above: frozenset[str] = frozenset()
