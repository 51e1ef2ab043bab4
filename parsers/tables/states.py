"""Columns whose cells are not what their heading says: how far the tasks are ("Chưa trình", "Đã
trình") under a heading by which others give their times ("Tiến độ"), the numbers of another paper's
tasks ("14, 26") under "Nhiệm vụ của tỉnh"."""

from __future__ import annotations

from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import contains, phrases_by, starts
from kehoach.patterns import compile_regex

MAX_WORDS = 8
"""Of a state."""
DASHES = "-–—. "
_YEAR = compile_regex(r"\b(?:19|20)\d\d\b")
_WORD = compile_regex(r"\p{L}{2}")


def without_states(table: RoleTable) -> RoleTable:
    """A table whose column of deadlines holds states, some of tasks that are not done, and no time:
    the same without the role. Its cells are kept beside the tasks."""
    column = table.columns.of("deadline")
    if column is None:
        return table
    slots = dict.fromkeys(row[column] for row in table.rows if row[column].col_span == 1)
    texts = [cell_text(slot.lines).strip(DASHES) for slot in slots]
    folded = [strip_diacritics(text) for text in texts if text]
    states = phrases_by("tables/columns.yaml", "states")
    if not any(starts(text, states["open"]) for text in folded):
        return table
    if not all(_is_state(text) for text in folded):
        return table
    roles = list(table.columns.roles)
    roles[column] = None
    return replace(table, columns=replace(table.columns, roles=tuple(roles)))


def tells_results(table: RoleTable, above: str, years: tuple[int, int] | None) -> bool:
    """Does a table under these words tell what came of work that was to be done ("Kết quả thực hiện
    nhiệm vụ năm 2030"): with a column of states, one of them of work that is done, or of years
    before those of the plan?"""
    if contains(above, "headings_of_results") is None or contains(above, "headings_of_work_ahead"):
        return False
    told = [int(year) for year in _YEAR.findall(above)]
    if told and years is not None and max(told) < years[0]:
        return True
    return any(_tell_what_is_done(table, column) for column in range(len(table.columns.roles)))


def _tell_what_is_done(table: RoleTable, column: int) -> bool:
    """Are most cells of a column states, and not all those of work that is still to be done?"""
    texts = [cell_text(row[column].lines).strip(DASHES) for row in table.rows]
    folded = [strip_diacritics(text) for text in texts if text]
    done = phrases_by("tables/columns.yaml", "states")["done"]
    are_states = sum(map(_is_state, folded)) * 2 > len(folded)
    return are_states and any(starts(text, done) for text in folded)


def without_references(table: RoleTable) -> RoleTable:
    """A table whose column of tasks holds numbers alone: what it makes is its work, where a column
    says that, in words."""
    column, product = table.columns.of("task"), table.columns.of("deliverable")
    if column is None or product is None or _has_words(table, column):
        return table
    if not _has_words(table, product):
        return table
    roles = list(table.columns.roles)
    roles[column], roles[product] = None, "task"
    return replace(table, columns=replace(table.columns, roles=tuple(roles)))


def _has_words(table: RoleTable, column: int) -> bool:
    """Have most cells of a column words?"""
    slots = dict.fromkeys(row[column] for row in table.rows if row[column].col_span == 1)
    texts = [cell_text(slot.lines) for slot in slots if not slot.empty]
    worded = sum(_WORD.search(text) is not None for text in texts)
    return worded * 2 > len(texts)


def _is_state(folded: str) -> bool:
    states = phrases_by("tables/columns.yaml", "states")
    begins = (*states["open"], *states["done"])
    if len(folded.split()) > MAX_WORDS or starts(folded, begins) is None:
        return False
    value = parse_deadline(folded)
    return value is None or not value.has_days
