"""A table that has a column for each body and a sign where a task is its own: "x" under "Công an
xã", "CT" and "PH", full and empty dots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from kehoach.ingest.model import Line
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, headed_columns
from kehoach.parsers.tables.content_roles import MAX_ROWS, holds_data, kind_of
from kehoach.parsers.tables.header_rows import (
    Matrix,
    header_height,
    headings_of,
    is_title,
    skip_numbering,
)
from kehoach.parsers.words import phrases_by

FEWEST = 2
"""Columns of bodies in which signs stand."""
MOSTLY = 0.5
"""So large a part of their headings are beyond doubt names of bodies."""


@dataclass(frozen=True, slots=True)
class MarkedBodies:
    """The columns of bodies (`places`), the headings over all columns, and the signs: those `used`,
    those of who leads and of who helps."""

    places: tuple[int, ...]
    heads: tuple[Slot, ...]
    used: frozenset[str]
    leading: frozenset[str]
    helping: frozenset[str]

    @classmethod
    def of(
        cls, columns: Columns, heads: Sequence[Slot], rows: Sequence[Sequence[Slot]]
    ) -> MarkedBodies | None:
        """Those of a table of tasks; None where it has none."""
        if columns.kind != "tasks" or len(heads) != len(columns.roles):
            return None
        data = [*islice(filter(holds_data, rows), MAX_ROWS)]
        places = _places(columns, heads, data)
        used = {_sign(row[place]) for row in data for place in places} - {""}
        if len(places) < FEWEST or not used:
            return None
        signs = _signs()
        # A sign that says nothing by itself means the other part where one says who leads.
        plain_helps = bool(used & signs["lead"]) or columns.of("lead") not in (None, *places)
        return cls(
            places,
            tuple(heads),
            used=frozenset(used),
            leading=signs["lead"] | (frozenset() if plain_helps else signs["plain"]),
            helping=signs["coordinating"] | (signs["plain"] if plain_helps else frozenset()),
        )

    def roles_of(self, slots: Sequence[Slot]) -> dict[str, Slot]:
        """Who leads and who helps in a row: by role a cell that holds the headings over its
        signs."""
        found: dict[str, Slot] = {}
        for role, signs in (("lead", self.leading), ("coordinating", self.helping)):
            bodies = [self.heads[place] for place in self.places if _sign(slots[place]) in signs]
            if bodies:
                found[role] = Slot(lines=[*listed_bodies(bodies)], page=bodies[0].page)
        return found


def marked_header(matrix: Matrix) -> tuple[int, Columns | None]:
    """The first row of data and the columns of a table that says who does what by signs alone: its
    headings name the tasks, and bodies."""
    if len(matrix) < FEWEST or is_title(matrix[0]):
        return 0, None
    start = header_height(matrix, 0)
    columns = headed_columns(headings_of(matrix[:start]))
    if columns is None or columns.of("task") is None:
        return 0, None
    start = skip_numbering(matrix, start)
    columns = replace(columns, kind="tasks")
    heads = lowest_heads(matrix[:start])
    return (start, columns) if MarkedBodies.of(columns, heads, matrix[start:]) else (0, None)


def lowest_heads(header: Matrix) -> tuple[Slot, ...]:
    """The lowest heading over each column that has words, no number of the column."""
    heads: list[Slot] = []
    for column in zip(*header, strict=True):
        named = [slot for slot in column if any(map(str.isalpha, cell_text(slot.lines)))]
        heads.append(named[-1] if named else Slot())
    return tuple(heads)


def _places(
    columns: Columns, heads: Sequence[Slot], data: Sequence[Sequence[Slot]]
) -> tuple[int, ...]:
    """The columns of signs, where their headings are mostly bodies."""
    known = frozenset().union(*_signs().values())
    found: list[int] = []
    for place, head in enumerate(heads):
        signs = {_sign(row[place]) for row in data} - {""}
        if signs and signs <= known and not head.empty and place not in columns.of_parts:
            found.append(place)
    bodies = sum(kind_of(cell_text(heads[place].lines)) == "owner" for place in found)
    return tuple(found) if bodies >= MOSTLY * len(found) else ()


def _sign(slot: Slot) -> str:
    """What a cell says, in small letters; nothing where it is a box that nobody ticked."""
    sign = cell_text(slot.lines).lower().strip(" .()")
    return "" if sign in _signs()["empty"] else sign


def is_sign_of_body(text: str) -> bool:
    """Does a word say by a sign who leads or helps ("X", "CT")?"""
    sign = text.lower().strip(" .()")
    return any(sign in signs for signs in _signs().values())


@cache
def _signs() -> dict[str, frozenset[str]]:
    said = phrases_by("tables/columns.yaml", "body_signs", bare_words=False)
    return {role: frozenset(signs) for role, signs in said.items()}


def listed_bodies(bodies: Sequence[Slot]) -> Iterator[Line]:
    """The lines of headings, a semicolon behind each but the last."""
    for number, slot in enumerate(bodies, start=1):
        *before, last = slot.lines
        yield from before
        yield replace(last, text=f"{last.text};") if number < len(bodies) else last
