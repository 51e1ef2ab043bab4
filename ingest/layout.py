"""Words and tables of a page -> its flow in reading order: the steps that a text layer and a scan
share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mode

import regex

from kehoach.ingest.geometry import lines_of, side_by_side
from kehoach.ingest.model import Box, FlowItem, Grid, Line, Page, Word
from kehoach.ingest.two_up import middle_of_two
from kehoach.patterns import compile_regex

_PAGE_NUMBER = compile_regex(
    r"[-–—]?\s*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", regex.IGNORECASE
)
_FOOTNOTE = compile_regex(r"\d{1,2}\s*\p{L}")
_NUMBERED_NOTE = compile_regex(r"(\d{1,2})[.)]\s*\p{L}")


def flow_of(
    words: Sequence[Word],
    grids: Sequence[Grid],
    page: Page,
    *,
    noted: frozenset[str] = frozenset(),
) -> list[FlowItem]:
    """The words outside tables and the ruled tables of a page -> its flow: tables between lines,
    columns side by side as unruled grids, without the page number; the left of two pages on one
    sheet before the right one. `grids` stand from top to bottom; `noted` are the numbers of
    footnotes that stand raised on the page."""
    middle = middle_of_two(words, grids, page=page)
    if middle is None:
        return _flow_between(words, grids, page=page, edges=(0.0, page.width), noted=noted)
    flow: list[FlowItem] = []
    for start, end in ((0.0, middle), (middle, page.width)):
        on_it = [word for word in words if start <= word.box.x0 < end]
        tables = [grid for grid in grids if grid.span.box and start <= grid.span.box.x0 < end]
        flow += _flow_between(on_it, tables, page=page, edges=(start, end), noted=noted)
    return flow


def _flow_between(
    words: Sequence[Word],
    grids: Sequence[Grid],
    page: Page,
    edges: tuple[float, float],
    noted: frozenset[str],
) -> list[FlowItem]:
    lines = _drop_page_number(lines_of(words, page.number), page.height)
    lines = _mark_footnotes(lines, page.height, noted)
    below = _mark_centered(lines, edges)
    flow: list[FlowItem] = []
    for grid in grids:
        top = grid.span.box.y0 if grid.span.box else 0.0
        above = [line for line in below if _top(line) < top]
        below = [line for line in below if _top(line) >= top]
        flow.extend(side_by_side(above))
        flow.append(grid)
    flow.extend(side_by_side(below))
    return _with_page_break(flow)


def _top(line: Line) -> float:
    return line.span.box.y0 if line.span.box else 0.0


def _with_page_break(flow: list[FlowItem]) -> list[FlowItem]:
    if flow and isinstance(flow[0], Line):
        return [replace(flow[0], page_break=True), *flow[1:]]
    return flow


def _drop_page_number(lines: list[Line], page_height: float) -> list[Line]:
    """Leave out a page number standing alone in the top or bottom tenth of the page."""

    def is_page_number(line: Line) -> bool:
        in_margin = _top(line) < 0.1 * page_height or _top(line) > 0.88 * page_height
        if not in_margin or line not in (lines[0], lines[-1]):
            return False
        return _PAGE_NUMBER.fullmatch(line.text) is not None

    return [line for line in lines if not is_page_number(line)]


def _mark_footnotes(lines: list[Line], page_height: float, noted: frozenset[str]) -> list[Line]:
    """Mark the small print at the foot: from a line that opens with a raised number, or with one
    that stands raised behind a word of the page ("1. Theo Quyết định …"), to the end of the
    page."""
    sizes = [line.size for line in lines if line.size]
    if not sizes:
        return lines
    body_size = mode(sizes)
    start = len(lines)
    for index in reversed(range(len(lines))):
        line = lines[index]
        if (line.size or body_size) > body_size - 1 or _top(line) < 0.4 * page_height:
            break
        numbered = _NUMBERED_NOTE.match(line.text)
        if _FOOTNOTE.match(line.text) or (numbered and numbered[1] in noted):
            start = index
    return [*lines[:start], *(replace(line, footnote=True) for line in lines[start:])]


def _mark_centered(lines: list[Line], edges: tuple[float, float]) -> list[Line]:
    """Tell centred lines: equal white left and right, in the text block or on the page, and clearly
    indented; the less white, the more exactly, since a first line that happens to end short looks
    much the same."""
    boxes = [line.span.box for line in lines if line.span.box]
    if not boxes:
        return lines
    left = min(box.x0 for box in boxes)
    right = max(box.x1 for box in boxes)
    start, end = edges
    margin = 0.1 * (end - start)
    if right - left < (end - start) / 2:
        left, right = start + margin, end - margin

    def is_centered(box: Box) -> bool:
        white = min(box.x0 - left, right - box.x1)
        twice_middle = box.x0 + box.x1
        off_centre = min(abs(twice_middle - left - right), abs(twice_middle - start - end))
        if white <= 4 or off_centre >= 4 + 0.12 * max(white - 40, 0):
            return False
        same_indent = sum(abs(other.x0 - box.x0) < 1.5 for other in boxes)
        return same_indent <= 3

    return [
        replace(line, centered=line.span.box is not None and is_centered(line.span.box))
        for line in lines
    ]
