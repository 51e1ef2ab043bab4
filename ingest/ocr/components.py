"""The connected pieces of ink in an image: letters, strokes, specks."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.pixels import Pixels, as_pixels

Numbers: TypeAlias = NDArray[Any]
"""A whole number for each component."""


class Components:
    """The components of an image of ink (0 where there is none), by their numbers. Number 0 is the
    ground that they lie on.

    `labels` tells the number of each pixel; `lefts`, `tops`, `widths`, `heights` and `areas` are
    measured in pixels.
    """

    def __init__(self, ink: Pixels) -> None:
        self.count, self.labels, measures, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
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
