"""A photograph -> the sheet in it as a scanner would have seen it: the table cut away, the
perspective taken out, edges that are bent drawn straight.

The four corners give the perspective (a homography). What the edges stray from straight after that
is spread over the sheet between them (a Coons patch), as a bent sheet bends its print along with
its edges. Both are one map, so that the pixels are interpolated once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.deskew import MAX_PIXELS
from kehoach.ingest.ocr.photo.sheet import STEPS, Points, Sheet, find_sheet
from kehoach.ingest.ocr.pixels import Pixels, as_pixels

A4_RATIO, A4_SHORT = math.sqrt(2), 8.27
"""The sides of A4: one to the other, and the shorter one in inches."""
LIKE_A4 = (1.1, 1.8)
"""A sheet whose sides seem to have such a ratio is A4, seen aslant."""
TRIM = 0.004
"""The share of each side that is cut off: the edge's own shadow."""

Map = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FlatSheet:
    """A page as a scanner would have seen it: RGB or grey pixels at `dpi`, and whether it was
    photographed."""

    pixels: Pixels
    dpi: float
    is_photograph: bool


def flat_sheet(image: Pixels, dpi: float) -> FlatSheet:
    """A page image (RGB or grey, at `dpi`) -> the sheet in it, flat. A scan stays as it is, the
    same pixels."""
    sheet = find_sheet(image)
    if sheet is None:
        return FlatSheet(image, dpi, is_photograph=False)
    width, height = _size_of(sheet)
    lifted = _map_of(sheet, width, height=height)
    flat = cv2.remap(image, *lifted, interpolation=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    sheet_dpi = min(width, height) * (1 + 2 * TRIM) / A4_SHORT
    return FlatSheet(as_pixels(flat), sheet_dpi, is_photograph=True)


def _size_of(sheet: Sheet) -> tuple[int, int]:
    """Width and height that the flat sheet gets, in pixels: as fine as the picture shows it where
    it is nearest."""
    top, right, bottom, left = map(_length, sheet.edges)
    width, height = max(top, bottom), max(left, right)
    shorter, longer = min(width, height), max(width, height)
    if LIKE_A4[0] < longer / shorter < LIKE_A4[1]:
        shorter = max(shorter, longer / A4_RATIO)
        longer = shorter * A4_RATIO
    shrink = min(1.0, math.sqrt(MAX_PIXELS / (shorter * longer)))
    shorter, longer = shorter * shrink, longer * shrink
    width, height = (shorter, longer) if width <= height else (longer, shorter)
    return round(width), round(height)


def _length(edge: Points) -> float:
    """How long an edge is in the picture."""
    return float(np.hypot(*np.diff(edge, axis=0).T).sum())


def _map_of(sheet: Sheet, width: int, height: int) -> tuple[Map, Map]:
    """For each pixel of the flat sheet, where it lies in the picture: x and y."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    lift = np.asarray(
        cv2.getPerspectiveTransform(unit, sheet.corners.astype(np.float32)), np.float64
    )
    down = np.asarray(np.linalg.inv(lift), np.float64)
    top, right, bottom, left = (_warped(edge, down) for edge in sheet.edges)
    steps = np.linspace(TRIM, 1 - TRIM, STEPS)
    across, along = np.meshgrid(steps, steps)
    # How far each edge strays from the straight line that it should be, over its own run.
    above = _over(top[:, 0], top[:, 1], at=across)
    below = _over(bottom[:, 0], bottom[:, 1] - 1, at=across)
    before = _over(left[:, 1], left[:, 0], at=along)
    behind = _over(right[:, 1], right[:, 0] - 1, at=along)
    aside = (1 - across) * before + across * behind
    lower = (1 - along) * above + along * below
    places = np.stack([across + aside, along + lower], axis=-1)
    seen = _warped(places.reshape(-1, 2), lift).reshape(STEPS, STEPS, 2)
    return _full(seen[..., 0], width, height=height), _full(seen[..., 1], width, height=height)


def _warped(points: Points, matrix: NDArray[np.float64]) -> Points:
    warped = cv2.perspectiveTransform(points[None].astype(np.float64), matrix)
    return np.asarray(warped[0], np.float64)


def _over(run: NDArray[np.float64], values: NDArray[np.float64], at: Points) -> Points:
    """Values that are known along a run, between them as well."""
    order = np.argsort(run)
    return np.asarray(np.interp(at, run[order], values[order]))


def _full(coarse: Points, width: int, height: int) -> Map:
    """A map known on a few places -> of every pixel. The outermost places are the outermost
    pixels."""
    across = np.linspace(0, STEPS - 1, width, dtype=np.float32)
    down = np.linspace(0, STEPS - 1, height, dtype=np.float32)
    columns, rows = np.meshgrid(across, down)
    full = cv2.remap(coarse.astype(np.float32), columns, rows, interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, np.float32)
