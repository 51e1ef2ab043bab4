"""Lines of a table in a text set by blanks (`pdftotext -layout`), each cell moved under its column.

A cell that fills its column stands one blank before the next one, and pulls it to the left:

    3   Quảng bá trên mạng     Hội Nông dân            Phòng Văn hóa - Xã hội
    7   Mở lớp dạy nấu ăn Phòng Kinh tế                Các thôn
        cho các hộ        và Môi trường

So no place parts the columns on all lines. Where the cells of a line part is searched over all
ways (dynamic programming): in wide gaps, where other cells of the column begin, or those of the
line above; before a capital rather than a small letter. A line that fits no way (a title, a
sentence) is left as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from kehoach.ingest.model import Box, Line, Word
from kehoach.parsers.tables.borderless_page import is_long_title
from kehoach.parsers.tables.openings import openings_of, opens_cell
from kehoach.patterns import compile_regex

LEFT = 0.5
"""So large a share of the cells of a column begin at its place: it is set to the left."""
FEWEST = 3
"""Cells that show where a column begins."""
ALIKE = 0.75
"""Of fewer, so large a share."""
NEAR = 1
"""Letters: a cell begins there."""

_COUNTS = compile_regex(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|\p{L})[.)]*|[-–+*•]")
"""What may stand in the column of the numbers."""
_NUMBER = compile_regex(r"\d{1,3}[.)]?")

KINDS = {
    "lead": "owner",
    "coordinating": "owner",
    "deadline": "deadline",
    "deliverable": "product",
}
"""What the cells of columns are; others may begin with anything."""

# What it costs:
MISCOUNTED = 6.0
"""That a word stands in the column of numbers, or the first number of a line in another."""
WIDE_WITHIN = 6.0
"""That a wide gap stands within a cell."""
ONE_BLANK, SMALL_BEHIND, OPENING = 1.5, 4.0, -1.0
"""That one blank parts two cells; that a small letter stands behind it, or an opening word."""
WITHIN_NAME = 1.5
"""That a cell would begin right behind a word with which one begins ("Phòng | Văn hóa")."""
SMALL_UNDER, SMALL_REST, UNDER = 1.0, 2.0, -0.5
"""That a small letter does where a cell of the line above begins; so much less where that column
has a cell there; that anything else begins there."""
OFF, PULLED, OFF_MIDDLE = 0.5, 0.12, 0.3
"""For each letter that a cell begins off its place; off to the left behind a full cell; and that
its middle is off that of a column of centred cells."""
FAR = 4.0
"""At most, of a centred cell."""
FULL = 0.6
"""A cell that pulls the next one fills at least so much of the way to it."""
OVER = 4.0
"""For each letter that a cell reaches over the place of the next."""
SUPPORT, MOST_SUPPORT, AWAY = 0.5, 6, 0.4
"""For each cell that begins where a column of a later page does, up to so many; and for each letter
that columns are farther apart there, or nearer, than on the first."""
BEHIND_NUMBER = 0.1
"""For each letter that a cell right behind the number of the row begins off its place."""
MOST_WORDS = 120
"""Of a line of cells."""
LEAST = 0.5
"""A cell that has to be narrower than this, of what it is, does not stand in its column."""
MOST = 5.0
"""A line that costs more is none of cells."""


_Way: TypeAlias = tuple[float, dict[int, int]]
"""What it costs to part the words of a line, and by column the number of the first."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Where cells of a column begin, or their middle where they are centred (letters)."""

    begin: float
    middle: float
    is_left: bool
    edge: float
    """Where the next column begins at the latest."""
    role: str | None = None

    @property
    def is_index(self) -> bool:
        """Does it hold the numbers of the rows?"""
        return self.role == "index"


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    begin: int
    stop: int
    gap: int
    """Blanks before it; 0 of the first."""


@dataclass(frozen=True, slots=True)
class Set:
    """Lines with each cell in its column, the edges of these (points), and what it cost."""

    lines: list[Line]
    edges: tuple[float, ...]
    cost: float


def set_under(
    edges: Sequence[float],
    lines: Sequence[Line],
    letter: float,
    to: Sequence[float] = (),
    *,
    roles: Sequence[str | None],
) -> Set:
    """The lines of a page below a header, and the edges of its columns (points) -> the lines with
    each cell within its column, and those edges; or the edges `to` which they shall stand.
    `roles` are those of the columns."""
    tokens = [_tokens(line, letter) for line in lines]
    columns = _columns([edge / letter for edge in edges], tokens)
    columns = [replace(own, role=role) for own, role in zip(columns, roles, strict=True)]
    places = [columns[0].begin, *(column.edge for column in columns[:-1])]
    targets = [columns[0].begin, *(edge / letter for edge in to)] if to else places
    moved: list[Line] = []
    above: dict[int, int] = {}
    whole = 0.0
    for line, own in zip(lines, tokens, strict=True):
        cost, begins = _Search(own, columns, above).best()
        whole += min(cost, MOST)
        if cost > MOST or _is_title(line, own):
            moved.append(line)
            continue
        above = {column: own[first].begin for column, first in begins.items()}
        cells = _Cells(own, begins, places, targets)
        moved.append(_moved(line, cells, letter))
    return Set(moved, tuple(place * letter for place in targets[1:]), whole)


def begins_on(page: Sequence[Line], edges: Sequence[float], letter: float) -> list[float]:
    """The edges (points) that the columns of a table have on a later page, where its cells begin at
    the same places below each other, about as far apart as on the first."""
    chunks = [_chunks(_tokens(line, letter)) for line in page]
    often = Counter(begin for line in chunks for begin, _ in line if len(line) > 1)
    wanted = [edge / letter + 0.5 for edge in edges]
    ways: dict[float, tuple[float, list[float]]] = {}
    for number, place in enumerate(wanted):
        reached: dict[float, tuple[float, list[float]]] = {}
        for begin in often:
            gain = SUPPORT * min(MOST_SUPPORT, sum(often[begin + step] for step in (-1, 0, 1)))
            if not number:
                reached[begin] = (AWAY * abs(begin - place) - gain, [float(begin)])
                continue
            step = place - wanted[number - 1]
            own = [
                (cost + AWAY * abs(begin - before - step) - gain, [*way, float(begin)])
                for before, (cost, way) in ways.items()
                if before < begin
            ]
            if own:
                reached[begin] = min(own, key=lambda way: way[0])
        ways = reached
    if not ways:
        return [*edges]
    return [(begin - 0.5) * letter for begin in min(ways.values(), key=lambda way: way[0])[1]]


def _tokens(line: Line, letter: float) -> list[_Token]:
    made: list[_Token] = []
    for word in line.words:
        begin, stop = round(word.box.x0 / letter), round(word.box.x1 / letter)
        made.append(_Token(word.text, begin, stop, begin - made[-1].stop if made else 0))
    return made


def _is_title(line: Line, tokens: Sequence[_Token]) -> bool:
    """Is it a line in capitals without white between its words, but for that behind its number
    ("II CẢI CÁCH THỦ TỤC HÀNH CHÍNH")?"""
    has_number = bool(tokens) and _COUNTS.fullmatch(tokens[0].text) is not None
    return is_long_title(line) and all(token.gap < 2 for token in tokens[1 + has_number :])


def _chunks(tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    """From where to where the words stand between wide gaps."""
    found: list[tuple[int, int]] = []
    for token in tokens:
        if found and token.gap < 2:
            found[-1] = (found[-1][0], token.stop)
        else:
            found.append((token.begin, token.stop))
    return found


def _columns(edges: Sequence[float], lines: Sequence[Sequence[_Token]]) -> list[_Column]:
    parted = [chunk for line in lines for chunk in _chunks(line) if len(_chunks(line)) > 1]
    right = max((stop for line in lines for _, stop in _chunks(line)), default=0)
    bounds = [0.0, *edges, max(float(right), *edges) + 1]
    made: list[_Column] = []
    for place, (low, high) in enumerate(pairwise(bounds)):
        before = (bounds[place - 1] + low) / 2 if place else -1.0
        begins = Counter(begin for begin, _ in parted if before < begin < (low + high) / 2)
        middles = [(begin + stop) / 2 for begin, stop in parted if low <= (begin + stop) / 2 < high]
        common, often = _most_common(begins)
        every = sum(begins.values())
        is_left = often >= max(FEWEST, LEFT * every) or (often > 1 and often >= ALIKE * every)
        begin = float(common) if is_left else low
        middle = median(middles) if middles else (low + high) / 2
        made.append(_Column(begin, middle, is_left=is_left, edge=high))
    for place in range(len(made) - 1):
        after = made[place + 1]
        edge = after.begin - 0.5 if after.is_left else made[place].edge
        made[place] = replace(made[place], edge=edge)
    return made


def _most_common(begins: Counter[int]) -> tuple[int, int]:
    """The place at which, or right beside which, the most cells begin, and how many do."""
    near = {place: sum(begins[place + step] for step in range(-NEAR, NEAR + 1)) for place in begins}
    if not near:
        return 0, 0
    best = max(near, key=lambda place: (near[place], begins[place], -place))
    return best, near[best]


@dataclass(frozen=True, slots=True)
class _Search:
    """The words of a line, the columns, and where the cells of the line above begin in these."""

    tokens: Sequence[_Token]
    columns: Sequence[_Column]
    above: dict[int, int]

    def best(self) -> _Way:
        """What it costs to part the line into cells, and those: by column the number of their
        first word."""
        if not self.tokens:
            return 0.0, {}
        if len(self.tokens) > MOST_WORDS:
            return 2 * MOST, {}
        ways: dict[int, _Way] = {  # by the column of the last cell
            column: (self._begin_cost(0, column, {}), {column: 0})
            for column in range(len(self.columns))
        }
        for number in range(1, len(self.tokens)):
            ways = {
                column: min(own, key=lambda way: way[0])
                for column in range(len(self.columns))
                if (own := list(self._ways_on(number, column, ways)))
            }
        ends = [
            (cost + self._end_cost(len(self.tokens) - 1, column, len(self.columns)), begins)
            for column, (cost, begins) in ways.items()
        ]
        return min(ends, key=lambda way: way[0])

    def _ways_on(self, number: int, column: int, ways: dict[int, _Way]) -> Iterator[_Way]:
        """The ways to put a word into a column: behind the one before, or as its first."""
        if column in ways:
            cost, begins = ways[column]
            is_counted = column > 0 and self.columns[column].is_index
            cost += MISCOUNTED if is_counted else 0.0
            yield cost + (WIDE_WITHIN if self.tokens[number].gap > 1 else 0.0), begins
        for before, (cost, begins) in ways.items():
            if before < column:
                more = self._begin_cost(number, column, begins)
                end = self._end_cost(number - 1, before, column)
                yield cost + more + end, {**begins, column: number}

    def _begin_cost(self, number: int, column: int, begins: dict[int, int]) -> float:
        """What it costs that a cell of a column begins with a word."""
        token, own = self.tokens[number], self.columns[column]
        off = token.begin - own.begin
        is_counted = self.columns[0].is_index
        cost = self._counting_cost(number, column, begins)
        is_behind_number = column > 0 and self.columns[column - 1].is_index
        if is_behind_number and begins.get(column - 1) == number - 1:
            return min(1.0, BEHIND_NUMBER * abs(off))
        is_under = column in self.above and abs(self.above[column] - token.begin) <= NEAR
        is_in_place = own.is_left and abs(off) <= NEAR
        if number == 0 and is_counted:
            pattern = _NUMBER if column else _COUNTS
            cost += MISCOUNTED * ((pattern.fullmatch(token.text) is None) != bool(column))
        if number and token.gap == 1:
            cost += self._blank_cost(number, column, is_under=is_under and not is_in_place)
        if is_under or is_in_place:
            return cost
        if not own.is_left:
            return cost + self._off_middle(number, column)
        if off < 0 and token.gap == 1 and begins:
            before = max(begins)
            way = token.begin - self.tokens[begins[before]].begin
            if way >= FULL * (own.begin - self.columns[before].begin):
                return cost - PULLED * off
        return cost + OFF * abs(off)

    def _counting_cost(self, number: int, column: int, begins: dict[int, int]) -> float:
        """What it costs that a cell begins with a word, where another column than the first counts
        the rows: a word as a number, or a number as the word behind it."""
        if column and self.columns[column].is_index:
            return MISCOUNTED * (_COUNTS.fullmatch(self.tokens[number].text) is None)
        before = column - 1
        if before < 1 or not self.columns[before].is_index or before in begins:
            return 0.0
        return MISCOUNTED * (_NUMBER.fullmatch(self.tokens[number].text) is not None)

    def _blank_cost(self, number: int, column: int, *, is_under: bool) -> float:
        """What it costs that one blank parts two cells."""
        token, role = self.tokens[number], self.columns[column].role
        cost = ONE_BLANK
        is_below = column in self.above and abs(self.above[column] - token.begin) <= NEAR
        if token.text[:1].islower():
            cost += SMALL_UNDER if is_below else SMALL_BEHIND - SMALL_REST * (column in self.above)
        elif is_under:
            cost += UNDER
        elif _opens(self.tokens, number, role):
            cost += OPENING
        if (
            number > 1
            and self.tokens[number - 1].gap == 1
            and _opens(self.tokens, number - 1, role)
        ):
            cost += WITHIN_NAME
        return cost

    def _off_middle(self, number: int, column: int) -> float:
        """What it costs that a cell of a column of centred ones does not stand in its middle, or
        reaches into the column before."""
        token = self.tokens[number]
        stop = token.stop
        for after in self.tokens[number + 1 :]:
            if after.gap > 1 or self.columns[column].is_index:
                break
            stop = after.stop
        off = abs((token.begin + stop) / 2 - self.columns[column].middle)
        over = self.columns[column - 1].edge - NEAR - token.begin if column else 0.0
        return min(FAR, OFF_MIDDLE * off) + OVER * max(0.0, over)

    def _end_cost(self, number: int, column: int, following: int) -> float:
        """What it costs that a cell ends with a word, and the next one is that of a later
        column."""
        is_next = following == column + 1 and following < len(self.columns)
        if column + 1 >= len(self.columns) or is_next:
            return 0.0
        return OVER * max(0.0, self.tokens[number].stop - self.columns[column].edge)


def _opens(tokens: Sequence[_Token], number: int, role: str | None) -> bool:
    """Do the words from a number on begin as cells of a role do?"""
    kind = KINDS.get(role or "")
    if kind is None:
        return opens_cell(" ".join(one.text for one in tokens[number : number + 3]))
    words = " ".join(one.text for one in tokens[number : number + 2])
    if kind == "deadline" and words[:1].isdecimal():
        return True
    return any(f"{words} ".startswith(f"{opening} ") for opening in openings_of(kind))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The words of a line, by column the number of the first, where the columns begin, and where
    they are to begin."""

    tokens: Sequence[_Token]
    begins: dict[int, int]
    places: Sequence[float]
    targets: Sequence[float]

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """The column of each cell, and the numbers of its first word and of the one behind it."""
        order = sorted(self.begins)
        for column, after in zip(order, [*order[1:], None], strict=True):
            stop = self.begins[after] if after is not None else len(self.tokens)
            yield column, self.begins[column], stop


def _moved(line: Line, cells: _Cells, letter: float) -> Line:
    """A line with each cell between the edges of its column, a letter off them."""
    words: list[Word] = []
    for column, first, stop in cells:
        own = cells.tokens[first:stop]
        by = cells.targets[column] - cells.places[column]
        low = cells.targets[column] + 0.5 if column else min(cells.targets[0], own[0].begin)
        is_last = column + 1 >= len(cells.targets)
        high = float("inf") if is_last else cells.targets[column + 1] - 1
        width = own[-1].stop - own[0].begin
        begin = max(low, min(own[0].begin + by, high - width))
        scale = min(1.0, (high - begin) / width)
        if scale < LEAST:
            return line
        for token, word in zip(own, line.words[first:stop], strict=True):
            left = begin + (token.begin - own[0].begin) * scale
            right = begin + (token.stop - own[0].begin) * scale
            box = Box(left * letter, word.box.y0, right * letter, word.box.y1)
            words.append(replace(word, box=box))
    span = replace(line.span, box=words[0].box.union(words[-1].box))
    return replace(line, words=tuple(words), span=span)
