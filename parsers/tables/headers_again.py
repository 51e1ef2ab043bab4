"""Rows below the header of a table that print it again: on the next page of a text, below the title
of a group, in other words for the same columns."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.text import fold
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, read_columns, whole_headings
from kehoach.parsers.tables.header_rows import FEWEST_HEADINGS, Matrix


def without_repeated(matrix: Matrix, start: int, columns: Columns) -> tuple[Matrix, list[str]]:
    """The rows below the header, without those that print it again (the next page of a text, or
    below the title of a group, beside its number), word for word or by other words that name the
    same columns; and these words."""
    printed = {folded(row)[1:] for row in matrix[:start]}
    kept: Matrix = []
    said: list[str] = []
    for row in matrix[start:]:
        if not _is_full(row):
            kept.append(row)
        elif _names_again(row, columns):
            said += [cell_text(slot.lines) for slot in row[1:]]
        elif folded(row)[1:] not in printed:
            kept.append(row)
    return kept, said


def _names_again(row: Sequence[Slot], columns: Columns) -> bool:
    """Are the words of a row, but for its number, headings that the vocabulary knows whole, each of
    the column it stands over?"""
    texts = [cell_text(slot.lines) for slot in row[1:]]
    if len(whole_headings(texts)) < len(texts):
        return False
    named = read_columns([[columns.titles[0]], *([text] for text in texts)])
    return named is not None and named.roles[1:] == columns.roles[1:]


def _is_full(row: Sequence[Slot]) -> bool:
    """Has the row at least three cells, and words in each but that of its number?"""
    slots = dict.fromkeys(row[1:])
    return len(slots) + 1 >= FEWEST_HEADINGS and not any(slot.empty for slot in slots)


def folded(row: Sequence[Slot]) -> tuple[str, ...]:
    """The words of a row, cell by cell, as they are compared."""
    return tuple(fold(cell_text(slot.lines)) for slot in row)
