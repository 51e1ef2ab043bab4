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
from itertools import groupby, pairwise
from typing import Final, Literal, TypeAlias

from kehoach.ingest.model import Cell, FlowItem, Grid, Line
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.layout.marks import Rank, follows, is_bullet, read_mark
from kehoach.parsers.tables.columns import Columns, headed_columns, read_columns
from kehoach.parsers.tables.content_roles import Kind, is_known_body, kind_of
from kehoach.parsers.tables.merged import answered_above
from kehoach.parsers.tables.second_row import whole_headings
from kehoach.parsers.words import is_caption, is_signer_line, opens_with, phrases, phrases_by
from kehoach.patterns import compile_regex

MIN_COLUMNS, MAX_COLUMNS = 3, 12
MAX_HEADING = 12
"""Words of a column's heading."""
MAX_APART = 3
"""So near each other two headings stand that the vocabulary knows, before a table is looked for
about them; that of the numbers may stand alone."""
MOSTLY_KNOWN = 0.5
"""The share of a table's headings that it knows."""
MAX_PIECES = 4000
"""So many paragraphs behind a header are looked at."""
MAX_TRIES = 6
"""So many headers that overlap are tried."""
SPACED = 0.9
"""So many lines stand two apart, or four, six … in a text that sets a blank line between
paragraphs."""
MIN_ROWS = 2
CLEAN = 0.85
"""The share of cells that have one paragraph."""
MOSTLY = 0.6
"""The share of the cells of times, or of bodies, that are what they should be."""
BROKEN = 0.1
"""Where more paragraphs begin small, lines were broken: they are no paragraphs."""
EVEN = 1e-6
LENT = 0.6
"""How sure it is that an empty cell of owners or times shares the words of the one above."""
LONGEST_SMALL = 2
"""Words of a cell that begins small ("hộ", "các thôn"), or that is a part of a day."""
LONG, LONGEST_TIME, LONGEST_UNIT, LONGEST_FIGURE = 12, 8, 4, 7
"""Words of a cell that names no body, of a time in other words, of a unit of measure, of a figure
with its words."""

_ENDS = (".", ",", ";", ":", "!", "?", "…")
_OUTER = compile_regex(r"(?:[IVXL]{1,6}|\p{Lu})[.)/]?")
_CHAPTER = compile_regex(r"(?:[IVXL]{1,6}|\p{Lu})\s*[.)/]\s+\S")
_YEAR = compile_regex(r"\b20\d\d\b")
_CLOCK = compile_regex(r"\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d\d)?\b")
_HAS_DIGIT = compile_regex(r"\d")

OPENS: Final = "opens"
GOES_ON: Final = "goes on"
TITLES: Final = "titles"
AGAIN: Final = "again"
What: TypeAlias = Literal["opens", "goes on", "titles", "again"]
"""What paragraphs are: the next cell, more of the same, the title of a group (its number first),
the header once more."""
Chain: TypeAlias = "tuple[What, int, Chain] | None"
"""The last step through paragraphs: what it was, how many it took, and the steps before."""

NEVER, STRANGE = -4.0, -2.0
"""What it costs that a paragraph stands in a column where none like it does, or hardly one."""
FURTHER, FURTHER_POINT, FURTHER_SHORT, FURTHER_BLANK = -2.0, -0.4, -1.0, -1.5
"""What it costs that a paragraph goes on with a cell: any, one of a list, a word or two in a column
that no role is known of ("Thứ Hai" / "12/01"), an empty one."""
TITLE, LONE_TITLE, OUTER_TITLE = -1.5, -3.0, -0.4
"""What the title of a group costs: behind a number, alone, either with the number of a chapter or
in capitals."""
LEAST_WORTH = 1.0
"""So much each row of a table is worth in the mean."""
HOPELESS = 30.0
"""A way that is worth so much less than the best is not followed up."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph: its lines, none of an empty one, its text, and what it is as a cell."""

    lines: tuple[Line, ...]
    text: str
    kind: Kind | None

    @property
    def is_heading(self) -> bool:
        """Is it a heading of a column that the vocabulary knows, and nothing else?"""
        return len(self.lines) == 1 and _is_heading(self.lines[0])

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Piece:
        text = " ".join(line.text for line in lines)
        return cls(tuple(lines), text, kind_of(text))


_EMPTY = _Piece((), "", None)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, each with its paragraphs; one or two of the title of a group."""

    cells: tuple[tuple[_Piece, ...], ...]
    is_title: bool = False

    @property
    def clean(self) -> int:
        """How many cells have one paragraph."""
        return sum(len(cell) == 1 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: where its header begins among the paragraphs and where it ends, its columns and
    rows, and what it is worth."""

    first: int
    stop: int
    columns: Columns
    rows: tuple[_Row, ...]
    worth: float


def with_tables_in_turn(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow with tables that stand in it cell after cell, blank lines for empty cells -> the same
    with grids in their places."""
    made: list[FlowItem] = []
    for is_bare, group in groupby(flow, key=_is_bare):
        items = [*group]
        lines = [item for item in items if isinstance(item, Line)]
        made += _with_grids(lines) if is_bare else items
    return made


def _is_bare(item: FlowItem) -> bool:
    """Is it a line of a text, as it was printed?"""
    return isinstance(item, Line) and not item.complete and not item.words


def _with_grids(lines: Sequence[Line]) -> list[FlowItem]:
    if not any(map(_is_heading, lines)):
        return [*lines]
    pieces, places = _pieces_of(lines)
    made: list[FlowItem] = []
    done = 0
    for table in _tables(pieces):
        made += [*lines[done : places[table.first]], _grid_of(table, pieces)]
        done = places[table.stop]
    return [*made, *lines[done:]]


def _is_heading(line: Line) -> bool:
    """Is a line a heading of a column that the vocabulary knows, and nothing else?"""
    if len(line.text.split()) > MAX_HEADING or not line.text[:1].isupper():
        return False
    plain = strip_diacritics(line.text)
    return plain in whole_headings() or plain in phrases("columns_of_times")


def _heads_numbers(piece: _Piece) -> bool:
    """Is it the heading of the numbers of rows?"""
    return strip_diacritics(piece.text) in phrases_by("tables/columns.yaml", "roles")["index"]


# --- paragraphs -----------------------------------------------------------------------------------


def _pieces_of(lines: Sequence[Line]) -> tuple[list[_Piece], list[int]]:
    """Lines as paragraphs, with the empty ones between them; and of each, and of the end, the
    place of the line with which it begins, or which comes next."""
    steps = [_step(above, below) for above, below in pairwise(lines)]
    apart = sum(step > 1 and step % 2 == 0 for step in steps)
    is_spaced = apart >= SPACED * len(steps)
    pieces: list[_Piece] = []
    places: list[int] = []
    begin = 0
    for stop, step in enumerate([*steps, 1], start=1):
        if is_spaced and step == 1 and stop < len(lines):
            continue  # a break of the line within a paragraph
        empty = max(0, (step - 2) // 2 if is_spaced else step - 1)
        pieces += [_Piece.of(lines[begin:stop]), *[_EMPTY] * empty]
        places += [begin, *[stop] * empty]
        begin = stop
    return pieces, [*places, len(lines)]


def _step(above: Line, below: Line) -> int:
    """How many lines of the file one line stands below another."""
    return (below.span.first or 0) - (above.span.last or above.span.first or 0)


# --- tables ---------------------------------------------------------------------------------------


def _tables(pieces: Sequence[_Piece]) -> Iterator[_Table]:
    """The tables among paragraphs, in order; none of them reach into each other."""
    known = [place for place, piece in enumerate(pieces) if piece.is_heading]
    begin = 0
    for place, after in pairwise([*known, len(pieces)]):
        is_alone = after - place > MAX_APART and not _heads_numbers(pieces[place])
        if place < begin or is_alone:
            continue
        best: _Table | None = None
        for start, columns in _headers_near(pieces, place, least=begin):
            table = _table_at(pieces, start, columns)
            if table is not None and (best is None or table.worth > best.worth + EVEN):
                best = table
        if best is not None:
            yield best
            begin = best.stop


def _headers_near(
    pieces: Sequence[_Piece], known: int, *, least: int
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


def _may_head(piece: _Piece) -> bool:
    text = piece.text
    if not text or len(text.split()) > MAX_HEADING or text.endswith(_ENDS):
        return False
    if piece.is_heading:
        return True
    if piece.kind == "number" or read_mark(text) is not None:
        return False
    if piece.kind == "money":
        return _HAS_DIGIT.search(text) is None
    return piece.kind != "time" or _YEAR.search(text) is not None


def _columns_of(titles: Sequence[Sequence[str]]) -> Columns | None:
    """What headings say; only of a table that numbers its rows where they are not those of tasks
    or targets."""
    columns = read_columns(titles)
    if columns is not None:
        return columns if columns.confidence >= MOSTLY_KNOWN else None
    columns = headed_columns(titles)
    return columns if columns is not None and columns.of("index") == 0 else None


def _table_at(pieces: Sequence[_Piece], first: int, columns: Columns) -> _Table | None:
    """The table whose header begins at a paragraph; None where those behind it are no rows of
    it."""
    width = len(columns.roles)
    begin = first + width
    beside = (*pieces[max(first - 1, 0) : first], *pieces[begin : begin + 1])
    if any(piece.is_heading for piece in beside):
        return None  # it has more columns
    behind = pieces[begin : begin + MAX_PIECES]
    chapter = _chapter_above(pieces[:first])
    stop = next(
        (place for place in range(len(behind)) if _ends_table(behind, place, columns, chapter)),
        len(behind),
    )
    behind = behind[:stop]
    worth, steps = _Search(behind, columns).best()
    rows = tuple(_rows_of(steps, behind, width=width))
    stop = begin + sum(count for _, count in steps)
    if worth < LEAST_WORTH * len(rows) or not _is_sound(rows, pieces[begin:stop], columns):
        return None
    return _Table(first, stop, columns=columns, rows=rows, worth=worth)


def _rows_of(
    steps: Sequence[tuple[What, int]], pieces: Sequence[_Piece], width: int
) -> Iterator[_Row]:
    """The rows that steps through paragraphs made of them."""
    place = 0
    cells: list[tuple[_Piece, ...]] = []
    for what, count in steps:
        taken = tuple(pieces[place : place + count])
        place += count
        if what == GOES_ON:
            cells[-1] += taken
            continue
        if len(cells) == width:
            yield _Row(tuple(cells))
            cells = []
        if what == TITLES:
            yield _Row(tuple((piece,) for piece in taken), is_title=True)
        elif what == OPENS:
            cells.append(taken)
    if cells:
        yield _Row(tuple(cells))


# --- the best way through the paragraphs ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Search:
    """The paragraphs behind a header, and its columns."""

    pieces: Sequence[_Piece]
    columns: Columns

    def best(self) -> tuple[float, list[tuple[What, int]]]:
        """What the best way to part the paragraphs into whole rows is worth, and its steps; it may
        end before the last paragraph."""
        width = len(self.columns.roles)
        ahead: list[dict[int, tuple[float, Chain]]] = [{} for _ in range(len(self.pieces) + 1)]
        ahead[0][0] = (0.0, None)
        best: tuple[float, Chain] = (0.0, None)
        for place in range(len(self.pieces)):
            states = ahead[place]
            if not states:
                continue
            if max(worth for worth, _ in states.values()) < best[0] - HOPELESS:
                break
            for filled, (worth, chain) in states.items():
                for what, count, gain in self._steps(place, filled):
                    after = _filled_after(what, filled, width)
                    known = ahead[place + count].get(after)
                    if known is None or worth + gain > known[0]:
                        ahead[place + count][after] = (worth + gain, (what, count, chain))
            ahead[place] = {}
            whole = ahead[place + 1].get(width)  # a title at the end is none
            if whole is not None and whole[0] > best[0]:
                best = whole
        return best[0], _steps_of(best[1])

    def _steps(self, place: int, filled: int) -> Iterator[tuple[What, int, float]]:
        """What the next paragraphs may be where so many cells of a row are filled, how many of
        them, and what that is worth."""
        piece, width = self.pieces[place], len(self.columns.roles)
        opened = filled % width
        yield OPENS, 1, self._fit(piece, opened)
        if filled:
            yield GOES_ON, 1, self._further(place, filled - 1)
        if opened:
            return
        if piece.lines and piece.kind != "number":
            is_outer = _CHAPTER.match(piece.text) is not None or piece.text.isupper()
            yield TITLES, 1, OUTER_TITLE if is_outer else LONE_TITLE
        title = self.pieces[place + 1] if place + 1 < len(self.pieces) else _EMPTY
        if piece.kind == "number" and title.kind not in (None, "number", "time"):
            is_outer = _OUTER.fullmatch(piece.text) is not None or title.text.isupper()
            yield TITLES, 2, OUTER_TITLE if is_outer else TITLE
        texts = tuple(piece.text for piece in self.pieces[place : place + width])
        if texts == self.columns.titles:
            yield AGAIN, width, 0.0

    def _fit(self, piece: _Piece, place: int) -> float:
        """How well a paragraph opens a cell of a column."""
        role = self.columns.roles[place]
        if role is None and strip_diacritics(self.columns.titles[place]) in phrases(
            "columns_of_times"
        ):
            role = "start"
        return fit_of(piece.text, piece.kind, role)

    def _further(self, place: int, column: int) -> float:
        """How well a paragraph goes on with the cell of a column that the one before it is in."""
        piece, above = self.pieces[place], self.pieces[place - 1]
        if not piece.lines:
            return FURTHER_BLANK
        if not above.lines or piece.kind == "number":
            return FURTHER + NEVER
        is_point = is_bullet(read_mark(piece.text)) or above.text.endswith((":", ";", ","))
        role = self.columns.roles[column]
        if role is None and len(piece.text.split()) <= LONGEST_SMALL:
            return FURTHER_SHORT
        fit = min(0.0, fit_of(piece.text, piece.kind, role))
        return fit + (FURTHER_POINT if is_point else FURTHER)


def _filled_after(what: What, filled: int, width: int) -> int:
    """How many cells of the row are filled behind a step."""
    if what == OPENS:
        return filled % width + 1
    return filled if what == GOES_ON else 0


def _steps_of(chain: Chain) -> list[tuple[What, int]]:
    steps: list[tuple[What, int]] = []
    while chain is not None:
        what, count, chain = chain
        steps.append((what, count))
    return steps[::-1]


def _chapter_above(pieces: Sequence[_Piece]) -> str:
    """The number of the chapter in which a header stands; "" where none is seen."""
    for piece in reversed(pieces):
        mark = read_mark(piece.text) if piece.text else None
        if mark is not None and mark.rank == Rank.ROMAN:
            return mark.number or ""
    return ""


def _ends_table(pieces: Sequence[_Piece], place: int, columns: Columns, chapter: str) -> bool:
    """Does a paragraph open the next chapter, what stands behind a plan, another document, or the
    header of another table?"""
    text = pieces[place].text
    if not text:
        return False
    if opens_with(text, "recipients") is not None or is_signer_line(text):
        return True
    if text.isupper() and is_caption(text):
        return True
    mark = read_mark(text)
    if mark is not None and mark.rank == Rank.ROMAN and chapter:
        return follows(chapter, mark.number or "")
    if not pieces[place].is_heading:
        return False
    heads = sum(piece.is_heading for piece in pieces[place : place + MIN_COLUMNS + 1])
    titles = tuple(piece.text for piece in pieces[place : place + len(columns.titles)])
    return heads >= MIN_COLUMNS and titles != columns.titles


def fit_of(text: str, kind: Kind | None, role: str | None) -> float:
    """How well a paragraph of a kind, None for an empty one, opens a cell of the column of a
    role."""
    like = _LIKE.get(role or "", role or "")
    if kind is None:
        return _BLANK.get(role or "", 0.0)
    words = len(text.split())
    if like == "value":
        is_figure = _HAS_DIGIT.search(text) is not None and words <= LONGEST_FIGURE
        return 1.0 if is_figure else STRANGE
    if like == "unit":
        return 0.5 if words <= LONGEST_UNIT else STRANGE
    if like == "deadline" and kind in ("prose", "other"):
        if _CLOCK.match(text):
            return 2.0
        return 1.0 if _may_be_time(text) else STRANGE
    if like == "lead" and words > LONG and not is_known_body(text):
        return STRANGE if kind != "owner" or text.endswith(".") else 0.0
    return _FITS.get(like, {}).get(kind, 0.0)


def _may_be_time(text: str) -> bool:
    """May words that do not open like a time be one ("Sau khi có quyết định")?"""
    return len(text.split()) <= LONGEST_TIME and is_understood(text)


_LIKE = {
    "objective": "task",
    "activity": "task",
    "indicator": "task",
    "coordinating": "lead",
    "start": "deadline",
}
"""Roles whose cells are like those of another."""
_BLANK = {"task": NEVER, "indicator": NEVER, "index": -0.5}
"""What an empty paragraph is worth in the column of a role."""
_FITS: dict[str, dict[Kind, float]] = {
    "index": {
        "number": 3.0,
        "time": NEVER,
        "owner": NEVER,
        "product": NEVER,
        "money": NEVER,
        "prose": NEVER,
        "other": NEVER,
    },
    "task": {
        "number": NEVER,
        "time": -3.0,
        "owner": -1.0,
        "product": 0.5,
        "money": -3.0,
        "prose": 1.0,
        "other": 0.0,
    },
    "lead": {"number": NEVER, "time": NEVER, "owner": 2.0, "money": NEVER},
    "deadline": {"number": STRANGE, "time": 2.0, "owner": STRANGE, "prose": STRANGE},
    "deliverable": {"number": STRANGE, "time": STRANGE, "owner": -1.0, "product": 1.0},
    "budget": {"number": 0.5, "money": 1.0, "time": -1.0, "owner": -1.0, "prose": -1.0},
}
"""What a paragraph of a kind is worth in the column of a role; nothing where it is not told."""


# --- is it a table? -------------------------------------------------------------------------------


def _is_sound(rows: Sequence[_Row], pieces: Sequence[_Piece], columns: Columns) -> bool:
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
    told = [_tells(data, place, role) for place, role in enumerate(columns.roles)]
    return True in told and False not in told


def _is_broken(above: _Piece, below: _Piece) -> bool:
    """Was a line broken between two paragraphs?"""
    if not (above.lines and below.text[:1].islower()) or above.text.endswith(_ENDS):
        return False
    return len(below.text.split()) > LONGEST_SMALL


def _tells(rows: Sequence[_Row], place: int, role: str | None) -> bool | None:
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


def _counts(rows: Sequence[_Row], place: int) -> bool:
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
    """The empty cells, by row and column, that share the words of the one above."""
    filled = [
        None if row.is_title else [any(piece.lines for piece in cell) for cell in row.cells]
        for row in table.rows
    ]
    return answered_above(filled, table.columns)


def _grid_of(table: _Table, pieces: Sequence[_Piece]) -> Grid:
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
