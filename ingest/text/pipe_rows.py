"""Tables whose rows stand on one line each, their cells parted by bars: Markdown and the like.

    | TT | Nhiệm vụ | Chủ trì |
    |----|----------|---------|
    | 1  | Rà soát  | Công an |

A row may be broken over lines; then only its last line closes with a bar. Without the row of
dashes, lines that open and close with a bar are rows where two of them follow each other; lines
whose bars only stand between the cells are rows where several follow each other that have as many
bars as the first, which opens and closes with words. Bars inside a sentence are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from kehoach.ingest.text.markup import hold_escaped, is_delimiter_row, release
from kehoach.patterns import compile_regex

BREAK = compile_regex(r"<br\s*/?>", regex.IGNORECASE)
_FRAMED = compile_regex(r"\s*\|.*\|\s*")
_OPENED = compile_regex(r"\s*\|\s*\S.*")
_BARE = compile_regex(r"\s*[^|\s][^|]*(?:\|[^|]*){2,}\|[^|]*[^|\s]\s*")
MIN_BARE_ROWS = 3
MAX_BROKEN = 12
"""Lines of a row that is broken."""


@dataclass(frozen=True, slots=True)
class CellText:
    """The words of a cell: its lines, as printed, each with the number of its line of the file
    (from 0); `breaks` where the markup itself parts the lines of the cell; not `sure` where they
    may belong elsewhere."""

    lines: tuple[tuple[int, str], ...]
    breaks: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table: its rows of cells, whether its first row is marked as its header, and its first and
    last line (from 0)."""

    rows: tuple[tuple[CellText, ...], ...]
    headed: bool
    first: int
    last: int


def find_row_tables(raw: Sequence[str], taken: Sequence[bool]) -> list[RowTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest."""
    tables: list[RowTable] = []
    index = 0
    while index < len(raw):
        table = (
            None if taken[index] or "|" not in raw[index] else _table_at(raw, taken, first=index)
        )
        if table is None:
            index += 1
            continue
        tables.append(table)
        index = table.last + 1
    return tables


def _table_at(raw: Sequence[str], taken: Sequence[bool], first: int) -> RowTable | None:
    """The table whose first row begins on line `first`."""
    is_bare = _opens_bare_table(raw, taken, first=first)
    loose = is_bare or (first + 1 < len(raw) and is_delimiter_row(raw[first + 1]))
    rows: list[tuple[CellText, ...]] = []
    headed = is_apart = False
    last = before = index = first
    while index < len(raw) and not taken[index]:
        if is_delimiter_row(raw[index]):
            if is_apart and len(rows) > 1:  # the row above heads the next table
                rows.pop()
                last = before
                break
            headed = headed or len(rows) == 1
            last = index
            index += 1
            continue
        if not raw[index].strip():  # blank lines between rows are layout
            index += 1
            continue
        is_apart = index > last + 1
        if is_bare:
            count = int("|" in raw[index])
        else:
            count = _row_length(raw, index, loose=loose and not is_apart)
        if not count:
            break
        rows.append(_cells(raw, index, count=count, is_framed=not is_bare))
        before = last
        last = index + count - 1
        index += count
    widths = [len(row) for row in rows]
    if not rows or max(widths) < 2:
        return None
    if len(rows) < 2 and not headed:
        return None
    return RowTable(tuple(rows), headed=headed, first=first, last=last)


def _opens_bare_table(raw: Sequence[str], taken: Sequence[bool], first: int) -> bool:
    """Do rows begin here whose bars stand between the cells alone? An empty first or last cell
    makes such a row look as if a bar opened or closed it."""
    if _BARE.fullmatch(raw[first]) is None:
        return False
    width = raw[first].count("|")
    alike = others = 0
    for index in range(first, len(raw)):
        if raw[index].strip() and (taken[index] or "|" not in raw[index]):
            break
        if is_delimiter_row(raw[index]):
            return False
        alike += raw[index].count("|") == width
        others += 0 < raw[index].count("|") != width
    return alike >= MIN_BARE_ROWS and alike > others


def _row_length(raw: Sequence[str], index: int, *, loose: bool) -> int:
    """How many lines the row that begins here takes; 0 when none does. In a `loose` table rows
    need no bars at their ends."""
    if _FRAMED.fullmatch(raw[index]):
        return 1
    if loose and "|" in raw[index] and not _OPENED.fullmatch(raw[index]):
        return 1
    if not _OPENED.fullmatch(raw[index]):
        return 0
    for count in range(2, MAX_BROKEN + 1):
        line = raw[index + count - 1] if index + count <= len(raw) else ""
        if not line.strip() or line.lstrip().startswith("|"):
            return 1 if loose else 0
        if line.rstrip().endswith("|"):
            return count
    return 0


def _cells(raw: Sequence[str], index: int, count: int, *, is_framed: bool) -> tuple[CellText, ...]:
    """The cells of the row on `count` lines from `index` on; of a framed one none stands outside
    its first and last bar."""
    cells: list[list[tuple[int, str]]] = []
    breaks: list[bool] = []
    for number in range(index, index + count):
        pieces = hold_escaped(raw[number]).split("|")
        for place, piece in enumerate(pieces):
            lines = [(number, part) for part in BREAK.split(piece)]
            if place == 0 and cells:
                cells[-1] += lines
                breaks[-1] = breaks[-1] or len(lines) > 1
            else:
                cells.append(lines)
                breaks.append(len(lines) > 1)
    if is_framed and _is_blank(cells[0]):
        cells, breaks = cells[1:], breaks[1:]
    if is_framed and len(cells) > 1 and _is_blank(cells[-1]):
        cells, breaks = cells[:-1], breaks[:-1]
    return tuple(
        CellText(tuple(line for line in lines if line[1].strip()), breaks=broken)
        for lines, broken in zip(cells, breaks, strict=True)
    )


def _is_blank(lines: Sequence[tuple[int, str]]) -> bool:
    return not any(release(words).strip() for _, words in lines)
