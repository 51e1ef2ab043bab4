"""Long thin strokes of ink: what may be ruled lines. Lengths are points; pixels only inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.components import Components, Numbers, rows_with_ink
from kehoach.ingest.ocr.pixels import PixelBox, Pixels, as_pixels, kernel

SEED = 8.5
"""The shortest piece of a broken line that still counts: longer than the bar of a letter of 14
points."""
THICKEST = 4.0
SHORT = 60.0
"""A stroke shorter than this (points) must stand the freer, or it is letters run together."""
REACH = 5.0
"""A line that ends this near before a crossing one was meant to meet it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruled line: `at` is y for one across, x for one down; it runs from `start` to `end`
    (points)."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long it is, in points."""
        return self.end - self.start

    def reaches(self, at: float) -> bool:
        """Does it come as near to `at`, a place along it, as to meet a line that crosses there?"""
        return self.start - REACH <= at <= self.end + REACH


@dataclass(frozen=True, slots=True)
class Stroke:
    """A long thin stroke of ink: as a ruling, and the pixels of it from `x`, `y`."""

    line: Ruling
    x: int
    y: int
    pixels: NDArray[np.bool_]


def painted(strokes: Sequence[Stroke], dark: Pixels) -> Pixels:
    """255 on the ink of the strokes, with its blurred rim."""
    mask = np.zeros_like(dark)
    for stroke in strokes:
        height, width = stroke.pixels.shape
        around = PixelBox(
            left=max(stroke.x - 1, 0),
            top=max(stroke.y - 2, 0),
            right=stroke.x + width + 1,
            bottom=stroke.y + height + 2,
        )
        part = around.part_of(mask)
        own = np.zeros_like(part)
        y, x = stroke.y - around.top, stroke.x - around.left
        own[y : y + height, x : x + width][stroke.pixels] = 255
        near = cv2.dilate(own, kernel(5, 3))
        cv2.bitwise_or(part, cv2.bitwise_and(near, _rim(dark, around)), dst=part)
    return mask


def _rim(dark: Pixels, box: PixelBox) -> Pixels:
    """The ink in a box and its blurred rim."""
    height, width = box.part_of(dark).shape
    top, left = max(box.top - 1, 0), max(box.left - 1, 0)
    rim = cv2.dilate(dark[top : box.bottom + 1, left : box.right + 1], kernel(3, 3))
    first_row, first_column = box.top - top, box.left - left
    return as_pixels(rim[first_row : first_row + height, first_column : first_column + width])


def strokes_of(dark: Pixels, dpi: float, shortest: float) -> list[Stroke]:
    """Long thin level strokes of the ink, at least `shortest` points long. Lines down the page come
    as the transposed ink."""
    scale = dpi / 72.0
    thickest = THICKEST * scale
    long_runs, rows_of_runs = _long_runs(dark, scale, shortest=shortest)
    runs = Components(long_runs)
    found: list[Stroke] = []
    for number in range(1, runs.count):
        x, top = int(runs.lefts[number]), int(runs.tops[number])
        y = int(rows_of_runs[top])
        width = int(runs.widths[number])
        height = int(runs.heights[number])
        mean_height = int(runs.areas[number]) / width
        if height > thickest + 0.01 * width or mean_height > thickest:
            continue
        pixels = runs.labels[top : top + height, x : x + width] == number
        crowded = _crowdedness(dark, x, y=y, stroke=pixels)
        most_crowded = 0.35 if width < SHORT * scale else 1.0
        if crowded >= most_crowded:
            continue
        rows, _ = np.nonzero(pixels)
        middle = (y + float(rows.mean()) + 0.5) / scale
        line = Ruling(
            at=middle,
            start=x / scale,
            end=(x + width) / scale,
        )
        stroke = Stroke(line, x, y=y, pixels=pixels)
        found.append(stroke)
    return found


def _long_runs(dark: Pixels, scale: float, shortest: float) -> tuple[Pixels, Numbers]:
    """255 on runs of ink along the rows, as long as `shortest` points once small gaps are closed:
    the rows that have any, and the numbers of these rows."""
    # A line that is not quite level climbs a pixel every few letters; thickened, it stays one
    # piece.
    thick = cv2.dilate(dark, kernel(3, 1))
    seed = kernel(1, round(SEED * scale))
    kept = as_pixels(cv2.erode(thick, seed))
    near = rows_with_ink(kept, 3)
    if not near.size:
        return np.zeros((1, 1), np.uint8), near
    seeds = cv2.dilate(kept[near], seed)
    gap = kernel(3, round(6 * scale))
    closed = cv2.morphologyEx(seeds, cv2.MORPH_CLOSE, gap)
    run = kernel(1, round(shortest * scale))
    runs = as_pixels(cv2.morphologyEx(closed, cv2.MORPH_OPEN, run))
    inked = rows_with_ink(runs, 1)
    return (runs[inked], near[inked]) if inked.size else (runs[:1], near[:1])


def _crowdedness(dark: Pixels, x: int, y: int, stroke: NDArray[np.bool_]) -> float:
    """How much of the bands above and below a stroke has ink, from 0 to 2. A ruling stands free:
    around it is mostly white; around blurred letters run together there is not."""
    height, width = stroke.shape
    columns = slice(x, x + width)
    foot = y + height
    above = dark[max(y - 5, 0) : max(y - 2, 1), columns]
    below = dark[foot + 2 : foot + 5, columns]
    crowded = 0.0
    for band in (above, below):
        if band.size:
            has_ink = (band > 0).any(axis=0)
            crowded += float(has_ink.mean())
    return crowded
