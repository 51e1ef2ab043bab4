"""Lines that are bent (a page that was curved under the camera, a sheet drawn in crookedly) -> how
far each place of the page must be moved up or down so that they run level.

The page is cut into upright strips, and these into windows. What stands on one line stands at the
same height in neighbouring strips, so that their row profiles are alike but for a shift; the shifts
are measured by correlation, text and rulings alike, and a polynomial over the page explains them.
Where nothing is bent, all shifts are nought and the page stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.deskew import DeskewedPage
from kehoach.ingest.ocr.photo.upright import moved_aside, upright
from kehoach.ingest.ocr.pixels import Pixels, as_pixels

Numbers = NDArray[np.float64]
AnyImage = NDArray[Any]

SIGHT_DPI = 112.5
"""Resolution of the copy that shifts are measured on."""
STRIPS, WINDOWS = 16, 9
GRID = (36, 64)
"""Rows and columns of places that a bend is told by."""
FARTHEST = 9
"""Pixels of the copy by which neighbouring strips may differ: half the way to the next line."""
LEAST_LIKENESS = 0.55
"""The correlation of two windows below which they do not show the same lines."""
POWERS_ACROSS, POWERS_DOWN = 5, 2
"""Degrees of the polynomial: across the page, and how that changes going down."""
APART = 0.7
"""Pixels of the copy: a shift that is further from what the polynomial says counts less."""
LEAST_MEASURES = 24
LEAST_BEND = 1.6
"""Pixels of the copy: what is bent less is read as well as it is."""
EXPLAINED = 0.5
"""The share of the measured shifts' square sum that the polynomial may leave."""
TRIES = 3
CLEARLY_BENT = 3.0
"""Points, standard deviation: a page that shows no table around it is straightened only when it is
bent so much. Scans of paper that was folded come to half of it."""


def straighten(page: DeskewedPage, *, is_photograph: bool) -> DeskewedPage:
    """A level page with straight lines and upright rulings. One whose lines are straight stays as
    it is, and so does a scan that is not clearly bent, and a page that does not lean."""
    bend = bend_of(page)
    if bend is not None and (is_photograph or bend.std() * page.points >= CLEARLY_BENT):
        page = replace(page, grey=straightened(page.grey, bend), bend=bend)
    return upright(page)


def straightened_alike(image: Pixels, page: DeskewedPage) -> Pixels:
    """Another grey image of the same page, laid as it was by `deskewed_alike`, straightened and set
    upright as the page was."""
    if page.bend is not None:
        image = straightened(image, page.bend)
    return image if page.lean is None else moved_aside(image, page.lean)


def bend_of(page: DeskewedPage) -> Numbers | None:
    """For each place of a coarse grid over a level page, by how many of its pixels the print lies
    too low there; None where lines are straight."""
    scale = min(1.0, SIGHT_DPI / page.dpi)
    small = cv2.resize(page.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < page.level).astype(np.float32)
    bend = np.zeros(GRID)
    for _ in range(TRIES):
        seen = _moved(ink, bend) if bend.any() else ink
        more = _bend_once(seen)
        if more is None:
            break
        bend += more
    return bend / scale if bend.any() else None


def straightened(grey: Pixels, bend: Numbers) -> Pixels:
    """The page with its print moved by `bend`; what comes in from outside is white."""
    moved = _moved(grey, bend, flags=cv2.INTER_CUBIC, ground=255)
    return as_pixels(moved)


def _moved(
    image: AnyImage, bend: Numbers, *, flags: int = cv2.INTER_LINEAR, ground: int = 0
) -> AnyImage:
    height, width = image.shape
    size = (width, height)
    way = cv2.resize(bend.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    return np.asarray(
        cv2.remap(
            image,
            columns,
            rows + way,
            interpolation=flags,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=[ground],
        )
    )


def _bend_once(ink: AnyImage) -> Numbers | None:
    """The bend of a copy, in its pixels, by the shifts as they can be seen now."""
    shifts, weights = _shifts(ink)
    if int((weights > 0).sum()) < LEAST_MEASURES:
        return None
    strip = 2 / STRIPS
    across = strip * (np.arange(STRIPS - 1) + 0.5) - 1
    down = 2 * (np.arange(WINDOWS) + 1) / (WINDOWS + 1) - 1
    rows, columns = np.meshgrid(down, across, indexing="ij")
    steps = _terms(columns + strip, rows) - _terms(columns, rows)
    shape = _fitted(steps.reshape(shifts.size, -1), shifts.ravel(), weights=weights.ravel())
    if shape is None:
        return None
    rows, columns = np.meshgrid(*(np.linspace(-1, 1, count) for count in GRID), indexing="ij")
    bend = _terms(columns, rows) @ shape
    bend -= bend.mean(axis=1, keepdims=True)
    is_bent = float(np.abs(bend).max()) >= LEAST_BEND
    return np.asarray(bend) if is_bent else None


def _fitted(terms: Numbers, shifts: Numbers, weights: Numbers) -> Numbers | None:
    """The factors of the terms that explain the shifts, by weighted least squares; None when they
    explain too little. What lies apart (a letterhead in two columns) loses its vote."""
    count = terms.shape[1]
    ridge = 1e-3 * np.eye(count)
    shape: Numbers = np.zeros(count)
    kept = weights
    off = shifts
    for _ in range(4):
        scaled = terms * kept[:, None]
        normal = scaled.T @ terms + ridge
        shape = np.asarray(np.linalg.solve(normal, scaled.T @ shifts))
        off = np.abs(terms @ shape - shifts)
        votes = np.minimum(1.0, APART / np.maximum(off, 1e-6))
        kept = weights * votes**2
    before = float(kept @ shifts**2)
    after = float(kept @ off**2)
    return shape if after <= EXPLAINED * before else None


def _terms(across: Numbers, down: Numbers) -> Numbers:
    """The terms of the polynomial at places from -1 to 1. A term that does not change across the
    page moves whole lines, which nothing here can measure."""
    terms: list[Numbers] = []
    for power in range(1, POWERS_ACROSS + 1):
        for other in range(POWERS_DOWN + 1):
            terms.append(across**power * down**other)
    return np.stack(terms, axis=-1)


def _shifts(ink: AnyImage) -> tuple[Numbers, Numbers]:
    """For each window and each strip but the last: by how many rows the print of the next strip
    stands lower, and what that is worth (0: nothing to be seen)."""
    height, width = ink.shape
    bounds = np.linspace(0, width, STRIPS + 1).astype(int)
    strips = [ink[:, left:right].mean(axis=1) for left, right in pairwise(bounds)]
    profiles = np.stack(strips).astype(np.float64)
    half = height / (WINDOWS + 1)  # neighbouring windows overlap by half
    shifts = np.zeros((WINDOWS, STRIPS - 1))
    weights = np.zeros((WINDOWS, STRIPS - 1))
    for number in range(WINDOWS):
        start = round(number * half)
        window = slice(start, min(height, start + 2 * round(half)))
        shifts[number], weights[number] = _peaks(_likeness(profiles, window))
    return shifts, weights


def _likeness(profiles: Numbers, window: slice) -> Numbers:
    """How alike each strip, in a window, is to the next one moved up: a row for each strip but the
    last, a column for each shift from -FARTHEST to FARTHEST."""
    here = _centred(profiles[:-1, window])
    padded = np.pad(profiles[1:], ((0, 0), (FARTHEST, FARTHEST)))
    columns: list[Numbers] = []
    for shift in range(2 * FARTHEST + 1):
        there = _centred(padded[:, window.start + shift : window.stop + shift])
        columns.append((here * there).sum(axis=1))
    return np.stack(columns, axis=1)


def _centred(rows: Numbers) -> Numbers:
    """Rows with a mean of 0 and a length of 1; empty ones stay 0."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    length = np.sqrt(np.square(centred).sum(axis=1, keepdims=True))
    return np.asarray(centred / np.maximum(length, 0.05))


def _peaks(likeness: Numbers) -> tuple[Numbers, Numbers]:
    """Likeness by shift, a row for each pair of strips -> the likeliest shift, to a part of a
    pixel, and its weight."""
    best = np.clip(likeness.argmax(axis=1), 1, likeness.shape[1] - 2)
    pairs = np.arange(len(best))
    before = likeness[pairs, best - 1]
    peak = likeness[pairs, best]
    after = likeness[pairs, best + 1]
    curve = np.minimum(before - 2 * peak + after, -1e-9)
    offset = 0.5 * (before - after) / curve  # the top of a parabola through the three
    shift = best - FARTHEST + np.clip(offset, -0.5, 0.5)
    weight = np.where(peak > LEAST_LIKENESS, peak**2, 0.0)
    return shift, weight
