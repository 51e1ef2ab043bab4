"""Tables drawn with "+", "-" and "|", as pandoc writes them, or with the characters for lines:

    +----+---------------+------------+
    | TT | Nội dung      | Chủ trì    |
    +====+===============+============+
    | 1  | Phát tờ rơi   | Công an xã |
    |    | cho các hộ    |            |
    +----+---------------+            |
    | 2  | Treo băng rôn |            |
    +----+---------------+------------+

Where no line stands below a cell, it covers the next row; where none stands beside it, the next
column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.ingest.text.pipe_rows import CellText
from kehoach.patterns import ROW_NUMBER, compile_regex

_AS_TYPED = str.maketrans("┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝─│║═", "+" * 18 + "-||=")
_RULE = compile_regex(r"\s*\+(?:[-=:]+\+)+\s*")
_LINE = frozenset("-=:")
_NUMBER = compile_regex(rf"{ROW_NUMBER}(?:\.\d{{1,3}})*[.)]?")
FEWEST_ROWS = 2
"""Of one column: words in a frame are no table; two cells side by side are (a closing)."""
HEADER = "="
MOST_IN_VAIN = 20
"""So many rules of lines that follow each other are taken for the first of a table: each costs a
look at all below it."""


@dataclass(slots=True, eq=False)
class DrawnCell:
    """A cell: its place, what it covers, its lines with their numbers (from 0); its identity is
    the cell's."""

    row: int
    col: int
    col_span: int
    row_span: int = 1
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> CellText:
        """Its lines as those of a cell."""
        return CellText(tuple(line for line in self.lines if line[1]))


@dataclass(slots=True)
class DrawnTable:
    """A table: its cells, how many rows and columns it has and how many rows are its header, its
    first and its last line (from 0)."""

    first: int
    last: int
    n_cols: int
    n_rows: int = 0
    header_rows: int = 0
    cells: list[DrawnCell] = field(default_factory=list)


def find_drawn(raw: Sequence[str], taken: Sequence[bool]) -> Iterator[DrawnTable]:
    """Raw lines, and which of them belong to other tables -> the drawn tables among the rest."""
    index = in_vain = 0
    while index < len(raw):
        if not _is_drawn(raw[index]):
            in_vain = 0
        is_rule = not taken[index] and _RULE.fullmatch(_typed(raw[index])) is not None
        table = _table_at(raw, index) if is_rule and in_vain < MOST_IN_VAIN else None
        if table is not None:
            yield table
        in_vain += is_rule and table is None
        index = index + 1 if table is None else table.last + 1


def _is_drawn(line: str) -> bool:
    return _typed(line).lstrip()[:1] in ("+", "|")


def _table_at(raw: Sequence[str], first: int) -> DrawnTable | None:
    """The table that the rule on a line opens; None where its lines are askew."""
    lines: list[str] = []
    last = first
    for number in range(first, len(raw)):
        line = _typed(raw[number])
        if line.lstrip()[:1] not in ("+", "|"):
            break
        lines.append(line)
        last = number if _RULE.fullmatch(line) else last
    lines = lines[: last + 1 - first]
    edges = sorted(
        {place for line in lines if "+-" in line or "+=" in line for place in _pluses(line)}
    )
    table = DrawnTable(first, last, len(edges) - 1)
    if not _filled(table, lines, edges) or not table.n_rows:
        return None
    is_frame = table.n_cols == 1 and table.n_rows < FEWEST_ROWS
    return None if is_frame else table


def _typed(line: str) -> str:
    return unicodedata.normalize("NFC", line).translate(_AS_TYPED)


def _pluses(line: str) -> Iterator[int]:
    return (place for place, letter in enumerate(line) if letter == "+")


def _filled(table: DrawnTable, lines: Sequence[str], edges: Sequence[int]) -> bool:
    """Put the lines into the cells of a table; False where they do not keep to its edges."""
    open_cells: list[DrawnCell | None] = [None] * table.n_cols
    index = 0
    while index < len(lines):
        line = lines[index]
        closed = _closed(line, edges)
        if not any(closed):
            return False
        if HEADER in line:
            table.header_rows = table.n_rows
        stop = index + 1
        while stop < len(lines) and not any(_closed(lines[stop], edges)):
            stop += 1
        band = lines[index + 1 : stop]
        if not band:
            return stop == len(lines)
        if any(len(one) <= edges[-1] or one[edges[-1]] not in "|+" for one in band):
            return False
        number = table.first + index
        for rows, part in enumerate(_rows_of([line, *band], edges)):
            is_closed = closed if not rows else [True] * table.n_cols
            _open(table, open_cells, is_closed, [_has_edge(part[not rows :], at) for at in edges])
            _write(open_cells, part, edges, first=number)
            table.n_rows += 1
            number += len(part)
        index = stop
    return True


def _rows_of(band: Sequence[str], edges: Sequence[int]) -> list[list[str]]:
    """The lines between two rules, the upper rule with them, by row: one, or, where only the header
    has a rule below it, one from each number in the first column on."""
    firsts = [line[edges[0] + 1 : edges[1]].strip() for line in band]
    begin = [place for place, first in enumerate(firsts) if _NUMBER.fullmatch(first)]
    cuts = [0, *(begin[1:] if begin[:1] == [1] else ()), len(band)]
    return [list(band[first:stop]) for first, stop in pairwise(cuts)]


def _write(
    open_cells: Sequence[DrawnCell | None], lines: Sequence[str], edges: Sequence[int], first: int
) -> None:
    """Put the words of lines into the cells that are open."""
    for number, line in enumerate(lines, start=first):
        for cell in dict.fromkeys(filter(None, open_cells)):
            text = line[edges[cell.col] + 1 : edges[cell.col + cell.col_span]].strip()
            if text and not _LINE.issuperset(text.replace("+", "-")):
                cell.lines.append((number, text))


def _closed(line: str, edges: Sequence[int]) -> list[bool]:
    """Which columns a line has a rule in."""
    return [
        right - left > 1 and len(line) > right - 1 and _LINE.issuperset(line[left + 1 : right])
        for left, right in pairwise(edges)
    ]


def _has_edge(band: Sequence[str], edge: int) -> bool:
    return all(line[edge] in "|+" for line in band)


def _open(
    table: DrawnTable,
    open_cells: list[DrawnCell | None],
    closed: Sequence[bool],
    edges: Sequence[bool],
) -> None:
    """Begin the cells of a row; those that no rule closes cover it."""
    for cell in dict.fromkeys(filter(None, open_cells)):
        if not closed[cell.col]:
            cell.row_span += 1
    column = 0
    while column < table.n_cols:
        stop = column + 1
        if not closed[column] and open_cells[column] is not None:
            column = stop
            continue
        while stop < table.n_cols and closed[stop] and not edges[stop]:
            stop += 1
        cell = DrawnCell(table.n_rows, column, col_span=stop - column)
        open_cells[column:stop] = [cell] * (stop - column)
        table.cells.append(cell)
        column = stop
