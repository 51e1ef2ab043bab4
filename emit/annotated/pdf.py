"""A PDF with highlights (ISO 32000-1, 12.5.6.10) at the places of the remarks: the paper itself
where it has a text layer, its pages as they were read where they are scans or pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kehoach.emit.annotated.pdf_geometry import Box, Sheet, corners_of, sheet_of, strips_of
from kehoach.emit.annotated.remarks import AUTHOR, Note, Remark, notes_of
from kehoach.errors import NotAnnotatedError
from kehoach.ingest.model import Page
from kehoach.ingest.sniff import PDF
from kehoach.schema.models import Severity, SourcePage

_COLOURS: dict[Severity, str] = {"error": "ffb3ad", "warning": "ffe680", "info": "b8dcff"}
"""Light enough that black words stay legible under them."""
_NOTE_SIZE, _NOTE_STEP, _NOTES_DOWN = 18.0, 22.0, 30
"""Points: the side of a sticky note, the way from one to the next; so many stand in a column."""
_DPI = 150
_QUALITY = 70


def annotated_pdf(
    path: Path, media_type: str, pages: Sequence[SourcePage], remarks: Sequence[Remark]
) -> bytes:
    """A PDF or a picture, the pages that were read of it, and remarks -> the bytes of a PDF with a
    highlight for each remark, its words in the note of the first.

    A page that was read by OCR lies in the copy as it was read, straight and upright, if a remark
    stands on it: only so do the boxes lie on its words. What concerns the whole paper is a note on
    the first page. Raises NotAnnotatedError, and what drawing a page raises.
    """
    from pypdf.errors import PyPdfError

    try:
        copy = _Copy(path, media_type, pages=pages)
        for note in notes_of(remarks):
            copy.write(note)
        return copy.to_bytes()
    except PyPdfError as error:  # our reader forgives more than pypdf does
        raise NotAnnotatedError from error


class _Copy:
    """The copy in the making."""

    def __init__(self, path: Path, media_type: str, pages: Sequence[SourcePage]) -> None:
        from pypdf import PdfReader, PdfWriter

        self._path = path
        self._media_type = media_type
        self._pages = {page.number: page for page in pages}
        self._writer = PdfWriter()
        self._as_read: set[int] = set()
        self._notes = 0
        if media_type == PDF:
            reader = PdfReader(path)
            if reader.is_encrypted:
                reader.decrypt("")  # what was read without a password opens without one
            self._writer = PdfWriter(clone_from=reader)
            return
        for page in sorted(self._pages):
            self._writer.add_page(self._page_as_read(self._pages[page]))
            self._as_read.add(page)

    def to_bytes(self) -> bytes:
        """The PDF as it stands."""
        copy = io.BytesIO()
        self._writer.write(copy)
        return copy.getvalue()

    def write(self, note: Note) -> None:
        """Highlight the boxes of a note, else pin it on the first page."""
        places = self._places(note)
        if not places:
            self._pin(note)
        for index, (page, box) in enumerate(places):
            sheet = self._sheet(page)
            mark = _highlight(box, sheet, colour=_COLOURS[note.severity])
            self._add(page, mark, text=note.text if index == 0 else "")

    def _places(self, note: Note) -> list[tuple[int, Box]]:
        """The boxes of a note, each with its page."""
        places: list[tuple[int, Box]] = []
        for span in note.spans:
            if span.page is None or span.bbox is None:
                continue
            if span.page in self._pages:
                places.append((span.page, span.bbox))
        return places

    def _sheet(self, number: int) -> Sheet:
        """The sheet of a page in the copy, a scan laid there as it was read."""
        read = self._pages[number]
        if read.method == "ocr" and number not in self._as_read:
            self._lay_as_read(number)
        page = self._writer.pages[self._index(number)]
        return sheet_of(page, read, is_as_read=number in self._as_read)

    def _pin(self, note: Note) -> None:
        """A sticky note at the edge of the first page, one under another."""
        from pypdf.annotations import Text

        column, row = divmod(self._notes, _NOTES_DOWN)
        self._notes += 1
        page = self._writer.pages[0]
        left = float(page.cropbox.left) + 4 + column * _NOTE_STEP
        top = float(page.cropbox.top) - 4 - row * _NOTE_STEP
        rect = (left, top - _NOTE_SIZE, left + _NOTE_SIZE, top)
        pin = Text(rect=rect, text="", title_bar=AUTHOR)
        self._add(min(self._pages, default=1), pin, text=note.text)

    def _add(self, number: int, mark: Any, text: str) -> None:
        from pypdf.generic import NameObject, TextStringObject

        if text:
            mark[NameObject("/Contents")] = TextStringObject(text)
        self._writer.add_annotation(self._index(number), mark)

    def _index(self, number: int) -> int:
        """Where a page lies in the copy. A PDF is copied whole, of a picture those pages that were
        read."""
        if self._media_type == PDF:
            return number - 1
        return sorted(self._pages).index(number)

    def _lay_as_read(self, number: int) -> None:
        """Put the page as it was read in the place of the scan."""
        index = self._index(number)
        self._writer.insert_page(self._page_as_read(self._pages[number]), index)
        self._writer.remove_page(index + 1)
        self._as_read.add(number)

    def _page_as_read(self, read: SourcePage) -> Any:
        """A page of the size that was read, its picture on it."""
        from PIL import Image
        from pypdf import PdfReader

        from kehoach.ingest.ocr.deskew import shrunk
        from kehoach.ingest.render.page import page_view

        page = Page(
            read.number,
            width=read.width,
            height=read.height,
            method=read.method,
            rotation=read.rotation,
        )
        pixels = page_view(self._path, self._media_type, page=page, dpi=_DPI)
        dpi = 72 * pixels.shape[1] / read.width
        if dpi > _DPI:
            pixels = shrunk(pixels, _DPI / dpi)
        picture = io.BytesIO()
        Image.fromarray(pixels).save(
            picture, "PDF", resolution=72 * pixels.shape[1] / read.width, quality=_QUALITY
        )
        return PdfReader(picture).pages[0]


def _highlight(box: Box, sheet: Sheet, colour: str) -> Any:
    """A highlight over a box of a page, in strips about as high as a line."""
    from pypdf.annotations import Highlight
    from pypdf.generic import ArrayObject, FloatObject

    strips = [corners_of(strip, sheet) for strip in strips_of(box)]
    numbers = [number for strip in strips for number in strip.flat]
    return Highlight(
        rect=corners_of(box, sheet).around,
        quad_points=ArrayObject(map(FloatObject, numbers)),
        highlight_color=colour,
        printing=True,
        title_bar=AUTHOR,
    )
