"""A time that a sheet parts over two cells, what is counted and its number: "Tuần | 1"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.words import raw_phrases
from kehoach.patterns import compile_regex

FILE = "tables/columns.yaml"
_NUMBER = r"(?:\d{1,2}(?:/\d{4})?|I{1,3}|IV)"
_NUMBERS = compile_regex(rf"{_NUMBER}(?:\s*[-–,]\s*{_NUMBER})*")

Row = list[Slot]


def with_labels_whole(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows, each "Tuần" beside a number joined with it, in the cell that plays a role, else in
    the first of the two."""
    return [_whole(row, columns) for row in rows]


def _whole(row: Row, columns: Columns) -> Row:
    for place in range(len(row) - 1):
        label, number = row[place], row[place + 1]
        if label is number or not (_counts(label) and _is_number(number)):
            continue
        text = f"{cell_text(label.lines)} {cell_text(number.lines)}"
        joined = replace(label, lines=[replace(label.lines[0], text=text)])
        is_second = columns.roles[place] is None and columns.roles[place + 1] is not None
        pair = [Slot(), joined] if is_second else [joined, Slot()]
        return [*row[:place], *pair, *row[place + 2 :]]
    return row


def _counts(slot: Slot) -> bool:
    """Does a cell say what is counted, and nothing else?"""
    return strip_diacritics(cell_text(slot.lines)) in _counted()


@cache
def _counted() -> frozenset[str]:
    return frozenset(map(strip_diacritics, raw_phrases("part_counted", FILE)))


def _is_number(slot: Slot) -> bool:
    return _NUMBERS.fullmatch(cell_text(slot.lines)) is not None
