"""Whether the words below a value are the next one, not its rest: where two columns of a row say
so, two rows stand under each other.

    Hội Cựu chiến binh     | Trước ngày 10/8/2031
    Hội Liên hiệp Phụ nữ   | Cả năm
"""

from __future__ import annotations

from kehoach.normalize.line_ends import breaks_off
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.content_roles import begins_time, is_known_body
from kehoach.parsers.tables.openings import opens_cell

FEWEST = 2
"""So many cells of a row that begin anew show two rows."""
_ENDS = (".", ";", ":", ",")


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
