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

from kehoach.ingest.ocr.pixels import PixelBox, Pixels, kernel

X_HEIGHT, ASCENDER, CAPITAL, DESCENDER = 0.46, 0.685, 0.668, 0.215
HEIGHT_OF_T, HEIGHT_OF_HORN = 0.58, 0.04
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
        top = max(top, _height(base, marks))
        if base in _DEEP or _DOT_BELOW in marks:
            bottom = max(bottom, DESCENDER)
    return top, bottom


def _height(base: str, marks: Sequence[str]) -> float:
    """How high a letter or digit with these marks stands above the base line, in letter sizes."""
    marks_above = [mark for mark in marks if mark in _MARKS_ABOVE]
    above = min(len(marks_above), 2)
    if base.isupper():
        return CAPITAL + _ABOVE_CAPITAL[above]
    if base.isdigit() or base in _TALL:
        return ASCENDER
    if base == "t":
        return HEIGHT_OF_T
    if _HORN in marks:
        return X_HEIGHT + HEIGHT_OF_HORN + _ABOVE_SMALL[above]
    return X_HEIGHT + _ABOVE_SMALL[above]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a line is set: letter size and base line, in the unit of the boxes it was measured
    from."""

    size: float
    base: float


def setting_of(words: Sequence[tuple[str, float, float]]) -> Setting | None:
    """Words of one line as (text, top, bottom) -> its letter size and base line; None without a
    letter or digit."""
    sizes: list[float] = []
    feet: list[tuple[float, float]] = []  # where the ink ends, and how far below the base line
    for text, top, bottom in words:
        above, below = reach(text)
        if above > 0 and bottom > top:
            height = bottom - top
            sizes.append(height / (above + below))
            feet.append((bottom, below))
    if not sizes:
        return None
    size = median(sizes)
    base = median(bottom - below * size for bottom, below in feet)
    return Setting(size, base)


class Strokes:
    """The stroke widths in an image: along each ridge of the ink, how thick the ink is there."""

    def __init__(self, ink: Pixels) -> None:
        distance = np.asarray(cv2.distanceTransform(ink, cv2.DIST_L2, 3), np.float32)
        highest_near = cv2.dilate(distance, kernel(3, 3))
        is_highest = distance >= highest_near
        is_ridge = is_highest & (distance > 0)
        self._widths: NDArray[np.float32] = np.where(is_ridge, 2 * distance, 0)

    def width(self, box: PixelBox) -> float:
        """The mean stroke width in a box, in pixels, 0 without ink."""
        top, left = max(box.top, 0), max(box.left, 0)
        part = self._widths[top : box.bottom, left : box.right]
        widths = part[part > 0]
        return float(widths.mean()) if widths.size else 0.0
