"""The connected pieces of ink in an image: letters, strokes, specks."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.pixels import Pixels, as_pixels

Numbers: TypeAlias = NDArray[Any]
"""A whole number for each component."""


def rows_with_ink(ink: Pixels, around: int) -> Numbers:
    """The numbers of the rows that have ink, and of those within `around` rows of them. On a copy
    of these alone most pages are looked through in no time, and pieces of ink stay as they are:
    no two grow together while `around` is at least 1.

    >>> rows_with_ink(np.array([[0], [0], [0], [255], [0], [0]], np.uint8), 1)
    array([2, 3, 4])
    """
    has_ink = ink.max(axis=1, keepdims=True)
    near = cv2.dilate(has_ink, np.ones((2 * around + 1, 1), np.uint8))
    rows: Numbers = np.flatnonzero(near)
    return rows


class Components:
    """The components of an image of ink (0 where there is none), by their numbers. Number 0 is the
    ground that they lie on.

    `labels` tells the number of each pixel; `lefts`, `tops`, `widths`, `heights` and `areas` are
    measured in pixels.
    """

    def __init__(self, ink: Pixels) -> None:
        self.count, self.labels, measures, _ = cv2.connectedComponentsWithStats(
            ink, connectivity=8, ltype=cv2.CV_16U if _are_few(ink) else cv2.CV_32S
        )
        columns: list[Numbers] = list(measures.T)
        self.lefts = columns[cv2.CC_STAT_LEFT]
        self.tops = columns[cv2.CC_STAT_TOP]
        self.widths = columns[cv2.CC_STAT_WIDTH]
        self.heights = columns[cv2.CC_STAT_HEIGHT]
        self.areas = columns[cv2.CC_STAT_AREA]

    def ink_of(self, wanted: NDArray[np.bool_]) -> Pixels:
        """255 on the components that are wanted (one answer for each), without the ground."""
        ink = np.where(wanted, 255, 0).astype(np.uint8)
        ink[0] = 0
        return as_pixels(ink[self.labels])


_BEFORE = np.array([[1, 1, 1], [1, 0, 0]], np.uint8)
"""The neighbours of a pixel (in the middle below) that are looked at before it."""
MOST = 65_000


def _are_few(ink: Pixels) -> bool:
    """May the components of an image surely be counted with 16 bits, in less than half the time? No
    number is given out but at a pixel of ink with none before it."""
    starts = cv2.subtract(ink, cv2.dilate(ink, _BEFORE, anchor=(1, 1)))
    return cv2.countNonZero(starts) < MOST
