"""A word that a scan left in doubt, put right by the same words that the paper has elsewhere.

A crumb on a letter makes "VẬN SƠN ĐÔNG" of a letterhead's "VẠN SƠN ĐÔNG". No language model knows
that ward; the paper does, that names it surely in every other place. (One sense per discourse:
Gale, Church & Yarowsky 1992.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kehoach.normalize.changes import Edit
from kehoach.normalize.repair.restore import cased, stripped
from kehoach.normalize.repair.touchup import Reading
from kehoach.patterns import compile_regex

STEP = "elsewhere"
DOUBT, SURE = 0.9, 0.97
"""Below the first a word may be another; from the second on a word bears witness."""
TWICE = 2
"""So often the paper says it otherwise, and never as it was read here."""
CONFIDENCE = 0.9
"""How sure a word is that was put right so."""
_WORD = compile_regex(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a line: where it begins, its letters, how surely it was read."""

    start: int
    text: str
    confidence: float

    @property
    def small(self) -> str:
        """Its letters, small."""
        return self.text.casefold()

    @property
    def skeleton(self) -> str:
        """Its small letters without their marks."""
        return stripped(self.small)


_Place = tuple[str, str, str]
"""A word beside another: its skeleton, on which side the other stands, the other's letters."""


def as_said_elsewhere(readings: Sequence[Reading]) -> list[Reading]:
    """Lines of one scanned paper -> the same, with words read in doubt as the paper has them
    elsewhere, beside the same word; their marks alone may be others."""
    lines = [list(_words(reading)) for reading in readings]
    said = _said(lines)
    return [
        _put_right(reading, list(_edits(line, said)))
        for reading, line in zip(readings, lines, strict=True)
    ]


def _words(reading: Reading) -> Iterator[_Word]:
    text = reading.text.text
    for found in _WORD.finditer(text):
        yield _Word(found.start(), found[0], confidence=reading.at(found.start()))


def _said(lines: Sequence[Sequence[_Word]]) -> dict[_Place, Counter[str]]:
    """How each word is spelled beside which other, where both were surely read."""
    said: dict[_Place, Counter[str]] = {}
    for line in lines:
        for first, second in pairwise(line):
            if min(first.confidence, second.confidence) < SURE:
                continue
            before = (second.skeleton, "after", first.small)
            behind = (first.skeleton, "before", second.small)
            said.setdefault(before, Counter())[second.small] += 1
            said.setdefault(behind, Counter())[first.small] += 1
    return said


def _edits(line: Sequence[_Word], said: dict[_Place, Counter[str]]) -> Iterator[Edit]:
    for index, word in enumerate(line):
        if word.confidence >= DOUBT or len(word.text) < 2:
            continue
        places: list[_Place] = []
        if index:
            places.append((word.skeleton, "after", line[index - 1].small))
        if index + 1 < len(line):
            places.append((word.skeleton, "before", line[index + 1].small))
        spellings = [said.get(place, Counter()) for place in places]
        other = _agreed(spellings)
        if other and other != word.small and len(other) == len(word.text):
            yield Edit(word.start, word.text, after=cased(other, word.text), confidence=CONFIDENCE)


def _agreed(spellings: Sequence[Counter[str]]) -> str | None:
    """The one spelling that a word has beside each of its neighbours, often enough beside one of
    them; "Văn" in "Nguyễn Văn Sơn" is not told by "phường Vạn Sơn"."""
    others = {spelling for counted in spellings for spelling in counted}
    if len(others) != 1 or not all(spellings):
        return None
    (other,) = others
    return other if max(counted[other] for counted in spellings) >= TWICE else None


def _put_right(reading: Reading, edits: Sequence[Edit]) -> Reading:
    """The line with its edits; what was put right is sure."""
    if not edits:
        return reading
    starts = {edit.start for edit in edits}
    sure = tuple(
        (first, last, 1.0 if any(first <= start < last for start in starts) else confidence)
        for first, last, confidence in reading.sure
    )
    return replace(reading, text=reading.text.applied(STEP, edits), sure=sure)


__all__ = ["as_said_elsewhere"]
