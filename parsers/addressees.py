"""Whom a letter is written to: "Kính gửi: …", on one line or as a list below it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from kehoach.normalize.text import clean
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import opens_with

_PARTS = regex.compile(r"\s*;\s*(?:[-–+]\s*)?|\s+[-–+]\s+(?=\p{Lu})")


def read_addressees(preamble: Sequence[Paragraph]) -> tuple[str, ...]:
    """The paragraphs above a body -> those a letter is written to, as listed. A list ends with the
    first paragraph without a mark."""
    found: list[str] = []
    is_open = False
    for paragraph in preamble:
        opening = opens_with(paragraph.text, "addressee_openings")
        if opening is not None:
            words = paragraph.text.split()[len(opening.split()) :]
            found += _listed(" ".join(words))
            is_open = True
        elif is_open and paragraph.mark is not None:
            found += _listed(paragraph.words)
        else:
            is_open = False
    return tuple(found)


def _listed(words: str) -> list[str]:
    parts = (clean(part).strip(" .:;,-–+") for part in _PARTS.split(words))
    return [part for part in parts if part]
