"""The one door: a file of any supported type -> `Document`. The type is told from the content, not
from the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from kehoach.errors import NotAPictureError, NoTextError, OldOfficeError, UnsupportedTypeError
from kehoach.ingest.model import Document, Reading
from kehoach.ingest.options import DEFAULT_OPTIONS, ReadOptions
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits, joined_sha256, sha256_of
from kehoach.ingest.sniff import DOC, DOCX, HTML, ODT, PDF, RTF, TEXT, sniff
from kehoach.ingest.source import Source

Reader: TypeAlias = Callable[[Source, ReadOptions], Reading]
"""Reads one format. Raises the exceptions of `errors`, nothing else; the file is only ever read."""

READERS: Mapping[str, str] = {
    PDF: "kehoach.ingest.pdf.document:read_pdf",
    DOCX: "kehoach.ingest.docx.document:read_docx",
    HTML: "kehoach.ingest.html.document:read_html",
    TEXT: "kehoach.ingest.text.document:read_text",
    DOC: "kehoach.ingest.libreoffice:read_office",
    ODT: "kehoach.ingest.libreoffice:read_office",
    RTF: "kehoach.ingest.libreoffice:read_office",
    "text/rtf": "kehoach.ingest.libreoffice:read_office",
    "image/png": "kehoach.ingest.ocr.pictures:read_image",
    "image/jpeg": "kehoach.ingest.ocr.pictures:read_image",
    "image/tiff": "kehoach.ingest.ocr.pictures:read_image",
    "image/webp": "kehoach.ingest.ocr.pictures:read_image",
    "image/heic": "kehoach.ingest.ocr.pictures:read_image",
}
"""Media type -> module and name of its `Reader`. A module is imported when a file of its type
comes: who reads a text file waits for no OpenCV. The names are whole, so that `provenance` finds
them in the source."""

OLD_OFFICE: Mapping[str, tuple[str, str]] = {
    "application/vnd.ms-excel": ("Excel 97-2003 (.xls)", ".xlsx"),
    "application/vnd.ms-powerpoint": ("PowerPoint 97-2003 (.ppt)", "PDF"),
}
"""Files of old programs that are not read: the program, and what to save them as."""


def read(
    path: Path, limits: Limits = DEFAULT_LIMITS, options: ReadOptions = DEFAULT_OPTIONS
) -> Document:
    """Read a paper; `options` say how scans are read.

    Raises UnsupportedTypeError, NoTextError (nothing to read in it), and what the reader of its
    type raises: exceptions of `errors`. The file itself is only ever read.
    """
    media_type = sniff(path, limits)
    reader = _reader_of(media_type)
    source = Source(path, media_type, sha256=sha256_of(path), limits=limits)
    reading = reader(source, options)
    if not reading.flow:
        raise NoTextError
    return Document(
        name=path.name,
        sha256=source.sha256,
        media_type=media_type,
        pages=reading.pages,
        flow=reading.flow,
        notes=reading.notes,
    )


def read_as_one(
    paths: Sequence[Path],
    limits: Limits = DEFAULT_LIMITS,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> Document:
    """Read pictures that are the pages of one paper, in this order. It bears the name and the type
    of the first; its SHA-256 is that of theirs, one a line.

    Raises NotAPictureError (one is no picture), and as `read`.
    """
    from kehoach.ingest.ocr.pictures import read_images

    sources: list[Source] = []
    for path in paths:
        media_type = sniff(path, limits)
        if not media_type.startswith("image/"):
            raise NotAPictureError(name=path.name, media_type=media_type)
        _reader_of(media_type)
        sources.append(Source(path, media_type, sha256=sha256_of(path), limits=limits))
    reading = read_images(sources, options)
    if not reading.flow:
        raise NoTextError
    return Document(
        name=sources[0].path.name,
        sha256=joined_sha256(source.sha256 for source in sources),
        media_type=sources[0].media_type,
        pages=reading.pages,
        flow=reading.flow,
        notes=reading.notes,
    )


def _reader_of(media_type: str) -> Reader:
    """The reader of a media type, its module imported. Raises UnsupportedTypeError."""
    if media_type in OLD_OFFICE:
        program, instead = OLD_OFFICE[media_type]
        raise OldOfficeError(program=program, instead=instead)
    if media_type not in READERS:
        raise UnsupportedTypeError(media_type=media_type)
    module, name = READERS[media_type].split(":")
    reader: Reader = getattr(import_module(module), name)
    return reader
