"""Page images of a document -> its pages and their flow: read in parallel, then dressed alike.

What a font would tell is told by the document as a whole: which stroke is bold there, which letter sizes it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from errors import KehoachError, MissingDependencyError
from ingest.grid import build_grid
from ingest.layout import drop_running_heads, flow_of
from ingest.misread import repaired
from ingest.model import FlowItem, Note, Page, Span, Word
from ingest.ocr_page import SeenPage, read_page
from ingest.options import ReadOptions
from ingest.pieces import SeenWord
from ingest.raster import Raster, image_page, image_pages
from ingest.tesseract import require_tesseract
from ingest.typeface import Typeface

LOW = 0.6
"""Text surer than this needs no second look."""
MAX_LOW_NOTES = 20


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page to be read: its number, its size in points as it lies in the file, and what fetches its pixels (given the
    seconds left)."""

    number: int
    width: float
    height: float
    load: Callable[[float], Raster]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The pages that were read, with the flow of each, and what is to be told about them."""

    pages: Mapping[int, Page]
    flows: Mapping[int, list[FlowItem]]
    notes: tuple[Note, ...]


def read_sources(sources: Sequence[PageSource], options: ReadOptions) -> Scanned:
    """Read pages in parallel. A page that cannot be read becomes method "none" and a note `unreadable_page`.

    Raises MissingDependencyError.
    """
    require_tesseract()
    seen: dict[int, SeenPage] = {}
    notes: list[Note] = []
    pool = ThreadPoolExecutor(max_workers=max(1, min(options.workers, len(sources))))
    try:
        running = {pool.submit(_read_one, source, options): source for source in sources}
        for done, future in enumerate(as_completed(running), 1):
            source = running[future]
            try:
                seen[source.number] = future.result()
            except MissingDependencyError:
                raise
            except KehoachError as error:
                evidence = f"{source.number}: {error.message('vi')}"
                notes.append(Note("unreadable_page", evidence, Span(page=source.number)))
            if options.progress is not None:
                options.progress(done, len(sources))
    finally:
        pool.shutdown(cancel_futures=True)
    return _dressed(sources, seen, notes)


def _read_one(source: PageSource, options: ReadOptions) -> SeenPage:
    raster = source.load(options.page_timeout)
    return read_page(raster.pixels, raster.dpi, options.page_timeout)


def _dressed(sources: Sequence[PageSource], seen: Mapping[int, SeenPage], notes: list[Note]) -> Scanned:
    face = Typeface([word for page in seen.values() for word in _all_words(page)])
    pages: dict[int, Page] = {}
    flows: dict[int, list[FlowItem]] = {}
    for source in sources:
        number = source.number
        if number not in seen:
            pages[number] = Page(number, round(source.width, 1), round(source.height, 1), "none", confidence=0.0)
            flows[number] = []
            continue
        own = seen[number]
        pages[number] = Page(number, own.width, own.height, "ocr", own.rotation, _mean_confidence(_all_words(own)))
        grids = [build_grid(table.cells, face.words(table.words), number) for table in own.tables]
        flows[number] = repaired(flow_of(face.words(own.body), grids, pages[number]))
    return Scanned(pages, flows, tuple(notes))


def _all_words(page: SeenPage) -> list[SeenWord]:
    return [*page.body, *(word for table in page.tables for word in table.words)]


def _mean_confidence(words: Sequence[SeenWord] | Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 3) if letters else 0.0


def read_image(
    path: Path, max_pages: int, options: ReadOptions
) -> tuple[tuple[Page, ...], tuple[FlowItem, ...], tuple[Note, ...]]:
    """An image file, one page or several -> (pages, flow in reading order, notes).

    Raises BrokenFileError, NoPagesError, TooLargeError, MissingDependencyError.
    """
    sizes = image_pages(path, max_pages)

    def loader(number: int) -> Callable[[float], Raster]:
        return lambda _timeout: image_page(path, number)

    sources = [PageSource(n, *size, loader(n)) for n, size in enumerate(sizes, 1) if options.wants(n)]
    scanned = read_sources(sources, options)
    pages = [scanned.pages[source.number] for source in sources]
    flow = [item for source in sources for item in scanned.flows[source.number]]
    return tuple(pages), tuple(drop_running_heads(flow, pages)), scanned.notes
