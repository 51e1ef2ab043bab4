"""Labelled lines under a task: "- Cơ quan chủ trì: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import alternation, phrases_by, starts

_LABEL = regex.compile(r"([^:：\d]{2,60}?)\s*[:：]\s*(.*)", regex.DOTALL)
MAX_LABEL_WORDS, MAX_OPENING_WORDS = 9, 14
"""Of a label before its value, and of one that opens a list."""
MAX_LETTERS_WITHOUT_COLON = 160
"""A longer line that opens like a deadline's label is a sentence about time."""


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line: the role of its label (see words.yaml), the label, and the value as
    printed."""

    role: str
    label: str
    value: str


def read_field(text: str) -> Field | None:
    """A line -> its field, or None when it has no label that the vocabulary knows. List marks are
    already off.

    >>> read_field("Cơ quan chủ trì: Phòng Kinh tế")
    Field(role='lead', label='Cơ quan chủ trì', value='Phòng Kinh tế')
    """
    match = _LABEL.fullmatch(text)
    if match is None:
        return _deadline_without_colon(text)
    label, value = match[1], match[2]
    folded = strip_diacritics(label)
    most_words = MAX_LABEL_WORDS if value else MAX_OPENING_WORDS
    if len(folded.split()) > most_words:
        return None
    role = role_of(folded)
    if role is None:
        return None
    return Field(role, label.strip(), value.strip())


def role_of(label: str) -> str | None:
    """The role whose phrase opens the label (already without case and diacritics); the longest
    phrase wins."""
    best_role: str | None = None
    longest = 0
    for role, listed in phrases_by("words.yaml", "fields").items():
        found = starts(label, listed)
        if found is not None and len(found) > longest:
            best_role, longest = role, len(found)
    return best_role


def _deadline_without_colon(text: str) -> Field | None:
    """A deadline is often written without the colon: "Thời gian thực hiện trong quý III năm
    2025"."""
    if len(text) >= MAX_LETTERS_WITHOUT_COLON:
        return None
    match = _deadline_label().match(text)
    if match is None:
        return None
    return Field("deadline", match[1], match[2])


@cache
def _deadline_label() -> regex.Pattern[str]:
    return regex.compile(rf"({alternation('deadline_labels')})\s+(.+)", regex.DOTALL)
