"""Running text that a page sets in two columns, like a newspaper: the left one is read to its end
before the right one. A table of two columns without rulings looks much the same, but there what
begins on the left begins beside something on the right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kehoach.ingest.model import Line

FEWEST_LEFT, FEWEST_RIGHT = 8, 4
"""Lines of the columns; the right one may end with the text."""
FULL = 0.7
"""A line of running text fills so much of its column."""
MOST_FULL = 0.4
"""So large a part of the lines of the left column are full."""
ALIKE = 0.6
"""The narrower column has so much of the width of the wider."""
WIDE_GAP = 2.0
"""Words so many letter heights apart stand in cells."""
BESIDE = 0.6
"""Where so many paragraphs begin beside each other, they are rows of a table."""
FEWEST_BEGUN = 3
MORE_WHITE = 1.25
"""Of the pitch: what stands above a new paragraph."""
SAME_ROW = 3.0
"""Points."""


def are_columns_of_text(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Are lines on both sides of a gutter two columns of running text?"""
    if len(left) < FEWEST_LEFT or len(right) < FEWEST_RIGHT:
        return False
    widths = sorted(map(_width, (left, right)))
    if widths[0] < ALIKE * widths[1] or not all(map(_is_whole, (*left, *right))):
        return False
    if _full(left) < MOST_FULL * len(left) or not _full(right):
        return False
    begun, beside = _beginnings(left), _beginnings(right)
    if len(begun) < FEWEST_BEGUN:
        return False
    together = sum(any(abs(one - other) < SAME_ROW for other in beside) for one in begun)
    return together < BESIDE * len(begun)


def _width(lines: Sequence[Line]) -> float:
    return max(_right(line) for line in lines) - min(_begin(line) for line in lines)


def _begin(line: Line) -> float:
    return line.words[0].box.x0


def _right(line: Line) -> float:
    return line.words[-1].box.x1


def _top(line: Line) -> float:
    return line.words[0].box.y0


def _is_whole(line: Line) -> bool:
    """Is no word of a line far from the next?"""
    pairs = pairwise(line.words)
    return all(word.box.x0 - before.box.x1 <= WIDE_GAP * word.size for before, word in pairs)


def _full(lines: Sequence[Line]) -> int:
    width = _width(lines)
    return sum(_right(line) - _begin(line) >= FULL * width for line in lines)


def _beginnings(lines: Sequence[Line]) -> list[float]:
    """The heights at which paragraphs begin: below more white than between other lines, or below a
    line that ends short."""
    steps = [_top(below) - _top(above) for above, below in pairwise(lines)]
    pitch, width = median(steps), _width(lines)
    found = [_top(lines[0])]
    for (above, below), step in zip(pairwise(lines), steps, strict=True):
        is_short = _right(above) - _begin(above) < FULL * width
        if step > MORE_WHITE * pitch or (is_short and not below.text[:1].islower()):
            found.append(_top(below))
    return found
