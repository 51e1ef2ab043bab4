"""The raised numbers of footnotes behind the words of a page, and the notes at its foot that open
with them.

Printed over the line, such a number is no part of the word before it; read as text it would be:
"trước ngày 20/02/2029³" is a day of the year 2029, not of 20293. Only a number whose note stands at
the foot of the same page is one: "620 m²" keeps its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mode

import regex

from kehoach.ingest.geometry import GLUE, rows_of
from kehoach.ingest.model import Word
from kehoach.patterns import compile_regex

SMALL = 0.8
"""A raised number is smaller than this share of the word before it."""
RAISED = 0.12
"""It ends so much of that word's size above its foot, at least."""
FOOT = 0.4
"""Notes stand below this share of the page's height."""

_NUMBER = compile_regex(r"\d{1,2}")
_OPENING = compile_regex(r"(\d{1,2})[.)]?")
_LENGTH = compile_regex(r"(?:.*[^\p{L}])?(?:N|[kdcmh]|da)?m", regex.IGNORECASE)
"""What a small 2 or 3 makes an area or a volume of."""


def note_numbers(words: Sequence[Word], page_height: float) -> frozenset[str]:
    """The numbers that stand raised behind words of a page, and open lines of small print at its
    foot."""
    raised = {mark.text for _, mark in _raised(words)}
    if not raised:
        return frozenset()
    body_size = mode(word.size for word in words)
    opened: set[str] = set()
    for row in rows_of(words):
        first = row[0]
        found = _OPENING.fullmatch(first.text)
        is_small = max(word.size for word in row) < body_size - 1
        if found and is_small and first.box.y0 > FOOT * page_height:
            opened.add(found[1])
    return frozenset(raised & opened)


def without_marks(words: Sequence[Word], numbers: frozenset[str]) -> list[Word]:
    """The words of a page without the raised numbers of these notes; the word before takes the
    number's place, so that a stop behind it stays at the word."""
    if not numbers:
        return list(words)
    marks: set[int] = set()
    marked: dict[int, Word] = {}
    for before, mark in _raised(words):
        if mark.text in numbers and not _LENGTH.fullmatch(before.text):
            marks.add(id(mark))
            box = replace(before.box, x1=mark.box.x1)
            marked[id(before)] = replace(before, box=box)
    return [marked.get(id(word), word) for word in words if id(word) not in marks]


def _raised(words: Sequence[Word]) -> list[tuple[Word, Word]]:
    """Words of a page, each with the small raised number set right behind it."""
    if not any(_NUMBER.fullmatch(word.text) for word in words):
        return []
    found: list[tuple[Word, Word]] = []
    for row in rows_of(words):
        for before, mark in pairwise(row):
            if _NUMBER.fullmatch(mark.text) and _stands_over(mark, before):
                found.append((before, mark))
    return found


def _stands_over(mark: Word, before: Word) -> bool:
    """Is a word set smaller than the one before it, right behind it and above its foot?"""
    white = mark.box.x0 - before.box.x1
    return (
        mark.size < SMALL * before.size
        and white <= GLUE * before.size
        and mark.box.y1 < before.box.y1 - RAISED * before.size
    )
