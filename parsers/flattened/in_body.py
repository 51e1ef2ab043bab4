"""Tables of a text's body that lost their grid, in the chapter they stand in: a header whose words
run over short lines, then cell after cell, each broken as its column was narrow.

    III. NHIỆM VỤ / TT / Nội dung nhiệm / vụ / Cơ quan chủ trì / … / 1 / Rà soát / …

The numbers of chapters tell where such a table ends: above it stands "III.", behind it "IV.", or
the list of recipients. Those of an appendix, which may hold no more than a table, are read by
`table_tasks`. What its cells hold tells whether a table was put together rightly; one that was not
stays as it is, and the paper is told as not wholly read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, pairwise, takewhile, zip_longest

from kehoach.ingest.model import Cell, Document, FlowItem, Grid, Line, Note, is_bare_line
from kehoach.parsers.flattened.asked import read_flattened, split_regions
from kehoach.parsers.flattened.header import FlatHeader, find_header
from kehoach.parsers.flattened.heading_scores import VOCABULARY
from kehoach.parsers.flattened.row_lines import rows_by_lines
from kehoach.parsers.layout.marks import Rank, follows, read_mark
from kehoach.parsers.misread_tables import askew
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import TELLING, kind_of
from kehoach.parsers.tables.in_text import UNREAD, with_grids
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import document_type, is_caption, is_signer_line, opens_with
from kehoach.patterns import compile_regex

MIN_ROWS = 2
MOSTLY = 0.6
"""So large a share of the cells of a column say what its role tells: who, when."""
NEARLY_ALL = 0.8
"""So large a share of the rows say what is to be done."""
UNSURE = 0.5
"""How sure a row is that lacks a cell: nothing tells which, the words of the next may stand in its
place."""
_NO_HEADING = compile_regex(r":|,$|\d\s?/\s?\d")
"""A label, the comma of a list, a day."""
LAID_OUT = 0.3
"""So large a share of the lines of a table with gaps is no table cell after cell."""
_GAP = compile_regex(r"(?<=\S)(?:\t|\s{3,})(?=\S)")
_NUMBER_FIRST = compile_regex(r"\d{1,3}\s+\p{Lu}")
_FIRST_CHAPTERS = ("A", "I")
_BARE = compile_regex(r"(\d{1,3})[.)]?")


def with_rebuilt_tables(document: Document) -> tuple[Document, bool]:
    """A document whose chapters have grids for the tables that lost theirs, with notes on those
    that could not be put together; was any?"""
    flow: list[FlowItem] = []
    notes: list[Note] = []
    for is_bare, run in groupby(document.flow, key=is_bare_line):
        items = list(run)
        if not is_bare:
            flow += items
            continue
        made = _with_grids([item for item in items if isinstance(item, Line)])
        flow += made.flow
        notes += [Note(UNREAD, line.text, span=line.span) for line in made.unread]
    if notes:
        document = replace(document, notes=(*document.notes, *notes))
    if len(flow) == len(document.flow):
        return document, False
    return with_grids(document, flow), True


@dataclass(slots=True)
class _Made:
    """Lines among which tables became grids, and the first lines of those that did not."""

    flow: list[FlowItem] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)


def _with_grids(lines: Sequence[Line]) -> _Made:
    made = _Made()
    headers = _Headers(lines)
    begin = done = 0
    above: dict[Rank, str] = {}
    in_annex = False
    while (header := headers.behind(begin)) is not None:
        passed = lines[begin : header.first]
        above, in_annex = _chapters(passed, above), _is_in_annex(passed, in_annex)
        begin = header.last
        if in_annex:
            continue
        end = _end_of_chapter(lines, header.last, above=above)
        table = lines[header.first : end]
        rows = rows_by_lines(lines, header, end) if header.columns.kind == "tasks" else None
        grid = _rebuilt(table) if rows is None and end < len(lines) else None
        if rows is not None:
            grid, end = rows.grid, rows.stop
            header = replace(header, first=rows.first)
        if grid is None and header.columns.kind == "tasks":
            made.unread.append(table[0])
        if grid is not None:
            made.flow += [*lines[done : header.first], grid]
            done = end
        begin = end
    made.flow += lines[done:]
    return made


class _Headers:
    """The headers of tables of tasks and of targets among lines. A sentence that lists what columns
    hold, or a line of labels ("Đơn vị phối hợp: …"), is none."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.ahead = {kind: find_header(lines, 0, kind=kind) for kind in VOCABULARY}

    def behind(self, begin: int) -> FlatHeader | None:
        """The first that stands at line `begin` or behind it; each is looked for once."""
        while True:
            for kind, known in self.ahead.items():
                if known is not None and known.first < begin:
                    self.ahead[kind] = find_header(self.lines, begin, kind=kind)
            headers = [header for header in self.ahead.values() if header is not None]
            if not headers:
                return None
            header = min(headers, key=lambda one: one.first)
            if not any(map(_NO_HEADING.search, header.columns.titles)):
                return header
            begin = header.last


def _chapters(lines: Sequence[Line], above: Mapping[Rank, str]) -> dict[Rank, str]:
    """The numbers of the chapters that are open behind some lines, those before them being
    `above`."""
    opened = dict(above)
    for line in lines:
        if is_caption(line.text):
            opened = {}
        mark = read_mark(line.text)
        if mark is None or mark.number is None or mark.rank > Rank.DECIMAL:
            continue
        opened = {rank: number for rank, number in opened.items() if rank < mark.rank}
        opened[mark.rank] = mark.number
    return opened


def _is_in_annex(lines: Sequence[Line], before: bool) -> bool:
    """Does an appendix go on behind some lines, whose tables others read?"""
    captions = [line.text for line in lines if is_caption(line.text)]
    return document_type(captions[-1]) is None if captions else before


def _end_of_chapter(lines: Sequence[Line], begin: int, above: Mapping[Rank, str]) -> int:
    """The line that opens the next chapter, whose number follows one of those `above`, or the first
    where there is none; a caption, the list of recipients or the signature; the number of lines
    where none of these comes."""
    for number in range(begin, len(lines)):
        text = lines[number].text
        mark = read_mark(text)
        before = above.get(mark.rank) if mark is not None else None
        if before and mark and mark.number and follows(before, mark.number):
            return number
        if not above and mark and mark.number in _FIRST_CHAPTERS and mark.rank <= Rank.ROMAN:
            return number
        if is_caption(text) or opens_with(text, "recipients") or is_signer_line(text):
            return number
    return len(lines)


def _rebuilt(lines: Sequence[Line]) -> Grid | None:
    """The lines of a table, its header first, as a grid; None where the cells are not what their
    columns should hold."""
    lines = _without_page_numbers(lines)
    if _is_laid_out(lines):
        return None
    plain, region = split_regions(lines)[0]
    if plain or region is None or region.lines[-1] is not lines[-1]:
        return None
    table = read_flattened(region)
    if askew(table) or not _is_sound(table):
        return None
    header = [replace(lines[0], text=title) for title in region.header.columns.titles]
    return _grid_of(table, header)


def _is_laid_out(lines: Sequence[Line]) -> bool:
    """Do white gaps part the cells of many lines? Then these stand beside each other as on the
    page, and each printed line has a part of several cells."""
    return sum(_GAP.search(line.raw) is not None for line in lines) >= LAID_OUT * len(lines)


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


# --- is it put together rightly? ------------------------------------------------------------------


def _is_sound(table: RoleTable) -> bool:
    """Do the rows count on, say what is to be done, who and when; does each target have its
    figure?"""
    rows = [row for row in table.rows if row[0] is not row[-1]]
    if len(rows) < MIN_ROWS:
        return False
    if table.columns.kind == "targets":
        return all(_has_figure(row, table.columns) for row in rows)
    task = table.columns.of("task")
    if task is None or sum(not row[task].empty for row in rows) < NEARLY_ALL * len(rows):
        return False
    return _counts(rows, table.columns) and _tells_by_role(rows, table.columns)


def _has_figure(row: Sequence[Slot], columns: Columns) -> bool:
    values = [place for place, role in enumerate(columns.roles) if role == "value"]
    indicator = columns.of("indicator")
    is_named = indicator is not None and not row[indicator].empty
    return is_named and not any(row[place].empty for place in values)


def _counts(rows: Sequence[Sequence[Slot]], columns: Columns) -> bool:
    """Do the numbers of the rows count from 1 on, afresh or through in each group, but for some
    that the paper leaves out? So do those of a table without a column of numbers."""
    if columns.of("index") is None:
        return not _number_themselves(rows, columns)
    texts = [text.strip(".)") for text in _texts_of("index", rows, columns=columns)]
    numbers = [int(text) for text in texts if text.isdecimal()]
    if len(numbers) < max(MIN_ROWS, NEARLY_ALL * len(texts)) or numbers[0] != 1:
        return False
    good = sum(after in (before, before + 1, 1) for before, after in pairwise(numbers))
    return good >= NEARLY_ALL * (len(numbers) - 1)


def _number_themselves(rows: Sequence[Sequence[Slot]], columns: Columns) -> bool:
    """Do most works begin with a number? Then there was a column of numbers, and the header is not
    what it seems."""
    texts = _texts_of("task", rows, columns=columns)
    return sum(_NUMBER_FIRST.match(text) is not None for text in texts) > len(texts) / 2


def _tells_by_role(rows: Sequence[Sequence[Slot]], columns: Columns) -> bool:
    """Do most cells of the owners name bodies, and most of the times tell when?"""
    judged = 0
    for role in ("lead", "deadline"):
        texts = _texts_of(role, rows, columns=columns)
        if not texts:
            continue
        judged += 1
        if sum(kind_of(text) == TELLING[role] for text in texts) < MOSTLY * len(texts):
            return False
    return judged > 0


def _texts_of(role: str, rows: Sequence[Sequence[Slot]], columns: Columns) -> list[str]:
    """The cells of the column of a role that hold words, each once; none without that column."""
    place = columns.of(role)
    if place is None:
        return []
    cells = {id(row[place]): row[place] for row in rows if not row[place].empty}
    return [cell_text(slot.lines) for slot in cells.values()]


# --- as a grid ------------------------------------------------------------------------------------


def _grid_of(table: RoleTable, header: Sequence[Line]) -> Grid:
    cells = [Cell(0, place, lines=(line,)) for place, line in enumerate(header)]
    for number, row in enumerate(table.rows):
        above = table.rows[number - 1] if number else ()
        for place, slot in enumerate(row):
            is_covered = place > 0 and slot is row[place - 1]
            if is_covered or (above and slot is above[place]):
                continue  # the title of a group covers the columns behind its number
            cells.append(
                Cell(
                    number + 1,
                    place,
                    row_span=_height(table, number, place),
                    col_span=sum(other is slot for other in row),
                    lines=_lines_of(slot, doubt=_doubt(table, number)),
                )
            )
    span = replace(header[0].span, last=table.span[0].last)
    return Grid(len(table.rows) + 1, len(header), tuple(cells), span=span, header_rows=1)


def _height(table: RoleTable, number: int, place: int) -> int:
    """Over how many rows a cell goes."""
    slot = table.rows[number][place]
    below = takewhile(lambda row: row[place] is slot, islice(table.rows, number, None))
    return sum(1 for _ in below)


def _doubt(table: RoleTable, number: int) -> float:
    """How sure the cells of a row are: a row that lacks one may have the words of another there."""
    row = table.rows[number]
    told = table.doubts.get(number, 1.0)
    return min(told, UNSURE) if any(slot.empty for slot in row) else told


def _lines_of(slot: Slot, doubt: float) -> tuple[Line, ...]:
    return tuple(replace(line, confidence=min(line.confidence, doubt)) for line in slot.lines)
