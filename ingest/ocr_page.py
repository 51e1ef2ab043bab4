"""One page image -> what stands on it: words with boxes (points), confidence and stroke width, and the cells of tables.

The verbs in order: straighten, find the rulings and tables, take the rulings out, read the body and every cell alone,
read again what came out doubtful.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.letters import ABOVE, BELOW, Setting, Strokes, setting_of
from ingest.model import Box
from ingest.rulings import Table, find_rulings, find_tables
from ingest.straighten import Pixels, Straight, even_light, ink_of, lift_colour, straighten
from ingest.tesseract import BLOCK, LINE, Read, read_images

PAD = 14
"""White around a piece, in pixels: Tesseract misses letters that touch the edge."""
DOUBTFUL = 0.6
SPACE = 0.16
"""The narrowest space between words, in letter sizes."""
SPECK = 12
"""Ink of fewer pixels than this (at 300 dpi) is dirt: a full stop of 10 points has twenty."""


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word on a page image. `box` holds the line's height, not the ink's; `size` and `stroke` (width) in points."""

    text: str
    box: Box
    size: float
    stroke: float
    confidence: float


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A ruled table: its cells' boxes, and the words of all of them."""

    cells: tuple[Box, ...]
    words: tuple[SeenWord, ...]


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What stands on a page image. Width and height in points after turning; `rotation` degrees clockwise that the
    image was turned to stand upright, `skew` degrees that it was levelled."""

    width: float
    height: float
    rotation: int
    skew: float
    body: tuple[SeenWord, ...]
    tables: tuple[SeenTable, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the page to be read alone: the image with white around it, and where it stands (pixels)."""

    image: Pixels
    x: int
    y: int
    table: int | None


def read_page(image: Pixels, dpi: float, timeout: float) -> SeenPage:
    """A page image (RGB or grey, at `dpi`) -> what stands on it. `timeout` in seconds for the whole page.

    Raises PageTimeoutError, MissingDependencyError, UnreadableFileError.
    """
    end = time.monotonic() + timeout
    grey = even_light(lift_colour(image))
    page = straighten(grey, dpi, 0)
    rulings = find_rulings(page)
    tables = find_tables(rulings)
    page.grey[rulings.mask > 0] = 255
    pieces = [*_body(page, tables), *_cells(page, tables)]
    readings = read_images([piece.image for piece in pieces], BLOCK, page.dpi, end - time.monotonic())
    readings = _read_again(pieces, readings, page.dpi, end)
    words = [_words(piece, reading, page) for piece, reading in zip(pieces, readings, strict=True)]
    own: dict[int | None, list[SeenWord]] = {}
    for piece, seen in zip(pieces, words, strict=True):
        own.setdefault(piece.table, []).extend(seen)
    height, width = page.grey.shape
    return SeenPage(
        round(width * page.points, 1), round(height * page.points, 1), page.rotation, page.skew,
        tuple(own.get(None, ())),
        tuple(SeenTable(table.cells, tuple(own.get(n, ()))) for n, table in enumerate(tables)),
    )  # fmt: skip


def _clean_ink(grey: Pixels) -> Pixels:
    """Ink without specks."""
    ink = ink_of(grey)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] >= SPECK).astype(np.uint8) * 255
    keep[0] = 0
    del count
    return np.asarray(keep[labels], np.uint8)


def _body(page: Straight, tables: Sequence[Table]) -> list[_Piece]:
    """What stands outside the tables, as one piece each between them."""
    height, width = page.grey.shape
    rest = page.grey.copy()
    edges = [0]
    for table in tables:
        x0, y0, x1, y1 = _pixels(table.box, page)
        rest[max(y0 - 3, 0) : y1 + 4, max(x0 - 3, 0) : x1 + 4] = 255
        edges += [(y0 + y1) // 2]
    edges.append(height)
    pieces = []
    for top, bottom in zip(edges, edges[1:], strict=False):
        piece = _piece(rest, 0, top, width, bottom, None)
        if piece is not None:
            pieces.append(piece)
    return pieces


def _cells(page: Straight, tables: Sequence[Table]) -> list[_Piece]:
    pieces = []
    for number, table in enumerate(tables):
        for cell in table.cells:
            x0, y0, x1, y1 = _pixels(cell, page)
            piece = _piece(page.grey, x0 + 3, y0 + 3, x1 - 3, y1 - 3, number)
            if piece is not None:
                pieces.append(piece)
    return pieces


def _pixels(box: Box, page: Straight) -> tuple[int, int, int, int]:
    height, width = page.grey.shape
    x0, y0, x1, y1 = (round(v / page.points) for v in (box.x0, box.y0, box.x1, box.y1))
    return max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)


def _piece(grey: Pixels, x0: int, y0: int, x1: int, y1: int, table: int | None) -> _Piece | None:
    """The part of the page from its first ink to its last, with white around; None when there is no ink."""
    part = grey[y0:y1, x0:x1]
    if part.shape[0] < 8 or part.shape[1] < 4:
        return None
    ink = _clean_ink(part) if part.min() < 160 else np.zeros_like(part)
    rows, cols = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if rows.size < 4 or cols.size < 2:
        return None
    top, bottom = max(int(rows[0]) - 3, 0), int(rows[-1]) + 4
    left, right = max(int(cols[0]) - 3, 0), int(cols[-1]) + 4
    image = cv2.copyMakeBorder(part[top:bottom, left:right], PAD, PAD, PAD, PAD, cv2.BORDER_CONSTANT, value=[255])
    return _Piece(np.asarray(image, np.uint8), x0 + left - PAD, y0 + top - PAD, table)


def _read_again(
    pieces: Sequence[_Piece], readings: Sequence[list[Read]], dpi: float, end: float
) -> list[list[Read]]:
    """Cells that came out empty or doubtful are read as one line; the surer reading stays."""
    again = [
        n
        for n, (piece, reading) in enumerate(zip(pieces, readings, strict=True))
        if piece.table is not None and _sure(reading) < DOUBTFUL and piece.image.shape[0] < 0.45 * dpi
    ]
    second = read_images([pieces[n].image for n in again], LINE, dpi, end - time.monotonic())
    best = list(readings)
    for n, reading in zip(again, second, strict=True):
        if _sure(reading) > _sure(best[n]):
            best[n] = reading
    return best


def _sure(reading: Sequence[Read]) -> float:
    return min((word.confidence for word in reading), default=0.0)


def _words(piece: _Piece, reading: Sequence[Read], page: Straight) -> list[SeenWord]:
    """Words of a piece in page points; the words of one line share its height."""
    ink = _clean_ink(piece.image)
    strokes = Strokes(ink)
    lines: dict[int, list[Read]] = {}
    for word in reading:
        lines.setdefault(word.line, []).append(word)
    seen: list[SeenWord] = []
    for line in lines.values():
        measured = [(word.text, *_ink_extent(ink, word)) for word in line]
        setting = setting_of(measured) or Setting(float(max(w.y1 - w.y0 for w in line)), float(max(w.y1 for w in line)))
        top, bottom = setting.base - ABOVE * setting.size, setting.base + BELOW * setting.size
        line.sort(key=lambda word: word.x0)
        for word, after in zip(line, [*line[1:], None], strict=True):
            # Tesseract parted the words, though their boxes may touch: nobody shall glue them together again.
            right = word.x1 if after is None else min(word.x1, max(after.x0 - SPACE * setting.size, word.x0 + 1))
            box = Box(
                round((piece.x + word.x0) * page.points, 2), round((piece.y + top) * page.points, 2),
                round((piece.x + right) * page.points, 2), round((piece.y + bottom) * page.points, 2),
            )  # fmt: skip
            stroke = strokes.width(word.x0, word.y0, word.x1, word.y1) * page.points
            size = setting.size * page.points
            seen.append(SeenWord(word.text, box, round(size, 2), round(stroke, 3), word.confidence))
    return seen


def _ink_extent(ink: Pixels, word: Read) -> tuple[float, float]:
    """Top and bottom of the ink in a word's box, which itself may be as high as the whole image."""
    rows = np.nonzero(ink[word.y0 : word.y1, word.x0 : word.x1].any(axis=1))[0]
    if not rows.size:
        return float(word.y0), float(word.y1)
    return float(word.y0 + rows[0]), float(word.y0 + rows[-1] + 1)
