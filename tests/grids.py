"""What tests of readers ask of the grids they get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.ingest.model import FlowItem, Grid, Line


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


def rows_told(flow: Iterable[FlowItem]) -> Iterator[str]:
    """Each row of a grid in one line, cells between bars; other lines as they are."""
    for item in flow:
        if isinstance(item, Line):
            yield item.text
            continue
        for row in range(item.n_rows):
            cells = [cell for cell in item.cells if cell.row == row]
            yield " | ".join(" / ".join(line.text for line in cell.lines) for cell in cells)
