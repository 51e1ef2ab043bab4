"""The rows of a table without ruled lines: printed rows that open a row, their words by column, and
cells that go on over several rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.ingest.geometry import box_of
from kehoach.ingest.model import Cell, Grid, Line, Span, Word
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.borderless_centred import is_centred, rows_of_centred
from kehoach.parsers.tables.borderless_header import (
    COUNTED,
    MAX_HEADER_LINES,
    Header,
    white_between,
    words_of,
)
from kehoach.parsers.tables.borderless_page import (
    INDEX,
    TERMINAL,
    Printed,
    TablePage,
    coarse_columns,
    freshness,
    is_long_title,
    page_of,
)
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import begins_time
from kehoach.parsers.tables.totals import says_total
from kehoach.parsers.tables.white_columns import GAP
from kehoach.patterns import compile_regex

_WHOLE_NUMBER = compile_regex(r"\d{2,3}[.)]?|(?:X{0,2}(?:IX|IV|V?I{0,3}))[.)]?")
_GROUP_NUMBER = compile_regex(r"(?:[IVXL]{1,5}|[A-H])[.)]?")

MOST_OF_TIME = 20
"""Printed rows over which a time may be spread: as many are looked at above a row, of thousands."""
MAX_BANNER_LINES = 4

# Evidence that a printed row opens a table row, summed over its columns and the white above:
OPENS = 0.5
"""Above this sum it does."""
WIDER = 1.02
"""Of the pitch: what counts as white above the row."""
WHITE, MORE_WHITE, MOST_WHITE, NO_WHITE = 0.9, 2.0, 2.0, -0.4
"""For white above; more by each further pitch, but no more than the third; and for none."""
NEW_TIME = 1.0
"""For a time of its own."""
ROOM = 0.5
"""For a capital below words behind which it would have had room, had they gone on; in a table whose
rows are counted their numbers tell where they begin."""
GOES_ON_SURELY = -1.0
"""What begins with a small letter does."""
COARSE = 0.25
"""So little does it count that a cell goes on which may cover several rows."""

TEXTS = ("objective", "task", "activity", "indicator")
"""Columns that say what is to be done."""

Places = dict[tuple[int, int], Cell]
"""Cells by row and column."""


def to_grid(lines: Sequence[Line], header: Header) -> Grid:
    """The lines of one page -> a grid: one header row first when the page has it."""
    page = page_of(lines, header)
    below = _header_length(lines, header)
    header_rows = 1 if below else 0
    cells = _header_cells(page) if below else []
    rows = _rows(page, below)
    for number, row in enumerate(rows, start=header_rows):
        cells.extend(_cells(page, row, number=number))
    n_rows = header_rows + len(rows)
    cells = _merged(cells, range(header_rows, n_rows), columns=header.columns)
    box = box_of([word for line in lines for word in line.words])
    return Grid(
        n_rows,
        n_cols=len(header.columns.roles),
        cells=tuple(cells),
        span=Span(page=page.number, box=box),
        header_rows=header_rows,
        by_white=True,
    )


def _header_length(lines: Sequence[Line], header: Header) -> int:
    """How many lines the header takes at the top of this page, with the row that numbers the
    columns: 0 when it does not stand there."""
    for count in range(1, min(MAX_HEADER_LINES, len(lines)) + 1):
        if words_of(lines[:count]) != header.words:
            continue
        if count < len(lines) and COUNTED.fullmatch(lines[count].text):
            return count + 1
        return count
    return 0


# --- which printed rows open a row ----------------------------------------------------------------


def _rows(page: TablePage, start: int) -> list[list[Printed]]:
    """The printed rows from `start` on, by the table row they belong to."""
    if is_centred(page, start):
        return rows_of_centred(page, start)
    rows: list[list[Printed]] = []
    for printed in page.printed[start:]:
        if not rows or _opens_row(page, rows[-1], printed=printed):
            rows.append([printed])
        else:
            rows[-1].append(printed)
    return rows


def _opens_row(page: TablePage, row: Sequence[Printed], printed: Printed) -> bool:
    """Does this printed row open a table row, below the one that `row` is so far? Index and group
    rows do; else what starts afresh in its columns is weighed against what goes on, with the white
    above."""
    above = row[-1]
    if _goes_on_with_index(page, above, printed=printed):
        return False
    index = page.columns.of("index")
    if printed.is_banner:
        numbered = index is not None and bool(printed.by_column[index])
        return numbered or not _goes_on_banner(above, printed.line)
    first = min(printed.columns(), default=0)
    if above.is_banner or says_total(printed.text(first)):
        return True
    if index is not None and printed.by_column[index]:
        return INDEX.fullmatch(printed.text(index)) is not None
    if not _says_what(page.columns, printed):
        return False
    evidence = _white_above(page, above.line, line=printed.line)
    for column in printed.columns():
        evidence += _evidence(page, row, printed=printed, column=column)
    return evidence > OPENS


def _evidence(page: TablePage, row: Sequence[Printed], printed: Printed, *, column: int) -> float:
    """The evidence of what a printed row says in a column, below the row so far."""
    above = row[-1]
    fresh = freshness(printed.text(column), above.text(column))
    is_due = column == page.columns.of("deadline")
    if is_due and begins_time(_cell_so_far(row, column), printed.text(column)):
        fresh = NEW_TIME
    elif fresh > GOES_ON_SURELY and not page.is_counted and page.had_room(column, above, printed):
        fresh += ROOM
    if fresh < 0 and column in coarse_columns(page.columns):
        fresh *= COARSE
    return fresh


def _cell_so_far(row: Sequence[Printed], column: int) -> str:
    """What the last printed rows of a row say in a column."""
    near = row[-MOST_OF_TIME:]
    return " ".join(printed.text(column) for printed in near if printed.by_column[column])


def _says_what(columns: Columns, printed: Printed) -> bool:
    """Has a printed row words in a column that says what is to be done? A row begins with them;
    what stands beside them only (a second owner, one more product) belongs to the row above."""
    texts = columns.of_all(TEXTS)
    return not texts or any(printed.by_column[column] for column in texts)


def _goes_on_with_index(page: TablePage, above: Printed, printed: Printed) -> bool:
    """Does a narrow column break a number ("I" over "I", "1." over "2")? Only the index has words,
    and with those above they are one number; or those above end in a dot, and these do not."""
    index = page.columns.of("index")
    if index is None or not printed.by_column[index] or not above.by_column[index]:
        return False
    follows = not above.is_banner or printed.columns() == [index]
    if follows and above.text(index).endswith(".") and printed.text(index).isdigit():
        return True
    if sum(bool(words) for words in printed.by_column) > 1:
        return False
    together = above.text(index) + printed.text(index)
    return _WHOLE_NUMBER.fullmatch(together) is not None


def _white_above(page: TablePage, above: Line, line: Line) -> float:
    """The evidence of the white between two printed rows."""
    box, box_above = line.span.box, above.span.box
    if box is None or box_above is None:
        return NO_WHITE
    step = (box.y0 - box_above.y0) / page.pitch
    if step <= WIDER:
        return NO_WHITE
    more = MORE_WHITE * (step - WIDER)
    return WHITE + min(more, MOST_WHITE)


def _goes_on_banner(above: Printed, line: Line) -> bool:
    """Is a title the rest of what stands above: as bold, as much in capitals, without a number, in
    the middle of a sentence? A word in capitals at the end of a cell ("UBND") is no title."""
    if bool(above.line.bold) != bool(line.bold):
        return False
    if line.text.isupper() and not (above.is_banner or is_long_title(above.line)):
        return False
    if TERMINAL.search(above.line.text):
        return False
    return read_mark(line.text) is None


# --- cells ----------------------------------------------------------------------------------------


def _header_cells(page: TablePage) -> list[Cell]:
    """The header as one row of its headings, as they were put together."""
    span = page.printed[0].line.span
    cells: list[Cell] = []
    for column, title in enumerate(page.columns.titles):
        heading = Line(title, span)
        cells.append(Cell(0, column, lines=(heading,), page=page.number))
    return cells


def _cells(page: TablePage, row: Sequence[Printed], number: int) -> list[Cell]:
    """The cells of a row, from its printed rows."""
    if _is_banner_row(page, row):
        return _banner_cells(page, row, number=number)
    cells: list[Cell] = []
    for column in range(len(page.columns.roles)):
        lines: list[Line] = []
        for printed in row:
            if printed.by_column[column]:
                lines.append(page.line(printed.by_column[column]))
        cells.append(Cell(number, column, lines=tuple(lines), page=page.number))
    return cells


def _is_banner_row(page: TablePage, row: Sequence[Printed]) -> bool:
    """Is the row a title across the table? Its number may go on below it, or begin above."""
    if len(row) > MAX_BANNER_LINES:
        return False
    across = [printed for printed in row if _runs_across(printed)]
    rest = [printed for printed in row if printed not in across]
    return bool(across) and all(printed.columns() == [page.columns.of("index")] for printed in rest)


def _runs_across(printed: Printed) -> bool:
    """Do the words of a printed row run on over column edges, in bold, in capitals or behind the
    number of a group? Then it is a title across the table."""
    words = [word for column in printed.by_column for word in column]
    if len(words) < 2:
        return False
    is_title = printed.is_banner and (
        printed.line.text.isupper() or _GROUP_NUMBER.fullmatch(words[0].text) is not None
    )
    if not is_title and not all(word.bold for word in words):
        return False
    far = 0
    for left, right in pairwise(words):
        far += white_between(left, right) >= GAP
    return far <= 1


def _banner_cells(page: TablePage, row: Sequence[Printed], number: int) -> list[Cell]:
    """A group's title as one cell over the table, behind a cell with its number if it has one."""
    index: list[Word] = []
    numbers: list[Line] = []
    for printed in row:
        if INDEX.fullmatch(printed.text(0)):
            index.extend(printed.by_column[0])
            numbers.append(page.line(printed.by_column[0]))
    lines: list[Line] = []
    for printed in row:
        words = [word for word in printed.line.words if word not in index]
        if words:
            lines.append(page.line(words))
    title = tuple(lines)
    width = len(page.columns.roles)
    if not index:
        return [Cell(number, 0, col_span=width, lines=title, page=page.number)]
    return [
        Cell(number, 0, lines=tuple(numbers), page=page.number),
        Cell(number, 1, col_span=width - 1, lines=title, page=page.number),
    ]


def _merged(cells: Sequence[Cell], rows: range, columns: Columns) -> list[Cell]:
    """Cells of the coarse columns that are empty, or only go on in the middle of a sentence, become
    part of the cell above."""
    at = {(cell.row, cell.col): cell for cell in cells}
    banner_rows = {cell.row for cell in cells if cell.col_span > 1}
    for row in reversed(rows[1:]):
        if row in banner_rows or row - 1 in banner_rows:
            continue
        for column in _going_on(at, row, columns=columns):
            below = at.pop((row, column))
            above = at[row - 1, column]
            at[row - 1, column] = replace(
                above,
                row_span=1 + below.row_span,
                lines=above.lines + below.lines,
            )
    return [at[place] for place in sorted(at)]


def _going_on(at: Places, row: int, columns: Columns) -> list[int]:
    """The coarse columns whose cell of the row above goes on in this row: from the left, as long as
    the next finer column's does, too; the index goes on only with the next column."""
    index = columns.of("index")
    found: list[int] = []
    for column in coarse_columns(columns):
        if column == index:
            continue
        above = at[row - 1, column]
        below = at[row, column]
        if below.lines and not _goes_on(above, below):
            break
        found.append(column)
    if found and index is not None and not at[row, index].lines:
        found.append(index)
    return found


def _goes_on(above: Cell, below: Cell) -> bool:
    """Is `below` the rest of a sentence that `above` broke off?"""
    if not above.lines:
        return False
    if TERMINAL.search(above.lines[-1].text):
        return False
    head = below.lines[0].text
    if head[:1].isdigit():
        return read_mark(head) is None
    return head[:1].islower()
