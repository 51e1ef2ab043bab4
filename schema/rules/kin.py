"""The tasks beside a task: the rows of its table, the points of its chapter and of its heading.
They are counted once for all tasks of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from kehoach.schema.models import Group, Offices, Task
from kehoach.schema.walk import Place

Lacks: TypeAlias = Callable[[Task], bool]


def _is_blank(raw: str) -> bool:
    """ "……………" behind "Đơn vị chủ trì:" is to be filled in."""
    return not any(char.isalnum() for char in raw)


FIELDS: dict[str, Lacks] = {
    "owner": lambda task: task.lead is None or task.lead.inferred or _names_nobody(task.lead),
    "deadline": lambda task: task.deadline is None,
    "deliverable": lambda task: not task.deliverables,
}
"""What every task needs, and whether one has no field for it. A lead that was only inferred is
none."""
Titles: TypeAlias = tuple[str | None, str]
"""Number and title of a section."""


def _names_nobody(lead: Offices) -> bool:
    """Is a lead but dots to be filled in? The signs of "as above" ("//") have the bodies above."""
    return not lead.units and _is_blank(lead.raw)


class Kin:
    """Some tasks of one kind: how many they are, have a number, and have a field."""

    def __init__(self) -> None:
        self.count = 0
        self.numbered = 0
        self._having: Counter[str] = Counter()

    def add(self, task: Task) -> None:
        """One more."""
        self.count += 1
        self.numbered += task.number is not None
        self._having.update(field for field, lacks in FIELDS.items() if not lacks(task))

    def share_with(self, field: str) -> float:
        """How many of them have the field (0..1)."""
        return self._having[field] / self.count

    def share_beside(self, field: str) -> float:
        """The same among all but one that lacks it (0..1); 0 where there is no other."""
        return self._having[field] / (self.count - 1) if self.count > 1 else 0.0


class AllKin:
    """All kinds of kin among the tasks of a plan. `chapters`: number and title of each section, and
    the pointer of its chapter."""

    def __init__(self, tasks: Iterable[Place[Task]], chapters: Mapping[Titles, str]) -> None:
        self._chapters = chapters
        self._tables: dict[int | None, Kin] = {}
        self._of_chapters: dict[str, Kin] = {}
        self._of_headings: dict[tuple[str, Titles | None], Kin] = {}
        self.points = 0
        """How many tasks stand in the body."""
        for place in tasks:
            task = place.part
            if task.origin == "table":
                self._tables.setdefault(task.table, Kin()).add(task)
            elif task.origin == "body":
                self.points += 1
                chapter = self.chapter_of(task)
                self._of_chapters.setdefault(chapter, Kin()).add(task)
                self._of_headings.setdefault((chapter, _titles(task.group)), Kin()).add(task)

    def chapter_of(self, task: Task) -> str:
        """The chapter of a point, by its place in the paper ("/sections/2"); "" for a row of a
        table."""
        titles = _titles(task.group)
        if task.origin == "table" or titles is None:
            return ""
        return self._chapters.get(titles, "")

    def rows(self, task: Task) -> Kin:
        """The rows of its table."""
        return self._tables[task.table]

    def in_chapter(self, task: Task) -> Kin:
        """The points of its chapter, itself among them."""
        return self._of_chapters[self.chapter_of(task)]

    def under_heading(self, task: Task) -> Kin:
        """The points of its chapter that stand under the same heading."""
        return self._of_headings[self.chapter_of(task), _titles(task.group)]


def _titles(group: Group | None) -> Titles | None:
    return None if group is None else (group.number, group.title)
