"""The office of a body that has none above it, over two lines of a letterhead."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases


def with_offices_joined(bodies: Sequence[str]) -> list[str]:
    """Bodies, those over two lines joined whose first is an office and whose second has nothing
    above it ("VĂN PHÒNG" / "CHÍNH PHỦ").

    >>> with_offices_joined(["VĂN PHÒNG", "CHÍNH PHỦ"])
    ['VĂN PHÒNG CHÍNH PHỦ']
    >>> with_offices_joined(["ĐẢNG ỦY", "VĂN PHÒNG"])
    ['ĐẢNG ỦY', 'VĂN PHÒNG']
    """
    joined: list[str] = []
    for body in bodies:
        is_highest = strip_diacritics(body) in phrases("highest_bodies")
        if is_highest and joined and strip_diacritics(joined[-1]) in phrases("office_alone"):
            joined[-1] = f"{joined[-1]} {body}"
        else:
            joined.append(body)
    return joined
