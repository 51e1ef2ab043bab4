"""Rows between which no ruling was drawn, or a scan lost it: one cell of the grid holds the words
of several rows.

What proves it are the numbers: a cell of the column of numbers that holds "2" over "3" is two rows,
and so is a task that stands beside both. Where the rows part, no line of a cell is cut, and their
cells stand at the top or in the middle of them, as in tables without any ruling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.ingest.model import Box, Line, Word
from kehoach.parsers.tables.borderless_centred import rows_of_centred
from kehoach.parsers.tables.borderless_page import (
    DEFAULT_PITCH,
    Printed,
    TablePage,
    are_numbered,
    freshness,
    widest,
)
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.header_rows import find_header
from kehoach.parsers.tables.row_numbers import RowNumber, are_several, numbers_in

Row = list[Slot]

UNPARTED = 0.5
"""How sure a row is that holds several numbers and could not be parted."""
LEVEL = 4.0
"""Words whose tops differ by less (points) stand beside each other."""

GOES_ON = -0.5
"""Words that start a cell less likely than this go on in it: those in small letters."""

MOST_ABOVE = 3
"""A header stands among so many rows."""

TEXTS = ("task", "activity", "indicator", "objective")
"""Columns of which a row has words in one at least."""


def parted(
    rows: Sequence[Row], columns: Columns, above: Sequence[Row] = ()
) -> tuple[list[Row], dict[int, float]]:
    """The rows of a table below its header -> the same, each that holds several numbers parted into
    as many; and the places of those that could not be, each with how sure it is. `above`: the rows
    of the pages before, the last of which may go on above the first number of this one."""
    index = columns.of("index")
    if index is None or columns.kind == "other":
        return list(rows), {}
    found: list[Row] = []
    doubts: dict[int, float] = {}
    last = next(filter(None, (_last_counted(row[index]) for row in reversed(above))), None)
    for place, row in enumerate(_with_lines_in_their_rows(rows, columns)):
        numbers = _numbers_of(row[index])
        several = are_several(numbers, last)
        goes_on = bool(above) and place == 0 and bool(numbers)
        is_whole = any(slot.row_span > 1 for slot in row)
        parts = (
            None
            if is_whole or not (several or goes_on)
            else _parts_of(row, columns, goes_on=goes_on)
        )
        if several and parts is None:
            doubts[len(found)] = UNPARTED
        found += parts or [row]
        last = _last_counted(row[index]) or last
    return found, doubts


def with_header_apart(rows: Sequence[Row]) -> list[Row]:
    """The rows of a grid -> the same, the header parted from the rows that stand in one with it:
    under "STT" stand "1" and the numbers after it."""
    for place, row in enumerate(rows[:MOST_ABOVE]):
        if not _holds_header(row):
            continue
        if find_header([*rows[:place]])[1] is not None:
            break  # it stands above, and what looks like one is "Bước" over "1"
        roles = ("index", *["task"] * (len(row) - 1))
        parts = _parts_of(row, Columns("tasks", (), roles=roles, confidence=1.0), goes_on=True)
        return [*rows[:place], *(parts or [row]), *rows[place + 1 :]]
    return list(rows)


def _holds_header(row: Row) -> bool:
    """Does the first cell of a row say something else, and then count from the first row on?"""
    texts = [line.text for line in row[0].lines]
    if len(texts) < 2 or numbers_in(texts[:1]) or any(slot.row_span > 1 for slot in row):
        return False
    numbers = numbers_in(texts[1:])
    if not numbers or numbers[0].figures not in {(), (1,)}:
        return False
    return len(numbers) == 1 or are_several(numbers, None)


def _numbers_of(slot: Slot) -> list[RowNumber]:
    """The numbers of a cell, one a printed line."""
    return numbers_in([line.text for line in slot.lines])


def _last_counted(slot: Slot) -> RowNumber | None:
    """The last number of a cell that is none of a group."""
    return next((number for number in reversed(_numbers_of(slot)) if number.figures), None)


# --- a row of the grid that holds several ---------------------------------------------------------


def _parts_of(row: Row, columns: Columns, goes_on: bool) -> list[Row] | None:
    """A row with several numbers -> the rows with one each, and with `goes_on` what stands above
    them: the rest of the row of the page before, or the header; None where they cannot be told
    apart."""
    printed = list(_printed(row))
    pages = {one.line.span.page for one in printed}
    if len(pages) != 1 or not all(one.line.words for one in printed):
        return None
    lines = {id(one.line.words[0]): one.line for one in printed}
    page = TablePage(
        pages.pop() or 0,
        printed,
        pitch=DEFAULT_PITCH,
        columns=_only_numbers_told(columns),
        widths=widest(printed, len(columns.roles)),
        is_counted=are_numbered(printed, columns.of("index")),
    )
    rows = [
        [_lines_in(part, column, lines=lines) for column in range(len(row))]
        for part in rows_of_centred(page, 0)
    ]
    index = columns.roles.index("index")
    numbered = rows[1:] if goes_on and _is_above(rows[0], columns) else rows
    count = len(row[index].lines) - sum(
        len(cells[index]) for cells in rows[: len(rows) - len(numbered)]
    )
    if len(rows) < 2 or not _are_sound(numbered, columns, count=count):
        return None
    bounds = _bounds(rows, row)
    return [_row_of(cells, row, bounds=bounds[number]) for number, cells in enumerate(rows)]


def _printed(row: Row) -> Iterator[Printed]:
    """The lines of the cells of a row, each with its words in its column."""
    for slot in dict.fromkeys(row):
        for line in slot.lines:
            by_column: list[list[Word]] = [[] for _ in row]
            by_column[row.index(slot)] = list(line.words)
            yield Printed(line, by_column, is_banner=False)


def _only_numbers_told(columns: Columns) -> Columns:
    """The columns as those of a table in which no cell covers several rows."""
    roles = tuple("index" if role == "index" else "task" for role in columns.roles)
    return replace(columns, roles=roles)


def _lines_in(part: Sequence[Printed], column: int, lines: dict[int, Line]) -> list[Line]:
    """The lines of a column in a part of a row, as they were read."""
    return [lines[id(one.by_column[column][0])] for one in part if one.by_column[column]]


def _is_above(cells: Sequence[Sequence[Line]], columns: Columns) -> bool:
    """Is the first part of a row a header, or has it no number and goes on in the midst of a
    sentence?"""
    index = cells[columns.roles.index("index")]
    if index:
        return not numbers_in([line.text for line in index])
    texts = [cells[text] for text in columns.of_all(TEXTS)]
    return any(lines and not _is_fresh(lines) for lines in texts)


def _are_sound(rows: Sequence[Sequence[Sequence[Line]]], columns: Columns, count: int) -> bool:
    """Is there a row for each number, and does each say afresh what is to be done?"""
    index = columns.roles.index("index")
    if len(rows) != count or any(len(row[index]) != 1 for row in rows):
        return False
    texts = columns.of_all(TEXTS)
    return all(any(_is_fresh(row[text]) for text in texts) for row in rows)


def _is_fresh(lines: Sequence[Line]) -> bool:
    """Has a cell words, and do they not go on in the midst of a sentence?"""
    return bool(lines) and freshness(cell_text(lines), "") > GOES_ON


def _bounds(rows: Sequence[Sequence[Sequence[Line]]], row: Row) -> list[tuple[float, float]]:
    """The top and the bottom of each row: half-way between the words of two."""
    tops, bottoms = [], []
    for cells in rows:
        boxes = [line.span.box for lines in cells for line in lines if line.span.box]
        tops.append(min(box.y0 for box in boxes))
        bottoms.append(max(box.y1 for box in boxes))
    between = [(low + high) / 2 for low, high in zip(bottoms, tops[1:], strict=False)]
    boxes = [slot.box for slot in row if slot.box]
    first = min((box.y0 for box in boxes), default=tops[0])
    last = max((box.y1 for box in boxes), default=bottoms[-1])
    return list(pairwise([first, *between, last]))


def _row_of(cells: Sequence[Sequence[Line]], row: Row, bounds: tuple[float, float]) -> Row:
    """The cells of a part of a row."""
    made: dict[Slot, Slot] = {}
    for column, slot in enumerate(row):
        if slot not in made:
            made[slot] = _part_of(slot, cells[column], bounds=bounds)
    return [made[slot] for slot in row]


def _part_of(slot: Slot, lines: Sequence[Line], bounds: tuple[float, float]) -> Slot:
    box = slot.box and Box(slot.box.x0, bounds[0], slot.box.x1, bounds[1])
    return Slot(list(lines), col_span=slot.col_span, page=slot.page, box=box)


# --- cells that cover several rows of the grid ----------------------------------------------------


def _with_lines_in_their_rows(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """Rows of which some cells were ruled apart and others not: the cells that cover several
    numbered rows, their words in each of them."""
    made = [list(row) for row in rows]
    for first, stop in _covered(rows, columns):
        for column in range(len(columns.roles)):
            slot = made[first][column]
            if not all(row[column] is slot for row in made[first:stop]):
                continue
            parts = _by_rows(slot, rows[first:stop])
            if parts is not None:
                for row, part in zip(made[first:stop], parts, strict=True):
                    row[column] = part
    return made


def _covered(rows: Sequence[Row], columns: Columns) -> Iterator[tuple[int, int]]:
    """Runs of rows, first and stop, that a cell covers which covers but one in a sound table: a
    number of each row, or a task beside a number of each."""
    index, task = columns.of("index"), columns.of("task")
    start = 0
    while start < len(rows):
        stop = start + 1
        for column in (index, task if columns.of("activity") is None else None):
            if column is None:
                continue
            end = start + 1
            while end < len(rows) and rows[end][column] is rows[start][column]:
                end += 1
            if end - start > 1 and _is_torn(rows[start:end], columns):
                stop = max(stop, end)
        if stop - start > 1:
            yield start, stop
        start = stop


def _is_torn(rows: Sequence[Row], columns: Columns) -> bool:
    """Has each of these rows a number of its own, in one cell or each in its own?"""
    index = columns.of("index")
    if index is None:
        return False
    slots = list(dict.fromkeys(row[index] for row in rows))
    numbers = [number for slot in slots for number in _numbers_of(slot)]
    return len(numbers) == len(rows) and are_several(numbers, None)


def _by_rows(slot: Slot, rows: Sequence[Row]) -> list[Slot] | None:
    """The lines of a cell that covers several rows -> a cell for each; None where it is one cell:
    its lines run over a row's top, or go on there."""
    bounds = _rows_ruled(rows)
    if bounds is None:
        return None
    lines: list[list[Line]] = [[] for _ in rows]
    for line in slot.lines:
        place = _place_of(line, bounds)
        if place is None:
            return None
        lines[place].append(line)
    if not all(lines):
        return None
    for above, below in pairwise(lines):
        if freshness(cell_text(below), cell_text(above)) <= GOES_ON:
            return None
    return [_part_of(slot, own, bounds=ends) for own, ends in zip(lines, bounds, strict=True)]


def _place_of(line: Line, bounds: Sequence[tuple[float, float]]) -> int | None:
    """The row in which a line stands; None where it stands in two."""
    box = line.span.box
    if box is None:
        return None
    inside = (place for place, (top, low) in enumerate(bounds) if _holds(box, top, low=low))
    return next(inside, None)


def _holds(box: Box, top: float, low: float) -> bool:
    return top - LEVEL <= box.y0 and box.y1 <= low + LEVEL


def _rows_ruled(rows: Sequence[Row]) -> list[tuple[float, float]] | None:
    """The top and the bottom of each row, by the cells that cover it alone; None where a row has no
    such cell."""
    found = []
    for row in rows:
        box = next((slot.box for slot in row if slot.row_span == 1 and slot.box), None)
        if box is None:
            return None
        found.append((box.y0, box.y1))
    return found
