"""Tables of crawled web text: every cell stands on lines of its own, and a line that holds only `|`
parts cells.

A row opens and closes with a bar, so two bars in a row part rows, or enclose an empty cell. Which
of the two is told by the width of the table: its first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from kehoach.ingest.model import Cell, Grid, Line, Span

CellLines: TypeAlias = Sequence[Line]
"""The lines between two bars."""

BAR = "|"


def is_bar(raw: str) -> bool:
    """Does the raw line hold a bar and nothing else?"""
    return raw.strip() == BAR


def block_end(raw: Sequence[str], start: int) -> int | None:
    """The index after the table that opens with the bar at `start`, or None when it is no table: a
    bar followed by a blank line and words closes it."""
    bars, last_bar = 0, start
    for index in range(start, len(raw)):
        if is_bar(raw[index]):
            bars, last_bar = bars + 1, index
        elif last_bar == index - 1 and not raw[index].strip() and _words_follow(raw, index):
            break
    return last_bar + 1 if bars >= 3 else None


def _words_follow(raw: Sequence[str], start: int) -> bool:
    """Is the first line from `start` on that is not blank no bar? So, too, where there is none."""
    for line in raw[start:]:
        if line.strip():
            return not is_bar(line)
    return True


def to_grid(lines: Sequence[Line], bars: Sequence[int], span: Span) -> Grid:
    """Lines of the block and the file's line numbers of its bars -> the grid.

    A layout table of two columns (a letterhead) is not ruled. A row of one cell covers all columns.
    """
    between = [
        [line for line in lines if bar < (line.span.first or 0) < next_bar]
        for bar, next_bar in pairwise(bars)
    ]
    rows = _rows(between)
    width = max(map(len, rows))
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        cells += _cells(row, number, width=width)
    return Grid(len(rows), width, cells=tuple(cells), span=span, ruled=width > 2)


def _rows(between: Sequence[CellLines]) -> list[list[CellLines]]:
    """What stands between bars -> rows of cells. The first row tells how many a row has."""
    rows: list[list[CellLines]] = []
    row: list[CellLines] = []
    width = 0
    for index, inside in enumerate(between):
        if inside:
            row.append(inside)
            continue
        if not row:
            continue
        is_full = not width or len(row) == width
        if is_full or (len(row) == 1 and _row_begins(between[index + 1 :], width)):
            width = width or len(row)
            rows.append(row)
            row = []
        else:
            row.append([])  # an empty cell
    if row:
        rows.append(row)
    return rows


def _row_begins(after: Sequence[CellLines], width: int) -> bool:
    """Does a new row begin with what stands after these bars? The cell before is a row of its own
    then; if not, an empty cell follows it."""
    if not after:
        return True
    filled = next((count for count, inside in enumerate(after) if not inside), len(after))
    return filled not in (0, width - 2)


def _cells(row: Sequence[CellLines], number: int, *, width: int) -> list[Cell]:
    if len(row) == 1:
        return [Cell(number, 0, col_span=width, lines=tuple(row[0]))]
    cells = [Cell(number, col, lines=tuple(lines)) for col, lines in enumerate(row)]
    missing = range(len(row), width)
    return cells + [Cell(number, col) for col in missing]
