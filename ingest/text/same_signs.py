"""Lists of a text whose points stand under others with the same sign, told by their indents alone
-> signs by which the levels are told apart.

    * Công an xã:              - Công an xã:
      * Kiểm tra nhà trọ       + Kiểm tra nhà trọ
    * Phòng Kinh tế:           - Phòng Kinh tế:
      * Kiểm tra chợ           + Kiểm tra chợ
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kehoach.patterns import compile_regex

_POINT = compile_regex(r"(?P<indent>[ \t]*)(?P<sign>[-–*+•]) +(?P<words>\S.*)")
_TAB = 4
"""Columns that a tab stands for."""
LEAST_DEEPER = 2
"""Columns between a point and those under it."""
_LEVELS = "-+"


@dataclass(frozen=True, slots=True)
class _Point:
    """A point: the number of its line (from 0), the column of its sign, the sign, its words."""

    number: int
    column: int
    sign: str
    words: str


def with_levels(raw: Sequence[str]) -> dict[int, str]:
    """Raw lines -> by number (from 0) those of points in lists of two levels that have the same
    sign, with a sign for each level; {} where there are none. Only where each list under a point
    stands behind a colon is the indent no chance.

    >>> with_levels(["* A:", "  * b", "* C:", "  * d"])
    {0: '- A:', 1: '+ b', 2: '- C:', 3: '+ d'}
    >>> with_levels(["* A", "  * b"])
    {}
    """
    return {
        point.number: f"{_LEVELS[point.column > points[0].column]} {point.words}"
        for points in _lists(raw)
        if _are_nested(points)
        for point in points
    }


def _lists(raw: Sequence[str]) -> Iterator[list[_Point]]:
    """Points that follow each other, with nothing but blank lines and their own further lines
    between them."""
    points: list[_Point] = []
    for number, line in enumerate(raw):
        point = _POINT.fullmatch(line.rstrip())
        if point is not None:
            column = len(point["indent"].expandtabs(_TAB))
            points.append(_Point(number, column, point["sign"], words=point["words"]))
        elif line.strip() and points and not _goes_on(line, points[-1]):
            yield points
            points = []
    if points:
        yield points


def _goes_on(line: str, point: _Point) -> bool:
    """Does a line stand under the words of a point?"""
    expanded = line.expandtabs(_TAB)
    return len(expanded) - len(expanded.lstrip()) > point.column


def _are_nested(points: Sequence[_Point]) -> bool:
    columns = sorted({point.column for point in points})
    if len(columns) != len(_LEVELS) or columns[1] - columns[0] < LEAST_DEEPER:
        return False
    if len({point.sign for point in points}) > 1 or points[0].column != columns[0]:
        return False
    return all(
        before.words.endswith(":")
        for before, point in pairwise(points)
        if before.column < point.column
    )
