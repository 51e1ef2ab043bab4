"""Words and tables of a page -> its flow in reading order: the steps that a text layer and a scan
share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mode
from typing import TypeAlias

import regex

from kehoach.ingest.geometry import lines_of, side_by_side
from kehoach.ingest.model import Box, FlowItem, Grid, Line, Page, Word
from kehoach.patterns import compile_regex

_PAGE_NUMBER = compile_regex(
    r"[-–—]?\s*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", regex.IGNORECASE
)
_FOOTNOTE = compile_regex(r"\d{1,2}\s*\p{L}")
_RunningHead: TypeAlias = tuple[str, int]
"""What a line in the margin says, figures apart, and its height there in steps of 4 points."""


def flow_of(words: Sequence[Word], grids: Sequence[Grid], page: Page) -> list[FlowItem]:
    """The words outside tables and the ruled tables of a page -> its flow: tables between lines,
    columns side by side as unruled grids, without the page number. `grids` stand from top to
    bottom."""
    lines = _drop_page_number(lines_of(words, page.number), page.height)
    lines = _mark_footnotes(lines, page.height)
    below = _mark_centered(lines, page.width)
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


def drop_running_heads(flow: Sequence[FlowItem], pages: Sequence[Page]) -> list[FlowItem]:
    """Leave out lines that stand at one height in the margin of most pages, figures apart: running
    heads."""
    height = {page.number: page.height for page in pages}
    pages_of: dict[_RunningHead, set[int]] = {}
    head_of: dict[int, _RunningHead] = {}  # by the identity of the line
    for item in flow:
        if not isinstance(item, Line) or item.span.page is None:
            continue
        head = _running_head(item, height[item.span.page])
        if head is not None:
            pages_of.setdefault(head, set()).add(item.span.page)
            head_of[id(item)] = head
    dropped = {
        head
        for head, numbers in pages_of.items()
        if len(numbers) >= 3 and len(numbers) > 0.4 * len(pages)
    }
    return [item for item in flow if head_of.get(id(item)) not in dropped]


def _running_head(line: Line, page_height: float) -> _RunningHead | None:
    """What may repeat a line on other pages; None outside the margins (a tenth of the page)."""
    if line.span.box is None:
        return None
    top = line.span.box.y0
    if 0.1 * page_height < top < 0.9 * page_height:
        return None
    from_edge = top if top < page_height / 2 else top - page_height
    return regex.sub(r"\d+", "#", line.text), round(from_edge) // 4


def _drop_page_number(lines: list[Line], page_height: float) -> list[Line]:
    """Leave out a page number standing alone in the top or bottom tenth of the page."""

    def is_page_number(line: Line) -> bool:
        in_margin = _top(line) < 0.1 * page_height or _top(line) > 0.88 * page_height
        if not in_margin or line not in (lines[0], lines[-1]):
            return False
        return _PAGE_NUMBER.fullmatch(line.text) is not None

    return [line for line in lines if not is_page_number(line)]


def _mark_footnotes(lines: list[Line], page_height: float) -> list[Line]:
    """Mark the small print at the foot: from a line that opens with a raised number to the end of
    the page."""
    sizes = [line.size for line in lines if line.size]
    if not sizes:
        return lines
    body_size = mode(sizes)
    start = len(lines)
    for index in reversed(range(len(lines))):
        line = lines[index]
        if (line.size or body_size) > body_size - 1 or _top(line) < 0.4 * page_height:
            break
        if _FOOTNOTE.match(line.text):
            start = index
    return [*lines[:start], *(replace(line, footnote=True) for line in lines[start:])]


def _mark_centered(lines: list[Line], page_width: float) -> list[Line]:
    """Tell centred lines: equal white left and right, in the text block or on the page, and clearly
    indented; the less white, the more exactly, since a first line that happens to end short looks
    much the same."""
    boxes = [line.span.box for line in lines if line.span.box]
    if not boxes:
        return lines
    left = min(box.x0 for box in boxes)
    right = max(box.x1 for box in boxes)
    if right - left < page_width / 2:
        left, right = 0.1 * page_width, 0.9 * page_width

    def is_centered(box: Box) -> bool:
        white = min(box.x0 - left, right - box.x1)
        twice_middle = box.x0 + box.x1
        off_centre = min(abs(twice_middle - left - right), abs(twice_middle - page_width))
        if white <= 4 or off_centre >= 4 + 0.12 * max(white - 40, 0):
            return False
        same_indent = sum(abs(other.x0 - box.x0) < 1.5 for other in boxes)
        return same_indent <= 3

    return [
        replace(line, centered=line.span.box is not None and is_centered(line.span.box))
        for line in lines
    ]
