"""What the rows of a table without ruled lines are made of: the printed rows of a page, their words
by column, and what tells that a cell begins there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, mode

from kehoach.ingest.geometry import line_of, text_of
from kehoach.ingest.model import Line, Word
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.layout.phase_titles import is_month_line
from kehoach.parsers.tables.borderless_header import Header, white_between
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.openings import opens_cell
from kehoach.parsers.tables.standing import middle_of
from kehoach.parsers.tables.white_columns import GAP, stands_across
from kehoach.patterns import ROW_NUMBER, compile_regex

TERMINAL = compile_regex(r"[.;:!?]$")
INDEX = compile_regex(rf"(?:{ROW_NUMBER}(?:\.\d{{1,3}})*|[IVXL]{{1,5}}|[A-H])[.)]?")
"""The number of a row or a group."""
_DIGITS = compile_regex(rf"(?:{ROW_NUMBER}|\d\.\d{{3}})[.)]?")
_ROMAN = compile_regex(r"[IVXL]{1,5}[.)]?")
_NUMBERED_TITLE = compile_regex(r"[IVXL]{1,5}[.)]\s")
DEFAULT_PITCH = 12.0
LOOSE, SET = 2.0, 1.15
"""Lines of one cell are not farther apart than the first, in their heights, mostly the second."""
FEWEST_OF_TITLE = 3
"""Words in capitals; so few may be a cell."""
MIN_PITCH = 4.0
"""Points between printed rows; nearer ones are one row."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed row: its words by column, and whether it is a group's title."""

    line: Line
    by_column: list[list[Word]]
    is_banner: bool

    def text(self, column: int) -> str:
        """What it says in a column."""
        return text_of(self.by_column[column])

    def columns(self) -> list[int]:
        """The columns in which it has words."""
        return [column for column, words in enumerate(self.by_column) if words]


@dataclass(frozen=True, slots=True)
class TablePage:
    """The printed rows of a table on one page, and the usual distance between them (points)."""

    number: int
    printed: list[Printed]
    pitch: float
    columns: Columns
    widths: list[float]
    """How wide the widest words of each column are."""
    is_counted: bool = False
    """Do its rows have numbers?"""

    def had_room(self, column: int, above: Printed, printed: Printed) -> bool:
        """Would the first word of a printed row have stood behind the words above it in a column?
        What a program wraps would."""
        before, first = above.by_column[column], printed.by_column[column][:1]
        if not before or not first:
            return False
        blank = _width(first) / max(1, len(first[0].text))
        return _width(before) + blank + _width(first) <= self.widths[column]

    def line(self, words: Sequence[Word]) -> Line:
        """Words of a printed row as a line of this page."""
        return line_of(words, self.number)


def page_of(lines: Sequence[Line], header: Header) -> TablePage:
    printed: list[Printed] = []
    for line in lines:
        by_column = _by_column(line, header.edges)
        is_banner = _is_banner(line, by_column, edges=header.edges)
        printed.append(Printed(line, by_column, is_banner=is_banner))
    return TablePage(
        number=lines[0].span.page or 0,
        printed=_with_short_titles(printed, header.columns.of("index")),
        pitch=_pitch(lines),
        columns=header.columns,
        widths=widest(printed, len(header.columns.roles)),
        is_counted=are_numbered(printed, header.columns.of("index")),
    )


def are_numbered(printed: Sequence[Printed], index: int | None) -> bool:
    """Does any printed row have a number in the column `index`?"""
    return index is not None and any(INDEX.fullmatch(row.text(index)) for row in printed)


def widest(printed: Sequence[Printed], count: int) -> list[float]:
    """How wide the widest words of each column are, titles left out."""
    rows = [row for row in printed if not row.is_banner]
    return [
        max((_width(row.by_column[place]) for row in rows), default=0.0) for place in range(count)
    ]


def _width(words: Sequence[Word]) -> float:
    """From the first of some words to the end of the last."""
    return words[-1].box.x1 - words[0].box.x0 if words else 0.0


def _with_short_titles(printed: Sequence[Printed], index: int | None) -> list[Printed]:
    """Printed rows of which those are titles, too, that keep within a column: words alone behind a
    Roman number, where the rows are counted otherwise; and the small letters that go on below."""
    marked = list(printed)
    if index is None or not any(_DIGITS.fullmatch(row.text(index)) for row in printed):
        return marked
    for place, row in enumerate(printed):
        above = marked[place - 1] if place else None
        titled = [column for column in row.columns() if column != index]
        if row.is_banner or len(titled) != 1:
            continue
        goes_on = above is not None and above is not printed[place - 1] and not row.by_column[index]
        if _ROMAN.fullmatch(row.text(index)) or (goes_on and row.line.text[:1].islower()):
            marked[place] = replace(row, is_banner=True)
    return _with_titles_in_capitals(marked, index)


def _with_titles_in_capitals(printed: Sequence[Printed], index: int) -> list[Printed]:
    """Printed rows of which those are titles, too, that are nothing but words in capitals right
    over a counted row, below a row in other letters."""
    marked = list(printed)
    place = 1
    while place < len(printed):
        stop = place
        if _may_be_title(printed[place].line) and not is_long_title(printed[place - 1].line):
            while stop < len(printed) and _is_in_capitals(printed[stop], index):
                stop += 1
        if stop < len(printed) and _DIGITS.fullmatch(printed[stop].text(index)):
            marked[place:stop] = [replace(own, is_banner=True) for own in printed[place:stop]]
        place = max(stop, place + 1)
    return marked


def _may_be_title(line: Line) -> bool:
    """Is a line in capitals the title of a group: longer than a cell may be, or a time ("THÁNG
    9/2031")?"""
    first, blank, rest = line.text.partition(" ")
    is_month = line.text.isupper() and is_month_line(f"{first.capitalize()}{blank}{rest}")
    return is_month or is_long_title(line)


def is_long_title(line: Line) -> bool:
    """Is a line in capitals, and longer than a cell may be ("UBND XÃ")?"""
    return line.text.isupper() and len(line.words) > FEWEST_OF_TITLE


def _is_in_capitals(row: Printed, index: int) -> bool:
    """Is a printed row words in capitals without white between them, and without a number?"""
    words = row.line.words
    has_white = any(white_between(left, right) >= GAP for left, right in pairwise(words))
    return row.line.text.isupper() and not row.by_column[index] and not has_white


def _by_column(line: Line, edges: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[]]
    columns.extend([] for _ in edges)
    for word in line.words:
        middle = middle_of(word.box)
        column = sum(middle > edge for edge in edges)
        columns[column].append(word)
    return columns


def _is_banner(line: Line, by_column: Sequence[Sequence[Word]], edges: Sequence[float]) -> bool:
    """A group row: its words run over a column edge without the white of one."""
    words = [word for column in by_column for word in column]
    filled = sum(bool(column) for column in by_column)
    if filled == 1 and len(words) > 1 and _NUMBERED_TITLE.match(line.text):
        return True
    crossed = [pair for pair in pairwise(words) if _cross_edge(*pair, edges=edges)]
    wide = [pair for pair in crossed if white_between(*pair) >= GAP]
    if len(words) > 2 and len(wide) < len(crossed):
        # Cells that leave a blank between them stand beside others that leave more, or two alone.
        runs_over = any(stands_across(line, edge) for edge in edges)
        is_title = runs_over or len(crossed) > 1 or bool(by_column[0]) or bool(line.bold)
        return is_title and all(pair[0] is words[0] for pair in wide)
    return bool(line.bold) and filled <= 2


def _cross_edge(left: Word, right: Word, edges: Sequence[float]) -> bool:
    """Does a column edge lie in one of two neighbouring words, or between them?"""
    start, stop = left.box.x0, right.box.x0
    for edge in edges:
        if start < edge < left.box.x1:
            return True
        if left.box.x1 <= edge <= stop or stop < edge < right.box.x1:
            return True
    return False


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between printed rows of one cell, in points. Where most rows are one line
    high and stand far apart, theirs is none."""
    boxes = [line.span.box for line in lines if line.span.box]
    steps: list[float] = []
    for top, next_top in pairwise(box.y0 for box in boxes):
        if next_top > top + MIN_PITCH:
            steps.append(round(next_top - top, 1))
    if not steps:
        return DEFAULT_PITCH
    usual, height = mode(steps), median(box.y1 - box.y0 for box in boxes)
    if usual <= LOOSE * height:
        return usual
    near = [step for step in steps if step <= LOOSE * height]
    return mode(near) if near else SET * height


def coarse_columns(columns: Columns) -> list[int]:
    """Columns whose cells may cover several rows, from the coarsest: their text goes on beside the
    start of a row. Owners are none: an empty cell of theirs is a lack that must be told."""
    roles = ["index", "objective"]
    if columns.of("activity") is not None:
        roles.append("task")
    return columns.of_all(roles)


def freshness(text: str, above: str) -> float:
    """Evidence that words of a column start a cell, from -1 (surely a wrapped line) to 1; `above`
    are those of the printed row above in that column, "" for none."""
    if text[:1].islower():
        return -1.0
    first_word = text.split()[0]
    if text[:1].isdigit() or first_word.isupper():
        return -0.2  # "UBND phường", "28/02/2026": wrapped or not, they look the same
    mark = read_mark(text)
    if mark is not None:
        return 0.8 if mark.rank < Rank.BULLET else 0.0
    if opens_cell(text) or not above:
        return 0.7
    return 0.6 if TERMINAL.search(above) else 0.1
