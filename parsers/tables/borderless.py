"""Tables without ruled lines on pages: columns from the header's words and the white between, rows
from what is fresh.

Steps: header -> column edges (the whitest place between neighbouring headings) -> words by column
-> printed rows that open a table row -> a `Grid` per page, which then goes the way of ruled ones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import mode

import regex

from kehoach.ingest.geometry import box_of, line_of
from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Span, Word
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.layout.paragraphs import unfold
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.tables.openings import opens_cell
from kehoach.parsers.words import is_caption, phrases_by, starts

MAX_HEADER_LINES = 5
MIN_COLUMNS = 4
GAP = 5.0
"""Words nearer than this (points) belong to one heading; cells keep twice a margin of about this
between them."""

CUES = ("chu tri", "phoi hop", "thoi gian", "san pham", "noi dung", "nhiem vu", "thuc hien")

_TERMINAL = regex.compile(r"[.;:!?]$")
_COUNTED = regex.compile(r"(?:\(?\d{1,2}(?!\d)\)?\s*){3,}")
"""A row that only numbers the columns."""
_NUMBERED = regex.compile(r"(?<!\S)\(?\d{1,2}\s?[-.)](?=\s)")
_INDEX = regex.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,5}|[A-H])[.)]?")


@dataclass(frozen=True, slots=True)
class _Header:
    first: int
    last: int  # exclusive
    columns: Columns
    edges: tuple[float, ...]  # between columns; one less than there are columns
    words: tuple[str, ...]  # all its words, sorted


def find_borderless(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """A flow in which tables without rulings have become grids; everything else as it was."""
    found: list[FlowItem] = []
    lines: list[Line] = []
    for item in flow:
        loose = unfold(item) if isinstance(item, Grid) and not item.ruled else [item]
        if all(isinstance(line, Line) and line.words for line in loose):
            lines.extend(line for line in loose if isinstance(line, Line))
        else:
            found.extend(_with_grids(lines))
            found.append(item)
            lines = []
    found.extend(_with_grids(lines))
    return found


def _with_grids(lines: Sequence[Line]) -> list[FlowItem]:
    header = _find_header(lines)
    if header is None:
        return list(lines)
    end = next((n for n in range(header.last, len(lines)) if is_caption(lines[n].text)), len(lines))
    grids: list[FlowItem] = []
    for page in _pages(lines[header.first : end]):
        grids.append(_grid(page, header))
    return [*lines[: header.first], *grids, *_with_grids(lines[end:])]


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = []
    for line in lines:
        if not pages or pages[-1][-1].span.page != line.span.page:
            pages.append([])
        pages[-1].append(line)
    return pages


# --- the header -----------------------------------------------------------------------------------


def _find_header(lines: Sequence[Line]) -> _Header | None:
    """The first run of printed rows that reads as the headings of a table of tasks."""
    for first in range(len(lines)):
        if not _may_open(lines[first].text):
            continue
        best: _Header | None = None
        for last in range(first + 1, min(first + MAX_HEADER_LINES, len(lines)) + 1):
            if lines[last - 1].span.page != lines[first].span.page:
                break
            header = _header(lines, first, last)
            if header is not None and (best is None or _score(header) > _score(best)):
                best = header
        if best is not None:
            return best
    return None


def _may_open(text: str) -> bool:
    """Does the printed row begin with the index' heading, speak of two columns, or count its
    headings ("1- … 2- …")?"""
    bared = strip_diacritics(text)
    if starts(bared, phrases_by("tables/columns.yaml", "roles")["index"]):
        return True
    return sum(f" {cue} " in f" {bared} " for cue in CUES) >= 2 or len(_NUMBERED.findall(text)) >= 3


def _score(header: _Header) -> tuple[float, int, int]:
    """More columns known, then more headings that are a phrase of the vocabulary as a whole; then
    the longer phrases when all are, else fewer letters."""
    columns = header.columns
    known = sum(role is not None for role in columns.roles)
    listed = phrases_by(
        "tables/columns.yaml", "roles" if columns.kind == "tasks" else "target_roles"
    )
    whole = sum(
        strip_diacritics(t) in listed[r]
        for t, r in zip(columns.titles, columns.roles, strict=True)
        if r
    )
    letters = sum(len(t) for t in columns.titles)
    return (known + columns.confidence, whole, letters if whole == known else -letters)


def _header(lines: Sequence[Line], first: int, last: int) -> _Header | None:
    page = lines[first].span.page
    below = [line for line in lines[last:] if line.span.page == page]
    blocks = _blocks([word for line in lines[first:last] for word in line.words])
    if len(blocks) < MIN_COLUMNS:
        return None
    blocks = _with_cells(blocks, below)
    titles = [" ".join(line_of(row, 0).text for row in _rows(block)) for block in blocks]
    columns = read_columns([[title] for title in titles])
    if columns is None or columns.kind == "other" or columns.confidence < 0.8:
        return None
    words = sorted(word.text for line in lines[first:last] for word in line.words)
    return _Header(first, last, columns, _edges(blocks, below or lines[first:]), tuple(words))


def _with_cells(blocks: list[list[Word]], below: Sequence[Line]) -> list[list[Word]]:
    """The blocks that have words under them. A heading over two others ("Phân công" over "Chủ trì |
    Phối hợp") stands over the white between their cells."""
    if len(blocks) <= MIN_COLUMNS or len(below) < 3:
        return blocks
    edges = [0.0, *_edges(blocks, below), float("inf")]
    middles = [(w.box.x0 + w.box.x1) / 2 for line in below for w in line.words]
    return [
        block
        for block, (left, right) in zip(blocks, pairwise(edges), strict=True)
        if any(left < middle <= right for middle in middles)
    ]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.y0, w.box.x0)):
        if rows and abs(rows[-1][0].box.y0 - word.box.y0) < 0.5 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _blocks(words: Sequence[Word]) -> list[list[Word]]:
    """Words -> blocks that no white stripe of `GAP` points parts, from left to right."""
    blocks: list[list[Word]] = []
    right = 0.0
    for word in sorted(words, key=lambda w: w.box.x0):
        if blocks and word.box.x0 - right < GAP:
            blocks[-1].append(word)
        else:
            blocks.append([word])
        right = max(right, word.box.x1) if len(blocks[-1]) > 1 else word.box.x1
    return blocks


def _edges(blocks: Sequence[Sequence[Word]], lines: Sequence[Line]) -> tuple[float, ...]:
    """Between the middles of neighbouring headings: the place that the fewest lines below cover
    with words, the middle of the widest such stripe."""
    boxes = [box_of(block) for block in blocks]
    edges: list[float] = []
    for left, right in pairwise(boxes):
        a, b = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
        places = [a + (b - a) * step / 60 for step in range(61)]
        covered = _covered(places, lines)
        least = min(covered)
        runs: list[list[float]] = [[]]
        for x, count in zip(places, covered, strict=True):
            if count == least:
                runs[-1].append(x)
            elif runs[-1]:
                runs.append([])
        widest = max(runs, key=len)
        edges.append((widest[0] + widest[-1]) / 2)
    return tuple(edges)


def _covered(places: Sequence[float], lines: Sequence[Line]) -> list[int]:
    """How many of the lines have a word at each of the places (ascending), with a point of
    margin."""
    rises = [0] * (len(places) + 1)
    for line in lines:
        runs = sorted(
            (bisect_right(places, w.box.x0 - 1), bisect_left(places, w.box.x1 + 1))
            for w in line.words
        )
        seen = 0
        for first, stop in runs:
            if stop > max(first, seen):
                rises[max(first, seen)] += 1
                rises[stop] -= 1
                seen = stop
    return list(accumulate(rises[:-1]))


# --- rows -----------------------------------------------------------------------------------------


def _grid(lines: Sequence[Line], header: _Header) -> Grid:
    """The lines of one page -> a grid: header rows first when the page has them."""
    width = len(header.columns.roles)
    parted = [_by_column(line, header.edges) for line in lines]
    skip = _header_length(lines, header)
    groups: list[list[int]] = [list(range(skip))] if skip else []
    pitch = _pitch(lines)
    for n in range(skip, len(lines)):
        if not groups or n == skip or _opens_row(n, lines, parted, header, pitch):
            groups.append([n])
        else:
            groups[-1].append(n)
    page = lines[0].span.page or 0
    cells: list[Cell] = []
    for row, own in enumerate(groups):
        if skip and row == 0:
            cells.extend(_header_cells(header, own, lines, page))
        else:
            cells.extend(_cells(own, row, lines, parted, width, page))
    cells = _merged(cells, len(groups), header.columns, 1 if skip else 0)
    box = box_of([word for line in lines for word in line.words])
    return Grid(
        len(groups), width, tuple(cells), Span(page=page, box=box), header_rows=1 if skip else 0
    )


def _header_length(lines: Sequence[Line], header: _Header) -> int:
    """How many lines the header takes at the top of this page: 0 when it does not stand there."""
    for count in range(1, min(MAX_HEADER_LINES, len(lines)) + 1):
        if sorted(word.text for line in lines[:count] for word in line.words) == list(header.words):
            return count + (
                count < len(lines) and _COUNTED.fullmatch(lines[count].text) is not None
            )
    return 0


def _by_column(line: Line, edges: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in line.words:
        middle = (word.box.x0 + word.box.x1) / 2
        columns[sum(middle > edge for edge in edges)].append(word)
    return columns


def _is_banner(line: Line, parted: Sequence[Sequence[Word]], edges: Sequence[float]) -> bool:
    """A group row: its words run over a column edge without the white of one."""
    words = [w for column in parted for w in column]
    for left, right in pairwise(words):
        crossed = any(
            left.box.x1 <= edge <= right.box.x0 or left.box.x0 < edge < left.box.x1
            for edge in edges
        )
        if crossed and right.box.x0 - left.box.x1 < GAP and len(words) > 2:
            return True
    return bool(line.bold) and sum(bool(column) for column in parted) <= 2


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between printed rows of one cell, in points."""
    tops = [line.span.box.y0 for line in lines if line.span.box]
    steps = [round(b - a, 1) for a, b in pairwise(tops) if b > a + 4]
    return mode(steps) if steps else 12.0


def _opens_row(
    n: int,
    lines: Sequence[Line],
    parted: Sequence[Sequence[Sequence[Word]]],
    header: _Header,
    pitch: float,
) -> bool:
    """Does printed row `n` open a table row? Index and group rows do; else what starts afresh in
    its columns is weighed against what goes on, with the white above."""
    index = header.columns.of("index")
    if _is_banner(lines[n], parted[n], header.edges) or _is_banner(
        lines[n - 1], parted[n - 1], header.edges
    ):
        return not (
            _is_banner(lines[n], parted[n], header.edges)
            and _goes_on_banner(lines[n - 1], lines[n])
        )
    if index is not None and parted[n][index]:
        return _INDEX.fullmatch(line_of(parted[n][index], 0).text) is not None
    top, above = lines[n].span.box, lines[n - 1].span.box
    step = (top.y0 - above.y0) / pitch if top and above else 1.0
    points = 0.9 + min(2.0 * (step - 1.02), 2.0) if step > 1.02 else -0.4
    coarse = _coarse(header.columns)
    for column, words in enumerate(parted[n]):
        if words:
            fresh = _fresh(column, n, words, parted)
            points += 0.25 * fresh if column in coarse and fresh < 0 else fresh
    return points > 0.5


def _coarse(columns: Columns) -> list[int]:
    """Columns whose cells may cover several rows, from the coarsest: their text goes on beside the
    start of a row."""
    roles = (
        ("index", "objective", "task")
        if columns.of("activity") is not None
        else ("index", "objective")
    )
    return [column for role in roles if (column := columns.of(role)) is not None]


def _goes_on_banner(above: Line, line: Line) -> bool:
    return (
        bool(above.bold) == bool(line.bold)
        and read_mark(line.text) is None
        and not _TERMINAL.search(above.text)
    )


def _fresh(
    column: int, n: int, words: Sequence[Word], parted: Sequence[Sequence[Sequence[Word]]]
) -> float:
    """Evidence that the words of a column start a cell: from -1 (surely a wrapped line) to 1."""
    text = line_of(words, 0).text
    mark = read_mark(text)
    before = next(
        (parted[k][column] for k in range(n - 1, max(n - 4, -1), -1) if parted[k][column]), None
    )
    ended = before is None or _TERMINAL.search(line_of(before, 0).text) is not None
    if text[:1].islower():
        return -1.0
    if text[:1].isdigit() or text.split()[0].isupper():
        return -0.2  # "UBND phường", "28/02/2026": wrapped or not, they look the same
    if mark is not None and mark.rank < Rank.BULLET:
        return 0.8
    if mark is not None:
        return 0.0
    if opens_cell(text):
        return 0.7
    adjacent = n > 0 and bool(parted[n - 1][column])
    return (0.6 if ended else 0.1) if adjacent else 0.7


def _header_cells(
    header: _Header, own: Sequence[int], lines: Sequence[Line], page: int
) -> list[Cell]:
    """The header as one row of its headings, as they were put together."""
    span = lines[own[0]].span
    return [
        Cell(0, column, lines=(Line(title, span),), page=page)
        for column, title in enumerate(header.columns.titles)
    ]


def _cells(
    own: Sequence[int],
    row: int,
    lines: Sequence[Line],
    parted: Sequence[Sequence[Sequence[Word]]],
    width: int,
    page: int,
) -> list[Cell]:
    if len(own) <= 3 and all(_spans(parted[n]) for n in own):
        return _banner_cells(own, row, lines, parted, width, page)
    cells: list[Cell] = []
    for column in range(width):
        held = [line_of(parted[n][column], page) for n in own if parted[n][column]]
        cells.append(Cell(row, column, lines=tuple(held), page=page))
    return cells


def _merged(cells: Sequence[Cell], rows: int, columns: Columns, first: int) -> list[Cell]:
    """Cells of the coarse columns that are empty, or only go on in the middle of a sentence, become
    part of the cell above, from the left, as long as the next finer column's does, too; the index
    goes on only with the next column."""
    at = {(cell.row, cell.col): cell for cell in cells}
    coarse = _coarse(columns)
    index = columns.of("index")
    for row in range(rows - 1, first, -1):
        if any(cell.col_span > 1 for r in (row, row - 1) for cell in cells if cell.row == r):
            continue
        empty = []
        for column in (c for c in coarse if c != index):
            if at[row, column].lines and not _goes_on(at[row - 1, column], at[row, column]):
                break
            empty.append(column)
        if empty and index is not None and not at[row, index].lines:
            empty.append(index)
        for column in empty:
            _join(at, row, column)
    return [at[place] for place in sorted(at)]


def _join(at: dict[tuple[int, int], Cell], row: int, column: int) -> None:
    """A cell becomes part of the one above."""
    below, above = at.pop((row, column)), at[row - 1, column]
    lines = (*above.lines, *below.lines)
    at[row - 1, column] = replace(above, row_span=1 + below.row_span, lines=lines)


def _goes_on(above: Cell, below: Cell) -> bool:
    """Is `below` the rest of a sentence that `above` broke off?"""
    head = below.lines[0].text
    broken_off = bool(above.lines) and _TERMINAL.search(above.lines[-1].text) is None
    return broken_off and (head[:1].islower() or (head[:1].isdigit() and read_mark(head) is None))


def _spans(parted: Sequence[Sequence[Word]]) -> bool:
    """Do the words of a printed row run on over column edges, all in bold? Then it is a title
    across the table."""
    words = [w for column in parted for w in column]
    run_on = sum(b.box.x0 - a.box.x1 < GAP for a, b in pairwise(words))
    return len(words) > 1 and all(w.bold for w in words) and run_on >= len(words) - 2


def _banner_cells(own: Sequence[int], row: int, lines: Sequence[Line], parted: Sequence[Sequence[Sequence[Word]]],
                  width: int, page: int) -> list[Cell]:  # fmt: skip
    first = parted[own[0]][0]
    number = first if first and _INDEX.fullmatch(line_of(first, 0).text) else []
    title = [
        line_of([w for w in lines[n].words if w not in number], page) for n in own if lines[n].words
    ]
    if not number:
        return [Cell(row, 0, col_span=width, lines=tuple(title), page=page)]
    return [
        Cell(row, 0, lines=(line_of(number, page),), page=page),
        Cell(row, 1, col_span=width - 1, lines=tuple(title), page=page),
    ]
