"""Cells that hold what the same column of a row above holds: of the one right above ("nt"), of the
one with a number ("Như mục 1")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.parsers.items.rows.data_row import Row
from kehoach.parsers.layout.fields import OWNERS
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.words import raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

REPEATABLE = (*OWNERS, "deadline", "deliverable", "budget")
"""The columns in which a cell may say that it holds what another one holds."""
_FILE = "tables/openings.yaml"


def referred_to(
    by_role: dict[str, Slot], rows: Sequence[Row], group: models.Group | None
) -> dict[str, Slot | None]:
    """What the marks of a row stand for, by role: the slot of the row before, or of the one that
    they name among those above; None where there is none, or where who leads stands in another
    paper. `group` is the row's."""
    above: dict[str, Slot | None] = {}
    for role in REPEATABLE:
        slot = by_role.get(role)
        if slot is None or slot.empty:
            continue
        number = _row_named(cell_text(slot.lines))
        if number:
            meant = _row_of(number, rows, group)
        elif slot.repeats:
            meant = rows[-1] if rows else None
        elif role in OWNERS and _refers_to_paper(cell_text(slot.lines)):
            meant = None
        else:
            continue
        before = meant.meant(role) if meant is not None else None
        above[role] = None if before is None or before.empty else before
    return above


def _row_of(number: str, rows: Sequence[Row], group: models.Group | None) -> Row | None:
    """The one row above with a number; of several the one in the same group."""
    named = [row for row in rows if row.number == number]
    if len(named) > 1:
        named = [row for row in named if row.group == group]
    return named[0] if len(named) == 1 else None


def _row_named(text: str) -> str:
    """The number of the row by which a cell says what it holds, and nothing else; "" for others.

    >>> _row_named("Như mục 1"), _row_named("(nt dòng 2.1)"), _row_named("Như mục 1 Kế hoạch 05")
    ('1', '2.1', '')
    """
    found = _reference().fullmatch(text.strip(" -–.()"))
    return found["number"] if found is not None else ""


def _refers_to_paper(text: str) -> bool:
    """Does a cell of bodies only say in which other paper they stand?

    >>> _refers_to_paper("Như Kế hoạch 05"), _refers_to_paper("Theo mục 2 QĐ số 15/QĐ-UBND")
    (True, True)
    >>> _refers_to_paper("Theo Kế hoạch 05: Công an xã"), _refers_to_paper("Như Xuân")
    (False, False)
    """
    return _paper_reference().fullmatch(text.strip(" -–.()")) is not None


@cache
def _paper_reference() -> regex.Pattern[str]:
    said = [any_of(raw_phrases(key, _FILE, "paper_references")) for key in ("opens", "papers")]
    rows = any_of(raw_phrases("rows", _FILE, "row_references"))
    return compile_regex(
        rf"(?: {said[0]} ) \s+ (?: (?: {rows} ) \s+ [\w.]{{1,8}} \s+ )? (?: {said[1]} ) (?!\p{{L}})"
        r" [^:;,\n]{0,60}",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _reference() -> regex.Pattern[str]:
    opens, rows = (any_of(raw_phrases(key, _FILE, "row_references")) for key in ("opens", "rows"))
    return compile_regex(
        rf"(?: {opens} ) \s+ (?: {rows} ) \s+ (?P<number> \d{{1,3}} (?: \.\d{{1,2}} )* )",
        regex.IGNORECASE | regex.VERBOSE,
    )
