"""Rectangles of cells -> a `Grid`: edges -> positions -> cells with their extent and lines.

The rectangles come from a table finder (pdfplumber's, or the one for scans). Their edges,
clustered, are the columns and rows of the finest grid; a rectangle that spans several of them is a
merged cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kehoach.ingest.geometry import lines_of
from kehoach.ingest.model import Box, Cell, Grid, Span, Word

SNAP = 3.0
"""Edges nearer than this (points) are one edge drawn twice."""


def edges_of(values: Sequence[float], snap: float = SNAP) -> list[float]:
    """Sorted coordinates -> one representative (the mean) per cluster of neighbours nearer than
    `snap`."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] <= snap:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def column_edges(boxes: Sequence[Box]) -> list[float]:
    """The x of the edges between which the boxes stand, from left to right."""
    return edges_of([x for box in boxes for x in (box.x0, box.x1)])


def row_edges(boxes: Sequence[Box]) -> list[float]:
    """The y of the edges between which the boxes stand, from top to bottom."""
    return edges_of([y for box in boxes for y in (box.y0, box.y1)])


def nearest(edges: Sequence[float], value: float) -> int:
    """The index of the edge nearest to `value`."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _interval(edges: Sequence[float], value: float) -> int:
    """The index of the interval of `edges` that holds `value`, clipped to the grid."""
    index = bisect_right(edges, value) - 1
    return min(max(index, 0), len(edges) - 2)


Position = tuple[int, int]
"""Row and column in the finest grid, from 0."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """The positions that a cell covers."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1

    def positions(self) -> Iterator[Position]:
        rows = range(self.row, self.row + self.row_span)
        return product(rows, range(self.col, self.col + self.col_span))


class _Lattice:
    """The finest grid that the edges of some boxes make."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.xs = column_edges(boxes)
        self.ys = row_edges(boxes)

    @property
    def n_rows(self) -> int:
        return len(self.ys) - 1

    @property
    def n_cols(self) -> int:
        return len(self.xs) - 1

    def extent_of(self, box: Box) -> _Extent:
        """The positions that a box covers, by the edges nearest to its own."""
        row, col = nearest(self.ys, box.y0), nearest(self.xs, box.x0)
        row_span = nearest(self.ys, box.y1) - row
        col_span = nearest(self.xs, box.x1) - col
        return _Extent(row, col, row_span=row_span, col_span=col_span)

    def position_of(self, word: Word) -> Position:
        """The position that holds the middle of a word."""
        return _interval(self.ys, word.box.middle_y), _interval(self.xs, word.box.middle_x)

    def box_of(self, extent: _Extent) -> Box:
        """What a cell of this extent covers of the page."""
        return Box(
            x0=self.xs[extent.col],
            y0=self.ys[extent.row],
            x1=self.xs[extent.col + extent.col_span],
            y1=self.ys[extent.row + extent.row_span],
        )

    def extents(self, boxes: Sequence[Box]) -> list[_Extent]:
        """Extents that cover each position once: those of the boxes, smaller boxes first, where
        they do not overlap; then one for each position that is left."""
        extents: list[_Extent] = []
        covered: set[Position] = set()
        for box in sorted(boxes, key=_area_and_place):
            extent = self.extent_of(box)
            positions = set(extent.positions())
            if positions and covered.isdisjoint(positions):
                covered |= positions
                extents.append(extent)
        for position in product(range(self.n_rows), range(self.n_cols)):
            if position not in covered:
                extents.append(_Extent(*position))
        return extents


def _area_and_place(box: Box) -> tuple[float, float, float]:
    return box.width * box.height, box.y0, box.x0


def build_grid(boxes: Sequence[Box], words: Sequence[Word], page: int) -> Grid:
    """Cells' boxes and the words inside the table -> its `Grid`.

    Every position is covered by exactly one cell: where no box was found, an empty one-position
    cell stands. A word belongs to the cell that holds its middle. Raises IndexError when there are
    no boxes.
    """
    lattice = _Lattice(boxes)
    extents = lattice.extents(boxes)
    words_in: list[list[Word]] = [[] for _ in extents]
    words_at: dict[Position, list[Word]] = {}
    for extent, cell_words in zip(extents, words_in, strict=True):
        words_at.update(dict.fromkeys(extent.positions(), cell_words))
    for word in words:
        words_at[lattice.position_of(word)].append(word)
    cells: list[Cell] = []
    for extent, cell_words in zip(extents, words_in, strict=True):
        cell = Cell(
            row=extent.row,
            col=extent.col,
            row_span=extent.row_span,
            col_span=extent.col_span,
            lines=tuple(lines_of(cell_words, page)),
            box=lattice.box_of(extent),
            page=page,
        )
        cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    whole = _Extent(0, 0, row_span=lattice.n_rows, col_span=lattice.n_cols)
    span = Span(page=page, box=lattice.box_of(whole))
    return Grid(lattice.n_rows, lattice.n_cols, cells=tuple(cells), span=span)
