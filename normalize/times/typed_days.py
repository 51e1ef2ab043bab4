"""Days as people type them: ISO 8601, or as they are written in Vietnam."""

from __future__ import annotations

from datetime import date

from kehoach.patterns import compile_regex

_VIETNAMESE = compile_regex(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def day_from(text: str) -> date | None:
    """A day as people type it; None for what is none.

    >>> day_from("2025-06-30") == day_from("30/6/2025") == date(2025, 6, 30)
    True
    >>> day_from("31/6/2025") is None
    True
    """
    match = _VIETNAMESE.fullmatch(text.strip())
    try:
        if match is not None:
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
