"""Layout grids at the head of a paper that hold more than a letterhead -> letterhead and lines.

A box "HỎA TỐC" beside KẾ HOẠCH, a letterhead whose last row says "Kính gửi: …", a whole plan in the
one cell of a frame, a crawled page whose site ruled menu and paper apart: what stands in such a
grid is no table. Words set in two columns by tabs or many spaces are put apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from kehoach.ingest.geometry import split_wide
from kehoach.ingest.model import Cell, FlowItem, Grid, Line
from kehoach.normalize.text import clean
from kehoach.normalize.times.dates import parse_issue_line
from kehoach.parsers.words import document_type, is_caption, opens_with, says_number
from kehoach.patterns import compile_regex

MAX_HEAD = 60
"""Among so many items of a flow the letterhead ends."""
PAGE_LINES = 8
"""A cell of so many lines, among them the motto or the word that names a paper, is a page."""
PAGE_ROWS = 6
"""So many rows, most of them with the words of one cell, and the same among them, are a page."""
_WIDE = compile_regex(r"\s*(?:\t|\s{3,})\s*")


def open_frames(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow, with the layout grids at its head cut where the title, or the address of a letter,
    begins."""
    opened: list[FlowItem] = []
    in_head = True
    for index, item in enumerate(flow):
        in_head = in_head and index < MAX_HEAD
        if isinstance(item, Line):
            in_head = in_head and not _ends_head(item)
            opened.append(item)
        elif not in_head or (item.ruled and not is_page(item)):
            opened.append(item)
        else:
            opened += _open(item)
            in_head = not item.ruled
    return opened


def is_page(grid: Grid) -> bool:
    """Does a grid lay out a page with a paper in it: is it no table? One cell holds the paper, or
    its paragraphs stand in a row each."""
    if any(_is_page(cell) for cell in grid.cells):
        return True
    if grid.n_rows < PAGE_ROWS or not any(_names_paper(cell.lines) for cell in grid.cells):
        return False
    filled = Counter(cell.row for cell in grid.cells if cell.lines)
    lone = sum(count == 1 for count in filled.values())
    return 2 * lone > len(filled)


def _is_page(cell: Cell) -> bool:
    return len(cell.lines) >= PAGE_LINES and _names_paper(cell.lines)


def _names_paper(lines: Sequence[Line]) -> bool:
    """Does the motto stand in these lines, or alone on one the word that names a paper?"""
    return any(_is_motto(line) or _is_type_alone(line) for line in lines)


def _is_motto(line: Line) -> bool:
    return opens_with(line.text, "motto") is not None


def _is_type_alone(line: Line) -> bool:
    return document_type(line.text) is not None and is_caption(line.text)


def _ends_head(line: Line) -> bool:
    """Does the line name the type of document, or whom a letter is written to?"""
    return document_type(line.text) is not None or bool(opens_with(line.text, "addressee_openings"))


def _open(grid: Grid) -> Iterator[FlowItem]:
    """A layout grid: whole, or the rows above the title as a grid and the rest as lines."""
    if grid.n_cols == 1:
        yield from (line for cell in grid.cells for line in cell.lines)
        return
    row = _row_that_ends_head(grid)
    if row is None:
        yield grid
        return
    if row > 0 and is_page(grid):
        yield from _rows_of_page(grid, 0, last=row)
    elif row > 0:
        yield replace(_rows(grid, 0, last=row), ruled=False)
    yield from _unfolded_row(grid, row)
    yield from _rows_of_page(grid, row + 1, last=grid.n_rows)


def _rows_of_page(grid: Grid, first: int, last: int) -> Iterator[FlowItem]:
    """The rows of a layout grid from `first` to before `last`: the lines of one that has a single
    cell with words, the others as grids without rulings (the recipients beside who signs)."""
    for row in range(first, last):
        filled = [cell for cell in grid.cells if cell.row == row and cell.lines]
        if len(filled) > 1:
            yield replace(_rows(grid, row, last=row + 1), ruled=False)
            continue
        for cell in filled:
            yield from cell.lines


def _row_that_ends_head(grid: Grid) -> int | None:
    ends = [cell.row for cell in grid.cells if any(map(_ends_head, cell.lines))]
    return min(ends, default=None)


def _rows(grid: Grid, first: int, last: int) -> Grid:
    """Some rows of a grid as a grid."""
    cells = tuple(
        replace(cell, row=cell.row - first) for cell in grid.cells if first <= cell.row < last
    )
    return replace(grid, n_rows=last - first, cells=cells)


def _unfolded_row(grid: Grid, row: int) -> Iterator[Line]:
    """The cells of a row as lines: the boxes beside the title first, those beside a page, and those
    who are written to beside "Kính gửi:", in their order."""
    cells = [cell for cell in grid.cells if cell.row == row]
    if any(map(_is_page, cells)) or any(map(_is_address, cells)):
        yield from (line for cell in cells for line in cell.lines)
        return
    beside = [cell for cell in cells if not any(map(_ends_head, cell.lines))]
    own = [cell for cell in cells if any(map(_ends_head, cell.lines))]
    for cell in (*beside, *own):
        yield from cell.lines


def _is_address(cell: Cell) -> bool:
    """Does the cell say "Kính gửi:" alone?"""
    texts = [line.text for line in cell.lines]
    opening = opens_with(texts[0], "addressee_openings") if texts else None
    return len(texts) == 1 and opening is not None and texts[0].strip().endswith(":")


@lru_cache(maxsize=2048)
def _has_blanks_to_fill(text: str) -> bool:
    """Is its white space for a pen ("Số:      /KH-UBND", "ngày     tháng     năm 2031")?"""
    return says_number(text) or parse_issue_line(text) is not None


def split_columns(line: Line) -> list[Line]:
    """A line in which two columns stand side by side -> its parts from left to right; the line
    itself where there is one column.

    >>> from kehoach.ingest.model import Span
    >>> [part.text for part in split_columns(Line("- Lưu: VT.    Lê Khê", Span()))]
    ['- Lưu: VT.', 'Lê Khê']
    """
    if _has_blanks_to_fill(line.text):
        return [line]
    if line.words:
        return split_wide(line)
    parts = [clean(part) for part in _WIDE.split(_printed(line)) if part]
    if len(parts) < 2:
        return [line]
    return [replace(line, text=part) for part in parts]


def _printed(line: Line) -> str:
    """A line with the white space that the file has in it, where the file's own line is this one
    and nothing else."""
    raw = line.raw.strip()
    return raw if clean(raw) == line.text else line.text


def right_of(line: Line) -> int:
    """How many letters stand before the second column of a line of a text; 0 where it has none."""
    gap = _WIDE.search(line.raw.strip()) if len(split_columns(line)) > 1 else None
    return 0 if gap is None else line.indent + gap.end()


def columns_of(items: Sequence[FlowItem]) -> tuple[Line, ...]:
    """Lines of a letterhead or closing; of two columns first the left, then the right."""
    lines: list[Line] = []
    for is_grid, run in groupby(items, key=lambda item: isinstance(item, Grid)):
        if is_grid:
            for grid in run:
                lines.extend(_cells_by_column(grid))
            continue
        own = [item for item in run if isinstance(item, Line)]
        if any(line.words for line in own):
            lines.extend(part for line in own for part in split_columns(line))
        else:
            lines.extend(_by_column(own))
    return tuple(lines)


def _by_column(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of a text in their parts: first those of the left column; a line that begins where the
    others' second part does belongs to the right one."""
    parted = [split_columns(line) for line in lines]
    seconds = [right_of(line) for line, parts in zip(lines, parted, strict=True) if len(parts) > 1]
    border = min(filter(None, seconds), default=0) / 2
    lefts = [0 if 0 < border <= line.indent else 1 for line in lines]
    for parts, left in zip(parted, lefts, strict=True):
        yield from parts[:left]
    for parts, left in zip(parted, lefts, strict=True):
        yield from parts[left:]


def _cells_by_column(grid: FlowItem) -> Iterator[Line]:
    if not isinstance(grid, Grid):
        return
    for column in range(grid.n_cols):
        for cell in grid.cells:
            if cell.col == column:
                for line in cell.lines:
                    yield from split_columns(line)
