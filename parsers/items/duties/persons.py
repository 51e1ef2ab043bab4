"""Who does what by name: the rows of a table "Họ và tên | Chức vụ | Nhiệm vụ" as assignments, and
those of one of teams, who heads them, and what they look after ("Tổ | Tổ trưởng | Địa bàn")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.duties.duties import details_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.phases import is_order
from kehoach.parsers.words import phrases, starts
from kehoach.schema import models

MIN_DUTIES = 0.5
"""So large a part of the filled cells of the column of duties order something; else it tells what
the persons are ("Tổ trưởng")."""
MAX_POST = 6
"""Words of a cell that says what somebody is ("Phó Trưởng ban Thường trực")."""


class _Giving(NamedTuple):
    """The columns of a table that gives duties: of whom, of what, and what the heading of the
    latter puts before each cell ("Địa bàn phụ trách"), if that alone says that it is one."""

    names: tuple[int, ...]
    duty: int
    label: str = ""


def assignments_of_persons(
    tables: Sequence[models.OtherTable], context: Context
) -> Iterator[models.Assignment]:
    """Tables that are none of tasks -> the assignments of those that give duties to persons or
    teams, a row each; its unit is the name with the office, as printed. The tables stay as they
    are."""
    for table in tables:
        giving = _giving_of(table)
        if giving is None:
            continue
        rows = [
            row for row in table.rows if row[giving.names[0]].strip() and row[giving.duty].strip()
        ]
        given = [row for row in rows if _is_given(_cell(row, giving.duty), giving, context)]
        if not rows or len(given) < MIN_DUTIES * len(rows):
            continue
        index = _column(table, "columns_of_numbers")
        for row in rows:
            duty = ": ".join(filter(None, (giving.label, _cell(row, giving.duty))))
            yield models.Assignment(
                unit=" - ".join(filter(None, _names(table, row, giving))),
                number=_cell(row, index).rstrip(".") or None,
                duties=(duty,),
                details=details_of([duty], context),
                spans=table.spans,
            )


def _giving_of(table: models.OtherTable) -> _Giving | None:
    """The columns of whom and of what; None where the table has not both."""
    name = _column(table, "columns_of_persons")
    duty = _column(table, "columns_of_duties")
    area = _column(table, "columns_of_areas")
    if area is None:
        area = next((place for place, own in enumerate(table.columns) if _gives_all(own)), None)
    if name is not None:
        office = _column(table, "columns_of_offices")
        names = (name,) if office is None else (name, office)
        if duty is not None and not _gives_all(table.columns[duty]):
            return _Giving(names, duty)
        look_after = next((one for one in (duty, area) if one is not None), None)
        if look_after is None or not _gives_all(table.columns[look_after]):
            return None
        return _Giving(names, look_after, label=table.columns[look_after])
    team, head = _column(table, "columns_of_teams"), _column(table, "columns_of_heads")
    if team is None or area is None:
        return None
    return _Giving((team,) if head is None else (team, head), area, label=table.columns[area])


def _gives_all(title: str) -> bool:
    """Does a heading say that what stands below it is somebody's to look after ("Lĩnh vực phụ
    trách")? "Nhiệm vụ được phân công" may as well say what they are."""
    plain = f" {strip_diacritics(title)} "
    if starts(plain.strip(), phrases("columns_of_works")) is not None:
        return False
    return any(f" {phrase} " in plain for phrase in phrases("giving_headings"))


def _is_given(cell: str, giving: _Giving, context: Context) -> bool:
    """Is a cell a duty: an order, or under a heading that gives whatever stands there?"""
    if not giving.label:
        return is_order(cell, context)
    is_post = starts(strip_diacritics(cell), phrases("posts_of_members")) is not None
    return not (is_post and len(cell.split()) <= MAX_POST)


def _names(table: models.OtherTable, row: Sequence[str], giving: _Giving) -> Iterator[str]:
    """Whose duty a row is: the cells, a bare number with its heading ("Tổ" above 1)."""
    for column in giving.names:
        words = _cell(row, column)
        yield f"{table.columns[column]} {words}" if words.rstrip(".").isdigit() else words


def _column(table: models.OtherTable, key: str) -> int | None:
    """The first column whose heading opens with a phrase of a list."""
    for column, title in enumerate(table.columns):
        if starts(strip_diacritics(title), phrases(key)) is not None:
            return column
    return None


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None else ""
