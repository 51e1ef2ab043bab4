"""Joining the parts of a table that a page break cut: is the first row of the next page a new row,
or the rest of the last one? And which merged cells go on?

Nothing in the paper says it outright. The evidence, cell by cell: a text that breaks off and goes
on in lower case, a cell that was full to its bottom edge, a fresh number or bullet, an index. A
wrong guess is worse than a doubt, so the margin becomes the row's confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.words import breaks_off

HIERARCHY = ("index", "objective", "task")
"""Columns whose merged cells hold the rows together, from the coarsest."""

SURE = 0.5
"""A mean evidence per cell below this is told as a doubt."""

_TERMINAL = regex.compile(r"[.;:!?]['\"”’)]*$")


def flows_on(above: Slot, below: Slot) -> float:
    """Evidence from -1 (a fresh start) to 1 (surely the rest) that `below` goes on where `above`
    broke off; 0 when `below` is empty."""
    if below.empty:
        return 0.0
    if above.empty:
        return -1.0
    head, tail = cell_text(below.lines[:1]), cell_text(above.lines[-1:])
    points = 0.0
    if read_mark(below.lines[0].text) is not None:
        points -= 0.8
    elif head[:1].islower():
        points += 0.8
    elif head[:1].isupper():
        points -= 0.3
    if _TERMINAL.search(tail):
        points -= 0.5
    elif breaks_off(tail):
        points += 0.6
    else:
        points += 0.1
    full = _is_full(above)
    if full is not None:
        points += 0.2 if full else -0.7
    return max(-1.0, min(1.0, points))


def _is_full(slot: Slot) -> bool | None:
    """Do the words reach the bottom edge of the cell? A line more might have fitted: widows are
    kept together."""
    box = slot.lines[-1].span.box if slot.lines else None
    if slot.box is None or box is None:
        return None
    return slot.box.y1 - box.y1 < 2.2 * (box.y1 - box.y0)


def join_parts(
    rows: list[list[Slot]], more: list[list[Slot]], columns: Columns
) -> tuple[int, float] | None:
    """Append `more` (header off) to `rows` in place. Returns (row number, confidence) when the
    break was doubtful."""
    if not rows or not more:
        rows.extend(more)
        return None
    above, below = rows[-1], more[0]
    evidence = _row_evidence(above, below, columns)
    if evidence > 0:
        for column, slot in enumerate(below):
            _merge(above[column], slot, more)
        rows.extend(more[1:])
        at = len(rows) - len(more)
    else:
        _carry_merged(above, below, more, columns)
        rows.extend(more)
        at = len(rows) - len(more)
    return (
        (at, round(0.5 + abs(evidence), 2))
        if 0 < abs(evidence) < SURE and abs(evidence) < 0.35
        else None
    )


def _row_evidence(above: Sequence[Slot], below: Sequence[Slot], columns: Columns) -> float:
    """Mean evidence over the cells that have words. A banner or an index is a new row, an empty row
    is the rest."""
    if _is_banner(below):
        return -1.0
    index = columns.of("index")
    if index is not None and not below[index].empty:
        return -1.0
    pairs = {id(b): (a, b) for a, b in zip(above, below, strict=True) if not b.empty}
    if not pairs:
        return 1.0
    if _is_banner(above):
        return -1.0
    coarse = _coarse_columns(columns)
    fine = [
        pair for column, pair in enumerate(zip(above, below, strict=True)) if column not in coarse
    ]
    points = [flows_on(a, b) for a, b in {id(b): (a, b) for a, b in fine if not b.empty}.values()]
    own = [
        c
        for role in ("lead", "deadline", "deliverable", "coordinating")
        if (c := columns.of(role)) is not None
    ]
    unsaid = all(below[c].empty and below[c].row_span == 1 for c in own)
    if len(own) > 1 and unsaid and any(not above[c].empty for c in own):
        return 0.5  # a row of its own has an owner, a product or a date
    if not points:  # only the text of merged cells goes on
        points = [flows_on(a, b) for a, b in pairs.values()]
    return sum(points) / len(points)


def _coarse_columns(columns: Columns) -> set[int]:
    """Columns whose cells may cover the cut without their row being cut: the task's only where
    activities are finer."""
    roles = HIERARCHY if columns.of("activity") is not None else HIERARCHY[:-1]
    return {column for role in roles if (column := columns.of(role)) is not None}


def _is_banner(row: Sequence[Slot]) -> bool:
    """A group row: one cell as wide as nearly the whole table."""
    return any(slot.col_span >= max(3, len(row) - 2) for slot in row)


def _merge(above: Slot, below: Slot, rows: list[list[Slot]]) -> None:
    """`below` is the rest of `above`: its lines go there, and wherever it stands, `above`
    stands."""
    if above is below:
        return
    above.lines.extend(below.lines)
    for row in rows:
        for column, slot in enumerate(row):
            if slot is below:
                row[column] = above
    below.lines = []


def _carry_merged(
    above: Sequence[Slot], below: Sequence[Slot], rows: list[list[Slot]], columns: Columns
) -> None:
    """The next page opens with a new row: let merged cells of the last page go on where they do.

    Empty cells of the coarse columns go on from the left as long as the next finer one does, too: a
    new objective ends the index above it. Other columns go on only where a merged cell says so by
    itself.
    """
    if _is_banner(below) or _is_banner(above):
        return
    held = [(role, column) for role in HIERARCHY if (column := columns.of(role)) is not None]
    goes_on = {
        role: below[column].empty or flows_on(above[column], below[column]) > SURE
        for role, column in held
    }
    carried = [role for role, _ in held if role != "index"]
    stop = next((i for i, role in enumerate(carried) if not goes_on[role]), len(carried))
    allowed = set(carried[:stop])
    if "index" in goes_on and goes_on["index"] and stop > 0:
        allowed.add("index")
    for role, column in held:
        if role in allowed:
            _merge(above[column], below[column], rows)
    coarse = {column for _, column in held}
    for column, slot in enumerate(below):
        spans = above[column].row_span > 1 or slot.row_span > 1
        if column not in coarse and spans and (slot.empty or flows_on(above[column], slot) > SURE):
            _merge(above[column], slot, rows)
