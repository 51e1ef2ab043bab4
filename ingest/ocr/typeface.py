"""The typeface of a scanned document: which stroke is bold in it and which letter sizes it uses.

A page image tells neither, but a whole document does: most of its words are set in the regular
face, and its sizes are few. So each word is judged against all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from kehoach.ingest.model import Word
from kehoach.ingest.ocr.regions import SeenWord

BOLDER = 1.11
"""A bold stroke is at least this many times a regular one of the same size (Times: 1.5 on paper,
1.2 in a blurred scan, where regular words differ by 0.04)."""
SAME_SIZE = 0.09


class Typeface:
    """What regular words of the document look like; made from all its words."""

    def __init__(self, words: Sequence[SeenWord]) -> None:
        good = [
            word
            for word in words
            if sum(c.isalpha() for c in word.text) >= 2 and word.confidence > 0.5
        ]
        self._sizes = _common_sizes(good)
        self._regular = median(word.stroke for word in good) if good else 0.0
        self._body = self._sizes[0] if self._sizes else 12.0

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
        """Each word's boldness, judged with its neighbours: one short word is measured too roughly.
        A line that is nearly all bold, or nearly all regular, is so as a whole."""
        letters = [max(sum(c.isalnum() for c in word.text), 0.3) for word in line]
        bolder = [
            word.stroke / self._stroke_at(word.size) * n
            for word, n in zip(line, letters, strict=True)
        ]
        flags = []
        for n in range(len(line)):
            near = slice(max(n - 1, 0), n + 2)
            flags.append(sum(bolder[near]) > BOLDER * sum(letters[near]))
        share = sum(n for n, own in zip(letters, flags, strict=True) if own) / sum(letters)
        return [share > 0.5] * len(line) if share > 0.8 or share < 0.2 else flags

    def _stroke_at(self, size: float) -> float:
        """The regular stroke at a letter size: blur widens all alike, so it grows more slowly than
        the size."""
        return max(self._regular, 0.01) * (0.6 + 0.4 * max(size, self._body) / self._body)


def _common_sizes(words: Sequence[SeenWord]) -> list[float]:
    """The letter sizes that the document uses, in half points: the middle of each crowd of sizes,
    largest crowd first."""
    counts: dict[float, int] = {}
    for word in words:
        counts[round(word.size * 4) / 4] = counts.get(round(word.size * 4) / 4, 0) + len(word.text)
    sizes: list[float] = []
    while counts:
        top = max(
            counts,
            key=lambda s: sum(
                n for other, n in counts.items() if abs(other - s) <= SAME_SIZE * s / 2
            ),
        )
        own = {s: n for s, n in counts.items() if abs(s - top) <= SAME_SIZE * top}
        sizes.append(round(sum(s * n for s, n in own.items()) / sum(own.values()) * 2) / 2)
        for size in own:
            del counts[size]
    return sizes
