"""Tables pasted from a spreadsheet: a row a line, its cells parted by tabs, semicolons or commas,
or by wide blanks.

    STT;Nhiệm vụ;Chủ trì;Thời hạn
    1;"Rà soát; niêm yết";Công an xã;Quý I

Some lines in a row with the same number of cells are a table. Behind the semicolons and commas of a
sentence stands a blank, between cells none. Cells in quotes may hold the sign, and line breaks.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from kehoach.ingest.text.pipe_rows import CellText, RowTable

MIN_ROWS = 3
"""A header and two rows; fewer lines are a letterhead, or chance."""
MIN_FILLED = 0.5
"""Of the cells of a table so many hold words."""
MAX_BROKEN = 12
"""Lines of a row that is broken inside quotes."""
WIDE = "   "
"""Blanks by which columns are kept apart, where no sign does it."""
MIN_COLUMNS = {"\t": 3, ";": 4, ",": 4, WIDE: 4}
"""Two tabs beside each other set a letterhead and a signature; commas list things."""
_WIDE = regex.compile(r"\s{3,}")
_COLUMNS = regex.compile(r"\S(?:\t|\s{3,})\S")
_LIST_MARK = regex.compile(r"^\s*(?:[-*+•–]|\d{1,3}[.)]|[a-zđ]\))\s+")
"""What opens a point of a list; the blanks behind it are no gap between columns."""
MIN_SIDE_BY_SIDE = 6
"""Lines with a wide blank inside that follow each other: no letterhead is so long."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its cells, and its first and last line (from 0)."""

    cells: tuple[CellText, ...]
    first: int
    last: int


def find_delimited(raw: Sequence[str], taken: Sequence[bool]) -> list[RowTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest."""
    tables: list[RowTable] = []
    index = 0
    while index < len(raw):
        table = None if taken[index] else _table_at(raw, taken, index)
        if table is not None:
            tables.append(table)
        index = index + 1 if table is None else table.last + 1
    return tables


def columns_side_by_side(raw: Sequence[str], taken: Sequence[bool]) -> list[int]:
    """The first line (from 0) of each stretch of text that is set in columns, and is no table: it
    is read across them."""
    found: list[int] = []
    begin = 0
    for index in range(len(raw) + 1):
        ends = index == len(raw) or taken[index] or not _is_in_columns(raw[index])
        if not ends:
            continue
        if index - begin >= MIN_SIDE_BY_SIDE:
            found.append(begin)
        begin = index + 1
    return found


def _is_in_columns(line: str) -> bool:
    return _COLUMNS.search(_LIST_MARK.sub("", line).strip()) is not None


def _table_at(raw: Sequence[str], taken: Sequence[bool], index: int) -> RowTable | None:
    for sign, fewest in MIN_COLUMNS.items():
        if raw[index].strip(" ").count(sign) < fewest - 1:
            continue
        rows = _rows_at(raw, taken, index, sign=sign)
        if len(rows) >= MIN_ROWS and _are_filled(rows):
            cells = tuple(row.cells for row in rows)
            return RowTable(cells, headed=False, first=index, last=rows[-1].last)
    return None


def _rows_at(raw: Sequence[str], taken: Sequence[bool], index: int, *, sign: str) -> list[_Row]:
    """The rows from a line on, as long as they have as many cells as the first."""
    rows: list[_Row] = []
    while index < len(raw) and not taken[index]:
        row = _row_at(raw, index, sign)
        if row is None or len(row.cells) < MIN_COLUMNS[sign]:
            break
        if rows:
            width = len(rows[0].cells)
            row = _as_wide(row, width) if sign == "\t" else row
            if len(row.cells) != width:
                break
        rows.append(row)
        index = row.last + 1
    return rows


def _as_wide(row: _Row, width: int) -> _Row:
    """A row whose last cells are empty and were not written."""
    missing = width - len(row.cells)
    if missing <= 0:
        return row
    return _Row(row.cells + (CellText(()),) * missing, row.first, row.last)


def _row_at(raw: Sequence[str], index: int, sign: str) -> _Row | None:
    line = raw[index]
    if sign == WIDE:
        parts = _WIDE.split(line.strip())
        return _Row(tuple(CellText(((index, part),)) for part in parts), index, index)
    if sign != "\t" and regex.search(rf"{sign} (?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)", line):
        return None  # the punctuation of a sentence
    last = _end_of_quotes(raw, index)
    lines = [f"{one}\n" for one in raw[index : (index if last is None else last) + 1]]
    if sum(map(len, lines)) > csv.field_size_limit():
        return None  # no row of a list is so long, and csv refuses such a cell
    if last is None:  # a quote that nothing closes is a letter
        last = index
        reader = csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=sign)
    cells = next(reader, [])
    if reader.line_num != last + 1 - index:
        return None
    return _Row(tuple(_cell(cell, index, last) for cell in cells), index, last)


def _end_of_quotes(raw: Sequence[str], index: int) -> int | None:
    """The line where the quotes that a line opens are closed; None where they never are, or are no
    quotes of a table."""
    quotes = 0
    for last in range(index, min(index + MAX_BROKEN, len(raw))):
        quotes += raw[last].count('"')
        if quotes % 2 == 0:
            return last
    return None


def _cell(text: str, first: int, last: int) -> CellText:
    """A cell; its lines stand somewhere among those of its row."""
    parts = text.strip().split("\n")
    return CellText(tuple((min(first + n, last), part) for n, part in enumerate(parts) if part))


def _are_filled(rows: Sequence[_Row]) -> bool:
    filled = sum(bool(cell.lines) for row in rows for cell in row.cells)
    return filled >= MIN_FILLED * sum(len(row.cells) for row in rows)
