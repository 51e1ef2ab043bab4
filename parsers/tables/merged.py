"""Cells of owners and deadlines that one printed cell covers over several rows, where no grid tells
so: the words stand once, the rows below have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.parsers.tables.columns import Columns

ANSWERS = ("lead", "coordinating", "deadline")
"""Who and when: a row that says nothing of these is answered for by the row above."""
MERGED = ("lead", "deadline")
OFTEN = 0.2
"""A column of leads or deadlines that is empty in more rows than this has merged cells: hardly a
plan leaves so many out. Those who only help are often left out."""


def answered_above(
    filled: Sequence[Sequence[bool] | None], columns: Columns
) -> list[tuple[int, int]]:
    """Rows in order, each with whether its columns have words (None for a group's title) -> the
    (row, column) places that take their words from the row above."""
    answers = columns.of_all(ANSWERS)
    rows = [row for row in filled if row is not None]
    often_empty = _often_empty(rows, columns)
    found: list[tuple[int, int]] = []
    for index, (above, row) in enumerate(pairwise(filled), start=1):
        if above is None or row is None:
            continue
        empty = [column for column in answers if not row[column]]
        silent = len(empty) == len(answers) > 1
        for column in empty:
            if silent or column in often_empty:
                found.append((index, column))
    return found


def _often_empty(rows: Sequence[Sequence[bool]], columns: Columns) -> set[int]:
    """The columns of leads and deadlines that are empty too often to be left out."""
    often: set[int] = set()
    for column in columns.of_all(MERGED):
        empty = sum(not row[column] for row in rows)
        if empty > OFTEN * len(rows):
            often.add(column)
    return often
