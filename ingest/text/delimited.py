"""Tables pasted from a spreadsheet: a row a line, its cells parted by tabs, semicolons or commas,
or by wide blanks.

    STT;Nhiệm vụ;Chủ trì;Thời hạn
    1;"Rà soát; niêm yết";Công an xã;Quý I

Some lines in a row with the same number of cells are a table. Behind the semicolons and commas of a
sentence stands a blank, between cells none. What interrupts a table of tabs: `tab_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kehoach.ingest.text.pipe_rows import RowTable
from kehoach.ingest.text.split_rows import WIDE, Row, row_at
from kehoach.ingest.text.tab_rows import (
    TAB,
    counted_rows,
    is_above_header,
    rows_of_two,
    tabbed_rows,
)
from kehoach.patterns import compile_regex

MIN_ROWS = 3
"""A header and two rows; fewer lines are a letterhead, or chance."""
MIN_FILLED = 0.5
"""Of the cells of a table so many hold words."""
MIN_COLUMNS = {TAB: 3, ";": 4, ",": 4, WIDE: 3}
"""Two tabs beside each other set a letterhead and a signature; commas list things."""
SURE_WIDE = 4
"""So many cells on a line, parted by blanks, are a row wherever they begin."""
_WIDE_CELL = compile_regex(r"\S+(?:\s{1,2}\S+)*")
_DIGIT = compile_regex(r"\d")
_COLUMNS = compile_regex(r"\S(?:\t|\s{3,})\S")
_LIST_MARK = compile_regex(r"^\s*(?:[-*+•–]|\d{1,3}[.)]|[a-zđ]\))\s+")
"""What opens a point of a list; the blanks behind it are no gap between columns."""
MIN_SIDE_BY_SIDE = 6
"""Lines with a wide blank inside that follow each other: no letterhead is so long."""


def find_delimited(raw: Sequence[str], taken: Sequence[bool]) -> list[RowTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest."""
    tables: list[RowTable] = []
    index = 0
    while index < len(raw):
        table = None if taken[index] else _table_at(raw, taken, index=index)
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
        stretch = raw[begin:index]
        if not _is_list(stretch) and (len(stretch) >= MIN_SIDE_BY_SIDE or _are_rows(stretch)):
            found.append(begin)
        begin = index + 1
    return found or [*_broken_rows(raw, taken)]


def _is_list(lines: Sequence[str]) -> bool:
    """Are lines a list whose bare numbers rise, each parted by a tab from its words and these by
    none ("1→Nghề mộc"), under a line that heads it or not? It reads as a list, whatever stands
    there."""
    numbered = [match for match in map(_COUNTED.fullmatch, lines) if match is not None]
    numbers = [int(match["number"]) for match in numbered]
    rises = all(before < after for before, after in pairwise(numbers))
    return rises and len(numbered) >= max(MIN_ROWS, len(lines) - 1)


_COUNTED = compile_regex(
    r"\s*(?P<number>\d{1,3})(?:\s?[-–]\s?\d{1,3})?\t\s*\S(?:\S|[ ](?![ ]{2}))*\s*"
)


def _broken_rows(raw: Sequence[str], taken: Sequence[bool]) -> Iterator[int]:
    """The same where rows of four cells and more are broken over lines: what stands between them is
    the rest of a cell, farther right than they begin."""
    rows: list[int] = []
    for index in range(len(raw) + 1):
        line = "" if index == len(raw) or taken[index] else raw[index].expandtabs()
        starts = _starts(_LIST_MARK.sub("", line))
        if len(starts) >= SURE_WIDE:
            rows.append(index)
        elif not rows or not starts or starts[0] <= _starts(raw[rows[0]].expandtabs())[0]:
            if len(rows) >= MIN_ROWS:
                yield rows[0]
            rows = []


def _are_rows(lines: Sequence[str]) -> bool:
    """Are lines with wide blanks the rows of a table: three cells each, and figures among them? A
    signature of three persons has none."""
    if len(lines) < MIN_ROWS or not any(map(_DIGIT.search, lines)):
        return False
    return all(len(_starts(line.expandtabs())) >= MIN_COLUMNS[WIDE] for line in lines)


def _is_in_columns(line: str) -> bool:
    return _COLUMNS.search(_LIST_MARK.sub("", line).strip()) is not None


def _table_at(raw: Sequence[str], taken: Sequence[bool], index: int) -> RowTable | None:
    for sign, fewest in MIN_COLUMNS.items():
        line = raw[index].strip(" ")
        if sign == TAB and (rows := rows_of_two(raw, taken, index=index)):
            cells = tuple(row.cells for row in rows)
            return RowTable(cells, headed=True, first=index, last=rows[-1].last)
        if line.count(sign) < fewest - 1 or not line.strip(sign):
            continue
        rows = _without_idle_rows(_rows_at(raw, taken, index=index, sign=sign))
        if sign == TAB and is_above_header(rows):
            continue
        if sign == WIDE and rows and not _are_columns(raw, rows):
            continue
        if len(rows) >= MIN_ROWS and _are_filled(rows):
            cells = tuple(row.cells for row in rows)
            return RowTable(cells, headed=False, first=index, last=rows[-1].last)
    return None


def _rows_at(raw: Sequence[str], taken: Sequence[bool], index: int, *, sign: str) -> list[Row]:
    """The rows from a line on, as long as they have as many cells as the first."""
    if sign == TAB:
        return tabbed_rows(raw, taken, index=index)
    rows = counted_rows(raw, taken, index) if sign == WIDE else []
    if len(rows) >= MIN_ROWS:
        return rows
    rows = []
    while index < len(raw) and not taken[index]:
        row = row_at(raw, index, sign=sign)
        if row is None or len(row.cells) < MIN_COLUMNS[sign]:
            break
        if rows and len(row.cells) != len(rows[0].cells):
            break
        if sign == WIDE and rows and not _stands_below(raw, row, rows[1:2]):
            return []
        rows.append(row)
        index = row.last + 1
    return rows


def _stands_below(raw: Sequence[str], row: Row, first: Sequence[Row]) -> bool:
    """May a row of blanks be one of the table whose first row below the header is `first`? Asked
    row by row: a long text that is none is given up at once, from each of its lines."""
    if len(row.cells) >= SURE_WIDE:
        return True
    starts = (_starts(raw[one.first]) for one in (*first, row))
    return all(max(column) - min(column) <= 1 for column in zip(*starts, strict=True))


def _are_columns(raw: Sequence[str], rows: Sequence[Row]) -> bool:
    """Are rows parted by blanks those of a table? Three cells on a line may be a signature; in a
    table they begin below each other, but for those of the header."""
    if len(rows[0].cells) >= SURE_WIDE:
        return True
    starts = [_starts(raw[row.first]) for row in rows[1:]]
    columns = list(zip(*starts, strict=True))
    return len(rows) > MIN_ROWS and all(max(column) - min(column) <= 1 for column in columns)


def _starts(line: str) -> list[int]:
    """Where the cells of a line that wide blanks part begin, in letters."""
    return [match.start() for match in _WIDE_CELL.finditer(line)]


def _without_idle_rows(rows: list[Row]) -> list[Row]:
    """Rows without those at their end that hold nothing: a spreadsheet writes hundreds of them."""
    last = max((number for number, row in enumerate(rows) if _has_words(row)), default=-1)
    return rows[: last + 1]


def _has_words(row: Row) -> bool:
    return any(cell.lines for cell in row.cells)


def _are_filled(rows: Sequence[Row]) -> bool:
    cells = [cell for row in rows if _has_words(row) for cell in row.cells]
    return sum(bool(cell.lines) for cell in cells) >= MIN_FILLED * len(cells)
