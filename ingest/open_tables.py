"""Tables that are not closed: the lines between their columns end where no line crosses them.
Programs that draw the line over each row leave the last row of a page without one under it, and
the page that goes on without one above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST = 4
"""Lines down the page that end at one height: fewer might belong to a frame or a drawing."""
LEVEL = 3.0
"""Ends nearer than this (points) are at one height."""
LOWEST = 10.0
"""A line across the page nearer than this (points) closes a table: no row is lower, and lines may
stick out."""
SHORTEST = 12.0
"""Points: shorter lines are no sides of cells."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, its pieces joined: `at` is y for one across, x for one down; it runs from
    `start` to `end` (points)."""

    at: float
    start: float
    end: float


def closing_rules(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """The lines of a page -> those across that would close its open tables.

    >>> down = [Rule(x, 100, 300) for x in (50, 150, 250, 400)]
    >>> closing_rules([Rule(100, 50, 400)], down)
    [Rule(at=300, start=50, end=400)]
    >>> closing_rules([Rule(100, 50, 400), Rule(301, 50, 400)], down)
    []
    """
    sides = [line for line in down if line.end - line.start >= SHORTEST]
    if len(sides) < FEWEST:
        return []
    tops = _through_ends([(line.start, line.at) for line in sides], upper=True)
    bottoms = _through_ends([(line.end, line.at) for line in sides], upper=False)
    return [
        line for line in (*tops, *bottoms) if not any(_lies_on(other, line) for other in across)
    ]


def _through_ends(ends: Sequence[tuple[float, float]], *, upper: bool) -> Iterator[Rule]:
    """Ends of lines as (y, x) -> a line through each set of them at one height."""
    heights: list[float] = []
    places: list[float] = []
    for height, place in sorted(ends):
        if heights and height - heights[-1] > LEVEL:
            yield from _line_through(heights[0] if upper else heights[-1], places)
            heights, places = [], []
        heights.append(height)
        places.append(place)
    yield from _line_through(heights[0] if upper else heights[-1], places)


def _line_through(height: float, places: Sequence[float]) -> Iterator[Rule]:
    ordered = sorted(places)
    apart = 1 + sum(right - left > LEVEL for left, right in pairwise(ordered))
    if apart >= FEWEST:
        yield Rule(height, ordered[0], ordered[-1])


def _lies_on(other: Rule, line: Rule) -> bool:
    """Does a line across the page already stand there or near, over any part of it?"""
    is_near = abs(other.at - line.at) <= LOWEST
    return is_near and other.start < line.end and other.end > line.start
