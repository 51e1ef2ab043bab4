"""A sheet -> lines and grids. What is drawn as a table is a grid; what stands above and below it
(letterhead, title, signature) are lines, two blocks side by side a grid without rulings.

A table is told by its shape alone: rows whose cells have lines at their sides or, where nobody drew
any, rows of three cells and more. Rows and columns without words are left out; a merged cell covers
what is left of its area.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kehoach.errors import TooLargeError
from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Span
from kehoach.ingest.sheets.model import Area, Field, Sheet
from kehoach.patterns import compile_regex

WIDE = 3
"""Cells with words in a row of a table that has no lines."""
_NUMBER = compile_regex(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
MOST_TITLES = 3
"""Of groups, one under the other."""
MOST_POSITIONS = 2_000_000


@dataclass(slots=True)
class _Row:
    """A row with words: its number in the sheet (from 0), its cells, and whether a table's lines
    are drawn in it. `after_blank`: an empty row stands above it."""

    number: int
    fields: list[Field]
    after_blank: bool = False

    @property
    def is_boxed(self) -> bool:
        return any(field.boxed for field in self.fields)

    @property
    def is_wide(self) -> bool:
        return len(self.fields) >= WIDE


def flow_of(sheet: Sheet, offset: int = 0) -> list[FlowItem]:
    """The lines and grids of a sheet from top to bottom. `offset`: rows of the sheets before it,
    so that the rows of a workbook are counted through. Raises TooLargeError."""
    rows = _rows(sheet)
    builder = _Builder(sheet, offset)
    flow: list[FlowItem] = []
    place = 0
    for start, stop in _tables(rows):
        flow += builder.text(rows[place:start])
        flow.append(builder.table(rows[start:stop]))
        place = stop
    flow += builder.text(rows[place:])
    return flow


def _rows(sheet: Sheet) -> list[_Row]:
    rows: list[_Row] = []
    for field in sorted(sheet.fields, key=lambda field: (field.row, field.col)):
        if not rows or rows[-1].number != field.row:
            after_blank = bool(rows) and rows[-1].number < field.row - 1
            rows.append(_Row(field.row, [], after_blank=after_blank))
        rows[-1].fields.append(field)
    return rows


def _tables(rows: Sequence[_Row]) -> list[tuple[int, int]]:
    """Where tables begin and end among the rows."""
    boxed = list(_runs([row.is_boxed for row in rows]))
    drawn = [run for run in _over_titles(rows, boxed) if _is_table(rows, run)]
    if drawn:
        return drawn
    wide = [number for number, row in enumerate(rows) if row.is_wide]
    if len(wide) < 2:
        return []
    return [(wide[0], _end(rows, wide))]


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for number, mark in enumerate([*marks, False]):
        if mark and start is None:
            start = number
        elif not mark and start is not None:
            yield start, number
            start = None


def _over_titles(rows: Sequence[_Row], runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of rows with lines, those between which only titles of groups without lines stand joined
    to one ("I. ĐẤT ĐAI" in one cell, no empty row above it or below): the rows behind them count
    on, a header there begins another table."""
    joined: list[tuple[int, int]] = []
    for start, stop in runs:
        before = joined[-1] if joined else None
        if before is not None and _are_titles(rows, before[1], start):
            joined[-1] = (before[0], stop)
        else:
            joined.append((start, stop))
    return joined


def _are_titles(rows: Sequence[_Row], first: int, behind: int) -> bool:
    between, next_row = rows[first:behind], rows[behind]
    if not _NUMBER.fullmatch(next_row.fields[0].text.strip()):
        return False
    if len(between) > MOST_TITLES or any(row.is_wide for row in between):
        return False
    first_column = rows[first - 1].fields[0].col
    is_below = all(row.fields[0].col == first_column for row in between)
    return is_below and not any(row.after_blank for row in rows[first : behind + 1])


def _is_table(rows: Sequence[_Row], run: tuple[int, int]) -> bool:
    """A frame around one line, or around a column of them, is none."""
    held = rows[run[0] : run[1]]
    return len(held) > 1 and any(len(row.fields) > 1 for row in held)


def _end(rows: Sequence[_Row], wide: Sequence[int]) -> int:
    """The row behind a table without lines: short rows go on with it as long as no empty row stands
    between and they begin in its first column."""
    first_column = min(rows[number].fields[0].col for number in wide)
    end = wide[-1] + 1
    while end < len(rows):
        row = rows[end]
        if row.after_blank or row.fields[0].col != first_column:
            break
        end += 1
    return end


class _Builder:
    """Makes lines and grids of the rows of one sheet."""

    def __init__(self, sheet: Sheet, offset: int) -> None:
        self._offset = offset
        self._areas = {(area.top, area.left): area for area in sheet.merges}

    def table(self, rows: Sequence[_Row]) -> Grid:
        """Rows as a grid on the columns that hold words."""
        columns = sorted({field.col for row in rows for field in row.fields})
        if len(rows) * len(columns) > MOST_POSITIONS:
            raise TooLargeError(reason=f"{len(rows)} x {len(columns)}")
        places = _Places([row.number for row in rows], columns)
        cells = [
            self._cell(field, places, number=number)
            for number, row in enumerate(rows)
            for field in row.fields
            if places.is_free(number, field.col)
        ]
        cells += places.holes()
        cells.sort(key=lambda cell: (cell.row, cell.col))
        return Grid(len(rows), len(columns), cells=tuple(cells), span=self._span(rows))

    def _cell(self, field: Field, places: _Places, number: int) -> Cell:
        area = self._areas.get((field.row, field.col))
        height, width = places.take(number, field.col, area)
        return Cell(
            number,
            places.column(field.col),
            row_span=height,
            col_span=width,
            lines=tuple(self._lines(field)),
        )

    def text(self, rows: Sequence[_Row]) -> list[FlowItem]:
        """Rows outside tables: lines, and blocks that stand side by side."""
        flow: list[FlowItem] = []
        place = 0
        while place < len(rows):
            stop = _side_by_side(rows, place)
            if stop > place:
                flow.append(self._blocks(rows[place:stop]))
                place = stop
                continue
            for field in rows[place].fields:
                lines = self._lines(field)
                if rows[place].after_blank and lines:
                    lines[0] = replace(lines[0], gap=1.0)
                flow += lines
            place += 1
        return flow

    def _blocks(self, rows: Sequence[_Row]) -> Grid:
        """Two blocks side by side as a grid of one row without rulings."""
        left, right = (field.col for field in rows[0].fields)
        blocks: list[list[Line]] = [[], []]
        for row in rows:
            for field in row.fields:
                blocks[abs(field.col - right) < abs(field.col - left)] += self._lines(field)
        cells = tuple(Cell(0, column, lines=tuple(held)) for column, held in enumerate(blocks))
        return Grid(1, 2, cells=cells, span=self._span(rows), ruled=False)

    def _lines(self, field: Field) -> list[Line]:
        number = self._offset + field.row + 1
        printed = (line.strip() for line in field.text.replace("\r\n", "\n").splitlines())
        return [
            Line(
                text,
                Span(first=number, last=number),
                complete=True,
                bold=field.bold,
                centered=field.centered,
            )
            for text in printed
            if text
        ]

    def _span(self, rows: Sequence[_Row]) -> Span:
        return Span(
            first=self._offset + rows[0].number + 1, last=self._offset + rows[-1].number + 1
        )


def _side_by_side(rows: Sequence[_Row], start: int) -> int:
    """The row behind two blocks that begin side by side in row `start`, `start` where none do."""
    if len(rows[start].fields) != 2:
        return start
    left, right = (field.col for field in rows[start].fields)
    stop = start + 1
    while stop < len(rows) and not rows[stop].after_blank:
        columns = [field.col for field in rows[stop].fields]
        if len(columns) > 2 or not all(column in {left, right} for column in columns):
            break
        if len(columns) == 1 and rows[stop].fields[0].centered and columns[0] == left == 0:
            break
        stop += 1
    return stop


class _Places:
    """The positions of a grid: their rows and columns in the sheet, and which are taken."""

    def __init__(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        self._rows = rows
        self._columns = columns
        self._column = {column: number for number, column in enumerate(columns)}
        self._taken = [bytearray(len(columns)) for _ in rows]

    def column(self, column: int) -> int:
        """The number of a column in the grid."""
        return self._column[column]

    def is_free(self, row: int, column: int) -> bool:
        """Is a position (row of the grid, column of the sheet) not yet covered?"""
        return not self._taken[row][self._column[column]]

    def take(self, row: int, column: int, area: Area | None) -> tuple[int, int]:
        """Cover what is left of a merged area; its height and width in the grid."""
        height = width = 1
        left = self._column[column]
        if area is not None:
            while self._is_free_column(row, left + width, area=area):
                width += 1
            while self._is_free_row(row + height, left, width=width, area=area):
                height += 1
        for taken in self._taken[row : row + height]:
            taken[left : left + width] = b"\x01" * width
        return height, width

    def _is_free_column(self, row: int, column: int, area: Area) -> bool:
        if column >= len(self._columns) or self._columns[column] > area.right:
            return False
        return not self._taken[row][column]

    def _is_free_row(self, row: int, left: int, width: int, area: Area) -> bool:
        if row >= len(self._rows) or self._rows[row] > area.bottom:
            return False
        return not any(self._taken[row][left : left + width])

    def holes(self) -> Iterator[Cell]:
        """Empty cells for the positions that nothing covers."""
        for number, taken in enumerate(self._taken):
            for column, is_taken in enumerate(taken):
                if not is_taken:
                    yield Cell(number, column)
