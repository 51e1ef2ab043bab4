"""Tables that a converter of documents wrote cell after cell, each paragraph a line and each empty
cell a blank one (LibreOffice's text, docx2txt). No line is broken, so lines may be counted:

    TT / Nội dung / Chủ trì / Thời gian / 1 / Rà soát hộ nghèo / Công an xã / (blank) / 2 / …

Each row takes as many lines as there are columns; a title of a group takes one, behind its number
or alone; a cell of several paragraphs takes more. The way to part the lines that puts numbers,
bodies and times into their columns is the table. Where nothing fits, the lines stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise

from kehoach.ingest.model import Cell, FlowItem, Grid, Line, is_bare_line
from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.dates import years_named
from kehoach.parsers.layout.marks import Rank, follows, read_mark
from kehoach.parsers.tables.columns import Columns, headed_columns, read_columns
from kehoach.parsers.tables.merged import answered_above
from kehoach.parsers.tables.turn_pieces import (
    HAS_DIGIT,
    MAX_HEADING,
    Piece,
    fit_of,
    is_heading,
    pieces_of,
)
from kehoach.parsers.tables.turn_ways import Search, TurnRow, rows_of
from kehoach.parsers.words import is_caption, is_signer_line, opens_with, phrases_by

MIN_COLUMNS, MAX_COLUMNS = 3, 12
LETTERHEAD = 6
"""Lines of a letterhead down to its motto."""
MAX_APART = 3
"""So near each other two headings stand that the vocabulary knows, before a table is looked for
about them; that of the numbers may stand alone."""
MOSTLY_KNOWN = 0.5
"""The share of a table's headings that it knows."""
MAX_PIECES = 100_000
"""So many paragraphs behind a header are looked at."""
MOST_IN_VAIN = 60
"""So many headings without a table are looked about."""
MAX_TRIES = 6
"""So many headers that overlap are tried."""
MIN_ROWS = 2
LEAST_WORTH = 1.0
"""So much each row of a table is worth in the mean."""
CLEAN = 0.85
"""The share of cells that have one paragraph."""
MOSTLY = 0.6
"""The share of the cells of times, or of bodies, that are what they should be."""
BROKEN = 0.1
"""Where more paragraphs begin small, lines were broken: they are no paragraphs."""
EVEN = 1e-6
"""Of two headers that are worth the same the first is taken."""
LENT = 0.6
"""How sure it is that an empty cell of owners or times shares the words of the one above."""
BODIES = ("lead", "coordinating")
"""Roles of columns in which bodies stand."""
LONGEST_SMALL = 2
"""Words of a cell that begins small ("hộ", "các thôn")."""

_ENDS = (".", ",", ";", ":", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: where its header begins among the paragraphs and where it ends, its columns and
    rows, and what it is worth."""

    first: int
    stop: int
    columns: Columns
    rows: tuple[TurnRow, ...]
    worth: float


def with_tables_in_turn(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow with tables that stand in it cell after cell, blank lines for empty cells -> the same
    with grids in their places."""
    made: list[FlowItem] = []
    for is_bare, group in groupby(flow, key=is_bare_line):
        items = [*group]
        lines = [item for item in items if isinstance(item, Line)]
        made += _with_grids(lines) if is_bare else items
    return made


def _with_grids(lines: Sequence[Line]) -> list[FlowItem]:
    if not any(map(is_heading, lines)):
        return [*lines]
    pieces, places = pieces_of(lines)
    made: list[FlowItem] = []
    done = 0
    for table in _tables(pieces):
        made += [*lines[done : places[table.first]], _grid_of(table, pieces)]
        done = places[table.stop]
    return [*made, *lines[done:]]


def _heads_numbers(piece: Piece) -> bool:
    """Is it the heading of the numbers of rows?"""
    return strip_diacritics(piece.text) in phrases_by("tables/columns.yaml", "roles")["index"]


# --- tables ---------------------------------------------------------------------------------------


def _tables(pieces: Sequence[Piece]) -> Iterator[_Table]:
    """The tables among paragraphs, in order; none of them reach into each other."""
    known = [place for place, piece in enumerate(pieces) if piece.is_heading]
    begin = in_vain = 0
    for place, after in pairwise([*known, len(pieces)]):
        is_alone = after - place > MAX_APART and not _heads_numbers(pieces[place])
        if place < begin or is_alone or in_vain > MOST_IN_VAIN:
            continue
        best: _Table | None = None
        for start, columns in _headers_near(pieces, place, least=begin):
            table = _table_at(pieces, start, columns)
            if table is not None and (best is None or table.worth > best.worth + EVEN):
                best = table
        if best is not None:
            yield best
            begin = best.stop
        in_vain += best is None


def _headers_near(
    pieces: Sequence[Piece], known: int, *, least: int
) -> Iterator[tuple[int, Columns]]:
    """Where a header may begin in which a known heading stands, and its columns, the likeliest
    first."""
    found: list[tuple[float, int, Columns]] = []
    for start in range(max(least, known - MAX_APART), known + 1):
        titles: list[list[str]] = []
        for piece in pieces[start : start + MAX_COLUMNS]:
            if not _may_head(piece):
                break
            titles.append([piece.text])
        for width in range(MIN_COLUMNS, len(titles) + 1):
            columns = _columns_of(titles[:width])
            if columns is not None:
                told = sum(role is not None for role in columns.roles)
                found.append((columns.confidence * told, start, columns))
    found.sort(key=lambda one: (-one[0], one[1]))
    for _, start, columns in found[:MAX_TRIES]:
        yield start, columns


def _may_head(piece: Piece) -> bool:
    text = piece.text
    if not text or len(text.split()) > MAX_HEADING or text.endswith(_ENDS):
        return False
    if piece.is_heading:
        return True
    if piece.kind == "number" or read_mark(text) is not None:
        return False
    if piece.kind == "money":
        return HAS_DIGIT.search(text) is None
    return piece.kind != "time" or bool(years_named(text))


def _columns_of(titles: Sequence[Sequence[str]]) -> Columns | None:
    """What headings say; only of a table that numbers its rows where they are not those of tasks
    or targets. Numbers stand first: what stands before their heading is the table's caption."""
    columns = read_columns(titles)
    if columns is not None:
        is_whole = columns.confidence >= MOSTLY_KNOWN and columns.of("index") in (None, 0)
        return columns if is_whole else None
    columns = headed_columns(titles)
    return columns if columns is not None and columns.of("index") == 0 else None


def _table_at(pieces: Sequence[Piece], first: int, columns: Columns) -> _Table | None:
    """The table whose header begins at a paragraph; None where those behind it are no rows of
    it."""
    width = len(columns.roles)
    begin = first + width
    beside = (*pieces[max(first - 1, 0) : first], *pieces[begin : begin + 1])
    if any(piece.is_heading for piece in beside):
        return None  # it has more columns
    behind = pieces[begin : begin + MAX_PIECES]
    ends = partial(_ends_table, behind, columns=columns, chapter=_chapter_above(pieces, first))
    worth, steps = Search(behind, columns, ends).best()
    rows = tuple(rows_of(steps, behind, width=width))
    stop = begin + sum(count for _, count in steps)
    if worth < LEAST_WORTH * len(rows) or not _is_sound(rows, pieces[begin:stop], columns):
        return None
    return _Table(first, stop, columns=columns, rows=rows, worth=worth)


def _chapter_above(pieces: Sequence[Piece], first: int) -> str:
    """The number of the chapter in which the header at a paragraph stands; "" where none is seen
    near above."""
    for piece in reversed(pieces[max(0, first - MAX_PIECES) : first]):
        mark = read_mark(piece.text) if piece.text else None
        if mark is not None and mark.rank == Rank.ROMAN:
            return mark.number or ""
    return ""


def _ends_table(pieces: Sequence[Piece], place: int, *, columns: Columns, chapter: str) -> bool:
    """Does a paragraph open the next chapter, what stands behind a plan, another document, or the
    header of another table?"""
    text = pieces[place].text
    if not text:
        return False
    if opens_with(text, "recipients") is not None or is_signer_line(text):
        return True
    if text.isupper() and (is_caption(text) or _opens_letterhead(pieces, place)):
        return True
    mark = read_mark(text)
    if mark is not None and mark.rank == Rank.ROMAN and chapter:
        return follows(chapter, mark.number or "")
    if not pieces[place].is_heading:
        return False
    heads = sum(piece.is_heading for piece in pieces[place : place + MIN_COLUMNS + 1])
    titles = tuple(piece.text for piece in pieces[place : place + len(columns.titles)])
    return heads >= MIN_COLUMNS and titles != columns.titles


def _opens_letterhead(pieces: Sequence[Piece], place: int) -> bool:
    """Does the motto of a letterhead stand near below?"""
    below = pieces[place : place + LETTERHEAD]
    return any(opens_with(piece.text, "motto") is not None for piece in below)


# --- is it a table? -------------------------------------------------------------------------------


def _is_sound(rows: Sequence[TurnRow], pieces: Sequence[Piece], columns: Columns) -> bool:
    """Are there rows enough, most cells of one paragraph, no lines that were broken, and
    do the cells tell that they stand in the right columns?"""
    data = [row for row in rows if not row.is_title]
    width = len(columns.roles)
    clean = sum(row.clean for row in data)
    if len(data) < MIN_ROWS or clean < CLEAN * width * len(data):
        return False
    broken = sum(_is_broken(above, below) for above, below in pairwise(pieces))
    if broken > BROKEN * len(pieces):
        return False
    if columns.kind == "other":
        return len(data) > MIN_ROWS and clean == width * len(data) and _counts(data, 0)
    if any(_holds_other_lines(row, columns) for row in data):
        return False
    told = [_tells(data, place, role) for place, role in enumerate(columns.roles)]
    return True in told and False not in told


def _holds_other_lines(row: TurnRow, columns: Columns) -> bool:
    """Is the work of a row a bare number or hour, does a cell of bodies go on with a number or a
    time, does an hour stand in the midst of a cell, or does one end within a sentence? Then the
    lines are no whole cells, or rows lack some."""
    for cell, role in zip(row.cells, columns.roles, strict=True):
        if role == "task" and (cell[0].kind == "number" or cell[0].is_hour):
            return True
        if role in BODIES and any(piece.is_bare_figure for piece in cell[1:]):
            return True
        if any(piece.is_hour for piece in cell[1:-1]):
            return True
        whole = cell[-1:] if role in ("task", "objective", "activity") else cell
        if any(ends_within(piece.text) for piece in whole):
            return True  # works may go on with a line, names of bodies are cells
    return False


def _is_broken(above: Piece, below: Piece) -> bool:
    """Was a line broken between two paragraphs?"""
    if not (above.lines and below.text[:1].islower()) or above.text.endswith(_ENDS):
        return False
    return len(below.text.split()) > LONGEST_SMALL


def _tells(rows: Sequence[TurnRow], place: int, role: str | None) -> bool | None:
    """Are the cells of a column what its role asks for; None where that cannot be told."""
    texts = [row.cells[place][0] for row in rows if row.cells[place][0].lines]
    if role == "index":
        return _counts(rows, place)
    if role not in ("lead", "deadline") or not texts:
        return None
    fits = [fit_of(piece.text, piece.kind, role) for piece in texts]
    if sum(fit > 0 for fit in fits) >= MOSTLY * len(fits):
        return True
    return False if sum(fit < 0 for fit in fits) > len(fits) / 2 else None


def _counts(rows: Sequence[TurnRow], place: int) -> bool:
    """Do the numbers of the rows, in a column, count on, or afresh, from one to the next? Titles of
    groups may have been counted with them."""
    texts = [row.cells[place][0].text.strip(".)") for row in rows]
    numbers = [int(text) for text in texts if text.isdecimal()]
    if len(numbers) < MOSTLY * len(texts):
        return False
    good = sum(0 <= after - before <= 2 or after == 1 for before, after in pairwise(numbers))
    return good >= MOSTLY * (len(numbers) - 1)


# --- the grid -------------------------------------------------------------------------------------


def _lent(table: _Table) -> list[tuple[int, int]]:
    """The empty cells, by row and column, that share the words of the one above; a cell that is
    not even a blank line shares none."""
    filled = [
        None if row.is_title else [any(piece.lines for piece in cell) for cell in row.cells]
        for row in table.rows
    ]
    width = len(table.columns.roles)
    return [
        (number, place)
        for number, place in answered_above(filled, table.columns)
        if place < width - table.rows[number].missing
    ]


def _grid_of(table: _Table, pieces: Sequence[Piece]) -> Grid:
    width = len(table.columns.roles)
    header = pieces[table.first : table.first + width]
    cells = [Cell(0, place, lines=piece.lines) for place, piece in enumerate(header)]
    lent = {*_lent(table)}
    above: list[tuple[Line, ...]] = [()] * width
    for number, row in enumerate(table.rows):
        for place, held in enumerate(row.cells):
            is_last = place + 1 == len(row.cells)
            lines = tuple(line for piece in held for line in piece.lines)
            if (number, place) in lent:
                lines = tuple(replace(line, confidence=LENT) for line in above[place])
            above[place] = lines
            span = width - place if is_last else 1
            cells.append(Cell(number + 1, place, col_span=span, lines=lines))
    last = max(line.span.last or 0 for cell in cells for line in cell.lines)
    return Grid(
        len(table.rows) + 1,
        width,
        tuple(cells),
        span=replace(header[0].lines[0].span, last=last),
        header_rows=1,
    )
