"""Whether the words below a value are the next one, not its rest: where two columns of a row say
so, two rows stand under each other.

    Hội Cựu chiến binh     | Trước ngày 10/8/2031
    Hội Liên hiệp Phụ nữ   | Cả năm
"""

from __future__ import annotations

import regex

from kehoach.normalize.line_ends import breaks_off
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.content_roles import begins_time, is_known_body
from kehoach.parsers.tables.openings import opens_cell
from kehoach.patterns import compile_regex

FEWEST = 2
"""So many cells of a row that begin anew show two rows."""
_ENDS = (".", ";", ":", ",")
_CLOCK = r"\d{1,2}\s?(?:h|g|:|giờ)\s?(?:\d{2})?"
_HOURS = compile_regex(rf"{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?", regex.IGNORECASE)
_DAY = compile_regex(
    r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\snhật)\b\W*(?:ngày\s)?\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?\)?",
    regex.IGNORECASE,
)
"""A day of the week and its date, and nothing besides."""


def begins_anew(role: str, above: str, below: str) -> bool:
    """Are words below those of a cell a value of their own, whole as the one above is?

    >>> begins_anew("lead", "Công an xã", "Trạm Y tế"), begins_anew("lead", "Công an", "xã")
    (True, False)
    >>> begins_anew("deadline", "Cả năm", "Quý II/2031")
    True
    """
    if not above or not below[:1].isalnum() or below[0].islower():
        return False
    if above.endswith(_ENDS) or read_mark(below) is not None:
        return False
    if role == "deadline":
        return begins_time(above, below)
    if breaks_off(above):
        return False
    if role in ("lead", "coordinating"):
        return is_known_body(above) and is_known_body(below)
    return opens_cell(below)


def is_whole_moment(above: str, below: str) -> bool:
    """Are both the hour of a day, or both a day of the week with its date, and nothing besides?

    >>> is_whole_moment("15h00", "7h30"), is_whole_moment("Thứ Năm 15/01", "Thứ Sáu 16/01")
    (True, True)
    >>> is_whole_moment("15h00 -", "17h30"), is_whole_moment("Thứ Năm", "15/01/2031")
    (False, False)
    """
    return any(kind.fullmatch(above) and kind.fullmatch(below) for kind in (_HOURS, _DAY))
