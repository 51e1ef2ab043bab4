"""The header of a table without ruled lines: its headings as blocks of words, and the edges between
its columns."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise, takewhile

from kehoach.ingest.geometry import box_of, text_of
from kehoach.ingest.model import Line, Word
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables import headings_apart
from kehoach.parsers.tables.appointed import any_headed
from kehoach.parsers.tables.cells import join_printed
from kehoach.parsers.tables.columns import Columns, headed_columns, read_columns
from kehoach.parsers.tables.content_roles import kind_of
from kehoach.parsers.tables.header_lines import may_open, opens_data, says_day
from kehoach.parsers.tables.marked_bodies import is_sign_of_body
from kehoach.parsers.tables.standing import (
    FEWEST_BLOCKS,
    MIN_COLUMNS,
    STRAY,
    middle_of,
    stands_as_table,
    whole_phrases,
)
from kehoach.parsers.tables.white_columns import (
    MARGIN,
    blocks_of,
    end_of_table,
    whitest_place,
)
from kehoach.patterns import compile_regex

MAX_HEADER_LINES = 12
"""Centred headings of narrow columns: each may have lines between those of the others."""
MAX_LINES_ABOVE = 4
"""Centred headings may begin above the line that tells the header."""
MAX_LINES_UNDER = 2
"""And so many below it, or above a line that tells of it without being one by itself."""
MAX_WORDS_ON_LINE = 5
"""Of one heading, where no other stands beside it."""
MIN_BLOCKS_ABOVE = 2
"""So many headings begin on a line above it."""
PAGES_BELOW = 3
"""So many pages show where the columns are: one alone may leave a column empty."""
MIN_CONFIDENCE = 0.8
"""Of the headings so large a share must be known: no ruling says that this is a table."""
MIN_BODIES = 2
"""Columns that are headed by bodies, each with signs below."""
WIDE = 0.6
"""Of the width of a header: a line without white that is longer is text."""
MIN_LINES_BELOW = 3
"""So many lines show where the cells stand."""
ROW = 0.5
"""Words whose tops differ by less of their size stand in one row."""

FAR = 0.5
"""Of a line's height: more white than that parts two rows."""

COUNTED = compile_regex(r"(?:\(?\d{1,2}(?!\d)\)?\s*){3,}")
"""A row that only numbers the columns."""
_FIGURE = compile_regex(r"\d")


@dataclass(frozen=True, slots=True)
class Header:
    """Lines `first` up to (not with) `stop` of a flow as the header of a table.

    `edges` are the places between the columns (points from the left), one less than there are
    columns. `words` are the words of the header, sorted: so it is known again on the next page.
    `end`: the first line below that is no row, where the rows tell it.
    """

    first: int
    stop: int
    columns: Columns
    edges: tuple[float, ...]
    words: tuple[str, ...]
    end: int | None = None


def find_header(lines: Sequence[Line]) -> Header | None:
    """The first run of printed rows that reads as the headings of a table of tasks."""
    for place, line in enumerate(lines):
        if not may_open(line.text) or _is_title(line):
            continue
        for first in _beginnings(lines, place):
            header = _best_header(lines, first)
            if header is not None:
                header = _with_lines_below(lines, _with_lines_above(lines, header))
                return _with_rests(lines, header)
    return None


def _with_lines_below(lines: Sequence[Line], header: Header) -> Header:
    """A header with the lines below it that end headings which begin above the others: these are
    centred beside them, so as many of their lines stand below as above."""
    lowest = _columns_filled(lines[header.stop - 1], header)
    above: list[Line] = []
    for line in lines[header.first : header.stop - 1]:
        if len(_columns_filled(line, header)) < len(lowest):
            above.append(line)
    stop = header.stop
    for upper, lower in zip(reversed(above), lines[stop : stop + MAX_LINES_UNDER], strict=False):
        is_near = lower.span.page == upper.span.page and not opens_data(lower.text)
        if not is_near or not _columns_filled(lower, header) <= _columns_filled(upper, header):
            break
        stop += 1
    higher = _read_header(lines, header.first, stop=stop) if stop > header.stop else None
    is_same = higher is not None and higher.columns.roles == header.columns.roles
    return higher if higher is not None and is_same else header


def _with_rests(lines: Sequence[Line], header: Header) -> Header:
    """A header with the lines below it that are rests of headings: in small letters, and the first
    row follows ("Nội dung" over "tuyên truyền", then 1), or more white than above them."""
    for stop in range(header.stop, min(header.stop + MAX_LINES_UNDER, len(lines) - 1)):
        texts = [text_of(block) for block in blocks_of(lines[stop].words)]
        if not any(text[:1].islower() for text in texts) or _FIGURE.search(lines[stop].text):
            break
        if opens_data(lines[stop + 1].text) or _ends_by_white(lines, stop):
            longer = _read_header(lines, header.first, stop=stop + 1)
            is_same = longer is not None and longer.columns.roles == header.columns.roles
            return longer if longer is not None and is_same else header
    return header


def _ends_by_white(lines: Sequence[Line], place: int) -> bool:
    """Does a line in small letters stand right under the one before it, and the next far below?"""
    texts = [text_of(block) for block in blocks_of(lines[place].words)]
    tops, bottoms = [], []
    for line in lines[place - 1 : place + 2]:
        box = box_of(line.words)
        tops.append(box.y0)
        bottoms.append(box.y1)
    size = bottoms[1] - tops[1]
    above, below = tops[1] - bottoms[0], tops[2] - bottoms[1]
    is_rest = all(text[:1].islower() for text in texts) and above < FAR * size
    return is_rest and below > above + FAR * size


def _columns_filled(line: Line, header: Header) -> set[int]:
    """The columns of a header in which a printed row has words."""
    return {bisect(header.edges, middle_of(word.box)) for word in line.words}


def _is_title(line: Line) -> bool:
    """Is a printed row one run of more words than a heading has on one line, or numbered? Its text
    tells them: some files print a word in pieces."""
    is_long = len(line.text.split()) > MAX_WORDS_ON_LINE or read_mark(line.text) is not None
    return is_long and len(blocks_of(line.words)) == 1


def _beginnings(lines: Sequence[Line], place: int) -> Iterator[int]:
    """Where a header may begin of which a line tells: there, or, where centred headings have lines
    above those of others, a line or two above."""
    yield place
    for first in range(place - 1, max(-1, place - 1 - MAX_LINES_UNDER), -1):
        is_on_page = lines[first].span.page == lines[place].span.page
        if not is_on_page or not _may_stand_above(lines[first], lines[place]):
            return
        yield first


def _may_stand_above(line: Line, below: Line) -> bool:
    """May a printed row above one that tells of a header be part of it: headings beside each other,
    or the beginning of one that is not the first?"""
    if len(blocks_of(line.words)) >= MIN_BLOCKS_ABOVE:
        return True
    return line.words[0].box.x0 > blocks_of(below.words)[0][-1].box.x1 and not _is_title(line)


def _with_lines_above(lines: Sequence[Line], header: Header) -> Header:
    """A header with the lines above it that belong to it: those that stand again with it on a later
    page, or with which more of its headings are known."""
    best = header
    for first in range(header.first - 1, max(-1, header.first - 1 - MAX_LINES_ABOVE), -1):
        if lines[first].span.page != lines[header.first].span.page or (
            _is_title(lines[first]) and not _stands_right(lines[first], lines[header.first])
        ):
            break
        if lines[first].text.endswith(":"):  # "Nội dung cụ thể như bảng sau:"
            break
        for stop in _stops(lines, header):
            higher = _read_header(lines, first, stop=stop)
            if higher is None:
                continue
            repeated = _repeated_lines(lines, first) >= stop - first
            if stop == header.stop:
                repeated = repeated or _begins_headings(lines[first], higher, best)
            if repeated or _score(lines, higher) > _score(lines, best):
                best = higher
    return best


def _begins_headings(line: Line, higher: Header, best: Header) -> bool:
    """Do headings of a header begin on a line above it, side by side, and are the same columns
    known with it?"""
    is_row = len(blocks_of(line.words)) >= MIN_BLOCKS_ABOVE
    return is_row and higher.columns.roles == best.columns.roles


def _stands_right(line: Line, below: Line) -> bool:
    """Does a line begin right of the first heading below it, and bear no number?"""
    is_right = line.words[0].box.x0 > blocks_of(below.words)[0][-1].box.x1
    return is_right and read_mark(line.text) is None and not line.text.isupper()


def _stops(lines: Sequence[Line], header: Header) -> Iterator[int]:
    """Where a header may end whose centred headings begin above the line that tells it: there, or
    a line or two below."""
    yield header.stop
    for stop in range(header.stop, min(header.stop + MAX_LINES_UNDER, len(lines))):
        if lines[stop].span.page != lines[header.first].span.page or opens_data(lines[stop].text):
            return
        yield stop + 1


def words_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """The words of some lines, sorted: two printings of a header have the same."""
    words: list[str] = []
    for line in lines:
        words.extend(word.text for word in line.words)
    return tuple(sorted(words))


def white_between(left: Word, right: Word) -> float:
    """The white between two neighbouring words, in points."""
    return right.box.x0 - left.box.x1


def _best_header(lines: Sequence[Line], first: int) -> Header | None:
    """The best reading of the lines from `first` on as a header, of one line or more: as many as
    stand again on a later page, where they do."""
    repeated = _repeated_lines(lines, first)
    if repeated:
        header = _read_header(lines, first, stop=first + repeated)
        if header is not None:
            return header
    best: Header | None = None
    page = lines[first].span.page
    candidates = lines[first : first + MAX_HEADER_LINES]
    for stop, line in enumerate(candidates, start=first + 1):
        is_data = opens_data(line.text) or COUNTED.fullmatch(line.text) is not None
        is_data = is_data or (stop > first + 1 and says_day(line.text))
        if line.span.page != page or (stop > first + 1 and is_data):
            break
        header = _read_header(lines, first, stop=stop)
        if header is None:
            continue
        if best is None or _score(lines, header) > _score(lines, best):
            best = header
    return best


def _repeated_lines(lines: Sequence[Line], first: int) -> int:
    """How many lines from `first` on stand again, word for word, at the top of a later page."""
    page = lines[first].span.page
    most = 0
    for number in range(first + 1, len(lines)):
        is_top = lines[number].span.page not in (page, lines[number - 1].span.page)
        if not is_top:
            continue
        for start in (number, number + 1):  # the number of the page may stand above
            most = max(most, _same_lines(lines, first, other=start))
    return most


def _same_lines(lines: Sequence[Line], first: int, other: int) -> int:
    """How many lines from `first` on say the same as those from `other` on."""
    count = 0
    while count < MAX_HEADER_LINES and other + count < len(lines):
        one, same = lines[first + count], lines[other + count]
        if one.span.page != lines[first].span.page or one.text != same.text:
            break
        if COUNTED.fullmatch(one.text):
            break
        count += 1
    return count


def _score(lines: Sequence[Line], header: Header) -> tuple[float, int, bool, int]:
    """More columns known, then more headings that are a phrase of the vocabulary as a whole, then
    that the first row or group follows; then the longer phrases when all are, else fewer
    letters."""
    columns = header.columns
    known, whole = sum(role is not None for role in columns.roles), whole_phrases(columns)
    letters = sum(map(len, columns.titles))
    if whole < known:
        letters = -letters
    before_data = header.stop < len(lines) and opens_data(lines[header.stop].text)
    return known + columns.confidence, whole, before_data, letters


def _read_header(lines: Sequence[Line], first: int, stop: int) -> Header | None:
    """The lines as a header, or None where they do not read as one."""
    header_lines = lines[first:stop]
    blocks = blocks_of([word for line in header_lines for word in line.words])
    if len(blocks) < FEWEST_BLOCKS:
        return None
    page = lines[first].span.page or 0
    below = _on_pages(lines[stop:], range(page, page + PAGES_BELOW))
    last = end_of_table(
        below,
        0,
        left=blocks[0][0].box.x0,
        opens_another=lambda place: may_open(below[place].text),
    )
    below = below[:last]
    blocks = headings_apart.without_heads(blocks)
    by_white = headings_apart.parted_by_white_of(blocks, below)
    ways = (*headings_apart.ways_of(blocks), by_white)
    read = [_columns_of(headings_apart.with_index_whole(way), below) for way in ways if way]
    found = [way for way in read if way is not None]
    if not found:
        return None
    blocks, columns = max(found, key=_told_by)
    rows = below or lines[first:]
    edges, end = _edges(blocks, rows), None
    if _names_bodies(columns):
        bodies = [place for place, role in enumerate(columns.roles) if role is None]
        rows = _above_text(blocks, rows)
        edges, end = _edges_beside(blocks, bodies, lines=rows), stop + len(rows)
    return Header(
        first,
        stop,
        columns=columns,
        edges=edges,
        words=words_of(header_lines),
        end=end,
    )


def _told_by(way: tuple[list[list[Word]], Columns]) -> tuple[int, int, int]:
    """How well blocks of words read as headings: by the columns that are known, the fewest that
    begin in small letters ("Đội tiêm" is not "Đội" and "tiêm"), the most blocks."""
    blocks, columns = way
    small = sum(title[:1].islower() for title in columns.titles)
    return sum(map(bool, columns.roles)), -small, len(blocks)


def _columns_of(
    blocks: list[list[Word]], below: Sequence[Line]
) -> tuple[list[list[Word]], Columns] | None:
    """Blocks of words as headings, those that have cells; None where they do not read as such."""
    if len(blocks) < FEWEST_BLOCKS:
        return None
    blocks = _with_cells(blocks, below)
    headings = [[_heading(block)] for block in blocks]
    columns = read_columns(headings)
    is_wide = len(blocks) >= MIN_COLUMNS
    if is_wide and columns is not None and columns.confidence >= MIN_CONFIDENCE:
        return blocks, columns
    bodies = _columns_of_bodies(blocks, below) if is_wide else None
    if bodies is not None:
        return blocks, bodies
    columns = columns or any_headed(headings)
    if columns is None or not stands_as_table(columns, _edges(blocks, below), below):
        return None
    return blocks, columns


def _columns_of_bodies(blocks: Sequence[list[Word]], below: Sequence[Line]) -> Columns | None:
    """Blocks of words as headings of which some name bodies, with signs of who leads and who helps
    below them; None where they do not read as such."""
    columns = headed_columns([[_heading(block)] for block in blocks])
    if columns is None or columns.of("task") is None or columns.of("deadline") is None:
        return None
    bodies = [place for place, role in enumerate(columns.roles) if role is None]
    if len(bodies) < MIN_BODIES or len(below) < MIN_LINES_BELOW:
        return None
    if any(kind_of(columns.titles[place]) != "owner" for place in bodies):
        return None
    rows = _above_text(blocks, below)
    edges = [0.0, *_edges_beside(blocks, bodies, lines=rows), float("inf")]
    for place in bodies:
        words = [word for line in rows for word in line.words]
        held = [word for word in words if edges[place] < middle_of(word.box) <= edges[place + 1]]
        if not held or not all(is_sign_of_body(word.text) for word in held):
            return None
    return replace(columns, kind="tasks", confidence=1.0)


def _names_bodies(columns: Columns) -> bool:
    """Are some of the columns bodies with signs (only then are those known that have no role)?"""
    return None in columns.roles and columns.confidence == 1


def _above_text(blocks: Sequence[Sequence[Word]], below: Sequence[Line]) -> list[Line]:
    """The lines below a header up to the first that runs on over most of its columns, as text
    does."""
    width = WIDE * (blocks[-1][-1].box.x1 - blocks[0][0].box.x0)

    def is_row(line: Line) -> bool:
        box = box_of(line.words)
        return len(blocks_of(line.words)) != 1 or box.x1 - box.x0 < width

    return list(takewhile(is_row, below))


def _on_pages(lines: Sequence[Line], pages: range) -> list[Line]:
    return [line for line in lines if (line.span.page or 0) in pages]


def _heading(block: Sequence[Word]) -> str:
    """The text of a block of words, its rows from top to bottom."""
    rows: list[list[Word]] = []
    top = 0.0
    for word in sorted(block, key=lambda word: (word.box.y0, word.box.x0)):
        lower = word.box.y0 - top
        if rows and lower < ROW * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
            top = word.box.y0
    return reduce(join_printed, map(text_of, rows), "")


def _with_cells(blocks: list[list[Word]], below: Sequence[Line]) -> list[list[Word]]:
    """The blocks but those that stand over others and have no words under them: "Phân công" over
    "Chủ trì | Phối hợp" stands over the white between their cells."""
    if len(blocks) <= MIN_COLUMNS or len(below) < MIN_LINES_BELOW:
        return blocks
    edges = [0.0, *_edges(blocks, below), float("inf")]
    kept: list[list[Word]] = []
    for number, (left, right) in enumerate(pairwise(edges)):
        places = ([middle_of(word.box) for word in line.words] for line in below)
        held = sum(any(left < place <= right for place in own) for own in places)
        has_cells = held > STRAY * len(below)
        if has_cells or not _stands_over_neighbours(blocks, number):
            kept.append(blocks[number])
    return kept


def _stands_over_neighbours(blocks: Sequence[Sequence[Word]], number: int) -> bool:
    """Do the headings on both sides of a block go on below it?"""
    if not 0 < number < len(blocks) - 1:
        return False
    bottom = box_of(blocks[number]).y1
    sides = (blocks[number - 1], blocks[number + 1])
    return all(box_of(side).y1 > bottom + MARGIN for side in sides)


def _edges(blocks: Sequence[Sequence[Word]], lines: Sequence[Line]) -> tuple[float, ...]:
    """The edges between neighbouring headings."""
    middles = [middle_of(box_of(block)) for block in blocks]
    edges: list[float] = []
    for left, right in pairwise(middles):
        edges.append(whitest_place(left, right, lines=lines))
    return tuple(edges)


def _edges_beside(
    blocks: Sequence[Sequence[Word]], bodies: Sequence[int], *, lines: Sequence[Line]
) -> tuple[float, ...]:
    """The edges between headings of which some are bodies: the signs stand under these, narrow,
    wherever the column is white."""
    boxes = [box_of(block) for block in blocks]
    edges: list[float] = []
    for place, (left, right) in enumerate(pairwise(boxes)):
        begin = left.x1 if place in bodies else middle_of(left)
        end = right.x0 if place + 1 in bodies else middle_of(right)
        edges.append(whitest_place(begin, end, lines=lines))
    return tuple(edges)
