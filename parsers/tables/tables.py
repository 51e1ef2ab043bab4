"""Grids -> tables: the header found, parts on consecutive pages stitched, merged cells shared by
the rows they cover.

Steps with names: grid -> matrix of slots -> header -> parts joined at page breaks -> rows. A slot
is one printed cell; a merged cell is one slot standing in several positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import regex
from rapidfuzz import fuzz

from kehoach.ingest.grid import edges_of, nearest
from kehoach.ingest.model import Box, Cell, FlowItem, Grid, Span
from kehoach.normalize.text import fold
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.tables.page_breaks import join_parts

Matrix = list[list[Slot]]

_NUMBERING = regex.compile(r"\(?\s*(?:\d{1,2}|[A-Ea-e])\s*\)?(?:\s*=.*)?")
_NUMBER_CELL = regex.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")
MAX_HEADER_ROWS = 4
MAX_HEADING_WORDS = 14
SAME_HEADING = 80.0


@dataclass(slots=True)
class Table:
    """A table as printed: its columns and its rows of slots, header left out. `doubts` are row
    numbers whose joining over a page break was not sure, each with a confidence."""

    columns: Columns
    rows: Matrix
    span: tuple[Span, ...]
    doubts: dict[int, float] = field(default_factory=dict)


def read_tables(grids: Sequence[Grid], before: Table | None = None) -> list[Table]:
    """Consecutive grids of a flow (nothing but pages between them) -> the tables they are parts
    of."""
    tables: list[Table] = []
    for grid in _on_common_columns(grids):
        matrix = to_matrix(grid)
        start, columns = find_header(matrix, grid.header_rows)
        last = tables[-1] if tables else None
        if last is not None and _continues(last, matrix, columns):
            rows = matrix[start:] if columns is not None else matrix
            joined = join_parts(last.rows, rows, last.columns)
            if joined is not None:
                last.doubts[joined[0]] = joined[1]
            last.span = (*last.span, grid.span)
        elif columns is not None:
            tables.append(Table(columns, matrix[start:], (grid.span,)))
        elif (
            before is not None
            and last is None
            and before.columns.kind != "other"
            and _continues(before, matrix, None)
        ):
            tables.append(Table(before.columns, matrix, (grid.span,)))
        else:
            titles = tuple(cell_text(slot.lines) for slot in matrix[0]) if matrix else ()
            other = Columns("other", titles, (None,) * grid.n_cols, 0.0)
            tables.append(Table(other, matrix[1:], (grid.span,)))
    return tables


def with_headers(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow whose unruled grids of three columns or more count as ruled where their first rows are
    a header of ours: a Word table may have no border at all."""
    return [
        replace(item, ruled=True)
        if isinstance(item, Grid)
        and not item.ruled
        and item.n_cols > 2
        and find_header(to_matrix(item), item.header_rows)[1] is not None
        else item
        for item in flow
    ]


def to_matrix(grid: Grid) -> Matrix:
    """Grid -> rows of slots, a merged cell's slot standing in each of its positions."""
    rows: list[list[Slot | None]] = [[None] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        slot = Slot(list(cell.lines), cell.row_span, cell.col_span, cell.page, cell.box)
        for r in range(cell.row, min(cell.row + cell.row_span, grid.n_rows)):
            for c in range(cell.col, min(cell.col + cell.col_span, grid.n_cols)):
                rows[r][c] = slot
    return [[slot or Slot() for slot in row] for row in rows]


def find_header(matrix: Matrix, marked: int = 0) -> tuple[int, Columns | None]:
    """Matrix -> (first row of data, its columns). (0, None) when no header is found among the first
    rows.

    `marked` is how many rows the format itself calls header. A row that only numbers the columns
    belongs to it.
    """
    for top in range(min(2, len(matrix))):
        if top == 0 and len(matrix) > 1 and len({id(slot) for slot in matrix[0]}) == 1:
            continue  # a title row: the header begins below it
        if top and len({id(slot) for slot in matrix[top - 1]}) > 1:
            break  # only a title row, one cell wide, may stand above the header
        height = max(_height(matrix, top), marked - top)
        for rows in dict.fromkeys((height, 1, 2)):
            if not 0 < rows <= min(MAX_HEADER_ROWS, len(matrix) - top):
                continue
            if _NUMBER_CELL.fullmatch(cell_text(matrix[top][0].lines)) or _is_prose(matrix[top]):
                continue  # a row of data
            columns = read_columns(_headings(matrix[top : top + rows]))
            if columns is not None and columns.confidence >= 0.5:
                return _skip_numbering(matrix, top + rows), columns
    return 0, None


def _is_prose(row: Sequence[Slot]) -> bool:
    """Headings of columns are short: two cells of many words are a row of data."""
    return sum(len(cell_text(slot.lines).split()) > MAX_HEADING_WORDS for slot in row) > 1


def _height(matrix: Matrix, top: int) -> int:
    """How many rows the tallest cell of row `top` covers: a header of two levels has cells that
    span both."""
    height = 1
    for column, slot in enumerate(matrix[top]):
        rows = 1
        while top + rows < len(matrix) and matrix[top + rows][column] is slot:
            rows += 1
        height = max(height, rows)
    return height


def _headings(rows: Matrix) -> list[list[str]]:
    """The distinct heading texts over each column, top to bottom."""
    columns: list[list[str]] = []
    for column in zip(*rows, strict=True):
        distinct = list({id(slot): slot for slot in column}.values())
        columns.append([cell_text(slot.lines) for slot in distinct])
    return columns


def _skip_numbering(matrix: Matrix, start: int) -> int:
    if start < len(matrix):
        texts = [text for slot in matrix[start] if (text := cell_text(slot.lines))]
        if len(texts) >= max(3, len(matrix[start]) - 1) and all(
            _NUMBERING.fullmatch(text) for text in texts
        ):
            return start + 1
    return start


def _continues(last: Table, matrix: Matrix, columns: Columns | None) -> bool:
    """Is this grid the next part of the last table: as wide, and with the same header or none?"""
    if not matrix or len(matrix[0]) != len(last.columns.roles):
        return False
    if columns is None:
        return True
    # The header repeated on the next page is the same, but a scan may read a letter of it
    # otherwise.
    pairs = zip(columns.titles, last.columns.titles, strict=True)
    return all(fold(a) == fold(b) or fuzz.ratio(fold(a), fold(b)) >= SAME_HEADING for a, b in pairs)


def _on_common_columns(grids: Sequence[Grid]) -> list[Grid]:
    """Grids of one run with boxes -> the same on the union of their column edges, when they lie on
    each other: a page may hold only rows whose cells hide a column edge."""
    groups: list[list[Grid]] = []
    for grid in grids:
        box = grid.span.box
        last = groups[-1][-1].span.box if groups else None
        alike = box and last and abs(box.x0 - last.x0) < 6 and abs(box.x1 - last.x1) < 6
        if alike:
            groups[-1].append(grid)
        else:
            groups.append([grid])
    return [grid for group in groups for grid in _unify(group)]


def _unify(grids: Sequence[Grid]) -> Iterable[Grid]:
    boxes = [[cell.box for cell in grid.cells if cell.box] for grid in grids]
    if len({grid.n_cols for grid in grids}) == 1 or not all(boxes):
        return grids
    edges = edges_of([x for own in boxes for box in own for x in (box.x0, box.x1)], snap=5.0)
    return [_remap(grid, edges) for grid in grids]


def _remap(grid: Grid, edges: Sequence[float]) -> Grid:
    cells: list[Cell] = []
    for cell in grid.cells:
        box = cell.box or Box(0, 0, 0, 0)
        first, last = nearest(edges, box.x0), nearest(edges, box.x1)
        cells.append(replace(cell, col=first, col_span=max(last - first, 1)))
    return replace(grid, n_cols=len(edges) - 1, cells=tuple(cells))
