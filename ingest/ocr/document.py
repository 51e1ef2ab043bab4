"""Page images of a document -> its pages and their flow: read in parallel, then dressed alike.

What a font would tell is told by the document as a whole: which stroke is bold there, which letter
sizes it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import islice

from kehoach.errors import CrashError, KehoachError, MissingDependencyError
from kehoach.ingest.geometry import box_of, confidence_of
from kehoach.ingest.grid import build_grid
from kehoach.ingest.layout import flow_of
from kehoach.ingest.model import FlowItem, Grid, Line, Note, Page, Span, lines_of
from kehoach.ingest.ocr.cache import PageCache, PageKey
from kehoach.ingest.ocr.facing import flow_of_sheet
from kehoach.ingest.ocr.list_marks import with_list_marks
from kehoach.ingest.ocr.memory import give_back_pictures
from kehoach.ingest.ocr.page import SeenPage, read_page
from kehoach.ingest.ocr.raster import Raster
from kehoach.ingest.ocr.tesseract_program import require_tesseract
from kehoach.ingest.ocr.typeface import Typeface
from kehoach.ingest.options import ReadOptions, asks_tesseract
from kehoach.normalize.repair.foreign_lines import foreign_lines
from kehoach.patterns import compile_regex

LOW = 0.6
"""Text read with less confidence than this is to be looked at by a person."""
CRISP = 0.9
"""The confidence of a page on which words are doubted because no dictionary has them, not because
they are badly printed."""
BLANK, FULL = 0.003, 0.015
"""Shares of dark pixels: below the first a page is empty, above the second it is as full as a page
of text."""
FEW_LETTERS = 8
MAX_EVIDENCE = 160
"""Letters of the text that a note quotes."""
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
    """The pages that were read, with the flow of each, what is to be told about them, and why pages
    could not be read at all."""

    pages: Mapping[int, Page]
    flows: Mapping[int, list[FlowItem]]
    notes: tuple[Note, ...]
    failures: tuple[KehoachError, ...] = ()


def read_sources(sources: Sequence[PageSource], options: ReadOptions) -> Scanned:
    """Read pages in parallel. A page that cannot be read becomes method "none" and a note
    `unreadable_page`.

    Raises MissingDependencyError, CrashError (the page is not to blame).
    """
    if asks_tesseract(options.reader):
        require_tesseract()
    seen: dict[int, SeenPage] = {}
    failures: dict[int, KehoachError] = {}
    cache = PageCache(options.cache)
    pool = ThreadPoolExecutor(max_workers=max(1, min(options.workers, len(sources))))
    try:
        running = {pool.submit(_read_one, source, options, cache): source for source in sources}
        for done, future in enumerate(as_completed(running), 1):
            source = running[future]
            try:
                seen[source.number] = future.result()
            except (MissingDependencyError, CrashError):
                raise
            except KehoachError as error:
                failures[source.number] = error
            if options.progress is not None:
                options.progress(done, len(sources))
    finally:
        pool.shutdown(cancel_futures=True)
        cache.close()
    ordered = {number: failures[number] for number in sorted(failures)}
    return _dressed(sources, seen, failures=ordered)


def _not_read(number: int, error: KehoachError) -> Note:
    """What is told of a page that could not be read: its number and why."""
    evidence = f"{number} ({error.message('vi').rstrip('.')})"
    return Note("unreadable_page", evidence, span=Span(page=number))


def _read_one(source: PageSource, options: ReadOptions, cache: PageCache) -> SeenPage:
    key = PageKey(source.sha256, source.number, dpi=source.dpi, reader=options.reader)
    seen = cache.get(key)
    if seen is None:
        raster = source.load(options.page_timeout)
        seen = read_page(
            raster.pixels, raster.dpi, timeout=options.page_timeout, reader=options.reader
        )
        del raster
        give_back_pictures()
        cache.put(key, seen)
    return seen


def _dressed(
    sources: Sequence[PageSource],
    seen: Mapping[int, SeenPage],
    failures: Mapping[int, KehoachError],
) -> Scanned:
    """Pages as seen, by number, in the typeface of them all, and those that could not be read."""
    all_notes = [_not_read(number, error) for number, error in failures.items()]
    face = Typeface([word for page in seen.values() for word in page.words])
    pages: dict[int, Page] = {}
    flows: dict[int, list[FlowItem]] = {}
    for source in sources:
        number = source.number
        page = seen.get(number)
        flows[number] = []
        if page is None:
            pages[number] = _unread(source)
            continue
        lost = _lost_page(number, page)
        if lost is not None:
            all_notes.append(lost)
            pages[number] = _page(number, page, is_lost=True)
            continue
        pages[number] = _page(number, page, is_lost=False)
        flows[number] = _flow(pages[number], page, face=face)
        all_notes += _handwritten(number, page)
        all_notes += _low_confidence(flows[number], is_crisp=page.confidence >= CRISP)
    few = [note for note in all_notes if note.code != "low_confidence"]
    low = [note for note in all_notes if note.code == "low_confidence"]
    return Scanned(
        pages,
        _with_list_marks(flows),
        notes=(*few, *low[:MAX_LOW_NOTES]),
        failures=tuple(failures.values()),
    )


def _unread(source: PageSource) -> Page:
    """A page that could not be read."""
    return Page(
        source.number,
        width=round(source.width, 1),
        height=round(source.height, 1),
        method="none",
        confidence=0.0,
    )


def _lost_page(number: int, page: SeenPage) -> Note | None:
    """What is to be told of a page with ink and hardly a word. With much ink it is a page lost; a
    little is a seal, or print shining through."""
    letters = sum(len(word.text) for word in page.words)
    if letters >= FEW_LETTERS or page.ink <= BLANK:
        return None
    if page.ink > FULL:
        return Note("unreadable_page", str(number), span=Span(page=number))
    return Note("low_confidence", str(number), span=Span(page=number))


def _handwritten(number: int, page: SeenPage) -> list[Note]:
    """One note for each place of a letterhead that was filled in by hand: what the reader, which
    knows print alone, made of it, or the number that the reader of hands is sure of."""
    notes: list[Note] = []
    for written in page.handwritten:
        span = Span(page=number, box=written.seen.box)
        if written.number is None:
            notes.append(Note("handwritten", written.seen.text or "?", span=span))
        else:
            notes.append(Note("handwriting_read", written.number, span=span))
    return notes


def _page(number: int, seen: SeenPage, *, is_lost: bool) -> Page:
    if is_lost:
        confidence = 0.0
    elif seen.words:
        confidence = seen.confidence
    else:
        confidence = 1.0  # surely empty
    return Page(
        number,
        width=seen.width,
        height=seen.height,
        method="none" if is_lost else "ocr",
        rotation=seen.rotation,
        confidence=confidence,
    )


def _flow(page: Page, seen: SeenPage, *, face: Typeface) -> list[FlowItem]:
    grids: list[Grid] = []
    for table in seen.tables:
        words = face.words(table.words)
        grids.append(build_grid(table.cells, words, page=page.number))
    body = face.words(seen.body)
    return flow_of_sheet(body, grids, page=page, lay_out=flow_of)


def _with_list_marks(flows: Mapping[int, list[FlowItem]]) -> dict[int, list[FlowItem]]:
    """Flows by page with their list marks as they must have been printed: a list runs on over
    pages."""
    numbers = sorted(flows)
    whole = [item for number in numbers for item in flows[number]]
    items = iter(with_list_marks(whole))
    mended: dict[int, list[FlowItem]] = {}
    for number in numbers:
        count = len(flows[number])
        mended[number] = list(islice(items, count))
    return mended


_HOUR = compile_regex(r"(?:[01]?\d|2[0-3])(?:g|h|giờ|:)(?:[0-5]\d)?")


def _low_confidence(flow: Sequence[FlowItem], *, is_crisp: bool) -> list[Note]:
    """Runs of lines, or cells, that were read with low confidence: one note each, the worst of a
    page first. On a crisp page lines in another language are none, nor are hours ("14g00"): the
    reader's dictionary is Vietnamese, and has no figures with letters."""
    lines_read = list(lines_of(flow)) if is_crisp else []
    flags = foreign_lines([line.text for line in lines_read])
    unknown = {
        id(line)
        for line, is_foreign in zip(lines_read, flags, strict=True)
        if is_foreign or _HOUR.fullmatch(line.text)
    }
    groups: list[list[Line]] = []
    run_goes_on = False
    for item in flow:
        for lines in _lines_to_judge(item):
            is_low = _is_low(lines) and not all(id(line) in unknown for line in lines)
            if is_low and run_goes_on and isinstance(item, Line):
                groups[-1] += lines
            elif is_low:
                groups.append(lines)
            run_goes_on = is_low and isinstance(item, Line)
    groups.sort(key=_confidence)
    notes: list[Note] = []
    for lines in groups[:LOW_PER_PAGE]:
        text = " ".join(line.text for line in lines)
        notes.append(Note("low_confidence", text[:MAX_EVIDENCE], span=_around(lines)))
    return notes


def _lines_to_judge(item: FlowItem) -> list[list[Line]]:
    """A line by itself, a grid cell by cell."""
    if isinstance(item, Line):
        return [[item]]
    return [list(cell.lines) for cell in item.cells]


def _is_low(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    says_something = any(map(str.isalnum, text))
    return says_something and _confidence(lines) < LOW


def _confidence(lines: Sequence[Line]) -> float:
    return confidence_of([word for line in lines for word in line.words])


def _around(lines: Sequence[Line]) -> Span:
    """The span around lines of one page."""
    box = box_of([word for line in lines for word in line.words])
    return Span(page=lines[0].span.page, box=box)
