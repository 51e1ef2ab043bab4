"""Tables whose cells only white space keeps apart in a text file, each column under its heading, as
`pdftotext -layout` and old word processors write them: read as tables without rulings on pages are.

The places of the letters in their line are the places on the page: each letter is `LETTER` points
wide, each line `PITCH` points high.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, zip_longest

from kehoach.ingest.model import Box, FlowItem, Grid, Line, Span, Word
from kehoach.ingest.text.page_marks import BARE_NUMBER
from kehoach.normalize.text import clean
from kehoach.parsers.closing_lines import closing_below
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.borderless import grids_under
from kehoach.parsers.tables.borderless_header import (
    MAX_HEADER_LINES,
    Header,
    find_header,
)
from kehoach.parsers.tables.borderless_page import INDEX
from kehoach.parsers.tables.header_lines import may_open
from kehoach.parsers.tables.set_lines import begins_on, set_under
from kehoach.parsers.tables.shifted_columns import on_page, stacked
from kehoach.parsers.tables.signed_rows import MAX_ROWS, are_of_signers
from kehoach.parsers.tables.standing import MIN_COLUMNS
from kehoach.patterns import compile_regex

LETTER, PITCH, HEIGHT = 4.5, 12.0, 9.0
"""Points. One blank is less than what parts two cells on a page, two are more."""
MIN_SET_LINES = 3
"""So many lines with wide gaps may be a table."""
STRAY = 0.2
"""In more of the lines no word stands across the edge between two columns, and of the wide gaps no
more stand where no edge is."""
LEAST_INDENT = 12
"""Blanks before the number of a page."""
MOST_HEADERS = 100
"""Each line that may open a header is compared with all behind it."""
_WIDE = compile_regex(r"\S\s{2,}\S")
_WIDE_GAP = compile_regex(r"(?<=\S)\s{2,}(?=\S)")
_WORD = compile_regex(r"\S+")


def with_tables_of_columns(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow with tables that are set in columns by blanks -> the same with grids in their places.
    Lines of them that stand alike by chance, and were taken for small tables, are lines again."""
    made: list[FlowItem] = []
    items: list[FlowItem] = []
    lines: list[Line] = []
    for item in flow:
        printed = _printed_lines(item)
        if printed is None:
            made += [*_set_out(items, lines), item]
            items, lines = [], []
        else:
            items.append(item)
            lines += printed
    return [*made, *_set_out(items, lines)]


def _set_out(items: Sequence[FlowItem], lines: Sequence[Line]) -> Sequence[FlowItem]:
    """Items, and the lines they are -> the same with tables, where no lines of these are rows of
    others already: a table each of whose lines is a row needs no columns."""
    found = _with_grids(lines)
    known = _numbers_in(items)
    return found if _numbers_in(found) - known else items


def _numbers_in(items: Iterable[FlowItem]) -> set[int]:
    """The numbers of the lines that are in grids."""
    spans = [item.span for item in items if isinstance(item, Grid)]
    return {n for span in spans for n in range(span.first or 0, (span.last or 0) + 1)}


def _printed_lines(item: FlowItem) -> list[Line] | None:
    """The lines of a text file that an item is, as they stand there; None for another."""
    lines = [item] if isinstance(item, Line) else list(_whole_lines(item))
    return lines if all(map(_is_printed, lines)) else None


def _whole_lines(grid: Grid) -> Iterator[Line]:
    """The line that each row of a grid was; a cell of several lines stands for them."""
    for _, cells in groupby(grid.cells, key=lambda cell: cell.row):
        lines = [line for cell in cells for line in cell.lines]
        if len({line.span.first for line in lines}) > 1:
            yield replace(lines[0], complete=True)
        elif lines:
            yield replace(lines[0], text=clean(lines[0].raw), offset=0, confidence=1.0)


def _is_printed(line: Line) -> bool:
    """Is it one line of a text file?"""
    if line.words or line.complete or not line.raw or line.span.first is None:
        return False
    return not any(mark in line.raw for mark in "\n\t|")


def _may_be_set(lines: Sequence[Line]) -> bool:
    if sum(_WIDE.search(line.raw) is not None for line in lines) < MIN_SET_LINES:
        return False
    return 0 < sum(may_open(line.text) for line in lines) <= MOST_HEADERS


def _with_grids(lines: Sequence[Line]) -> list[FlowItem]:
    """The lines with tables as grids; nothing where there are none."""
    if not _may_be_set(lines):
        return []
    lines = _without_page_numbers(lines)
    by_number = {line.span.first: line for line in lines}
    made: list[FlowItem] = []
    places = _Places()
    for item in _found_by_page(list(_placed(lines)), places):
        if isinstance(item, Grid):
            made.append(_as_text(item, places))
        else:
            made.append(by_number[round(item.words[0].box.y0 / PITCH)])
    return made if any(isinstance(item, Grid) for item in made) else []


def _without_page_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines without the bare numbers right above headings that are printed again, or in the
    middle of a line between two empty ones."""
    kept: list[Line] = []
    headings: set[str] = set()
    for line, below in zip_longest(lines, lines[1:]):
        if line.text in headings and kept and BARE_NUMBER.fullmatch(kept[-1].text):
            kept.pop()
        if _are_headings(line):
            headings.add(line.text)
        if not (kept and below and _is_page_number(kept[-1], line, below)):
            kept.append(line)
    return kept


def _is_page_number(above: Line, line: Line, below: Line) -> bool:
    """Is a line a bare number in the middle, an empty one above it, and the next page or an empty
    one below it?"""
    if line.indent < LEAST_INDENT or BARE_NUMBER.fullmatch(line.text) is None:
        return False
    first, own, last = (one.span.first or 0 for one in (above, line, below))
    return own - first > 1 and (last - own > 1 or "\f" in below.raw)


@dataclass(frozen=True, slots=True)
class _Places:
    """Which line of the file stands at which height (points), where its page was set anew."""

    numbers: dict[float, int] = field(default_factory=dict)

    def header_on(self, header: Header, page: Sequence[Line]) -> Header:
        """The header: the lines of each page stand under it already."""
        del page
        return header

    def placed(self, header: Header, lines: Sequence[Line]) -> list[Line]:
        """The lines of a table as they stand under its header."""
        placed = stacked(header, lines, PITCH)
        for line, moved in zip(lines, placed, strict=True):
            self.numbers[moved.words[0].box.y0] = round(line.words[0].box.y0 / PITCH)
        return placed

    def numbers_of(self, box: Box | None) -> Span:
        """The numbers of the lines in a box."""
        if box is None:
            return Span()
        return Span(first=self._number_at(box.y0), last=self._number_at(box.y1 - HEIGHT))

    def _number_at(self, top: float) -> int:
        """The number of the line at a height; what was not set anew (a table behind a caption)
        stands where it stood."""
        return self.numbers.get(top, round(top / PITCH))


def _found_by_page(lines: Sequence[Line], places: _Places) -> Iterator[FlowItem]:
    """What stands on the pages. The columns of each page that repeats the header stand where its
    own headings do: letters of different widths shift them."""
    run: list[Line] = []
    for _, page in groupby(lines, key=_page_of):
        own = list(page)
        header = find_header(own) if run else None
        if header is not None:
            rows = _rows_at_top(own[: header.first])
            yield from _found_in(run + own[:rows], places)
            run, own = [], own[rows:]
        run += own
    yield from _found_in(run, places)


def _rows_at_top(lines: Sequence[Line]) -> int:
    """How many lines above the header of a page are rows of the table on the page before: up to the
    last with wide gaps, where the first begins with the number of a row, and what goes on right
    below it, beside the numbers."""
    wide = [place for place, line in enumerate(lines) if any(True for _ in _wide_gaps(line))]
    if wide[:1] != [0] or INDEX.fullmatch(lines[0].words[0].text) is None:
        return 0
    last = lines[wide[-1]]
    stop = wide[-1] + 1
    while stop < len(lines) and _is_right_below(lines[stop], lines[stop - 1]):
        if lines[stop].words[0].box.x0 < last.words[1].box.x0 or _heads_prose(lines[stop]):
            break
        stop += 1
    return stop


def _is_right_below(line: Line, above: Line) -> bool:
    """Does a line stand below another without an empty one between them?"""
    if not line.words or not above.words:
        return False
    return line.words[0].box.y0 - above.words[0].box.y0 <= PITCH


def _found_in(lines: Sequence[Line], places: _Places) -> Sequence[FlowItem]:
    """What stands on pages that have one header at most, where the cells keep to its columns."""
    header = find_header(lines)
    if header is None:
        return lines
    closing = closing_below(lines, header.stop)
    end = _other_header(lines[:closing], header)
    if end is None:
        header, moved = _set_under(header, lines[:closing])
        end = _end_of_rows(lines[:closing], moved, header)
    if end < len(lines):
        apart = lines[:end], lines[end:]
        return [one for part in apart for one in _found_in(part, places)]
    lines = moved
    if _is_crossed(header, lines[header.stop :]):
        return lines
    return grids_under(header, lines, places)


def _set_under(header: Header, lines: Sequence[Line]) -> tuple[Header, list[Line]]:
    """A header and the lines of its pages -> the same with each cell in its column, wherever a
    page, or a full cell before it, has moved it."""
    made = list(lines[: header.stop])
    edges, roles = header.edges, header.columns.roles
    for number, (_, page) in enumerate(groupby(lines[header.stop :], key=_page_of)):
        whole = list(page)
        if not number:
            below = set_under(edges, whole, LETTER, roles=roles)
        else:
            ways = (edges, on_page(header, whole, LETTER).edges, begins_on(whole, edges, LETTER))
            every = [set_under(way, whole, LETTER, to=edges, roles=roles) for way in ways]
            below = min(every, key=lambda way: way.cost)
        edges = below.edges
        made += below.lines
    return replace(header, edges=edges), made


def _is_crossed(header: Header, lines: Sequence[Line]) -> bool:
    """Do words of too many lines stand across an edge, or too many gaps where no edge is?"""
    own = _without_titles(lines)
    crossed = [sum(_stands_across(line, edge) for line in own) for edge in header.edges]
    white = [gap for line in own for gap in _wide_gaps(line)]
    missed = sum(not any(left < edge < right for edge in header.edges) for left, right in white)
    return max(crossed) > STRAY * len(lines) or missed > STRAY * len(white)


def _other_header(lines: Sequence[Line], header: Header) -> int | None:
    """Where the header of another table stands below a header, or the heading over it."""
    for place in range(header.stop + 1, len(lines)):
        if not (may_open(lines[place].text) and any(True for _ in _wide_gaps(lines[place]))):
            continue
        other = find_header(lines[place : place + MAX_HEADER_LINES])
        if other is not None and other.first == 0 and other.words != header.words:
            while place > header.stop + 1 and _heads_prose(lines[place - 1]):
                place -= 1
            return place
    return None


def _end_of_rows(lines: Sequence[Line], moved: Sequence[Line], header: Header) -> int:
    """Where prose begins below the last row: lines that leave no white between their words, and run
    over an edge of the columns ("Trên đây là Kế hoạch …"), and the heading over them. A row of
    full cells leaves no white, either; once `moved` it has a cell in nearly every column."""
    last = header.stop
    for place in range(header.stop, len(lines)):
        if any(True for _ in _wide_gaps(lines[place])):
            last = place
    for end in range(last + 1, len(lines)):
        below = moved[end]
        is_cell = below is not lines[end] and not _runs_over(below, header.edges)
        is_cell = is_cell and len(_first_words(below, header.edges)) == 1
        is_headed = end - 1 > last and _is_below_chapter(lines[end], lines[end - 1])
        if not is_headed and (is_cell or _is_full_row(below, header.edges)):
            continue
        if is_headed or _runs_over(lines[end], header.edges):
            while end > last + 1 and _heads_prose(lines[end - 1]):
                end -= 1
            return end
    return _above_signers(lines, last=header.stop)


def _above_signers(lines: Sequence[Line], last: int) -> int:
    """Where the signatures begin that end a table, side by side, the capacities above "(Ký, ghi rõ
    họ tên)"; where there are none, its end."""
    for place in range(len(lines) - 1, max(last, len(lines) - MAX_ROWS), -1):
        texts = _WIDE_GAP.split(lines[place].raw.strip())
        if len(texts) < 2 or not are_of_signers(texts):
            break
        if all(text.startswith("(") for text in texts):
            return place - 1
    return len(lines)


def _is_full_row(line: Line, edges: Sequence[float]) -> bool:
    """Has a line a cell in all columns but one, each in a capital or a figure, and does it not end
    as a sentence does?"""
    first = _first_words(line, edges)
    is_small = any(text[:1].islower() for text in first.values())
    return len(first) >= len(edges) and not is_small and not line.text.endswith((".", ":"))


def _first_words(line: Line, edges: Sequence[float]) -> dict[int, str]:
    """The first word of a line in each column in which it has any."""
    first: dict[int, str] = {}
    for word in line.words:
        first.setdefault(bisect(edges, (word.box.x0 + word.box.x1) / 2), word.text)
    return first


def _heads_prose(line: Line) -> bool:
    mark = read_mark(line.text)
    return line.text.isupper() or (mark is not None and mark.rank <= Rank.ROMAN)


def _is_below_chapter(line: Line, above: Line) -> bool:
    """Does a sentence stand below the heading of a chapter ("III. KINH PHÍ"), and not the rest of
    the title of a group?"""
    mark = read_mark(above.text)
    is_chapter = mark is not None and mark.rank <= Rank.ROMAN
    return is_chapter and not line.text.isupper() and not line.text[:1].islower()


def _runs_over(line: Line, edges: Sequence[float]) -> bool:
    if any(True for _ in _wide_gaps(line)) or not line.words:
        return False
    begin, stop = line.words[0].box.x0, line.words[-1].box.x1
    return any(begin < edge < stop for edge in edges)


def _without_titles(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that stand alone over a row: a title, a word on the rows."""
    parted = [any(True for _ in _wide_gaps(line)) for line in lines]
    pairs = zip_longest(lines, parted, parted[1:])
    return [line for line, is_row, is_over_row in pairs if is_row or not is_over_row]


def _page_of(line: Line) -> int | None:
    return line.span.page


def _stands_across(line: Line, edge: float) -> bool:
    return any(word.box.x0 < edge < word.box.x1 for word in line.words)


def _wide_gaps(line: Line) -> Iterator[tuple[float, float]]:
    """From where to where the white between two words is wide."""
    for before, after in pairwise(line.words):
        if after.box.x0 - before.box.x1 >= 2 * LETTER:
            yield before.box.x1, after.box.x0


def _placed(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines as a page would have them. Words of a line stand in boxes, its number is their
    height. The headings of a table, printed again, begin a page."""
    page = 1
    headings: set[str] = set()
    for line in lines:
        is_again = line.text in headings
        page += is_again or _opens_page(line)
        if _are_headings(line):
            headings.add(line.text)
        top = (line.span.first or 0) * PITCH
        raw = line.raw.replace("\f", "")
        words = [_word(found.start(), found[0], top=top) for found in _WORD.finditer(raw)]
        box = words[0].box.union(words[-1].box) if words else None
        yield replace(line, words=tuple(words), span=Span(page=page, box=box))


def _are_headings(line: Line) -> bool:
    """May a line be the headings of a table, each in words?"""
    parts = _WIDE_GAP.split(line.raw.strip())
    return len(parts) >= MIN_COLUMNS and may_open(line.text) and all(p[:1].isalpha() for p in parts)


def _opens_page(line: Line) -> bool:
    """Does a line begin a page? In a table a line that begins with blanks tells nothing."""
    return "\f" in line.raw or (line.page_break and line.indent == 0)


def _word(begin: int, text: str, top: float) -> Word:
    box = Box(begin * LETTER, top, (begin + len(text)) * LETTER, top + HEIGHT)
    return Word(text, box, HEIGHT)


def _as_text(grid: Grid, places: _Places) -> Grid:
    """A grid of a page -> that of the text, its lines with their numbers, without the columns that
    hold nothing: the headings of those are written over several others."""
    held = {cell.col for cell in grid.cells if cell.row >= grid.header_rows and cell.lines}
    kept = sorted(held) if len(held) >= MIN_COLUMNS else list(range(grid.n_cols))
    cells = []
    for cell in grid.cells:
        if cell.col not in kept:
            continue
        lines = tuple(_as_line(line, places) for line in cell.lines)
        width = sum(cell.col <= column < cell.col + cell.col_span for column in kept)
        place = kept.index(cell.col)
        cells.append(replace(cell, col=place, col_span=width, lines=lines, box=None, page=None))
    span = places.numbers_of(grid.span.box)
    return replace(grid, n_cols=len(kept), cells=tuple(cells), span=span)


def _as_line(line: Line, places: _Places) -> Line:
    return replace(line, words=(), span=places.numbers_of(line.span.box))
