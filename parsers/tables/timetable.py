"""Programmes of a day: tables that look like those of tasks, but whose times are hours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import RoleTable

_HOUR = regex.compile(
    r"""
    (?: từ | lúc | \( )? \s*
    \d{1,2} \s* (?: h | g | giờ | : ) \s*    # "7h", "7:", "07 giờ"
    (?: \d{2} )? \s* (?: phút )?             # "30", "30 phút"
    (?: \s* (?: - | – | đến | \) | , ) .* )? # "- 8h00"
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
_BARE_HOURS = regex.compile(r"(\d{1,2})\s*(?:h|g|giờ)", regex.IGNORECASE)
MOST = 0.6
"""A share of the times."""


def is_timetable(table: RoleTable) -> bool:
    """Are most times of the table hours of a day ("7h30 - 8h00")? A day may stand in a few."""
    column = table.columns.of("deadline")
    if column is None:
        return False
    times = [cell_text(row[column].lines).strip() for row in table.rows if not row[column].empty]
    hours = [time for time in times if _HOUR.fullmatch(time)]
    return len(hours) > MOST * len(times) and not _are_durations(hours)


def _are_durations(hours: Sequence[str]) -> bool:
    """Do they say how long, not when ("02 giờ", "16 giờ", "02 giờ"): bare hours that do not go on
    as those of a day do?"""
    bare = [_BARE_HOURS.fullmatch(time) for time in hours]
    counts = [int(match[1]) for match in bare if match is not None]
    return len(counts) == len(hours) and any(one >= other for one, other in pairwise(counts))
