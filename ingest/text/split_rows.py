"""A line of a text -> its cells, parted by a sign or by wide blanks.

Cells in quotes may hold the sign, and line breaks.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.ingest.text.pipe_rows import CellText
from kehoach.patterns import compile_regex

MAX_BROKEN = 12
"""Lines of a row that is broken inside quotes."""
MAX_QUOTED = 500
"""Lines of a row whose quotes open and close a cell, as only a list writes them."""
MAX_CELLS = 1_000
"""Cells of a row: a register of the days of a year has fewer."""
WIDE = "   "
"""Blanks by which columns are kept apart, where no sign does it."""
_WIDE = compile_regex(r"\s{3,}")
_OPENS_CELL = compile_regex(r'(?:^|[\t;,])"(?:[^"]|"")*+$')
_CLOSES_CELL = compile_regex(r'(?:[^"]|"")*+"(?:[\t;,]|$)')


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, and its first and last line (from 0)."""

    cells: tuple[CellText, ...]
    first: int
    last: int

    def texts(self) -> list[str]:
        """The words of each cell."""
        return [" ".join(words for _, words in cell.lines).strip() for cell in self.cells]


def row_at(raw: Sequence[str], index: int, sign: str) -> Row | None:
    """The row that begins on a line; None where the line is none, a sentence with the sign."""
    if sign == WIDE:
        parts = _WIDE.split(raw[index].strip())
        if len(parts) > MAX_CELLS:
            return None
        return Row(tuple(CellText(((index, part),)) for part in parts), index, last=index)
    last = _end_of_quotes(raw, index)
    lines = [f"{one}\n" for one in raw[index : (index if last is None else last) + 1]]
    if sign != "\t" and _is_outside_quotes(f"{sign} ", "".join(lines)):
        return None  # the punctuation of a sentence
    if sum(map(len, lines)) > csv.field_size_limit():
        return None  # no row of a list is so long, and csv refuses such a cell
    if last is None:  # a quote that nothing closes is a letter
        last = index
        reader = csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=sign)
    cells = next(reader, [])
    if reader.line_num != last + 1 - index or len(cells) > MAX_CELLS:
        return None
    return Row(tuple(_cell(cell, index, last=last) for cell in cells), index, last=last)


def as_wide(row: Row, width: int) -> Row:
    """A row whose last cells are empty and were not written."""
    missing = width - len(row.cells)
    if missing <= 0:
        return row
    return Row(row.cells + (CellText(()),) * missing, row.first, last=row.last)


def _end_of_quotes(raw: Sequence[str], index: int) -> int | None:
    """The line where the quotes that a line opens are closed; None where they never are, or are no
    quotes of a table."""
    quotes = 0
    for last in range(index, min(index + MAX_QUOTED, len(raw))):
        quotes += raw[last].count('"')
        if quotes % 2 == 0:
            is_cell = last < index + MAX_BROKEN or (
                _OPENS_CELL.search(raw[index]) and _CLOSES_CELL.match(raw[last])
            )
            return last if is_cell else None
    return None


def _is_outside_quotes(words: str, text: str) -> bool:
    """Do words stand in a text outside its quotes, those at its end whole?"""
    return any(words in part for part in text.split('"')[::-2])


def _cell(text: str, first: int, last: int) -> CellText:
    """A cell; its lines stand somewhere among those of its row."""
    parts = text.strip().split("\n")
    return CellText(tuple((min(first + n, last), part) for n, part in enumerate(parts) if part))
