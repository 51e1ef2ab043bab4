"""Rectangles of cells -> a `Grid`: edges -> positions -> cells with their extent and lines.

The rectangles come from a table finder (pdfplumber's, or the one for scans). Their edges,
clustered, are the columns and rows of the finest grid; a rectangle that spans several of them is a
merged cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

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


def nearest(edges: Sequence[float], value: float) -> int:
    """The index of the edge nearest to `value`."""
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _slot(edges: Sequence[float], value: float) -> int:
    """The index of the interval of `edges` that holds `value`, clipped to the grid."""
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def build_grid(rects: Sequence[Box], words: Sequence[Word], page: int) -> Grid:
    """Cells' rectangles and the words inside the table -> its `Grid`.

    Every position is covered by exactly one cell: where no rectangle was found, an empty
    one-position cell stands. A word belongs to the cell that holds its middle. Raises ValueError
    when `rects` is empty.
    """
    xs = edges_of([v for r in rects for v in (r.x0, r.x1)])
    ys = edges_of([v for r in rects for v in (r.y0, r.y1)])
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    owner: dict[tuple[int, int], int] = {}
    extents: list[tuple[int, int, int, int]] = []
    for rect in sorted(rects, key=lambda r: ((r.x1 - r.x0) * (r.y1 - r.y0), r.y0, r.x0)):
        r0, r1 = nearest(ys, rect.y0), nearest(ys, rect.y1)
        c0, c1 = nearest(xs, rect.x0), nearest(xs, rect.x1)
        places = [(r, c) for r in range(r0, r1) for c in range(c0, c1)]
        if places and not any(place in owner for place in places):
            owner.update(dict.fromkeys(places, len(extents)))
            extents.append((r0, c0, r1 - r0, c1 - c0))
    for place in ((r, c) for r in range(n_rows) for c in range(n_cols)):
        if place not in owner:
            owner[place] = len(extents)
            extents.append((*place, 1, 1))
    held: list[list[Word]] = [[] for _ in extents]
    for word in words:
        middle_x, middle_y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        held[owner[_slot(ys, middle_y), _slot(xs, middle_x)]].append(word)
    cells = [
        Cell(
            r,
            c,
            rs,
            cs,
            tuple(lines_of(own, page)),
            Box(xs[c], ys[r], xs[c + cs], ys[r + rs]),
            page,
        )
        for (r, c, rs, cs), own in zip(extents, held, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(
        n_rows, n_cols, tuple(cells), Span(page=page, box=Box(xs[0], ys[0], xs[-1], ys[-1]))
    )
