"""Programmes of a day: tables that look like those of tasks, but whose times are hours."""

from __future__ import annotations

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
MOST = 0.6
"""A share of the times."""


def is_timetable(table: RoleTable) -> bool:
    """Are most times of the table hours of a day ("7h30 - 8h00")? A day may stand in a few."""
    column = table.columns.of("deadline")
    if column is None:
        return False
    times = [cell_text(row[column].lines).strip() for row in table.rows if not row[column].empty]
    hours = [time for time in times if _HOUR.fullmatch(time)]
    return len(hours) > MOST * len(times) if times else False
