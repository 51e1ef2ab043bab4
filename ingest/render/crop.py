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
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.render.page import page_view

DPI = 100
MARGIN, MAX_HEIGHT, MIN_WIDTH = 9.0, 190.0, 300.0
"""Points around the box; the strip's height at most, its width at least."""
QUALITY = 55


def cut(path: Path, media_type: str, places: Sequence[tuple[Page, Box]]) -> list[bytes | None]:
    """A strip of the page for each place, in order; None where the page cannot be drawn. One page
    is in memory at a time."""
    pictures: list[bytes | None] = [None] * len(places)
    for number in sorted({page.number for page, _ in places}):
        own = [at for at, (page, _) in enumerate(places) if page.number == number]
        page = places[own[0]][0]
        try:
            pixels = page_view(path, media_type, page, DPI)
        except (
            KehoachError
        ):  # a broken page was read in part: the finding is told without its picture
            continue
        for at in own:
            pictures[at] = _strip(pixels, page, places[at][1])
    return pictures


def _strip(pixels: Pixels, page: Page, box: Box) -> bytes | None:
    height, width = pixels.shape[:2]
    across, down = width / page.width, height / page.height
    wide = max(0.0, MIN_WIDTH - (box.x1 - box.x0)) / 2
    x0, x1 = max(0.0, box.x0 - MARGIN - wide), min(page.width, box.x1 + MARGIN + wide)
    y0, y1 = max(0.0, box.y0 - MARGIN), min(page.height, box.y1 + MARGIN, box.y0 + MAX_HEIGHT)
    strip: NDArray[Any] = pixels[
        round(y0 * down) : round(y1 * down), round(x0 * across) : round(x1 * across)
    ]
    if min(strip.shape[:2]) < 4:
        return None
    shrink = DPI / (72 * across)
    if shrink < 0.8:  # an image file comes as fine as it is
        strip = cv2.resize(strip, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    grey = strip if strip.ndim == 2 else cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    return bytes(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes())
