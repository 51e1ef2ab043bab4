"""One page image -> what stands on it: words with boxes (points), confidence and stroke width, and
the cells of tables.

The verbs in order: deskew, find the rulings and tables, take the rulings out, read the body and
every cell alone.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import cv2
import numpy as np

from kehoach.errors import PageTimeoutError
from kehoach.ingest.model import Box
from kehoach.ingest.ocr.deskew import (
    DeskewedPage,
    deskew,
    deskewed_alike,
    even_light,
    ink_of,
    lift_colour,
    likely_turns,
)
from kehoach.ingest.ocr.dirt import take_off_blots, take_off_specks
from kehoach.ingest.ocr.handwriting import (
    InkIn,
    NumberIn,
    Written,
    agreed,
    ink_finder,
    without_handwriting,
)
from kehoach.ingest.ocr.handwritten_digits import ReadNumber, read_number
from kehoach.ingest.ocr.photo.flatten import flat_sheet
from kehoach.ingest.ocr.photo.straighten import straighten, straightened_alike
from kehoach.ingest.ocr.pixels import Pixels, as_pixels
from kehoach.ingest.ocr.readings import RegionsReader, mean_confidence
from kehoach.ingest.ocr.regions import body_regions, cell_regions, words_of
from kehoach.ingest.ocr.rulings import find_rulings, find_tables
from kehoach.ingest.ocr.words import SeenWord
from kehoach.ingest.options import OWN_READER

DARK = 140
COLOURED = 170
EMPTY = 0.0005
"""Grey levels below DARK are ink, those of coloured ink below COLOURED; a page with a smaller share
of it than EMPTY has no lines to tell its turn by."""
UNSURE = 0.75
"""A page read with less confidence than this may lie wrongly: upright ones come out above 0.8,
others up to 0.65."""
LEAST_SIDE, MOST_OBLONG = 24, 50
"""Pixels of the shorter side, and how often it may go into the longer one: what is less holds no
line of text."""


LEAST_PRINT, MOST_INK = 0.08, 0.4
"""The share of all dark ink that black print has at least beside the largest seal; a page darker
than MOST_INK has no white ground to tell ink by."""
LIGHT, NEARLY_BLACK, MOSTLY = 170, 90, 0.6
"""Grey levels of the print and of the ground of a negative, and the share that is ground."""
PATIENCE = 0.25
"""A page that took more than this share of its time is not read once more, turned."""


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A ruled table: its cells' boxes, and the words of all of them."""

    cells: tuple[Box, ...]
    words: tuple[SeenWord, ...]


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What stands on a page image. Width and height in points after turning; `rotation` degrees
    clockwise that the image was turned to stand upright, `skew` degrees that it was levelled, `ink`
    the share of the page that is dark; `handwritten` where somebody wrote into the letterhead."""

    width: float
    height: float
    rotation: int
    skew: float
    body: tuple[SeenWord, ...]
    tables: tuple[SeenTable, ...]
    ink: float
    handwritten: tuple[Written, ...] = ()

    @property
    def words(self) -> list[SeenWord]:
        """All words, those of the body first."""
        in_tables = [word for table in self.tables for word in table.words]
        return [*self.body, *in_tables]

    @property
    def confidence(self) -> float:
        """The mean confidence of its letters, 0 without any."""
        return round(mean_confidence(self.words), 3)


@dataclass(frozen=True, slots=True)
class _LitPage:
    """An evenly lit page as it lies: grey pixels at `dpi`, the share of it that is dark, the
    image that it came from, and whether that was photographed."""

    grey: Pixels
    dpi: float
    ink: float
    image: Pixels
    is_photograph: bool = False


READERS = {
    OWN_READER: "kehoach.ingest.ocr.line_reader:read_by_lines",
    "tesseract": "kehoach.ingest.ocr.tesseract_regions:read_by_tesseract",
    "both": "kehoach.ingest.ocr.second_opinion:read_by_both",
}
"""Who reads the regions of a page: module and function, imported when they are asked for."""


@dataclass(frozen=True, slots=True)
class _PageReader:
    """Who reads, and the time (seconds of the monotonic clock) by which it must be done."""

    regions_reader: RegionsReader
    end: float


def read_page(image: Pixels, dpi: float, *, timeout: float, reader: str = OWN_READER) -> SeenPage:
    """A page image (RGB or grey, at `dpi`) -> what stands on it. `timeout` in seconds for the whole
    page; `reader`: one of READERS.

    Raises PageTimeoutError, MissingDependencyError, UnreadableFileError.
    """
    page_reader = _PageReader(_regions_reader(reader), time.monotonic() + timeout)
    # Our own reader's time is that of this thread: a busy machine must not change what is read.
    clock = time.thread_time if reader == OWN_READER else time.monotonic
    start = clock()
    if _holds_no_line(image):
        return _empty_page(image, dpi)
    sheet = flat_sheet(image, dpi)
    image, dpi = sheet.pixels, sheet.dpi
    plain = _print_of(_dark_on_light(image))
    grey = even_light(plain)
    ink = max(_dark_share(plain), _dark_share(grey))
    page = _LitPage(grey, dpi, ink=ink, image=image, is_photograph=sheet.is_photograph)
    likely = likely_turns(grey) if ink > EMPTY else [0]
    best = _read_turned(page, likely[0], page_reader=page_reader)
    if not best.words:
        return best
    for turn in _other_turns(likely):
        took = clock() - start
        if best.confidence >= UNSURE or took > PATIENCE * timeout:
            break
        try:
            turned = _read_turned(page, turn, page_reader=page_reader)
        except PageTimeoutError:  # what was read already is better than nothing
            break
        best = max(best, turned, key=lambda seen: seen.confidence)
    return best


def _dark_on_light(image: Pixels) -> Pixels:
    """A page printed white on dark (a negative, a copy of microfilm) as others are printed.

    It is dark nearly everywhere, evenly, and what is light on it is as much as print is."""
    grey = image if image.ndim == 2 else as_pixels(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    glance = grey[::3, ::3]
    light = float((glance > LIGHT).mean())
    dark = float((glance < NEARLY_BLACK).mean())
    is_negative = dark > MOSTLY and EMPTY < light < MOST_INK
    return as_pixels(255 - image) if is_negative else image


def _print_of(image: Pixels) -> Pixels:
    """The print of a page in grey: coloured ink is lifted off as seals and signatures are, unless
    hardly any other is there; then the print itself is coloured."""
    lifted = lift_colour(image)
    if image.ndim == 2:
        return lifted
    all_ink = as_pixels(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    share = _dark_share(all_ink)
    if EMPTY < share < MOST_INK and _dark_share(lifted) < LEAST_PRINT * share:
        return all_ink
    return lifted


def _other_turns(likely: Sequence[int]) -> list[int]:
    """The turns that are left when the likeliest was tried: those that the look of the page told,
    upside down, then the other side: many short lines one under the other look like lines."""
    opposite = (likely[0] + 180) % 360
    others = [*likely[1:], opposite, (likely[0] + 90) % 360, (likely[0] + 270) % 360]
    return list(dict.fromkeys(turn for turn in others if turn != likely[0]))


def _regions_reader(name: str) -> RegionsReader:
    module, _, function = READERS[name].partition(":")
    reader: RegionsReader = getattr(import_module(module), function)
    return reader


def _holds_no_line(image: Pixels) -> bool:
    """Is an image too small, or too narrow a strip, for a line of text?"""
    height, width = image.shape[:2]
    shorter, longer = min(height, width), max(height, width)
    return bool(shorter < max(LEAST_SIDE, longer / MOST_OBLONG))


def _empty_page(image: Pixels, dpi: float) -> SeenPage:
    height, width = image.shape[:2]
    return SeenPage(
        width=round(width * 72 / dpi, 1),
        height=round(height * 72 / dpi, 1),
        rotation=0,
        skew=0.0,
        body=(),
        tables=(),
        ink=0.0,
    )


def _dark_share(grey: Pixels) -> float:
    """The share of dark pixels, by every third in both directions."""
    return float((grey[::3, ::3] < DARK).mean())


def _read_turned(lit: _LitPage, rotation: int, page_reader: _PageReader) -> SeenPage:
    """An evenly lit page, to be turned by `rotation` -> what stands on it, read by
    `page_reader`."""
    level_page = deskew(lit.grey, lit.dpi, rotation=rotation)
    page = straighten(level_page, is_photograph=lit.is_photograph)
    take_off_blots(page)
    rulings = find_rulings(page)
    tables = find_tables(rulings)
    cv2.bitwise_or(page.grey, rulings.mask, dst=page.grey)
    take_off_specks(page, [table.box for table in tables])
    regions = [*body_regions(page, tables), *cell_regions(page, tables)]
    readings = page_reader.regions_reader(regions, page.dpi, page_reader.end)
    words_in: dict[int | None, list[SeenWord]] = {}  # by the number of the table
    for region, reading in zip(regions, readings, strict=True):
        region_words = words_of(region, reading.words, scale=reading.scale, page=page)
        words_in.setdefault(region.table, []).extend(region_words)
    seen_tables: list[SeenTable] = []
    for number, table in enumerate(tables):
        words = words_in.get(number, [])
        seen_tables.append(SeenTable(table.cells, tuple(words)))
    height, width = page.grey.shape
    body, handwritten = without_handwriting(
        words_in.get(None, []),
        _ink_in(lit, page),
        number_in=_number_in(lit, page),
        page_height=height * page.points,
    )
    return SeenPage(
        width=round(width * page.points, 1),
        height=round(height * page.points, 1),
        rotation=page.rotation,
        skew=page.skew,
        body=tuple(body),
        tables=tuple(seen_tables),
        ink=lit.ink,
        handwritten=tuple(handwritten),
    )


def _ink_in(lit: _LitPage, page: DeskewedPage) -> InkIn:
    """Looks for ink on a page, black or coloured; nothing is done before somebody asks."""
    images: list[tuple[Pixels, float]] = []

    def look(box: Box) -> Sequence[Box]:
        if not images:
            images.append((ink_of(page.grey, page.level), page.points))
            if lit.image.ndim == 3:
                coloured = deskewed_alike(_coloured(lit.image), lit.dpi, page=page)
                coloured = straightened_alike(coloured, page)
                images.append((ink_of(coloured, page.level), page.points))
        return ink_finder(images)(box)

    return look


HEIGHTS = (0.1, 0.25, 0.4)
"""Letter sizes of white above and below the line of print: how high a hand wrote is not known."""


def _number_in(lit: _LitPage, page: DeskewedPage) -> NumberIn:
    """Reads numbers written by hand, in ink of any colour; nothing is done before somebody asks."""
    images: list[Pixels] = []

    def look(box: Box, size: float) -> ReadNumber | None:
        if not images:
            grey = lit.image
            if grey.ndim == 3:
                grey = as_pixels(cv2.cvtColor(grey, cv2.COLOR_RGB2GRAY))
            images.append(deskewed_alike(grey, lit.dpi, page=page))
        left, right = round(box.x0 / page.points), round(box.x1 / page.points)
        readings: list[ReadNumber] = []
        for height in HEIGHTS:
            top = max(0, round((box.y0 - height * size) / page.points))
            bottom = round((box.y1 + height * size) / page.points)
            readings.append(read_number(images[0][top:bottom, max(0, left) : right]))
        return agreed(readings)

    return look


def _coloured(image: Pixels) -> Pixels:
    """The coloured ink of a page in black on white: what is dark, and pale once colour is lifted
    off."""
    dark = as_pixels(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)) < COLOURED
    pale = lift_colour(image) > COLOURED
    return as_pixels(np.where(dark & pale, 0, 255))
