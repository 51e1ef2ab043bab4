"""Tables that were typed with tabs or runs of blanks, as Word files and texts have them, where the
gaps of a header and of its rows are as many, whatever their width.

    Stt   Công việc          Thực hiện⇥⇥Phối hợp⇥⇥Thời gian
    01    Rà soát văn bản⇥⇥Công an xã⇥⇥Đoàn Thanh niên⇥Tháng 3
    ⇥⇥⇥và Hội Phụ nữ                                      the rest of a cell

A gap is a tab, or two blanks and more; or, where every part of the header is a known heading, a
sign between blanks ("1 - Rà soát văn bản - Công an xã - Tháng 3"). A line whose parts head the
columns of tasks is a header. A row that lacks a cell is put into the columns that its words fit,
and told as a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Note, Span
from kehoach.normalize.line_ends import breaks_off, may_be_rest
from kehoach.normalize.text import clean, comparison_key, strip_diacritics
from kehoach.parsers.closing_lines import closing_below
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.cell_lines import (
    MAX_COLUMNS,
    MAX_HEADING,
    MIN_COLUMNS,
    in_columns,
)
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.tables.content_roles import begins_time
from kehoach.parsers.tables.gapped_parts import (
    BY_SIGN,
    GAP,
    Part,
    fitting,
    merged,
    number_apart,
    parts_of,
    printed,
)
from kehoach.parsers.tables.totals import says_total
from kehoach.parsers.words import phrases_by
from kehoach.patterns import CELL_NUMBER, compile_regex

MIN_ROWS = 2
MOSTLY_KNOWN = 0.6
"""The share of the headings that the vocabulary knows."""
MAX_LETTERS = 250
"""Of a header."""
MAX_EVIDENCE = 160
GUESSED = 0.6
MIN_FURTHER = 2
"""Cells of a row whose first ones are empty."""
FEWEST_LEFT = 3
"""So many lines of three cells that follow each other are rows, whatever heads them."""
FEWEST_BY_SIGN = 4
"""Parts of a line between signs."""
GAP_LETTERS = 2
"""Blanks that part two cells at the least."""
_NUMBER = compile_regex(rf"\(?{CELL_NUMBER}")


def with_tables_of_gaps(flow: Sequence[FlowItem]) -> tuple[list[FlowItem], list[Note]]:
    """A flow with typed tables -> the same with grids in their places, and what is to be told of
    them."""
    made: list[FlowItem] = []
    notes: list[Note] = []
    index = 0
    while index < len(flow):
        table, stop = _found_at(flow, index)
        if table is None:
            made.append(flow[index])
        else:
            made.append(table.grid())
            notes += table.notes
        index = stop
    return made, [*notes, *_rows_left(made)]


def _found_at(flow: Sequence[FlowItem], index: int) -> tuple[_Table | None, int]:
    """The table that begins at a place of the flow, if one does, and where the flow goes on. The
    rows of a text between which the tabs are not as many may have been taken for a grid, the
    header left above it: they are lines again, if all of them are rows of the table."""
    table = _table_at(flow, index)
    if table is not None:
        return table, table.stop
    for place, item in enumerate(flow[index : index + 2], start=index):
        lines = _uneven_lines(item) if isinstance(item, Grid) else []
        if not lines:
            continue
        table = _table_at([*flow[index:place], *lines, *flow[place + 1 :]], 0)
        longer = len(lines) - 1
        if table is not None and table.stop + index > place + longer:
            return table, table.stop + index - longer
    return None, index + 1


def _uneven_lines(grid: Grid) -> list[Line]:
    """The lines of a text that a grid was made of, where some part their cells by more tabs than
    others; none of another grid."""
    lines: dict[int | None, Line] = {}
    for cell in grid.cells:
        for line in cell.lines:
            if line.span.first in lines:
                continue  # a line of a thousand cells is cleaned once
            whole = replace(line, text=clean(line.raw), offset=0, confidence=1.0)
            lines[line.span.first] = whole
    raw = [line.raw for line in lines.values()]
    if not any("\t\t" in one for one in raw) or any("|" in one or "\n" in one for one in raw):
        return []
    by_line = sorted(lines.values(), key=lambda line: line.span.first or 0)
    return by_line if len({one.count("\t") for one in raw}) > 1 else []


def _table_at(flow: Sequence[FlowItem], index: int) -> _Table | None:
    """The table whose header stands at a place of the flow; None where none does, or no rows."""
    line = flow[index]
    if not isinstance(line, Line) or line.words or len(line.text) > MAX_LETTERS:
        return None
    for sign in (GAP, *BY_SIGN):
        parts = parts_of(line, sign)
        columns = _columns_of(parts, sign)
        if columns is None:
            continue
        table = _Table(flow, line, parts, columns=columns, stop=index + 1, sign=sign)
        table.end = table.closing()
        while table.grow():
            pass
        if table.count >= MIN_ROWS:
            return table
    return None


def _columns_of(parts: Sequence[Part], sign: str) -> Columns | None:
    """What the parts of a line say of columns; None where they head none of a table of tasks."""
    if not (FEWEST_BY_SIGN if sign else MIN_COLUMNS) <= len(parts) <= MAX_COLUMNS:
        return None
    if any(len(part.text.split()) > MAX_HEADING for part in parts):
        return None
    if sign and strip_diacritics(parts[0].text) not in _index_headings():
        return None
    columns = read_columns([[clean(part.text)] for part in parts])
    if columns is None or columns.kind != "tasks":
        return None
    if sign:
        return columns if columns.confidence == 1 else None
    return columns if columns.confidence >= MOSTLY_KNOWN else None


def _index_headings() -> Sequence[str]:
    return phrases_by("tables/columns.yaml", "roles")["index"]


@dataclass(slots=True)
class _Table:
    """The rows found so far: of each the lines by column, of a group's title those of its number
    and its words; `above` are the parts of the last row."""

    flow: Sequence[FlowItem]
    header: Line
    headings: Sequence[Part]
    columns: Columns
    stop: int
    sign: str = GAP
    above: Sequence[Part] = ()
    rows: list[dict[int, list[Line]]] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    count: int = 0
    """Rows that are no titles of groups."""
    end: int = 0
    """Where the flow ends for the table: at the closing of the paper."""

    @property
    def width(self) -> int:
        return len(self.headings)

    @property
    def _is_numbered(self) -> bool:
        return self.columns.of("index") == 0

    def closing(self) -> int:
        """Where the closing below the table begins, or what is no line."""
        below = takewhile(lambda item: isinstance(item, Line), self.flow[self.stop :])
        lines = [item for item in below if isinstance(item, Line)]
        return self.stop + closing_below(lines, 0)

    def grow(self) -> bool:
        """Take the next line, if it belongs to the table; did it?"""
        line = self._line(self.stop)
        if line is None:
            return False
        taken = self._is_header(line) or self._take(line)
        self.stop += taken
        return taken

    def _line(self, index: int) -> Line | None:
        item = self.flow[index] if index < self.end else None
        return item if isinstance(item, Line) and not item.words else None

    def _is_header(self, line: Line) -> bool:
        """Is the header printed again?"""
        return comparison_key(line.text) == comparison_key(self.header.text)

    def _take(self, line: Line) -> bool:
        """Take a line as a row, as the title of a group, or as the rest of cells."""
        row = self._row(line)
        row = row or self._uncounted(line)
        if row is not None and self._goes_on_in(row):
            for place, part in row.items():
                self.rows[-1][place].append(_cell(line, part))
            return True
        if row is not None:
            self._add({place: [_cell(line, part)] for place, part in row.items()})
            self.above = parts_of(line, self.sign)
            return True
        return (
            self._take_short(line)
            or self._take_title(line)
            or self._take_further(line)
            or self._take_rest(line)
        )

    def _add(self, row: dict[int, list[Line]]) -> None:
        self.rows.append(row)
        self.count += 1

    def _row(self, line: Line) -> dict[int, Part] | None:
        """The parts of a row by column; None of a line that is none."""
        exact = self._between_tabs(line)
        if exact is not None:
            return exact
        parts = parts_of(line, self.sign)
        if self.sign:
            parts = fitting(parts, self.columns, self.sign)
        parts = merged(parts, self.width)
        if self._is_numbered and parts:
            parts = number_apart(parts, self.width)
        if len(parts) == self.width and (not self._is_numbered or _is_number(parts[0])):
            return dict(enumerate(parts))
        return None

    def _uncounted(self, line: Line) -> dict[int, Part] | None:
        """The parts of a row without its number, each under a cell of the row above, or some of
        them, and no rest of it."""
        parts = parts_of(line, self.sign)
        above = self.above
        if not self._is_numbered or len(parts) != self.width - 1 or len(above) != self.width:
            return None
        stands_below = (own.place == part.place for own, part in zip(above[1:], parts, strict=True))
        begins = self.rows and not may_be_rest(parts[0].text, self.rows[-1][1][-1].text)
        return dict(enumerate(parts, start=1)) if begins and all(stands_below) else None

    def _goes_on_in(self, row: dict[int, Part]) -> bool:
        """Is a row without a number the rest of the cells above it: each in small letters or
        figures, or under a cell that breaks off?"""
        above = self.rows[-1] if self.rows and self._is_numbered else {}
        if 0 in row or not row.keys() <= above.keys():
            return False
        return all(may_be_rest(part.text, above[place][-1].text) for place, part in row.items())

    def _between_tabs(self, line: Line) -> dict[int, Part] | None:
        """The parts of a row by column, where each tab ends a cell, an empty one, too."""
        tabs = self.width - 1
        if (
            self.sign
            or printed(self.header).strip().count("\t") != tabs
            or printed(line).count("\t") != tabs
        ):
            return None
        parts = parts_of(line, self.sign)
        text = printed(line)
        found = {text[: part.begin].count("\t"): part for part in parts}
        if len(found) < len(parts):
            return None
        if len(parts) < MIN_COLUMNS - 1 and not (found and self._goes_on_in(found)):
            return None
        return found if not self._is_numbered or 0 not in found or _is_number(found[0]) else None

    def _take_short(self, line: Line) -> bool:
        """Take a numbered row that lacks cells: those it has go where they fit."""
        parts = parts_of(line, self.sign)
        if self._is_numbered and len(parts) == 1:
            parts = number_apart(parts, 2)
        if not (self._is_numbered and MIN_COLUMNS <= len(parts) < self.width):
            return False
        if not _is_number(parts[0]):
            return False
        cells = [replace(_cell(line, part), confidence=GUESSED) for part in parts[1:]]
        by_place = in_columns(cells, self.columns)
        self._add({0: [_cell(line, parts[0])]} | {key: [*own] for key, own in by_place.items()})
        self.above = parts
        self.notes.append(Note("guessed_row", clean(line.text)[:MAX_EVIDENCE], span=line.span))
        return True

    def _take_title(self, line: Line) -> bool:
        """Take the title of a group: a numbered or lettered line, or one in capitals or bold type,
        that a row, or another title and a row, follow; so a sentence between two rows."""
        parts = parts_of(line, self.sign)
        mark = read_mark(clean(line.text))
        is_set_off = line.text.isupper() or bool(line.bold)
        is_marked = mark is not None and mark.rank < Rank.LETTER
        is_numbered = len(parts) == 2 and _is_number(parts[0])
        is_sentence = not parts[0].begin and line.text.endswith(".") and line.text[:1].isupper()
        is_alone = len(parts) == 1 and (is_set_off or is_marked or is_sentence)
        if not (is_numbered or is_alone):
            return False
        below = [self._line(self.stop + step) for step in (1, 2)]
        if not any(one is not None and self._row(one) is not None for one in below):
            return False
        self.groups.add(len(self.rows))
        self.rows.append({place: [_cell(line, part)] for place, part in enumerate(parts)})
        return True

    def _take_further(self, line: Line) -> bool:
        """Take a row whose first cells are empty, as those above them cover it: a whole time stands
        under a whole time; or each cell behind the empty ones begins afresh, under that above. So
        a row that adds up."""
        parts = parts_of(line, self.sign)
        task, row = self.columns.of("task"), self.rows[-1] if self.rows else {}
        if self.sign or len(parts) < MIN_FURTHER or len(self.above) != self.width or task is None:
            return False
        places = [self._nearest(part, range(self.width)) for part in parts]
        pairs = list(zip(places, parts, strict=True))
        if len({*places}) < len(places):
            return False
        if says_total(parts[0].text):
            self._add({place: [_cell(line, part)] for place, part in pairs})
            return True
        if task not in places or 0 in places:
            return False
        above = {place: clean(" ".join(own.text for own in row.get(place, ()))) for place in places}
        due = self.columns.of("deadline")
        is_due_anew = any(
            place == due and begins_time(above[place], part.text) for place, part in pairs
        )
        if not is_due_anew and (self._is_numbered or not self._begin_afresh(pairs, above)):
            return False
        self._add({place: [_cell(line, part)] for place, part in pairs})
        return True

    def _begin_afresh(self, pairs: Sequence[tuple[int, Part]], above: Mapping[int, str]) -> bool:
        """Has each column from some on a cell, right under that above it, which begins anew?"""
        is_whole = [place for place, _ in pairs] == [*range(pairs[0][0], self.width)]
        return is_whole and all(
            self.above[place].place == part.place
            and above[place]
            and not may_be_rest(part.text, above[place])
            for place, part in pairs
        )

    def _nearest(self, part: Part, places: Sequence[int]) -> int:
        """The one of some columns whose cell in the row `above` begins nearest to a part."""
        return min(places, key=lambda place: abs(self.above[place].place - part.place))

    def _take_rest(self, line: Line) -> bool:
        """Take the rest of cells of the last row: each part goes on with the cell that it stands
        under, or the only one with the last."""
        parts = parts_of(line, self.sign)
        if not self.above or not parts or len(self.rows) - 1 in self.groups:
            return False
        if self._is_numbered and _is_number(parts[0]):
            return False
        row = self.rows[-1]
        if len(parts) == 1 and not parts[0].begin:
            place = 0 if self._wraps_first(parts[0]) else max(row)
            goes_on = parts[0].text[:1].islower() or breaks_off(row[place][-1].text)
            if goes_on:
                row[place].append(_cell(line, parts[0]))
            return goes_on
        if not parts[0].begin or len(parts) >= self.width or self._runs_over(parts):
            return False
        columns = sorted(row)
        is_whole = len(self.above) == self.width
        for part in parts:
            places = columns if is_whole else range(min(len(columns), len(self.above)))
            near = self._nearest(part, places)
            row[near if is_whole else columns[near]].append(_cell(line, part))
        return True

    def _wraps_first(self, part: Part) -> bool:
        """Are words the rest of the first cell, and not of a line that ran to its end: do they fit
        into its column, and would the first of them not have fitted behind what stands there?"""
        first, *further = self.above
        if self._is_numbered or not further or not all(own.blanks for own in further):
            return False
        last = self.rows[-1].get(0, ())
        room = further[0].place - GAP_LETTERS
        behind = len(last[-1].text) + 1 + len(part.text.split()[0]) if last else 0
        return first.place == 0 and len(part.text) <= room <= behind

    def _runs_over(self, parts: Sequence[Part]) -> bool:
        """Do words run on over the beginning of the next column, where blanks set the columns: a
        sentence below the table?"""
        if not all(part.blanks for part in self.above[1:]):
            return False
        begins = [part.place for part in self.above]
        return any(
            part.place < begin < part.place + len(part.text) for part in parts for begin in begins
        )

    def grid(self) -> Grid:
        """The table as a grid."""
        cells = [
            Cell(0, place, lines=(_cell(self.header, part),))
            for place, part in enumerate(self.headings)
        ]
        for number, row in enumerate(self.rows):
            cells += self._cells(number + 1, row, is_group=number in self.groups)
        lines = [line for row in self.rows for lines in row.values() for line in lines]
        last = max(line.span.last or line.span.first or 0 for line in lines)
        span = Span(first=self.header.span.first, last=last)
        return Grid(
            len(self.rows) + 1,
            self.width,
            tuple(cells),
            span=span,
            header_rows=1,
            by_white=not self.sign and "\t" not in printed(self.header),
        )

    def _cells(self, number: int, row: dict[int, list[Line]], *, is_group: bool) -> Iterator[Cell]:
        if not is_group:
            for place in range(self.width):
                yield Cell(number, place, lines=tuple(row.get(place, ())))
            return
        *before, title = row.values()
        for place, lines in enumerate(before):
            yield Cell(number, place, lines=tuple(lines))
        place = len(before)
        yield Cell(number, place, col_span=self.width - place, lines=tuple(title))


def _is_number(part: Part) -> bool:
    return _NUMBER.fullmatch(part.text) is not None


def _cell(line: Line, part: Part) -> Line:
    """A part of a line as a line of a cell."""
    offset = line.offset + part.begin if line.raw else 0
    return replace(line, text=clean(part.text), offset=offset, complete=False)


def _rows_left(flow: Sequence[FlowItem]) -> Iterator[Note]:
    """Of each stretch of paragraphs that are rows of cells, and of no table, its first."""
    run: list[Line] = []
    for item, after in pairwise((*flow, None, None)):
        if isinstance(item, Line) and item.complete and _may_be_row(item):
            run.append(item)
        if run and not (isinstance(after, Line) and after.complete and _may_be_row(after)):
            if len(run) >= FEWEST_LEFT and any(_is_number(parts_of(line)[0]) for line in run):
                yield Note("unread_table", clean(run[0].text)[:MAX_EVIDENCE], span=run[0].span)
            run = []


def _may_be_row(line: Line) -> bool:
    return len(parts_of(line)) >= MIN_COLUMNS
