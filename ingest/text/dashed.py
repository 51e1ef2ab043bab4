"""Tables whose columns are told by dashes below their headings, as pandoc writes them:

    ------------------------------------
     TT  Nội dung            Chủ trì
    ---- ------------------- -----------
     1   Phát tờ rơi cho     Công an xã
         các hộ

     2   Treo băng rôn       Đoàn xã
    ------------------------------------

Rows are parted by blank lines; where there is none, each line is one. Without the rule above the
headings (pandoc's simple tables) each line is a row, too, and a blank one ends the table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from kehoach.ingest.text.drawn import DrawnCell, DrawnTable
from kehoach.patterns import compile_regex

_COLUMNS = compile_regex(r" *-{2,}(?: -{2,})+ *")
_DASHES = compile_regex(r"-+")
_WHOLE = compile_regex(r" *-{10,} *")
FEWEST_ROWS = 2
MOST_HEADER_LINES = 8
FEWEST_COLUMNS = 3
"""Of a table that nothing but its dashes tells; two may underline a letterhead."""
MOST_LINES = 5000


def find_dashed(raw: Sequence[str], taken: Sequence[bool]) -> Iterator[DrawnTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest whose
    columns are underlined."""
    last = -1
    for number, line in enumerate(raw):
        if number <= last or taken[number] or "-- --" not in line:
            continue
        if _COLUMNS.fullmatch(line) is None:
            continue
        table = _table_at(raw, number, above=last + 1)
        if table is not None:
            last = table.last
            yield table


def _table_at(raw: Sequence[str], rule: int, above: int) -> DrawnTable | None:
    """The table whose columns a line underlines; it begins on line `above` or later."""
    starts = [match.start() for match in _DASHES.finditer(raw[rule])]
    top = _top_rule(raw, rule, above=above)
    header = rule if top is None else top + 1
    if top is None and rule > above and raw[rule - 1].strip():
        header = rule - 1
    stop = _end(raw, rule, closes=top is not None or header == rule)
    if stop is None or (top is None and len(starts) < FEWEST_COLUMNS):
        return None
    bands = [range(header, rule)] if header < rule else []
    bands += _bands(raw, rule + 1, stop)
    is_ruled = stop < len(raw) and bool(raw[stop].strip())
    first = header if top is None else top
    table = DrawnTable(first, stop if is_ruled else stop - 1, n_cols=len(starts))
    table.header_rows = int(header < rule)
    for band in bands:
        cells = _cells(raw, band, starts, row=table.n_rows)
        if cells is None:
            return None
        table.cells += cells
        table.n_rows += 1
    return table if table.n_rows >= FEWEST_ROWS else None


def _top_rule(raw: Sequence[str], rule: int, above: int) -> int | None:
    """The line of dashes above the headings."""
    for number in range(rule - 1, max(above, rule - MOST_HEADER_LINES) - 1, -1):
        if not raw[number].strip():
            return None
        if _WHOLE.fullmatch(raw[number]):
            return number if number < rule - 1 else None
    return None


def _end(raw: Sequence[str], rule: int, *, closes: bool) -> int | None:
    """The line behind the last row: the rule that `closes` a table, else a blank one."""
    for number in range(rule + 1, min(len(raw), rule + MOST_LINES)):
        line = raw[number]
        if closes and (_WHOLE.fullmatch(line) or _COLUMNS.fullmatch(line)):
            return number
        if not closes and not line.strip():
            return number
    return None if closes else len(raw)


def _bands(raw: Sequence[str], first: int, stop: int) -> list[range]:
    """The lines of each row."""
    blank = [number for number in range(first, stop) if not raw[number].strip()]
    if not blank:
        return [range(number, number + 1) for number in range(first, stop)]
    bands: list[range] = []
    for end in [*blank, stop]:
        if end > first:
            bands.append(range(first, end))
        first = end + 1
    return bands


def _cells(
    raw: Sequence[str], band: range, starts: Sequence[int], row: int
) -> list[DrawnCell] | None:
    """The cells of a row; None where words run over the blank between two columns."""
    cells = [DrawnCell(row, column, col_span=1) for column in range(len(starts))]
    for number in band:
        line = unicodedata.normalize("NFC", raw[number])
        if any(line[start - 1 : start].strip() for start in starts[1:]):
            return None
        for cell, start, stop in zip(cells, starts, [*starts[1:], len(line)], strict=True):
            words = line[start:stop].strip()
            if words:
                cell.lines.append((number, words))
    return cells
