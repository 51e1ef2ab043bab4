"""Words of a page image: as a reader gives them, and as they stand on the page."""

from __future__ import annotations

from dataclasses import dataclass

from kehoach.ingest.model import Box, Rivals
from kehoach.ingest.ocr.pixels import PixelBox


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as it was read: box in pixels of its image, the number of its line there, confidence
    0..1; `again`: what it is in other readings, where it cannot be as it was read; `rivals`: what
    else the same reading may be, each with how likely it is beside the word (1: as likely)."""

    text: str
    box: PixelBox
    line: int
    confidence: float
    again: str = ""
    rivals: Rivals = ()


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word on a page image. `box` holds the line's height, not the ink's; `size` and `stroke`
    (width) in points; `again` and `rivals` as of a word that was read."""

    text: str
    box: Box
    size: float
    stroke: float
    confidence: float
    again: str = ""
    rivals: Rivals = ()
