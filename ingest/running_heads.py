"""Lines that stand at one height in the margin of most pages: running heads and feet, the address
and the time that a browser prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from kehoach.ingest.model import Box, Cell, FlowItem, Line, Page
from kehoach.patterns import compile_regex

_Head: TypeAlias = tuple[str, int]
"""What a row in the margin says, figures apart, and its height there in steps of 4 points."""

_FIGURES = compile_regex(r"\d+")
_OF_PROGRAM = compile_regex(r"\b\w+://|(?:^|\s)#/#$")
"""What no office prints of its own, figures apart: an address, "page of pages"."""
_GOES_ON = compile_regex(r"\P{L}*(?!trang\b|page\b)\p{Ll}+\s+\p{Ll}")
"""The rest of a sentence: rows that say nearly the same may reach each page's edge with it."""

MARGIN = 0.1
"""So large a part of the page is its margin, above and below."""
WHITE = 1.5
"""Heights of a line between a running head and the text, on a paper of two pages."""
FEWEST_WORDS = 4
FEWEST_PAGES = 3
SMALLEST_SHARE = 0.4
"""A running head stands on so many pages, and on more than this part of them."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the flow, or a row of two columns side by side; `item` is its place in the flow."""

    item: int
    number: int
    lines: tuple[Line, ...]


def drop_running_heads(flow: Sequence[FlowItem], pages: Sequence[Page]) -> list[FlowItem]:
    """The flow of a paper without its running heads: what stands at one height in the margin on
    three pages or more and on most of them, figures apart; on both pages of two where a program
    printed it. Where it stands apart from all else on both, the first keeps it: it may tell who
    writes."""
    height = {page.number: page.height for page in pages}
    pages_of: dict[_Head, set[int]] = {}
    head_of: dict[tuple[int, int], _Head] = {}
    for row in _rows(flow):
        page = row.lines[0].span.page
        head = _head(row.lines, height[page]) if page is not None else None
        if head is not None and page is not None:
            pages_of.setdefault(head, set()).add(page)
            head_of[row.item, row.number] = head
    running = {head for head, on in pages_of.items() if _runs(head, len(on), len(pages))}
    said_before: set[_Head] = set()
    repeated: set[_Head] = set()
    if len(pages) == FEWEST_PAGES - 1:
        on_both = {head for head, on in pages_of.items() if len(on) == len(pages)}
        repeated = (on_both & _set_off(flow, head_of)) - running
    dropped: dict[int, set[int]] = {}
    for (number, row_number), head in head_of.items():
        if head in running or head in said_before:
            dropped.setdefault(number, set()).add(row_number)
        if head in repeated:
            said_before.add(head)
    kept: list[FlowItem] = []
    for number, item in enumerate(flow):
        kept += _without(item, dropped[number]) if number in dropped else [item]
    return kept


def _set_off(flow: Sequence[FlowItem], head_of: Mapping[tuple[int, int], _Head]) -> set[_Head]:
    """The heads and feet of several words, always with the same figures ("Phụ lục 1" is none), that
    on each of their pages are the outermost row and stand farther from the next one than lines of
    a letterhead, a table or a paragraph do."""
    near: set[_Head] = set()
    said: dict[_Head, set[str]] = {}
    rows = [row for row in _rows(flow) if row.lines[0].span.box is not None]
    for _, page in groupby(rows, key=lambda row: row.lines[0].span.page):
        own = sorted(page, key=lambda row: _box(row).y0)
        for outer, inner in ((own[0], own[1:2]), (own[-1], own[-2:-1])):
            head = head_of.get((outer.item, outer.number))
            if head is None or not inner:
                continue
            box, other = _box(outer), _box(inner[0])
            white = max(other.y0 - box.y1, box.y0 - other.y1)
            said.setdefault(head, set()).add(" ".join(line.text for line in outer.lines))
            if white <= WHITE * (box.y1 - box.y0):
                near.add(head)
    alike = {head for head, texts in said.items() if len(texts) == 1}
    return {head for head in alike - near if len(head[0].split()) >= FEWEST_WORDS}


def _box(row: _Row) -> Box:
    return row.lines[0].span.box or Box(0, 0, 0, 0)


def _rows(flow: Sequence[FlowItem]) -> Iterator[_Row]:
    """The lines of a flow, and the rows of its unruled grids."""
    for number, item in enumerate(flow):
        if isinstance(item, Line):
            yield _Row(number, 0, lines=(item,))
        elif not item.ruled:
            lines_of: dict[int, list[Line]] = {}
            for cell in item.cells:
                lines_of.setdefault(cell.row, []).extend(cell.lines)
            for row_number, lines in lines_of.items():
                if lines:
                    yield _Row(number, row_number, lines=tuple(lines))


def _head(lines: Sequence[Line], page_height: float) -> _Head | None:
    """What may repeat a row on other pages; None outside the margins."""
    box = lines[0].span.box
    if box is None:
        return None
    top = box.y0
    if MARGIN * page_height < top < (1 - MARGIN) * page_height:
        return None
    from_edge = top if top < page_height / 2 else top - page_height
    text = " ".join(line.text for line in lines)
    if _GOES_ON.match(text) and not _OF_PROGRAM.search(text):
        return None
    return _FIGURES.sub("#", text), round(from_edge) // 4


def _runs(head: _Head, on: int, pages: int) -> bool:
    if on == pages > 1 and _OF_PROGRAM.search(head[0]):
        return True
    return on >= FEWEST_PAGES and on > SMALLEST_SHARE * pages


def _without(item: FlowItem, rows: set[int]) -> list[FlowItem]:
    """An item of the flow without some of its rows: nothing where none is left."""
    if isinstance(item, Line) or len(rows) == item.n_rows:
        return []
    place = {row: number for number, row in enumerate(sorted({*range(item.n_rows)} - rows))}
    cells = [_moved(cell, place) for cell in item.cells if cell.row in place]
    return [replace(item, n_rows=len(place), cells=tuple(cells))]


def _moved(cell: Cell, place: dict[int, int]) -> Cell:
    return replace(cell, row=place[cell.row])
