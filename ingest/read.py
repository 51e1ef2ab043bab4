"""The one door: a file of any supported type -> `Document`. The type is told from the content, not
from the name."""

from __future__ import annotations

from pathlib import Path

from kehoach.errors import NoTextError, UnreadableFileError, UnsupportedTypeError
from kehoach.ingest.model import Document, FlowItem, Note, Page
from kehoach.ingest.options import DEFAULT_OPTIONS, ReadOptions
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits, check_regular, sha256_of
from kehoach.ingest.sniff import DOC, DOCX, HTML, ODT, PDF, RTF, TEXT, sniff

IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff"})
OFFICE = frozenset({DOC, ODT, RTF, "text/rtf"})


def read(
    path: Path, limits: Limits = DEFAULT_LIMITS, options: ReadOptions = DEFAULT_OPTIONS
) -> Document:
    """Read a paper; `options` say how scans are read. Raises the exceptions of `errors`; the file
    itself is only ever read."""
    media_type = sniff(path, limits)
    max_pages = min(limits.max_pages, options.max_pages)
    pages: tuple[Page, ...] = ()
    flow: tuple[FlowItem, ...]
    notes: tuple[Note, ...] = ()
    if media_type == PDF:
        from kehoach.ingest.pdf.document import read_pdf

        pages, flow, notes = read_pdf(path, max_pages, options)
    elif media_type in IMAGES:
        from kehoach.ingest.ocr.document import read_image

        pages, flow, notes = read_image(path, max_pages, options)
    elif media_type == DOCX:
        from kehoach.ingest.docx.document import read_docx

        flow, notes = read_docx(path)
    elif media_type == HTML:
        from kehoach.ingest.html.document import read_html

        flow, notes = read_html(_bytes(path, limits))
    elif media_type == TEXT:
        from kehoach.ingest.text.document import read_text

        flow = read_text(_bytes(path, limits))
    elif media_type in OFFICE:
        from kehoach.ingest.libreoffice import read_office

        flow, notes = read_office(path, media_type)
    else:
        raise UnsupportedTypeError(media_type=media_type)
    if not flow:
        raise NoTextError
    return Document(path.name, sha256_of(path), media_type, pages, flow, notes)


def _bytes(path: Path, limits: Limits) -> bytes:
    size = check_regular(path, limits)
    try:
        with path.open("rb") as file:
            return file.read(size)  # asked for more, Python would set aside room for all of it
    except OSError as exc:
        raise UnreadableFileError(reason=exc.strerror or str(exc)) from exc
