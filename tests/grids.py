"""What tests of readers ask of the grids they get."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.ingest.model import FlowItem, Grid


def only_grid(flow: Iterable[FlowItem]) -> Grid:
    """The one grid of a flow; each of its positions is covered by exactly one cell."""
    (found,) = (item for item in flow if isinstance(item, Grid))
    covered = [
        (row, col)
        for cell in found.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    ]
    assert sorted(covered) == [
        (row, col) for row in range(found.n_rows) for col in range(found.n_cols)
    ]
    return found


def cells_of(found: Grid) -> dict[tuple[int, int, int, int], str]:
    """(row, column, rows covered, columns covered) -> the cell's lines, joined by "/"."""
    return {
        (c.row, c.col, c.row_span, c.col_span): "/".join(line.text for line in c.lines)
        for c in found.cells
    }
