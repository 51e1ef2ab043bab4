"""Tables of a page as a browser gives its text (`innerText`): the paragraphs of a cell, then,
before the next cell, a line that holds a tab and nothing else; before the next row more blank
lines.

    TT          Rà soát hộ nghèo
    ⇥           ⇥
    Nội dung    Công an xã
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.ingest.text.pipe_rows import CellText, RowTable
from kehoach.ingest.text.short_rows import kind_of_heading

MIN_COLUMNS, MIN_ROWS = 3, 2
"""Of a table, its header among the rows; two columns set a letterhead."""

MAX_BETWEEN = 3
"""So far from a row the next one stands at most: titles of groups are between them."""
MAX_HEADING = 10
"""Words of a column's heading."""


@dataclass(slots=True)
class _Row:
    """The cells of a row, each with the numbers of its lines."""

    cells: list[list[int]] = field(default_factory=lambda: [[]])

    @property
    def is_short(self) -> bool:
        """May it be the title of a group with or without its number, or what a merged cell leaves
        of a row of three?"""
        return len(self.cells) < MIN_COLUMNS and len(self.cells[0]) == 1


def find_tab_lines(raw: Sequence[str], taken: Sequence[bool]) -> Iterator[RowTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest."""
    if not any(map(_is_tab, raw)):
        return
    usual = _usual_gap(raw)
    rows: list[_Row] = []
    for row in _rows(raw, taken, usual):
        if row is not None:
            rows.append(row)
            continue
        yield from _tables_of(rows, raw)
        rows = []


def _is_tab(line: str) -> bool:
    return "\t" in line and not line.strip()


def _usual_gap(raw: Sequence[str]) -> int:
    """How many blank lines stand most often between a line of a tab and the words of its cell."""
    gaps: Counter[int] = Counter()
    blank: int | None = None
    for line in raw:
        if _is_tab(line):
            blank = 0
        elif line.strip():
            if blank is not None:
                gaps[blank] += 1
            blank = None
        elif blank is not None:
            blank += 1
    return gaps.most_common(1)[0][0] if gaps else 0


def _rows(raw: Sequence[str], taken: Sequence[bool], usual: int) -> Iterator[_Row | None]:
    """The rows in order, those of one cell, which may be prose, among them; None where another
    table stands, and at the end."""
    row = _Row()
    blank = 0
    for number, line in enumerate(raw):
        if taken[number]:
            yield row
            yield None
            row, blank = _Row(), 0
        elif _is_tab(line):
            row.cells += [[] for _ in range(line.count("\t"))]
            blank = 0
        elif not line.strip():
            blank += 1
        else:
            if blank > usual:
                yield row
                row = _Row()
            row.cells[-1].append(number)
            blank = 0
    yield row
    yield None


def _tables_of(rows: Sequence[_Row], raw: Sequence[str]) -> Iterator[RowTable]:
    """The tables among rows: those of several cells, and what stands between them."""
    rows = [*_parted(rows, raw)]
    wide = [place for place, row in enumerate(rows) if len(row.cells) >= MIN_COLUMNS]
    begin = 0
    while begin < len(wide):
        stop = begin + 1
        while stop < len(wide) and _goes_on(rows, wide[begin:stop], wide[stop], raw):
            stop += 1
        last = wide[stop - 1]
        while last + 1 < len(rows) and rows[last + 1].is_short and len(rows[last + 1].cells) > 1:
            last += 1
        table = rows[wide[begin] : last + 1]
        if len(table) >= MIN_ROWS:
            yield _table(table, raw)
        begin = stop


def _parted(rows: Sequence[_Row], raw: Sequence[str]) -> Iterator[_Row]:
    """Rows, one that holds the last row of a table, prose, and the header of the next table as two:
    no wider white is there between them."""
    width = 0
    for row in rows:
        joint = row.cells[width - 1] if 0 < width < len(row.cells) else []
        header = _Row([joint[-1:], *row.cells[width:]])
        if len(joint) > 1 and _is_header(header, raw):
            yield _Row([*row.cells[: width - 1], joint[:1]])
            row = header
        if _is_header(row, raw):
            width = len(row.cells)
        yield row


def _goes_on(rows: Sequence[_Row], table: Sequence[int], below: int, raw: Sequence[str]) -> bool:
    """Is a row one more of the table whose rows, by their places, stand above: near them, no
    prose between, and no header?"""
    first, above = table[0], table[-1]
    between = rows[above + 1 : below]
    if len(between) >= MAX_BETWEEN or not all(row.is_short for row in between):
        return False
    if _is_header(rows[below], raw):
        return False
    opens_with_prose = len(rows[below].cells[0]) > 1
    is_as_wide = len(rows[below].cells) == len(rows[first].cells)
    prose_above = any(len(rows[place].cells[0]) > 1 for place in table[1:])
    return is_as_wide or prose_above or not opens_with_prose


def _is_header(row: _Row, raw: Sequence[str]) -> bool:
    """Do the cells of a row promise numbers, work, bodies, times … as headings do?"""
    texts = [raw[cell[-1]].strip() if cell else "" for cell in row.cells]
    if not all(texts) or any(len(text.split()) > MAX_HEADING for text in texts):
        return False
    kinds = [kind_of_heading(text) for text in texts]
    return kinds[0] == "number" or len({*kinds} - {""}) >= MIN_COLUMNS


def _table(rows: Sequence[_Row], raw: Sequence[str]) -> RowTable:
    """The rows of a table, without the paragraphs of the page above its first cell and below its
    last one."""
    del rows[0].cells[0][:-1], rows[-1].cells[-1][1:]
    numbers = [number for row in rows for cell in row.cells for number in cell]
    cells = tuple(
        tuple(CellText(tuple((number, raw[number]) for number in cell)) for cell in row.cells)
        for row in rows
    )
    return RowTable(cells, headed=False, first=min(numbers), last=max(numbers))
