"""A whole page as a picture for a screen."""

from __future__ import annotations

from pathlib import Path

import cv2

from kehoach.ingest.model import Page
from kehoach.ingest.ocr.deskew import shrunk
from kehoach.ingest.ocr.pixels import as_pixels
from kehoach.ingest.render.page import page_view

MAX_SIDE = 2400
"""Pixels of the longer side: a photograph is finer than any screen."""


def page_png(path: Path, media_type: str, page: Page, dpi: float) -> bytes:
    """A page as PNG, at most `dpi` fine, upright as `page_view` gives it, so that the boxes of its
    values lie on it. Raises as `page_view`."""
    pixels = page_view(path, media_type, page=page, dpi=dpi)
    height, width = pixels.shape[:2]
    own_dpi = 72 * width / page.width
    shrink = min(dpi / own_dpi, MAX_SIDE / max(height, width))
    if shrink < 0.95:
        pixels = shrunk(pixels, shrink)
    if pixels.ndim == 3:
        pixels = as_pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    _, encoded = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    return bytes(encoded.tobytes())
