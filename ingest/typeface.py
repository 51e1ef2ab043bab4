"""The typeface of a scanned document: which stroke is bold in it and which letter sizes it uses.

A page image tells neither, but a whole document does: most of its words are set in the regular face, and its sizes are
few. So each word is judged against all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from ingest.model import Word
from ingest.ocr_page import SeenWord

BOLDER = 1.16
"""A bold stroke is at least this many times a regular one of the same size (Times: 1.5 on paper, less in a blurred
scan)."""
SAME_SIZE = 0.09


class Typeface:
    """What regular words of the document look like; made from all its words."""

    def __init__(self, words: Sequence[SeenWord]) -> None:
        good = [word for word in words if sum(c.isalpha() for c in word.text) >= 2 and word.confidence > 0.5]
        self._sizes = _common_sizes(good)
        self._regular = median(word.stroke for word in good) if good else 0.0

    def words(self, seen: Iterable[SeenWord]) -> list[Word]:
        """Words as seen -> words with the document's letter sizes and their boldness."""
        lines: dict[tuple[float, float, float], list[SeenWord]] = {}
        for word in seen:
            lines.setdefault((word.box.y0, word.box.y1, word.size), []).append(word)
        return [word for line in lines.values() for word in self._line(line)]

    def _line(self, line: Sequence[SeenWord]) -> list[Word]:
        size = self._size(line[0].size)
        bold = self._bold(line)
        return [
            Word(word.text, word.box, size, bold=own, confidence=word.confidence)
            for word, own in zip(line, bold, strict=True)
        ]

    def _size(self, size: float) -> float:
        near = [common for common in self._sizes if abs(common - size) <= SAME_SIZE * common]
        return min(near, key=lambda common: abs(common - size)) if near else round(size)

    def _bold(self, line: Sequence[SeenWord]) -> list[bool]:
        """Each word's boldness; a single word that differs from both neighbours is a slip of the measure."""
        raw = [word.stroke > BOLDER * self._regular for word in line]
        letters = [max(len(word.text), 1) for word in line]
        share = sum(n for n, own in zip(letters, raw, strict=True) if own) / sum(letters)
        if share > 0.75 or share < 0.25:
            return [share > 0.5] * len(line)
        return [
            raw[n] if not 0 < n < len(raw) - 1 else sum(raw[n - 1 : n + 2]) >= 2 for n in range(len(raw))
        ]


def _common_sizes(words: Sequence[SeenWord]) -> list[float]:
    """The letter sizes that the document uses, in half points: the middle of each crowd of sizes, largest crowd first."""
    counts: dict[float, int] = {}
    for word in words:
        counts[round(word.size * 4) / 4] = counts.get(round(word.size * 4) / 4, 0) + len(word.text)
    sizes: list[float] = []
    while counts:
        top = max(counts, key=lambda s: sum(n for other, n in counts.items() if abs(other - s) <= SAME_SIZE * s / 2))
        own = {s: n for s, n in counts.items() if abs(s - top) <= SAME_SIZE * top}
        sizes.append(round(sum(s * n for s, n in own.items()) / sum(own.values()) * 2) / 2)
        for size in own:
            del counts[size]
    return sizes
