"""Ruled lines of a straightened page -> the cells of its tables.

The steps have names, as in pdfplumber: strokes -> rulings (put together where they broke) ->
tables -> lattice -> cells. Lengths are points; pixels only inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.grid import edges_of
from kehoach.ingest.model import Box
from kehoach.ingest.ocr.deskew import DeskewedPage
from kehoach.ingest.ocr.faint_rulings import FaintLine, FaintLines, find_faint_lines
from kehoach.ingest.ocr.header_columns import through_header
from kehoach.ingest.ocr.pixels import Pixels, as_pixels
from kehoach.ingest.ocr.strokes import SHORT, Ruling, Stroke, painted, strokes_of
from kehoach.ingest.ocr.torn_rulings import (
    ARMS,
    BRIDGE_FREE,
    Printed,
    put_together,
)
from kehoach.ingest.open_tables import Rule, closing_rules

Position: TypeAlias = tuple[int, int]
"""Row and column of a table's lattice, from 0."""

SHORTEST_ACROSS, SHORTEST_PIECE = 22.0, 12.0
"""A shorter piece counts where it goes on a line that is no shorter, after a gap up to BRIDGE_FREE:
dashes and the bars of letters do not."""
SHORTEST_DOWN = 11.0
INK = 185
"""Grey levels up to this may be a ruling: lines are thinner, so paler, than letters."""
CORNER = 2.0
TWO_ROWS = 45.0
TALLEST_STEM, MANY_PIECES, ONE_SIDE = 11.5, 60.0, 0.8
"""Pieces of a broken line down a page are higher than the stems of letters, so long together, and
stand so near to one line."""
BESIDE = 3.5
"""A line so near (points) to a side of a cell is that side."""
TOUCH = 2.0
RULED = 0.5
"""The share of a cell's side that must be ruled to part two cells."""
LOW, RULED_LOW = 30.0, 0.75
"""Sides shorter than LOW (a row of one line) must be ruled to this share."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The ruled lines of a page, and `mask`: 255 on their pixels, to take them out of the
    picture."""

    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    mask: Pixels = field(repr=False)
    dpi: float
    printed: Printed = field(repr=False)


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table by its rulings: its box and the boxes of its cells, merged cells as one (points)."""

    box: Box
    cells: tuple[Box, ...]


def find_rulings(page: DeskewedPage) -> Rulings:
    """A straightened page -> its ruled lines."""
    _, inverted = cv2.threshold(page.grey, INK, 255, cv2.THRESH_BINARY_INV)
    dark = as_pixels(inverted)
    turned = as_pixels(cv2.transpose(dark))
    across = _with_pieces(strokes_of(dark, page.dpi, shortest=SHORTEST_ACROSS), dark, dpi=page.dpi)
    lines_across = [stroke.line for stroke in across]
    down = _sides(strokes_of(turned, page.dpi, shortest=SHORTEST_DOWN), lines_across)
    lines_down = [stroke.line for stroke in down]
    mask = cv2.bitwise_or(painted(across, dark), cv2.transpose(painted(down, turned)))
    faint = find_faint_lines(
        page,
        [FaintLine(line.at, line.start, end=line.end) for line in lines_across],
        down=[FaintLine(line.at, line.start, end=line.end) for line in lines_down],
    )
    lines_across += [Ruling(line.at, line.start, line.end) for line in faint.across]
    lines_down += [Ruling(line.at, line.start, line.end) for line in faint.down]
    faint.paint(as_pixels(mask), page.points)
    printed = Printed(as_pixels(cv2.subtract(dark, mask)), page.points)
    lines_across, lines_down, torn = put_together(lines_across, lines_down, printed=printed)
    torn.paint(as_pixels(mask), page.points)
    for across_table, down_table in _groups(lines_across, lines_down):
        lost = through_header(page, lines_across, across=across_table, down=down_table)
        lines_down += lost
        as_faint = [FaintLine(line.at, line.start, end=line.end) for line in lost]
        FaintLines([], as_faint).paint(as_pixels(mask), page.points)
    return Rulings(
        across=tuple(lines_across),
        down=tuple(lines_down),
        mask=as_pixels(mask),
        dpi=page.dpi,
        printed=Printed(as_pixels(cv2.subtract(dark, mask)), page.points),
    )


def _with_pieces(long: list[Stroke], dark: Pixels, dpi: float) -> list[Stroke]:
    """The long strokes across a page, and the short free ones that are pieces of their lines."""
    lines = [stroke.line for stroke in long if stroke.line.length >= SHORT]
    if not lines:
        return long
    pieces = [
        stroke
        for stroke in strokes_of(dark, dpi, shortest=SHORTEST_PIECE)
        if stroke.line.length < SHORT and _goes_on_one_of(lines, stroke.line)
    ]
    return long + pieces


def _goes_on_one_of(lines: Sequence[Ruling], piece: Ruling) -> bool:
    """Does a piece lie beside one of the lines, where that line would go on?"""
    return any(
        abs(line.at - piece.at) <= ONE_SIDE
        and 0 < max(line.start - piece.end, piece.start - line.end) <= BRIDGE_FREE
        for line in lines
    )


def _sides(strokes: Sequence[Stroke], across: Sequence[Ruling]) -> list[Stroke]:
    """Of the strokes down a page those that are sides of cells, or pieces of broken ones: they
    stand on the line of others, one below the other, and are long together."""
    held: list[Stroke] = []
    for stroke in strokes:
        same = [other.line for other in strokes if abs(other.line.at - stroke.line.at) <= ONE_SIDE]
        together = sum(line.length for line in same)
        is_piece = stroke.line.length >= TALLEST_STEM and together >= MANY_PIECES
        is_piece &= any(line.reaches(stroke.line.at) for line in across)
        if is_piece or _is_side(stroke.line, across):
            held.append(stroke)
    return held


def _is_side(line: Ruling, across: Sequence[Ruling]) -> bool:
    """The stem of a letter is as long as a low row is high, the stems of two lines of text may
    touch; but the side of a low row meets a line at either end, and a longer one crosses a line
    somewhere."""
    crossed_at = [other.at for other in across if other.reaches(line.at)]
    if line.length > TWO_ROWS:
        return any(line.reaches(at) for at in crossed_at)
    touches_start = any(abs(at - line.start) < TOUCH for at in crossed_at)
    touches_end = any(abs(at - line.end) < TOUCH for at in crossed_at)
    return touches_start and touches_end


def find_tables(rulings: Rulings) -> list[RuledTable]:
    """The ruled lines of a page -> its tables from top to bottom. A lone frame is no table, nor are
    lines without columns: those are left to whoever reads columns from the white between words."""
    tables: list[RuledTable] = []
    for across, down in _groups(_closed(rulings), rulings.down):
        xs = edges_of([line.at for line in down])
        ys = edges_of([line.at for line in across])
        has_columns = len(xs) >= 3 and len(ys) >= 2
        if not has_columns:
            continue
        sides = _Sides(across, down, rulings=rulings)
        cells = _cells(xs, ys, sides=sides)
        if len(cells) < 2:
            continue
        box = Box(
            x0=xs[0],
            y0=ys[0],
            x1=xs[-1],
            y1=ys[-1],
        )
        tables.append(RuledTable(box, tuple(cells)))
    return sorted(tables, key=lambda table: table.box.y0)


def _closed(rulings: Rulings) -> list[Ruling]:
    """The lines across a page, and those that close a table which a page ends without."""
    across = [Rule(line.at, line.start, line.end) for line in rulings.across]
    down = [Rule(line.at, line.start, line.end) for line in rulings.down]
    closing = [Ruling(rule.at, rule.start, rule.end) for rule in closing_rules(across, down)]
    return [*rulings.across, *closing]


_Group: TypeAlias = tuple[list[Ruling], list[Ruling]]
"""Lines across and lines down that belong to one table."""


def _groups(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[_Group]:
    """Lines that cross each other, directly or by way of others, are one table's."""
    count = len(across) + len(down)
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, level in enumerate(across):
        for other, upright in enumerate(down, len(across)):
            they_cross = level.reaches(upright.at) and upright.reaches(level.at)
            if they_cross:
                parent[root(index)] = root(other)
    groups: dict[int, _Group] = {}
    for index, line in enumerate((*across, *down)):
        group = groups.setdefault(root(index), ([], []))
        kind = 0 if index < len(across) else 1
        group[kind].append(line)
    return [group for group in groups.values() if min(map(len, group)) >= 2]


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a table's position, in points: at x or y `at`, from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long it is, in points."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Sides:
    """Which sides of a table's positions are ruled."""

    across: Sequence[Ruling]
    down: Sequence[Ruling]
    rulings: Rulings

    def upright(self, x: float, y0: float, y1: float) -> float:
        """The share of a side down the page that is ruled."""
        side = _Side(x, y0, end=y1)
        share = self._ruled_share(side, self.down, mask=self.rulings.mask)
        if share < RULED or side.length > LOW:
            return share
        # The stem of a letter may stand where the side of a column would go on.
        printed = self.rulings.printed.turned
        is_stem = printed.stands_on(x, y0 + CORNER, y1 - CORNER, share=ARMS)
        return 0.0 if is_stem else share

    def level(self, y: float, x0: float, x1: float) -> float:
        """The share of a side across the page that is ruled."""
        return self._ruled_share(_Side(y, x0, end=x1), self.across, mask=self.rulings.mask.T)

    def _ruled_share(self, side: _Side, lines: Sequence[Ruling], mask: Pixels) -> float:
        share = _share_of_lines(side, lines)
        if share < RULED or side.length > LOW:
            return share
        # In a low row a single letter between two lines closes the gap for the bridge: count its
        # real ink.
        scale = self.rulings.dpi / 72
        start, end = side.start + CORNER, side.end - CORNER
        first = round(start * scale)
        last = round(end * scale)
        before = round((side.at - 2) * scale)
        after = round((side.at + 2) * scale)
        ink = mask[first:last, max(before, 0) : after]
        if not ink.size:
            return share
        has_ink = (ink > 0).any(axis=1)
        inked_share = float(has_ink.mean())
        return inked_share * RULED / RULED_LOW


def _share_of_lines(side: _Side, lines: Sequence[Ruling]) -> float:
    """The share of a side that lines cover, its corners left out: there others cross."""
    start, end = side.start + CORNER, side.end - CORNER
    covering: list[tuple[float, float]] = []
    for line in lines:
        overlaps = line.start < end and line.end > start
        is_beside = abs(line.at - side.at) <= BESIDE
        if overlaps and is_beside:
            first = max(line.start, start)
            last = min(line.end, end)
            covering.append((first, last))
    covered = 0.0
    covered_to = start
    for first, last in sorted(covering):
        uncovered = max(first, covered_to)
        covered += max(0.0, last - uncovered)
        covered_to = max(covered_to, last)
    length = max(end - start, 0.1)
    return covered / length


def _cells(xs: list[float], ys: list[float], sides: _Sides) -> list[Box]:
    """Positions of the lattice that no line parts -> one cell each."""
    last_row, last_col = len(ys) - 2, len(xs) - 2
    shape = (last_row + 1, last_col + 1)
    # right[row, col]: how much of the side between (row, col) and (row, col + 1) is ruled; below:
    # between (row, col) and (row + 1, col)
    right = np.ones(shape)
    below = np.ones(shape)
    for row, col in np.ndindex(shape):
        upper, lower = ys[row], ys[row + 1]
        left, end = xs[col], xs[col + 1]
        if col < last_col:
            right[row, col] = sides.upright(end, upper, lower)
        if row < last_row:
            below[row, col] = sides.level(lower, left, end)
    while True:
        regions = _regions(right < RULED, below < RULED)
        ragged = next((region for region in regions if not _is_rectangle(region)), None)
        if ragged is None:
            break
        _cut(ragged, right, below=below)
    boxes: list[Box] = []
    for region in regions:
        rows, cols = zip(*region, strict=True)
        box = Box(
            x0=xs[min(cols)],
            y0=ys[min(rows)],
            x1=xs[max(cols) + 1],
            y1=ys[max(rows) + 1],
        )
        boxes.append(box)
    return boxes


def _regions(open_right: NDArray[np.bool_], open_below: NDArray[np.bool_]) -> list[list[Position]]:
    """Positions connected through open sides."""
    n_rows, n_cols = open_right.shape
    seen: set[Position] = set()
    regions: list[list[Position]] = []
    for start in product(range(n_rows), range(n_cols)):
        if start in seen:
            continue
        region: list[Position] = []
        ahead = [start]
        seen.add(start)
        while ahead:
            position = ahead.pop()
            region.append(position)
            for step in _open_steps(position, open_right, open_below=open_below):
                if step not in seen:
                    seen.add(step)
                    ahead.append(step)
        regions.append(region)
    return regions


def _open_steps(
    position: Position, open_right: NDArray[np.bool_], open_below: NDArray[np.bool_]
) -> Iterator[Position]:
    """The neighbours of a position through its open sides: right, left, below, above."""
    row, col = position
    n_rows, n_cols = open_right.shape
    right = (row, col + 1)
    left = (row, col - 1)
    below = (row + 1, col)
    above = (row - 1, col)
    if col + 1 < n_cols and open_right[position]:
        yield right
    if col > 0 and open_right[left]:
        yield left
    if row + 1 < n_rows and open_below[position]:
        yield below
    if row > 0 and open_below[above]:
        yield above


def _is_rectangle(region: Sequence[Position]) -> bool:
    rows = {row for row, _ in region}
    cols = {col for _, col in region}
    height = max(rows) - min(rows) + 1
    width = max(cols) - min(cols) + 1
    return len(region) == height * width


def _cut(
    region: Sequence[Position], right: NDArray[np.float64], below: NDArray[np.float64]
) -> None:
    """A region that is no rectangle has lost a line: close its open side that is ruled most."""
    positions = set(region)
    shares = (right, below)
    open_sides: list[tuple[float, int, Position]] = []
    for position in region:
        row, col = position
        neighbour_right = (row, col + 1)
        neighbour_below = (row + 1, col)
        for kind, neighbour in enumerate((neighbour_right, neighbour_below)):
            share = shares[kind][position]
            if neighbour in positions and share < RULED:
                open_sides.append((share, kind, position))
    _, kind, position = max(open_sides)
    shares[kind][position] = 1.0
