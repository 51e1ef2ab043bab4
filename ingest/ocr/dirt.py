"""Dirt on a deskewed page, told by size, place and ink, and taken off before anything is laid out:
the lid of the scanner beside the paper, punch holes, staples, crumbs, dust.

What is left in doubt stays: the reader says of most of it that it is no text. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.components import Components
from kehoach.ingest.ocr.deskew import DeskewedPage, ink_of
from kehoach.ingest.ocr.pixels import Pixels, as_pixels, kernel

EDGE = 22.0
"""What lies on the glass beside the paper is seen so near to the edge; print is only where a page
was cropped, and then it goes on in its line."""
SOLID = 6.0
"""No stroke of print is so thick: a heading of 20 points in bold has three."""
COARSE_DPI = 56.25
"""Blots are looked for on a copy as coarse as this."""
BLACK = 95.0
"""The grey level of a blot there: bold print mixes with the white between its strokes to 120."""
COARSER = 4
"""Neighbours of specks are looked for on a copy so many times coarser."""
FILED = 70.0
"""Holes are punched within this of an edge."""
LEAST_HOLE, LARGEST_HOLE = 7.0, 26.0
ROUND, OBLONG = 0.65, 1.5
"""The share of its box that a round blot fills at least, and how oblong it may be."""
RING = 13.0
"""The narrowest rim of a hole: an O as wide is set in type of 18 points."""
RING_SPREAD = 0.12
"""By this share of its radius the points of a rim may lie beside the circle."""
LOWEST, HIGHEST, WIDEST = 3.4, 26.0, 60.0
"""Of what may be a letter, or some that run together: the x-height of 8 points to the capitals of a
heading in two lines that touch."""
NEXT = 9.0
"""White between two letters of one run is narrower."""
FEW = 3
"""A run of fewer letters proves no text."""
LONG_RUN = 6
"""A run of so many letters tells how far the text reaches to either side."""
ASIDE = 5.0
"""What begins this far beside all text stands in the margin."""
LOW_MARK = 5.4
"""What is lower and narrower is a dot, a mark or a crumb; a figure of 9 points is higher."""
NEAR_LETTER = 7.5
"""A mark or dot is nearer to its letter."""
AFTER_MARK = 40.0
"""The text that a dash or bullet opens begins within this."""
LEAST_MARK = 2.5
"""The narrowest dash or bullet; a dot before a line is none."""
SAME_INDENT = 1.2
"""By this much less or more begin the marks of one list."""
THICK, THICK_SHARE = 2.7, 0.62
"""A blot is as thick as this, and as this share of its narrower side: letters have thin strokes."""
STRAY = 12.0
"""A thin stroke in the margin that is longer is no letter: a staple, a hair."""
IN_CELL = 3.6
"""In a cell, a dot smaller than this that is near no letter is dirt."""

Lengths: TypeAlias = NDArray[np.float64]
Chosen: TypeAlias = NDArray[np.bool_]
"""An answer for each component."""


def take_off_blots(page: DeskewedPage) -> None:
    """Whiten what lies on the glass beside the paper, and punch holes. Before rulings are looked
    for: a hole in the side of a table takes the side away."""
    scale = COARSE_DPI / page.dpi
    coarse = cv2.resize(page.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = ink_of(as_pixels(coarse), page.level)
    points = 72.0 / COARSE_DPI
    black = ink_of(as_pixels(coarse), min(BLACK, page.level))
    solid = cv2.morphologyEx(black, cv2.MORPH_OPEN, _disc(round(SOLID / points)))
    blots = _blots(Components(as_pixels(solid)), ink.shape, points=points)
    edges = _edge_ink(Components(ink), points)
    rims = _rims(Components(ink), ink.shape, points=points)
    for found, rim in ((blots, 5), (edges, 3), (rims, 3)):
        if found.any():
            _whiten(page, as_pixels(cv2.dilate(found, kernel(rim, rim))))


def _disc(size: int) -> Pixels:
    return as_pixels(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))


def _whiten(page: DeskewedPage, coarse: Pixels) -> None:
    """White where a coarse mask is not 0."""
    height, width = page.grey.shape
    mask = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    page.grey[mask > 0] = 255


def _from_edge(shape: tuple[int, ...], points: float) -> Lengths:
    """How far each pixel of a page is from its nearest edge."""
    height, width = shape[:2]
    rows = np.minimum(np.arange(height), np.arange(height)[::-1])
    columns = np.minimum(np.arange(width), np.arange(width)[::-1])
    distance: Lengths = np.minimum(rows[:, None], columns[None, :]) * points
    return distance


def _blots(solid: Components, shape: tuple[int, ...], points: float) -> Pixels:
    """Of thick ink, the round blots near an edge: holes."""
    widths, heights = solid.widths * points, solid.heights * points
    middle_x = (solid.lefts + solid.widths / 2) * points
    middle_y = (solid.tops + solid.heights / 2) * points
    aside = np.minimum(
        np.minimum(middle_x, shape[1] * points - middle_x),
        np.minimum(middle_y, shape[0] * points - middle_y),
    )
    fits = (np.maximum(widths, heights) <= LARGEST_HOLE) & (
        np.minimum(widths, heights) >= LEAST_HOLE
    )
    is_round = np.maximum(widths, heights) <= OBLONG * np.minimum(widths, heights)
    is_full = solid.areas >= ROUND * solid.widths * solid.heights
    return solid.ink_of(fits & is_round & is_full & (aside <= FILED))


def _edge_ink(ink: Components, points: float) -> Pixels:
    """The pieces of ink that lie at the edge of the sheet as a whole and are no words of a line."""
    near = _from_edge(ink.labels.shape, points) <= EDGE
    beyond = np.bincount(ink.labels[~near].ravel().astype(np.intp), minlength=ink.count)
    longest = np.maximum(ink.widths, ink.heights) * points
    heights = ink.heights * points
    may_be_word = (heights >= LOWEST) & (heights <= HIGHEST)
    may_be_word[0] = False
    in_line = _Boxes(ink, 1).runs(may_be_word, NEXT / points) >= FEW
    return ink.ink_of((beyond <= 0.01 * ink.areas) & (longest > LOW_MARK) & ~in_line)


def _rims(ink: Components, shape: tuple[int, ...], points: float) -> Pixels:
    """The rims of holes that are not filled."""
    widths, heights = ink.widths * points, ink.heights * points
    is_wide = (np.minimum(widths, heights) >= RING) & (np.maximum(widths, heights) <= LARGEST_HOLE)
    chosen = np.zeros(ink.count, np.bool_)
    for number in np.flatnonzero(is_wide):
        rows, columns = np.nonzero(_piece(ink, int(number)))
        middle_y, middle_x = (ink.heights[number] - 1) / 2, (ink.widths[number] - 1) / 2
        radius = np.hypot(rows - middle_y, columns - middle_x)
        is_circle = radius.std() <= RING_SPREAD * radius.mean()
        x = (ink.lefts[number] + middle_x) * points
        y = (ink.tops[number] + middle_y) * points
        aside = min(x, shape[1] * points - x, y, shape[0] * points - y)
        chosen[number] = is_circle and aside <= FILED
    return ink.ink_of(chosen)


def _piece(ink: Components, number: int) -> Chosen:
    rows = slice(ink.tops[number], ink.tops[number] + ink.heights[number])
    columns = slice(ink.lefts[number], ink.lefts[number] + ink.widths[number])
    piece: Chosen = ink.labels[rows, columns] == number
    return piece


@dataclass(frozen=True, slots=True)
class _Marks:
    """The components of a page in points: edges of their boxes, and whether a letter may look
    so."""

    left: Lengths
    top: Lengths
    right: Lengths
    bottom: Lengths
    is_letter: Chosen

    @property
    def width(self) -> Lengths:
        return self.right - self.left

    @property
    def height(self) -> Lengths:
        return self.bottom - self.top


def take_off_specks(page: DeskewedPage, tables: Sequence[Box]) -> None:
    """Whiten crumbs and dust, rulings being out already: in the margin what is no letter, between
    the lines what is near to none, in a cell dots that stand alone."""
    ink = Components(ink_of(page.grey, page.level))
    if ink.count < 2:
        return
    boxes = _Boxes(ink, COARSER)
    marks = _marks(ink, page.points)
    sizes = boxes.runs(marks.is_letter, NEXT / page.points)
    in_text = sizes >= FEW
    is_blot = _is_blot(ink, marks, asked=~in_text, points=page.points)
    in_table = np.zeros(ink.count, np.bool_)
    for box in tables:
        in_table |= _middle_in(marks, box)
    left, right = _text_block(marks, sizes >= LONG_RUN, tables=tables)
    in_margin = (marks.right < left - ASIDE) | (marks.left > right + ASIDE)
    is_print = in_text | (marks.is_letter & ~is_blot)
    near_letter = boxes.near(is_print, NEAR_LETTER / page.points)
    is_small = (marks.width < LOW_MARK) & (marks.height < LOW_MARK)
    opens_text = boxes.opens(in_text, AFTER_MARK / page.points) & (marks.width >= LEAST_MARK)
    hangs = is_small & opens_text & _stands_under_another(marks, is_small & opens_text)
    is_no_letter = is_small | is_blot | _is_stray(marks)
    is_dirt = in_margin & ~in_text & ~in_table & is_no_letter & ~hangs
    is_alone = is_small & ~near_letter & ~opens_text
    is_dotted = boxes.runs(is_small, NEXT / page.points) >= FEW
    is_dirt |= is_alone & ~in_table & ~is_dotted
    is_dot = (marks.width < IN_CELL) & (marks.height < IN_CELL) & (marks.width < 2 * marks.height)
    is_dirt |= in_table & is_dot & ~near_letter & ~is_dotted
    is_dirt[0] = False
    for number in np.flatnonzero(is_dirt):
        _whiten_piece(page, ink, number=int(number))


def _whiten_piece(page: DeskewedPage, ink: Components, number: int) -> None:
    """Whiten a component and its blurred rim."""
    left, top = int(ink.lefts[number]), int(ink.tops[number])
    rows = slice(max(top - 2, 0), top + int(ink.heights[number]) + 2)
    columns = slice(max(left - 2, 0), left + int(ink.widths[number]) + 2)
    labels = ink.labels[rows, columns]
    rim = cv2.dilate((labels == number).astype(np.uint8), kernel(5, 5)) > 0
    page.grey[rows, columns][rim & ((labels == number) | (labels == 0))] = 255


def _marks(ink: Components, points: float) -> _Marks:
    left, top = ink.lefts * points, ink.tops * points
    width, height = ink.widths * points, ink.heights * points
    is_letter = (height >= LOWEST) & (height <= HIGHEST) & (width <= WIDEST)
    is_letter[0] = False
    return _Marks(left, top, right=left + width, bottom=top + height, is_letter=is_letter)


class _Boxes:
    """The boxes of the components of a page on a copy `step` times coarser: what stands beside what
    is asked there."""

    def __init__(self, ink: Components, step: int) -> None:
        height, width = ink.labels.shape
        self._step = step
        self._shape = (height // step + 1, width // step + 1)
        self._left, self._top = ink.lefts // step, ink.tops // step
        self._right = (ink.lefts + ink.widths - 1) // step + 1
        self._bottom = (ink.tops + ink.heights - 1) // step + 1
        self._rows = (ink.tops + ink.heights // 2) // step
        self._columns = (ink.lefts + ink.widths // 2) // step

    def runs(self, chosen: Chosen, reach: float) -> NDArray[np.int64]:
        """For each chosen component how many of them stand side by side with it, nearer to each
        other than `reach` pixels; 0 for others."""
        widened = cv2.dilate(self._drawn(chosen), kernel(1, 2 * round(reach / 2 / self._step) + 1))
        _, runs = cv2.connectedComponents(widened, connectivity=4)
        run_of = runs[self._rows[chosen], self._columns[chosen]]
        counted = np.zeros(chosen.size, np.int64)
        counted[chosen] = np.bincount(run_of, minlength=1)[run_of]
        return counted

    def near(self, chosen: Chosen, reach: float) -> Chosen:
        """The components within `reach` pixels of the chosen ones."""
        size = 2 * round(reach / self._step) + 1
        return self._touched(cv2.dilate(self._drawn(chosen), kernel(size, size)))

    def opens(self, chosen: Chosen, reach: float) -> Chosen:
        """The components to the right of which, within `reach` pixels, a chosen one stands."""
        to_the_left = kernel(1, round(reach / self._step))
        return self._touched(cv2.dilate(self._drawn(chosen), to_the_left, anchor=(0, 0)))

    def _drawn(self, chosen: Chosen) -> Pixels:
        drawn = np.zeros(self._shape, np.uint8)
        edges = (self._top, self._bottom, self._left, self._right)
        for top, bottom, left, right in zip(*(edge[chosen] for edge in edges), strict=True):
            drawn[top:bottom, left:right] = 1
        return drawn

    def _touched(self, mask: object) -> Chosen:
        touched: Chosen = np.asarray(mask)[self._rows, self._columns] > 0
        return touched


def _text_block(marks: _Marks, is_long: Chosen, tables: Sequence[Box]) -> tuple[float, float]:
    """How far the text of a page reaches to the left and right; all of it where there is none.
    `is_long`: the letters of long runs."""
    lefts = [float(marks.left[is_long].min())] if is_long.any() else []
    rights = [float(marks.right[is_long].max())] if is_long.any() else []
    lefts += [box.x0 for box in tables]
    rights += [box.x1 for box in tables]
    return min(lefts, default=0.0), max(rights, default=float("inf"))


def _middle_in(marks: _Marks, box: Box) -> Chosen:
    x, y = (marks.left + marks.right) / 2, (marks.top + marks.bottom) / 2
    return (x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)


def _stands_under_another(marks: _Marks, chosen: Chosen) -> Chosen:
    """Those of the chosen ones that begin where another one does, above or below: marks of one
    list."""
    stands = np.zeros_like(chosen)
    numbers = np.flatnonzero(chosen)
    lefts = marks.left[numbers]
    beside = np.abs(lefts[:, None] - lefts[None, :]) <= SAME_INDENT
    stands[numbers] = beside.sum(axis=1) > 1
    return stands


def _is_blot(ink: Components, marks: _Marks, asked: Chosen, points: float) -> Chosen:
    """Of the components asked about, those that are thicker than any stroke."""
    narrower = np.minimum(marks.width, marks.height)
    chosen = asked & (narrower >= THICK)
    chosen[0] = False
    for number in np.flatnonzero(chosen):
        piece = cv2.copyMakeBorder(
            _piece(ink, int(number)).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=[0]
        )
        thick = 2 * points * float(cv2.distanceTransform(piece, cv2.DIST_L2, 3).max())
        chosen[number] = thick >= max(THICK, THICK_SHARE * narrower[number])
    return chosen


def _is_stray(marks: _Marks) -> Chosen:
    """Longer than letters, and alone: or it were in a run."""
    return np.maximum(marks.width, marks.height) > STRAY


__all__ = ["take_off_blots", "take_off_specks"]
