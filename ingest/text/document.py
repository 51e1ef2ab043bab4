"""A text file -> lines with their numbers: text as extracted from papers, one printed line per
line.

Page marks and page numbers leave the flow; emphasis marks of crawled web text and lines that hold
only a rule are layout, not words. Wording is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import TypeAlias

from kehoach.errors import UnreadableFileError
from kehoach.ingest.html.document import parse_fragment
from kehoach.ingest.left_out_passages import told_left_out
from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Note, Reading, Span
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.source import Source
from kehoach.ingest.text.bars import BarTable, find_tables
from kehoach.ingest.text.broken_rows import find_broken_rows
from kehoach.ingest.text.dashed import find_dashed
from kehoach.ingest.text.delimited import columns_side_by_side, find_delimited
from kehoach.ingest.text.drawn import find_drawn
from kehoach.ingest.text.html_tables import HtmlTable, find_html_tables
from kehoach.ingest.text.left_out import is_cut_row, take_left_out
from kehoach.ingest.text.line_tables import find_line_tables
from kehoach.ingest.text.markup import (
    Styled,
    is_marked_up,
    read_block,
    release,
    without_entities,
)
from kehoach.ingest.text.merged_rows import MergedCell, to_merged_grid
from kehoach.ingest.text.nested_lists import with_places
from kehoach.ingest.text.page_marks import BARE_NUMBER, PAGE_MARK
from kehoach.ingest.text.page_numbers import drop_page_numbers
from kehoach.ingest.text.pipe_rows import BREAK, CellText, RowTable, find_row_tables
from kehoach.ingest.text.pipe_tables import GUESSED, LAYOUT_WIDTH, Row, to_grid
from kehoach.ingest.text.quoted import without_quotes
from kehoach.ingest.text.same_signs import with_levels
from kehoach.ingest.text.struck import take_struck
from kehoach.ingest.text.tab_lines import find_tab_lines
from kehoach.ingest.text.tab_rows import BARRED_ROW, rows_left_out
from kehoach.ingest.text.whole import Printed, manner_of, to_paragraphs
from kehoach.ingest.wide_text import wide_encoding
from kehoach.normalize.repair.legacy import from_bytes, is_suspicious
from kehoach.normalize.text import clean, tidy
from kehoach.patterns import compile_regex

Neat: TypeAlias = Callable[[str], str]
"""White space evened, what is no letter of the text removed."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
FEWEST_BOLD_HEADINGS = 2
"""So many numbered lines in bold or italics: the paper sets its headings so."""
MAX_EVIDENCE = 160
"""Letters of a row that is told as a guess."""
LONE_MARKS = ("-", "–", "+")
"""Alone on their line, the marks of the line right below."""
_RULE = compile_regex(r"[-=_*~|\s]*")
_LONE_BAR = compile_regex(r"^\|\s*(?=[^|]*$)|(?<=^[^|]*\S)\s*\|$")
"""The bar at one end of a line that is no row: what is left of a site's frame."""
_NUMBERED = compile_regex(r"(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[A-Ea-e])\s*[.)/]")


def decode(data: bytes) -> str:
    """Bytes -> text: by byte order mark, else UTF-16 or UTF-8, else one letter a byte, for
    `normalize.legacy` to tell what they mean. Raises UnreadableFileError on binary data."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, errors="replace")
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if damaged <= 1 + len(text) // 2000:  # a byte cut off or damaged is no other encoding
        return text
    if b"\x00" in data:
        raise UnreadableFileError(reason="không phải văn bản")
    return from_bytes(data)


def read_text(source: Source, options: ReadOptions) -> Reading:
    """Read a text file as `parse_text` does. It has no pages, so `options` say nothing to it."""
    del options
    text = _opened(source.read_bytes())
    flow = text.read()
    return Reading(pages=(), flow=flow, notes=(*_guessed_rows(flow), *text.losses()))


def _guessed_rows(flow: Iterable[FlowItem]) -> Iterator[Note]:
    """Tell of each row of a table whose cells stand in columns that are a guess. What stands beside
    a label ("Kính gửi: | …", "Tình trạng: | …") belongs to it, whatever the column."""
    for grid in flow:
        if not isinstance(grid, Grid):
            continue
        for _, row in groupby(grid.cells, key=lambda cell: cell.row):
            lines = [line for cell in row for line in cell.lines]
            if any(line.confidence < 1.0 for line in lines) and not _is_labelled(lines):
                words = " | ".join(line.text for line in lines)
                yield Note("guessed_row", words[:MAX_EVIDENCE], span=lines[0].span)


def _is_labelled(lines: Sequence[Line]) -> bool:
    """Does the first cell of a row tell by its colon what the rest of the row is?"""
    return bool(lines) and lines[0].text.rstrip().endswith(":")


def parse_text(data: bytes) -> tuple[FlowItem, ...]:
    """Bytes of a text file -> its lines in order, blank ones left out (counted in the next line's
    `gap`), and the grids of tables whose cells are parted by bars.

    Raises UnreadableFileError on binary data.
    """
    return _opened(data).read()


def _opened(data: bytes) -> _Text:
    return _Text(decode(data).replace("\r\n", "\n").replace("\r", "\n"))


class _Text:
    """A text file: its raw lines, and how they are read."""

    def __init__(self, text: str) -> None:
        self.raw = text.split("\n")
        without_quotes(self.raw)
        self._left_out = take_left_out(self.raw)
        self._struck = take_struck(self.raw)
        self.neat: Neat = tidy if is_suspicious(self.raw) else clean
        self.marked_up = is_marked_up(text)
        self._points = with_levels(self.raw) | (with_places(self.raw) if self.marked_up else {})
        """Lines of points in lists that stand in each other, by number, with other marks."""
        self._has_html = "</t" in text or "</T" in text
        self._cut: Note | None = None
        """Of a table that is never closed."""
        self.taken = [False] * len(self.raw)
        self._read_to: dict[int, int] = {}
        """Of raw lines by number (from 0), where the last cell read from them ends."""

    def read(self) -> tuple[FlowItem, ...]:
        """Its lines and grids in order."""
        chunks: list[list[Printed]] = []
        grids: list[Grid] = []
        start = 0
        for first, last, grid in self._tables():
            chunks.append(self._lines(start, first))
            grids.append(grid)
            start = last + 1
        chunks.append(self._lines(start, len(self.raw)))
        if self.marked_up:
            chunks = _with_known_print(chunks)
        manner = manner_of(chunks) if self.marked_up else "unknown"
        flow: list[FlowItem] = []
        for number, chunk in enumerate(chunks):
            flow += to_paragraphs(chunk, manner)
            flow += grids[number : number + 1]
        return tuple(flow)

    def losses(self) -> Iterator[Note]:
        """Of a text that was read: columns beside each other that were read across, rows of tabs
        or bars that no table has, passages that the copy leaves out or crosses out, and a last row
        whose bar is missing."""
        across = columns_side_by_side(self.raw, self.taken)
        for first in sorted({*across, *rows_left_out(self.raw, self.taken)}):
            words = self.neat(self.raw[first])[:MAX_EVIDENCE]
            yield Note("unread_table", words, span=Span(first=first + 1, last=first + 1))
        spans = [Span(first=number + 1, last=number + 1) for number in self._left_out]
        yield from told_left_out(spans)
        yield from self._struck
        if self._cut is not None:
            yield self._cut
        printed = [number for number, line in enumerate(self.raw) if line.strip()]
        if len(printed) > 1 and is_cut_row(*(self.raw[number] for number in printed[-2:])):
            yield self._cut_off(printed[-1])

    def _cut_off(self, last: int) -> Note:
        words = self.neat(self.raw[last])[-MAX_EVIDENCE:]
        return Note("cut_off", words, span=Span(first=last + 1, last=last + 1))

    # --- tables ---

    def _tables(self) -> list[tuple[int, int, Grid]]:
        """The tables in order: the first and the last line of each (from 0), and its grid."""
        tables = [*self._tables_of_tags(), *self._drawn()]
        if any("|" in line for line in self.raw):
            tables += self._piped()
        for table in chain(
            find_tab_lines(self.raw, self.taken), find_delimited(self.raw, self.taken)
        ):
            rows = [[self._cell(cell) for cell in row] for row in table.rows]
            tables += self._grid_at(table.first, table.last, rows)
        return sorted(tables, key=lambda table: table[0])

    def _grid_at(
        self,
        first: int,
        last: int,
        rows: Sequence[Row],
        *,
        headed: bool = False,
        may_lack_cells: bool = False,
    ) -> list[tuple[int, int, Grid]]:
        """The table that stands on these lines, which are taken then; none where it has no
        words."""
        self._take(first, last)
        if not any(map(any, rows)):
            return []
        span = Span(first=first + 1, last=last + 1)
        return [(first, last, to_grid(rows, span, headed=headed, may_lack_cells=may_lack_cells))]

    def _take(self, first: int, last: int) -> None:
        """These lines belong to a table."""
        self.taken[first : last + 1] = [True] * (last + 1 - first)

    def _tables_of_tags(self) -> list[tuple[int, int, Grid]]:
        """The tables written as HTML. Their lines are taken then, and blank; what stands beside a
        table on its first and last line stays there."""
        tables: list[tuple[int, int, Grid]] = []
        beside: dict[int, str] = {}
        found = list(find_html_tables(self.raw)) if self._has_html else []
        for table in found:
            if not table.whole:
                self._cut = self._cut_off(table.last)
            before = beside.get(table.first, self.raw[table.first])[: table.start]
            after = self.raw[table.last][table.stop :]
            first = table.first + bool(before.strip())
            last = table.last - bool(after.strip())
            for item in parse_fragment(table.source):
                if isinstance(item, Grid):
                    tables.append((first, max(last, first - 1), self._grid_of(item, table)))
            for number in range(table.first, table.last + 1):
                beside[number] = ""
                self.taken[number] = True
            beside[table.first] = before
            beside[table.last] = f"{beside[table.last]:{table.stop}}{after}"
        for number, words in beside.items():
            self.raw[number] = words
        return tables

    def _grid_of(self, grid: Grid, table: HtmlTable) -> Grid:
        """A grid of a fragment with the places of its words in the text."""
        cells: list[Cell] = []
        for cell in grid.cells:
            printed: list[tuple[int, str]] = []
            for line in cell.lines:
                begins = table.first + (line.span.first or 1) - 1
                printed.append((self._line_with(line.text, begins, stop=table.last), line.text))
            lines = self._cell(CellText(tuple(printed), breaks=True))
            cells.append(replace(cell, lines=tuple(lines)))
        return replace(
            grid, cells=tuple(cells), span=Span(first=table.first + 1, last=table.last + 1)
        )

    def _line_with(self, words: str, first: int, stop: int) -> int:
        """The number of the line from `first` to `stop` in which words begin; else `first`."""
        begin = words.split(" ", 1)[0]
        for number in range(first, stop + 1):
            if begin in self.raw[number]:
                return number
        return first

    def _drawn(self) -> Iterator[tuple[int, int, Grid]]:
        """The tables drawn with signs, or underlined; their lines are taken then."""
        for table in chain(find_drawn(self.raw, self.taken), find_dashed(self.raw, self.taken)):
            self._take(table.first, table.last)
            cells = [
                Cell(
                    cell.row,
                    cell.col,
                    row_span=cell.row_span,
                    col_span=cell.col_span,
                    lines=tuple(self._cell(cell.text)),
                )
                for cell in table.cells
            ]
            grid = Grid(
                table.n_rows,
                table.n_cols,
                tuple(cells),
                span=Span(first=table.first + 1, last=table.last + 1),
                ruled=table.n_cols > LAYOUT_WIDTH,
                header_rows=table.header_rows,
            )
            yield table.first, table.last, grid

    def _piped(self) -> list[tuple[int, int, Grid]]:
        """The tables whose cells are parted by bars; their lines are taken then."""
        tables: list[tuple[int, int, Grid]] = []
        for broken in find_broken_rows(self.raw, self.taken):
            tables += self._merged(broken)
        for table in find_tables(self.raw, self._wordless()):
            if self._has_rows_in_cells(table):
                continue
            rows = [[self._cell_of_lines(stretch.lines) for stretch in row] for row in table.rows]
            tables += self._grid_at(table.first, table.last, rows)
        tables += self._on_one_line()
        for listed in find_row_tables(self.raw, self.taken):
            if listed.merged:
                tables += self._merged(listed)
                continue
            rows = [[self._cell(cell) for cell in row] for row in listed.rows]
            tables += self._grid_at(
                listed.first, listed.last, rows, headed=listed.headed, may_lack_cells=True
            )
        return tables

    def _merged(self, listed: RowTable) -> Iterator[tuple[int, int, Grid]]:
        """A table whose merged cells are told by how its bars stand; none where it has no words."""
        self._take(listed.first, listed.last)
        rows: list[list[MergedCell]] = []
        for row in listed.rows:
            rows.append([MergedCell(self._cell(cell), cell.columns) for cell in row])
        if any(cell.lines for row in rows for cell in row):
            span = Span(first=listed.first + 1, last=listed.last + 1)
            yield listed.first, listed.last, to_merged_grid(rows, span, headed=listed.headed)

    def _on_one_line(self) -> Iterator[tuple[int, int, Grid]]:
        """The tables that stand on one line each; the words before one stay there."""
        for table in find_line_tables(self.raw, self.taken):
            number = table.number
            rows = [[self._cell(cell) for cell in row] for row in table.rows]
            for _, _, grid in self._grid_at(number, number, rows):
                self.raw[number] = table.before
                yield number + bool(table.before), number, grid

    def _has_rows_in_cells(self, table: BarTable) -> bool:
        """Were rows between bars, torn over lines, taken for cells that stand on lines of their
        own?"""
        numbers = (n for row in table.rows for stretch in row for n in stretch.lines)
        return sum(BARRED_ROW.match(self.raw[number]) is not None for number in numbers) > 1

    def _wordless(self) -> list[bool]:
        """Of each raw line, whether it has no words: it is blank, a rule, a page mark, or the page
        number beside one."""
        words = [self.neat(line) for line in self.raw]
        wordless = [not line or _RULE.fullmatch(line) is not None for line in words]
        marks = [number for number, line in enumerate(words) if PAGE_MARK.fullmatch(line)]
        for mark in marks:
            wordless[mark] = True
            for near in (mark - 1, mark + 1):
                if 0 <= near < len(words) and BARE_NUMBER.fullmatch(words[near]):
                    wordless[near] = True
        return wordless

    def _cell_of_lines(self, numbers: Sequence[int]) -> list[Line]:
        """The lines of a cell that stands on lines of its own."""
        return self._cell(CellText(tuple((number, self.raw[number]) for number in numbers)))

    def _cell(self, cell: CellText) -> list[Line]:
        lines: list[Line] = []
        printed = [words for _, words in cell.lines]
        styles = self._styled(printed)
        for (number, printed_words), styled in zip(cell.lines, styles, strict=True):
            words = self.neat(styled.text)
            if not words or _RULE.fullmatch(words):
                continue
            lines.append(
                Line(
                    words,
                    Span(first=number + 1, last=number + 1),
                    raw=self.raw[number],
                    offset=self._offset_of(number, printed_words),
                    gap=0.0,
                    complete=cell.breaks,
                    confidence=1.0 if cell.sure else GUESSED,
                    bold=styled.bold if self.marked_up else None,
                    italic=styled.italic if self.marked_up else None,
                )
            )
        return lines

    def _offset_of(self, number: int, words: str) -> int:
        """Where a cell of a raw line begins: cells come in order."""
        read_to = self._read_to.get(number, 0)
        found = self.raw[number].find(words, read_to)
        if found < 0:
            return read_to
        self._read_to[number] = found + len(words)
        return found

    def _styled(self, lines: Sequence[str]) -> list[Styled]:
        """Raw lines of one paragraph or cell without marks."""
        if self.marked_up:
            return read_block(lines)
        return [Styled(release(without_entities(line))) for line in lines]

    # --- lines ---

    def _lines(self, start: int, stop: int) -> list[Printed]:
        """The lines from number `start` (from 0) to before `stop` that have words, each made
        neat."""
        pieces = [piece for number in range(start, stop) for piece in self._pieces(number)]
        styled = self._styled_blocks([printed for _, _, printed in pieces])
        lines: list[Printed] = []
        blank = 0
        mark = ""
        fresh_page = start == 0
        for (number, offset, printed), style in zip(pieces, styled, strict=True):
            fresh_page = fresh_page or "\f" in printed
            words = self.neat(style.text)
            if "|" in words:
                words = _LONE_BAR.sub("", words)
            if PAGE_MARK.fullmatch(words):
                fresh_page, blank = True, blank + 1
                continue
            if words in LONE_MARKS:
                mark = words
            if not words or _RULE.fullmatch(words):
                blank += 1 if not words else 2
                continue
            if mark and self.raw[number - 1].strip() == mark and words[:1].isalpha():
                words, blank = f"{mark} {words}", blank - 2
            mark = ""
            last_gap = lines[-1].line.gap if lines else None
            runs_on = bool(blank == 0 and lines and printed[:1] == " " and last_gap)
            line = Line(
                words,
                Span(first=number + 1, last=number + 1),
                raw=self.raw[number],
                offset=offset,
                gap=float(blank),
                page_break=fresh_page or runs_on,
                indent=len(printed) - len(printed.lstrip()),
                trail=len(printed) - len(printed.rstrip()),
                bold=style.bold if self.marked_up else None,
                italic=style.italic if self.marked_up else None,
                footnote=style.footnote,
                heading=style.heading,
            )
            lines.append(Printed(line, style.goes_on, closed=style.closed))
            blank, fresh_page = 0, False
        is_last = stop == len(self.raw) and self.raw[-1].strip(" ") == "\f"
        return drop_page_numbers(lines, ends_page=is_last)

    def _pieces(self, number: int) -> list[tuple[int, int, str]]:
        """A raw line, in pieces where it has marks that break it: its number, where each piece
        begins, and its words."""
        printed = self._points.get(number, self.raw[number])
        if not (self.marked_up and "<" in printed):
            return [(number, 0, printed)]
        pieces: list[tuple[int, int, str]] = []
        begin = 0
        for match in BREAK.finditer(printed):
            pieces.append((number, begin, printed[begin : match.start()]))
            begin = match.end()
        pieces.append((number, begin, printed[begin:]))
        has_words = [piece for piece in pieces if piece[2].strip()]
        return has_words or [(number, 0, "")]

    def _styled_blocks(self, lines: Sequence[str]) -> list[Styled]:
        """Each line without its marks; lines between blank ones are read together."""
        styled: list[Styled] = []
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line)
                continue
            styled += self._styled(block)
            styled.append(Styled(line))
            block = []
        return styled + self._styled(block)


def _with_known_print(chunks: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """Lines whose print is not bold are known to be so only in a paper that sets its headings in
    bold; in others the marks say nothing about headings."""
    numbered = 0
    for chunk in chunks:
        for printed in chunk:
            is_bold = printed.line.bold or printed.line.italic
            numbered += bool(is_bold) and _NUMBERED.match(printed.line.text) is not None
    if numbered >= FEWEST_BOLD_HEADINGS:
        return [list(chunk) for chunk in chunks]
    known: list[list[Printed]] = []
    for chunk in chunks:
        known.append([replace(printed, line=_unsure(printed.line)) for printed in chunk])
    return known


def _unsure(line: Line) -> Line:
    return replace(line, bold=line.bold or None, italic=line.italic or None)
