"""Writes digits by hand: strokes as splines through points that a hand never hits twice the same,
with a pen of some width, tilted, off the line, in black or blue."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Point = tuple[float, float]

SHAPES: dict[str, list[list[list[Point]]]] = {
    "0": [[[(0.6, 0.05), (0.2, 0.2), (0.1, 0.6), (0.3, 0.98), (0.65, 0.85), (0.75, 0.4),
            (0.55, 0.05)]],
          [[(0.5, 0.0), (0.1, 0.35), (0.15, 0.85), (0.5, 1.0), (0.8, 0.6), (0.6, 0.1),
            (0.35, 0.1)]]],
    "1": [[[(0.5, 0.0), (0.48, 0.5), (0.45, 1.0)]],
          [[(0.2, 0.3), (0.5, 0.0), (0.47, 0.5), (0.45, 1.0)]],
          [[(0.15, 0.35), (0.55, 0.02), (0.5, 1.0)], [(0.2, 1.0), (0.8, 0.98)]]],
    "2": [[[(0.15, 0.25), (0.4, 0.0), (0.7, 0.2), (0.55, 0.55), (0.1, 0.98), (0.5, 0.92),
            (0.85, 1.0)]],
          [[(0.1, 0.2), (0.45, 0.0), (0.75, 0.3), (0.4, 0.75), (0.15, 0.95), (0.3, 0.8),
            (0.9, 0.95)]]],
    "3": [[[(0.15, 0.1), (0.55, 0.0), (0.7, 0.25), (0.35, 0.45), (0.7, 0.6), (0.65, 0.95),
            (0.1, 0.95)]],
          [[(0.15, 0.02), (0.7, 0.02), (0.35, 0.4), (0.75, 0.65), (0.5, 1.0), (0.1, 0.85)]]],
    "4": [[[(0.55, 0.0), (0.1, 0.65), (0.85, 0.65)], [(0.6, 0.3), (0.58, 1.0)]],
          [[(0.25, 0.0), (0.15, 0.5), (0.75, 0.5)], [(0.7, 0.0), (0.6, 1.0)]]],
    "5": [[[(0.25, 0.05), (0.2, 0.45), (0.55, 0.4), (0.75, 0.7), (0.5, 1.0),
            (0.1, 0.9)], [(0.25, 0.03), (0.8, 0.0)]],
          [[(0.8, 0.0), (0.3, 0.05), (0.2, 0.45), (0.65, 0.45), (0.7, 0.9), (0.1, 1.0)]]],
    "6": [[[(0.65, 0.0), (0.25, 0.35), (0.15, 0.8), (0.5, 1.0), (0.75, 0.7), (0.45, 0.5),
            (0.2, 0.7)]]],
    "7": [[[(0.1, 0.05), (0.8, 0.0), (0.5, 0.5), (0.35, 1.0)]],
          [[(0.1, 0.15), (0.15, 0.02), (0.8, 0.02), (0.4, 1.0)], [(0.2, 0.5), (0.75, 0.45)]]],
    "8": [[[(0.7, 0.12), (0.35, 0.02), (0.2, 0.25), (0.6, 0.55), (0.7, 0.85), (0.4, 1.0),
            (0.15, 0.8), (0.5, 0.45), (0.72, 0.15)]]],
    "9": [[[(0.7, 0.15), (0.35, 0.02), (0.15, 0.3), (0.4, 0.5), (0.7, 0.2), (0.68, 0.6),
            (0.55, 1.0)]],
          [[(0.7, 0.1), (0.3, 0.05), (0.2, 0.4), (0.55, 0.45), (0.72, 0.15), (0.65, 0.7),
            (0.15, 1.0)]]],
}  # fmt: skip
"""For each digit the ways it is written: strokes of points, 0..1 from its top left corner."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes: slant (a share of the height), width of the pen and height of a digit in
    points, how much the points stray, ink (RGB)."""

    slant: float
    pen: float
    height: float
    stray: float
    ink: tuple[int, int, int]

    @classmethod
    def some(cls, chance: Generator, *, blue: bool = False) -> Hand:
        """Somebody's hand."""
        black = int(chance.integers(10, 70))
        ink = (40, 60, 170) if blue else (black, black, black)
        return cls(
            slant=chance.uniform(-0.05, 0.4),
            pen=chance.uniform(0.9, 2.0),
            height=chance.uniform(9, 17),
            stray=chance.uniform(0.02, 0.07),
            ink=ink,
        )


@dataclass(frozen=True, slots=True)
class Pen:
    """A hand at work on a page of `scale` pixels a point."""

    hand: Hand
    scale: float
    chance: Generator


def write(page: Pixels, digits: str, at: Point, pen: Pen) -> float:
    """Write digits on a page (RGB) so that they stand about on the base line at `at` (pixels).
    Returns the x at which they end."""
    hand, scale, chance = pen.hand, pen.scale, pen.chance
    x, base = at
    width = 0.62 * hand.height * scale
    climb = chance.uniform(-0.06, 0.06)
    for digit in digits:
        ways = SHAPES[digit]
        height = hand.height * scale * chance.uniform(0.88, 1.12)
        foot = base + chance.normal(0, 0.08) * height + climb * (x - at[0])
        for stroke in ways[int(chance.integers(len(ways)))]:
            points = np.array(stroke) + chance.normal(0, hand.stray, (len(stroke), 2))
            across = x + width * points[:, 0] + hand.slant * height * (1 - points[:, 1])
            down = foot - height * (1 - points[:, 1])
            _draw(page, np.stack([across, down], axis=1), pen)
        x += width * chance.uniform(0.8, 1.1)
    return float(x)


def _draw(page: Pixels, points: NDArray[np.float64], pen: Pen) -> None:
    """A stroke through points, thicker where the hand presses."""
    hand, scale, chance = pen.hand, pen.scale, pen.chance
    curve = _spline(points)
    pressure = 1 + 0.25 * np.sin(np.linspace(0, chance.uniform(2, 6), len(curve)))
    for (x0, y0), (x1, y1), press in zip(curve[:-1], curve[1:], pressure[:-1], strict=True):
        thickness = max(1, round(hand.pen * scale * press))
        start, end = (round(x0 * 8), round(y0 * 8)), (round(x1 * 8), round(y1 * 8))
        cv2.line(page, start, end, hand.ink, thickness, cv2.LINE_AA, shift=3)


def _spline(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through points."""
    if len(points) == 2:
        return np.linspace(points[0], points[1], 12)
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    parts = []
    for p0, p1, p2, p3 in zip(ends[:-3], ends[1:-2], ends[2:-1], ends[3:], strict=True):
        t = np.linspace(0, 1, 10)[:, None]
        part = 0.5 * (
            2 * p1
            + (p2 - p0) * t
            + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
            + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        )
        parts.append(part)
    return np.vstack(parts)
