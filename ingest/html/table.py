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
_LAYOUT_COLUMNS = 2
"""A table without borders and no wider than this is a letterhead or a signature block."""
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


def has_border_attribute(border: str | None) -> bool:
    """Whether a border is drawn by this value of a table's attribute `border`."""
    return (border or "0").strip() not in {"0", "0px"}


def _place(rows: list[RawRow]) -> tuple[list[Cell], int]:
    """Cells at their grid positions, and the number of columns; spans end at other cells and the
    last row."""
    cells: list[Cell] = []
    free_from: list[int] = []  # per column: the first row no cell from above reaches

    def is_free(row: int, col: int) -> bool:
        return col >= len(free_from) or free_from[col] <= row

    for row, raw_row in enumerate(rows):
        col = 0
        for raw in raw_row.cells:
            while not is_free(row, col):
                col += 1
            width = 1
            while width < raw.col_span and is_free(row, col + width):
                width += 1
                _check(len(rows), col + width)
            height = min(raw.row_span or len(rows), len(rows) - row)
            cells.append(Cell(row, col, row_span=height, col_span=width, lines=raw.lines))
            _check(len(rows), col + width)
            free_from.extend([0] * (col + width - len(free_from)))
            free_from[col : col + width] = [row + height] * width
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
    holes: list[Cell] = []
    for number, row in enumerate(covered):
        for run in re.finditer(rb"\x00+", bytes(row)):
            holes.append(Cell(number, run.start(), col_span=run.end() - run.start()))
    return holes


def _header_rows(rows: list[RawRow]) -> int:
    """The leading rows in a `thead` or made of `th` only."""
    count = 0
    for row in rows:
        only_headings = row.cells and all(cell.heading for cell in row.cells)
        if not row.head and not only_headings:
            break
        count += 1
    return count if count < len(rows) else 0


def grid_of(rows: list[RawRow], span: Span, *, has_border: bool) -> Grid | None:
    """The rows of a table as a grid, `None` when it has no cells; one of several columns counts as
    ruled even without a border. Raises `TooLargeError`."""
    cells, n_cols = _place(rows)
    if not n_cols:
        return None
    cells += _holes(cells, len(rows), n_cols=n_cols)
    return Grid(
        n_rows=len(rows),
        n_cols=n_cols,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        span=span,
        ruled=has_border or n_cols > _LAYOUT_COLUMNS,
        header_rows=_header_rows(rows),
    )
