"""Programmes of a day: tables that look like those of tasks, but whose times are hours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.patterns import compile_regex

_HOUR = compile_regex(
    r"""
    (?: từ | lúc | \( )? \s*
    \d{1,2} \s* (?: h | g | giờ | : ) \s*    # "7h", "7:", "07 giờ"
    (?: \d{2} )? \s* (?: phút )?             # "30", "30 phút"
    (?: \s* (?: - | – | đến | \) | , ) .* )? # "- 8h00"
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
_BARE_HOURS = compile_regex(r"(\d{1,2})\s*(?:h|g|giờ)", regex.IGNORECASE)
_DAY = compile_regex(r"\d{1,2}\s?/\s?\d{1,2}(?!\d)")
MOST, OWN_DAYS = 0.6, 0.5
"""Shares of the times: that are hours, that have different days."""


def is_timetable(table: RoleTable) -> bool:
    """Are most times of the table hours of a day ("7h30 - 8h00")? A day may stand in a few, or be
    the same of many; a row of one cell ("Buổi sáng") titles those below it. Works of which each
    names who does it, some of them in the same hours, are shared out, and follow no programme."""
    column = table.columns.of("deadline")
    if column is None:
        return False
    times = [cell_text(row[column].lines).strip() for row in _rows_with_words(table, column)]
    hours = [time for time in times if _HOUR.fullmatch(time)]
    if len(hours) <= MOST * len(times) or _are_durations(hours) or _are_on_many_days(hours):
        return False
    are_shared_out = len(set(hours)) < len(hours) and "index" in table.columns.roles
    return not (are_shared_out and names_doers(table))


def _are_on_many_days(hours: Sequence[str]) -> bool:
    """Is nearly each on a day of its own ("7h30, ngày 12/11", "13h30, ngày 13/11")?"""
    days = {match[0] for match in map(_DAY.search, hours) if match is not None}
    return len(days) > 1 and len(days) >= OWN_DAYS * len(hours)


def names_doers(table: RoleTable) -> bool:
    """Does a timetable name for most of its hours who has to do what then?"""
    column = table.columns.of("lead")
    if column is None or table.columns.kind != "tasks":
        return False
    hours = table.columns.of("deadline")
    timed = _rows_with_words(table, hours) if hours is not None else []
    named = [row for row in timed if not row[column].empty]
    return len(named) > MOST * len(timed)


def _rows_with_words(table: RoleTable, column: int) -> list[Sequence[Slot]]:
    """The rows with words in a column that say something besides."""
    filled = [row for row in table.rows if not row[column].empty]
    return [row for row in filled if len({id(slot) for slot in row if not slot.empty}) > 1]


def _are_durations(hours: Sequence[str]) -> bool:
    """Do they say how long, not when ("02 giờ", "16 giờ", "02 giờ"): bare hours that do not go on
    as those of a day do?"""
    bare = [_BARE_HOURS.fullmatch(time) for time in hours]
    counts = [int(match[1]) for match in bare if match is not None]
    return len(counts) == len(hours) and any(one >= other for one, other in pairwise(counts))
