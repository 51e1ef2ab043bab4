"""Rulings that lean (a sheet photographed from below, drawn in askew) -> how far each place of a
level page must be moved to the left or right so that they stand upright.

Text lines tell how a page is turned, not how it leans: a page whose lines are level may still be a
trapezium, its columns askew. The upright rulings of tables tell it: each long one has a slope, and
slopes that change evenly across the page are explained by a straight line (a picture of a plane
from aside). Where nothing leans, or no table is ruled, the page stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.deskew import DeskewedPage, Lean
from kehoach.ingest.ocr.pixels import Pixels, as_pixels, kernel

Numbers = NDArray[np.float64]

SIGHT_DPI = 150.0
"""Resolution of the copy that slopes are measured on."""
PIECE, TALLEST_GAP = 17, 9
"""Pixels of the copy: an upright piece of ink so tall is none of a letter's; a ruling may be broken
over so many."""
LEAST_HEIGHT, MOST_WIDTH = 90, 24
"""Pixels of the copy: of a ruling that counts; a wider thing is a frame or a shadow."""
RIM = 0.02
"""The share of the page's width at its sides where no table stands."""
FEWEST, LEAST_IN_ALL = 2, 360
"""So many rulings, so tall together, tell how a page leans."""
LEAST_SLOPE, LARGEST_SLOPE = 0.006, 0.12
"""Pixels to the side per pixel down: what leans less is read as well as it is."""
APART = 0.006
"""A slope so far from the straight line over all others tells of no leaning page."""
BACKGROUND = 0
"""The label of what is no ink."""


@dataclass(frozen=True, slots=True)
class _Ruling:
    """An upright ruling: where its middle is, how tall it is, by how much it goes to the side per
    pixel down."""

    x: float
    y: float
    height: float
    slope: float


def upright(page: DeskewedPage) -> DeskewedPage:
    """A level page whose rulings stand upright; one that does not lean stays as it is."""
    lean = lean_of(page)
    if lean is None:
        return page
    return replace(page, grey=moved_aside(page.grey, lean), lean=lean)


def lean_of(page: DeskewedPage) -> Lean | None:
    """How a page leans; None where it does not."""
    scale = min(1.0, SIGHT_DPI / page.dpi)
    small = cv2.resize(page.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rulings = list(_rulings(as_pixels((small < page.level) * np.uint8(255))))
    if len(rulings) < FEWEST or sum(one.height for one in rulings) < LEAST_IN_ALL:
        return None
    slopes = _fitted(rulings, width=small.shape[1])
    if slopes is None:
        return None
    middle = float(np.average([one.y for one in rulings], weights=[one.height for one in rulings]))
    lean = Lean(*slopes, middle=middle / scale)
    return lean if lean.largest >= LEAST_SLOPE else None


def moved_aside(grey: Pixels, lean: Lean) -> Pixels:
    """A grey image of the page (height x width) with its columns upright; what comes in from
    outside is white."""
    height, width = grey.shape
    columns = np.arange(width, dtype=np.float32)[None, :]
    rows = np.arange(height, dtype=np.float32)[:, None]
    slopes = np.linspace(lean.left, lean.right, width, dtype=np.float32)[None, :]
    from_x = columns + slopes * (rows - np.float32(lean.middle))
    from_y = np.broadcast_to(rows, (height, width)).astype(np.float32)
    moved = cv2.remap(
        grey,
        from_x.astype(np.float32),
        from_y,
        interpolation=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=[255],
    )
    return as_pixels(moved)


def _rulings(ink: Pixels) -> Iterator[_Ruling]:
    """The upright rulings of a picture whose ink is 255."""
    thick = cv2.dilate(ink, kernel(1, 3))
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel(PIECE, 1))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, kernel(TALLEST_GAP, 3))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_HEIGHT] >= LEAST_HEIGHT):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if label == BACKGROUND or width > max(MOST_WIDTH, LARGEST_SLOPE * height):
            continue
        if not RIM * ink.shape[1] < left < (1 - RIM) * ink.shape[1]:
            continue  # the edge of the sheet
        window = labels[top : top + height, left : left + width] == label
        filled = window.any(axis=1)
        rows = np.flatnonzero(filled)
        columns = np.arange(width)
        middles = (window[filled] * columns).sum(axis=1) / window[filled].sum(axis=1)
        slope, start = np.polyfit(rows, middles, 1)
        if abs(float(slope)) <= LARGEST_SLOPE:
            x = left + float(start) + float(slope) * height / 2
            yield _Ruling(x, y=top + height / 2, height=height, slope=float(slope))


def _fitted(rulings: list[_Ruling], width: int) -> tuple[float, float] | None:
    """The slope at the left and at the right edge that explain those of all rulings; None where
    they go apart."""
    places = np.array([one.x / width for one in rulings])
    slopes = np.array([one.slope for one in rulings])
    weights = np.sqrt([one.height for one in rulings])
    is_spread = float(np.ptp(places)) > 0.25
    line = np.polyfit(places, slopes, 1 if is_spread else 0, w=weights)
    off = np.abs(np.polyval(line, places) - slopes)
    if float(np.average(off, weights=weights)) > APART:
        return None
    return float(np.polyval(line, 0.0)), float(np.polyval(line, 1.0))
