"""Ruled lines of a straightened page -> the cells of its tables.

The steps have names, as in pdfplumber: strokes -> rulings (bridged where the scan broke them) ->
tables -> lattice -> cells. Lengths are points; pixels only inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.grid import edges_of
from kehoach.ingest.model import Box
from kehoach.ingest.ocr.deskew import DeskewedPage, Pixels

SEED = 8.5
"""The shortest piece of a broken line that still counts: longer than the bar of a letter of 14
points."""
SHORTEST_ACROSS = 22.0
SHORTEST_DOWN = 11.0
THICKEST = 4.0
SHORT = 60.0
BRIDGE = 8.0
"""Gaps of a broken line up to this are closed anyway: no column is so narrow."""
BRIDGE_FREE = 60.0
"""Gaps up to this are closed when neither end meets a crossing line: there the line was meant to
stop."""
REACH = 5.0
"""A line that ends this near before a crossing one was meant to meet it."""
CORNER = 2.0
TWO_ROWS = 45.0
TOUCH = 2.0
HELD = 0.5
"""The share of a cell's side that must be ruled to part two cells."""
LOW, HELD_LOW = 30.0, 0.75
"""Sides shorter than LOW (a row of one line) must be ruled to this share."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruled line: `at` is y for one across, x for one down; it runs from `start` to `end`
    (points)."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The ruled lines of a page, and `mask`: 255 on their pixels, to take them out of the
    picture."""

    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    mask: Pixels = field(repr=False)
    dpi: float


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its box and the boxes of its cells, merged cells as one (points)."""

    box: Box
    cells: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A long thin stroke of ink: as a ruling, and the pixels of it from `x`, `y`."""

    line: Ruling
    x: int
    y: int
    piece: NDArray[np.bool_]


def find_rulings(page: DeskewedPage) -> Rulings:
    """A straightened page -> its ruled lines."""
    dark = np.asarray(cv2.threshold(page.grey, 185, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    turned = np.ascontiguousarray(dark.T)
    across = _strokes(dark, page.dpi, SHORTEST_ACROSS)
    down = [
        s
        for s in _strokes(turned, page.dpi, SHORTEST_DOWN)
        if _is_side(s.line, [a.line for a in across])
    ]
    mask = cv2.bitwise_or(_painted(across, dark), np.ascontiguousarray(_painted(down, turned).T))
    across_lines = _bridge([s.line for s in across], [s.line for s in down])
    down_lines = _bridge([s.line for s in down], across_lines)
    return Rulings(tuple(across_lines), tuple(down_lines), np.asarray(mask, np.uint8), page.dpi)


def _is_side(line: Ruling, across: Sequence[Ruling]) -> bool:
    """The stem of a letter is as long as a low row is high, the stems of two lines of text may
    touch; but the side of a low row meets a line at either end, and a longer one crosses a line
    somewhere."""
    near = [a for a in across if a.start - REACH <= line.at <= a.end + REACH]
    if line.end - line.start > TWO_ROWS:
        return any(line.start - REACH <= a.at <= line.end + REACH for a in near)
    return any(abs(a.at - line.start) < TOUCH for a in near) and any(
        abs(a.at - line.end) < TOUCH for a in near
    )


def _painted(strokes: Sequence[_Stroke], dark: Pixels) -> Pixels:
    """255 on the ink of the strokes, with its blurred rim."""
    mask = np.zeros_like(dark)
    for stroke in strokes:
        height, width = stroke.piece.shape
        mask[stroke.y : stroke.y + height, stroke.x : stroke.x + width][stroke.piece] = 255
    near = cv2.dilate(mask, np.ones((5, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(near, cv2.dilate(dark, np.ones((3, 3), np.uint8))), np.uint8)


def _strokes(dark: Pixels, dpi: float, shortest: float) -> list[_Stroke]:
    """Long thin level strokes of the ink. Lines down the page come as the transposed ink."""
    px = dpi / 72.0
    # A line that is not quite level climbs a pixel every few letters; thickened, it stays one
    # piece.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    seeds = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(SEED * px)), np.uint8))
    near = cv2.morphologyEx(seeds, cv2.MORPH_CLOSE, np.ones((3, round(6 * px)), np.uint8))
    long = cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((1, round(shortest * px)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    found: list[_Stroke] = []
    for label in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[label])
        if height > THICKEST * px + 0.01 * width or area / width > THICKEST * px:
            continue
        piece = labels[y : y + height, x : x + width] == label
        if not _is_ruling(dark, x, y, piece, short=width < SHORT * px):
            continue
        middle = (y + float(np.nonzero(piece)[0].mean()) + 0.5) / px
        found.append(_Stroke(Ruling(middle, x / px, (x + width) / px), x, y, piece))
    return found


def _is_ruling(dark: Pixels, x: int, y: int, piece: NDArray[np.bool_], *, short: bool) -> bool:
    """A ruling stands free: above and below it is mostly white. Blurred letters run together do
    not; a short piece must prove it better."""
    height, width = piece.shape
    above = dark[max(y - 5, 0) : max(y - 2, 1), x : x + width]
    below = dark[y + height + 2 : y + height + 5, x : x + width]
    crowded = [float((band > 0).any(axis=0).mean()) for band in (above, below) if band.size]
    return sum(crowded) < (0.35 if short else 1.0)


def _bridge(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one line -> one line, where the scan broke it; not where it was meant to stop."""
    merged: list[Ruling] = []
    for line in sorted(lines, key=lambda r: (r.start, r.at)):
        fellow = None
        for n in range(len(merged) - 1, -1, -1):
            before = merged[n]
            gap = line.start - before.end
            if abs(before.at - line.at) > 2.5 or gap > BRIDGE_FREE:
                continue
            meant = _meets(before.end, before.at, crossing) or _meets(line.start, line.at, crossing)
            if gap <= BRIDGE or not meant:
                fellow = n
                break
        if fellow is None:
            merged.append(line)
        else:
            before = merged.pop(fellow)
            long, short = before.end - before.start, line.end - line.start
            at = (before.at * long + line.at * short) / (long + short)
            merged.append(Ruling(at, before.start, max(before.end, line.end)))
    return merged


def _meets(end: float, at: float, crossing: Sequence[Ruling]) -> bool:
    return any(
        abs(line.at - end) <= REACH and line.start - REACH <= at <= line.end + REACH
        for line in crossing
    )


def find_tables(rulings: Rulings) -> list[Table]:
    """The ruled lines of a page -> its tables from top to bottom. A lone frame is no table, nor are
    lines without columns: those are left to whoever reads columns from the white between words."""
    tables = []
    for across, down in _groups(rulings.across, rulings.down):
        xs = edges_of([line.at for line in down])
        ys = edges_of([line.at for line in across])
        if len(xs) < 3 or len(ys) < 2:
            continue
        cells = _cells(xs, ys, _Sides(across, down, rulings.mask, rulings.dpi))
        if len(cells) >= 2:
            tables.append(Table(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells)))
    return sorted(tables, key=lambda table: table.box.y0)


def _groups(
    across: Sequence[Ruling], down: Sequence[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that cross each other, directly or by way of others, are one table's."""
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, a in enumerate(across):
        for j, d in enumerate(down, len(across)):
            if (
                a.start - REACH <= d.at <= a.end + REACH
                and d.start - REACH <= a.at <= d.end + REACH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, line in enumerate((*across, *down)):
        groups.setdefault(root(i), ([], []))[i >= len(across)].append(line)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Which sides of a table's positions are ruled."""

    across: Sequence[Ruling]
    down: Sequence[Ruling]
    mask: Pixels
    dpi: float

    def right(self, x: float, y0: float, y1: float) -> float:
        """The share of a side down the page that is ruled."""
        return self._share(self.down, x, y0, y1, self.mask)

    def below(self, y: float, x0: float, x1: float) -> float:
        """The share of a side across the page that is ruled."""
        return self._share(self.across, y, x0, x1, self.mask.T)

    def _share(
        self, lines: Sequence[Ruling], at: float, start: float, end: float, mask: Pixels
    ) -> float:
        held = _ruled(lines, at, start, end)
        if held < HELD or end - start > LOW:
            return held
        # In a low row a single letter between two lines closes the gap for the bridge: count its
        # real ink.
        px = self.dpi / 72
        first, last = round((start + CORNER) * px), round((end - CORNER) * px)
        ink = mask[first:last, max(round((at - 2) * px), 0) : round((at + 2) * px)]
        return float((ink > 0).any(axis=1).mean()) * HELD / HELD_LOW if ink.size else held


def _cells(xs: list[float], ys: list[float], sides: _Sides) -> list[Box]:
    """Positions of the lattice that no line parts -> one cell each."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    # right[r, c]: how much of the side between (r, c) and (r, c + 1) is ruled; below: between (r,
    # c) and (r + 1, c)
    right = np.array(
        [[sides.right(xs[c + 1], ys[r], ys[r + 1]) for c in range(n_cols)] for r in range(n_rows)]
    )
    below = np.array(
        [[sides.below(ys[r + 1], xs[c], xs[c + 1]) for c in range(n_cols)] for r in range(n_rows)]
    )
    right[:, -1] = below[-1, :] = 1.0
    while True:
        regions = _regions(right < HELD, below < HELD)
        ragged = next((own for own in regions if not _is_rectangle(own)), None)
        if ragged is None:
            break
        _cut(ragged, right, below)
    boxes = []
    for own in regions:
        rows, cols = [r for r, _ in own], [c for _, c in own]
        boxes.append(Box(xs[min(cols)], ys[min(rows)], xs[max(cols) + 1], ys[max(rows) + 1]))
    return boxes


def _ruled(lines: Sequence[Ruling], at: float, start: float, end: float) -> float:
    """The share of the side `start`..`end` at `at` that lines cover, its corners left out: there
    others cross."""
    start, end = start + CORNER, end - CORNER
    held = [
        (max(line.start, start), min(line.end, end))
        for line in lines
        if abs(line.at - at) <= 3.5 and line.start < end and line.end > start
    ]
    covered, upto = 0.0, start
    for first, last in sorted(held):
        covered += max(0.0, last - max(first, upto))
        upto = max(upto, last)
    return covered / max(end - start, 0.1)


def _regions(
    open_right: NDArray[np.bool_], open_below: NDArray[np.bool_]
) -> list[list[tuple[int, int]]]:
    """Positions connected through open sides."""
    n_rows, n_cols = open_right.shape
    seen: set[tuple[int, int]] = set()
    regions = []
    for place in ((r, c) for r in range(n_rows) for c in range(n_cols)):
        if place in seen:
            continue
        own, ahead = [], [place]
        seen.add(place)
        while ahead:
            r, c = ahead.pop()
            own.append((r, c))
            steps = (
                ((r, c + 1), c + 1 < n_cols and open_right[r, c]),
                ((r, c - 1), c > 0 and open_right[r, c - 1]),
                ((r + 1, c), r + 1 < n_rows and open_below[r, c]),
                ((r - 1, c), r > 0 and open_below[r - 1, c]),
            )
            for step, is_open in steps:
                if is_open and step not in seen:
                    seen.add(step)
                    ahead.append(step)
        regions.append(own)
    return regions


def _is_rectangle(own: Sequence[tuple[int, int]]) -> bool:
    rows, cols = {r for r, _ in own}, {c for _, c in own}
    return len(own) == (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1)


def _cut(
    own: Sequence[tuple[int, int]], right: NDArray[np.float64], below: NDArray[np.float64]
) -> None:
    """A region that is no rectangle has lost a line: close its open side that is ruled most."""
    places = set(own)
    sides = [(right[r, c], 0, r, c) for r, c in own if (r, c + 1) in places and right[r, c] < HELD]
    sides += [(below[r, c], 1, r, c) for r, c in own if (r + 1, c) in places and below[r, c] < HELD]
    _, kind, r, c = max(sides)
    (right, below)[kind][r, c] = 1.0
