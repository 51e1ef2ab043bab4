"""Regions of a page read by Tesseract: all in one call, then again what came out doubtful."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from kehoach.ingest.ocr.readings import RegionReading, without_noise
from kehoach.ingest.ocr.regions import Region, for_reading
from kehoach.ingest.ocr.tesseract import BLOCK, WORD, ReadingMode, read_images
from kehoach.patterns import compile_regex

DOUBTFUL = 0.6
SECOND_SCALES = (0.86, 1.0)
"""A second reading is done at these shares of the usual size: what one size misses, another often
sees."""
LOW_CELL = 0.4
"""Inches: a cell not as high as this has one line, two at most."""
NUMERAL = ReadingMode(WORD.segmentation, letters="0123456789IVX.)")
_INDEX = compile_regex(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5})[.)]?")


def read_by_tesseract(regions: Sequence[Region], dpi: float, end: float) -> list[RegionReading]:
    """Regions -> what stands in each (see `RegionsReader`)."""
    reader = RegionReader(dpi, end)
    readings = reader.read(regions, [region.scale for region in regions], BLOCK)
    readings = _with_doubtful_cells_reread(regions, readings, reader=reader)
    return _with_numerals_reread(regions, readings, reader=reader)


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
            RegionReading(without_noise(words), scale)
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


def _with_doubtful_cells_reread(
    regions: Sequence[Region], readings: Sequence[RegionReading], reader: RegionReader
) -> list[RegionReading]:
    """Low cells that came out empty or doubtful are read as one word or line, at other sizes; the
    surest stays."""
    best = list(readings)
    doubtful: list[int] = []
    low = LOW_CELL * reader.dpi
    for index, region in enumerate(regions):
        is_low = region.image.shape[0] < low
        is_doubtful = readings[index].confidence < DOUBTFUL
        if region.table is not None and is_low and is_doubtful:
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
        if region.table is None or region.cell is None:
            continue
        place = (region.table, round(region.cell.x0))
        columns.setdefault(place, []).append(index)
    doubtful: list[int] = []
    for indices in columns.values():
        doubtful += _misread_numerals(indices, regions, readings=readings)
    best = list(readings)
    for index, reading in reader.read_again(regions, doubtful, NUMERAL):
        if not _is_numeral(reading):
            continue
        before = best[index]
        if not _is_numeral(before) or reading.confidence > before.confidence:
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
