"""The shape of an HTML table: cells that span rows and columns put on a grid without holes or
overlaps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kehoach.errors import TooLargeError
from kehoach.ingest.model import Cell, Grid, Line, Span

_MOST_COLUMNS = 1000
_MOST_POSITIONS = 2_000_000
_LAYOUT_COLUMNS = (
    2  # a table without borders and no wider than this is a letterhead or a signature block
)
_LINE_STYLES = re.compile(r"\b(solid|double|dotted|dashed|groove|ridge|inset|outset)\b")


@dataclass(slots=True)
class RawCell:
    """A `td` or `th` as written: `row_span` 0 means down to the last row."""

    lines: tuple[Line, ...]
    row_span: int
    col_span: int
    heading: bool


@dataclass(slots=True)
class RawRow:
    """A `tr` as written; `head` when it stands in a `thead`."""

    head: bool
    cells: list[RawCell] = field(default_factory=list)


def span_value(text: str | None, default: int = 1) -> int:
    """A `rowspan` or `colspan` as browsers read it: leading digits, else 1; at most 65534.

    >>> span_value("3"), span_value("2px"), span_value("-1"), span_value(None)
    (3, 2, 1, 1)
    """
    match = re.match(r"\s*(\d{1,6})", text or "")
    return min(int(match.group(1)), 65534) if match else default


def css(style: str | None) -> dict[str, str]:
    """The declarations of a `style` attribute, names and values in lower case.

    >>> css("Text-Align: CENTER; mso-list:Ignore")
    {'text-align': 'center', 'mso-list': 'ignore'}
    """
    pairs = (part.partition(":") for part in (style or "").lower().split(";"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def has_css_border(declarations: Mapping[str, str]) -> bool:
    """Whether a border is drawn by these declarations."""
    return any(
        name.startswith("border") and _LINE_STYLES.search(value) is not None
        for name, value in declarations.items()
    )


def is_ruled(border: str | None, css_border: bool, n_cols: int) -> bool:
    """Whether a table counts as ruled: by its styles, its attribute `border`, else by its
    columns."""
    return css_border or (border or "0").strip() not in {"0", "0px"} or n_cols > _LAYOUT_COLUMNS


def _place(rows: list[RawRow]) -> tuple[list[Cell], int]:
    """Cells at their grid positions, and the number of columns; spans end at other cells and the
    last row."""
    cells: list[Cell] = []
    free_from: list[int] = []  # per column: the first row no cell from above reaches
    for at, row in enumerate(rows):
        col = 0
        for raw in row.cells:
            while col < len(free_from) and free_from[col] > at:
                col += 1
            width = 1
            while width < max(raw.col_span, 1) and (
                col + width >= len(free_from) or free_from[col + width] <= at
            ):
                width += 1
                _check(len(rows), col + width)
            height = min(raw.row_span or len(rows), len(rows) - at)
            cells.append(Cell(at, col, height, width, raw.lines))
            _check(len(rows), col + width)
            free_from.extend([0] * (col + width - len(free_from)))
            free_from[col : col + width] = [at + height] * width
            col += width
    return cells, len(free_from)


def _check(n_rows: int, n_cols: int) -> None:
    if n_cols > _MOST_COLUMNS or n_rows * n_cols > _MOST_POSITIONS:
        raise TooLargeError(reason=f"{n_rows} x {n_cols}")


def _holes(cells: list[Cell], n_rows: int, n_cols: int) -> list[Cell]:
    """Empty cells for the positions nothing covers, one for each run in a row."""
    covered = [bytearray(n_cols) for _ in range(n_rows)]
    for cell in cells:
        for row in covered[cell.row : cell.row + cell.row_span]:
            row[cell.col : cell.col + cell.col_span] = b"\x01" * cell.col_span
    return [
        Cell(at, run.start(), 1, run.end() - run.start())
        for at, row in enumerate(covered)
        for run in re.finditer(rb"\x00+", bytes(row))
    ]


def _header_rows(rows: list[RawRow]) -> int:
    """The leading rows in a `thead` or made of `th` only."""
    count = 0
    for row in rows:
        if not row.head and not (row.cells and all(cell.heading for cell in row.cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def grid_of(rows: list[RawRow], border: str | None, css_border: bool, span: Span) -> Grid | None:
    """The rows of a table as a grid, `None` when it has no cells. Raises `TooLargeError`."""
    cells, n_cols = _place(rows)
    if not n_cols:
        return None
    cells += _holes(cells, len(rows), n_cols)
    return Grid(
        n_rows=len(rows),
        n_cols=n_cols,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        span=span,
        ruled=is_ruled(border, css_border, n_cols),
        header_rows=_header_rows(rows),
    )
