"""A PDF -> pages and flow, by pdfplumber, one page in memory at a time; scanned pages go to OCR
(`ingest.scan`)."""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from statistics import mode
from typing import Any

import pdfplumber
import regex
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kehoach.errors import (
    BrokenFileError,
    EncryptedFileError,
    KehoachError,
    NoPagesError,
    PageTimeoutError,
    TooLargeError,
)
from kehoach.ingest.grid import build_grid, edges_of
from kehoach.ingest.layout import drop_running_heads, flow_of
from kehoach.ingest.model import Box, FlowItem, Grid, Note, Page, Span, Word
from kehoach.ingest.options import DEFAULT_OPTIONS, LOWEST_DPI, MAX_PAGES, ReadOptions
from kehoach.ingest.pdf.annotations import stamped_words
from kehoach.ingest.pdf.bounded_streams import install
from kehoach.ingest.pdf.page import quick
from kehoach.ingest.pdf.text_layer import MIN_WORDS, must_read_picture, scan_dpi
from kehoach.ingest.pdf.text_layer_doubt import (
    is_better,
    reads_nonsense,
    settled,
    sizes_by_poppler,
    without_meaning,
)
from kehoach.ingest.safety import MB, sha256_of
from kehoach.ingest.timeout import timeout

install()
logging.getLogger("pdfminer").setLevel(
    logging.ERROR
)  # its warnings about odd fonts are not for our users

SCAN_DPI = 300.0
"""Pages without a picture to take it from are drawn at this resolution, and none at a higher one:
it only costs."""

PAGE_SECONDS = 30.0
"""The text layer of a page may take so long; a full one takes 0.3."""
MAX_CONTENT = 16 * MB
"""Bytes of operators of one page whose text layer is read."""

_PDF = "PDF"
_BOLD = regex.compile(r"bold|black|heavy|demi", regex.IGNORECASE)
_ITALIC = regex.compile(r"italic|oblique", regex.IGNORECASE)
_MALFORMED = (
    PdfminerException, MalformedPDFException, PDFException, PSException,
    ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    RuntimeError, ArithmeticError, struct.error, UnicodeError,
)  # fmt: skip
"""What pdfminer lets out on broken files: besides its own classes, whatever the broken object did
to it."""


@contextmanager
def _told() -> Iterator[None]:
    """Turn pdfminer's ways of failing into ours."""
    try:
        yield
    except (PDFPasswordIncorrect, PdfminerException) as exc:
        cause: object = exc.args[0] if exc.args else exc
        if isinstance(
            cause, (KehoachError, MemoryError)
        ):  # ours, raised in the midst of pdfminer; the bound of memory
            raise cause from exc
        if isinstance(exc, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            raise EncryptedFileError from exc
        raise BrokenFileError(media_type=_PDF, reason=_reason(exc)) from exc
    except _MALFORMED as exc:
        raise BrokenFileError(media_type=_PDF, reason=_reason(exc)) from exc


def _reason(exc: BaseException) -> str:
    """What pdfminer says, or the kind of a mistake whose words would tell nobody anything."""
    cause = exc.args[0] if isinstance(exc, PdfminerException) and exc.args else exc
    if type(cause).__module__ == "builtins" and not isinstance(cause, str):
        return type(cause).__name__
    return " ".join(str(cause).split())[:120] or type(cause).__name__


@dataclass(slots=True)
class _Reading:
    """A PDF on its way: pages and flows by number, and the pages whose picture must be read."""

    pages: dict[int, Page] = field(default_factory=dict)
    flows: dict[int, list[FlowItem]] = field(default_factory=dict)
    pictures: list[_Picture] = field(default_factory=list)
    doubted: dict[int, _Picture] = field(default_factory=dict)
    broken: list[KehoachError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page to be read as a picture: number, size in points, resolution of the scan."""

    number: int
    width: float
    height: float
    dpi: float


def read_pdf(
    path: Path, max_pages: int = MAX_PAGES, options: ReadOptions = DEFAULT_OPTIONS
) -> tuple[tuple[Page, ...], tuple[FlowItem, ...], tuple[Note, ...]]:
    """PDF file -> (pages, flow in reading order, notes). Pages whose text layer is not to be
    trusted are read by OCR.

    Raises EncryptedFileError, BrokenFileError, NoPagesError, TooLargeError, MissingDependencyError.
    """
    reading = _Reading()
    try:
        _read_layers(path, max_pages, options, reading)
    except (BrokenFileError, NoPagesError, PageTimeoutError) as error:  # of the file as a whole
        sizes = sizes_by_poppler(path, max_pages)
        if not sizes:
            raise
        _check_count(len(sizes), max_pages)
        reading = _Reading(broken=[error])
        wanted = [number for number in range(1, len(sizes) + 1) if options.wants(number)]
        reading.pictures = [_Picture(number, *sizes[number - 1], SCAN_DPI) for number in wanted]
    notes = (*reading.notes, *_read_pictures(path, reading, options))
    _settle_doubts(path, reading, options)
    pages = [reading.pages[number] for number in sorted(reading.pages)]
    flow = [item for page in pages for item in reading.flows[page.number]]
    if not flow and reading.broken:
        raise reading.broken[0]
    return tuple(pages), tuple(drop_running_heads(flow, pages)), notes


def _check_count(count: int, max_pages: int) -> None:
    if count > max_pages:
        raise TooLargeError(reason=f"{count} trang > {max_pages}")


def _read_layers(path: Path, max_pages: int, options: ReadOptions, reading: _Reading) -> None:
    """The text layers of all pages wanted."""
    with _told(), ExitStack() as held:
        with timeout(PAGE_SECONDS):
            pdf = held.enter_context(pdfplumber.open(path))
            count = len(pdf.pages)
        if not count:
            raise NoPagesError
        _check_count(count, max_pages)
        for source in pdf.pages:
            if options.wants(source.page_number):
                page = quick(source)
                _attempt(page, reading)
                page.close()  # drops the page's objects: memory stays flat instead of growing by 2-3 MB a page


def _attempt(source: Any, reading: _Reading) -> None:
    """Read a page; one that pdfminer cannot read is read as a picture (Poppler forgives more)."""
    try:
        with _told(), timeout(PAGE_SECONDS):
            _check_content(source)
            _read_page(source, reading)
    except (BrokenFileError, TooLargeError) as error:
        number, width, height = int(source.page_number), float(source.width), float(source.height)
        reading.pages.pop(number, None)
        reading.flows.pop(number, None)
        reading.broken.append(error)
        reading.pictures = [picture for picture in reading.pictures if picture.number != number]
        if isinstance(error, PageTimeoutError):
            reading.pages[number] = Page(
                number, round(width, 1), round(height, 1), "none", confidence=0.0
            )
            reading.flows[number] = []
            evidence = f"{number} ({error.message('vi').rstrip('.')})"
            reading.notes.append(Note("unreadable_page", evidence, Span(page=number)))
        else:
            reading.pictures.append(_Picture(number, width, height, SCAN_DPI))


def _check_content(source: Any) -> None:
    """Raise TooLargeError for a page with more operators than a page drawn by people has: Poppler
    is quicker."""
    if sum(len(stream.get_data()) for stream in source.page_obj.contents) > MAX_CONTENT:
        raise TooLargeError(reason=f"> {MAX_CONTENT // MB} MB")


def _settle_doubts(path: Path, reading: _Reading, options: ReadOptions) -> None:
    """Pages whose text layer may be nonsense: their pictures are believed where they turn out to be
    Vietnamese."""

    def better(numbers: Sequence[int]) -> list[int]:
        pictures = [reading.doubted[number] for number in numbers]
        seen = _Reading(pictures=pictures)
        _read_pictures(path, seen, options)
        found = [number for number, flow in seen.flows.items() if is_better(flow)]
        for number in found:
            reading.pages[number], reading.flows[number] = seen.pages[number], seen.flows[number]
        return found

    if reading.doubted:
        settled(sorted(reading.doubted), better)


def _read_pictures(path: Path, reading: _Reading, options: ReadOptions) -> tuple[Note, ...]:
    if not reading.pictures:
        return ()
    from kehoach.ingest.ocr.document import PageSource, read_sources
    from kehoach.ingest.ocr.raster import (  # OpenCV and Tesseract only where there is something to see
        bounded_dpi,
        pdf_page,
    )

    sha256 = sha256_of(path)

    def source_of(picture: _Picture) -> PageSource:
        dpi = bounded_dpi(picture.width, picture.height, options.dpi or picture.dpi)
        load = partial(pdf_page, path, picture.number, dpi)
        return PageSource(sha256, picture.number, picture.width, picture.height, dpi, load)

    scanned = read_sources([source_of(picture) for picture in reading.pictures], options)
    kept = {
        number
        for number, page in scanned.pages.items()
        if page.method == "none" and number in reading.pages
    }
    for number in (
        scanned.pages.keys() - kept
    ):  # where there is nothing to see, the words of the layer are better
        reading.pages[number], reading.flows[number] = scanned.pages[number], scanned.flows[number]
    return tuple(note for note in scanned.notes if note.span is None or note.span.page not in kept)


def _read_page(source: Any, reading: _Reading) -> None:
    number = int(source.page_number)
    words = [_word(raw) for raw in source.extract_words(extra_attrs=["fontname", "size"])]
    words += stamped_words(source, mode([word.size for word in words]) if words else 12.0)
    width, height = float(source.width), float(source.height)
    if must_read_picture(source, words):
        dpi = min(max(scan_dpi(source, SCAN_DPI), LOWEST_DPI), SCAN_DPI)
        reading.pictures.append(_Picture(number, width, height, dpi))
        if len(words) < MIN_WORDS:
            return
    elif without_meaning(words) or reads_nonsense(words):
        reading.doubted[number] = _Picture(number, width, height, SCAN_DPI)
    grids = _grids(source, words, number)
    inside = {id(word) for _, own in grids for word in own}
    page = Page(number, round(width, 1), round(height, 1), "text", int(source.rotation or 0))
    reading.pages[number] = page
    outside = [word for word in words if id(word) not in inside]
    reading.flows[number] = flow_of(outside, [grid for grid, _ in grids], page)


def _word(raw: dict[str, Any]) -> Word:
    bold, italic = _style(str(raw["fontname"]))
    return Word(
        text=str(raw["text"]),
        box=Box(
            round(raw["x0"], 2), round(raw["top"], 2), round(raw["x1"], 2), round(raw["bottom"], 2)
        ),
        size=round(float(raw["size"]), 1),
        bold=bold,
        italic=italic,
    )


@lru_cache(maxsize=256)
def _style(font: str) -> tuple[bool, bool]:
    """Is a font of this name bold, is it italic?"""
    return bool(_BOLD.search(font)), bool(_ITALIC.search(font))


def _grids(source: Any, words: list[Word], number: int) -> list[tuple[Grid, list[Word]]]:
    """The ruled tables of a page from top to bottom, each with the words it holds. A lone frame is
    not a table, and rows ruled without columns are left to whoever reads columns from the white
    between words."""
    if not (source.lines or source.rects or source.curves):
        return []
    found: list[tuple[Grid, list[Word]]] = []
    for table in source.find_tables():
        rects = [Box(*map(float, cell)) for cell in table.cells if cell]
        if len(rects) < 2 or len(edges_of([x for rect in rects for x in (rect.x0, rect.x1)])) < 3:
            continue
        x0, y0, x1, y1 = map(float, table.bbox)
        own = [
            w
            for w in words
            if x0 <= (w.box.x0 + w.box.x1) / 2 <= x1 and y0 <= (w.box.y0 + w.box.y1) / 2 <= y1
        ]
        found.append((build_grid(rects, own, number), own))
    found.sort(key=lambda pair: pair[0].span.box.y0 if pair[0].span.box else 0.0)
    return found
