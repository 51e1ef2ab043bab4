"""Tables whose rows stand on one line each, their cells parted by bars: Markdown and the like.

    | TT | Nhiệm vụ | Chủ trì |
    |----|----------|---------|
    | 1  | Rà soát  | Công an |

A row may be broken over lines; then only its last line closes with a bar. Without the row of
dashes, lines that open and close with a bar are rows where two of them follow each other; lines
whose bars only stand between the cells are rows where several follow each other that have as many
bars as the first, which opens and closes with words, or where all of them close with a bar that
no bar opens ("TT | Nhiệm vụ | Chủ trì |"). Bars inside a sentence are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from kehoach.ingest.text.markup import hold_escaped, is_delimiter_row, release
from kehoach.ingest.text.page_marks import BARE_NUMBER, PAGE_MARK
from kehoach.patterns import compile_regex

BREAK = compile_regex(r"<br\s*/?>", regex.IGNORECASE)
_FRAMED = compile_regex(r"\s*\|.*\|\s*")
_OPENED = compile_regex(r"\s*\|\s*\S.*")
_BARE = compile_regex(r"\s*[^|\s][^|]*\|[^|]*\|[^|]*(?:\|[^|]*)*")
"""A row that a word opens; whether one closes it, others tell where its last cell is empty."""
_UNDERLINED = compile_regex(r"\|(?: --- \|)+ *")
"""How markdownify underlines a header; others pad it, or leave the blanks out."""
_COVERED = " "
_PARAGRAPHS = compile_regex(r"(?<=\S) {2,}(?=\S)")
_IN_CELLS = compile_regex(r"\|  \||[^\s|] {2,3}[-+*•\p{Lu}]")
"""An empty cell, or two paragraphs in one."""
MIN_BARE_ROWS = 3
MIN_CLOSED_ROWS = 2
MAX_BROKEN = 12
"""Lines of a row that is broken."""
FEWEST_ALONE = 3
"""Cells of a row that stands alone below a title between the rows of a table."""
NEAR = 6
"""Within so many lines behind the end of a page its table goes on."""
MAX_ALIKE = 300
"""So many lines below its first one tell whether bars stand between the cells alone."""


@dataclass(frozen=True, slots=True)
class CellText:
    """The words of a cell: its lines, as printed, each with the number of its line of the file
    (from 0); `breaks` where the markup itself parts the lines of the cell; not `sure` where they
    may belong elsewhere; `columns`: how many it covers."""

    lines: tuple[tuple[int, str], ...]
    breaks: bool = False
    sure: bool = True
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table: its rows of cells, whether its first row is marked as its header, and its first and
    last line (from 0); `merged` where a program wrote it that has a manner of its own for merged
    cells (`merged_rows`)."""

    rows: tuple[tuple[CellText, ...], ...]
    headed: bool
    first: int
    last: int
    merged: bool = False


def find_row_tables(raw: Sequence[str], taken: Sequence[bool]) -> list[RowTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest."""
    tables: list[RowTable] = []
    index = 0
    while index < len(raw):
        last = tables[-1] if tables else None
        table = (
            None
            if taken[index] or "|" not in raw[index]
            else _table_at(raw, taken, first=index, above=last)
        )
        if table is None:
            index += 1
            continue
        tables.append(table)
        index = table.last + 1
    return tables


def _table_at(
    raw: Sequence[str], taken: Sequence[bool], first: int, above: RowTable | None
) -> RowTable | None:
    """The table whose first row begins on line `first`; `above` is the one before it."""
    table = _Table(raw, taken, first=first)
    index = first
    while index < len(raw) and not taken[index]:
        count = table.take(index)
        if not count:
            break
        index += count
    is_near = above is not None and first - above.last < NEAR
    return table.made(width=max(map(len, above.rows)) if above is not None and is_near else 0)


class _Table:
    """The rows found so far."""

    def __init__(self, raw: Sequence[str], taken: Sequence[bool], *, first: int) -> None:
        self.raw = raw
        self.is_closed = _opens_closed_table(raw, taken, first=first)
        self.is_bare = self.is_closed or _opens_bare_table(raw, taken, first=first)
        below = raw[first + 1] if first + 1 < len(raw) else ""
        is_underlined = is_delimiter_row(below)
        self.is_merged = _is_of_markdownify(raw, first)
        self.loose = self.is_bare or is_underlined
        self.rows: list[tuple[CellText, ...]] = []
        self.headed = self.is_apart = False
        self.first = self.last = self.before = first

    def take(self, index: int) -> int:
        """How many lines from `index` on belong to the table; 0 where it has ended."""
        if is_delimiter_row(self.raw[index]):
            return self._take_delimiter(index)
        if not self.raw[index].strip() or self._is_page_break(index):  # layout between rows
            return 1
        self.is_apart = index > self.last + 1
        count = self._length_at(index)
        if count:
            if self.is_merged and count == 1 and _FRAMED.fullmatch(self.raw[index]):
                row = _merged_cells(self.raw[index], index)
            else:
                row = _cells(self.raw, index, count=count, is_framed=not self.is_bare)
            is_rest = self.is_closed and len(row) > 1 and not row[-1].lines
            self.rows.append(row[:-1] if is_rest else row)
            self.before = self.last
            self.last = index + count - 1
        return count

    def _take_delimiter(self, index: int) -> int:
        is_header_again = len(self.rows) > 1 and _words(self.rows[-1]) == _words(self.rows[0])
        if len(self.rows) > 1 and (self.is_apart or is_header_again):
            self.rows.pop()
            if not is_header_again:  # the row above heads the next table
                self.last = self.before
                return 0
        self.headed = self.headed or len(self.rows) == 1
        self.last = index
        return 1

    def _is_page_break(self, index: int) -> bool:
        """Is a line the mark or the number of a page, and the next one a row of this table?"""
        words = self.raw[index].strip()
        if PAGE_MARK.fullmatch(words) is None and BARE_NUMBER.fullmatch(words) is None:
            return False
        below = next((line for line in self.raw[index + 1 : index + NEAR] if line.strip()), "")
        signs = (line.strip().strip("|").count("|") for line in (self.raw[self.first], below))
        return len(set(signs)) == 1

    def _length_at(self, index: int) -> int:
        if self.is_bare:
            return int("|" in self.raw[index])
        width = max(map(len, self.rows), default=0)
        rest = _lines_of_last_cell(self.raw, index, width=width)
        if rest:
            return 1 + rest
        return _row_length(self.raw, index, loose=self.loose and not self.is_apart)

    def made(self, width: int) -> RowTable | None:
        """The table; None where its rows are none. One row alone goes on with a table of its
        `width` right above."""
        if not self.rows or max(map(len, self.rows)) < 2:
            return None
        goes_on = len(self.rows[0]) == width >= FEWEST_ALONE and not self.is_bare
        if len(self.rows) < 2 and not (self.headed or goes_on):
            return None
        return RowTable(
            tuple(self.rows),
            headed=self.headed,
            first=self.first,
            last=self.last,
            merged=self.is_merged,
        )


def _is_of_markdownify(raw: Sequence[str], first: int) -> bool:
    """Does a table begin here that markdownify wrote: underlined in its manner, and with rows that
    are short, two blanks in an empty cell, or between paragraphs? Who types a table so sets bars
    with one blank around an empty cell."""
    underline = raw[first + 1] if first + 1 < len(raw) else ""
    if _UNDERLINED.fullmatch(underline) is None:
        return False
    width = underline.count("|")
    for line in raw[first:]:
        if _FRAMED.fullmatch(line) is None:
            return False
        is_short = hold_escaped(line).count("|") < width
        if is_short or _IN_CELLS.search(line) is not None:
            return True
    return False


def _words(row: Sequence[CellText]) -> list[str]:
    return [" ".join(words.strip() for _, words in cell.lines) for cell in row]


def _lines_of_last_cell(raw: Sequence[str], index: int, width: int) -> int:
    """How many lines without bars below a row, whose last bar is missing, go on with its last
    cell: those before the next row, or, below the last row, those that begin in small letters."""
    if not width or raw[index].count("|") != width or not _OPENED.fullmatch(raw[index]):
        return 0
    if raw[index].rstrip().endswith("|"):
        return 0
    for count in range(MAX_BROKEN):
        line = raw[index + 1 + count] if index + 1 + count < len(raw) else ""
        if line.lstrip().startswith("|") and line.count("|") >= width:
            return count
        if not line.strip() or "|" in line:
            return count if line.strip(" ") in ("", "|") and _begins_small(raw, index + 1) else 0
        if BARE_NUMBER.fullmatch(line.strip()):
            return count
    return 0


def _begins_small(raw: Sequence[str], index: int) -> bool:
    return index < len(raw) and raw[index].strip()[:1].islower()


def _opens_bare_table(raw: Sequence[str], taken: Sequence[bool], first: int) -> bool:
    """Do rows begin here whose bars stand between the cells alone? An empty first or last cell
    makes such a row look as if a bar opened or closed it."""
    if _BARE.fullmatch(raw[first]) is None:
        return False
    width = raw[first].count("|")
    alike = others = closed = 0
    for index in range(first, min(first + MAX_ALIKE, len(raw))):
        if raw[index].strip() and (taken[index] or "|" not in raw[index]):
            break
        if is_delimiter_row(raw[index]):
            return False
        alike += raw[index].count("|") == width
        closed += raw[index].count("|") == width and not raw[index].rstrip().endswith("|")
        others += 0 < raw[index].count("|") != width
    is_closed = not raw[first].rstrip().endswith("|") or closed > alike / 2
    return is_closed and alike >= MIN_BARE_ROWS and alike > others


def _opens_closed_table(raw: Sequence[str], taken: Sequence[bool], first: int) -> bool:
    """Do rows begin here that close with a bar which no bar opens, as sites print them that write
    one behind each cell? A header and a row are enough, as both have the same bars."""
    if _BARE.fullmatch(raw[first]) is None or not raw[first].rstrip().endswith("|"):
        return False
    width = raw[first].count("|")
    alike = others = rows = 0
    for index in range(first, min(first + MAX_ALIKE, len(raw))):
        line = raw[index].strip()
        if not line:
            continue
        if taken[index] or "|" not in line:
            break
        if is_delimiter_row(line) or not line.endswith("|"):
            return False
        rows += 1
        alike += line.count("|") == width
        others += line.count("|") != width
    return rows >= MIN_CLOSED_ROWS and width >= FEWEST_ALONE and alike > others


def _row_length(raw: Sequence[str], index: int, *, loose: bool) -> int:
    """How many lines the row that begins here takes; 0 when none does. In a `loose` table rows
    need no bars at their ends. A cell may hold blank lines, where the row ends with its bar right
    above another one."""
    if _FRAMED.fullmatch(raw[index]):
        return 1
    if loose and "|" in raw[index] and not _OPENED.fullmatch(raw[index]):
        return 1
    if not _OPENED.fullmatch(raw[index]):
        return 0
    has_blank = False
    for count in range(2, MAX_BROKEN + 1):
        is_over = index + count > len(raw)
        line = "" if is_over else raw[index + count - 1]
        if is_over or line.lstrip().startswith("|"):
            return 1 if loose else 0
        has_blank = has_blank or not line.strip()
        if line.rstrip().endswith("|"):
            is_inner = not has_blank or _is_row(raw, index + count)
            return count if is_inner else int(loose)
    return int(loose and has_blank)


def _is_row(raw: Sequence[str], index: int) -> bool:
    return index < len(raw) and _FRAMED.fullmatch(raw[index]) is not None


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


def _merged_cells(line: str, number: int) -> tuple[CellText, ...]:
    """The cells of a row as markdownify writes it: one blank alone between two bars goes on with
    the cell before, two blanks part paragraphs.

    >>> [cell.columns for cell in _merged_cells("| Quý | | Ghi chú |  |", 0)]
    [2, 1, 1]
    """
    cells: list[CellText] = []
    for piece in hold_escaped(line.strip())[1:-1].split("|"):
        if piece == _COVERED and cells:
            cells[-1] = replace(cells[-1], columns=cells[-1].columns + 1)
            continue
        parts = [part for broken in BREAK.split(piece) for part in _PARAGRAPHS.split(broken)]
        lines = tuple((number, part) for part in parts if part.strip())
        cells.append(CellText(lines, breaks=True))
    return tuple(cells)


def _is_blank(lines: Sequence[tuple[int, str]]) -> bool:
    return not any(release(words).strip() for _, words in lines)
