"""Grids made by hand: rows of texts, "<" a cell that goes on to the right, "^" one that goes on
downward."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Box, Cell, FlowItem, Grid, Line, Span, Word

Rows = Sequence[Sequence[str]]
LINE = 12.0
WIDTH = 80.0


def cell_lines(text: str, x: float, y: float, page: int | None, *, bold: bool | None) -> list[Line]:
    """The lines of one cell; with a page they have boxes, one under the other."""
    lines = []
    for n, words in enumerate(text.split("\n") if text else []):
        box = Box(x + 2, y + 2 + n * LINE, x + WIDTH - 4, y + n * LINE + LINE)
        span = Span(page=page, box=box) if page else Span()
        own = (Word(words, box, 10.0, bold=bool(bold)),) if page else ()
        lines.append(Line(words, span, bold=bold, words=own))
    return lines


def make_grid(
    rows: Rows,
    *,
    page: int | None = None,
    bold_rows: Sequence[int] = (),
    edges: Sequence[float] = (),
    header_rows: int = 0,
) -> Grid:
    """Rows of texts -> a grid. Lines of a cell are parted by newlines; rows are as high as their
    fullest cell, so that a cell's words reach its bottom edge. `edges` sets the columns apart (page
    parts only)."""
    n_rows, n_cols = len(rows), max((len(row) for row in rows), default=0)
    xs = list(edges) or [WIDTH * n for n in range(n_cols + 1)]
    tall = [max([text.count("\n") + 1 for text in row] or [1]) for row in rows]
    ys = [50.0 + sum(tall[:r]) * LINE for r in range(n_rows + 1)]
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            across = 1
            while c + across < n_cols and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < n_rows and rows[r + down][c] == "^":
                down += 1
            bold = (r in bold_rows) if page or bold_rows else None
            lines = cell_lines(text, xs[c], ys[r], page, bold=bold)
            box = Box(xs[c], ys[r], xs[c + across], ys[r + down]) if page else None
            cells.append(Cell(r, c, down, across, tuple(lines), box, page))
    span = (
        Span(page=page, box=Box(xs[0], ys[0], xs[-1], ys[-1]))
        if page and cells
        else Span(page=page)
    )
    return Grid(n_rows, n_cols, tuple(cells), span, header_rows=header_rows)


def make_flow(entries: Sequence[str | Sequence[str]]) -> list[FlowItem]:
    """Complete lines as of a Word file; consecutive pairs are the rows of one layout table of two
    columns (unruled)."""
    flow: list[FlowItem] = []
    pairs: list[Sequence[str]] = []

    def close() -> None:
        if pairs:
            cells = []
            for row, pair in enumerate(pairs):
                for col, text in enumerate(pair):
                    own = tuple(
                        Line(part, Span(first=len(flow) + 1), row=row)
                        for part in text.split("\n")
                        if part
                    )
                    cells.append(Cell(row, col, lines=own))
            flow.append(Grid(len(pairs), 2, tuple(cells), Span(first=len(flow) + 1), ruled=False))
            pairs.clear()

    for entry in entries:
        if isinstance(entry, str):
            close()
            flow.append(Line(entry, Span(first=len(flow) + 1, last=len(flow) + 1), complete=True))
        else:
            pairs.append(entry)
    close()
    return flow
