"""Two pages that face each other on one sheet (an opened book, two pages to a sheet): told by the
fold that no word and no table crosses, and laid out one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kehoach.ingest.model import Box, Cell, FlowItem, Grid, Line, Page, Span, Word

BROAD = 1.2
"""A sheet of two upright pages is so many times as broad as it is high: 1.41 if nothing is cut."""
FIRST, LAST = 0.42, 0.58
"""Shares of the sheet's width between which its fold lies."""
NARROWEST = 36.0
"""White on both sides of a fold (points): pages have margins, columns of one page less between."""
FEWEST_LINES = 8
"""On each side; the foot of one page has two columns, of recipients and of the signature."""

LayOut = Callable[[Sequence[Word], Sequence[Grid], Page], list[FlowItem]]


def flow_of_sheet(
    words: Sequence[Word], grids: Sequence[Grid], page: Page, lay_out: LayOut
) -> list[FlowItem]:
    """The words outside tables and the tables of a sheet -> its flow, page by page if there are
    two on it. `lay_out` makes the flow of one page."""
    fold = fold_of([*(word.box for word in words), *_boxes_of(grids)], page)
    if fold is None:
        return lay_out(words, grids, page)
    left = replace(page, width=fold)
    flow = lay_out(
        [word for word in words if word.box.x1 <= fold],
        [grid for grid in grids if grid.span.box and grid.span.box.x1 <= fold],
        left,
    )
    right = lay_out(
        [_shifted_word(word, -fold) for word in words if word.box.x1 > fold],
        [_shifted_grid(g, -fold) for g in grids if not g.span.box or g.span.box.x1 > fold],
        replace(page, width=page.width - fold),
    )
    return flow + [_shifted(item, fold) for item in right]


def fold_of(boxes: Sequence[Box], page: Page) -> float | None:
    """The x of the fold between two pages on one sheet; None for a sheet that is one page.

    >>> page = Page(1, width=1190, height=842, method="ocr")
    >>> rows = range(100, 700, 20)
    >>> left = [Box(80, y, 520, y + 14) for y in rows]
    >>> right = [Box(680, y, 1110, y + 14) for y in rows]
    >>> fold_of([*left, *right], page)
    600.0
    >>> fold_of([*left, *right, Box(80, 720, 1110, 734)], page)
    """
    if page.width < BROAD * page.height:
        return None
    end = 0.0
    for box in sorted(boxes, key=lambda box: box.x0):
        middle = (end + box.x0) / 2
        is_in_middle = FIRST * page.width <= middle <= LAST * page.width
        if is_in_middle and box.x0 - end >= NARROWEST and _has_pages(boxes, middle):
            return middle
        end = max(end, box.x1)
    return None


def _has_pages(boxes: Sequence[Box], fold: float) -> bool:
    """Do enough lines stand on both sides of a fold?"""
    left = {round(box.y0) // 6 for box in boxes if box.x1 <= fold}
    right = {round(box.y0) // 6 for box in boxes if box.x0 >= fold}
    return min(len(left), len(right)) >= FEWEST_LINES


def _boxes_of(grids: Sequence[Grid]) -> list[Box]:
    return [cell.box for grid in grids for cell in grid.cells if cell.box]


def _shifted(item: FlowItem, by: float) -> FlowItem:
    """A line or grid as far to the right as `by` (points)."""
    return _shifted_grid(item, by) if isinstance(item, Grid) else _shifted_line(item, by)


def _shifted_grid(grid: Grid, by: float) -> Grid:
    cells = tuple(_shifted_cell(cell, by) for cell in grid.cells)
    return replace(grid, cells=cells, span=_shifted_span(grid.span, by))


def _shifted_cell(cell: Cell, by: float) -> Cell:
    lines = tuple(_shifted_line(line, by) for line in cell.lines)
    return replace(cell, lines=lines, box=_shifted_box(cell.box, by) if cell.box else None)


def _shifted_line(line: Line, by: float) -> Line:
    words = tuple(_shifted_word(word, by) for word in line.words)
    return replace(line, words=words, span=_shifted_span(line.span, by))


def _shifted_word(word: Word, by: float) -> Word:
    return replace(word, box=_shifted_box(word.box, by))


def _shifted_span(span: Span, by: float) -> Span:
    return replace(span, box=_shifted_box(span.box, by)) if span.box else span


def _shifted_box(box: Box, by: float) -> Box:
    return replace(box, x0=round(box.x0 + by, 2), x1=round(box.x1 + by, 2))


__all__ = ["flow_of_sheet", "fold_of"]
