"""Cells of owners and deadlines that one printed cell covers over several rows, where no grid tells
so: the words stand once, the rows below have none.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.tables.columns import Columns

ANSWERS = ("lead", "coordinating", "deadline")
"""Who and when: a row that says nothing of these is answered for by the row above."""
OFTEN = 0.2
"""A column of leads or deadlines that is empty in more rows than this has merged cells: hardly a
plan leaves so many out. Those who only help are often left out."""


def answered_above(
    filled: Sequence[Sequence[bool] | None], columns: Columns
) -> list[tuple[int, int]]:
    """Rows in order, each with whether its columns have words (None for a group's title) -> the
    (row, column) places that take their words from the row above."""
    answers = [(role, column) for role in ANSWERS if (column := columns.of(role)) is not None]
    rows = [row for row in filled if row is not None]
    often = {
        column
        for role, column in answers
        if role != "coordinating" and sum(not row[column] for row in rows) > OFTEN * len(rows)
    }
    found: list[tuple[int, int]] = []
    for at, row in enumerate(filled):
        if row is None or not at or filled[at - 1] is None:
            continue
        silent = len(answers) > 1 and not any(row[column] for _, column in answers)
        found += [
            (at, column) for _, column in answers if silent or (column in often and not row[column])
        ]
    return found
