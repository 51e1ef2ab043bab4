"""Tables as html2text writes them: bars between the cells alone, lines broken where they are full,
and two blanks at the end of each row:

    **TT**| **Nội dung**| **Chủ trì**␣␣
    ---|---|---␣␣
    1| Phát tờ rơi cho các hộ kinh doanh kết hợp nhà ở| Công an␣
    xã␣␣
    **II. Kiểm tra**␣␣

The paragraphs of a cell run together there ("**CHỦ TỊCH****Ngô An**"), a cell that covers columns
stands as one, and rows lack the cells that those above cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.ingest.text.markup import hold_escaped
from kehoach.ingest.text.pipe_rows import CellText, RowTable
from kehoach.ingest.text.pipe_tables import spanned
from kehoach.ingest.text.short_rows import NUMBER
from kehoach.patterns import compile_regex

_UNDERLINE = compile_regex(r"---(?:\|---)+ *")
_BAR = compile_regex(r"\|(?=\s|$)")
_ROW_ENDS = "  "
FEWEST_ALIKE = 2
MOST_STRAY = 0.34
"""Rows that have a cell for each heading, and the share of those with more, at which these have a
bar among their words."""
MOST_LINES = 60
"""Lines of a row."""
TITLE_CELLS = 2
_STARS = compile_regex(r"\*\*")
_GLUED = compile_regex(
    r"(?<=\S)(?=\\[-+] )|(?<=[\p{Ll};:)])(?=\p{Lu}\p{Ll})"
    r"|(?<=\*\*)(?=\*\*)|(?<=_{3})(?=[^_*\s])|(?<=[^_*\s])(?=_{3})"
)
"""Where one paragraph ends and the next begins, no blank between them."""


def find_broken_rows(raw: Sequence[str], taken: Sequence[bool]) -> Iterator[RowTable]:
    """Raw lines, and which of them belong to other tables -> the tables among the rest."""
    last = -1
    for number, line in enumerate(raw):
        if not line.startswith("---|") or number - 1 <= last or taken[number]:
            continue
        if _UNDERLINE.fullmatch(line) is None or not raw[number - 1].endswith(_ROW_ENDS):
            continue
        table = _table_at(raw, number, above=last + 1)
        if table is not None:
            last = table.last
            yield table


def _table_at(raw: Sequence[str], underline: int, above: int) -> RowTable | None:
    """The table whose header a line underlines; it begins on line `above` or later."""
    first = underline
    while first > max(above, underline - MOST_LINES) and raw[first - 1].strip():
        first -= 1
    header = _cells(raw, range(first, underline))
    if len(header) != raw[underline].count("|") + 1:
        return None
    rows = [header]
    number = last = underline + 1
    while number < len(raw) and raw[number].strip():
        stop = number + 1
        while stop < len(raw) and not raw[stop - 1].endswith(_ROW_ENDS) and raw[stop].strip():
            stop += 1
        rows.append(_cells(raw, range(number, stop)))
        number = last = stop
    rows = [*_without_stray_bars(rows)]
    width = max(map(len, rows))
    wide = [_as_title(row, width) for row in rows]
    wide[0] = _over_columns(wide, width)
    return RowTable(tuple(wide), headed=True, first=first, last=last - 1, merged=True)


def _without_stray_bars(rows: Sequence[tuple[CellText, ...]]) -> Iterator[tuple[CellText, ...]]:
    """Rows, those few joined that have more cells than the header, where the others keep to it: a
    cell has a bar among its words. Which one is a guess, so the cells of the row are unsure. A
    header whose cells cover columns is narrower than the rows."""
    header, *below = rows
    wider = [row for row in below if len(row) > len(header)]
    alike = sum(len(row) == len(header) for row in below)
    is_stray = len(wider) <= MOST_STRAY * len(below) and alike >= FEWEST_ALIKE
    yield header
    for row in below:
        if not is_stray or len(row) <= len(header) or _covers_columns(header, below, row):
            yield row
            continue
        beyond = len(row) - len(header)
        longest = max(range(len(row) - beyond), key=lambda place: _letters(row, place, beyond))
        joined = tuple(line for cell in row[longest : longest + beyond + 1] for line in cell.lines)
        cells = (*row[:longest], CellText(joined), *row[longest + beyond + 1 :])
        yield tuple(replace(cell, sure=False) for cell in cells)


def _covers_columns(
    header: tuple[CellText, ...], below: Sequence[tuple[CellText, ...]], row: tuple[CellText, ...]
) -> bool:
    """May the cells of a header cover as many columns as a row has cells?"""
    return _over_columns([header, *below], len(row)) is not header


def _letters(row: Sequence[CellText], place: int, beyond: int) -> int:
    """How long the words are that a cell and those behind it hold together."""
    return sum(len(_words(cell)) for cell in row[place : place + beyond + 1])


def _as_title(row: tuple[CellText, ...], width: int) -> tuple[CellText, ...]:
    """A row whose one cell, or the one behind a number, is printed as a title: over all columns
    that are left."""
    if not 0 < len(row) <= TITLE_CELLS < width:
        return row
    *number, title = row
    words = _words(title)
    is_title = words.isupper() or (words.startswith("**") and words.endswith("**"))
    if not is_title or (number and NUMBER.fullmatch(_words(number[0]).strip("*")) is None):
        return row
    return (*number, replace(title, columns=width - len(number)))


def _words(cell: CellText) -> str:
    return " ".join(words for _, words in cell.lines).strip()


def _over_columns(rows: Sequence[tuple[CellText, ...]], width: int) -> tuple[CellText, ...]:
    """The header, its cells over as many columns as the row below has cells for."""
    header = rows[0]
    if not len(header) < width or len(rows) < 2:
        return header
    headings, below = ([_words(cell).replace("*", "") for cell in row] for row in rows[:2])
    spans = spanned(headings, below, width=width)
    if spans is None:
        return header
    pairs = zip(header, spans, strict=True)
    return tuple(replace(cell, columns=columns) for cell, columns in pairs)


def _cells(raw: Sequence[str], lines: range) -> tuple[CellText, ...]:
    """The cells of a row on some lines; none is left out, as an empty one has its bar. html2text
    sets a blank behind each: a bar without one is a letter of the cell."""
    cells: list[list[tuple[int, str]]] = [[]]
    for number in lines:
        for place, piece in enumerate(_BAR.split(_held(raw[number]))):
            if place:
                cells.append([])
            cells[-1] += [(number, part) for part in _paragraphs(piece) if part.strip()]
    return tuple(CellText(tuple(lines)) for lines in cells)


def _held(line: str) -> str:
    r"""A line whose escaped bars are out of the way; `\-` stays, as it tells where a point
    begins."""
    return hold_escaped(line) if "\\|" in line else line


def _paragraphs(piece: str) -> Iterator[str]:
    """What stands on one line of a cell, in pieces where paragraphs run together.

    >>> list(_paragraphs("ỦY BAN NHÂN DÂN**XÃ TÂN LỘC**Số: 12"))
    ['ỦY BAN NHÂN DÂN', '**XÃ TÂN LỘC**', 'Số: 12']
    """
    cuts = {match.start() for match in _GLUED.finditer(piece)}
    for count, stars in enumerate(_STARS.finditer(piece)):
        at = stars.end() if count % 2 else stars.start()
        if 0 < at < len(piece) and piece[at - 1] not in " (“" and piece[at] not in " ).,;:":
            cuts.add(at)
    places = [0, *sorted(cuts - {0, len(piece)}), len(piece)]
    for begin, end in pairwise(places):
        yield piece[begin:end]
