"""A PDF -> pages and flow, by pdfplumber, one page in memory at a time; scanned pages go to OCR
(`ingest.ocr`)."""

from __future__ import annotations

import logging
import struct
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from statistics import mode
from typing import TYPE_CHECKING, Any

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
from kehoach.ingest.chosen_pages import as_ranges, check_pages, left_out
from kehoach.ingest.grid import build_grid, column_edges
from kehoach.ingest.layout import flow_of
from kehoach.ingest.legacy_fonts import as_printed
from kehoach.ingest.model import Box, FlowItem, Grid, Note, Page, Reading, Span, Word
from kehoach.ingest.note_marks import note_numbers, without_marks
from kehoach.ingest.open_tables import Rule, closing_rules
from kehoach.ingest.options import LOWEST_DPI, ReadOptions
from kehoach.ingest.pdf.annotations import words_of_annotations
from kehoach.ingest.pdf.bounded_streams import install
from kehoach.ingest.pdf.contents import content_size
from kehoach.ingest.pdf.inlaid import pictures_within, read_within, with_grids
from kehoach.ingest.pdf.letters import print_of, quarter_turns, words_of
from kehoach.ingest.pdf.page import QuickPage, quick
from kehoach.ingest.pdf.pale_print import Sheet, told_once, without_stamps
from kehoach.ingest.pdf.text_layer import FEW_WORDS, MIN_WORDS, must_read_picture, scan_dpi
from kehoach.ingest.pdf.text_layer_doubt import (
    is_better,
    reads_nonsense,
    settled,
    sizes_by_poppler,
    without_meaning,
)
from kehoach.ingest.running_heads import drop_running_heads
from kehoach.ingest.safety import MB
from kehoach.ingest.source import Source
from kehoach.ingest.timeout import timeout
from kehoach.patterns import compile_regex

if TYPE_CHECKING:
    from kehoach.ingest.ocr.raster import Raster

install()
# Its warnings about odd fonts are not for our users.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

SCAN_DPI = 300.0
"""Pages without a picture to take it from are drawn at this resolution, and none at a higher one:
it only costs."""

A4_LENGTH = 842.0
LARGEST = 1260.0
"""Points; the longer side of A3 has 1191, and no plan is printed on more."""
PIXEL_DPI = 110.0
"""Pictures of larger pages with fewer pixels an inch are no scan at that size: nobody could read
it."""
PAGE_SECONDS = 30.0
"""The text layer of a page may take so long; a full one takes 0.3."""
MAX_CONTENT = 16 * MB
"""Bytes of operators of one page whose text layer is read."""

USUAL_SIZE = 12.0
"""Points; the letter size assumed on a page without words of its own."""
_BOLD = compile_regex(r"bold|black|heavy|demi", regex.IGNORECASE)
_ITALIC = compile_regex(r"italic|oblique", regex.IGNORECASE)
_MALFORMED = (
    PdfminerException, MalformedPDFException, PDFException, PSException,
    ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    RuntimeError, ArithmeticError, struct.error, UnicodeError,
)  # fmt: skip
"""What pdfminer lets out on broken files: besides its own classes, whatever the broken object did
to it."""


@contextmanager
def _as_our_errors() -> Iterator[None]:
    """Turn pdfminer's ways of failing into ours."""
    try:
        yield
    except (PDFPasswordIncorrect, PdfminerException) as error:
        cause: object = error.args[0] if error.args else error
        # Ours, raised in the midst of pdfminer; or the bound of memory.
        if isinstance(cause, (KehoachError, MemoryError)):
            raise cause from error
        if isinstance(error, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            raise EncryptedFileError from error
        raise BrokenFileError(media_type="PDF", reason=_reason(error)) from error
    except _MALFORMED as error:
        raise BrokenFileError(media_type="PDF", reason=_reason(error)) from error


def _reason(error: BaseException) -> str:
    """What pdfminer says, or the kind of a mistake whose words would tell nobody anything."""
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if type(cause).__module__ == "builtins" and not isinstance(cause, str):
        return type(cause).__name__
    return " ".join(str(cause).split())[:120] or type(cause).__name__


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page to be read as a picture: number, size in points, resolution of the scan, and how many
    times larger than paper the page claims to be."""

    number: int
    width: float
    height: float
    dpi: float
    enlarged: float = 1.0


@dataclass(slots=True)
class _PdfReading:
    """A PDF on its way: how many pages it has, pages and flows by number, and the pages whose
    picture must be read; those of them whose text is the layer of another OCR; where pictures stand
    within pages of text."""

    count: int = 0
    pages: dict[int, Page] = field(default_factory=dict)
    flows: dict[int, list[FlowItem]] = field(default_factory=dict)
    pictures: list[_Picture] = field(default_factory=list)
    doubted: dict[int, _Picture] = field(default_factory=dict)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    within: dict[int, list[Box]] = field(default_factory=dict)
    watermarks: list[Note] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    broken: list[KehoachError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def take(self, number: int, page: Page, flow: list[FlowItem]) -> None:
        """A page was read so."""
        self.pages[number] = page
        self.flows[number] = flow

    def forget(self, number: int) -> None:
        """A page was not read, or only in part."""
        self.pages.pop(number, None)
        self.flows.pop(number, None)
        self.sheets.pop(number, None)
        self.within.pop(number, None)
        self.layers = [layer for layer in self.layers if layer != number]
        self.pictures = [picture for picture in self.pictures if picture.number != number]


def read_pdf(source: Source, options: ReadOptions) -> Reading:
    """A PDF: its pages wanted, its flow in reading order, notes. Pages whose text layer is not to
    be trusted are read by OCR.

    Raises EncryptedFileError, BrokenFileError, NoPagesError, NoSuchPageError, TooLargeError,
    MissingDependencyError, PageTimeoutError (no page was done in time).
    """
    reading = _PdfReading()
    try:
        _read_text_layers(source, options, reading=reading)
    except (BrokenFileError, NoPagesError, PageTimeoutError) as error:  # of the file as a whole
        by_picture = _pictures_of_all_pages(source, options)
        if by_picture is None:
            raise
        reading = by_picture
        reading.broken.append(error)
    check_pages(options, reading.count)
    reading.notes += left_out(options, reading.count)
    notes = (*reading.notes, *_read_pictures(source, reading, options=options))
    _settle_doubts(source, reading, options=options)
    notes += tuple(_take_tables_within(source, reading, options=options))
    pages = [reading.pages[number] for number in sorted(reading.pages)]
    flow = [item for page in pages for item in reading.flows[page.number]]
    if not flow and reading.broken:
        raise reading.broken[0]
    return Reading(pages=tuple(pages), flow=tuple(drop_running_heads(flow, pages)), notes=notes)


def _take_tables_within(
    source: Source, reading: _PdfReading, options: ReadOptions
) -> Iterator[Note]:
    """Tables that were pasted into pages of text as pictures; what is to be told about them."""
    pages = {number: page for number, page in reading.pages.items() if page.method == "text"}
    boxes = {number: reading.within[number] for number in reading.within if number in pages}
    for number, grids, notes in read_within(source, boxes, pages, options=options):
        reading.take(number, pages[number], flow=with_grids(reading.flows[number], grids))
        yield from notes


def _pictures_of_all_pages(source: Source, options: ReadOptions) -> _PdfReading | None:
    """Every page wanted, to be read as a picture, when Poppler can draw what pdfminer cannot read;
    None when it cannot either."""
    most = source.most_pages(options)
    sizes = sizes_by_poppler(source.path, most)
    if not sizes:
        return None
    _check_count(len(sizes), most)
    reading = _PdfReading(count=len(sizes))
    for number, (width, height) in enumerate(sizes, 1):
        if options.wants(number):
            reading.pictures.append(_Picture(number, width, height=height, dpi=SCAN_DPI))
    return reading


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise TooLargeError(reason=f"> {most} pages (--max-pages)")


def _read_text_layers(source: Source, options: ReadOptions, reading: _PdfReading) -> None:
    """The text layers of all pages wanted."""
    with _as_our_errors(), ExitStack() as opened:
        with timeout(PAGE_SECONDS):
            pdf = opened.enter_context(pdfplumber.open(source.path))
            count = len(pdf.pages)
        if not count:
            raise NoPagesError
        _check_count(count, source.most_pages(options))
        reading.count = count
        for plumber_page in pdf.pages:
            if options.wants(plumber_page.page_number):
                page = quick(plumber_page)
                _read_or_leave(page, reading)
                # Drops the page's objects: memory stays flat instead of growing by 2-3 MB a page.
                page.close()
        _take_pale_pages(reading)


def _take_pale_pages(reading: _PdfReading) -> None:
    """Pages with pale print, now that all are seen: what stands alike on several was stamped on."""
    for number, words, stamped in without_stamps(reading.sheets):
        sheet = reading.sheets[number]
        reading.take(number, sheet.page, flow=_flow(sheet, words))
        reading.watermarks += stamped
    reading.notes += told_once(reading.watermarks)


def _read_or_leave(page: QuickPage, reading: _PdfReading) -> None:
    """Read a page; one that pdfminer cannot read is read as a picture (Poppler forgives more)."""
    try:
        with _as_our_errors(), timeout(PAGE_SECONDS):
            _check_content(page)
            _read_page(_upright(page), reading)
    except (BrokenFileError, TooLargeError) as error:
        number, width, height = int(page.page_number), float(page.width), float(page.height)
        reading.forget(number)
        reading.broken.append(error)
        if not isinstance(error, PageTimeoutError):
            reading.pictures.append(_Picture(number, width, height=height, dpi=SCAN_DPI))
            return
        unread = Page(
            number,
            width=round(width, 1),
            height=round(height, 1),
            method="none",
            confidence=0.0,
        )
        reading.take(number, unread, flow=[])
        evidence = f"{number} ({error.message('vi').rstrip('.')})"
        reading.notes.append(Note("unreadable_page", evidence, span=Span(page=number)))


def _check_content(page: QuickPage) -> None:
    """Raise TooLargeError for a page with more operators than a page drawn by people has: Poppler
    is quicker."""
    if content_size(page.page_obj, MAX_CONTENT) > MAX_CONTENT:
        raise TooLargeError(reason=f"> {MAX_CONTENT // MB} MB")


def _settle_doubts(source: Source, reading: _PdfReading, options: ReadOptions) -> None:
    """Pages whose text layer may be nonsense: their pictures are believed where they turn out to be
    Vietnamese."""

    def read_better(numbers: Sequence[int]) -> list[int]:
        by_picture = _PdfReading(pictures=[reading.doubted[number] for number in numbers])
        _read_pictures(source, by_picture, options=options)
        better = [number for number, flow in by_picture.flows.items() if is_better(flow)]
        for number in better:
            reading.take(number, by_picture.pages[number], flow=by_picture.flows[number])
        return better

    if reading.doubted:
        settled(sorted(reading.doubted), read_better)


def _read_pictures(source: Source, reading: _PdfReading, options: ReadOptions) -> tuple[Note, ...]:
    """Read the pages that are pictures by OCR; what is to be told about them."""
    if not reading.pictures:
        return ()
    # OpenCV and Tesseract only where there is something to see.
    from kehoach.ingest.ocr.document import PageSource, read_sources
    from kehoach.ingest.ocr.raster import bounded_dpi

    page_sources: list[PageSource] = []
    for picture in reading.pictures:
        wanted_dpi = options.dpi or picture.dpi
        dpi = bounded_dpi(picture.width, picture.height, dpi=wanted_dpi)
        page_source = PageSource(
            source.sha256,
            picture.number,
            width=picture.width,
            height=picture.height,
            dpi=dpi,
            load=partial(_drawn, source.path, picture, dpi),
        )
        page_sources.append(page_source)
    scanned = read_sources(page_sources, options)
    reading.broken += scanned.failures
    # Where there is nothing to see, the words of the layer are better.
    nothing_seen = {number for number, page in scanned.pages.items() if page.method == "none"}
    left = nothing_seen & reading.pages.keys()
    for number in scanned.pages.keys() - left:
        reading.take(number, scanned.pages[number], flow=scanned.flows[number])
    told = [note for note in scanned.notes if note.span is None or note.span.page not in left]
    return (*told, *_told_of_layers(reading.layers, left))


def _told_of_layers(layers: Sequence[int], left: Collection[int]) -> Iterator[Note]:
    """That text laid under scans by another OCR was not used; or was, where the picture shows
    nothing."""
    unused = [number for number in layers if number not in left]
    if unused:
        yield Note("hidden_layer", as_ranges(unused), span=Span(page=unused[0]))
    used = [number for number in layers if number in left]
    if used:
        yield Note("layer_used", as_ranges(used), span=Span(page=used[0]))


def _drawn(path: Path, picture: _Picture, dpi: float, timeout: float) -> Raster:
    """The pixels of a page, at the resolution that they have on paper."""
    from kehoach.ingest.ocr.raster import Raster, pdf_page

    raster = pdf_page(path, picture.number, dpi=dpi, timeout=timeout)
    return Raster(raster.pixels, raster.dpi * picture.enlarged)


def _enlarged(page: QuickPage, dpi: float) -> float:
    """How many times larger than paper a page claims to be; 1 for nearly all. Programs that put
    pictures of phones or scanners into a PDF make a point of each pixel: such a page is 42 x 56
    inches large, and its letters as high as a hand."""
    longest = max(float(page.width), float(page.height))
    is_oversized = longest > LARGEST and dpi < PIXEL_DPI
    return longest / A4_LENGTH if is_oversized else 1.0


def _upright(page: QuickPage) -> QuickPage:
    """The page, turned so that its letters stand upright."""
    turns = quarter_turns(page)
    if not turns:
        return page
    turned = page.page_obj
    turned.rotate = (turned.rotate + 90 * turns) % 360
    turned.attrs = {**turned.attrs, "Rotate": turned.rotate}
    return QuickPage(page.pdf, turned, page.page_number, page.initial_doctop)


def _read_page(page: QuickPage, reading: _PdfReading) -> None:
    """Read the text layer of a page, or put the page among the pictures."""
    number = int(page.page_number)
    printed = print_of(page)
    words = [_word(raw) for raw in words_of(printed.letters)]
    usual_size = mode([word.size for word in words]) if words else USUAL_SIZE
    words += words_of_annotations(page, usual_size)
    width, height = float(page.width), float(page.height)
    if must_read_picture(page, words):
        own_dpi = scan_dpi(page, SCAN_DPI)
        dpi = min(max(own_dpi, LOWEST_DPI), SCAN_DPI)
        picture = _Picture(number, width, height=height, dpi=dpi, enlarged=_enlarged(page, own_dpi))
        reading.pictures.append(picture)
        if len(words) < MIN_WORDS:
            return
        if len(words) >= FEW_WORDS:
            reading.layers.append(number)
    elif without_meaning(words) or reads_nonsense(words):
        reading.doubted[number] = _Picture(number, width, height=height, dpi=SCAN_DPI)
    within = pictures_within(page, words)
    if within:
        reading.within[number] = within
    if printed.watermark:
        reading.watermarks.append(Note("watermark", printed.watermark, span=Span(page=number)))
    read_page = Page(
        number,
        width=round(width, 1),
        height=round(height, 1),
        method="text",
        rotation=int(page.rotation or 0),
    )
    pale = tuple(_word(raw) for raw in words_of(printed.pale))
    sheet = Sheet(read_page, words, pale=pale, tables=_ruled(page))
    if pale:
        reading.sheets[number] = sheet
    reading.take(number, read_page, flow=_flow(sheet, words))


def _flow(sheet: Sheet, words: list[Word]) -> list[FlowItem]:
    """The flow of a page with these words."""
    noted = note_numbers(words, sheet.page.height)
    words = without_marks(words, noted)
    tables = _tables(sheet.tables, words, number=sheet.page.number)
    in_tables = {id(word) for _, table_words in tables for word in table_words}
    outside = [word for word in words if id(word) not in in_tables]
    return flow_of(outside, [grid for grid, _ in tables], page=sheet.page, noted=noted)


def _word(raw: dict[str, Any]) -> Word:
    """A word of pdfplumber."""
    font = str(raw["fontname"])
    bold, italic = _style(font)
    box = Box(
        x0=round(raw["x0"], 2),
        y0=round(raw["top"], 2),
        x1=round(raw["x1"], 2),
        y1=round(raw["bottom"], 2),
    )
    size = round(float(raw["size"]), 1)
    return Word(as_printed(str(raw["text"]), font), box, size=size, bold=bold, italic=italic)


@lru_cache(maxsize=256)
def _style(font: str) -> tuple[bool, bool]:
    """Is a font of this name bold, is it italic?"""
    return bool(_BOLD.search(font)), bool(_ITALIC.search(font))


def _ruled(page: QuickPage) -> list[tuple[Box, list[Box]]]:
    """The ruled tables of a page: their bounds and cells. A lone frame is not a table, and rows
    ruled without columns are left to whoever reads columns from the white between words."""
    if not (page.lines or page.rects or page.curves):
        return []
    found = page.debug_tablefinder()
    closing = _closing_lines(found.edges)
    if closing:
        found = page.debug_tablefinder({"explicit_horizontal_lines": closing})
    ruled: list[tuple[Box, list[Box]]] = []
    for table in found.tables:
        cells = [Box(*map(float, cell)) for cell in table.cells if cell]
        if len(cells) < 2 or len(column_edges(cells)) < 3:
            continue
        ruled.append((Box(*map(float, table.bbox)), cells))
    return ruled


def _closing_lines(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that would close the open tables of a page, as pdfplumber takes them."""
    across = [Rule(one["top"], one["x0"], one["x1"]) for one in edges if one["orientation"] == "h"]
    down = [
        Rule(one["x0"], one["top"], one["bottom"]) for one in edges if one["orientation"] == "v"
    ]
    return [
        {
            "object_type": "line",
            "x0": rule.start,
            "x1": rule.end,
            "top": rule.at,
            "bottom": rule.at,
            "width": rule.end - rule.start,
            "height": 0,
        }
        for rule in closing_rules(across, down)
    ]


def _tables(
    ruled: Sequence[tuple[Box, list[Box]]], words: list[Word], number: int
) -> list[tuple[Grid, list[Word]]]:
    """The ruled tables of a page from top to bottom, each with the words it holds."""
    tables: list[tuple[Grid, list[Word]]] = []
    for bounds, cells in ruled:
        inside = [word for word in words if bounds.holds_middle_of(word.box)]
        tables.append((build_grid(cells, inside, page=number), inside))
    tables.sort(key=_top_of_table)
    return tables


def _top_of_table(table: tuple[Grid, list[Word]]) -> float:
    grid, _ = table
    return grid.span.box.y0 if grid.span.box else 0.0
