"""Pictures on a page whose text is read: tables that were pasted into it as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.ingest.inlaid import (
    MARGIN,
    READ_AT,
    TAKEN_FOR,
    Inlaid,
    may_hold_table,
    read_inlaid,
    unread,
)
from kehoach.ingest.model import Box, Cell, FlowItem, Grid, Line, Note, Page, Span, Word
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.pdf.text_layer import COVERING, MIN_WORDS
from kehoach.ingest.source import Source

if TYPE_CHECKING:
    from kehoach.ingest.ocr.raster import Raster

MOST = 20
"""Pictures of a paper that are read."""


def pictures_within(page: Any, words: Sequence[Word]) -> list[Box]:
    """Where pictures stand on a page (pdfplumber) that may hold a table: large, but not the page
    itself, and not the ground of its words."""
    found: list[Box] = []
    for image in page.images:
        box = Box(
            max(float(image["x0"]), 0.0),
            max(float(image["top"]), 0.0),
            min(float(image["x1"]), float(page.width)),
            min(float(image["bottom"]), float(page.height)),
        )
        covers = box.width * box.height > COVERING * float(page.width * page.height)
        if covers or not may_hold_table(box.width, box.height) or box in found:
            continue
        if sum(box.holds_middle_of(word.box) for word in words) < MIN_WORDS:
            found.append(box)
    return found


def read_within(
    source: Source,
    boxes: Mapping[int, Sequence[Box]],
    pages: Mapping[int, Page],
    *,
    options: ReadOptions,
) -> Iterator[tuple[int, list[Grid], list[Note]]]:
    """The tables of such pictures by page, where they stand on it, and what is to be told."""
    count = 0
    for number in sorted(boxes):
        grids: list[Grid] = []
        notes: list[Note] = []
        for box in boxes[number]:
            count += 1
            if count > MOST:
                notes.append(Note(*unread(box.width, box.height), span=Span(number, box)))
                continue
            load = partial(_cut_out, source.path, pages[number], box)
            key = f"{source.sha256}#{number}@{box.rounded}"
            seen, told = read_inlaid(Inlaid(key, box.width, box.height, load=load), options)
            grids += [_placed(grid, box, number, dpi=_dpi(pages[number])) for grid in seen]
            notes += [Note(*one, span=Span(page=number, box=box)) for one in told]
        yield number, grids, notes


def with_grids(flow: Sequence[FlowItem], grids: Sequence[Grid]) -> list[FlowItem]:
    """The flow of a page with tables put before what stands below them."""
    whole = list(flow)
    for grid in grids:
        top = _top(grid)
        below = (place for place, item in enumerate(whole) if _top(item) > top)
        whole.insert(next(below, len(whole)), grid)
    return whole


def _top(item: FlowItem) -> float:
    if isinstance(item, Line) and item.words:
        return item.words[0].box.y0
    return item.span.box.y0 if item.span.box else 0.0


def _cut_out(path: Path, page: Page, box: Box, timeout: float) -> Raster:
    """The pixels of a part of a page."""
    from kehoach.ingest.ocr.raster import Raster, pdf_page

    raster = pdf_page(path, page.number, dpi=_dpi(page), timeout=timeout)
    scale = raster.dpi / 72
    x0, y0, x1, y1 = (round(value * scale) for value in (box.x0, box.y0, box.x1, box.y1))
    return Raster(raster.pixels[y0:y1, x0:x1], raster.dpi)


def _dpi(page: Page) -> float:
    """The resolution at which pictures on a page are read."""
    from kehoach.ingest.ocr.raster import bounded_dpi

    return bounded_dpi(page.width, page.height, dpi=READ_AT)


def _placed(grid: Grid, box: Box, page: int, *, dpi: float) -> Grid:
    """A table of a picture where it stands on the page."""
    scale, margin = min(dpi, TAKEN_FOR) / dpi, MARGIN / dpi * 72

    def moved(old: Box | None) -> Box | None:
        if old is None:
            return None
        x0, y0, x1, y1 = (value * scale - margin for value in (old.x0, old.y0, old.x1, old.y1))
        return Box(x0 + box.x0, y0 + box.y0, x1 + box.x0, y1 + box.y0)

    def moved_line(line: Line) -> Line:
        words = tuple(replace(word, box=moved(word.box) or word.box) for word in line.words)
        return replace(line, span=Span(page=page, box=moved(line.span.box)), words=words)

    def moved_cell(cell: Cell) -> Cell:
        lines = tuple(map(moved_line, cell.lines))
        return replace(cell, lines=lines, box=moved(cell.box), page=page)

    span = Span(page=page, box=moved(grid.span.box))
    return replace(grid, cells=tuple(map(moved_cell, grid.cells)), span=span)
