"""Tables whose rows are indicators: what is to be reached, by how much, who answers for it.

Such a table may look like one of tasks ("TT | Chỉ tiêu | Chủ trì"): the headings tell it where they
name no work, and else the rows do, which hold figures and not what is to be done. A table of tasks
that has a column of figures beside its work ("Nhiệm vụ | Chỉ tiêu | Sản phẩm") stays one of tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from kehoach.normalize.quantity import parse_metrics
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.dates import years_named
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import (
    Columns,
    columns_of_indicators,
    has_work_besides,
    speaks_of_targets,
)
from kehoach.parsers.tables.content_roles import MOSTLY, Content
from kehoach.parsers.tables.dated_lists import names_whom
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases_by, starts
from kehoach.patterns import compile_regex

FEWEST_ROWS = 2
"""Rows that a table without headings of targets must have to be told by what they hold."""
MEASURED = 0.5
"""Of the rows of a table headed by its targets so many at least hold a figure."""

_DIGIT = compile_regex(r"\d")
_AMOUNT = compile_regex(r"[≥≤<>=~]?\s*\d[\d.,]*\s*(?:%|\p{L}+(?:[ /]\p{L}+){0,3})?")
"""How much of something, without a word on what is to be done with it ("1.200 người")."""


Years: TypeAlias = tuple[int, int]
"""The first and the last year of a plan."""


def of_indicators(table: RoleTable, years: Years | None) -> RoleTable:
    """A table as it was read -> the same as a table of targets, where its rows are indicators; one
    that only tells what was reached in years before, as neither tasks nor targets; else
    unchanged."""
    table = replace(table, columns=_with_names_of_figures(table))
    if table.columns.kind == "targets":
        tells_of_before = "value" in table.columns.roles and not figure_columns(
            table.columns, years
        )
        return _as_printed(table) if tells_of_before else table
    if table.columns.assumed or table.columns.listed:
        return table
    columns = columns_of_indicators(table.columns.titles)
    if columns is None or has_work_besides(table.columns, columns):
        return table
    rows = [row for row in table.rows if _is_row(row, columns)]
    if not rows or not _are_indicators(rows, columns):
        return table
    return replace(table, columns=columns)


def _as_printed(table: RoleTable) -> RoleTable:
    return replace(table, columns=replace(table.columns, kind="other"))


def _with_names_of_figures(table: RoleTable) -> Columns:
    """The columns of a table; where figures alone stand under the heading of targets, what they
    belong to stands under a heading of none of ours ("Đợt ra quân | Chỉ tiêu | Phụ trách
    | Thời gian"): a work where somebody has it by a time, else what is measured."""
    columns = table.columns
    figures = columns.of("indicator" if columns.kind == "targets" else "task")
    if figures is None or not speaks_of_targets(columns.titles[figures]):
        return columns
    headed = enumerate(zip(columns.titles, columns.roles, strict=True))
    names = next((place for place, (title, role) in headed if title and role is None), None)
    rows = [row for row in table.rows if not row[figures].empty]
    if names is None or not rows:
        return columns
    if not all(_names_an_amount(row, figures, names) for row in rows):
        return columns
    roles = list(columns.roles)
    are_bodies = names_whom(columns.titles[names]) or _are_bodies(row[names] for row in rows)
    is_work = {"lead", "deadline"} <= set(roles) and not are_bodies
    roles[names] = "task" if is_work else "indicator"
    roles[figures] = "note" if is_work else "value"
    return replace(columns, kind="tasks" if is_work else "targets", roles=tuple(roles))


def _names_an_amount(row: Sequence[Slot], figures: int, names: int) -> bool:
    """Does a row name something in words, and say of it nothing but how much?"""
    name = cell_text(row[names].lines)
    said = cell_text(row[figures].lines)
    return not name[:1].isdigit() and any(map(str.isalpha, name)) and bool(_AMOUNT.fullmatch(said))


def _are_bodies(slots: Iterable[Slot]) -> bool:
    content = Content.of(slots)
    persons = sum(begins(text, "person_openings") is not None for text in content.texts)
    return content.share("owner") >= MOSTLY or persons >= MOSTLY * len(content.texts)


def _is_row(row: Sequence[Slot], columns: Columns) -> bool:
    """Has a row its indicator, and something beside it?"""
    place = columns.of("indicator")
    if place is None or row[place].empty:
        return False
    besides = {slot for column, slot in enumerate(row) if columns.roles[column] != "index"}
    return sum(not slot.empty for slot in besides) > 1


def _are_indicators(rows: Sequence[Sequence[Slot]], columns: Columns) -> bool:
    place = columns.of("indicator") or 0
    texts = [cell_text(row[place].lines) for row in rows]
    figures = figure_columns(columns)
    filled = [any(_has_digit(row[column]) for column in figures) for row in rows]
    if speaks_of_targets(columns.titles[place]):
        if figures and _share(filled) >= MEASURED:
            return True
        return "lead" in columns.roles and _share(map(_measures, texts)) >= MEASURED
    is_work = _share(begins_duty(text) for text in texts)
    if "unit" in columns.roles and figures and _speak_of_targets(columns.titles):
        return _share(filled) >= MEASURED and is_work < MEASURED
    if len(rows) < FEWEST_ROWS or "lead" not in columns.roles:
        return False
    measured = [opens_as_indicator(text) and _measures(text) for text in texts]
    return all(measured)


def _speak_of_targets(titles: Iterable[str]) -> bool:
    return any(map(speaks_of_targets, titles))


def _measures(text: str) -> bool:
    return bool(parse_metrics(text))


def _has_digit(slot: Slot) -> bool:
    return not slot.empty and _DIGIT.search(cell_text(slot.lines)) is not None


def _share(held: Iterable[bool]) -> float:
    each = list(held)
    return sum(each) / len(each) if each else 0.0


def opens_as_indicator(text: str) -> bool:
    """Does a text begin with what it measures?

    >>> opens_as_indicator("Tỷ lệ hộ nghèo"), opens_as_indicator("Rà soát hộ nghèo")
    (True, False)
    """
    return starts(strip_diacritics(text), _openings()) is not None


@cache
def _openings() -> tuple[str, ...]:
    return tuple(phrases_by("tables/columns.yaml", "indicator_openings")["begins"])


# --- which columns hold what is promised ----------------------------------------------------------


def figure_columns(columns: Columns, years: Years | None = None) -> list[int]:
    """The columns that hold what is to be reached, in the order of the paper: those of figures
    whose headings do not speak of what was; of a plan for `years` (first and last) those of these
    years, where a heading names one, else those without a year, else those of years to come.

    >>> titles = ("Chỉ tiêu", "Thực hiện năm 2030", "Kế hoạch năm 2031")
    >>> columns = Columns("targets", titles, ("indicator", "value", "value"), 1.0)
    >>> figure_columns(columns, (2031, 2031)), figure_columns(columns, (2032, 2032))
    ([2], [])
    """
    ahead = [
        column
        for column, role in enumerate(columns.roles)
        if role == "value" and not _speaks_of_before(columns.titles[column])
    ]
    if years is None:
        return ahead
    dated = {column: years_named(columns.titles[column]) for column in ahead}
    named = [column for column in ahead if _lie_in(dated[column], years)]
    later = [column for column in ahead if any(year > years[1] for year in dated[column])]
    return named or [column for column in ahead if not dated[column]] or later


def _lie_in(named: Sequence[int], years: Years) -> bool:
    """Do the years of a heading ("2031", "giai đoạn 2026 - 2030") meet those of the plan?"""
    return bool(named) and min(named) <= years[1] and max(named) >= years[0]


def _speaks_of_before(title: str) -> bool:
    padded = f" {strip_diacritics(title)} "
    return any(f" {phrase} " in padded for phrase in _words_of_before())


@cache
def _words_of_before() -> tuple[str, ...]:
    return tuple(phrases_by("tables/columns.yaml", "figures_before")["words"])
