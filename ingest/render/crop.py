"""Pictures of places in a paper, small enough to be mailed: a strip of the page around a box, as
JPEG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
from numpy.typing import NDArray

from kehoach.errors import KehoachError
from kehoach.ingest.model import Box, Page
from kehoach.ingest.ocr.deskew import shrunk
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.render.page import page_view

DPI = 100
MARGIN, MAX_HEIGHT, MIN_WIDTH = 9.0, 190.0, 300.0
"""Points around the box; the strip's height at most, its width at least."""
MIN_PIXELS = 4
"""A strip with a shorter side shows nothing."""
QUALITY = 55


def cut(path: Path, media_type: str, places: Sequence[tuple[Page, Box]]) -> list[bytes | None]:
    """A strip of the page for each place, in order; None where the page cannot be drawn. One page
    is in memory at a time."""
    pictures: list[bytes | None] = [None] * len(places)
    for page, indices in _by_page(places):
        try:
            pixels = page_view(path, media_type, page=page, dpi=DPI)
        except KehoachError:
            # A broken page was read in part: the finding is told without its picture.
            continue
        for index in indices:
            _, box = places[index]
            pictures[index] = _strip(pixels, page, box=box)
    return pictures


def _by_page(places: Sequence[tuple[Page, Box]]) -> list[tuple[Page, list[int]]]:
    """The pages in order, each with the indices of its places."""
    pages: dict[int, tuple[Page, list[int]]] = {}
    for index, (page, _) in enumerate(places):
        _, indices = pages.setdefault(page.number, (page, []))
        indices.append(index)
    return [pages[number] for number in sorted(pages)]


def _strip(pixels: Pixels, page: Page, box: Box) -> bytes | None:
    """The strip around a box (points) of a page's image as a JPEG, None where it lies outside."""
    height, width = pixels.shape[:2]
    across = width / page.width
    down = height / page.height
    around = _strip_box(page, box)
    top = round(around.y0 * down)
    bottom = round(around.y1 * down)
    left = round(around.x0 * across)
    right = round(around.x1 * across)
    strip: NDArray[Any] = pixels[top:bottom, left:right]
    if min(strip.shape[:2]) < MIN_PIXELS:
        return None
    dpi = 72 * across
    shrink = DPI / dpi
    if shrink < 0.8:  # an image file comes as fine as it is
        strip = shrunk(strip, shrink)
    is_coloured = strip.ndim != 2
    if is_coloured:
        strip = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    _, encoded = cv2.imencode(".jpg", strip, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return bytes(encoded.tobytes())


def _strip_box(page: Page, box: Box) -> Box:
    """What a strip around a box shows of the page, in points."""
    missing = max(0.0, MIN_WIDTH - box.width)
    wider = missing / 2
    lowest = min(box.y1 + MARGIN, box.y0 + MAX_HEIGHT)
    return Box(
        x0=max(0.0, box.x0 - MARGIN - wider),
        y0=max(0.0, box.y0 - MARGIN),
        x1=min(page.width, box.x1 + MARGIN + wider),
        y1=min(page.height, lowest),
    )
