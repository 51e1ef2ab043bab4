"""Between which margins lines of the body stand on their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.ingest.model import Box, Line

FEWEST_LINES = 8
"""So many lines has each of two columns at least …"""
SHARE_OF_LINES = 0.25
"""… and this share of all."""
MOST_ACROSS = 12
"""One line in so many may go over both columns: a title."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a column begins and ends, in points from the left edge of the page."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PageMargins:
    """The margins of the text, and of each column of one that runs in two (also of two pages on a
    sheet); `middle` parts the columns (points)."""

    whole: Margins
    middle: float = 0.0
    columns: tuple[Margins, Margins] | None = None

    def of(self, line: Line) -> Margins:
        """Those of the column that the line stands in; of a line over both, those of the text."""
        box = line.span.box
        if self.columns is None or box is None:
            return self.whole
        if box.x1 <= self.middle:
            return self.columns[0]
        return self.columns[1] if box.x0 >= self.middle else self.whole


def margins_of(lines: Sequence[Line]) -> PageMargins:
    """The margins of lines with boxes."""
    boxes = [line.span.box for line in lines if line.span.box]
    whole = _of_boxes(boxes)
    middle = (whole.left + whole.right) / 2
    first = [box for box in boxes if box.x1 <= middle]
    second = [box for box in boxes if box.x0 >= middle]
    fewest = max(FEWEST_LINES, SHARE_OF_LINES * len(boxes))
    across = len(boxes) - len(first) - len(second)
    if min(len(first), len(second)) < fewest or across * MOST_ACROSS > len(boxes):
        return PageMargins(whole)
    return PageMargins(whole, middle, columns=(_of_boxes(first), _of_boxes(second)))


def _of_boxes(boxes: Sequence[Box]) -> Margins:
    """The outermost twelfth of the lines is left out."""
    lefts = sorted(box.x0 for box in boxes)
    rights = sorted(box.x1 for box in boxes)
    outermost = len(boxes) // 12
    return Margins(lefts[outermost], rights[-1 - outermost])
