"""Rows of a table without ruled lines whose cells stand in the middle of their rows.

Where a cell is lower than its row, its words stand half-way down: the printed rows of neighbouring
columns lie between each other, and no printed row opens a table row in all columns. What tells the
rows then: between two rows no cell's line is cut, in each row the cells stand at its top or at its
middle, none has a hole, and an index stands once. The best cutting of a page is searched over all
places where it may be cut (dynamic programming).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median

from kehoach.ingest.model import Word
from kehoach.normalize.line_ends import breaks_off
from kehoach.parsers.tables.borderless_page import (
    INDEX,
    TERMINAL,
    Printed,
    TablePage,
    coarse_columns,
    freshness,
)
from kehoach.patterns import compile_regex

_ROMAN = compile_regex(r"[IVXL]{1,5}\.?")

NEAR, OFTEN = 0.75, 0.25
"""Printed rows nearer than this (of the pitch) lie between each other; where so large a share of
them does, cells stand in the middle."""
FEWEST = 3
"""Printed rows; fewer do not show how cells stand."""
HOLE = 1.5
"""Lines of one cell are not farther apart than this, of the pitch."""
CUT, REACH = 0.35, 0.3
"""A line that begins farther before a place (of the pitch), and reaches so far over it, is cut."""
STANDS = 0.45
"""A cell stands at the top or the middle of its row when it is nearer than this, of the pitch."""
MAX_PLACES = 60
"""No row holds more places where a row may begin."""

# What a row is worth:
ROW = -1.0
IN_PLACE, OUT_OF_PLACE, FARTHEST = 0.7, -1.5, 2.0
WITH_HOLE = -2.5
NO_CELL = -0.6
ONE_INDEX, NO_INDEX, MORE_INDEXES = 2.0, -6.0, -6.0
NO_INDEX_AT_TOP = -1.0
"""The rest of a row that the page before began has no number."""
ENDS, BROKEN_OFF = 0.2, -0.6
MOSTLY_GOES_ON = -4.0
"""Most of its cells begin in the midst of a sentence."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words of one printed row in one column."""

    column: int
    text: str
    top: float
    bottom: float
    printed: Printed


def is_centred(page: TablePage, start: int) -> bool:
    """Do printed rows of the page lie between each other, from row `start` on?"""
    boxes = [printed.line.span.box for printed in page.printed[start:]]
    tops = sorted(box.y0 for box in boxes if box is not None)
    if len(tops) < FEWEST:
        return False
    pitch = _pitch(_pieces(page, page.printed[start:]))
    between = sum(after - before < NEAR * pitch for before, after in pairwise(tops))
    return between > OFTEN * len(tops)


def rows_of_centred(page: TablePage, start: int) -> list[list[Printed]]:
    """The printed rows from `start` on, by column and table row."""
    printed_rows = page.printed[start:]
    in_title = [_is_of_title(page, printed_rows, place=place) for place in range(len(printed_rows))]
    rows: list[list[Printed]] = []
    for is_title, run in groupby(zip(printed_rows, in_title, strict=True), key=itemgetter(1)):
        printed = [printed for printed, _ in run]
        if is_title:
            rows.extend(_titles(page, printed))
        else:
            rows.extend(_Cutting(page, printed, at_top=not rows).rows())
    return rows


def _is_of_title(page: TablePage, printed_rows: Sequence[Printed], place: int) -> bool:
    """Is this printed row (part of) a group's title, or the number that stands beside one?"""
    printed = printed_rows[place]
    if printed.is_banner:
        return True
    if printed.columns() != [page.columns.of("index")] or not _ROMAN.fullmatch(printed.line.text):
        return False
    around = printed_rows[max(0, place - 1) : place + 2]
    return any(other.is_banner for other in around)


def _titles(page: TablePage, run: Sequence[Printed]) -> Iterator[list[Printed]]:
    """Printed rows of titles -> one title each: a new one begins with words behind a number where
    the one before has both."""
    index = page.columns.of("index")
    title: list[Printed] = []
    for printed in run:
        numbered = index is not None and bool(printed.by_column[index])
        has_number = any(index is not None and bool(above.by_column[index]) for above in title)
        has_words = any(above.columns() != [index] for above in title)
        if numbered and printed.columns() != [index] and has_number and has_words:
            yield title
            title = []
        title.append(printed)
    if title:
        yield title


def _pieces(page: TablePage, run: Sequence[Printed]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for printed in run:
        for column, words in enumerate(printed.by_column):
            if not words:
                continue
            by_column: list[list[Word]] = [[] for _ in printed.by_column]
            by_column[column] = words
            alone = Printed(page.line(words), by_column, is_banner=False)
            pieces.append(
                _Piece(
                    column,
                    text=alone.text(column),
                    top=min(word.box.y0 for word in words),
                    bottom=max(word.box.y1 for word in words),
                    printed=alone,
                )
            )
    return sorted(pieces, key=lambda piece: (piece.top, piece.column))


def _pitch(pieces: Sequence[_Piece]) -> float:
    """The usual distance of the lines of a cell."""
    steps: list[float] = []
    for column in {piece.column for piece in pieces}:
        tops = [piece.top for piece in pieces if piece.column == column]
        steps.extend(after - before for before, after in pairwise(tops))
    near = sorted(steps)[: max(1, len(steps) // 2)]
    return median(near) if near else 12.0


class _Cutting:
    """The best cutting of a run of printed rows into table rows."""

    def __init__(self, page: TablePage, run: Sequence[Printed], *, at_top: bool) -> None:
        self.at_top = at_top
        self.columns = page.columns
        self.pieces = _pieces(page, run)
        self.pitch = _pitch(self.pieces)
        self.coarse = self._coarse()
        self.index = page.columns.of("index")
        self.places = self._places()

    def _coarse(self) -> list[int]:
        """Columns whose cells may cover several rows; the index alone does not."""
        coarse = coarse_columns(self.columns)
        return coarse if len(coarse) > 1 else []

    def _places(self) -> list[float]:
        """Where a row may begin, and the end: tops of lines at which no line of a fine column is
        cut."""
        fine = [piece for piece in self.pieces if piece.column not in self.coarse]
        places: list[float] = []
        for piece in fine:
            if places and piece.top - places[-1] < CUT * self.pitch:
                continue
            if not any(self._is_cut(other, piece.top) for other in fine):
                places.append(piece.top)
        places.append(max((piece.bottom for piece in self.pieces), default=0.0) + self.pitch)
        return places

    def _is_cut(self, piece: _Piece, place: float) -> bool:
        reaches_over = piece.bottom > place + REACH * self.pitch
        return piece.top < place - CUT * self.pitch and reaches_over

    def rows(self) -> list[list[Printed]]:
        """The rows, each with its pieces by column from top to bottom."""
        if len(self.places) < 2:
            return [[piece.printed for piece in self.pieces]] if self.pieces else []
        bounds = self._best_bounds()
        rows = [self._between(top, bottom) for top, bottom in pairwise(bounds)]
        for column in self.coarse:
            self._share_out(column, rows, bounds=bounds)
        return [[piece.printed for piece in row] for row in rows]

    def _best_bounds(self) -> list[float]:
        count = len(self.places)
        best = [0.0] + [float("-inf")] * (count - 1)
        back = [0] * count
        for end in range(1, count):
            for begin in range(max(0, end - MAX_PLACES), end):
                score = best[begin] + self._worth(self.places[begin], self.places[end])
                if score > best[end]:
                    best[end], back[end] = score, begin
        bounds = [count - 1]
        while bounds[-1] > 0:
            bounds.append(back[bounds[-1]])
        return [self.places[place] for place in reversed(bounds)]

    def _between(self, top: float, bottom: float) -> list[_Piece]:
        """The pieces of fine columns that begin between two places."""
        margin = CUT * self.pitch
        found: list[_Piece] = []
        for piece in self.pieces:
            if piece.column in self.coarse:
                continue
            if top - margin <= piece.top < bottom - margin:
                found.append(piece)
        return found

    # --- what a row is worth ----------------------------------------------------------------------

    def _worth(self, top: float, bottom: float) -> float:
        pieces = self._between(top, bottom)
        if not pieces:
            return float("-inf")
        low = max(piece.bottom for piece in pieces)
        is_rest = self.at_top and top == self.places[0]
        worth = ROW + (0.0 if is_rest else self._worth_of_beginnings(pieces))
        for column, role in enumerate(self.columns.roles):
            if column in self.coarse:
                continue
            cell = [piece for piece in pieces if piece.column == column]
            if column == self.index:
                worth += self._worth_of_index(cell, rest=is_rest)
            elif not cell:
                worth += NO_CELL if role else 0.0
            if cell:
                worth += self._worth_of_cell(cell, top, low=low)
        return worth

    def _worth_of_beginnings(self, pieces: Sequence[_Piece]) -> float:
        first = {piece.column: piece for piece in reversed(pieces)}
        going_on = sum(piece.text[:1].islower() for piece in first.values())
        return MOSTLY_GOES_ON if 2 * going_on > len(first) else 0.0

    def _worth_of_index(self, cell: Sequence[_Piece], *, rest: bool) -> float:
        numbers = sum(INDEX.fullmatch(piece.text) is not None for piece in cell)
        if not numbers:
            return NO_INDEX_AT_TOP if rest else NO_INDEX
        return ONE_INDEX + MORE_INDEXES * (numbers - 1)

    def _worth_of_cell(self, cell: Sequence[_Piece], top: float, low: float) -> float:
        """Does the cell stand as one, at the top or the middle of its row (`top` to `low`), and do
        its words begin and end as those of a cell?"""
        worth = 0.0
        for above, piece in pairwise(cell):
            if piece.top - above.top > HOLE * self.pitch:
                worth += WITH_HOLE
        from_top = cell[0].top - top
        from_middle = (cell[0].top + cell[-1].bottom - top - low) / 2
        away = min(abs(from_top), abs(from_middle)) / self.pitch
        worth += IN_PLACE if away < STANDS else OUT_OF_PLACE * min(away, FARTHEST)
        worth += freshness(cell[0].text, "")
        last = cell[-1].text
        if TERMINAL.search(last):
            worth += ENDS
        elif breaks_off(last):
            worth += BROKEN_OFF
        return worth

    # --- cells over several rows ------------------------------------------------------------------

    def _share_out(self, column: int, rows: list[list[_Piece]], bounds: Sequence[float]) -> None:
        """Give each cell of a coarse column to the first of the rows in whose middle it stands."""
        blocks = self._blocks(column)
        if not blocks:
            return
        for block, row in zip(blocks, self._first_rows(blocks, bounds), strict=True):
            rows[row].extend(block)

    def _blocks(self, column: int) -> list[list[_Piece]]:
        """The cells of a coarse column: parted by white, or where words begin afresh."""
        blocks: list[list[_Piece]] = []
        for piece in self.pieces:
            if piece.column != column:
                continue
            if blocks and not self._opens_block(blocks[-1][-1], piece):
                blocks[-1].append(piece)
            else:
                blocks.append([piece])
        return blocks

    def _opens_block(self, above: _Piece, piece: _Piece) -> bool:
        if piece.column == self.index:
            return not above.text.endswith(".")
        if piece.top - above.top > HOLE * self.pitch:
            return True
        return freshness(piece.text, above.text) > NEAR

    def _first_rows(self, blocks: Sequence[Sequence[_Piece]], bounds: Sequence[float]) -> list[int]:
        """The first row of each block, so that each stands in the middle of its rows; rows above
        the first block belong to it."""
        count = len(bounds) - 1
        if len(blocks) > count:
            return [_row_at(block[0].top, bounds) for block in blocks]
        best: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]
        for number, block in enumerate(blocks):
            middle = (block[0].top + block[-1].bottom) / 2
            ways: dict[int, tuple[float, tuple[int, ...]]] = {}
            left = len(blocks) - number - 1
            for begin, (cost, firsts) in best[-1].items():
                for end in range(begin + 1, count - left + 1):
                    away = abs((bounds[begin] + bounds[end] - self._white(end, count)) / 2 - middle)
                    total = cost + away
                    if end not in ways or total < ways[end][0]:
                        ways[end] = (total, (*firsts, begin))
            best.append(ways)
        return list(best[-1][count][1])

    def _white(self, end: int, count: int) -> float:
        """What the last place lies below the last line."""
        return self.pitch if end == count else 0.0


def _row_at(top: float, bounds: Sequence[float]) -> int:
    """The row in which a line begins."""
    for row, (first, last) in enumerate(pairwise(bounds)):
        if first <= top < last:
            return row
    return 0 if top < bounds[0] else len(bounds) - 2
