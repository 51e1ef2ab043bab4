"""Grids -> tables: the header found, parts joined at page breaks, merged cells shared by the rows
they cover.

Steps with names: grid -> matrix of slots -> header -> parts joined at page breaks -> rows. A slot
is one printed cell; a merged cell is one slot standing in several positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex
from rapidfuzz import fuzz

from kehoach.ingest.grid import edges_of, nearest
from kehoach.ingest.model import Box, Cell, FlowItem, Grid, Span
from kehoach.normalize.text import fold
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.tables.content_roles import (
    TELLING,
    heads_columns,
    kind_of,
    roles_from_content,
)
from kehoach.parsers.tables.page_breaks import join_parts

Matrix = list[list[Slot]]

_NUMBERING = regex.compile(r"\(?\s*(?:\d{1,2}|[A-Ea-e])\s*\)?(?:\s*=.*)?")
_NUMBER_CELL = regex.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")
MAX_HEADER_ROWS = 4
MAX_HEADING_WORDS = 14
SAME_HEADING = 80.0
"""How alike (0..100) a heading and its repetition on the next page must be: a scan may read a
letter of it otherwise."""
FROM_NEXT_PAGE = 0.6
"""How sure the columns are that a table without header takes from the header of a later page."""
MIN_CONFIDENCE = 0.5
"""So large a share of the headings must be known."""
ALIGNED = 6.0
"""Edges of two grids nearer than this (points) lie on each other."""
SNAP = 5.0
"""Column edges nearer than this (points) are one."""


@dataclass(slots=True)
class RoleTable:
    """A table as printed: its columns and its rows of slots, header left out. `doubts` are row
    numbers whose joining over a page break was not sure, each with a confidence."""

    columns: Columns
    rows: Matrix
    span: tuple[Span, ...]
    doubts: dict[int, float] = field(default_factory=dict)

    def append(self, rows: Matrix, span: Span) -> None:
        """Join the part that the next page holds (header off)."""
        doubt = join_parts(self.rows, rows, self.columns)
        if doubt is not None:
            row, confidence = doubt
            self.doubts[row] = confidence
        self.span = (*self.span, span)


def read_tables(grids: Sequence[Grid], before: RoleTable | None = None) -> list[RoleTable]:
    """Consecutive grids of a flow (nothing but pages between them) -> the tables they are parts
    of. `before` is the last table of the flow above: the first grid may go on with it."""
    tables: list[RoleTable] = []
    in_order = list(_on_common_columns(grids))
    matrices = [to_matrix(grid) for grid in in_order]
    for number, (grid, matrix) in enumerate(zip(in_order, matrices, strict=True)):
        start, columns = find_header(matrix, grid.header_rows)
        last = tables[-1] if tables else None
        if last is not None and _continues(last, matrix, columns):
            last.append(matrix[start:], grid.span)
            continue
        if columns is None and last is None:
            columns = _columns_taken_up(before, matrix)
        if columns is None:
            start, columns = _assumed_columns(matrix, matrices[number + 1 :])
        if columns is None:
            start, columns = 1, _other_columns(grid, matrix)
        tables.append(RoleTable(columns, matrix[start:], (grid.span,)))
    return tables


def _columns_taken_up(before: RoleTable | None, matrix: Matrix) -> Columns | None:
    """The columns of the table of the flow above, where a grid without header goes on with it."""
    if before is None or before.columns.kind == "other":
        return None
    return before.columns if _continues(before, matrix, None) else None


def _assumed_columns(matrix: Matrix, later: Sequence[Matrix]) -> tuple[int, Columns | None]:
    """The first row of data and the columns of a grid whose header was lost: those of the next
    part that has one, else what the columns hold."""
    start = _after_lost_header(matrix)
    ahead = _columns_ahead(matrix, later)
    if ahead is not None:
        return start, replace(ahead, confidence=FROM_NEXT_PAGE, assumed=True)
    rows = matrix[start:]
    for more in later:
        if not more or len(more[0]) != len(matrix[0]) or find_header(more)[1] is not None:
            break
        rows = rows + more
    columns = roles_from_content(rows)
    if columns is not None and start == 0 and _are_headings(matrix[0], columns):
        # Headings that the vocabulary does not know: their columns must be beyond doubt.
        if not {"lead", "deadline"} <= set(columns.roles):
            return 0, None
        titles = tuple(cell_text(slot.lines) for slot in matrix[0])
        return 1, replace(columns, titles=titles)
    return start, columns


def _after_lost_header(matrix: Matrix) -> int:
    """The row after the one whose single cell says all headings, if there is such a row."""
    if matrix and _is_title(matrix[0]) and heads_columns(cell_text(matrix[0][0].lines)):
        return _skip_numbering(matrix, 1)
    return 0


def _columns_ahead(matrix: Matrix, later: Sequence[Matrix]) -> Columns | None:
    """The columns of the first later part with a header, where it is as wide: the first page may
    be the only one without."""
    for more in later:
        if not matrix or not more or len(more[0]) != len(matrix[0]):
            return None
        _, columns = find_header(more)
        if columns is not None:
            return columns
    return None


def _are_headings(row: Sequence[Slot], columns: Columns) -> bool:
    """May this be a row of headings: a few words in each cell, and most of them not what their
    columns hold?"""
    texts = [cell_text(slot.lines) for slot in row]
    if sum(map(bool, texts)) < len(row) - 1:
        return False
    if any(len(text.split()) > MAX_HEADING_WORDS for text in texts):
        return False
    held = [
        (TELLING[role], text)
        for role, text in zip(columns.roles, texts, strict=True)
        if role in TELLING
    ]
    fitting = sum(kind_of(text) == kind for kind, text in held)
    return 2 * fitting < len(held)


def _other_columns(grid: Grid, matrix: Matrix) -> Columns:
    """Those of a table whose headings are none of ours: the first row is its header."""
    header = matrix[0] if matrix else []
    titles = tuple(cell_text(slot.lines) for slot in header)
    no_roles = (None,) * grid.n_cols
    return Columns("other", titles, roles=no_roles, confidence=0.0)


def with_headers(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow whose unruled grids of three columns or more count as ruled where their first rows are
    a header of ours: a Word table may have no border at all."""
    marked: list[FlowItem] = []
    for item in flow:
        if isinstance(item, Grid) and _is_headed(item):
            marked.append(replace(item, ruled=True))
        else:
            marked.append(item)
    return marked


def _is_headed(grid: Grid) -> bool:
    """Has an unruled grid a header of ours?"""
    if grid.ruled or grid.n_cols < 3:
        return False
    _, columns = find_header(to_matrix(grid), grid.header_rows)
    return columns is not None


def to_matrix(grid: Grid) -> Matrix:
    """Grid -> rows of slots, a merged cell's slot standing in each of its positions."""
    rows: list[list[Slot | None]] = []
    for _ in range(grid.n_rows):
        rows.append([None] * grid.n_cols)
    for cell in grid.cells:
        slot = Slot(
            lines=list(cell.lines),
            row_span=cell.row_span,
            col_span=cell.col_span,
            page=cell.page,
            box=cell.box,
        )
        stop = min(cell.col + cell.col_span, grid.n_cols)
        for row in rows[cell.row : cell.row + cell.row_span]:
            for column in range(cell.col, stop):
                row[column] = slot
    return [[slot or Slot() for slot in row] for row in rows]


def find_header(matrix: Matrix, marked: int = 0) -> tuple[int, Columns | None]:
    """Matrix -> (first row of data, its columns). (0, None) when no header is found among the first
    rows.

    `marked` is how many rows the format itself calls header. A row that only numbers the columns
    belongs to it. Only a title row, one cell wide, may stand above the header.
    """
    if not matrix:
        return 0, None
    has_title = len(matrix) > 1 and _is_title(matrix[0])
    top = 1 if has_title else 0
    if _is_data(matrix[top]):
        return 0, None
    tallest = min(MAX_HEADER_ROWS, len(matrix) - top)
    height = max(_height(matrix, top), marked - top)
    for rows in dict.fromkeys((height, 1, 2)):
        if rows > tallest:
            continue
        headings = _headings(matrix[top : top + rows])
        columns = read_columns(headings)
        if columns is not None and columns.confidence >= MIN_CONFIDENCE:
            return _skip_numbering(matrix, top + rows), columns
    return 0, None


def _is_title(row: Sequence[Slot]) -> bool:
    """One cell as wide as the table."""
    return all(slot is row[0] for slot in row)


def _is_data(row: Sequence[Slot]) -> bool:
    """A number in the first cell, or two cells of many words: headings of columns are short."""
    if _NUMBER_CELL.fullmatch(cell_text(row[0].lines)):
        return True
    long_cells = 0
    for slot in row:
        words = cell_text(slot.lines).split()
        long_cells += len(words) > MAX_HEADING_WORDS
    return long_cells > 1


def _height(matrix: Matrix, top: int) -> int:
    """How many rows the tallest cell of row `top` covers: a header of two levels has cells that
    span both."""
    height = 1
    for column, slot in enumerate(matrix[top]):
        covered = 0
        for row in matrix[top:]:
            if row[column] is not slot:
                break
            covered += 1
        height = max(height, covered)
    return height


def _headings(rows: Matrix) -> list[list[str]]:
    """The distinct heading texts over each column, top to bottom."""
    columns: list[list[str]] = []
    for column in zip(*rows, strict=True):
        distinct = dict.fromkeys(column)
        columns.append([cell_text(slot.lines) for slot in distinct])
    return columns


def _skip_numbering(matrix: Matrix, start: int) -> int:
    """The row after the one that only numbers the columns, if row `start` does."""
    if start == len(matrix):
        return start
    row = matrix[start]
    texts = [cell_text(slot.lines) for slot in row]
    filled = [text for text in texts if text]
    fewest = max(3, len(row) - 1)
    if len(filled) < fewest:
        return start
    numbers = all(_NUMBERING.fullmatch(text) for text in filled)
    return start + 1 if numbers else start


def _continues(last: RoleTable, matrix: Matrix, columns: Columns | None) -> bool:
    """Is this grid the next part of the last table: as wide, and with the same header or none?"""
    width = len(last.columns.roles)
    if not matrix or len(matrix[0]) != width:
        return False
    if columns is None:
        return True
    for title, last_title in zip(columns.titles, last.columns.titles, strict=True):
        if not _is_same_heading(fold(title), fold(last_title)):
            return False
    return True


def _is_same_heading(one: str, other: str) -> bool:
    if one == other:
        return True
    return fuzz.ratio(one, other) >= SAME_HEADING


# --- common columns -------------------------------------------------------------------------------


def _on_common_columns(grids: Sequence[Grid]) -> Iterator[Grid]:
    """Grids of one run with boxes -> the same on the union of their column edges, when they lie on
    each other: a page may hold only rows whose cells hide a column edge."""
    groups: list[list[Grid]] = []
    last: Box | None = None
    for grid in grids:
        if _are_aligned(last, grid.span.box):
            groups[-1].append(grid)
        else:
            groups.append([grid])
        last = grid.span.box
    for group in groups:
        yield from _unify(group)


def _are_aligned(one: Box | None, other: Box | None) -> bool:
    """Do the left and the right edges of two boxes lie on each other?"""
    if one is None or other is None:
        return False
    left = abs(one.x0 - other.x0)
    right = abs(one.x1 - other.x1)
    return left < ALIGNED and right < ALIGNED


def _unify(grids: Sequence[Grid]) -> Iterable[Grid]:
    widths = {grid.n_cols for grid in grids}
    if len(widths) == 1:
        return grids
    places: list[float] = []
    for grid in grids:
        boxes = [cell.box for cell in grid.cells if cell.box]
        if not boxes:
            return grids
        for box in boxes:
            places += (box.x0, box.x1)
    edges = edges_of(places, snap=SNAP)
    return [_remap(grid, edges) for grid in grids]


def _remap(grid: Grid, edges: Sequence[float]) -> Grid:
    """A grid whose cells are placed by the common edges."""
    cells: list[Cell] = []
    for cell in grid.cells:
        box = cell.box or Box(0, 0, 0, 0)
        first = nearest(edges, box.x0)
        last = nearest(edges, box.x1)
        width = max(last - first, 1)
        cells.append(replace(cell, col=first, col_span=width))
    n_cols = len(edges) - 1
    return replace(grid, n_cols=n_cols, cells=tuple(cells))
