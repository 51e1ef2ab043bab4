"""Where the tables of crawled text lie whose cells are parted by lines that hold only a bar, and
which cells make a row.

A row opens and closes with a bar, so two bars with nothing between them part two rows, or enclose
an empty cell; and one bar may close a table, the words behind it being the paper's next paragraphs
(until the bar that opens the next table). Nothing in the text says which. Of all ways to read the
bars the one is taken that needs the fewest oddities: rows as long as their table is wide are none;
rows of one cell (titles of groups) and of fewer cells (a cell above covers several rows), empty
cells, words between tables are, each with its price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml
from kehoach.patterns import CELL_NUMBER, compile_regex

BAR = "|"

FEWEST_BARS = 3
"""Two bars around words are no table."""
MAX_WIDTH = 16
"""Cells of the widest row."""
LAYOUT_WIDTH = 3
"""Cells of a row that only sets two things side by side, the one between them empty."""
MAX_WIDTHS = 8
"""So many widths of tables are tried, those that most rows may have."""
MAX_TAIL_LETTERS = 160
"""Words behind the last bar that may be a cell whose table was cut off."""

# What an oddity costs. A row as long as its table is wide costs nothing.
TABLE = 0.8
ABUTTING = 4.0
"""A table right behind another, with no words between."""
TITLE_ROW = 1.0
SHORT_ROW, MISSING_CELL = 1.0, 0.2
COVERED_TABLE, COVERED_ROW = 1.0, 0.3
"""A table whose short rows are all of one length (cells of numbers, bodies, groups cover several
rows), and each of them."""
FEWEST_COVERED, MOST_COVERED = 3, 3
"""So many runs of cells show a length of short rows; so many lengths are tried."""
EMPTY_CELL, EMPTY_CELL_OF_SHORT_ROW = 0.35, 1.5
SHORT_HEADER = 1.5
EMPTY_HEADING, EMPTY_CELL_OF_LAYOUT = 4.0, 1.0
EMPTY_ROW = 2.0
LATE_NUMBER = 0.5
"""A number that is not the first cell of its row, behind an empty cell."""
NUMBERED_ROW = -0.4
UNNUMBERED_ROW = 4.0
"""A whole row whose first cell holds other words, where rows are numbered: two short ones below a
cell that covers them, more likely."""
OFTEN_NUMBERED, FEWEST_NUMBERED = 0.2, 3
"""Rows are numbered where behind so many of the empty places, and behind so many, a number
stands."""
PROSE, LIKELY_PROSE = 5.0, 0.6
PROSE_IN_CELL, LATE_CELL = 4.0, 6.0
"""A cell whose words look like prose; one whose words stand behind a blank line, where those of
others do not."""
SURE_PROSE, TAIL_CELL = 0.1, 0.6
OFTEN_LATE = 0.3
"""Where more cells than this share have a blank line first, it says nothing."""
NEVER = float("inf")

_NUMBER = compile_regex(rf"[*\s]*{CELL_NUMBER}[*\s]*")
_CAPTION_NUMBER = compile_regex(r"(?: so)?(?: (?:[ivx]+|\d{1,2}[a-z]?|[a-h]))?$")
_SECTION = compile_regex(r"[*\s#]*(?:[IVX]+|[A-E]|Điều \d+)[.:]\s*\S")
_POINT = compile_regex(r"\d{1,2}[.)]\s*\p{Lu}")
FEWEST_WORDS_BEFORE, ANNOUNCING_WORDS = 15, 12
"""Before the points of a letter; of these, the last ones may announce the points."""
END_OF_PAPER, FEWEST_WORDS_OF_PAPER = "./.", 60
"""The sign that closes a paper; a cell of fewer words may end so, too."""
LONGEST_CELL = 1500
"""Letters. What is longer and has numbered points is hardly a cell."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two bars: the numbers (from 0) of its lines that have words, the words,
    and whether a blank line comes first. `is_tail` for what follows the last bar."""

    lines: tuple[int, ...]
    words: str
    late: bool = False
    is_tail: bool = False

    @property
    def empty(self) -> bool:
        """Has it no words?"""
        return not self.lines


@dataclass(frozen=True, slots=True)
class BarTable:
    """A table: its rows of cells, and the first and the last of its lines (from 0, the bars
    included)."""

    rows: tuple[tuple[Stretch, ...], ...]
    first: int
    last: int


def is_bar(raw: str) -> bool:
    """Does the raw line hold a bar and nothing else?"""
    return raw.strip() == BAR


def find_tables(raw: Sequence[str], wordless: Sequence[bool]) -> list[BarTable]:
    """Raw lines, and which of them have no words (blank ones, rules, page marks) -> the tables
    among them, in order."""
    bars = [number for number, line in enumerate(raw) if is_bar(line)]
    if len(bars) < FEWEST_BARS:
        return []
    stops = [*bars[1:], len(raw)]
    stretches: list[Stretch] = []
    for bar, stop in zip(bars, stops, strict=True):
        stretches.append(_stretch(raw, wordless, first=bar + 1, stop=stop))
    stretches[-1] = replace(stretches[-1], is_tail=True)
    tables: list[BarTable] = []
    for start, rows in _Reader(stretches).read():
        end = start + len(rows) - 1 + sum(map(len, rows))  # the bar after the last cell
        if end - start + 1 < FEWEST_BARS:
            continue
        last = bars[end] if end < len(bars) else rows[-1][-1].lines[-1]
        tables.append(BarTable(rows, first=bars[start], last=last))
    return tables


def _stretch(raw: Sequence[str], wordless: Sequence[bool], *, first: int, stop: int) -> Stretch:
    """What stands between two bars; behind the last one, up to a blank line."""
    if stop == len(raw):
        stop = next((line for line in range(first, stop) if not raw[line].strip()), stop)
    lines = tuple(line for line in range(first, stop) if not wordless[line])
    words = "\n".join(raw[line] for line in lines)
    late = bool(lines) and lines[0] > first and not raw[first].strip()
    return Stretch(lines, words, late=late)


class _Shape(NamedTuple):
    """How many cells the rows of a table have, and those that cells above cover; 0 where none is
    covered."""

    width: int
    covered: int = 0


class _Reader:
    """The cheapest way to read the stretches, found from the last one back."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        filled = [stretch for stretch in stretches if not stretch.empty]
        late = sum(stretch.late for stretch in filled)
        if late > OFTEN_LATE * len(filled):  # blank lines stand everywhere, and say nothing
            stretches = [replace(stretch, late=False) for stretch in stretches]
        self.stretches = stretches
        self.shapes = _shapes(stretches)
        self.empty_before = [0]
        self.prose = [_looks_like_prose(stretch.words) for stretch in stretches]
        self.unlikely_before = [0.0]
        for stretch, prose in zip(stretches, self.prose, strict=True):
            self.empty_before.append(self.empty_before[-1] + stretch.empty)
            price = PROSE_IN_CELL * prose + LATE_CELL * stretch.late
            self.unlikely_before.append(self.unlikely_before[-1] + price)
        self.numbered = [_is_number(stretch) for stretch in stretches]
        self.begins_before = [0]
        """Before each stretch, how many stand empty before a number: a row may begin there."""
        for stretch, numbered in zip(stretches, [*self.numbered[1:], False], strict=True):
            self.begins_before.append(self.begins_before[-1] + (stretch.empty and numbered))
        numbers = self.begins_before[-1]
        self.has_numbers = numbers >= max(FEWEST_NUMBERED, OFTEN_NUMBERED * self.empty_before[-1])
        if not self.has_numbers:  # what covers rows covers their number, too
            self.shapes = [shape for shape in self.shapes if not shape.covered]
        count = len(stretches)
        self.outside = [0.0] * (count + 1)
        """What the stretches from here on cost, when no table is open."""
        self.inside = {shape: [NEVER] * (count + 1) for shape in self.shapes}
        """… and when a row of a table of this shape begins."""
        self.row_length = {shape: [0] * count for shape in self.shapes}
        self.first_row = [(_Shape(0), 0)] * count
        """Shape of the table that may begin here, and length of its first row."""
        self.is_table = [False] * count
        for index in range(count - 1, -1, -1):
            self._weigh(index)

    def _weigh(self, index: int) -> None:
        count = len(self.stretches)
        cheapest = NEVER
        for shape in self.shapes:
            width = shape.width
            for length in range(1, min(width, count - index) + 1):
                cost = self._row_cost(index, length, shape=shape) + self._after(
                    index + length, shape
                )
                if cost < self.inside[shape][index]:
                    self.inside[shape][index] = cost
                    self.row_length[shape][index] = length
                unnamed = EMPTY_HEADING if width > LAYOUT_WIDTH else EMPTY_CELL_OF_LAYOUT
                cost += TABLE + unnamed * self._empty(index, index + length)
                cost -= UNNUMBERED_ROW * self._is_unnumbered(index, length, width=width)
                cost += COVERED_TABLE * (shape.covered > 0)
                if 1 < length < width:
                    cost += SHORT_HEADER
                if cost < cheapest:
                    cheapest = cost
                    self.first_row[index] = (shape, length)
        skipped = self._prose_cost(index) + self.outside[index + 1]
        self.is_table[index] = cheapest <= skipped
        self.outside[index] = min(skipped, cheapest)

    def _empty(self, index: int, stop: int) -> int:
        return self.empty_before[stop] - self.empty_before[index]

    def _after(self, index: int, shape: _Shape) -> float:
        """The cost of what follows a row: nothing, another row behind two bars, or other words."""
        if index == len(self.stretches):
            return 0.0
        if self.stretches[index].empty:
            ends = index + 1 == len(self.stretches)
            other = self.outside[index + 1] + (0.0 if ends else ABUTTING)
            return min(self.inside[shape][index + 1], other)
        return self._prose_cost(index) + self.outside[index + 1]

    def _row_cost(self, index: int, length: int, shape: _Shape) -> float:
        stop, width = index + length, shape.width
        empty = self._empty(index, stop)
        cost = self.unlikely_before[stop] - self.unlikely_before[index]
        if length > 1:
            cost += LATE_NUMBER * (self.begins_before[stop - 1] - self.begins_before[index])
        if self.stretches[stop - 1].is_tail:
            words = self.stretches[stop - 1].words
            if length < width or not words or len(words) > MAX_TAIL_LETTERS:
                return NEVER
            cost += TAIL_CELL
        if empty == length:
            return cost + EMPTY_ROW
        if length == 1:
            return cost + TITLE_ROW
        if self.numbered[index]:
            cost += NUMBERED_ROW
        if length == width:
            unnumbered = self._is_unnumbered(index, length, width=width)
            return cost + EMPTY_CELL * empty + UNNUMBERED_ROW * unnumbered
        if length == shape.covered and not empty:
            return cost + COVERED_ROW
        missing = width - length
        if length == 2 and self.numbered[index]:
            missing = 0
        return cost + SHORT_ROW + MISSING_CELL * missing + EMPTY_CELL_OF_SHORT_ROW * empty

    def _is_unnumbered(self, index: int, length: int, width: int) -> bool:
        """Does a whole row begin with words, where rows are numbered?"""
        if not self.has_numbers or length < width or width <= LAYOUT_WIDTH:
            return False
        return not (self.stretches[index].empty or self.numbered[index])

    def _prose_cost(self, index: int) -> float:
        stretch = self.stretches[index]
        if stretch.empty:
            return 0.0
        if stretch.is_tail or stretch.late:
            return SURE_PROSE
        return LIKELY_PROSE if self.prose[index] else PROSE

    def read(self) -> Iterator[tuple[int, tuple[tuple[Stretch, ...], ...]]]:
        """The tables: where each begins, and its rows of cells."""
        index = 0
        while index < len(self.stretches):
            if not self.is_table[index]:
                index += 1
                continue
            start = index
            shape, length = self.first_row[index]
            rows: list[tuple[Stretch, ...]] = []
            while True:
                rows.append(tuple(self.stretches[index : index + length]))
                index += length
                if index == len(self.stretches) or not self.stretches[index].empty:
                    break
                if self.inside[shape][index + 1] > self.outside[index + 1] + ABUTTING:
                    break
                index += 1
                length = self.row_length[shape][index]
            yield start, tuple(rows)


def _shapes(stretches: Sequence[Stretch]) -> list[_Shape]:
    """How wide tables may be: as many cells as often stand between two pairs of bars; of rows that
    cells above cover so many, too."""
    counts: Counter[int] = Counter()
    runs_of: Counter[int] = Counter()
    runs = [(empty, len(list(run))) for empty, run in groupby(stretches, key=lambda own: own.empty)]
    for number, (empty, length) in enumerate(runs):
        if empty:
            continue
        counts[length] += 1
        runs_of[length] += 1
        if number + 1 < len(runs) and runs[number + 1][1] > 1:
            counts[length + runs[number + 1][1] - 1] += 1
        if number + 2 < len(runs) and runs[number + 1][1] == 1:
            counts[length + 1 + runs[number + 2][1]] += 1
    usual = [width for width, _ in counts.most_common() if 1 < width <= MAX_WIDTH]
    widths = sorted({2, *usual[:MAX_WIDTHS]})
    short = [length for length, count in runs_of.most_common() if count >= FEWEST_COVERED]
    covered = [length for length in short if length > 1][:MOST_COVERED]
    plain = [_Shape(width) for width in widths]
    return plain + [_Shape(width, own) for width in widths for own in covered if own < width]


def _is_number(stretch: Stretch) -> bool:
    return _NUMBER.fullmatch(stretch.words) is not None


def _looks_like_prose(words: str) -> bool:
    """Is it hardly a cell: with numbered sections, the body of a letter, or as long as one and with
    numbered points, or closing a paper, or opening with the line that names one or an appendix, or
    with a title and the line that says with which paper it goes?"""
    lines = [bare for line in words.split("\n") if (bare := line.replace("*", "").strip())]
    if sum(_SECTION.match(line) is not None for line in lines) > 1:
        return True
    if _is_letter(lines) or _closes_paper(lines, words):
        return True
    if len(words) > LONGEST_CELL and sum(_POINT.match(line) is not None for line in lines) > 1:
        return True
    if len(lines) < 2 or not lines[0].isupper():
        return False
    first = lines[0]
    if any(_says_with_which_paper(lines[number:]) for number in range(1, len(lines))):
        return True
    return _CAPTION_NUMBER.sub("", strip_diacritics(first)) in vocabulary("captions")


def _is_letter(lines: Sequence[str]) -> bool:
    """Does a sentence announce numbered points ("…, Sở Nội vụ yêu cầu: | 1. Phòng …")?"""
    points = [number for number, line in enumerate(lines) if _POINT.match(line)]
    if len(points) < 2 or points[0] == 0 or not lines[points[0] - 1].endswith(":"):
        return False
    before = " ".join(lines[: points[0]])
    announced = strip_diacritics(before.rstrip(":")).split()[-ANNOUNCING_WORDS:]
    said = f" {' '.join(announced)} "
    is_long = len(before.split()) >= FEWEST_WORDS_BEFORE
    return is_long and any(f" {phrase} " in said for phrase in vocabulary("announcing"))


def _closes_paper(lines: Sequence[str], words: str) -> bool:
    """Does one of many words close a paper ("… nghiêm túc thực hiện./.")?"""
    is_closed = any(line.rstrip("* ").endswith(END_OF_PAPER) for line in lines)
    return is_closed and len(words.split()) >= FEWEST_WORDS_OF_PAPER


def _says_with_which_paper(lines: Sequence[str]) -> bool:
    """Do lines begin such as "(Kèm theo Quyết định số …)"?"""
    if not lines[0].startswith("("):
        return False
    return strip_diacritics(" ".join(lines)).startswith(vocabulary("attached"))


@cache
def vocabulary(key: str, group: str | None = None) -> tuple[str, ...]:
    """The phrases under `key` (of `group`) of pipe_tables.yaml, without case, diacritics and
    punctuation."""
    loaded = read_yaml(Path(__file__).parent / "pipe_tables.yaml")
    listed = loaded[group][key] if group else loaded[key]
    return tuple(strip_diacritics(str(phrase)) for phrase in listed)
