"""The one door: a file of any supported type -> `Document`. The type is told from the content, not
from the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeAlias

from kehoach.errors import (
    BrokenFileError,
    EmptyFileError,
    NotAPictureError,
    NoTextError,
    OldOfficeError,
    OtherArchiveError,
    SeveralPapersError,
    UnsupportedTypeError,
    WinmailError,
)
from kehoach.ingest.chosen_pages import as_ranges
from kehoach.ingest.model import Document, Note, Reading
from kehoach.ingest.options import DEFAULT_OPTIONS, ReadOptions
from kehoach.ingest.page_order import numbers_left_out
from kehoach.ingest.parcels.model import Contained
from kehoach.ingest.parcels.unpack import PARCELS, refusal_of, unpack
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits, joined_sha256
from kehoach.ingest.sniff import (
    DOC,
    DOCX,
    GZIP,
    HTML,
    ODP,
    ODS,
    ODT,
    PDF,
    PPT,
    PPTX,
    RAR,
    RTF,
    SEVEN_ZIP,
    TEXT,
    TNEF,
    XLS,
    XLSB,
    XLSX,
    sniff,
)
from kehoach.ingest.source import Source, source_of, unchanged

Reader: TypeAlias = Callable[[Source, ReadOptions], Reading]
"""Reads one format. Raises the exceptions of `errors`, nothing else; the file is only ever read."""

Choice: TypeAlias = Callable[[list[Contained]], list[Contained]]
"""Of the papers of a parcel those that count, at least one."""

READERS: Mapping[str, str] = {
    PDF: "kehoach.ingest.pdf.document:read_pdf",
    DOCX: "kehoach.ingest.docx.document:read_docx",
    HTML: "kehoach.ingest.html.document:read_html",
    TEXT: "kehoach.ingest.text.document:read_text",
    XLSX: "kehoach.ingest.sheets.document:read_xlsx",
    XLS: "kehoach.ingest.sheets.document:read_xls",
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
    PPT: ("PowerPoint 97-2003 (.ppt)", "PDF"),
    PPTX: ("PowerPoint (.pptx)", "PDF"),
    ODP: ("OpenDocument (.odp)", "PDF"),
    ODS: ("OpenDocument (.ods)", ".xlsx"),
    XLSB: ("Excel (.xlsb)", ".xlsx"),
}
"""Files of programs that are not read: the program, and what to save them as."""


def read(
    path: Path,
    limits: Limits = DEFAULT_LIMITS,
    options: ReadOptions = DEFAULT_OPTIONS,
    choose: Choice | None = None,
) -> Document:
    """Read a paper, or the one paper of a parcel; `options` say how scans are read, `choose` gives
    those papers of a parcel that count.

    Raises UnsupportedTypeError, NoTextError (nothing to read in it), SeveralPapersError, and what
    the reader of its type raises: exceptions of `errors`. The file itself is only ever read.
    """
    media_type = sniff(path, limits)
    if media_type not in PARCELS:
        return _read_paper(path, media_type, limits=limits, options=options)
    with TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        held = unpack(path, Path(folder), limits=limits)
        if choose is not None:
            held = choose(held)
        if len(held) > 1:
            raise SeveralPapersError(count=len(held))
        return read_contained(held[0], limits, options=options)


def read_contained(
    contained: Contained, limits: Limits = DEFAULT_LIMITS, options: ReadOptions = DEFAULT_OPTIONS
) -> Document:
    """Read a paper out of a parcel. Raises as `read`, and what says why it is not read."""
    refusal = refusal_of(contained)
    if refusal is not None:
        raise refusal
    if contained.pages:
        document = _read_pages(contained, limits, options=options)
    else:
        media_type = sniff(contained.path, limits)
        document = _read_paper(contained.path, media_type, limits=limits, options=options)
    return replace(
        document,
        name=contained.name,
        sha256=contained.sha256 or document.sha256,
        envelope=contained.envelope,
    )


def _read_pages(contained: Contained, limits: Limits, options: ReadOptions) -> Document:
    """A paper whose pages came as several pictures; each page tells what the parcel calls it."""
    names = [PurePosixPath(name).name for name in contained.page_names]
    document = read_as_one(contained.pages, limits, options=options, names=names)
    files = [path.name for path in contained.pages]
    told = dict(zip(files, contained.page_names, strict=True))
    pages = tuple(replace(page, file=told[page.file or ""]) for page in document.pages)
    return replace(document, pages=pages)


def read_as_one(
    paths: Sequence[Path],
    limits: Limits = DEFAULT_LIMITS,
    options: ReadOptions = DEFAULT_OPTIONS,
    names: Sequence[str] = (),
) -> Document:
    """Read pictures that are the pages of one paper, in this order. It bears the name and the type
    of the first; its SHA-256 is that of theirs, one a line. `names`: what people call them, the
    names of the files by default.

    Raises NotAPictureError (one is no picture), and as `read`; each tells the picture by its name.
    """
    from kehoach.ingest.ocr.pictures import read_images

    names = names or [path.name for path in paths]
    named = zip(paths, names, strict=True)
    sources = [_picture_source(path, name, limits=limits) for path, name in named]
    with unchanged(sources):
        reading = read_images(sources, options)
    if not reading.flow:
        raise NoTextError
    return Document(
        name=sources[0].path.name,
        sha256=joined_sha256(source.sha256 for source in sources),
        media_type=sources[0].media_type,
        pages=reading.pages,
        flow=reading.flow,
        notes=(*_pages_missing(names), *reading.notes),
    )


def _picture_source(path: Path, name: str, limits: Limits) -> Source:
    """A picture that is a page, its header read."""
    from kehoach.ingest.ocr.raster import image_pages

    try:
        media_type = sniff(path, limits)
        if not media_type.startswith("image/"):
            raise NotAPictureError(name=name, media_type=media_type)
        _reader_of(media_type)
        image_pages(path, limits.max_pages)
    except (BrokenFileError, EmptyFileError) as error:
        raise BrokenFileError(
            media_type=name, reason=error.details.get("reason", "0 byte")
        ) from error
    return source_of(path, media_type, limits=limits)


def _pages_missing(names: Sequence[str]) -> tuple[Note, ...]:
    left_out = numbers_left_out(names)
    return (Note("pages_missing", as_ranges(left_out)),) if left_out else ()


def _read_paper(path: Path, media_type: str, limits: Limits, options: ReadOptions) -> Document:
    reader = _reader_of(media_type)
    source = source_of(path, media_type, limits=limits)
    with unchanged([source]):
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


OTHER_ARCHIVES: Mapping[str, str] = {RAR: "RAR", SEVEN_ZIP: "7-Zip", GZIP: "gzip"}
"""Archives that are not opened, and what they are called."""


def _reader_of(media_type: str) -> Reader:
    """The reader of a media type, its module imported. Raises UnsupportedTypeError."""
    if media_type in OLD_OFFICE:
        program, instead = OLD_OFFICE[media_type]
        raise OldOfficeError(program=program, instead=instead)
    if media_type in OTHER_ARCHIVES:
        raise OtherArchiveError(program=OTHER_ARCHIVES[media_type])
    if media_type == TNEF:
        raise WinmailError
    if media_type not in READERS:
        raise UnsupportedTypeError(media_type=media_type)
    module, name = READERS[media_type].split(":")
    reader: Reader = getattr(import_module(module), name)
    return reader
