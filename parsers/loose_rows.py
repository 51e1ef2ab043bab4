"""Rows of a table that no table has taken: lines of several cells, parted by wide white, one below
another, of which some say who or when.

Whatever became of their words (a paragraph, a task of the body), the paper is told as not wholly
read: the cells of such lines say what belongs to whom, and prose does not keep that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kehoach.ingest.model import FlowItem, Line
from kehoach.parsers.coverage import Framed
from kehoach.parsers.layout.paragraphs import unfold
from kehoach.parsers.tables.columns import headed_columns
from kehoach.parsers.tables.content_roles import is_known_body, is_time
from kehoach.parsers.tables.days import is_day
from kehoach.patterns import compile_regex

FEWEST_CELLS, MOST_CELLS, FEWEST_ROWS = 3, 12, 3
NEAR = 3
"""So many other lines (the rests of cells) may stand between two rows."""
HALF = 0.5
FEWEST_TELLING = 2
"""Rows with a cell that says who or when."""
WIDE = 0.8
"""Of the size of the words: white that is wider parts two cells."""
_GAP = compile_regex(r"(?<=\S)(?:\t|\s{2,})(?=\S)")


def loose_rows(flow: Sequence[FlowItem], framed: Framed, apart: Sequence[Line]) -> Iterator[Line]:
    """The first of each stretch of such lines, those of letterhead and closing left out."""
    known = {id(line) for line in apart}
    places = {(line.span.page, line.span.first, line.text) for line in apart}
    run: list[tuple[int, Line, list[str]]] = []
    for number, item in enumerate((*_lines(flow), None)):
        cells = _cells(item) if item is not None else []
        is_row = len(cells) >= FEWEST_CELLS
        if item is not None and is_row:
            place = (item.span.page, item.span.first, item.text)
            is_row = id(item) not in known and place not in places and not framed.holds(item.span)
        if run and (item is None or number - run[-1][0] > NEAR):
            if _are_rows([cells for _, _, cells in run]):
                yield run[0][1]
            run = []
        if item is not None and is_row:
            run.append((number, item, cells))


def _lines(flow: Sequence[FlowItem]) -> Iterator[Line]:
    """The lines of a flow; those of words that stand alike by chance, too."""
    for item in flow:
        if isinstance(item, Line):
            yield item
        elif not item.ruled:
            yield from unfold(item)


def _are_rows(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < FEWEST_ROWS:
        return False
    telling = sum(any(map(_tells, cells)) for cells in rows)
    return telling >= FEWEST_TELLING or _are_headings(rows[0])


def _tells(cell: str) -> bool:
    """Does a cell say who or when?"""
    return is_time(cell) or is_day(cell, None) or is_known_body(cell)


def _are_headings(cells: Sequence[str]) -> bool:
    """Are two of the cells headings that are known ("Nhóm | Thành viên | Công việc phụ trách")?"""
    if any(map(str.isdecimal, "".join(cells))) or len(cells) > MOST_CELLS:
        return False
    columns = headed_columns([[cell] for cell in cells], of_any_kind=True)
    return columns is not None and columns.confidence * len(cells) > FEWEST_TELLING - HALF


def _cells(line: Line) -> list[str]:
    """The words between the wide gaps of a line."""
    if not line.words:
        return _GAP.split(line.raw.strip()) if line.raw and "\n" not in line.raw else []
    cells = [line.words[0].text]
    for left, right in pairwise(line.words):
        is_apart = right.box.x0 - left.box.x1 > WIDE * right.size
        cells[-1:] = [cells[-1], right.text] if is_apart else [f"{cells[-1]} {right.text}"]
    return cells
