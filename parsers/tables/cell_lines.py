"""Tables pasted cell by cell: each cell is a line of its own, row after row ("1" / "Rà soát …" /
"Công an xã" / "Quý I"). They become grids again, where the numbers that begin the rows tell it.

A heading for each column, the first of them that of the row numbers; then, from one number to the
next, as many lines as there are columns. Where a cell was empty, or has two lines, the lines go to
the columns, in their order, that fit them best. Tables whose rows are not so even (those of a page
read line by line) are left to `parsers.flattened`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import takewhile

from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Span
from kehoach.normalize.legal.references import find_references
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.layout.articles import stretches_of_articles
from kehoach.parsers.layout.marks import Rank, is_bullet, read_mark
from kehoach.parsers.tables.columns import Columns, headed_columns, read_columns
from kehoach.parsers.tables.content_roles import is_time
from kehoach.parsers.tables.second_row import whole_headings
from kehoach.parsers.words import is_caption, phrases, phrases_by
from kehoach.patterns import ROW_NUMBER, compile_regex

MIN_COLUMNS, MAX_COLUMNS = 3, 10
MAX_HEADING = 10
"""Words of a column's heading."""
MOST_IN_VAIN = 100
"""So many headings without even rows under them are looked at: each costs a look at the rest."""
MIN_ROWS = 3
EVEN = 0.7
"""The share of rows that have a line for each column, or the title of a group alone."""
MIN_LOOSE_NUMBERS, MIN_LOOSE_TIMES = 5, 3
FEWEST_APART, NEAR = 2, 3
"""Headings that stand apart, and how many lines away from each other: one word alone may be the
heading of a section, headings side by side are those of a table row after row."""
MIN_WHOLE, MOSTLY_KNOWN = 3, 0.5
"""Headings on lines of their own that the vocabulary knows as they stand, and the share of those
that it knows at all."""
MIN_COUNTED, MIN_TIMES, MAX_TIME = 3, 4, 40
"""So many numbers of rows, or times (of so many letters), that follow each other on lines of their
own are a column."""
MAX_LINES = 3
"""So many times as many lines as columns are never one row."""
_NUMBER = compile_regex(rf"\(?(?:{ROW_NUMBER}(?:\.\d{{1,3}}){{0,3}}|[IVX]{{1,5}}|[a-zđ])\)?[.)]?")
FITS, STRANGE = 2.0, -2.0
"""What it is worth that a line is what its column holds, and that it is plainly not."""
DOUBLED, EMPTY = -0.7, -0.5
"""What it costs that a line goes to the column of the one before it, and that a column is empty."""
_ENDS = (".", ",", ";", ":")
_OWNERS = frozenset({"lead", "coordinating"})


@dataclass(frozen=True, slots=True)
class _Row:
    """The number of a row, and its other lines."""

    number: Line
    lines: tuple[Line, ...]


def with_tables_of_lines(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow with tables that stand in it cell by cell -> the same with grids in their places."""
    made: list[FlowItem] = []
    index = in_vain = 0
    while index < len(flow):
        headings, first = _headings_at(flow, index)
        columns = _columns_of(headings) if in_vain < MOST_IN_VAIN else None
        rows, end = _rows_from(flow, first, width=len(headings)) if columns else ([], index)
        if columns is not None and _are_even(rows, columns):
            made.append(_grid_of(headings, rows, columns=columns))
            index = end
            continue
        in_vain += columns is not None
        made.append(flow[index])
        index += 1
    return made


def _headings_at(flow: Sequence[FlowItem], begin: int) -> tuple[list[Line], int]:
    """The lines before the first number of a row, those of a grid that has headings alone among
    them; none where they are too many, or too long."""
    headings: list[Line] = []
    for index in range(begin, min(begin + MAX_COLUMNS + 1, len(flow))):
        item = flow[index]
        if isinstance(item, Line) and _is_number(item):
            return headings, index
        lines = [item] if isinstance(item, Line) else _lines_of_bare_header(item)
        if not lines or not all(map(_may_head, lines)):
            break
        headings += lines
    return [], begin


def _lines_of_bare_header(grid: Grid) -> list[Line]:
    """The cells of a grid of one row, a line each; none for another."""
    if grid.n_rows != 1 or any(len(cell.lines) != 1 for cell in grid.cells):
        return []
    return [cell.lines[0] for cell in grid.cells]


def _may_head(line: Line) -> bool:
    return not line.words and len(line.text.split()) <= MAX_HEADING


def _columns_of(headings: Sequence[Line]) -> Columns | None:
    """What the headings of a table that numbers its rows say, unless they are those of another
    kind than tasks."""
    if not MIN_COLUMNS <= len(headings) <= MAX_COLUMNS:
        return None
    titles = [[line.text] for line in headings]
    columns = read_columns(titles) or headed_columns(titles)
    if columns is None or columns.kind == "targets" or columns.of("index") != 0:
        return None
    return columns


def _is_number(item: FlowItem) -> bool:
    return isinstance(item, Line) and not item.words and bool(_NUMBER.fullmatch(item.text))


def _rows_from(flow: Sequence[FlowItem], begin: int, width: int) -> tuple[list[_Row], int]:
    """The rows from an item on, and where they end: at a table, a caption, a numbered sentence, or
    behind the last line that the last row has a column for."""
    rows: list[_Row] = []
    index = begin
    while index < len(flow):
        number = flow[index]
        if not isinstance(number, Line) or not _is_number(number):
            break
        lines = list(_until_number(flow, index + 1))
        index += 1 + len(lines)
        if index >= len(flow) or not _is_number(flow[index]):
            index -= max(0, len(lines) - width + 1)
            lines = lines[: width - 1]
        rows.append(_Row(number, tuple(lines)))
    return rows, index


def _until_number(flow: Sequence[FlowItem], begin: int) -> Iterator[Line]:
    for index in range(begin, len(flow)):
        item = flow[index]
        if not isinstance(item, Line) or item.words or _is_number(item) or _ends_table(item):
            return
        yield item


def _ends_table(line: Line) -> bool:
    mark = read_mark(line.text)
    return is_caption(line.text) or (mark is not None and mark.rank <= Rank.DECIMAL_4)


def _are_even(rows: Sequence[_Row], columns: Columns) -> bool:
    """Have most rows a line for each column, that of notes at the end left out or not, or a title
    alone? All of them, where the headings do not tell what the columns are."""
    width = len(columns.roles)
    sizes = Counter(len(row.lines) + 1 for row in rows)
    if not sizes or max(sizes) > MAX_LINES * width:
        return False
    whole = sizes[width]
    if columns.roles[-1] == "note":
        whole += sizes[width - 1]
    share = EVEN if columns.kind == "tasks" else 1
    return whole >= MIN_ROWS and whole + sizes[2] >= share * len(rows)


def loose_cells(lines: Sequence[Line]) -> Line | None:
    """The first of many lines that are the cells of a table in an order that nobody can tell
    (column after column, as `pdftotext` writes some): bare numbers of rows, and bare times."""
    numbers = [line for line in lines if _is_number(line)]
    if len(numbers) < MIN_LOOSE_NUMBERS:
        return None
    times = sum(is_understood(line.text) for line in lines if len(line.text.split()) <= MAX_HEADING)
    return numbers[0] if times >= MIN_LOOSE_TIMES else None


def cells_by_column(flow: Iterable[FlowItem]) -> Line | None:
    """The first of bare lines that stand under each other as only cells of a column do, numbers of
    rows that count on, or times: the table was written column after column, whatever was made of
    it. Numbers from 1 on may be those of columns, unless their own heading is right above them."""
    counted: list[Line] = []
    times: list[Line] = []
    above: Line | None = None
    heads = False
    for item in flow:
        line = item if isinstance(item, Line) and not item.words else None
        counted = _with_next(counted, line)
        if len(counted) == 1:
            heads = above is not None and _heads_numbers(above)
        above = line
        times = [*times, line] if line is not None and _is_time(line.text) else []
        if len(counted) >= MIN_COUNTED and (heads or counted[0].text.strip(".)") != "1"):
            return counted[0]
        if len(times) >= MIN_TIMES:
            return times[0]
    return None


def _is_time(text: str) -> bool:
    """Is a line the cell of a column of times? "- 01/9 - 05/9: Tập huấn" is a point of a list, and
    so is "- Kiểm tra nhà trọ trước ngày 1/4", which only ends with one."""
    if len(text) > MAX_TIME or not is_understood(text):
        return False
    mark = read_mark(text)
    if mark is None or not is_bullet(mark):
        return True
    return ":" not in text and is_time(mark.rest)


def _heads_numbers(line: Line) -> bool:
    """Is a line the heading of the numbers of rows, or the end of one in a narrow column ("ST" over
    "T")?"""
    known = phrases_by("tables/columns.yaml", "roles")["index"]
    plain = strip_diacritics(line.text)
    return any(phrase == plain or phrase[-1:] == plain for phrase in known)


def _with_next(counted: list[Line], line: Line | None) -> list[Line]:
    """Lines of numbers each of which is one more than that above, with the next; afresh where it
    does not count on. A Roman number between them is that of a group."""
    if line is None or not _is_number(line):
        return []
    number = line.text.strip(".)")
    if not number.isdecimal():
        return counted
    if counted and int(number) == int(counted[-1].text.strip(".)")) + 1:
        return [*counted, line]
    return [line]


def headings_alone(flow: Sequence[FlowItem]) -> Iterator[Line]:
    """The first of lines that are the headings of a table of tasks, each on a line of its own."""
    begin = 0
    while begin < len(flow):
        headings = list(takewhile(_is_bare, flow[begin : begin + MAX_COLUMNS]))
        first = flow[begin]
        if isinstance(first, Line) and _are_headings(headings):
            yield first
            begin += len(headings)
        begin += 1


def heading_apart(flow: Sequence[FlowItem]) -> Line | None:
    """The first of two or more different headings of columns that stand among other lines, each by
    itself, in a text: it has a table column after column, whose head is torn. None where there are
    fewer. What stands right over articles ("NỘI DUNG" / "Điều 1. …") is their title."""
    # The word for the numbers is short, and stands at the head of each page.
    known = whole_headings().difference(phrases_by("tables/columns.yaml", "roles")["index"])
    texts = (item.text if isinstance(item, Line) else "" for item in flow)
    articles = stretches_of_articles(texts)
    places = [
        place
        for place, item in enumerate(flow)
        if isinstance(item, Line)
        and _is_heading_of(item, known)
        and not _is_title_of_part(flow, place, articles)
    ]
    apart: dict[str, Line] = {}
    for number, place in enumerate(places):
        item = flow[place]
        beside = (*places[max(number - 1, 0) : number], *places[number + 1 : number + 2])
        if isinstance(item, Line) and all(abs(place - other) > NEAR for other in beside):
            apart.setdefault(strip_diacritics(item.text), item)
    return next(iter(apart.values())) if len(apart) >= FEWEST_APART else None


def _is_title_of_part(flow: Sequence[FlowItem], place: int, articles: Sequence[range]) -> bool:
    """Does a line stand among articles, right over them, below "Phần thứ nhất", or over the grounds
    of the paper? It names a part of the text, and heads no column."""
    if any(place in stretch or place + 1 in stretch for stretch in articles):
        return True
    if place and _is_bare_part(flow[place - 1]):
        return True
    return _titles_next(flow, place)


def _is_bare_part(item: FlowItem) -> bool:
    """ "Phần thứ nhất": the line below it is its title, and heads no column."""
    mark = read_mark(item.text) if isinstance(item, Line) else None
    return mark is not None and mark.rank == Rank.PART and not mark.rest.strip()


def _titles_next(flow: Sequence[FlowItem], place: int) -> bool:
    """Does a line in capitals stand right above an article, or the grounds of the paper ("CĂN CỨ
    PHÁP LÝ" over "Luật … ngày …;")? Then it is the title of a chapter."""
    item, below = flow[place], next(iter(flow[place + 1 : place + 2]), None)
    if not (isinstance(item, Line) and isinstance(below, Line) and item.text.isupper()):
        return False
    mark = read_mark(below.text)
    if mark is not None and mark.rank == Rank.ARTICLE:
        return True
    cited = next(iter(find_references(below.text)), None)
    return cited is not None and not cited.start and cited.date is not None


def _is_heading_of(line: Line, known: AbstractSet[str]) -> bool:
    """Is a line one of the headings that are `known`, and nothing else? What the format calls a
    heading is one of a chapter."""
    if not _is_bare(line) or not line.text[:1].isupper() or line.heading is not None:
        return False
    return strip_diacritics(line.text) in known


def _is_bare(item: FlowItem) -> bool:
    return isinstance(item, Line) and _may_head(item) and not item.text.endswith(_ENDS)


def _are_headings(lines: Sequence[FlowItem]) -> bool:
    """Do the first of the lines head the columns of a table of tasks, most of them in words that
    the vocabulary knows as whole headings?"""
    titles = [item.text for item in lines if isinstance(item, Line)]
    known = whole_headings()
    if not titles or strip_diacritics(titles[0]) not in known.union(phrases("columns_of_times")):
        return False
    for width in range(len(titles), MIN_COLUMNS, -1):
        named = {strip_diacritics(title) for title in titles[:width]} & known
        if len(named) < MIN_WHOLE:
            continue
        columns = read_columns([[title] for title in titles[:width]])
        if columns is None or columns.kind != "tasks":
            continue
        if columns.confidence >= MOSTLY_KNOWN:
            return True
    return False


# --- the grid -------------------------------------------------------------------------------------


def _grid_of(headings: Sequence[Line], rows: Sequence[_Row], columns: Columns) -> Grid:
    width = len(headings)
    cells = [Cell(0, place, lines=(line,)) for place, line in enumerate(headings)]
    for row_number, row in enumerate(rows, start=1):
        cells.append(Cell(row_number, 0, lines=(row.number,)))
        if len(row.lines) == 1:
            cells.append(Cell(row_number, 1, col_span=width - 1, lines=row.lines))
            continue
        held = in_columns(row.lines, columns)
        cells += [Cell(row_number, place, lines=held.get(place, ())) for place in range(1, width)]
    lines = [*headings, *(line for row in rows for line in (row.number, *row.lines))]
    return Grid(len(rows) + 1, width, tuple(cells), span=_span_of(lines), header_rows=1)


def _span_of(lines: Sequence[Line]) -> Span:
    first, last = lines[0].span, lines[-1].span
    return replace(first, last=last.last if last.last is not None else last.first)


def in_columns(lines: Sequence[Line], columns: Columns) -> dict[int, tuple[Line, ...]]:
    """The lines of a row behind its number, by the columns that they belong to."""
    width = len(columns.roles)
    if len(lines) == width - 1:
        return {place: (line,) for place, line in enumerate(lines, start=1)}
    if len(lines) == width - 2 and columns.roles[-1] == "note":
        in_order = list(range(1, width - 1))
        if _worth(lines, in_order, columns.roles) >= 0:
            return {place: (line,) for place, line in zip(in_order, lines, strict=True)}
    places = _fitting(lines, columns.roles)
    whole = list(range(1, width))
    beyond = len(lines) - len(whole)
    if 0 < beyond < len(whole):  # a page broke the row: its cells go on, in their order
        broken = [*whole, *whole[:beyond]]
        if _worth(lines, broken, columns.roles) >= _worth(lines, places, columns.roles):
            places = broken
    held: dict[int, tuple[Line, ...]] = {}
    for line, place in zip(lines, places, strict=True):
        held[place] = (*held.get(place, ()), line)
    return held


def _fitting(lines: Sequence[Line], roles: Sequence[str | None]) -> list[int]:
    """The columns of lines, none before that of the line before it, that fit them best."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in lines:
        reached: dict[int, tuple[float, list[int]]] = {}
        for last, (worth, places) in best.items():
            for place in range(max(last, 1), len(roles)):
                step = DOUBLED if place == last else EMPTY * (place - last - 1)
                total = worth + step + fit_of(line.text, roles[place])
                if place not in reached or total > reached[place][0]:
                    reached[place] = (total, [*places, place])
        best = reached
    return max(best.values())[1]


def _worth(lines: Sequence[Line], places: Sequence[int], roles: Sequence[str | None]) -> float:
    return sum(fit_of(line.text, roles[place]) for line, place in zip(lines, places, strict=True))


def fit_of(text: str, role: str | None) -> float:
    """How well a line suits the column of a role."""
    if role == "deadline":
        return FITS if is_understood(text) else STRANGE
    if role in _OWNERS:
        is_body = text[:1].isupper() and any(parse_offices(text).known)
        return FITS if is_body else STRANGE
    return STRANGE if is_understood(text) else 0.0
