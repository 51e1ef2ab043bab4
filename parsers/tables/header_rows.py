"""Which rows of a table are its header, and what the rows above and below it are: titles as wide as
the table, titles of groups with their number, a row that numbers the columns, data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.tables.content_roles import with_numbers
from kehoach.parsers.tables.second_row import is_second_row
from kehoach.patterns import ROW_NUMBER, compile_regex

Matrix: TypeAlias = list[list[Slot]]

_NUMBERING = compile_regex(r"\(?\s*(?:\d{1,2}|[A-Ea-e])\s*\)?(?:\s*=.*)?")
_GROUP_CELL = compile_regex(r"(?:[IVX]{1,5}|[A-HĐ])[.)]?")
_NUMBER_CELL = compile_regex(rf"{ROW_NUMBER}(?:\.\d{{1,3}})*[.)]?")
MAX_HEADER_ROWS = 4
MAX_TITLE_ROWS = 3
"""Rows above a header that hold one cell each."""
FEWEST_HEADINGS = 3
"""Columns of a header that is found below another."""
MAX_HEADING_WORDS = 14
LONGEST_HEADING = 40
"""Words of a cell beyond which no heading goes."""
MIN_CONFIDENCE = 0.5
"""So large a share of the headings must be known."""


def find_header(matrix: Matrix, marked: int = 0) -> tuple[int, Columns | None]:
    """Matrix -> (first row of data, its columns). (0, None) when no header is found among the first
    rows.

    `marked` is how many rows the format itself calls header. A row that only numbers the columns
    belongs to it. Only titles, a cell each, may stand above the header.
    """
    if not matrix:
        return 0, None
    top = 0
    while top < min(MAX_TITLE_ROWS, len(matrix) - 1) and is_title(matrix[top]):
        top += 1
    if is_data(matrix[top]):
        return 0, None
    tallest = min(MAX_HEADER_ROWS, len(matrix) - top)
    height = max(header_height(matrix, top), marked - top)
    for rows in dict.fromkeys((height, 1, 2)):
        below = matrix[top + 1 : top + rows]
        if rows > tallest or any(map(_is_wordy, below)) or _counts(matrix[top], below):
            continue
        headings = headings_of([_own_cells(matrix, top), *below])
        columns = read_columns(headings)
        if columns is not None and columns.confidence >= MIN_CONFIDENCE:
            start = skip_numbering(matrix, top + rows)
            return start, with_numbers(columns, matrix[start:])
    return 0, None


def _own_cells(matrix: Matrix, number: int) -> list[Slot]:
    """A row without the cells of the row above that reach into it."""
    if number == 0:
        return matrix[0]
    above = matrix[number - 1]
    return [
        Slot() if slot is over else slot for slot, over in zip(matrix[number], above, strict=True)
    ]


def is_title(row: Sequence[Slot]) -> bool:
    """One cell as wide as the table, a row of which one cell has words ("Đơn vị: đồng"), or the
    number of a group and its title as wide as the rest."""
    if all(slot is row[0] for slot in row) or is_of_group(row):
        return True
    filled = [slot for slot in dict.fromkeys(row) if not slot.empty]
    return len(filled) <= 1 and len(row) >= FEWEST_HEADINGS


def is_of_group(row: Sequence[Slot]) -> bool:
    """The letter or Roman number of a group, and one cell as wide as the rest."""
    if len(row) < FEWEST_HEADINGS or any(slot is not row[1] for slot in row[2:]):
        return False
    return _GROUP_CELL.fullmatch(cell_text(row[0].lines)) is not None and not row[1].empty


def is_data(row: Sequence[Slot]) -> bool:
    """A number in the first cell, or two cells of many words: headings of columns are short."""
    return _NUMBER_CELL.fullmatch(cell_text(row[0].lines)) is not None or _is_wordy(row)


def _counts(head: Sequence[Slot], below: Matrix) -> bool:
    """Does a row below the header's first have a number in its first cell, and words: a row of
    data, no second row of headings?"""
    return any(
        row[0] is not head[0] and is_data(row) and not skip_numbering([row], 0) for row in below
    )


def _is_wordy(row: Sequence[Slot]) -> bool:
    """Have two cells more words than a heading, or has one more than any?"""
    long_cells = 0
    for slot in row:
        words = cell_text(slot.lines).split()
        if len(words) > LONGEST_HEADING:
            return True
        long_cells += len(words) > MAX_HEADING_WORDS
    return long_cells > 1


def header_height(matrix: Matrix, top: int) -> int:
    """How many rows the tallest cell of row `top` covers: a header of two levels has cells that
    span both, or a second row of headings."""
    height = 1
    for column, slot in enumerate(matrix[top]):
        covered = 0
        for row in matrix[top:]:
            if row[column] is not slot:
                break
            covered += 1
        height = max(height, covered)
    if height == 1 and top + 1 < len(matrix) and is_second_row(matrix[top], matrix[top + 1]):
        return 2
    return height


def headings_of(rows: Matrix) -> list[list[str]]:
    """The distinct heading texts over each column, top to bottom."""
    columns: list[list[str]] = []
    for column in zip(*rows, strict=True):
        distinct = dict.fromkeys(column)
        columns.append([cell_text(slot.lines) for slot in distinct])
    return columns


def skip_numbering(matrix: Matrix, start: int) -> int:
    """The row after the one that only numbers the columns, if row `start` does."""
    if start == len(matrix):
        return start
    row = matrix[start]
    texts = [cell_text(slot.lines) for slot in row]
    filled = [text for text in texts if text]
    fewest = max(3, len(row) - 1)
    if len(filled) < fewest:
        return start
    numbers = all(_NUMBERING.fullmatch(text) for text in filled)
    return start + 1 if numbers else start
