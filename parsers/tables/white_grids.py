"""Grids without any border that are tables: Word draws none unless it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.ingest.model import FlowItem, Grid
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.header_rows import FEWEST_HEADINGS, Matrix, find_header
from kehoach.parsers.tables.listed import is_headed_otherwise
from kehoach.parsers.tables.record_labels import are_records
from kehoach.parsers.tables.tables import to_matrix

FEWEST_COUNTED = 3
"""Rows that count on, of a table whose header is lost."""
FEWEST_ROWS_OF_TWO = 2
"""Rows below a header of two columns."""
SURELY_WIDE = 4
"""Columns that no letterhead and no closing has: what stands under a table of so many goes on with
it, also where its first cell has no number."""


def with_headers(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow whose unruled grids of three columns or more count as ruled where their first rows are
    a header of ours, or where they go on with the table above: a Word table may have no border at
    all."""
    marked: list[FlowItem] = []
    above: Grid | None = None
    for item in flow:
        if isinstance(item, Grid):
            if _is_headed(item) or (above is not None and _goes_on(above, item)):
                item = replace(item, ruled=True)
            above = item if item.ruled else None
        elif item.text.strip():
            above = None
        marked.append(item)
    return marked


def _goes_on(above: Grid, grid: Grid) -> bool:
    """Has an unruled grid right under a table, as wide, the rows that follow its last: the number
    after that of the last row, or, below a header of ours, the rest of a row?"""
    is_of_format = grid.span.page is None and not grid.ruled
    if not is_of_format or grid.n_cols != above.n_cols or grid.n_cols < FEWEST_HEADINGS:
        return False
    before, after = to_matrix(above), to_matrix(grid)
    last = [number for row in before if (number := _number(row)) is not None]
    first = _number(after[0])
    if first is not None:
        return bool(last) and first == last[-1] + 1
    is_rest = not cell_text(after[0][0].lines) and any(slot.lines for slot in after[0])
    return is_rest and grid.n_cols >= SURELY_WIDE and bool(last)


def _number(row: Sequence[Slot]) -> int | None:
    """The number that a row begins with, alone in its cell."""
    text = cell_text(row[0].lines).strip(".) ")
    return int(text) if text.isdecimal() and len(text) < len("1000") else None


def _is_headed(grid: Grid) -> bool:
    """Has an unruled grid a header of ours?"""
    if grid.ruled or grid.n_cols < 2:
        return False
    matrix = to_matrix(grid)
    start, columns = find_header(matrix, grid.header_rows)
    if columns is None:
        is_own = _counts_rows(matrix) or are_records(matrix) or is_headed_otherwise(matrix)
        return grid.span.page is None and is_own
    if grid.n_cols > 2:
        return True
    if grid.span.page is not None:
        return False  # words of a page side by side, no table of the format's own
    # Two columns only set things side by side, unless both headings are known and rows follow.
    return None not in columns.roles and grid.n_rows - start >= FEWEST_ROWS_OF_TWO


def _counts_rows(matrix: Matrix) -> bool:
    """Has a grid of several columns rows that count on, as a table without its header has?"""
    if not matrix or len(matrix[0]) <= FEWEST_HEADINGS:
        return False
    numbers = [number for row in matrix if (number := _number(row)) is not None]
    counted = len(numbers) >= FEWEST_COUNTED
    return counted and all(after == before + 1 for before, after in pairwise(numbers))
