"""Page images of a document -> its pages and their flow: read in parallel, then dressed alike.

What a font would tell is told by the document as a whole: which stroke is bold there, which letter
sizes it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from kehoach.errors import KehoachError, MissingDependencyError
from kehoach.ingest.geometry import box_of, confidence_of
from kehoach.ingest.grid import build_grid
from kehoach.ingest.layout import drop_running_heads, flow_of
from kehoach.ingest.model import FlowItem, Line, Note, Page, Span
from kehoach.ingest.ocr.cache import PageCache
from kehoach.ingest.ocr.list_marks import repaired
from kehoach.ingest.ocr.page import SeenPage, read_page
from kehoach.ingest.ocr.raster import Raster, image_page, image_pages
from kehoach.ingest.ocr.tesseract_program import require_tesseract
from kehoach.ingest.ocr.typeface import Typeface
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import sha256_of

LOW = 0.6
"""Text read with less confidence than this is to be looked at by a person."""
BLANK, FULL = 0.003, 0.015
"""Shares of dark pixels: below the first a page is empty, above the second it is as full as a page
of text."""
FEW_LETTERS = 8
LOW_PER_PAGE, MAX_LOW_NOTES = 3, 20


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page to be read: the SHA-256 of its file, its number, its size in points as it lies in the
    file, the resolution it is wanted at (0: its own), and what fetches its pixels (given the
    seconds left)."""

    sha256: str
    number: int
    width: float
    height: float
    dpi: float
    load: Callable[[float], Raster]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The pages that were read, with the flow of each, and what is to be told about them."""

    pages: Mapping[int, Page]
    flows: Mapping[int, list[FlowItem]]
    notes: tuple[Note, ...]


def read_sources(sources: Sequence[PageSource], options: ReadOptions) -> Scanned:
    """Read pages in parallel. A page that cannot be read becomes method "none" and a note
    `unreadable_page`.

    Raises MissingDependencyError.
    """
    require_tesseract()
    seen: dict[int, SeenPage] = {}
    notes: list[Note] = []
    kept = PageCache(options.cache)
    pool = ThreadPoolExecutor(max_workers=max(1, min(options.workers, len(sources))))
    try:
        running = {pool.submit(_read_one, source, options, kept): source for source in sources}
        for done, future in enumerate(as_completed(running), 1):
            source = running[future]
            try:
                seen[source.number] = future.result()
            except MissingDependencyError:
                raise
            except KehoachError as error:
                evidence = f"{source.number} ({error.message('vi').rstrip('.')})"
                notes.append(Note("unreadable_page", evidence, Span(page=source.number)))
            if options.progress is not None:
                options.progress(done, len(sources))
    finally:
        pool.shutdown(cancel_futures=True)
        kept.close()
    return _dressed(sources, seen, notes)


def _read_one(source: PageSource, options: ReadOptions, kept: PageCache) -> SeenPage:
    seen = kept.get(source.sha256, source.number, source.dpi)
    if seen is None:
        raster = source.load(options.page_timeout)
        seen = read_page(raster.pixels, raster.dpi, options.page_timeout)
        kept.put(source.sha256, source.number, source.dpi, seen)
    return seen


def _dressed(
    sources: Sequence[PageSource], seen: Mapping[int, SeenPage], notes: list[Note]
) -> Scanned:
    face = Typeface([word for page in seen.values() for word in page.words])
    pages: dict[int, Page] = {}
    flows: dict[int, list[FlowItem]] = {}
    for source in sources:
        number = source.number
        if number not in seen:
            pages[number] = Page(
                number, round(source.width, 1), round(source.height, 1), "none", confidence=0.0
            )
            flows[number] = []
            continue
        own = seen[number]
        if sum(len(word.text) for word in own.words) < FEW_LETTERS and own.ink > BLANK:
            # Much ink and hardly a word is a page lost; a little is a seal, or print shining
            # through.
            code = "unreadable_page" if own.ink > FULL else "low_confidence"
            notes.append(Note(code, str(number), Span(page=number)))
            pages[number] = Page(number, own.width, own.height, "none", own.rotation, 0.0)
            flows[number] = []
            continue
        sure = own.confidence if own.words else 1.0  # surely empty
        pages[number] = Page(number, own.width, own.height, "ocr", own.rotation, sure)
        grids = [build_grid(table.cells, face.words(table.words), number) for table in own.tables]
        flows[number] = flow_of(face.words(own.body), grids, pages[number])
        notes += _low(flows[number])
    flows = _mended(flows)
    few = [note for note in notes if note.code != "low_confidence"]
    low = [note for note in notes if note.code == "low_confidence"]
    return Scanned(pages, flows, (*few, *low[:MAX_LOW_NOTES]))


def _mended(flows: Mapping[int, list[FlowItem]]) -> dict[int, list[FlowItem]]:
    """Flows by page with their list marks mended: a list runs on over pages."""
    items = iter(repaired([item for number in sorted(flows) for item in flows[number]]))
    return {number: [next(items) for _ in flows[number]] for number in sorted(flows)}


def _low(flow: Sequence[FlowItem]) -> list[Note]:
    """Runs of lines, or cells, that were read with low confidence: one note each, the worst of a
    page first."""
    groups: list[list[Line]] = []
    near = False
    for item in flow:
        own = (
            [[line] for line in (item,)]
            if isinstance(item, Line)
            else [list(cell.lines) for cell in item.cells]
        )
        for lines in own:
            low = any(c.isalnum() for line in lines for c in line.text) and _sure(lines) < LOW
            if low and near and isinstance(item, Line):
                groups[-1] += lines
            elif low:
                groups.append(lines)
            near = low and isinstance(item, Line)
    groups.sort(key=_sure)
    return [
        Note("low_confidence", " ".join(line.text for line in lines)[:160], _around(lines))
        for lines in groups[:LOW_PER_PAGE]
    ]


def _sure(lines: Sequence[Line]) -> float:
    return confidence_of([word for line in lines for word in line.words])


def _around(lines: Sequence[Line]) -> Span:
    """The span around lines of one page."""
    box = box_of([word for line in lines for word in line.words])
    return Span(page=lines[0].span.page, box=box)


def read_image(
    path: Path, max_pages: int, options: ReadOptions
) -> tuple[tuple[Page, ...], tuple[FlowItem, ...], tuple[Note, ...]]:
    """An image file, one page or several -> (pages, flow in reading order, notes).

    Raises BrokenFileError, NoPagesError, TooLargeError, MissingDependencyError.
    """
    sizes = image_pages(path, max_pages)

    def loader(number: int) -> Callable[[float], Raster]:
        return lambda _timeout: image_page(path, number)

    sha256 = sha256_of(path)
    sources = [
        PageSource(sha256, n, *size, 0.0, loader(n))
        for n, size in enumerate(sizes, 1)
        if options.wants(n)
    ]
    scanned = read_sources(sources, options)
    pages = [scanned.pages[source.number] for source in sources]
    flow = [item for source in sources for item in scanned.flows[source.number]]
    return tuple(pages), tuple(drop_running_heads(flow, pages)), scanned.notes
