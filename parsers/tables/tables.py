"""Grids -> tables: the header found, parts joined at page breaks, merged cells shared by the rows
they cover.

Steps with names: grid -> matrix of slots -> header -> parts joined at page breaks -> rows. A slot
is one printed cell; a merged cell is one slot standing in several positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz import fuzz

from kehoach.ingest.model import Grid, Span
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import (
    Columns,
    is_of_another_kind,
    read_columns,
    whole_headings,
)
from kehoach.parsers.tables.common_columns import on_common_columns
from kehoach.parsers.tables.content_roles import (
    TELLING,
    heads_columns,
    holds_data,
    kind_of,
    names_columns,
    opens_with_verbs,
    roles_from_content,
    under_headings,
)
from kehoach.parsers.tables.days import heads_schedule
from kehoach.parsers.tables.header_rows import (
    FEWEST_HEADINGS,
    MAX_HEADING_WORDS,
    Matrix,
    find_header,
    is_data,
    is_of_group,
    is_title,
    skip_numbering,
)
from kehoach.parsers.tables.headers_again import folded, without_repeated
from kehoach.parsers.tables.listed import listed_columns
from kehoach.parsers.tables.lone_titles import with_titles_wide
from kehoach.parsers.tables.lost_rules import parted, with_header_apart
from kehoach.parsers.tables.marked_bodies import MarkedBodies, lowest_heads, marked_header
from kehoach.parsers.tables.page_breaks import join_parts
from kehoach.parsers.tables.rests import with_numbers_joined, with_rests_joined
from kehoach.parsers.tables.side_by_side import Sides, goes_on, one_below_another, sides_of
from kehoach.parsers.tables.signed_rows import signed_apart
from kehoach.parsers.tables.slid_rows import with_slid_back
from kehoach.parsers.tables.split_labels import with_labels_whole
from kehoach.parsers.tables.turned import turned
from kehoach.parsers.tables.unknown_headings import with_told
from kehoach.parsers.tables.works_by_body import works_by_body
from kehoach.parsers.words import phrases_by

MAX_SURE_HEADING_WORDS = 8
SURE_CONFIDENCE = 0.75
FEWEST_KNOWN = 2
"""So many headings that are known word for word make a row a header."""
SAME_HEADING = 80.0
"""How alike (0..100) a heading and its repetition on the next page must be: a scan may read a
letter of it otherwise."""
FROM_NEXT_PAGE = 0.6
"""How sure the columns are that a table without header takes from the header of a later page."""


@dataclass(slots=True)
class RoleTable:
    """A table as printed: its columns and its rows of slots, header left out. `doubts` are row
    numbers whose joining over a page break was not sure, each with a confidence; `heads` the
    lowest heading over each column, where it has a header; `over_parts` what is printed over the
    columns of parts of the year; `signed` what the signatures in its last rows say; `headed_again`
    other words for its columns, printed between its rows; `headed` its columns as the header alone
    tells them; `by_body`: each of its rows was a cell under the body that has it; `closed`:
    its rows are none of the grid, and no other goes on with it."""

    columns: Columns
    rows: Matrix
    span: tuple[Span, ...]
    doubts: dict[int, float] = field(default_factory=dict)
    heads: tuple[Slot, ...] = ()
    over_parts: frozenset[str] = frozenset()
    signed: list[str] = field(default_factory=list)
    headed_again: list[str] = field(default_factory=list)
    headed: Columns | None = None
    by_body: bool = False
    closed: bool = False

    def marked_bodies(self) -> MarkedBodies | None:
        """Its columns of bodies with signs; None where it has none."""
        return MarkedBodies.of(self.columns, self.heads, self.rows)

    def append(self, rows: Matrix, span: Span) -> None:
        """Join the part that the next page holds (header off)."""
        rows, doubts = parted(
            with_numbers_joined(rows, self.columns), self.columns, above=self.rows
        )
        doubt = join_parts(self.rows, rows, columns=self.columns)
        # What joins the last row of the page before is no row of its own.
        first = len(self.rows) - len(rows)
        self.doubts |= {max(first + place, 0): doubts[place] for place in doubts}
        if doubt is not None:
            row, confidence = doubt
            self.doubts[row] = confidence
        self.span = (*self.span, span)

    def settle(self) -> None:
        """Set right, once all parts are there, what only the whole table tells: what its columns
        hold, times over two cells, titles that stand alone, cells that slid, rows that are rests of
        those above."""
        if self.headed is not None and len(self.span) > 1:
            self.columns = with_told(self.headed, self.rows)
        rows, self.signed = signed_apart(self.rows)
        rows = with_titles_wide(with_labels_whole(rows, self.columns), self.columns)
        rows, slid = with_slid_back(rows, self.columns)
        self.doubts |= slid
        self.rows, places, doubts = with_rests_joined(rows, self.columns)
        self.doubts = {places[row]: sure for row, sure in self.doubts.items()} | doubts


def read_tables(grids: Sequence[Grid], before: RoleTable | None = None) -> list[RoleTable]:
    """Consecutive grids of a flow (nothing but pages between them) -> the tables they are parts
    of. `before` is the last table of the flow above: the first grid may go on with it."""
    tables: list[RoleTable] = []
    usual = _as_usual(on_common_columns(grids))
    parts = [part for grid, matrix, said in usual for part in _parts(grid, matrix, said)]
    for number, (grid, matrix, marked, said_besides, is_turned) in enumerate(parts):
        last, by_body = tables[-1] if tables else None, False
        start, columns = _header_below(last, matrix, marked)
        if columns is None and _heads_again(matrix, last or before):
            start, columns = listed_columns(matrix)
        if last is not None and _continues(last, matrix, columns=columns):
            titles = _titles_of_groups(matrix[:start], last.rows)
            below, again = without_repeated(matrix, start, last.columns)
            last.append(titles + below, grid.span)
            last.headed_again += again
            continue
        if columns is None and last is None:
            columns = _columns_taken_up(before, matrix)
        if columns is None:
            later = [part.matrix for part in parts[number + 1 :]]
            matrix, start, columns, by_body = _headed_otherwise(matrix, later)
        if columns is None:
            start, columns = 1, _other_columns(matrix)
        titles = _titles_of_groups(matrix[:start], ())
        below, again = without_repeated(matrix, start, columns)
        rows = titles + below
        headed, columns = columns, with_told(columns, rows)
        rows, doubts = parted(with_numbers_joined(rows, columns), columns)
        heads = lowest_heads(matrix[:start])
        said = _over_parts(matrix[:start], columns)
        spans = (grid.span,)
        table = RoleTable(columns, rows, spans, doubts=doubts, heads=heads, over_parts=said)
        table.headed, table.headed_again = headed, [*said_besides, *again]
        table.by_body, table.closed = by_body, by_body or is_turned
        tables.append(table)
    for table in tables:
        table.settle()
    return tables


class _Part(NamedTuple):
    """A table of a grid: its rows, how many of them the format calls header, what the grid says
    besides its rows, and whether these were its columns."""

    grid: Grid
    matrix: Matrix
    marked: int
    besides: list[str]
    is_turned: bool


def _as_usual(grids: Iterable[Grid]) -> Iterator[tuple[Grid, Matrix, list[str] | None]]:
    """The rows of each grid as a table usually has them: what stands side by side one below the
    other, also on the next page; what lies on its side turned. And what was left out of the latter,
    None where it was not turned."""
    sides: Sides | None = None
    for grid in grids:
        matrix = with_header_apart(to_matrix(grid))
        own = sides_of(matrix)
        sides = own or (sides if sides is not None and goes_on(matrix, sides) else None)
        if sides is not None:
            matrix = one_below_another(matrix, sides, headed=own is not None)
        across = turned(matrix)
        yield (grid, matrix, None) if across is None else (grid, *across)


class _Headed(NamedTuple):
    """Rows, the first of them that is data, and the columns; whether each was a cell under the body
    that has it."""

    matrix: Matrix
    start: int
    columns: Columns | None
    by_body: bool = False


def _headed_otherwise(matrix: Matrix, later: Sequence[Matrix]) -> _Headed:
    """A grid whose header names no works, and that goes on with no other: it names bodies, or lists
    things, or was lost."""
    start, columns = marked_header(matrix)
    by_body = works_by_body(matrix) if columns is None else None
    if by_body is not None:
        return _Headed(*by_body, by_body=True)
    if columns is None:
        start, columns = listed_columns(matrix)
    if columns is None:
        start, columns = _assumed_columns(matrix, later)
    return _Headed(matrix, start, columns)


def _header_below(
    last: RoleTable | None, matrix: Matrix, marked: int
) -> tuple[int, Columns | None]:
    """The header of a part, which may go on with the `last` table."""
    start, columns = find_header(matrix, marked)
    if last is not None and _rests_over_header(matrix[:start], last):
        return 0, None
    return start, columns


def _rests_over_header(head: Matrix, last: RoleTable) -> bool:
    """Is what seems a header of several rows the rest of the row above the break, over the lowest
    headings of the table, which are said again?"""
    if len(head) < 2 or not last.heads or not head[0][0].empty:
        return False
    return folded(head[-1]) == folded(last.heads) and holds_data(head[0])


def _heads_again(matrix: Matrix, above: RoleTable | None) -> bool:
    """Does a table open with the headings of the list `above`, which name no task ("Thứ, ngày |
    Môn kiểm tra")?"""
    if above is None or not above.columns.listed or not matrix:
        return False
    titles = tuple(map(fold, above.columns.titles))
    return len(matrix[0]) == len(titles) and folded(matrix[0]) == titles


def _over_parts(head: Matrix, columns: Columns) -> frozenset[str]:
    """What the header prints over the columns of parts of the year ("Quý I", "T1")."""
    rows = [row for row in head if not is_title(row)]
    return frozenset(cell_text(row[place].lines) for row in rows for place in columns.of_parts)


def _titles_of_groups(head: Matrix, rows: Sequence[Sequence[Slot]]) -> Matrix:
    """The numbered titles above a header ("A. XÂY DỰNG ĐẢNG"): they title the rows below, where
    `rows`, the table so far, do not have them."""
    titles = [row for row in takewhile(is_title, head) if _is_numbered(row)]
    if not titles:
        return []  # most parts have none, and a long table is long to fold
    known = {folded(row) for row in rows}
    return [row for row in titles if folded(row) not in known]


def _is_numbered(row: Sequence[Slot]) -> bool:
    """Has the title a letter or a Roman number?"""
    if is_of_group(row):
        return True
    words = " ".join(cell_text(slot.lines) for slot in dict.fromkeys(row))
    mark = read_mark(words)
    return mark is not None and mark.rank <= Rank.ROMAN


def _parts(grid: Grid, matrix: Matrix, besides: list[str] | None) -> Iterator[_Part]:
    """A grid as the tables it holds, each with the number of its marked header rows: where the
    format left nothing between two tables, the second begins with its own header."""
    start, columns = find_header(matrix, grid.header_rows)
    cuts = [0]
    heads = columns.titles if columns is not None else [cell_text(s.lines) for s in matrix[0]]
    titles = tuple(map(fold, heads))
    for number in range(start + 1, len(matrix)):
        if _is_other_header(matrix[number], titles):
            cuts.append(_first_title(matrix, number))
    for cut, next_cut in zip(cuts, [*cuts[1:], len(matrix)], strict=True):
        marked, said = (grid.header_rows, besides or []) if cut == 0 else (0, [])
        yield _Part(grid, matrix[cut:next_cut], marked, said, besides is not None)


def _is_other_header(row: Sequence[Slot], titles: tuple[str, ...]) -> bool:
    """Is a row below the header, beyond doubt, the header of another table?"""
    slots = list(dict.fromkeys(row))
    if len(slots) < FEWEST_HEADINGS or any(slot.row_span > 1 for slot in slots):
        return False
    texts = [cell_text(slot.lines) for slot in row]
    if any(len(text.split()) > MAX_SURE_HEADING_WORDS for text in texts) or is_data(row):
        return False
    columns = read_columns([[text] for text in texts])
    if columns is None or columns.confidence < SURE_CONFIDENCE or "index" not in columns.roles:
        return False
    return tuple(map(fold, texts)) != titles


def _first_title(matrix: Matrix, number: int) -> int:
    """The row from which on numbered titles stand above the header in row `number`."""
    while is_title(matrix[number - 1]) and _is_numbered(matrix[number - 1]):
        number -= 1
    return number


def _columns_taken_up(before: RoleTable | None, matrix: Matrix) -> Columns | None:
    """The columns of the table of the flow above, where a grid without header goes on with it."""
    if before is None or before.columns.kind == "other":
        return None
    return before.columns if _continues(before, matrix, columns=None) else None


def _assumed_columns(matrix: Matrix, later: Sequence[Matrix]) -> tuple[int, Columns | None]:
    """The first row of data and the columns of a grid whose header was lost: those of the next
    part that has one, else what the columns hold."""
    if matrix and is_of_another_kind(cell_text(slot.lines) for slot in matrix[0]):
        return 0, None
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
    if columns is None or start > 0:
        return start, columns
    if _is_header(matrix[0], columns):
        # Headings that the vocabulary does not know: their columns must be beyond doubt.
        if not _are_beyond_doubt(columns, matrix[1:]):
            return 0, None
        return 1, under_headings(columns, [cell_text(slot.lines) for slot in matrix[0]])
    return start, columns


def _are_beyond_doubt(columns: Columns, rows: Matrix) -> bool:
    """Do the columns tell who and when; or who alone, beside work that begins with verbs?"""
    task = columns.of("task")
    if "lead" not in columns.roles or task is None:
        return False
    works = [cell_text(row[task].lines) for row in rows if holds_data(row)]
    return "deadline" in columns.roles or (bool(works) and opens_with_verbs(works))


def _after_lost_header(matrix: Matrix) -> int:
    """The row after the one whose single cell says all headings, if there is such a row."""
    if matrix and is_title(matrix[0]) and heads_columns(cell_text(matrix[0][0].lines)):
        return skip_numbering(matrix, 1)
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


def _is_header(row: Sequence[Slot], columns: Columns) -> bool:
    """Is the first row one of headings, though none of the vocabulary's tells the works?"""
    return _says_headings(row) or _opens_as_heading(row) or _are_headings(row, columns)


def _says_headings(row: Sequence[Slot]) -> bool:
    """Does a row say two headings that the vocabulary knows whole, so that it is no work itself
    ("TT | Thủ tục | Thời hạn | Bộ phận thực hiện")?"""
    return len(whole_headings(cell_text(slot.lines) for slot in row)) >= FEWEST_KNOWN


def _opens_as_heading(row: Sequence[Slot]) -> bool:
    """Is the first cell of a row the heading of the numbers below ("STT | Tên phương tiện |
    Đơn vị quản lý"), whatever stands in the others?"""
    said = strip_diacritics(cell_text(row[0].lines)).strip(" .")
    return said in phrases_by("tables/columns.yaml", "roles")["index"]


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
    return 2 * fitting < len(held) or names_columns(texts, columns)


def _other_columns(matrix: Matrix) -> Columns:
    """Those of a table whose headings are none of ours: the first row is its header."""
    header = matrix[0] if matrix else []
    titles = tuple(cell_text(slot.lines) for slot in header)
    return Columns("other", titles, roles=(None,) * len(header), confidence=0.0)


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
    return [_with_title_once([slot or Slot() for slot in row]) for row in rows]


def _with_title_once(row: list[Slot]) -> list[Slot]:
    """A row in which the same words were written into each cell, or each but that of the number:
    the title of a group, whose cells nobody merged."""
    for first in (0, 1):
        said = {cell_text(slot.lines) for slot in row[first:]}
        is_once = len(said) == 1 and len({*row[first:]}) == len(row) - first
        if is_once and len(row) - first >= FEWEST_HEADINGS and _names_group(row[first]):
            title = replace(row[first], col_span=len(row) - first)
            return [*row[:first], *([title] * (len(row) - first))]
    return row


def _names_group(slot: Slot) -> bool:
    """Has a cell words, no sign or time that may stand in all cells of a row?"""
    text = cell_text(slot.lines)
    return len(text.split()) > 1 and not slot.repeats and kind_of(text) != "time"


def _continues(last: RoleTable, matrix: Matrix, columns: Columns | None) -> bool:
    """Is this grid the next part of the last table: as wide, and with the same header or none?"""
    width = len(last.columns.roles)
    if not matrix or len(matrix[0]) != width or last.closed:
        return False
    if columns is None:
        return not _opens_other(matrix)
    for title, last_title in zip(columns.titles, last.columns.titles, strict=True):
        if not _is_same_heading(fold(title), fold(last_title)):
            return False
    return True


def _opens_other(matrix: Matrix) -> bool:
    """Does a grid without a header of ours begin with one of another kind: a schedule's, or the
    word for the column of numbers, and short words over each other column?"""
    texts = [cell_text(slot.lines) for slot in dict.fromkeys(matrix[0])]
    words = phrases_by("tables/columns.yaml", "roles")["index"]
    if len(texts) < FEWEST_HEADINGS or not all(texts):
        return False
    titles = [*map(strip_diacritics, texts)]
    return (titles[0] in words or heads_schedule(titles)) and not is_data(matrix[0])


def _is_same_heading(one: str, other: str) -> bool:
    if one == other:
        return True
    return fuzz.ratio(one, other) >= SAME_HEADING
