"""Picture files -> the pages of a paper: one file of one or several pages, or several files that
are one paper together (a page each, photographed or scanned)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kehoach.errors import TooLargeError
from kehoach.ingest.chosen_pages import check_pages, left_out
from kehoach.ingest.model import Reading
from kehoach.ingest.ocr.document import PageSource, read_sources
from kehoach.ingest.ocr.raster import Raster, image_page, image_pages
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.running_heads import drop_running_heads
from kehoach.ingest.source import Source


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page of a paper made of picture files: the number of the file among them, from 0, the
    page's number in that file, from 1, and its size in points."""

    file: int
    number: int
    width: float
    height: float


def pages_of_pictures(paths: Sequence[Path], most: int) -> list[PicturePage]:
    """The pages of picture files, file after file, by their headers alone.

    Raises BrokenFileError, NoPagesError, TooLargeError (more than `most` pages in all).
    """
    pages: list[PicturePage] = []
    for file, path in enumerate(paths):
        left = most - len(pages)
        if left <= 0:
            raise TooLargeError(reason=f"> {most} pages (--max-pages)")
        for number, (width, height) in enumerate(image_pages(path, left), 1):
            pages.append(PicturePage(file, number, width=width, height=height))
    return pages


def read_image(source: Source, options: ReadOptions) -> Reading:
    """An image file, one page or several: pages wanted, flow in reading order, notes.

    Raises BrokenFileError, NoPagesError, NoSuchPageError, TooLargeError, MissingDependencyError,
    PageTimeoutError (no page was done in time).
    """
    reading, _ = _read([source], options)
    return reading


def read_images(sources: Sequence[Source], options: ReadOptions) -> Reading:
    """Image files that are one paper, in the order of its pages; each page tells its file. Raises
    as `read_image`."""
    reading, found = _read(sources, options)
    pages = []
    for page in reading.pages:
        name = sources[found[page.number - 1].file].path.name
        pages.append(replace(page, file=name))
    return reading._replace(pages=tuple(pages))


def _read(sources: Sequence[Source], options: ReadOptions) -> tuple[Reading, list[PicturePage]]:
    """The reading of files that are one paper, and all pages there are."""
    paths = [source.path for source in sources]
    found = pages_of_pictures(paths, sources[0].most_pages(options))
    check_pages(options, len(found))
    page_sources: list[PageSource] = []
    for number, page in enumerate(found, 1):
        if not options.wants(number):
            continue
        source = sources[page.file]
        is_alone = number == page.number
        page_source = PageSource(
            # The key of the cache: a page is known by its file and by its number there.
            source.sha256 if is_alone else f"{source.sha256}#{page.number}",
            number,
            width=page.width,
            height=page.height,
            dpi=0.0,
            load=partial(_load, source.path, page.number),
        )
        page_sources.append(page_source)
    scanned = read_sources(page_sources, options)
    pages = [scanned.pages[source.number] for source in page_sources]
    flow = [item for source in page_sources for item in scanned.flows[source.number]]
    if not flow and scanned.failures:
        raise scanned.failures[0]
    reading = Reading(
        pages=tuple(pages),
        flow=tuple(drop_running_heads(flow, pages)),
        notes=(*left_out(options, len(found)), *scanned.notes),
    )
    return reading, found


def _load(path: Path, number: int, timeout: float) -> Raster:
    """A page of an image file; decoding has no timeout of its own."""
    del timeout
    return image_page(path, number)
