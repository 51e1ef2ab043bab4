"""One page image -> what stands on it: words with boxes (points), confidence and stroke width, and
the cells of tables.

The verbs in order: deskew, find the rulings and tables, take the rulings out, read the body and
every cell alone, read again what came out doubtful.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import regex

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.deskew import deskew, even_light, lift_colour, likely_turns
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.ocr.regions import (
    Region,
    SeenWord,
    body_regions,
    cell_regions,
    for_reading,
    words_of,
)
from kehoach.ingest.ocr.rulings import find_rulings, find_tables
from kehoach.ingest.ocr.tesseract import BLOCK, WORD, ReadingMode, ReadWord, read_images

DOUBTFUL = 0.6
DARK = 140
EMPTY = 0.0005
"""Grey levels below DARK are ink; a page with a smaller share of it than EMPTY has no lines to tell
its turn by."""
NOISE = 0.3
UNSURE = 0.65
"""A page read with less confidence than this may lie wrongly: upright ones come out above 0.8,
others below 0.4."""
SECOND_SCALES = (0.86, 1.0)
"""A second reading is done at these shares of the usual size: what one size misses, another often
sees."""
LEAST_SIDE, MOST_OBLONG = 24, 50
"""Pixels of the shorter side, and how often it may go into the longer one: what is less holds no
line of text."""
LOW_CELL = 0.4
"""Inches: a cell not as high as this has one line, two at most."""
NUMERAL = ReadingMode(WORD.segmentation, letters="0123456789IVX.)")
_INDEX = regex.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5})[.)]?")


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A ruled table: its cells' boxes, and the words of all of them."""

    cells: tuple[Box, ...]
    words: tuple[SeenWord, ...]


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What stands on a page image. Width and height in points after turning; `rotation` degrees
    clockwise that the image was turned to stand upright, `skew` degrees that it was levelled, `ink`
    the share of the page that is dark."""

    width: float
    height: float
    rotation: int
    skew: float
    body: tuple[SeenWord, ...]
    tables: tuple[SeenTable, ...]
    ink: float

    @property
    def words(self) -> list[SeenWord]:
        """All words, those of the body first."""
        in_tables = [word for table in self.tables for word in table.words]
        return [*self.body, *in_tables]

    @property
    def confidence(self) -> float:
        """The mean confidence of its letters, 0 without any."""
        return round(_mean_confidence(self.words), 3)


@dataclass(frozen=True, slots=True)
class RegionReading:
    """What was read in a region, at which scale."""

    words: tuple[ReadWord, ...]
    scale: float

    @property
    def text(self) -> str:
        """Its words, with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """That of its most doubtful word, 0 without words."""
        return min((word.confidence for word in self.words), default=0.0)


@dataclass(frozen=True, slots=True)
class _LitPage:
    """An evenly lit page as it lies: grey pixels at `dpi`, the share of it that is dark."""

    grey: Pixels
    dpi: float
    ink: float


@dataclass(frozen=True, slots=True)
class RegionReader:
    """Reads regions of a page at `dpi`, all before `end` (seconds of the monotonic clock)."""

    dpi: float
    end: float

    def read(
        self, regions: Sequence[Region], scales: Sequence[float], mode: ReadingMode
    ) -> list[RegionReading]:
        """Read regions, each at its scale.

        Raises PageTimeoutError, MissingDependencyError, UnreadableFileError.
        """
        images = [for_reading(region, scale) for region, scale in zip(regions, scales, strict=True)]
        usual_scale = sum(scales) / max(len(scales), 1)
        seconds_left = self.end - time.monotonic()
        found = read_images(images, mode, dpi=self.dpi * usual_scale, timeout=seconds_left)
        return [
            RegionReading(_without_noise(words), scale)
            for words, scale in zip(found, scales, strict=True)
        ]

    def read_again(
        self, regions: Sequence[Region], indices: Sequence[int], mode: ReadingMode
    ) -> list[tuple[int, RegionReading]]:
        """Read some of the regions at other sizes -> (index, what was read), more than once
        each."""
        tried: list[int] = []
        chosen: list[Region] = []
        scales: list[float] = []
        for index, share in product(indices, SECOND_SCALES):
            region = regions[index]
            tried.append(index)
            chosen.append(region)
            scales.append(region.scale * share)
        readings = self.read(chosen, scales, mode)
        return list(zip(tried, readings, strict=True))


def read_page(image: Pixels, dpi: float, timeout: float) -> SeenPage:
    """A page image (RGB or grey, at `dpi`) -> what stands on it. `timeout` in seconds for the whole
    page.

    Raises PageTimeoutError, MissingDependencyError, UnreadableFileError.
    """
    end = time.monotonic() + timeout
    if _holds_no_line(image):
        return _empty_page(image, dpi)
    plain = lift_colour(image)
    grey = even_light(plain)
    ink = max(_dark_share(plain), _dark_share(grey))
    page = _LitPage(grey, dpi, ink)
    turns = likely_turns(grey) if ink > EMPTY else [0]
    best = _read_turned(page, turns.pop(0), end)
    if best.confidence < UNSURE and not turns:
        turns = [(best.rotation + 180) % 360]
    while turns and best.confidence < UNSURE and best.words:
        turned = _read_turned(page, turns.pop(0), end)
        best = max(best, turned, key=lambda seen: seen.confidence)
    return best


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


def _read_turned(lit: _LitPage, rotation: int, end: float) -> SeenPage:
    """An evenly lit page, to be turned by `rotation` -> what stands on it, read before the time
    `end`."""
    page = deskew(lit.grey, lit.dpi, rotation)
    rulings = find_rulings(page)
    tables = find_tables(rulings)
    page.grey[rulings.mask > 0] = 255
    regions = [*body_regions(page, tables), *cell_regions(page, tables)]
    reader = RegionReader(page.dpi, end)
    import os
    if os.environ.get("KREADER", "lines") == "lines":
        from kehoach.ingest.ocr.line_reader import read_region
        readings = [RegionReading(_without_noise(read_region(region)), 1.0) for region in regions]
    else:
        readings = reader.read(regions, [region.scale for region in regions], BLOCK)
        readings = _with_doubtful_cells_reread(regions, readings, reader)
        readings = _with_numerals_reread(regions, readings, reader)
    words_in: dict[int | None, list[SeenWord]] = {}  # by the number of the table
    for region, reading in zip(regions, readings, strict=True):
        words = words_of(region, reading.words, reading.scale, page=page)
        words_in.setdefault(region.table, []).extend(words)
    seen_tables: list[SeenTable] = []
    for number, table in enumerate(tables):
        words = words_in.get(number, [])
        seen_tables.append(SeenTable(table.cells, tuple(words)))
    height, width = page.grey.shape
    return SeenPage(
        width=round(width * page.points, 1),
        height=round(height * page.points, 1),
        rotation=page.rotation,
        skew=page.skew,
        body=tuple(words_in.get(None, ())),
        tables=tuple(seen_tables),
        ink=lit.ink,
    )


def _mean_confidence(words: Sequence[ReadWord] | Sequence[SeenWord]) -> float:
    letters = sum(len(word.text) for word in words)
    if not letters:
        return 0.0
    return sum(word.confidence * len(word.text) for word in words) / letters


def _without_noise(words: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
    """Words without the lines that Tesseract itself does not believe in: specks, seals, signatures,
    printing that shines through from the back."""
    lines: dict[int, list[ReadWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    believed = {number for number, line in lines.items() if _mean_confidence(line) >= NOISE}
    return tuple(word for word in words if word.line in believed)


def _with_doubtful_cells_reread(
    regions: Sequence[Region], readings: Sequence[RegionReading], reader: RegionReader
) -> list[RegionReading]:
    """Low cells that came out empty or doubtful are read as one word or line, at other sizes; the
    surest stays."""
    best = list(readings)
    doubtful: list[int] = []
    for index, (region, reading) in enumerate(zip(regions, readings, strict=True)):
        is_low_cell = region.table is not None and region.image.shape[0] < LOW_CELL * reader.dpi
        if is_low_cell and reading.confidence < DOUBTFUL:
            doubtful.append(index)
    for index, reading in reader.read_again(regions, doubtful, WORD):
        if reading.confidence > best[index].confidence:
            best[index] = reading
    return best


def _with_numerals_reread(
    regions: Sequence[Region], readings: Sequence[RegionReading], reader: RegionReader
) -> list[RegionReading]:
    """In a column of numbers, what is no number is read again as one: most of Tesseract's
    misreadings of lone digits ("7" as "ñ") are letters that cannot stand there. A longer text in
    the column is left alone."""
    columns: dict[tuple[int, int], list[int]] = {}  # by table and left edge
    for index, region in enumerate(regions):
        if region.table is not None and region.cell is not None:
            columns.setdefault((region.table, round(region.cell.x0)), []).append(index)
    doubtful: list[int] = []
    for indices in columns.values():
        doubtful += _misread_numerals(indices, regions, readings)
    best = list(readings)
    for index, reading in reader.read_again(regions, doubtful, NUMERAL):
        if not _is_numeral(reading):
            continue
        if not _is_numeral(best[index]) or reading.confidence > best[index].confidence:
            best[index] = reading
    return best


def _is_numeral(reading: RegionReading) -> bool:
    return _INDEX.fullmatch(reading.text) is not None


def _misread_numerals(
    column: Sequence[int], regions: Sequence[Region], readings: Sequence[RegionReading]
) -> list[int]:
    """The cells of a column (indices into the regions) whose short text is no number, while most of
    the others are numbers."""
    numerals = [index for index in column if _is_numeral(readings[index])]
    if len(numerals) < 2 or 2 * len(numerals) <= len(column):
        return []
    widest = max(regions[index].image.shape[1] for index in numerals)
    narrow = 2 * widest
    header = min(_top(regions[index]) for index in column)
    misread: list[int] = []
    for index in column:
        region = regions[index]
        is_narrow = region.image.shape[1] < narrow
        is_short = len(readings[index].text) <= 3
        below_header = _top(region) > header + 1
        if is_narrow and is_short and below_header and index not in numerals:
            misread.append(index)
    return misread


def _top(region: Region) -> float:
    """The y of a cell's top edge, in points."""
    return region.cell.y0 if region.cell is not None else 0.0
