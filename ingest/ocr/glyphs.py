"""The look of words in a picture: letter size, base line and stroke width, which a text layer would
tell by its fonts.

Sizes follow from the height of the ink and from which letters a word has: "nam" is as high as its
x-height, "Kế" from the base line to the top of two marks. The shares of the letter size are those
of Times, the face that Decree 30/2020/NĐ-CP (annex I) prescribes; other faces differ by a few
percent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.deskew import Pixels

X_HEIGHT, ASCENDER, CAPITAL, DESCENDER = 0.46, 0.685, 0.668, 0.215
_MARKS_ABOVE = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309")
_DOT_BELOW, _HORN = "\u0323", "\u031b"
_TALL = frozenset("bdfhklđij")
_DEEP = frozenset("gjpqy")
_ABOVE_SMALL = (0.0, 0.22, 0.42)
_ABOVE_CAPITAL = (0.0, 0.22, 0.33)
ABOVE, BELOW = 0.8, 0.2
"""How much of a line's box stands above and below the base line, in letter sizes."""


@lru_cache(maxsize=4096)
def reach(word: str) -> tuple[float, float]:
    """How far a word's ink reaches above and below the base line, in letter sizes; (0, 0) without
    letter or digit.

    >>> reach("nam"), reach("Kp")
    ((0.46, 0.0), (0.668, 0.215))
    """
    top = bottom = 0.0
    for letter in word:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if not base.isalnum():
            continue
        above = sum(mark in _MARKS_ABOVE for mark in marks)
        if base.isupper():
            height = CAPITAL + _ABOVE_CAPITAL[min(above, 2)]
        elif base.isdigit() or base in _TALL:
            height = ASCENDER
        elif base == "t":
            height = 0.58
        else:
            height = X_HEIGHT + (0.04 if _HORN in marks else 0.0)
            height += _ABOVE_SMALL[min(above, 2)]
        top = max(top, height)
        if base in _DEEP or _DOT_BELOW in marks:
            bottom = max(bottom, DESCENDER)
    return top, bottom


@dataclass(frozen=True, slots=True)
class Setting:
    """How a line is set: letter size and base line, in the unit of the boxes it was measured
    from."""

    size: float
    base: float


def setting_of(words: Sequence[tuple[str, float, float]]) -> Setting | None:
    """Words of one line as (text, top, bottom) -> its letter size and base line; None without a
    letter or digit."""
    measured = [(*reach(text), top, bottom) for text, top, bottom in words]
    measured = [m for m in measured if m[0] > 0 and m[3] > m[2]]
    if not measured:
        return None
    size = median((bottom - top) / (above + below) for above, below, top, bottom in measured)
    base = median(bottom - below * size for _, below, _, bottom in measured)
    return Setting(size, base)


class Strokes:
    """The stroke widths in an image: along each ridge of the ink, how thick the ink is there."""

    def __init__(self, ink: Pixels) -> None:
        distance = np.asarray(cv2.distanceTransform(ink, cv2.DIST_L2, 3), np.float32)
        top = cv2.dilate(distance, np.ones((3, 3), np.uint8))
        self._ridge: NDArray[np.float32] = np.where(
            (distance >= top) & (distance > 0), 2 * distance, 0
        )

    def width(self, x0: int, y0: int, x1: int, y1: int) -> float:
        """The mean stroke width in a box of pixels, 0 without ink."""
        own = self._ridge[max(y0, 0) : y1, max(x0, 0) : x1]
        widths = own[own > 0]
        return float(widths.mean()) if widths.size else 0.0
