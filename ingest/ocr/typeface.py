"""The typeface of a scanned document: which stroke is bold in it and which letter sizes it uses.

A page image tells neither, but a whole document does: most of its words are set in the regular
face, and its sizes are few. So each word is judged against all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from kehoach.ingest.model import Word
from kehoach.ingest.ocr.words import SeenWord

BOLDER = 1.11
"""A bold stroke is at least this many times a regular one of the same size (Times: 1.5 on paper,
1.2 in a blurred scan, where regular words differ by 0.04)."""
SAME_SIZE = 0.09
"""Sizes that differ by less than this share are one size, measured twice."""
USUAL_SIZE = 12.0
"""Points; the size of a document without words that tell it."""
SURE = 0.5
"""A word read with less confidence tells nothing of the face."""


class Typeface:
    """What regular words of the document look like; made from all its words."""

    def __init__(self, words: Sequence[SeenWord]) -> None:
        telling = [word for word in words if _tells_the_face(word)]
        self._sizes = _common_sizes(telling)
        self._regular_stroke = median(word.stroke for word in telling) if telling else 0.0
        self._body_size = self._sizes[0] if self._sizes else USUAL_SIZE

    def words(self, seen: Iterable[SeenWord]) -> list[Word]:
        """Words as seen -> words with the document's letter sizes and their boldness."""
        lines: dict[tuple[float, float, float], list[SeenWord]] = {}
        for word in seen:
            key = (word.box.y0, word.box.y1, word.size)
            lines.setdefault(key, []).append(word)
        words: list[Word] = []
        for line in lines.values():
            words += self._dressed(line)
        return words

    def _dressed(self, line: Sequence[SeenWord]) -> list[Word]:
        size = self._common_size(line[0].size)
        bold = self._boldness(line)
        dressed: list[Word] = []
        for seen, is_bold in zip(line, bold, strict=True):
            word = Word(
                seen.text,
                seen.box,
                size=size,
                bold=is_bold,
                confidence=seen.confidence,
                again=seen.again,
                rivals=seen.rivals,
            )
            dressed.append(word)
        return dressed

    def _common_size(self, size: float) -> float:
        """The document's size nearest to a measured one; the measured one in whole points where
        none is near."""
        near = [common for common in self._sizes if abs(common - size) <= SAME_SIZE * common]
        if not near:
            return round(size)
        return min(near, key=lambda common: abs(common - size))

    def _boldness(self, line: Sequence[SeenWord]) -> list[bool]:
        """Each word's boldness, judged with its neighbours: one short word is measured too roughly.
        A line that is nearly all bold, or nearly all regular, is so as a whole."""
        letters = [max(sum(map(str.isalnum, word.text)), 0.3) for word in line]
        weighted: list[float] = []  # how many times the regular stroke, by letters
        for word, count in zip(line, letters, strict=True):
            times_regular = word.stroke / self._stroke_at(word.size)
            weighted.append(times_regular * count)
        bold: list[bool] = []
        bold_letters = 0.0
        for index, count in enumerate(letters):
            near = slice(max(index - 1, 0), index + 2)
            is_bold = sum(weighted[near]) > BOLDER * sum(letters[near])
            bold.append(is_bold)
            bold_letters += count if is_bold else 0
        share = bold_letters / sum(letters)
        if 0.2 <= share <= 0.8:
            return bold
        return [share > 0.5] * len(line)

    def _stroke_at(self, size: float) -> float:
        """The regular stroke at a letter size: blur widens all alike, so it grows more slowly than
        the size."""
        larger = max(size, self._body_size) / self._body_size
        regular = max(self._regular_stroke, 0.01)
        return regular * (0.6 + 0.4 * larger)


def _tells_the_face(word: SeenWord) -> bool:
    return sum(map(str.isalpha, word.text)) >= 2 and word.confidence > SURE


def _common_sizes(words: Sequence[SeenWord]) -> list[float]:
    """The letter sizes that the document uses, in half points: the middle of each crowd of sizes,
    largest crowd first."""
    letters_of: Counter[float] = Counter()
    for word in words:
        size = round(word.size * 4) / 4
        letters_of[size] += len(word.text)

    def letters_near(size: float) -> int:
        reach = SAME_SIZE * size / 2
        near = (count for other, count in letters_of.items() if abs(other - size) <= reach)
        return sum(near)

    sizes: list[float] = []
    while letters_of:
        centre = max(letters_of, key=letters_near)
        reach = SAME_SIZE * centre
        crowd = {size: count for size, count in letters_of.items() if abs(size - centre) <= reach}
        weighted = sum(size * count for size, count in crowd.items())
        mean = weighted / sum(crowd.values())
        sizes.append(round(mean * 2) / 2)
        for size in crowd:
            del letters_of[size]
    return sizes
