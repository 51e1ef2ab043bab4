"""Page geometry: words -> printed lines, and two columns standing side by side.

All coordinates are points, origin top left. The thresholds are multiples of the letter size where
that is what a reader's eye uses, so that a 9 pt table and a 14 pt body follow the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import attrgetter
from statistics import median

from kehoach.ingest.model import Box, Cell, Grid, Line, Span, Word
from kehoach.ingest.text_columns import are_columns_of_text
from kehoach.patterns import compile_regex

GLUE = 0.12
"""Words nearer than this share of the letter size are one word set in two fonts (a footnote mark, a
symbol)."""

GUTTER = 18.0
"""White space, in points, that tells two columns from two words of a stretched line (1/4 inch)."""

WIDE_GUTTER = 60.0
"""A gutter over this (points) tells two columns by one row alone."""

_NUMBER = compile_regex(r"(?:[IVXL]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]?")
"""A list number as a word of its own."""


def box_of(words: Iterable[Word]) -> Box:
    """The smallest box around the words. Raises ValueError when there are none."""
    boxes = [word.box for word in words]
    return Box(
        x0=min(box.x0 for box in boxes),
        y0=min(box.y0 for box in boxes),
        x1=max(box.x1 for box in boxes),
        y1=max(box.y1 for box in boxes),
    )


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words -> rows of words from top to bottom, each from left to right.

    Two words stand on one row when their middles differ by less than half the larger one's height;
    a raised footnote mark so stays with its word.
    """
    rows: list[list[Word]] = []
    row_middle = 0.0
    for word in sorted(words, key=_middle_and_left):
        if rows and _stands_on_row(word, rows[-1][-1], row_middle=row_middle):
            rows[-1].append(word)
            tallest = max(rows[-1], key=attrgetter("size"))
            row_middle = tallest.box.middle_y
        else:
            rows.append([word])
            row_middle = word.box.middle_y
    for row in rows:
        row.sort(key=attrgetter("box.x0"))
    return rows


def _middle_and_left(word: Word) -> tuple[float, float]:
    return word.box.middle_y, word.box.x0


def _stands_on_row(word: Word, last: Word, row_middle: float) -> bool:
    """Does a word stand on the row whose middle is `row_middle`, and whose last word so far is
    `last`?"""
    height = max(word.box.height, last.box.height)
    return abs(word.box.middle_y - row_middle) < 0.5 * height


def text_of(words: Sequence[Word]) -> str:
    """The text of one row: words joined by one space, glued where the page sets them without
    any."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None:
            white = word.box.x0 - before.box.x1
            if white > GLUE * min(before.size, word.size):
                parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def line_of(
    words: Sequence[Word], page: int, *, row: int | None = None, gap: float | None = None
) -> Line:
    """One row of words -> a `Line` with the marks that all its words share. Raises ValueError when
    there are no words."""
    telling = _words_that_tell_the_font(words)
    return Line(
        text=text_of(words),
        span=Span(page=page, box=box_of(words)),
        bold=all(word.bold for word in telling),
        italic=all(word.italic for word in telling),
        size=round(median(word.size for word in telling), 1),
        row=row,
        gap=gap,
        words=tuple(words),
        confidence=confidence_of(words),
    )


def _words_that_tell_the_font(words: Sequence[Word]) -> list[Word]:
    """The words of a row that are set in the font of its text: no signs, no list number, no note's
    raised number, if others remain."""
    lettered = [word for word in words if any(map(str.isalnum, word.text))] or list(words)
    if len(lettered) > 1 and _NUMBER.fullmatch(lettered[0].text):
        del lettered[0]  # an automatic number keeps the font of its paragraph mark
    usual_size = median(word.size for word in lettered)
    printed = [
        word  # a small number is a note's
        for word in lettered
        if word.size > 0.8 * usual_size or not word.text.isdigit()
    ]
    return printed or lettered


def confidence_of(printed: Sequence[Word | Line]) -> float:
    """How sure the reading of some words, or lines, is, letter for letter on average; 1 without
    any."""
    letters = sum(len(one.text) for one in printed)
    if not letters:
        return 1.0
    total = sum(one.confidence * len(one.text) for one in printed)
    return round(total / letters, 3)


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Words of one column (or cell) -> its lines, `gap` in units of the line's height."""
    lines: list[Line] = []
    bottom: float | None = None
    for number, row in enumerate(rows_of(words)):
        box = box_of(row)
        height = max(box.height, 1.0)
        gap = None if bottom is None else round((box.y0 - bottom) / height, 2)
        lines.append(line_of(row, page, row=number, gap=gap))
        bottom = box.y1
    return lines


def split_wide(line: Line) -> list[Line]:
    """A line of a page whose words stand far apart (a signer beside the last recipient) -> its
    pieces, left to right; a line without words, as it is. Far is three letters and a gutter."""
    pieces: list[list[Word]] = []
    for word in line.words:
        far = max(2 * GUTTER, 3 * word.size)
        if pieces and word.box.x0 - pieces[-1][-1].box.x1 < far:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    if len(pieces) < 2:
        return [line]
    page = line.span.page or 0
    return [line_of(piece, page, row=line.row, gap=line.gap) for piece in pieces]


# --- Two columns side by side --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White space between two columns: from the x `left` to the x `right`."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def side_by_side(lines: Sequence[Line]) -> list[Line | Grid]:
    """Lines of a page -> the same flow, where runs of two columns became an unruled grid of one row
    per printed row.

    A run starts at a row with a gutter and lasts while the rows leave one common gutter white: so
    stand the letterhead and the signature block of every paper (Decree 30/2020/NĐ-CP, annex I). A
    line centred on the page (the title) ends the run, so does a footnote.
    """
    flow: list[Line | Grid] = []
    start = 0
    while start < len(lines):
        end, gutter = _two_column_run(lines, start)
        if gutter is None:
            flow.append(lines[start])
            start += 1
        else:
            flow += _run_of_columns(lines[start:end], gutter.middle)
            start = end
    return flow


def _run_of_columns(lines: Sequence[Line], middle: float) -> list[Line | Grid]:
    """A run of two columns as a grid; as the lines of the left, then those of the right, where they
    are running text."""
    page = lines[0].span.page or 0
    words = [word for line in lines for word in line.words]
    left = lines_of([word for word in words if word.box.x1 <= middle], page)
    right = lines_of([word for word in words if word.box.x1 > middle], page)
    if are_columns_of_text(left, right):
        return [*left, *right]
    return [_two_columns(lines, middle)]


def _two_column_run(lines: Sequence[Line], start: int) -> tuple[int, _Gutter | None]:
    """The index after the run of two columns that starts at `lines[start]`, and the gutter that all
    its rows leave white; None when there is no such run."""
    gutter = _widest_gap(lines[start])
    if gutter is None or lines[start].footnote:
        return start, None
    end = start
    two_sided_rows = 0
    for line in lines[start:]:
        narrowed = _common_gutter(line, gutter)
        if narrowed is None or line.footnote:
            break
        two_sided = line.words[0].box.x0 < narrowed.middle < line.words[-1].box.x1
        if line.centered and not two_sided:
            break
        gutter = narrowed
        two_sided_rows += two_sided
        end += 1
    is_sure = end - start >= 2 or gutter.width > WIDE_GUTTER
    if two_sided_rows >= 1 and is_sure:
        return end, gutter
    return start, None


def _widest_gap(line: Line) -> _Gutter | None:
    """The widest white space between neighbouring words of the line, when it is at least a
    gutter."""
    widest: _Gutter | None = None
    for left, right in pairwise(line.words):
        width = right.box.x0 - left.box.x1
        if width >= GUTTER and (widest is None or width > widest.width):
            widest = _Gutter(left.box.x1, right.box.x0)
    return widest


def _common_gutter(line: Line, gutter: _Gutter) -> _Gutter | None:
    """The part of `gutter` that `line` leaves white, or None when its words cross it."""
    left, right = gutter.left, gutter.right
    for word in line.words:
        box = word.box
        if box.x1 <= left or box.x0 >= right:
            continue
        if box.x0 - left >= right - box.x1:
            right = box.x0
        else:
            left = box.x1
        if right - left < GUTTER / 2:
            return None
    return _Gutter(left, right)


def _two_columns(lines: Sequence[Line], middle: float) -> Grid:
    """Lines of one page -> a grid of two columns, parted at the x `middle`."""
    page = lines[0].span.page or 0
    cells: list[Cell] = []
    for row, line in enumerate(lines):
        left = [word for word in line.words if word.box.x0 < middle]
        right = [word for word in line.words if word.box.x0 >= middle]
        for col, words in enumerate((left, right)):
            cell_lines: tuple[Line, ...] = ()
            if words:
                cell_lines = (line_of(words, page, row=line.row, gap=line.gap),)
            cells.append(Cell(row, col, lines=cell_lines, page=page))
    boxes = [line.span.box for line in lines if line.span.box]
    span = Span(page=page, box=reduce(Box.union, boxes))
    return Grid(len(lines), 2, cells=tuple(cells), span=span, ruled=False)
