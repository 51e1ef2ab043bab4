"""The image of a page as it was read: deskewed where it was read by OCR, as drawn where it has a
text layer."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pypdfium2

from kehoach.ingest.model import Page
from kehoach.ingest.ocr.deskew import WORK_DPI, deskew, even_light, lift_colour
from kehoach.ingest.ocr.photo.flatten import flat_sheet
from kehoach.ingest.ocr.photo.straighten import straighten
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.ocr.raster import Raster, bounded_dpi, image_page, pdf_page
from kehoach.ingest.options import PAGE_TIMEOUT
from kehoach.ingest.sniff import PDF

VIEW_DPI = 200


def page_view(path: Path, media_type: str, page: Page, dpi: float = VIEW_DPI) -> Pixels:
    """The page of a PDF or image file, upright, so that the boxes of its words lie on it; a PDF's
    is drawn at `dpi`.

    Raises BrokenFileError, PageTimeoutError, MissingDependencyError, TooLargeError.
    """
    raster = _raster(path, media_type, page=page, dpi=dpi)
    if page.method != "ocr":
        return _as_read(
            raster.pixels, page, drawn_turned=_rotation_in_file(path, media_type, page=page)
        )
    sheet = flat_sheet(raster.pixels, raster.dpi)
    grey = even_light(lift_colour(sheet.pixels))
    work_dpi = min(WORK_DPI, sheet.dpi)
    level_page = deskew(grey, sheet.dpi, rotation=page.rotation, work_dpi=work_dpi)
    return straighten(level_page, is_photograph=sheet.is_photograph).grey


def _as_read(pixels: Pixels, page: Page, drawn_turned: int) -> Pixels:
    """A page as drawn, turned as it was read: where its letters stand sideways, the page is read
    upright whatever the file says. `drawn_turned`: by how many degrees clockwise the file has it
    turned."""
    turns = (page.rotation - drawn_turned) // 90 % 4
    return np.ascontiguousarray(np.rot90(pixels, -turns)) if turns else pixels


def _rotation_in_file(path: Path, media_type: str, page: Page) -> int:
    """By how many degrees clockwise the file has a page turned."""
    if media_type != PDF:
        return 0
    with closing(pypdfium2.PdfDocument(path)) as document:
        return int(document[page.number - 1].get_rotation())


def _raster(path: Path, media_type: str, page: Page, dpi: float) -> Raster:
    if media_type != PDF:
        return image_page(path, page.number)
    most_dpi = bounded_dpi(page.width, page.height, dpi=dpi)
    return pdf_page(path, page.number, dpi=most_dpi, timeout=PAGE_TIMEOUT)
