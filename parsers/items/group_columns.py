"""A column that names the group of each row ("Nhóm nhiệm vụ"): its cells are what else the titles
between the rows are, and no objective of a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.words import phrases, starts
from kehoach.schema import models

ROLE = "objective"
"""What such a column is taken for by its heading."""


@dataclass(slots=True)
class GroupColumn:
    """Where the column stands, None for a table that has none, and the group of the row before: a
    blank cell goes on with it."""

    column: int | None
    last: models.Group | None = None

    @classmethod
    def of(cls, columns: Columns) -> GroupColumn:
        """The group column of a table whose tasks stand in another one."""
        column = columns.of(ROLE)
        is_work = columns.of("task") is None and columns.of("activity") is None
        if column is None or is_work:
            return cls(None)
        heading = strip_diacritics(columns.titles[column])
        is_group = starts(heading, phrases("columns_of_groups")) is not None
        return cls(column if is_group else None)

    def group_of(self, slots: Sequence[Slot]) -> models.Group | None:
        """The group that a row names, or goes on with."""
        if self.column is None:
            return None
        title = cell_text(slots[self.column].lines)
        if title:
            mark = read_mark(title)
            number, rest = (mark.number, mark.rest) if mark is not None else (None, title)
            self.last = models.Group(number=number, title=rest or title)
        return self.last

    def under(
        self, over: tuple[models.Group | None, models.Group | None], slots: Sequence[Slot]
    ) -> tuple[models.Group | None, models.Group | None]:
        """The group and the group under it of a row, with what this column says of it."""
        group, subgroup = over
        named = self.group_of(slots)
        if named is None or subgroup is not None:
            return group, subgroup
        return (group, named) if group is not None else (named, None)
