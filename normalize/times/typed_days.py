"""Days as people type them: ISO 8601, or as they are written in Vietnam."""

from __future__ import annotations

from datetime import date


def day_from(text: str) -> date | None:
    """A day as people type it; None for what is none.

    >>> day_from("2025-06-30") == day_from("30/6/2025") == date(2025, 6, 30)
    True
    >>> day_from("31/6/2025") is None
    True
    """
    parts = text.strip().replace("-", "/").replace(".", "/").split("/")
    is_vietnamese = len(parts) == 3 and len(parts[-1]) == 4 and all(map(_is_number, parts))
    try:
        if is_vietnamese:
            day, month, year = map(int, parts)
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdecimal()
