"""A header of two rows whose cells cover nothing, as pipe tables and copied sheets have it:
"| TT | Nội dung | Phân công | | Thời gian |" over "| | | Chủ trì | Phối hợp | |"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.content_roles import is_known_body
from kehoach.parsers.tables.headed_times import headed_times
from kehoach.parsers.words import phrases_by

MIN_HEADINGS = 2
"""A heading that stands over others stands over so many."""


def is_second_row(upper: Sequence[Slot], lower: Sequence[Slot]) -> bool:
    """Does the lower row only go on with the header: headings, or the names of bodies, under a
    heading over them, and nothing, or the same heading again, under the others?"""
    known = whole_headings()
    is_below_work = all(slot.empty for slot in lower[:MIN_HEADINGS])
    new = 0
    pairs = zip(upper, lower, strict=True)
    times = headed_times([[cell_text(slot.lines) for slot in pair] for pair in pairs])
    for place, (above, below) in enumerate(zip(upper, lower, strict=True)):
        said = cell_text(below.lines)
        told = strip_diacritics(said)
        if below is above or not told or told == strip_diacritics(cell_text(above.lines)):
            continue
        is_heading = told in known or times.tell_any(place)
        if not is_heading and not (is_below_work and is_known_body(said)):
            return False
        new += 1
    return new >= MIN_HEADINGS


@cache
def whole_headings() -> frozenset[str]:
    """The whole headings that the vocabulary knows."""
    roles = phrases_by("tables/columns.yaml", "roles").values()
    whole = phrases_by("tables/columns.yaml", "whole").values()
    return frozenset(phrase for listed in (*roles, *whole) for phrase in listed)
