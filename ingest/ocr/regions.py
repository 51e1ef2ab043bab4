"""Parts of a page to be read alone: cut out, brought to the size Tesseract reads best, and its
words measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.components import Components
from kehoach.ingest.ocr.deskew import DeskewedPage, ink_of
from kehoach.ingest.ocr.glyphs import ABOVE, BELOW, Setting, Strokes, setting_of
from kehoach.ingest.ocr.list_marks import plain_letters
from kehoach.ingest.ocr.pixels import PixelBox, Pixels, as_pixels
from kehoach.ingest.ocr.rulings import RuledTable
from kehoach.ingest.ocr.words import ReadWord, SeenWord

PAD = 11
"""White around a region, in pixels: Tesseract misses letters that touch the edge."""
SPECK = 7
"""Ink of fewer pixels than this is dirt: a full stop of 10 points has twelve."""
SMALLEST = 7
"""Pixels: a dash is that wide, a digit higher."""
LETTER = 16.0
"""The height of a usual letter (x-height, pixels) at which the network reads best: it was trained
on lines 36 pixels high. Larger costs and reads worse, lone digits most of all (bench/SCANS.md)."""
USUAL_LETTER = 18.0
"""The same on a straightened page in type of 12.5 points, where a region has too few letters to
tell."""
BLACK, WHITE = 60, 215
"""Grey levels that count as full ink and bare paper: what lies outside is noise."""
SPACE = 0.16
"""The narrowest space between words, in letter sizes."""
LEAST_HEIGHT, LEAST_WIDTH, DARK_ENOUGH = 8, 4, 160
"""A region of fewer pixels, or without one as dark as this grey level, holds no letter."""
MIN_LETTERS, FEW_REGIONS, UNKNOWN = 12, 3, 0.0
"""Fewer single letters do not tell how large letters are in a region, nor fewer regions how large
they are in others."""

COLUMN, GUTTER, CROSSED, STROKE = 220, 24, 0.04, 10
"""Pixels that two columns side by side are high at least and the white between them is wide; the
share of that white which strokes may cross (a signature, the edge of a seal), and how thick they
are at most."""
FIRST_GUTTER, LAST_GUTTER = 0.3, 0.65
"""Shares of the page's width between which such a gutter begins."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page: its image with white around, the ink in it, and where it stands (pixels
    of the page). `letter` is the height of its usual letter in pixels, `table` the number of its
    table and `cell` the cell's box; None outside tables."""

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


def body_regions(page: DeskewedPage, tables: Sequence[RuledTable]) -> list[Region]:
    """What stands outside the tables, as one region each between them."""
    body = page.grey.copy()
    edges = [0]
    for table in tables:
        box = _on_page(table.box, page)
        rows = slice(max(box.top - 3, 0), box.bottom + 4)
        columns = slice(max(box.left - 3, 0), box.right + 4)
        body[rows, columns] = 255
        middle = (box.top + box.bottom) // 2
        edges.append(middle)
    edges.append(page.grey.shape[0])
    regions: list[Region] = []
    for top, bottom in pairwise(edges):
        for part in _columns(body, page.level, top=top, bottom=bottom):
            region = _cut_out(body, page.level, box=part)
            if region is not None:
                regions.append(region)
    return _with_letters(regions)


def _columns(grey: Pixels, level: float, top: int, bottom: int) -> list[PixelBox]:
    """The parts in which to read the rows `top` to `bottom`: two columns at the foot apart.

    The recipients of a paper stand beside its signature in smaller type and other lines; read as
    one block, their lines are mixed. A gutter of white in the middle, as high as some lines, with
    ink on both sides of it, parts them.
    """
    height, width = bottom - top, grey.shape[1]
    whole = [PixelBox(left=0, top=top, right=width, bottom=bottom)]
    if height < COLUMN:
        return whole
    clean = cv2.medianBlur(ink_of(grey[top:bottom], level), 3)
    ink = clean > 0
    if not ink.any():
        return whole
    last = int(_inked_rows(ink)[-1]) + 1
    runs = _white_runs(ink[:last])
    highest = int(runs.max())
    if highest <= COLUMN:
        return whole
    places = np.flatnonzero(runs >= highest - 8)
    gutter = int(FIRST_GUTTER * width) + int(np.median(places))
    middle = gutter + GUTTER // 2
    start = _white_row(ink, last - highest)
    foot = ink[start:last]
    for column in (foot[:, :middle], foot[:, middle:]):
        if _inked_rows(column).size < COLUMN // 4:
            return whole
    begin = top + start
    above = PixelBox(left=0, top=top, right=width, bottom=begin)
    left = PixelBox(left=0, top=begin, right=middle, bottom=bottom)
    right = PixelBox(left=middle, top=begin, right=width, bottom=bottom)
    return [above, left, right]


def _white_runs(ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each place of a gutter in the middle of the page, how many rows from the foot up it stays
    white, but for some strokes."""
    height, width = ink.shape
    first = int(FIRST_GUTTER * width)
    stop = int(LAST_GUTTER * width)
    middle = ink[:, first : stop + GUTTER]
    sums = np.cumsum(middle, axis=1, dtype=np.int32)
    from_foot = sums[::-1]
    has_ink = from_foot[:, GUTTER:] > from_foot[:, :-GUTTER]
    rows = np.arange(1, height + 1)
    crossed = np.cumsum(has_ink, axis=0, dtype=np.int32)
    allowed = CROSSED * np.maximum(rows, COLUMN)
    white = crossed <= allowed[:, None]
    # A line of print is no stroke.
    thickness = crossed[STROKE:] - crossed[:-STROKE]
    white[STROKE:] &= thickness < STROKE
    first_blocked = white.argmin(axis=0)
    runs = np.where(white.all(axis=0), height, first_blocked)
    return np.asarray(runs, np.int64)


def _inked_rows(ink: NDArray[Any]) -> NDArray[np.intp]:
    """The numbers of the rows that have ink."""
    has_ink = ink.any(axis=1)
    return np.flatnonzero(has_ink)


def _white_row(ink: NDArray[np.bool_], row: int) -> int:
    """The first row from `row` on without any ink, or the one with the least nearby."""
    near = ink[row : row + 60].sum(axis=1)
    if not near.size:
        return row
    return row + int(near.argmin())


def cell_regions(page: DeskewedPage, tables: Sequence[RuledTable]) -> list[Region]:
    """The cells that have ink in them, each alone."""
    regions: list[Region] = []
    for number, table in enumerate(tables):
        for cell in table.cells:
            inside = _on_page(cell, page).grown(-3)
            region = _cut_out(page.grey, page.level, box=inside)
            if region is not None:
                regions.append(replace(region, table=number, cell=cell))
    return _with_letters(regions)


def _with_letters(regions: Sequence[Region]) -> list[Region]:
    """Regions of which those with too few letters to tell have letters as low as others have: a
    lone "I" is a capital only beside smaller ones. Never higher ones than usual: on a blurred scan
    letters run together, and what is left to measure is too high."""
    told = [region.letter for region in regions if region.letter]
    median = float(np.median(told)) if len(told) >= FEW_REGIONS else USUAL_LETTER
    usual = min(median, USUAL_LETTER)
    return [region if region.letter else replace(region, letter=usual) for region in regions]


def _on_page(box: Box, page: DeskewedPage) -> PixelBox:
    """A box in points -> in pixels of the page, clipped to it."""
    height, width = page.grey.shape
    return PixelBox(
        left=max(round(box.x0 / page.points), 0),
        top=max(round(box.y0 / page.points), 0),
        right=min(round(box.x1 / page.points), width),
        bottom=min(round(box.y1 / page.points), height),
    )


def _cut_out(grey: Pixels, level: float, box: PixelBox) -> Region | None:
    """The part of the page from its first ink to its last, with white around; None when there is no
    ink."""
    part = box.part_of(grey)
    height, width = part.shape
    if height < LEAST_HEIGHT or width < LEAST_WIDTH or part.min() > DARK_ENOUGH:
        return None
    ink, letter = _clean_ink(part, level)
    rows = _inked_rows(ink)
    cols = _inked_rows(ink.T)
    if max(rows.size, cols.size) < SMALLEST:
        return None
    filled = PixelBox(
        left=max(int(cols[0]) - 3, 0),
        top=max(int(rows[0]) - 3, 0),
        right=int(cols[-1]) + 4,
        bottom=int(rows[-1]) + 4,
    )
    return Region(
        image=_bordered(filled.part_of(part), 255),
        ink=_bordered(filled.part_of(ink), 0),
        x=box.left + filled.left - PAD,
        y=box.top + filled.top - PAD,
        letter=letter,
    )


def _bordered(part: Pixels, value: int) -> Pixels:
    """A part of the page with a border of `value` around it."""
    bordered = cv2.copyMakeBorder(
        part,
        top=PAD,
        bottom=PAD,
        left=PAD,
        right=PAD,
        borderType=cv2.BORDER_CONSTANT,
        value=[value],
    )
    return as_pixels(bordered)


def _clean_ink(grey: Pixels, level: float) -> tuple[Pixels, float]:
    """Ink without specks, and the height of its usual letter, UNKNOWN where it has too few."""
    components = Components(ink_of(grey, level))
    ink = components.ink_of(components.areas >= SPECK)
    heights = components.heights[1:]
    widths = components.widths[1:]
    is_letter_high = (heights >= 9) & (heights <= 70)
    # Letters that a blurred scan ran together are wider than high, and as high as the tallest of
    # them.
    is_letter_wide = (widths >= 0.4 * heights) & (widths <= 1.15 * heights)
    letters = heights[is_letter_high & is_letter_wide]
    if letters.size < MIN_LETTERS:
        return ink, UNKNOWN
    return ink, float(np.percentile(letters, 30))


def for_reading(region: Region, scale: float) -> Pixels:
    """The image of a region as Tesseract gets it: `scale` times as large, ink black and paper
    white."""
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(region.image, None, fx=scale, fy=scale, interpolation=how)
    above_black = resized.astype(np.float32) - BLACK
    stretched = above_black * (255.0 / (WHITE - BLACK))
    return as_pixels(np.clip(stretched, 0, 255))


def words_of(
    region: Region, reading: Sequence[ReadWord], scale: float, page: DeskewedPage
) -> list[SeenWord]:
    """Words read in a region (at `scale`) in page points; the words of one line share its
    height."""
    strokes = Strokes(region.ink)
    lines: dict[int, list[ReadWord]] = {}
    for read_word in reading:
        box_here = read_word.box.shrunk_by(scale)
        word = replace(read_word, box=box_here)
        lines.setdefault(word.line, []).append(word)
    seen: list[SeenWord] = []
    for line in lines.values():
        line_setting = _setting_of_line(region, line)
        size = round(line_setting.size * page.points, 2)
        line.sort(key=attrgetter("box.left"))
        boxes = _boxes_on_page(line, line_setting, region=region, points=page.points)
        for word, box in zip(line, boxes, strict=True):
            stroke = strokes.width(word.box) * page.points
            text = plain_letters(word.text)
            seen_word = SeenWord(
                text,
                box,
                size=size,
                stroke=round(stroke, 3),
                confidence=word.confidence,
                again=word.again,
                rivals=tuple((plain_letters(other), odds) for other, odds in word.rivals),
            )
            seen.append(seen_word)
    return seen


def _setting_of_line(region: Region, line: Sequence[ReadWord]) -> Setting:
    """How the words of a line are set: by their letters, or else by the boxes of the words."""
    measured: list[tuple[str, float, float]] = []
    for word in line:
        top, bottom = _ink_extent(region.ink, word.box)
        measured.append((word.text, top, bottom))
    by_letters = setting_of(measured)
    if by_letters is not None:
        return by_letters
    highest = max(word.box.height for word in line)
    lowest = max(word.box.bottom for word in line)
    return Setting(size=float(highest), base=float(lowest))


def _boxes_on_page(
    line: Sequence[ReadWord], line_setting: Setting, *, region: Region, points: float
) -> list[Box]:
    """The boxes of a line's words, from left to right, in points of the page (`points` a pixel)."""
    top = line_setting.base - ABOVE * line_setting.size
    bottom = line_setting.base + BELOW * line_setting.size
    boxes: list[Box] = []
    for word, after in zip(line, [*line[1:], None], strict=True):
        left = word.box.left
        right = float(word.box.right)
        if after is not None:
            # Tesseract parted the words, though their boxes may touch: nobody shall glue them
            # together again.
            latest = after.box.left - SPACE * line_setting.size
            right = min(right, max(latest, left + 1))
        box = Box(
            x0=round((region.x + left) * points, 2),
            y0=round((region.y + top) * points, 2),
            x1=round((region.x + right) * points, 2),
            y1=round((region.y + bottom) * points, 2),
        )
        boxes.append(box)
    return boxes


def _ink_extent(ink: Pixels, box: PixelBox) -> tuple[float, float]:
    """Top and bottom of the ink in a word's box, which itself may be as high as the whole image."""
    rows = _inked_rows(box.part_of(ink))
    if not rows.size:
        return float(box.top), float(box.bottom)
    top = box.top + rows[0]
    bottom = box.top + rows[-1] + 1
    return float(top), float(bottom)
