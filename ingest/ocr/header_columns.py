"""Column rules that are too faint in the header row alone: they go on upward from the rows below
where no word of the header crosses them. Lengths are points.

A banner ("II. Nhiệm vụ …") above such rules is one cell by right: its words cross them, or it
leaves most columns empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from kehoach.ingest.ocr.deskew import DeskewedPage
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.ocr.strokes import REACH, Ruling

LOWEST, HIGHEST = 9.0, 90.0
"""How low and how high a header row may be."""
LONG = 40.0
"""A rule of a column that is shorter below the header proves no column."""
ASIDE, CORNER = 1.5, 2.5
"""What is so near to a rule touches it; so near to its ends others cross."""
FEWEST = 2
"""So many rules must be free at once."""
PALE, BESIDE = 2.0, 3.0
"""By so many grey levels a rule that is there is darker than the paper so far beside it."""
BROKEN = 0.5
"""The share of its way that the ink of a broken rule is on."""


def through_header(
    page: DeskewedPage,
    all_across: Sequence[Ruling],
    *,
    across: Sequence[Ruling],
    down: Sequence[Ruling],
) -> list[Ruling]:
    """The lines of one table, and all lines across its page -> the rules of columns that its
    uppermost row has lost; its sides too where that row lies above what they reach."""
    top = min(across, key=lambda line: line.at)
    above = [
        line
        for line in all_across
        if LOWEST <= top.at - line.at <= HIGHEST and _end_together(line, across)
    ]
    for upper in above:
        lost = _lost_rules(page, upper, across=across, down=down)
        if lost:
            sides = (min(line.at for line in down), max(line.at for line in down))
            return [*lost, *(Ruling(side, upper.at, top.at) for side in sides)]
    return _lost_rules(page, top, across=across, down=down)


def _end_together(line: Ruling, across: Sequence[Ruling]) -> bool:
    """Does a line end where a table does?"""
    left, right = min(other.start for other in across), max(other.end for other in across)
    return abs(line.start - left) <= REACH and abs(line.end - right) <= REACH


def _lost_rules(
    page: DeskewedPage, upper: Ruling, *, across: Sequence[Ruling], down: Sequence[Ruling]
) -> list[Ruling]:
    """The rules of columns that are lost between `upper` and the next line across."""
    feet: dict[float, float] = {}  # where each column is, and where its lost rule ends
    for x in _columns(down):
        below = [other.at for other in across if _spans(other, x) and other.at > upper.at + LOWEST]
        foot = min(below, default=upper.at)
        reached = [line.start for line in down if abs(line.at - x) <= ASIDE]
        foot = min(foot, *reached) if min(reached) > upper.at + REACH else upper.at
        if _spans(upper, x) and LOWEST <= foot - upper.at <= HIGHEST:
            feet[x] = foot
    free = [x for x, foot in feet.items() if not _is_crossed(page, x, y0=upper.at, y1=foot)]
    if not _are_columns(page, free, upper=upper, feet=feet, down=down):
        free = [x for x in free if _is_faint(page, x, y0=upper.at, y1=feet[x])]
    return [Ruling(x, upper.at, feet[x]) for x in free]


def _columns(down: Sequence[Ruling]) -> list[float]:
    """Where the columns of a table are ruled, for a good part of its height."""
    lengths: dict[float, float] = {}
    for line in down:
        at = next((x for x in lengths if abs(x - line.at) <= ASIDE), line.at)
        lengths[at] = lengths.get(at, 0.0) + line.length
    return sorted(at for at, length in lengths.items() if length >= LONG)


def _spans(line: Ruling, x: float) -> bool:
    return line.start + REACH < x < line.end - REACH


def _part(page: DeskewedPage, x0: float, x1: float, y0: float, y1: float) -> Pixels:
    """What a page shows in a box."""
    scale = 1 / page.points
    columns = slice(max(round(x0 * scale), 0), max(round(x1 * scale), 0) + 1)
    return page.grey[round(y0 * scale) : round(y1 * scale), columns]


def _is_crossed(page: DeskewedPage, x: float, y0: float, y1: float) -> bool:
    """Does print cross the way of a rule at x between two lines? A remnant of the rule itself is
    ink on the way with none beside it."""
    top, foot = y0 + CORNER, y1 - CORNER
    on_way = (_part(page, x - ASIDE, x1=x + ASIDE, y0=top, y1=foot) < page.level).any(axis=1)
    beside = np.zeros_like(on_way)
    for left, right in ((x - BESIDE, x - ASIDE), (x + ASIDE, x + BESIDE)):
        beside |= (_part(page, left, x1=right, y0=top, y1=foot) < page.level).any(axis=1)
    return bool((on_way & beside).any())


def _is_faint(page: DeskewedPage, x: float, y0: float, y1: float) -> bool:
    return _is_pale(page, x, y0=y0, y1=y1) or _is_broken(page, x, y0=y0, y1=y1)


def _is_pale(page: DeskewedPage, x: float, y0: float, y1: float) -> bool:
    """Is a pale rule on its way, darker than the paper on both sides, and no print beside it?"""
    along = _part(page, x - BESIDE, x1=x + BESIDE, y0=y0 + CORNER, y1=y1 - CORNER)
    if not along.size or (along < page.level).any():
        return False
    profile = along.mean(axis=0)
    third = len(profile) // 3
    paper = min(profile[:third].mean(), profile[-third:].mean())
    return float(paper - profile[third:-third].min()) >= PALE


def _is_broken(page: DeskewedPage, x: float, y0: float, y1: float) -> bool:
    """Is a rule on its way that holes have broken? Its ink is on a good part of the way; that none
    stands beside it, as print would, is known."""
    way = _part(page, x - ASIDE, x1=x + ASIDE, y0=y0 + CORNER, y1=y1 - CORNER)
    return bool(way.size) and float((way < page.level).any(axis=1).mean()) >= BROKEN


def _are_columns(
    page: DeskewedPage,
    free: Sequence[float],
    *,
    upper: Ruling,
    feet: Mapping[float, float],
    down: Sequence[Ruling],
) -> bool:
    """Has each of the cells into which free rules would part a header its own words? One may be
    empty."""
    if len(free) < FEWEST or 2 * len(free) < len(feet):
        return False
    foot = max(feet.values())
    seen = [line.at for line in down if line.start <= upper.at + REACH < foot <= line.end + REACH]
    places = sorted({upper.start, upper.end, *seen, *free})
    empty = 0
    for left, right in pairwise(places):
        is_column = right - left > 2 * REACH and upper.start - REACH <= left < upper.end
        if is_column:
            y0, y1 = upper.at + CORNER, foot - CORNER
            cell = _part(page, left + ASIDE, x1=right - ASIDE, y0=y0, y1=y1)
            empty += not (cell < page.level).any()
    return empty <= 1


__all__ = ["through_header"]
