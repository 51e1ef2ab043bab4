"""Pale print of a PDF: what was stamped onto its pages, and what is merely grey.

Office systems and printers write in grey who printed a paper and when, at one place of every page,
sometimes across its lines. Grey print by itself is text: a template may set its hints so. Which of
the two it is shows once all pages are seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kehoach.ingest.geometry import lines_of
from kehoach.ingest.model import Box, Line, Note, Page, Span, Word
from kehoach.patterns import compile_regex

OVER = 0.5
"""A pale word with this share of its box on another word lies over the text."""
_STEP = 4
"""Points; stamps of several pages stand at one height within this."""
_FIGURES = compile_regex(r"\d+")
_Place: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its words and tables, `pale` print apart, until it is known what that is."""

    page: Page
    words: list[Word]
    pale: tuple[Word, ...]
    tables: list[tuple[Box, list[Box]]]


def without_stamps(sheets: Mapping[int, Sheet]) -> Iterator[tuple[int, list[Word], list[Note]]]:
    """Pages with pale print -> the number of each, the words that are read, what was left out."""
    lines = {number: lines_of(sheet.pale, number) for number, sheet in sheets.items()}
    seen = Counter(place for own in lines.values() for place in set(map(_place, own)))
    for number, sheet in sheets.items():
        words = list(sheet.words)
        stamped: list[Note] = []
        for line in lines[number]:
            if seen[_place(line)] > 1 or _lies_over(line.words, sheet.words):
                stamped.append(Note("watermark", line.text, span=Span(page=number)))
            else:
                words.extend(line.words)
        yield number, words, stamped


def _place(line: Line) -> _Place:
    """What may repeat a line on another page: its words, figures apart, and its height."""
    top = line.span.box.y0 if line.span.box else 0.0
    return _FIGURES.sub("#", line.text), round(top / _STEP)


def _lies_over(pale: Iterable[Word], words: Iterable[Word]) -> bool:
    """Does a pale word lie on one of the text?"""
    boxes = [word.box for word in words]
    return any(_shared(word.box, box) > OVER for word in pale for box in boxes)


def _shared(one: Box, other: Box) -> float:
    """The share of the smaller box that both cover."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    if across <= 0 or down <= 0:
        return 0.0
    smaller = min(one.width * one.height, other.width * other.height)
    return across * down / smaller if smaller > 0 else 0.0


def told_once(notes: Iterable[Note]) -> list[Note]:
    """Notes of watermarks, each wording once."""
    first: dict[str, Note] = {}
    for note in notes:
        first.setdefault(_FIGURES.sub("#", note.evidence), note)
    return list(first.values())
