"""Rows of a table as markdownify writes them (markitdown does it by that) -> the grid, with its
merged cells.

A cell that covers columns is followed by bars with one blank between them, where an empty cell has
two: `| Thời gian | | Ghi chú |  |`. A cell that covers rows is written once; the rows below are
shorter. Which columns they lack is told by what the whole rows have there; those that a row lacks
have the words of the cell above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.ingest.model import Cell, Grid, Span
from kehoach.ingest.text.pipe_tables import LAYOUT_WIDTH, CellLines, unsure
from kehoach.ingest.text.short_rows import Columns


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A cell as written: its lines, and how many columns it covers."""

    lines: CellLines
    columns: int = 1

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Placed:
    """A cell of the grid to be."""

    row: int
    col: int
    cell: MergedCell
    row_span: int = 1

    def as_cell(self) -> Cell:
        """The cell of the grid."""
        return Cell(
            self.row,
            self.col,
            row_span=self.row_span,
            col_span=self.cell.columns,
            lines=tuple(self.cell.lines),
        )


def to_merged_grid(rows: Sequence[Sequence[MergedCell]], span: Span, *, headed: bool) -> Grid:
    """Rows of cells, one of which has words, -> the grid. An empty first row, as Markdown wants one
    above every table, is left out, and nothing is a header then."""
    if not any(cell.lines for cell in rows[0]):
        rows, headed = rows[1:], False
    table = _Table(max(map(_width, rows)))
    top = _rows_of_header(rows)
    table.place_header(rows[:top])
    whole = [row for row in rows[top:] if len(row) == table.width]
    full = [[cell.text for cell in row] for row in whole]
    columns = Columns(full, table.headings(), exact=True)
    for row in rows[top:]:
        table.place(row, columns)
    cells = tuple(placed.as_cell() for placed in table.placed)
    ruled = table.width > LAYOUT_WIDTH
    header_rows = top if headed else 0
    return Grid(len(rows), table.width, cells, span=span, ruled=ruled, header_rows=header_rows)


def _width(row: Sequence[MergedCell]) -> int:
    return sum(cell.columns for cell in row)


def _rows_of_header(rows: Sequence[Sequence[MergedCell]]) -> int:
    """1, or 2 where the second row has a cell for each column that wide cells of the first cover,
    and no more."""
    covered = sum(cell.columns for cell in rows[0] if cell.columns > 1)
    is_title = len(rows[0]) == 1
    if covered and not is_title and len(rows) > 1 and _width(rows[1]) == covered:
        return 2
    return 1


class _Table:
    """The cells placed so far."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.placed: list[_Placed] = []
        self._above: list[_Placed | None] = [None] * width
        """Of each column the last cell."""
        self._rows = 0

    def headings(self) -> list[str]:
        """The heading right above each column's rows."""
        return ["" if placed is None else placed.cell.text for placed in self._above]

    def place_header(self, rows: Sequence[Sequence[MergedCell]]) -> None:
        """Place a header of one row, or of two: cells of the second stand below wide ones."""
        self._place_in(rows[0], self._side_by_side(rows[0]))
        for row in rows[1:]:
            wide = [column for column, above in enumerate(self._above) if _is_wide(above)]
            self._place_in(row, wide)

    def place(self, row: Sequence[MergedCell], columns: Columns) -> None:
        """Place a row of the body: a whole one as it is written, the cells of a short one where
        they fit; cells of the row above are made to cover what it lacks."""
        is_short = _width(row) < self.width
        if not is_short or not columns.known or any(cell.columns > 1 for cell in row):
            self._place_in(row, self._side_by_side(row))
            return
        taken, guessed = columns.of([cell.text for cell in row])
        cells: list[MergedCell] = []
        for place, cell in enumerate(row):
            is_guess = place in guessed
            cells.append(MergedCell(unsure(cell.lines)) if is_guess else cell)
        self._place_in(cells, taken)

    def _side_by_side(self, row: Sequence[MergedCell]) -> list[int]:
        """Where the cells of a row begin that stands from the first column on."""
        begins: list[int] = []
        column = 0
        for cell in row:
            begins.append(column)
            column += cell.columns
        return begins

    def _place_in(self, row: Sequence[MergedCell], columns: Sequence[int]) -> None:
        own = [_Placed(self._rows, column, cell) for column, cell in zip(columns, row, strict=True)]
        own += self._lacking({at for placed in own for at in _columns_of(placed)})
        for placed in own:
            for column in _columns_of(placed):
                self._above[column] = placed
        self.placed += sorted(own, key=lambda placed: placed.col)
        self._rows += 1

    def _lacking(self, taken: set[int]) -> Iterator[_Placed]:
        """Let the cells above cover the columns that a row lacks; where none can, as it stands over
        others, too, an empty cell."""
        for column in set(range(self.width)) - taken:
            above = self._above[column]
            if above is None or _is_wide(above):
                yield _Placed(self._rows, column, MergedCell(()))
            else:
                above.row_span += 1


def _is_wide(placed: _Placed | None) -> bool:
    return placed is not None and placed.cell.columns > 1


def _columns_of(placed: _Placed) -> range:
    return range(placed.col, placed.col + placed.cell.columns)
