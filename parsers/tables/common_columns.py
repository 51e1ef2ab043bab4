"""Grids of one run of pages on common columns: a page may hold only rows whose cells hide the edge
of a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kehoach.ingest.grid import edges_of, nearest
from kehoach.ingest.model import Box, Cell, Grid

ALIGNED = 6.0
"""Edges of two grids nearer than this (points) lie on each other."""
SNAP = 5.0
"""Column edges nearer than this (points) are one."""


def on_common_columns(grids: Sequence[Grid]) -> Iterator[Grid]:
    """Grids of one run with boxes -> the same on the union of their column edges, when they lie on
    each other: a page may hold only rows whose cells hide a column edge."""
    groups: list[list[Grid]] = []
    last: Box | None = None
    for grid in grids:
        if _are_aligned(last, grid.span.box):
            groups[-1].append(grid)
        else:
            groups.append([grid])
        last = grid.span.box
    for group in groups:
        yield from _unify(group)


def _are_aligned(one: Box | None, other: Box | None) -> bool:
    """Do the left and the right edges of two boxes lie on each other?"""
    if one is None or other is None:
        return False
    left = abs(one.x0 - other.x0)
    right = abs(one.x1 - other.x1)
    return left < ALIGNED and right < ALIGNED


def _unify(grids: Sequence[Grid]) -> Iterable[Grid]:
    widths = {grid.n_cols for grid in grids}
    if len(widths) == 1:
        return grids
    places: list[float] = []
    for grid in grids:
        boxes = [cell.box for cell in grid.cells if cell.box]
        if not boxes:
            return grids
        for box in boxes:
            places += (box.x0, box.x1)
    edges = edges_of(places, snap=SNAP)
    return [_remap(grid, edges) for grid in grids]


def _remap(grid: Grid, edges: Sequence[float]) -> Grid:
    """A grid whose cells are placed by the common edges."""
    cells: list[Cell] = []
    for cell in grid.cells:
        box = cell.box or Box(0, 0, 0, 0)
        first = nearest(edges, box.x0)
        last = nearest(edges, box.x1)
        width = max(last - first, 1)
        cells.append(replace(cell, col=first, col_span=width))
    n_cols = len(edges) - 1
    return replace(grid, n_cols=n_cols, cells=tuple(cells))
