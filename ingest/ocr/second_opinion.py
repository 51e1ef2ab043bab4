"""Both readers: our own, and where it is in doubt Tesseract beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.ingest.ocr.line_reader import read_by_lines
from kehoach.ingest.ocr.pixels import PixelBox
from kehoach.ingest.ocr.readings import RegionReading
from kehoach.ingest.ocr.regions import Region
from kehoach.ingest.ocr.tesseract_regions import read_by_tesseract
from kehoach.ingest.ocr.words import ReadWord

DOUBTFUL = 0.8
"""A word of less confidence is looked at twice."""
SAME_PLACE = 0.5
"""Share of the narrower box in which two readings of one word overlap."""


def read_by_both(regions: Sequence[Region], dpi: float, end: float) -> list[RegionReading]:
    """Regions -> what stands in each (see `RegionsReader`). Where both readers agree on a doubtful
    word it is surer; where they do not, ours stays, for it is right more often, and so does its
    doubt."""
    readings = read_by_lines(regions, dpi, end=end)
    doubtful = [index for index, reading in enumerate(readings) if reading.confidence < DOUBTFUL]
    if not doubtful:
        return readings
    seconds = read_by_tesseract([regions[index] for index in doubtful], dpi, end=end)
    for index, second in zip(doubtful, seconds, strict=True):
        words = [_confirmed(word, second) for word in readings[index].words]
        readings[index] = replace(readings[index], words=tuple(words))
    return readings


def _confirmed(word: ReadWord, second: RegionReading) -> ReadWord:
    """A word, surer when the second reading has the same at its place."""
    if word.confidence >= DOUBTFUL:
        return word
    for other in second.words:
        box = other.box.shrunk_by(second.scale)
        if other.text == word.text and _overlap(word.box, box) >= SAME_PLACE:
            doubt = (1 - word.confidence) * (1 - other.confidence)
            return replace(word, confidence=1 - doubt)
    return word


def _overlap(one: PixelBox, other: PixelBox) -> float:
    """The share of the narrower of two boxes, by x, that both cover; 0 where they are not at one
    height."""
    if one.bottom <= other.top or other.bottom <= one.top:
        return 0.0
    common = min(one.right, other.right) - max(one.left, other.left)
    narrower = min(one.right - one.left, other.right - other.left)
    return max(common, 0) / max(narrower, 1)
