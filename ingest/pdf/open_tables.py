"""Tables that are not closed: the lines between their columns end where no line crosses them.
Programs that draw the line over each row leave the last row of a page without one under it, and
the page that goes on without one above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

FEWEST = 4
"""Lines down the page that end at one height: fewer might belong to a frame or a drawing."""
LEVEL = 3.0
"""Ends nearer than this (points) are at one height, as pdfplumber takes lines for one."""
SHORTEST = 12.0
"""Points: shorter lines are no sides of cells."""

Edge = Mapping[str, Any]
"""A line of pdfplumber: x0, x1, top, bottom, orientation."""


def closing_lines(edges: Sequence[Edge]) -> list[dict[str, Any]]:
    """The lines of a page, pieces joined -> the lines across that would close its open tables, as
    pdfplumber takes them (`explicit_horizontal_lines`)."""
    down = [
        edge
        for edge in edges
        if edge["orientation"] == "v" and edge["bottom"] - edge["top"] >= SHORTEST
    ]
    if len(down) < FEWEST:
        return []
    across = [edge for edge in edges if edge["orientation"] == "h"]
    return [
        line
        for side in ("top", "bottom")
        for line in _lines_at_ends(down, side)
        if not any(_lies_on(edge, line) for edge in across)
    ]


def _lines_at_ends(down: Iterable[Edge], side: str) -> Iterator[dict[str, Any]]:
    """A line through the ends of each set of lines that end at one height."""
    ordered = sorted(down, key=lambda edge: edge[side])
    group: list[Edge] = []
    for edge in ordered:
        if group and edge[side] - group[-1][side] > LEVEL:
            yield from _line_through(group, side)
            group = []
        group.append(edge)
    yield from _line_through(group, side)


def _line_through(group: Sequence[Edge], side: str) -> Iterator[dict[str, Any]]:
    places = sorted({edge["x0"] for edge in group})
    apart = 1 + sum(right - left > LEVEL for left, right in pairwise(places))
    if apart < FEWEST:
        return
    height = (
        min(edge[side] for edge in group) if side == "top" else max(edge[side] for edge in group)
    )
    yield {
        "object_type": "line",
        "x0": places[0],
        "x1": places[-1],
        "top": height,
        "bottom": height,
        "width": places[-1] - places[0],
        "height": 0,
    }


def _lies_on(edge: Edge, line: Edge) -> bool:
    """Does a line across the page already stand there, over any part of it?"""
    is_level = abs(edge["top"] - line["top"]) <= LEVEL
    return bool(is_level and edge["x0"] < line["x1"] and edge["x1"] > line["x0"])
