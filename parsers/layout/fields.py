"""Labelled lines under a task: "- Cơ quan chủ trì: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases_by, starts

_LABEL = regex.compile(r"([^:：\d]{2,60}?)\s*[:：]\s*(.*)", regex.DOTALL)
MAX_LABEL_WORDS, MAX_OPENING_WORDS = 9, 14
"""Of a label before its value, and of one that opens a list."""


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line: the role of its label (see words.yaml), the label, and the value as
    printed."""

    role: str
    label: str
    value: str


def read_field(text: str) -> Field | None:
    """A line -> its field, or None when it has no label that the vocabulary knows. List marks are
    already off."""
    match = _LABEL.fullmatch(text)
    if match is None:
        return _unpunctuated(text)
    label = strip_diacritics(match[1])
    if len(label.split()) > (MAX_LABEL_WORDS if match[2] else MAX_OPENING_WORDS):
        return None
    role = role_of(label)
    return Field(role, match[1].strip(), match[2].strip()) if role else None


def role_of(label: str) -> str | None:
    """The role whose phrase opens the bare label; the longest phrase wins."""
    best: tuple[int, str] | None = None
    for role, listed in phrases_by("words.yaml", "fields").items():
        found = starts(label, listed)
        if found and (best is None or len(found) > best[0]):
            best = (len(found), role)
    return best[1] if best else None


def _unpunctuated(text: str) -> Field | None:
    """A deadline is often written without the colon: "Thời gian thực hiện trong quý III năm
    2025"."""
    match = regex.match(
        r"((?:Thời gian|Thời hạn) (?:thực hiện|hoàn thành))\s+(.+)", text, regex.DOTALL
    )
    return Field("deadline", match[1], match[2]) if match and len(text) < 160 else None
