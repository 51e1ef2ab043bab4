"""Parts of a page to be read alone: cut out, brought to the size Tesseract reads best, and its
words measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.deskew import DeskewedPage, Pixels, ink_of
from kehoach.ingest.ocr.glyphs import ABOVE, BELOW, Setting, Strokes, setting_of
from kehoach.ingest.ocr.list_marks import plain_letters
from kehoach.ingest.ocr.rulings import Table
from kehoach.ingest.ocr.tesseract import Read

PAD = 11
"""White around a piece, in pixels: Tesseract misses letters that touch the edge."""
SPECK = 7
"""Ink of fewer pixels than this is dirt: a full stop of 10 points has twelve."""
SMALLEST = 7
"""Pixels: a dash is that wide, a digit higher."""
LETTER = 16.0
"""The height of a usual letter (x-height, pixels) at which the network reads best: it was trained
on lines 36 pixels high. Larger costs and reads worse, lone digits most of all (bench/SCANS.md)."""
USUAL_LETTER = 18.0
"""The same on a straightened page in type of 12.5 points, where a piece has too few letters to
tell."""
BLACK, WHITE = 60, 215
"""Grey levels that count as full ink and bare paper: what lies outside is noise."""
SPACE = 0.16
"""The narrowest space between words, in letter sizes."""


COLUMN, GUTTER, CROSSED, STROKE = 220, 24, 0.04, 10
"""Pixels that two columns side by side are high at least and the white between them is wide; the
share of that white which strokes may cross (a signature, the edge of a seal), and how thick they
are at most."""


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word on a page image. `box` holds the line's height, not the ink's; `size` and `stroke`
    (width) in points."""

    text: str
    box: Box
    size: float
    stroke: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page: its image with white around, the ink in it, and where it stands (pixels
    of the page). `table` is the number of its table and `cell` the cell's box; None outside
    tables."""

    image: Pixels = field(repr=False)
    ink: Pixels = field(repr=False)
    x: int
    y: int
    letter: float
    table: int | None = None
    cell: Box | None = None

    @property
    def scale(self) -> float:
        """What the image is to be multiplied by before it is read."""
        return min(max(LETTER / self.letter, 0.4), 1.2)


def body_regions(page: DeskewedPage, tables: Sequence[Table]) -> list[Region]:
    """What stands outside the tables, as one piece each between them."""
    height = page.grey.shape[0]
    rest = page.grey.copy()
    edges = [0]
    for table in tables:
        x0, y0, x1, y1 = _pixels(table.box, page)
        rest[max(y0 - 3, 0) : y1 + 4, max(x0 - 3, 0) : x1 + 4] = 255
        edges += [(y0 + y1) // 2]
    edges.append(height)
    cut = [
        _cut(rest, page.level, left, upper, right, lower)
        for top, bottom in pairwise(edges)
        for left, upper, right, lower in _columns(rest, page.level, top, bottom)
    ]
    return [piece for piece in cut if piece is not None]


def _columns(grey: Pixels, level: float, top: int, bottom: int) -> list[tuple[int, int, int, int]]:
    """The parts (x0, y0, x1, y1) in which to read the rows `top` to `bottom`: two columns at the
    foot apart.

    The recipients of a paper stand beside its signature in smaller type and other lines; read as
    one block, their lines are mixed. A gutter of white in the middle, as high as some lines, with
    ink on both sides of it, parts them.
    """
    height, width = bottom - top, grey.shape[1]
    whole = [(0, top, width, bottom)]
    if height < COLUMN:
        return whole
    ink = cv2.medianBlur(ink_of(grey[top:bottom], level), 3) > 0
    if not ink.any():
        return whole
    last = int(np.nonzero(ink.any(axis=1))[0][-1]) + 1
    first, stop = int(0.3 * width), int(0.65 * width)
    sums = np.cumsum(ink[:last, first : stop + GUTTER], axis=1, dtype=np.int32)
    blocked = (
        sums[::-1, GUTTER:] > sums[::-1, :-GUTTER]
    )  # from the foot up, for each place of the gutter
    rows = np.arange(1, last + 1)[:, None]
    crossed = np.cumsum(blocked, axis=0, dtype=np.int32)
    open_rows = crossed <= CROSSED * np.maximum(rows, COLUMN)
    open_rows[STROKE:] &= (
        crossed[STROKE:] - crossed[:-STROKE] < STROKE
    )  # a line of print is no stroke
    runs = np.where(open_rows.all(axis=0), last, open_rows.argmin(axis=0))
    best = int(runs.max())
    if best <= COLUMN:
        return whole
    at = first + int(np.median(np.nonzero(runs >= best - 8)[0])) + GUTTER // 2
    start = _white_row(ink, last - best)
    sides = ink[start:last, :at], ink[start:last, at:]
    if min(int(side.any(axis=1).sum()) for side in sides) < COLUMN // 4:
        return whole
    return [
        (0, top, width, top + start),
        (0, top + start, at, bottom),
        (at, top + start, width, bottom),
    ]


def _white_row(ink: NDArray[np.bool_], row: int) -> int:
    """The first row from `row` on without any ink, or the one with the least nearby."""
    near = ink[row : row + 60].sum(axis=1)
    return row + int(near.argmin()) if near.size else row


def cell_regions(page: DeskewedPage, tables: Sequence[Table]) -> list[Region]:
    """The cells that have ink in them, each alone."""
    regions = []
    for number, table in enumerate(tables):
        for cell in table.cells:
            x0, y0, x1, y1 = _pixels(cell, page)
            piece = _cut(page.grey, page.level, x0 + 3, y0 + 3, x1 - 3, y1 - 3)
            if piece is not None:
                regions.append(replace(piece, table=number, cell=cell))
    return regions


def _pixels(box: Box, page: DeskewedPage) -> tuple[int, int, int, int]:
    height, width = page.grey.shape
    x0, y0, x1, y1 = (round(v / page.points) for v in (box.x0, box.y0, box.x1, box.y1))
    return max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)


def _cut(grey: Pixels, level: float, x0: int, y0: int, x1: int, y1: int) -> Region | None:
    """The part of the page from its first ink to its last, with white around; None when there is no
    ink."""
    part = grey[y0:y1, x0:x1]
    if part.shape[0] < 8 or part.shape[1] < 4 or part.min() > 160:
        return None
    ink, letter = _clean_ink(part, level)
    rows, cols = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if max(rows.size, cols.size) < SMALLEST:
        return None
    top, bottom = max(int(rows[0]) - 3, 0), int(rows[-1]) + 4
    left, right = max(int(cols[0]) - 3, 0), int(cols[-1]) + 4
    image = _bordered(part[top:bottom, left:right], 255)
    return Region(
        image, _bordered(ink[top:bottom, left:right], 0), x0 + left - PAD, y0 + top - PAD, letter
    )


def _bordered(part: Pixels, value: int) -> Pixels:
    return np.asarray(
        cv2.copyMakeBorder(part, PAD, PAD, PAD, PAD, cv2.BORDER_CONSTANT, value=[value]), np.uint8
    )


def _clean_ink(grey: Pixels, level: float) -> tuple[Pixels, float]:
    """Ink without specks, and the height of its usual letter."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink_of(grey, level), connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] >= SPECK).astype(np.uint8) * 255
    keep[0] = 0
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    # Letters that a blurred scan ran together are wider than high, and as high as the tallest of
    # them.
    single = (
        (heights >= 9) & (heights <= 70) & (widths >= 0.4 * heights) & (widths <= 1.15 * heights)
    )
    usual = float(np.percentile(heights[single], 30)) if single.sum() >= 12 else USUAL_LETTER
    return np.asarray(keep[labels], np.uint8), usual


def for_reading(piece: Region, scale: float) -> Pixels:
    """The image of a piece as Tesseract gets it: `scale` times as large, ink black and paper
    white."""
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    image = cv2.resize(piece.image, None, fx=scale, fy=scale, interpolation=how).astype(np.float32)
    return np.asarray(np.clip((image - BLACK) * (255.0 / (WHITE - BLACK)), 0, 255), np.uint8)


def words_of(
    piece: Region, reading: Sequence[Read], scale: float, page: DeskewedPage
) -> list[SeenWord]:
    """Words read in a piece (at `scale`) in page points; the words of one line share its height."""
    strokes = Strokes(piece.ink)
    lines: dict[int, list[Read]] = {}
    for word in reading:
        x0, y0, x1, y1 = (round(v / scale) for v in (word.x0, word.y0, word.x1, word.y1))
        lines.setdefault(word.line, []).append(replace(word, x0=x0, y0=y0, x1=x1, y1=y1))
    seen: list[SeenWord] = []
    for line in lines.values():
        measured = [(word.text, *_ink_extent(piece.ink, word)) for word in line]
        setting = setting_of(measured) or Setting(
            float(max(w.y1 - w.y0 for w in line)), float(max(w.y1 for w in line))
        )
        top, bottom = setting.base - ABOVE * setting.size, setting.base + BELOW * setting.size
        size = round(setting.size * page.points, 2)
        line.sort(key=lambda word: word.x0)
        for word, after in zip(line, [*line[1:], None], strict=True):
            # Tesseract parted the words, though their boxes may touch: nobody shall glue them
            # together again.
            right = (
                word.x1
                if after is None
                else min(word.x1, max(after.x0 - SPACE * setting.size, word.x0 + 1))
            )
            box = Box(
                round((piece.x + word.x0) * page.points, 2), round((piece.y + top) * page.points, 2),
                round((piece.x + right) * page.points, 2), round((piece.y + bottom) * page.points, 2),
            )  # fmt: skip
            stroke = strokes.width(word.x0, word.y0, word.x1, word.y1) * page.points
            seen.append(
                SeenWord(plain_letters(word.text), box, size, round(stroke, 3), word.confidence)
            )
    return seen


def _ink_extent(ink: Pixels, word: Read) -> tuple[float, float]:
    """Top and bottom of the ink in a word's box, which itself may be as high as the whole image."""
    rows = np.nonzero(ink[word.y0 : word.y1, word.x0 : word.x1].any(axis=1))[0]
    if not rows.size:
        return float(word.y0), float(word.y1)
    return float(word.y0 + rows[0]), float(word.y0 + rows[-1] + 1)
