"""Tables without ruled lines on pages: columns from the header's words and the white between, rows
from what is fresh.

Steps: header -> column edges (the whitest place between neighbouring headings) -> words by column
-> printed rows that open a table row -> a `Grid` per page, which then goes the way of ruled ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from kehoach.ingest.geometry import lines_of
from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.parsers.layout.paragraphs import unfold
from kehoach.parsers.tables.borderless_header import MAX_HEADER_LINES, Header, find_header
from kehoach.parsers.tables.borderless_rows import to_grid
from kehoach.parsers.tables.white_columns import end_of_table, prose_within
from kehoach.parsers.words import next_caption

FEWEST_CELLS = 3
"""Of a row that stands as a grid of its own."""


class Pages(Protocol):
    """Pages on which a table does not stand as its header's does."""

    def header_on(self, header: Header, page: Sequence[Line]) -> Header:
        """The header as it would stand on a page of its table."""

    def placed(self, header: Header, lines: Sequence[Line]) -> Sequence[Line]:
        """Lines under it as they stand."""


def find_borderless(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow in which tables without rulings have become grids; everything else as it was."""
    found: list[FlowItem] = []
    for is_printed, run in groupby(flow, key=lambda item: _printed_lines(item) is not None):
        items = list(run)
        found.extend(_with_grids_in(items) if is_printed else items)
    return found


def _with_grids_in(items: Sequence[FlowItem]) -> list[FlowItem]:
    """Items that are printed lines, those of tables as grids. Coloured rows that were ruled stay
    grids where they are part of no table."""
    lines = [line for item in items for line in _printed_lines(item) or ()]
    made = _with_grids(lines)
    if any(isinstance(item, Grid) for item in made):
        return made
    return [
        own for item in items for own in ([item] if _is_row(item) else _printed_lines(item) or ())
    ]


def _is_row(item: FlowItem) -> bool:
    """Is an item one row of a table, parted from the others by its colour or its rulings?"""
    return (
        isinstance(item, Grid) and item.ruled and item.n_rows == 1 and item.n_cols >= FEWEST_CELLS
    )


def _printed_lines(item: FlowItem) -> list[Line] | None:
    """The lines of an item that may be part of such a table: each has words with boxes; else
    None."""
    if isinstance(item, Line):
        lines = [item]
    elif _is_row(item):
        words = [word for cell in item.cells for line in cell.lines for word in line.words]
        lines = lines_of(words, item.span.page or 0) if item.span.page else []
    elif item.ruled:
        return None
    else:
        lines = unfold(item)
    return lines if lines and all(line.words for line in lines) else None


def _with_grids(lines: Sequence[Line]) -> list[FlowItem]:
    """Consecutive lines, those of tables as grids, one per page; a caption ends a table."""
    header = find_header(lines)
    return list(lines) if header is None else grids_under(header, lines)


def grids_under(
    header: Header, lines: Sequence[Line], pages: Pages | None = None
) -> list[FlowItem]:
    """Lines with a header among them, its table as a grid per page; so further tables behind a
    caption. `pages` tell where columns and lines stand on a page, if not in their places."""
    end = header.end or next_caption(lines, header.stop)
    if pages is None and header.end is None:
        end = _end(lines[:end], header)
    found: list[FlowItem] = list(lines[: header.first])
    in_header = header.stop - header.first
    for page in _pages(lines[header.first : end]):
        own = pages.header_on(header, page) if pages else header
        found += _grids_beside_prose(page, own, in_header, pages=pages)
        in_header = 0
    found.extend(_with_grids(lines[end:]))
    return found


def _grids_beside_prose(
    page: Sequence[Line], header: Header, start: int, *, pages: Pages | None
) -> Iterator[FlowItem]:
    """The lines of a page of a table, of which rows begin at `start`: the grids, and between them
    the text that somebody wrote between the rows."""
    last = 0
    for first, stop in (*prose_within(page, start, header.edges), (len(page), len(page))):
        if first > last:
            rows = page[last:first]
            yield to_grid(pages.placed(header, rows) if pages else rows, header)
        yield from page[first:stop]
        last = stop


def _end(lines: Sequence[Line], header: Header) -> int:
    """Where the table of a header ends among lines: before prose, or the title over the header of
    another table."""

    def opens_another(place: int) -> bool:
        other = find_header(lines[place : place + MAX_HEADER_LINES])
        return other is not None and other.first == 0 and other.words != header.words

    return end_of_table(lines, header.stop, header.edges, opens_another=opens_another)


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = []
    current: int | None = None
    for line in lines:
        if not pages or line.span.page != current:
            pages.append([])
            current = line.span.page
        pages[-1].append(line)
    return pages
