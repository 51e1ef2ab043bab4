"""A row of a table of tasks: its cells by role, and what the table around it says for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kehoach.ingest.model import Span
from kehoach.parsers.items.ground.context import joined
from kehoach.parsers.items.ground.table_groups import index_of
from kehoach.parsers.tables.cells import Slot, list_of
from kehoach.schema import models


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its slots by role, and the groups it stands under; `above` holds the slots of
    rows above that it refers to by a mark ("nt"), None where there is nothing to refer to."""

    slots: dict[str, Slot]
    group: models.Group | None
    subgroup: models.Group | None
    confidence: float = 1.0
    above: dict[str, Slot | None] = field(default_factory=dict)
    when: str = ""
    """The time that a column of times, or a group's title, gives the row."""
    when_printed: str = ""
    """What the cell of that time says, where only its heading tells what it counts ("4 - 6")."""
    besides: tuple[tuple[str, Slot], ...] = ()
    """Its cells in columns that play no role, each with the heading."""
    before: dict[str, Slot] = field(default_factory=dict)
    """By role its cells that hold what was before a change."""
    is_month_first: bool = False
    """Do the dates of the table have the month first?"""
    numbers_itself: bool = False
    """Does its task begin with its number ("1. Rà soát …"), as those of all rows do?"""
    has_term: bool = False
    """Does its time stand under a heading such as "Thời hạn"?"""
    terms_apart: bool = False
    """… among others that say so themselves ("Trước 17/6")?"""
    in_calendar: bool = False
    """Does it stand in a table whose rows begin with their days?"""

    def meant(self, role: str) -> Slot | None:
        """The slot that holds what the row says in a column."""
        return self.above[role] if role in self.above else self.slots.get(role)

    @property
    def number(self) -> str | None:
        """What stands in its column of numbers; None where the table has none."""
        return index_of(self.slots["index"]) if "index" in self.slots else None

    def lines(self, role: str) -> list[str]:
        """The paragraphs of a column."""
        slot = self.meant(role)
        if slot is None or slot.empty:
            return []
        return list_of(slot.lines)

    def span(self, role: str) -> Span | None:
        """Where the words of a column begin."""
        slot = self.slots.get(role)
        if slot is None or not slot.lines:
            return None
        return slot.lines[0].span

    def raw(self, role: str) -> str:
        """The words of an owner or deadline: list items of the cell on lines of their own."""
        return "\n".join(self.lines(role))

    def unsaid(self, roles: Iterable[str]) -> list[str]:
        """Those of some roles of which its cells say nothing."""
        return [role for role in roles if not self.lines(role)]

    def wording(self, role: str) -> str:
        """The words of a column on one line."""
        return joined(self.lines(role))
