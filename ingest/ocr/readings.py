"""What was read in the regions of a page, whoever read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kehoach.ingest.ocr.regions import Region
from kehoach.ingest.ocr.words import ReadWord, SeenWord

NOISE = 0.3
"""Mean confidence below which a line is no print."""


@dataclass(frozen=True, slots=True)
class RegionReading:
    """What was read in a region, at which scale."""

    words: tuple[ReadWord, ...]
    scale: float

    @property
    def text(self) -> str:
        """Its words, with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """That of its most doubtful word, 0 without words."""
        return min((word.confidence for word in self.words), default=0.0)


RegionsReader: TypeAlias = Callable[[Sequence[Region], float, float], list[RegionReading]]
"""(regions of a page, dpi, the time on the monotonic clock when it must be done) -> what stands in
each. Raises PageTimeoutError, MissingDependencyError, UnreadableFileError."""


def mean_confidence(words: Sequence[ReadWord] | Sequence[SeenWord]) -> float:
    """The mean confidence of the letters of words, 0 without any."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return 0.0
    return sum(word.confidence * len(word.text) for word in words) / letters


def without_noise(words: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
    """Words without the lines that the reader itself does not believe in: specks, seals,
    signatures, printing that shines through from the back."""
    lines: dict[int, list[ReadWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    believed: set[int] = set()
    for number, line in lines.items():
        if mean_confidence(line) >= NOISE:
            believed.add(number)
    return tuple(word for word in words if word.line in believed)
