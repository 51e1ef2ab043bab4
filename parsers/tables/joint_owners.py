"""Columns that name who leads and who helps in one cell, as their heading says ("Cơ quan chủ trì/Cơ
quan phối hợp": "Công an xã/Phòng Kinh tế")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kehoach.ingest.model import Line
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import score
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases_by
from kehoach.patterns import compile_regex

_SLASH = compile_regex(r"(?<=\p{L})\s*/\s*(?=\p{L})|\s*/$|^/\s*")


def with_owners_apart(table: RoleTable) -> RoleTable:
    """A table with a column for both owners -> the same with a column for each."""
    column = table.columns.of("lead")
    if column is None or table.columns.of("coordinating") is not None:
        return table
    if not _names_both(table.columns.titles[column]):
        return table
    slots = dict.fromkeys(row[column] for row in table.rows if row[column].col_span == 1)
    halves = {slot: _halves(slot) for slot in slots}
    return with_column_apart(table, "coordinating", column=column, parted=halves)


def with_column_apart(
    table: RoleTable, role: str, *, column: int, parted: Mapping[Slot, tuple[Slot, Slot]]
) -> RoleTable:
    """A table with one more column, of a role: what stands in cells of another, each of which is
    told as what is left of it and what goes to the new one (`parted`)."""
    columns = replace(
        table.columns,
        roles=(*table.columns.roles, role),
        titles=(*table.columns.titles, table.columns.titles[column]),
    )
    rows = [list(_row(row, column, parted=parted)) for row in table.rows]
    return replace(table, columns=columns, rows=rows)


def _names_both(title: str) -> bool:
    """Does a heading name who leads, then, behind a slash, who helps?"""
    lead, slash, helper = title.partition("/")
    roles = phrases_by("tables/columns.yaml", "roles")
    if not slash or not score(strip_diacritics(lead), roles["lead"]):
        return False
    return score(strip_diacritics(helper), roles["coordinating"]) > 0


def _row(
    row: Sequence[Slot], column: int, *, parted: Mapping[Slot, tuple[Slot, Slot]]
) -> Iterator[Slot]:
    """The cells of a row, the parted one as two; one that is not, as the title of a group, covers
    one column more."""
    own = row[column]
    left, told = parted.get(own, (own, own))
    yield from (left if place == column else slot for place, slot in enumerate(row))
    yield told


def _halves(slot: Slot) -> tuple[Slot, Slot]:
    """What stands before and behind the only slash of a cell; all before it where there is none, or
    where nobody can tell which it is."""
    cuts = [(line, cut) for line in slot.lines for cut in _SLASH.finditer(line.text)]
    if len(cuts) != 1:
        return slot, replace(slot, lines=[])
    broken, cut = cuts[0]
    at = next(place for place, line in enumerate(slot.lines) if line is broken)
    before, behind = broken.text[: cut.start()], broken.text[cut.end() :]
    lead = [*slot.lines[:at], *_line(broken, before)]
    helpers = [*_line(broken, behind), *slot.lines[at + 1 :]]
    return replace(slot, lines=lead), replace(slot, lines=helpers)


def _line(line: Line, text: str) -> list[Line]:
    return [replace(line, text=text)] if text else []
