"""Words and tables of a page -> its flow in reading order: the steps that a text layer and a scan
share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mode

import regex

from kehoach.ingest.geometry import lines_of, side_by_side
from kehoach.ingest.model import FlowItem, Grid, Line, Page, Word

_PAGE_NUMBER = regex.compile(
    r"[-–—]?\s*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", regex.IGNORECASE
)
_FOOTNOTE = regex.compile(r"\d{1,2}\s*\p{L}")


def flow_of(words: Sequence[Word], grids: Sequence[Grid], page: Page) -> list[FlowItem]:
    """The words outside tables and the ruled tables of a page -> its flow: tables between lines,
    columns side by side as unruled grids, without the page number. `grids` stand from top to
    bottom."""
    lines = lines_of(words, page.number)
    lines = _mark_footnotes(_drop_page_number(lines, page.height), page.height)
    rest = _centre(lines, page.width)
    flow: list[FlowItem] = []
    for grid in grids:
        top = grid.span.box.y0 if grid.span.box else 0.0
        above = [line for line in rest if _y(line) < top]
        rest = [line for line in rest if _y(line) >= top]
        flow.extend(side_by_side(above))
        flow.append(grid)
    flow.extend(side_by_side(rest))
    return _first_of_page(flow)


def _y(line: Line) -> float:
    return line.span.box.y0 if line.span.box else 0.0


def _first_of_page(flow: list[FlowItem]) -> list[FlowItem]:
    if flow and isinstance(flow[0], Line):
        return [replace(flow[0], page_break=True), *flow[1:]]
    return flow


def drop_running_heads(flow: Sequence[FlowItem], pages: Sequence[Page]) -> list[FlowItem]:
    """Leave out lines that stand at one height in the margin of most pages, figures apart: running
    heads."""
    height = {page.number: page.height for page in pages}
    seen: dict[tuple[str, int], set[int]] = {}
    keys: dict[int, tuple[str, int]] = {}
    for item in flow:
        if not isinstance(item, Line) or item.span.page is None or item.span.box is None:
            continue
        y, whole = item.span.box.y0, height[item.span.page]
        if 0.1 * whole < y < 0.9 * whole:
            continue
        key = (regex.sub(r"\d+", "#", item.text), round(y if y < whole / 2 else y - whole) // 4)
        seen.setdefault(key, set()).add(item.span.page)
        keys[id(item)] = key
    often = {key for key, own in seen.items() if len(own) >= 3 and len(own) > 0.4 * len(pages)}
    return [item for item in flow if keys.get(id(item)) not in often]


def _drop_page_number(lines: list[Line], height: float) -> list[Line]:
    """Leave out a page number standing alone in the top or bottom tenth of the page."""
    return [
        line
        for line in lines
        if not (
            (_y(line) < 0.1 * height or _y(line) > 0.88 * height)
            and line in (lines[0], lines[-1])
            and _PAGE_NUMBER.fullmatch(line.text)
        )
    ]


def _mark_footnotes(lines: list[Line], height: float) -> list[Line]:
    """Mark the small print at the foot: from a line that opens with a raised number to the end of
    the page."""
    sizes = [line.size for line in lines if line.size]
    if not sizes:
        return lines
    body = mode(sizes)
    start = len(lines)
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if (line.size or body) > body - 1 or _y(line) < 0.4 * height:
            break
        if _FOOTNOTE.match(line.text):
            start = i
    return [replace(line, footnote=True) if i >= start else line for i, line in enumerate(lines)]


def _centre(lines: list[Line], width: float) -> list[Line]:
    """Tell centred lines: equal white left and right, in the text block or on the page, and clearly
    indented; the less white, the more exactly, since a first line that happens to end short looks
    much the same."""
    boxes = [line.span.box for line in lines if line.span.box]
    if not boxes:
        return lines
    left, right = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    if right - left < width / 2:
        left, right = 0.1 * width, 0.9 * width
    marked = []
    for line in lines:
        box = line.span.box
        white = 0.0 if box is None else min(box.x0 - left, right - box.x1)
        middle = 0.0 if box is None else box.x0 + box.x1
        skew = min(abs(middle - left - right), abs(middle - width))
        common = box is not None and sum(abs(b.x0 - box.x0) < 1.5 for b in boxes) > 3
        marked.append(
            replace(
                line, centered=not common and white > 4 and skew < 4 + 0.12 * max(white - 40, 0)
            )
        )
    return marked
