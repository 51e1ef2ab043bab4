"""Labels beside values, in tables of two columns: what each says that its value is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.words import phrases_by
from kehoach.patterns import compile_regex

ROLES = ("task", "lead", "coordinating", "deadline", "deliverable", "budget", "note")
COLUMNS = 2
FEWEST_LABELS = 3
MOST = 0.8
"""So large a part of the cells before the values are labels that are known."""
_COUNT = compile_regex(r"[\s.:]*(?:số\s*)?\d{0,3}[\s.:]*$")


def are_records(rows: Sequence[Sequence[Slot]]) -> bool:
    """Are rows works told one below the other by labels, of whom some say who or when?"""
    if any(len(row) != COLUMNS for row in rows):
        return False
    told = [role_of_label(row[0]) for row in rows]
    known = [role for role in told if role is not None]
    if len(known) < FEWEST_LABELS or len(known) < MOST * len(rows) or told[0] != "task":
        return False
    return bool({"lead", "deadline"} & set(known))


def role_of_label(slot: Slot) -> str | None:
    """What a label says that its value is, its number left off ("Nhiệm vụ 1")."""
    words = strip_diacritics(_COUNT.sub("", cell_text(slot.lines)))
    return _labels().get(words)


@cache
def _labels() -> dict[str, str]:
    file = "tables/columns.yaml"
    known = (phrases_by(file, "roles"), phrases_by(file, "whole"))
    return {phrase: role for phrases in known for role in ROLES for phrase in phrases.get(role, ())}
