"""One page image -> what stands on it: words with boxes (points), confidence and stroke width, and
the cells of tables.

The verbs in order: straighten, find the rulings and tables, take the rulings out, read the body and
every cell alone, read again what came out doubtful.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.deskew import Pixels, deskew, even_light, lift_colour, likely_turns
from kehoach.ingest.ocr.regions import (
    Region,
    SeenWord,
    body_regions,
    cell_regions,
    for_reading,
    words_of,
)
from kehoach.ingest.ocr.rulings import find_rulings, find_tables
from kehoach.ingest.ocr.tesseract import BLOCK, WORD, Read, read_images

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
NUMERALS = "0123456789IVX.)"
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
        return [*self.body, *(word for table in self.tables for word in table.words)]

    @property
    def confidence(self) -> float:
        """The mean confidence of its letters, 0 without any."""
        return round(_mean_confidence(self.words), 3)


@dataclass(frozen=True, slots=True)
class _Result:
    """What was read in a piece, at which scale."""

    words: tuple[Read, ...]
    scale: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def sure(self) -> float:
        return min((word.confidence for word in self.words), default=0.0)


def _mean_confidence(words: Sequence[Read] | Sequence[SeenWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def read_page(image: Pixels, dpi: float, timeout: float) -> SeenPage:
    """A page image (RGB or grey, at `dpi`) -> what stands on it. `timeout` in seconds for the whole
    page.

    Raises PageTimeoutError, MissingDependencyError, UnreadableFileError.
    """
    end = time.monotonic() + timeout
    height, width = image.shape[:2]
    if min(height, width) < max(LEAST_SIDE, max(height, width) / MOST_OBLONG):
        return SeenPage(
            round(width * 72 / dpi, 1), round(height * 72 / dpi, 1), 0, 0.0, (), (), 0.0
        )
    plain = lift_colour(image)
    grey = even_light(plain)
    ink = max(float((plain[::3, ::3] < DARK).mean()), float((grey[::3, ::3] < DARK).mean()))
    turns = likely_turns(grey) if ink > EMPTY else [0]
    best = _read_turned(grey, dpi, turns.pop(0), ink, end)
    if best.confidence < UNSURE and not turns:
        turns = [(best.rotation + 180) % 360]
    while turns and best.confidence < UNSURE and best.words:
        best = max(
            best, _read_turned(grey, dpi, turns.pop(0), ink, end), key=lambda page: page.confidence
        )
    return best


def _read_turned(grey: Pixels, dpi: float, rotation: int, ink: float, end: float) -> SeenPage:
    """An evenly lit page, to be turned by `rotation` -> what stands on it, read before the time
    `end`."""
    page = deskew(grey, dpi, rotation)
    rulings = find_rulings(page)
    tables = find_tables(rulings)
    page.grey[rulings.mask > 0] = 255
    regions = [*body_regions(page, tables), *cell_regions(page, tables)]
    results = _read(regions, [piece.scale for piece in regions], BLOCK, page.dpi, end)
    results = _read_again(regions, results, page.dpi, end)
    results = _read_numerals(regions, results, page.dpi, end)
    own: dict[int | None, list[SeenWord]] = {}
    for piece, result in zip(regions, results, strict=True):
        own.setdefault(piece.table, []).extend(words_of(piece, result.words, result.scale, page))
    height, width = page.grey.shape
    return SeenPage(
        round(width * page.points, 1), round(height * page.points, 1), page.rotation, page.skew,
        tuple(own.get(None, ())),
        tuple(SeenTable(table.cells, tuple(own.get(n, ()))) for n, table in enumerate(tables)), ink,
    )  # fmt: skip


def _read(
    regions: Sequence[Region],
    scales: Sequence[float],
    psm: int,
    dpi: float,
    end: float,
    letters: str = "",
) -> list[_Result]:
    """Read pieces, each at its scale, before the time `end`."""
    images = [for_reading(piece, scale) for piece, scale in zip(regions, scales, strict=True)]
    usual = sum(scales) / max(len(scales), 1)
    readings = read_images(images, psm, dpi * usual, end - time.monotonic(), letters)
    return [
        _Result(_without_noise(words), scale) for words, scale in zip(readings, scales, strict=True)
    ]


def _without_noise(words: Sequence[Read]) -> tuple[Read, ...]:
    """Words without the lines that Tesseract itself does not believe in: specks, seals, signatures,
    printing that shines through from the back."""
    lines: dict[int, list[Read]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    noise = {line for line, own in lines.items() if _mean_confidence(own) < NOISE}
    return tuple(word for word in words if word.line not in noise)


def _read_again(
    regions: Sequence[Region], results: Sequence[_Result], dpi: float, end: float
) -> list[_Result]:
    """Low cells that came out empty or doubtful are read as one word or line, at other sizes; the
    surest stays."""
    best = list(results)
    again = [
        n
        for n, (piece, result) in enumerate(zip(regions, results, strict=True))
        if piece.table is not None and result.sure < DOUBTFUL and piece.image.shape[0] < 0.4 * dpi
    ]
    tries = [(n, share) for n in again for share in SECOND_SCALES]
    second = _read(
        [regions[n] for n, _ in tries], [regions[n].scale * s for n, s in tries], WORD, dpi, end
    )
    for (n, _), result in zip(tries, second, strict=True):
        if result.sure > best[n].sure:
            best[n] = result
    return best


def _below(piece: Region, head: float) -> bool:
    """Does the cell stand below the first row, the header?"""
    return piece.cell is not None and piece.cell.y0 > head + 1


def _read_numerals(
    regions: Sequence[Region], results: Sequence[_Result], dpi: float, end: float
) -> list[_Result]:
    """In a column of numbers, what is no number is read again as one: most of Tesseract's
    misreadings of lone digits ("7" as "ñ") are letters that cannot stand there. A longer text in
    the column is left alone."""
    best = list(results)
    columns: dict[tuple[int, int], list[int]] = {}
    for n, piece in enumerate(regions):
        if piece.table is not None and piece.cell is not None:
            columns.setdefault((piece.table, round(piece.cell.x0)), []).append(n)
    doubtful = []
    for own in columns.values():
        numbers = [n for n in own if _INDEX.fullmatch(results[n].text)]
        if len(numbers) >= 2 and 2 * len(numbers) > len(own):
            narrow = 2 * max(regions[n].image.shape[1] for n in numbers)
            others = [n for n in own if n not in numbers and regions[n].image.shape[1] < narrow]
            head = min(piece.cell.y0 for n in own if (piece := regions[n]).cell is not None)
            doubtful += [
                n for n in others if len(results[n].text) <= 3 and _below(regions[n], head)
            ]
    tries = [(n, share) for n in doubtful for share in SECOND_SCALES]
    second = _read(
        [regions[n] for n, _ in tries],
        [regions[n].scale * s for n, s in tries],
        WORD,
        dpi,
        end,
        NUMERALS,
    )
    for (n, _), result in zip(tries, second, strict=True):
        if _INDEX.fullmatch(result.text) and (
            not _INDEX.fullmatch(best[n].text) or result.sure > best[n].sure
        ):
            best[n] = result
    return best
