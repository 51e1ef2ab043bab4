"""Where the columns and the lines of a table stand on a page, in a text that keeps cells apart by
blanks (`pdftotext -layout`).

Each page is set anew: without the header its columns are as far from each other as under it, but
not in the same places. Cells in the middle of their rows have lines between those of the others:
lines below each other of which no column has both are half a line apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from kehoach.ingest.model import Box, Line
from kehoach.parsers.tables.borderless_header import Header
from kehoach.parsers.tables.borderless_page import Printed, page_of

MIN_GAPS = 2
"""A line with so many wide gaps is no title across the table."""
MIN_WIDTH = 2
"""Letters between two columns; less may be the blank between two words."""
NARROW = 4.0
"""What it costs (letters) that an edge stands in less white."""
MOST_CROSSED = 0.25
"""In so small a share of the lines a word may stand across an edge."""
CROSSING = 40.0
"""What it costs (letters) when all of them have one there."""
ASIDE = 0.1
"""What it costs that an edge is not in the middle of its white, for each letter."""


@dataclass(frozen=True, slots=True)
class _Stripe:
    """White from top to bottom of a page: its middle and width (letters), and what it costs."""

    middle: float
    width: float
    cost: float


def on_page(header: Header, lines: Sequence[Line], letter: float) -> Header:
    """A header, and the lines of a later page of its table -> the same with the edges of that page;
    `letter` is how wide one is (points)."""
    edges = [edge / letter for edge in header.edges]
    stripes = _stripes(lines, letter)
    best = {
        place: (one.cost + _off(one, edges[0], width=0), [one]) for place, one in enumerate(stripes)
    }
    for left, right in pairwise(edges):
        reached: dict[int, tuple[float, list[_Stripe]]] = {}
        for place, one in enumerate(stripes):
            ways = [
                (
                    cost + one.cost + _off(one, way[-1].middle + right - left, way[-1].width),
                    [*way, one],
                )
                for before, (cost, way) in best.items()
                if before < place
            ]
            if ways:
                reached[place] = min(ways, key=lambda way: way[0])
        best = reached
    if not best:
        return header
    _, way = min(best.values(), key=lambda way: way[0])
    return replace(header, edges=tuple(one.middle * letter for one in way))


def stacked(header: Header, lines: Sequence[Line], pitch: float) -> list[Line]:
    """The lines of a page, at most `pitch` below each other, each as far down as its cells say."""
    printed = page_of(lines, header).printed
    made: list[Line] = []
    moved = 0.0
    for above, own in zip([None, *printed], printed, strict=False):
        if above is not None and _lies_between(above, own):
            moved += pitch / 2
        words = tuple(replace(word, box=_raised(word.box, moved)) for word in own.line.words)
        box = own.line.span.box
        span = replace(own.line.span, box=_raised(box, moved) if box else None)
        made.append(replace(own.line, words=words, span=span))
    return made


def _lies_between(above: Printed, own: Printed) -> bool:
    """Has no column words on both printed rows, and is neither a title?"""
    if above.is_banner or own.is_banner:
        return False
    return not set(above.columns()) & set(own.columns())


def _raised(box: Box, by: float) -> Box:
    return replace(box, y0=box.y0 - by, y1=box.y1 - by)


def _off(stripe: _Stripe, place: float, width: float) -> float:
    """What it costs that a stripe does not stand where it is looked for; its own width, and that of
    the one before it, are how far it may be off."""
    distance = abs(stripe.middle - place)
    return max(0.0, distance - (stripe.width + width) / 2) + ASIDE * distance


def _stripes(lines: Sequence[Line], letter: float) -> list[_Stripe]:
    rows = [line for line in lines if _gaps(line, letter) >= MIN_GAPS] or list(lines)
    counts = [0] * (1 + max(round(row.words[-1].box.x1 / letter) for row in rows))
    for row in rows:
        for word in row.words:
            for place in range(round(word.box.x0 / letter), round(word.box.x1 / letter)):
                counts[place] += 1
    found: list[_Stripe] = []
    start = 0
    for count, run in groupby(counts):
        width = len(list(run))
        if count <= MOST_CROSSED * len(rows):
            cost = CROSSING * count / len(rows) + (NARROW if width < MIN_WIDTH else 0.0)
            found.append(_Stripe(start + width / 2, width, cost=cost))
        start += width
    return found


def _gaps(line: Line, letter: float) -> int:
    """How many wide gaps a line has."""
    pairs = pairwise(line.words)
    return sum(after.box.x0 - before.box.x1 >= MIN_WIDTH * letter for before, after in pairs)
