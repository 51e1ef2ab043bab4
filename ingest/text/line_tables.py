"""A table that a copy ran together in one line, bars between its cells:

    Phân công lao động: TT | Lớp | Việc | 1 | 6A | Cắt cỏ | 2 | 6B | Tưới cây |

Its rows are told by their numbers, which stand as far from each other as the table is wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.ingest.text.pipe_rows import CellText
from kehoach.ingest.text.short_rows import is_number_heading

MIN_WIDTH, MAX_WIDTH = 3, 12
MIN_ROWS = 2
"""Besides the header."""


@dataclass(frozen=True, slots=True)
class LineTable:
    """The number of its line (from 0), the words before its header, and its rows."""

    number: int
    before: str
    rows: tuple[tuple[CellText, ...], ...]


def find_line_tables(raw: Sequence[str], taken: Sequence[bool]) -> Iterator[LineTable]:
    """Raw lines, and which of them belong to other tables -> the tables that stand on one line."""
    for number, line in enumerate(raw):
        if not taken[number] and line.count("|") >= MIN_WIDTH * MIN_ROWS:
            table = _table_in(line, number)
            if table is not None:
                yield table


def _table_in(line: str, number: int) -> LineTable | None:
    cells = [cell.strip() for cell in line.split("|")]
    while cells and not cells[-1]:
        cells.pop()
    first = cells.index("1") if "1" in cells else 0
    width = _width(cells, first)
    if not width:
        return None
    before, _, heading = cells[first - width].rpartition(" ")
    if not is_number_heading(heading):
        return None
    rows = [[heading, *cells[first - width + 1 : first]]]
    rows += [cells[begin : begin + width] for begin in range(first, len(cells), width)]
    idle = {place for place in range(width) if not any(any(row[place : place + 1]) for row in rows)}
    outside = " ".join([*cells[: first - width], before]).strip()
    return LineTable(
        number,
        outside,
        tuple(
            tuple(
                CellText(((number, words),) if words else ())
                for place, words in enumerate(row)
                if place not in idle
            )
            for row in rows
        ),
    )


def _width(cells: Sequence[str], first: int) -> int:
    """How many cells the rows have that the numbers 1, 2 … from `first` on open; 0 where they do
    not count on to the end, or no header of as many cells stands above them."""
    for width in range(MIN_WIDTH, min(MAX_WIDTH, first) + 1):
        numbers = cells[first::width]
        if len(numbers) >= MIN_ROWS and numbers == [str(n + 1) for n in range(len(numbers))]:
            return width
    return 0
