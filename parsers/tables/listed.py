"""Tables whose headings name no task, but whose rows are work all the same: lists of things, of
places and of persons, with their times."""

from __future__ import annotations

from kehoach.parsers.tables.appointed import appointed_columns, appointed_headings
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.columns import (
    Columns,
    is_of_another_kind,
    names_teams,
    whole_headings,
)
from kehoach.parsers.tables.dated_lists import list_columns, timetable_columns
from kehoach.parsers.tables.header_rows import (
    Matrix,
    header_height,
    headings_of,
    is_data,
    skip_numbering,
)
from kehoach.parsers.tables.works_of_persons import columns_of_named

FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
KINDS = (list_columns, appointed_columns, columns_of_named, timetable_columns)


def listed_columns(matrix: Matrix) -> tuple[int, Columns | None]:
    """The first row of data and the columns of such a table; None for another."""
    if not matrix or is_data(matrix[0]):
        return 0, None
    start = header_height(matrix, 0)
    headings, rows = headings_of(matrix[:start]), matrix[start:]
    found = (told(headings, rows) for told in KINDS)
    return skip_numbering(matrix, start), next(filter(None, found), None)


def is_headed_otherwise(matrix: Matrix) -> bool:
    """Has a table of the format's own, without borders, a header of no tasks: the word for the
    numbers of rows, words for persons or prices, for teams, or a schedule's?"""
    if not matrix or len(matrix[0]) < FEWEST_COLUMNS or is_data(matrix[0]):
        return False
    titles = [cell_text(slot.lines) for slot in matrix[0]]
    if not all(titles) or len({*matrix[0]}) < FEWEST_COLUMNS or len(matrix) < FEWEST_ROWS:
        return False
    if "index" in whole_headings(titles[:1]) or is_of_another_kind(titles):
        return True
    return appointed_headings([[title] for title in titles]) is not None or names_teams(titles)
