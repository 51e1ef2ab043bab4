"""Rows of cells as crawled text has them -> the grid of the table, with its merged cells.

The text has no word for merged cells: a row that is shorter than the table is wide stands beside a
cell of the row above (an owner of three tasks), is the title of a group, or belongs to a header of
two rows. Which cells of a short row stand in which columns is told by what the full rows have
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from kehoach.ingest.model import Cell, Grid, Line, Span
from kehoach.ingest.text.bars import vocabulary
from kehoach.ingest.text.short_rows import (
    NUMBER,
    Columns,
    is_number_heading,
    kind_of_heading,
)
from kehoach.normalize.text import strip_diacritics
from kehoach.patterns import compile_regex

CellLines: TypeAlias = Sequence[Line]
"""The lines of a cell."""
Row: TypeAlias = Sequence[CellLines]

LAYOUT_WIDTH = 2
"""Columns of a table that only sets things side by side (a letterhead, a signature)."""
MAX_TITLE_ROWS = 3
"""Rows of one cell above a header."""
LENT = ("body", "time", "product", "money", "note")
"""Columns whose cells a row may lack, or share with the one above."""
FEWEST_COPIES = 3
"""So many cells beside each other with the same words are one merged cell."""
MIN_LOST_NUMBERS = 2
"""So many rows without a number under its heading are no slip."""
GUESSED = 0.6
"""How sure a cell is whose row may as well be read otherwise."""

_OUTER_NUMBER = compile_regex(r"(?:[IVXL]+|\p{Lu})\s*[.)]?")


@dataclass(slots=True)
class _Placed:
    """A cell of the grid to be."""

    row: int
    col: int
    lines: CellLines
    row_span: int = 1
    col_span: int = 1


def to_grid(
    rows: Sequence[Row], span: Span, *, headed: bool = False, may_lack_cells: bool = False
) -> Grid:
    """Rows of cells -> the grid. A layout table of two columns (a letterhead) is not ruled. A row
    of one cell covers all columns. `may_lack_cells`: somebody may have left cells of a row out;
    then what the row above lends it is a guess."""
    has_gaps = _has_gaps(rows)
    rows = _with_lost_numbers(_without_idle_columns(rows))
    width = max(map(len, rows))
    placed: list[_Placed] = []
    first = _header_of_two_rows(rows, width, placed=placed)
    above: list[_Placed | None] = [None] * width
    full = [[_text(cell) for cell in row] for row in rows[first:] if len(row) == width]
    headings = _lowest_headings(placed, width) if first else full[0]
    columns = Columns(full if first else full[1:], headings)
    for number in range(first, len(rows)):
        own = _place_row(rows, number, above=above, columns=columns, has_gaps=has_gaps)
        if may_lack_cells:
            own += _lent_cells(own, number, above=above, columns=columns)
        placed += own
        for cell in own:
            above[cell.col : cell.col + cell.col_span] = [cell] * cell.col_span
    cells = tuple(
        Cell(
            cell.row,
            cell.col,
            row_span=cell.row_span,
            col_span=cell.col_span,
            lines=tuple(cell.lines),
        )
        for cell in placed
    )
    ruled = width > LAYOUT_WIDTH
    return Grid(len(rows), width, cells=cells, span=span, ruled=ruled, header_rows=int(headed))


def _without_idle_columns(rows: Sequence[Row]) -> Sequence[Row]:
    """Rows without the columns that are empty in each full row, the header's too: they only keep
    things apart."""
    width = max(map(len, rows))
    idle = _idle_columns(rows)
    if not idle or len(idle) == width:
        return rows
    kept: list[Row] = []
    for row in rows:
        if len(row) == width:
            kept.append([cell for column, cell in enumerate(row) if column not in idle])
        else:
            kept.append(row[: width - len(idle)])
    lost = any(len(row) > width - len(idle) and len(row) < width for row in rows)
    return rows if lost else kept


def _idle_columns(rows: Sequence[Row]) -> set[int]:
    width = max(map(len, rows))
    full = [row for row in rows if len(row) == width]
    return {column for column in range(width) if not any(row[column] for row in full)}


def _has_gaps(rows: Sequence[Row]) -> bool:
    """Does an empty column stand between others? A merged cell would be written into it, too: the
    same words on both its sides are two cells."""
    return any(0 < column < max(map(len, rows)) - 1 for column in _idle_columns(rows))


def _with_lost_numbers(rows: Sequence[Row]) -> Sequence[Row]:
    """Rows whose numbers were automatic and got lost with their cells: under a heading of numbers
    stand words, and the last cell of each whole row is empty. Theirs is the next column."""
    header, *below = rows
    full = [row for row in below if len(row) == len(header)]
    if len(full) < MIN_LOST_NUMBERS or not header[-1] or not is_number_heading(_text(header[0])):
        return rows
    for row in full:
        if row[-1] or not row[0] or NUMBER.fullmatch(_text(row[0])):
            return rows
    return [header, *([(), *row[:-1]] if len(row) == len(header) else row for row in below)]


def _place_row(
    rows: Sequence[Row],
    number: int,
    *,
    above: Sequence[_Placed | None],
    columns: Columns,
    has_gaps: bool,
) -> list[_Placed]:
    """A row -> its cells in their columns; cells of the row above are made to cover this one where
    it is short."""
    row, width = rows[number], len(above)
    if len(row) == 1:
        return [_Placed(number, 0, lines=row[0], col_span=width)]
    if len(row) == width:
        first = None if has_gaps else _first_copied(row)
        if first is not None:
            own = [_Placed(number, column, lines=row[column]) for column in range(first)]
            return [*own, _Placed(number, first, lines=row[first], col_span=width - first)]
        return [_Placed(number, column, lines=lines) for column, lines in enumerate(row)]
    if _is_group(rows, number):
        return [
            _Placed(number, 0, lines=row[0]),
            _Placed(number, 1, lines=row[1], col_span=width - 1),
        ]
    taken: Sequence[int] = range(len(row))
    if columns.known:
        taken, guessed = columns.of([_text(lines) for lines in row])
        row = [unsure(lines) if place in guessed else lines for place, lines in enumerate(row)]
    placed = [
        _Placed(number, column, lines=lines) for column, lines in zip(taken, row, strict=True)
    ]
    for column in set(range(width)) - set(taken):
        upper = above[column]
        if upper is not None and upper.col_span == 1 and columns.known:
            upper.row_span += 1
        else:
            placed.append(_Placed(number, column, lines=()))
    return sorted(placed, key=lambda cell: cell.col)


def _first_copied(row: Row) -> int | None:
    """The column, the first or that behind a number, from which on each cell of a row says the
    same, as a merged cell is written into all its columns; None for any other row."""
    for first in (0, 1) if not row[0] or NUMBER.fullmatch(_text(row[0])) else (0,):
        said = {_text(lines) for lines in row[first:]}
        if len(row) - first >= FEWEST_COPIES and len(said) == 1 and len(said.pop().split()) > 1:
            return first
    return None


def _lent_cells(
    own: Sequence[_Placed], number: int, *, above: Sequence[_Placed | None], columns: Columns
) -> list[_Placed]:
    """Who, when and with what of the row above, where they are made to cover this row: the same
    words as cells of its own, less sure. A task or a number that covers rows stays one cell."""
    placed = {column for cell in own for column in range(cell.col, cell.col + cell.col_span)}
    lent: list[_Placed] = []
    for column, upper in enumerate(above):
        if upper is None or column in placed or columns.kinds[column] not in LENT:
            continue
        upper.row_span -= 1
        lent.append(_Placed(number, column, lines=unsure(upper.lines)))
    return lent


def unsure(lines: CellLines) -> CellLines:
    """The words of a cell whose column is a guess."""
    return [replace(line, confidence=GUESSED) for line in lines]


def _is_group(rows: Sequence[Row], number: int) -> bool:
    """Is the row of two cells the number and the title of a group: numbered with letters, or set
    off, or followed by rows that are counted under it or afresh?"""
    row = rows[number]
    if len(row) != 2 or not row[0] or not row[1]:
        return False
    index, title = _text(row[0]), _text(row[1])
    if NUMBER.fullmatch(index) and all(line.bold for line in row[1]):
        return True
    following = rows[number + 1] if number + 1 < len(rows) else ()
    return is_numbered_group(index, title, below=_text(following[0]) if following else "")


def is_numbered_group(number: str, title: str, below: str) -> bool:
    """Are a number and words those of a group, by the number of the row below?"""
    if not NUMBER.fullmatch(number):
        return False
    if _OUTER_NUMBER.fullmatch(number) or title.isupper():
        return True
    following = below.strip(".)")
    return following == "1" or following.startswith(number.strip(".) ") + ".")


# --- a header of two rows -------------------------------------------------------------------------


def _header_of_two_rows(rows: Sequence[Row], width: int, placed: list[_Placed]) -> int:
    """Place the rows up to a header whose second row names what stands under one or two headings
    of the first; how many rows that were (0 when there is no such header)."""
    top = 0
    while top < min(MAX_TITLE_ROWS, len(rows)) and len(rows[top]) == 1:
        top += 1
    if top + 1 >= len(rows):
        return 0
    upper, lower = rows[top], rows[top + 1]
    if len(lower) >= width or not 1 < len(upper) < width:
        return 0
    spans = spanned(list(map(_text, upper)), list(map(_text, lower)), width=width)
    if spans is None:
        return 0
    placed += [_Placed(number, 0, lines=rows[number][0], col_span=width) for number in range(top)]
    column = 0
    below = iter(lower)
    for lines, covered in zip(upper, spans, strict=True):
        if covered == 1:
            placed.append(_Placed(top, column, lines=lines, row_span=2))
        else:
            placed.append(_Placed(top, column, lines=lines, col_span=covered))
            for under in range(column, column + covered):
                placed.append(_Placed(top + 1, under, lines=next(below)))
        column += covered
    return top + 2


def _lowest_headings(placed: Sequence[_Placed], width: int) -> list[str]:
    """The heading right above each column's rows, of a header placed already."""
    headings = [""] * width
    for cell in placed:
        for column in range(cell.col, cell.col + cell.col_span):
            headings[column] = _text(cell.lines)
    return headings


def spanned(upper: Sequence[str], lower: Sequence[str], width: int) -> list[int] | None:
    """How many columns each heading of the upper row covers, when those of the lower stand below
    the ones that cover several; None when they cannot."""
    wide = len(lower) - (width - len(upper))
    candidates = [place for place, heading in enumerate(upper) if _spans_columns(heading)]
    if wide < 1 or len(lower) % wide or len(candidates) < wide:
        return None
    exact = [place for place in candidates if _spans_columns(upper[place], exactly=True)]
    likely = exact if len(exact) >= wide else candidates
    promised = {kind_of_heading(heading) for heading in lower}
    alike = [place for place in likely if kind_of_heading(upper[place]) in promised]
    chosen = (alike if len(alike) >= wide else likely)[:wide]
    return [len(lower) // wide if place in chosen else 1 for place in range(len(upper))]


def _spans_columns(heading: str, *, exactly: bool = False) -> bool:
    plain = strip_diacritics(heading)
    if exactly:
        return plain in vocabulary("spanning")
    return any(plain.startswith(phrase) for phrase in vocabulary("spanning"))


def _text(lines: CellLines) -> str:
    return " ".join(line.text for line in lines)
