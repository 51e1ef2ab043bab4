"""Owners and deadlines printed once for several rows."""

from __future__ import annotations

import pytest

from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.merged import answered_above

COLUMNS = Columns(
    "tasks",
    ("Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"),
    ("task", "lead", "coordinating", "deadline"),
    1.0,
)
FULL = [True, True, True, True]
SILENT = [True, False, False, False]
NO_LEAD = [True, False, True, True]
NO_HELP = [True, True, False, True]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([FULL, FULL], []),
        ([FULL, SILENT], [(1, 1), (1, 2), (1, 3)]),
        ([FULL, SILENT, SILENT], [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]),
        ([SILENT, FULL], []),  # nothing above
        ([FULL, None, SILENT], []),  # a group begins
        ([FULL] * 9 + [NO_LEAD], []),  # one row forgot its owner
        ([FULL, FULL, NO_LEAD], [(2, 1)]),  # here owners are merged
        ([FULL, NO_HELP, NO_HELP], []),  # nobody helps
        ([], []),
    ],
)
def test_rows_that_the_row_above_answers_for(
    rows: list[list[bool] | None], found: list[tuple[int, int]]
) -> None:
    assert answered_above(rows, COLUMNS) == found


def test_one_column_of_answers_is_not_enough() -> None:
    columns = Columns("tasks", ("Nhiệm vụ", "Phối hợp"), ("task", "coordinating"), 1.0)
    assert answered_above([[True, True], [True, False]], columns) == []
