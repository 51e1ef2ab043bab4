"""What people fill in, as it is kept: the columns that are theirs, the rows with what stands in
them, and what of two workbooks contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from kehoach.emit.rows import Column
from kehoach.schema.base import Sparse

Value: TypeAlias = bool | int | float | str
"""What a cell holds; a day as ISO 8601."""
Values: TypeAlias = dict[str, Value]
"""By the names of our columns, and by the headings of those that people added."""

FILLED = (
    Column("progress", "Trạng thái", kind="any", width=13),
    Column("person", "Người làm", kind="any", width=14),
    Column("done_on", "Ngày xong", kind="any", width=11),
    Column("evidence", "Minh chứng", kind="any", width=18),
    Column("remark", "Ghi chú", kind="any", width=20),
)
"""The columns that people fill."""
OWN = "them-"
"""How the ids of rows begin that people added."""
MAX_TEXT = 32_767
"""Letters of a cell (Excel)."""


class FilledRow(Sparse):
    """What stands beside one task. `id` is the task's; `text`, `number`, `unit` and `paper` are by
    what a person would know it when its id is gone. `typed`: what a person wrote into the columns
    of the plan, in a row of their own. `gone_since`: the day on which the task was first missed.
    `done_for`: of a task that has several days that that was due when a person wrote that it is
    done; what falls later is open."""

    id: str
    text: str = ""
    number: str | None = None
    unit: str | None = None
    paper: str | None = None
    values: Values = Field(default_factory=dict)
    typed: dict[str, str] | None = None
    gone_since: date | None = None
    done_for: date | None = None

    @property
    def is_own(self) -> bool:
        """Did a person add the row?"""
        return self.id.startswith(OWN)


class Conflict(Sparse):
    """Two people filled one cell differently: `kept` stands in it, `other` is what else was
    found, on which sheet (`where`)."""

    id: str
    row: str
    text: str = ""
    column: str
    kept: Value
    other: Value
    where: str = ""


class Filled(Sparse):
    """All that people filled in. `columns`: the headings of columns that they added, in order.
    `known`: the ids of all tasks when this was written, each with what its wording was
    (`placing.wording_key`). `workbook`: the SHA-256 of the workbook
    that was written with it."""

    filled_version: Literal["1.0"] = "1.0"
    columns: tuple[Annotated[str, Field(max_length=MAX_TEXT)], ...] = ()
    rows: tuple[FilledRow, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    known: dict[str, str] = Field(default_factory=dict)
    workbook: str | None = None

    def by_id(self) -> dict[str, FilledRow]:
        """The rows by their ids."""
        return {row.id: row for row in self.rows}


def headings_of(columns: Iterable[str]) -> Mapping[str, str]:
    """The headings of all columns that people fill, by name: ours, then those that they added."""
    ours = {column.name: column.heading for column in FILLED}
    return ours | {heading: heading for heading in columns}
