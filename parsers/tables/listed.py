"""Tables whose headings name no task, but whose rows are work all the same: lists of things, of
places and of persons, with their times."""

from __future__ import annotations

from kehoach.parsers.tables.appointed import appointed_columns
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.dated_lists import list_columns
from kehoach.parsers.tables.header_rows import (
    Matrix,
    header_height,
    headings_of,
    is_data,
    skip_numbering,
)
from kehoach.parsers.tables.works_of_persons import columns_of_named

KINDS = (list_columns, appointed_columns, columns_of_named)


def listed_columns(matrix: Matrix) -> tuple[int, Columns | None]:
    """The first row of data and the columns of such a table; None for another."""
    if not matrix or is_data(matrix[0]):
        return 0, None
    start = header_height(matrix, 0)
    headings, rows = headings_of(matrix[:start]), matrix[start:]
    found = (told(headings, rows) for told in KINDS)
    return skip_numbering(matrix, start), next(filter(None, found), None)
