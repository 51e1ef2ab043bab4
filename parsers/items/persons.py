"""Who does what by name: the rows of a table "Họ và tên | Chức vụ | Nhiệm vụ" as assignments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.duties import details_of
from kehoach.parsers.items.phases import is_order
from kehoach.parsers.words import phrases, starts
from kehoach.schema import models

MIN_DUTIES = 0.5
"""So large a part of the filled cells of the column of duties order something; else it tells what
the persons are ("Tổ trưởng")."""


def assignments_of_persons(
    tables: Sequence[models.OtherTable], context: Context
) -> Iterator[models.Assignment]:
    """Tables that are none of tasks -> the assignments of those that give duties to persons, a row
    each; its unit is the name with the office, as printed. The tables stay as they are."""
    for table in tables:
        name = _column(table, "columns_of_persons")
        duty = _column(table, "columns_of_duties")
        if name is None or duty is None:
            continue
        rows = [row for row in table.rows if row[name].strip() and row[duty].strip()]
        orders = [row for row in rows if is_order(row[duty].strip(), context)]
        if len(orders) < MIN_DUTIES * len(rows):
            continue
        index, office = _column(table, "columns_of_numbers"), _column(table, "columns_of_offices")
        for row in rows:
            yield models.Assignment(
                unit=" - ".join(filter(None, (_cell(row, name), _cell(row, office)))),
                number=_cell(row, index).rstrip(".") or None,
                duties=(_cell(row, duty),),
                details=details_of([_cell(row, duty)], context),
                spans=table.spans,
            )


def _column(table: models.OtherTable, key: str) -> int | None:
    """The first column whose heading opens with a phrase of a list."""
    for column, title in enumerate(table.columns):
        if starts(strip_diacritics(title), phrases(key)) is not None:
            return column
    return None


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None else ""
