"""Tables of a text's body that lost their grid, in the chapter they stand in: a header whose words
run over short lines, then cell after cell, each broken as its column was narrow.

    III. NHIỆM VỤ / TT / Nội dung nhiệm / vụ / Cơ quan chủ trì / … / 1 / Rà soát / …

The numbers of chapters tell where such a table begins and ends: above it stands "III.", behind it
"IV.", or the list of recipients. Those of an appendix, which may hold no more than a table, are
read by `table_tasks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import TypeGuard

from kehoach.ingest.model import Cell, Document, FlowItem, Grid, Line
from kehoach.parsers.flattened.asked import read_flattened, split_regions
from kehoach.parsers.layout.marks import Rank, follows, read_mark
from kehoach.parsers.misread_tables import askew
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.in_text import with_grids
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import is_caption, opens_with
from kehoach.patterns import compile_regex

NEAR = 6
"""Lines between the title of a chapter and the header of its table."""
MIN_ROWS = 2
TO_ROW = 40
"""Within so many lines behind the title of a chapter its table has a row."""
MOST_IN_VAIN = 50
"""So many chapters without such a table are looked at: each costs a look at the rest."""
_BARE = compile_regex(r"(\d{1,3})[.)]?")


def with_rebuilt_tables(document: Document) -> tuple[Document, bool]:
    """A document whose chapters have grids for the tables that lost theirs; was there any?"""
    flow = _with_grids(document.flow)
    if flow == list(document.flow):
        return document, False
    return with_grids(document, flow), True


def _with_grids(flow: Sequence[FlowItem]) -> list[FlowItem]:
    made: list[FlowItem] = []
    above: dict[Rank, str] = {}
    index = in_vain = 0
    while index < len(flow):
        item = flow[index]
        made.append(item)
        index += 1
        if not _is_bare(item):
            continue
        mark = read_mark(item.text)
        if is_caption(item.text):
            above = {}
        if mark is None or mark.number is None or mark.rank > Rank.DECIMAL:
            continue
        above = {rank: number for rank, number in above.items() if rank < mark.rank}
        above[mark.rank] = mark.number
        if in_vain >= MOST_IN_VAIN or not any(map(_opens_rows, flow[index : index + TO_ROW])):
            continue
        lines = _lines_of_chapter(flow, index, above)
        rebuilt = _rebuilt(lines) if lines else None
        if rebuilt is None:
            in_vain += 1
        else:
            made += rebuilt
            index += len(lines)
    return made


def _is_bare(item: FlowItem) -> TypeGuard[Line]:
    """Is it a line of a text, as it was printed?"""
    return isinstance(item, Line) and not item.complete and not item.words


def _opens_rows(item: FlowItem) -> bool:
    return _is_bare(item) and _number_of(item) == 1


def _is_title(line: Line) -> bool:
    mark = read_mark(line.text)
    return mark is not None and mark.rank <= Rank.DECIMAL


def _lines_of_chapter(
    flow: Sequence[FlowItem], begin: int, above: Mapping[Rank, str]
) -> list[Line]:
    """The lines from a place on to the next chapter, whose number follows one of those `above`, to
    a caption or the list of recipients; none where the paper ends, or a table stands among them."""
    lines: list[Line] = []
    for item in map(flow.__getitem__, range(begin, len(flow))):
        if not _is_bare(item):
            return []
        mark = read_mark(item.text)
        before = above.get(mark.rank) if mark is not None else None
        is_next = bool(before and mark and mark.number and follows(before, mark.number))
        if is_next or is_caption(item.text) or opens_with(item.text, "recipients"):
            return lines
        lines.append(item)
    return []


def _rebuilt(lines: Sequence[Line]) -> list[FlowItem] | None:
    """The lines of a chapter, its table a grid; None where it has none whose rows count on."""
    lines = _without_page_numbers(lines)
    regions = split_regions(lines)
    plain, region = regions[0]
    if len(regions) > 1 or region is None or len(plain) > NEAR or any(map(_is_title, plain)):
        return None
    columns = region.header.columns
    if columns.kind != "tasks" or columns.of("index") != 0:
        return None
    table = read_flattened(region)
    if askew(table) or not _counts(table) or not _is_whole(table):
        return None
    header = [replace(lines[len(plain)], text=title) for title in columns.titles]
    return [*plain, _grid_of(table, header)]


def _without_page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Lines without a bare number right above that of the next row."""
    kept: list[Line] = []
    last = 0
    for line, below in zip_longest(lines, lines[1:]):
        number = _number_of(line)
        if number is not None and below is not None and _number_of(below) == last + 1:
            continue
        last = number if number == last + 1 else last
        kept.append(line)
    return kept


def _number_of(line: Line) -> int | None:
    match = _BARE.fullmatch(line.text)
    return int(match[1]) if match is not None else None


def _counts(table: RoleTable) -> bool:
    """Do the numbers of the rows count from 1 on, afresh or through in each group?"""
    texts = [cell_text(row[0].lines).strip(".)") for row in table.rows if row[0] is not row[-1]]
    numbers = [int(text) for text in texts if text.isdecimal()]
    if len(numbers) < MIN_ROWS or numbers[0] != 1:
        return False
    return all(after in (before, before + 1, 1) for before, after in pairwise(numbers))


def _is_whole(table: RoleTable) -> bool:
    """Has every row all its cells? Where one lacks, nothing tells which: the words of the next may
    stand in its place."""
    rows = [row for row in table.rows if row[0] is not row[-1]]
    slots = [slot for row in rows for slot in row]
    return not any(slot.empty for slot in slots) and len(slots) == len(set(map(id, slots)))


def _grid_of(table: RoleTable, header: Sequence[Line]) -> Grid:
    width = len(header)
    cells = [Cell(0, place, lines=(line,)) for place, line in enumerate(header)]
    for number, row in enumerate(table.rows):
        doubt = table.doubts.get(number, 1.0)
        for place, slot in enumerate(row):
            if place and slot is row[place - 1]:
                continue  # the title of a group covers the columns behind its number
            wide = sum(other is slot for other in row)
            cells.append(Cell(number + 1, place, col_span=wide, lines=_lines_of(slot, doubt)))
    span = replace(header[0].span, last=table.span[0].last)
    return Grid(len(table.rows) + 1, width, tuple(cells), span=span, header_rows=1)


def _lines_of(slot: Slot, doubt: float) -> tuple[Line, ...]:
    return tuple(replace(line, confidence=min(line.confidence, doubt)) for line in slot.lines)
