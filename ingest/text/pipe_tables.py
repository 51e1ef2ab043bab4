"""Tables of crawled web text: every cell stands on lines of its own, and a line that holds only `|`
parts cells.

A row opens and closes with a bar, so two bars in a row part rows, or enclose an empty cell. Which
of the two is told by the width of the table: its first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.ingest.model import Cell, Grid, Line, Span

BAR = "|"


def is_bar(raw: str) -> bool:
    """Does the raw line hold a bar and nothing else?"""
    return raw.strip() == BAR


def block_end(raw: Sequence[str], start: int) -> int | None:
    """The index after the table that opens with the bar at `start`, or None when it is no table: a
    bar followed by a blank line and words closes it."""
    bars, last = 0, start
    for i in range(start, len(raw)):
        if is_bar(raw[i]):
            bars, last = bars + 1, i
            continue
        if not raw[i].strip() and last == i - 1:
            following = next((line for line in raw[i:] if line.strip()), None)
            if following is None or not is_bar(following):
                break
    return last + 1 if bars >= 3 else None


def to_grid(lines: Sequence[Line], bars: Sequence[int], span: Span) -> Grid:
    """Lines of the block and the file's line numbers of its bars -> the grid.

    A layout table of two columns (a letterhead) is not ruled. A row of one cell covers all columns.
    """
    between = [
        [line for line in lines if bar < (line.span.first or 0) < after]
        for bar, after in pairwise(bars)
    ]
    rows: list[list[list[Line]]] = []
    width = 0
    row: list[list[Line]] = []
    for at, inside in enumerate(between):
        if inside:
            row.append(inside)
        elif row and (
            not width or len(row) == width or (len(row) == 1 and _whole_row(between, at + 1, width))
        ):
            width = width or len(row)
            rows.append(row)
            row = []
        elif row:
            row.append([])
    if row:
        rows.append(row)
    width = max(len(cells) for cells in rows)
    cells = [cell for number, own in enumerate(rows) for cell in _row(own, number, width)]
    return Grid(len(rows), width, tuple(cells), span, ruled=width > 2)


def _whole_row(between: Sequence[Sequence[Line]], at: int, width: int) -> bool:
    """Does a new row begin at `at`? The cell before is a row of its own then; if not, an empty cell
    follows it."""
    filled = 0
    while at + filled < len(between) and between[at + filled]:
        filled += 1
    return filled != 0 and filled != width - 2 if at < len(between) else True


def _row(own: Sequence[Sequence[Line]], number: int, width: int) -> list[Cell]:
    if len(own) == 1:
        return [Cell(number, 0, col_span=width, lines=tuple(own[0]))]
    padded = [*own, *([] for _ in range(width - len(own)))]
    return [Cell(number, col, lines=tuple(lines)) for col, lines in enumerate(padded)]
