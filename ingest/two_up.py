"""Two pages of a paper on one sheet, side by side ("2 trang trên 1 tờ" of a printer)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.ingest.geometry import lines_of
from kehoach.ingest.model import Grid, Line, Page, Word

WIDER = 1.2
"""A sheet of two pages is so many times wider than high."""
CENTRE = 0.06
"""The white between them lies so near to the middle of the sheet (parts of its width)."""
NARROWEST = 0.03
"""… and is so wide (parts of the width of the sheet)."""
FEWEST_LINES = 8
FULL = 0.6
"""A line of running text fills so much of its page's block."""
SOME, MOST = 0.3, 0.7
"""So large parts of the lines of either page are full, and are of one piece."""
WIDE_GAP = 3.0
"""Words so many letter heights apart stand in columns."""


def middle_of_two(words: Sequence[Word], grids: Sequence[Grid], page: Page) -> float | None:
    """The x (points) between the two pages that a sheet holds; None for a page of its own. Running
    text on both sides proves it: a table without rulings has columns there."""
    if page.width < WIDER * page.height:
        return None
    middle = _white_middle(words, page.width)
    if middle is None or any(_lies_over(grid, middle) for grid in grids):
        return None
    left = lines_of([word for word in words if word.box.x1 <= middle], page.number)
    right = lines_of([word for word in words if word.box.x0 >= middle], page.number)
    return middle if _is_running_text(left) and _is_running_text(right) else None


def _white_middle(words: Sequence[Word], width: float) -> float | None:
    """The middle of the white that runs from top to bottom through the middle of a sheet."""
    end = 0.0
    for word in sorted(words, key=lambda word: word.box.x0):
        white, middle = word.box.x0 - end, (word.box.x0 + end) / 2
        if end and white >= NARROWEST * width and abs(middle - width / 2) <= CENTRE * width:
            return middle
        end = max(end, word.box.x1)
    return None


def _lies_over(grid: Grid, middle: float) -> bool:
    box = grid.span.box
    return box is not None and box.x0 < middle < box.x1


def _is_running_text(lines: Sequence[Line]) -> bool:
    if len(lines) < FEWEST_LINES:
        return False
    left = min(line.words[0].box.x0 for line in lines)
    right = max(line.words[-1].box.x1 for line in lines)
    full = sum(
        line.words[-1].box.x1 - line.words[0].box.x0 >= FULL * (right - left) for line in lines
    )
    whole = sum(map(_is_of_one_piece, lines))
    return full >= SOME * len(lines) and whole >= MOST * len(lines)


def _is_of_one_piece(line: Line) -> bool:
    """Is no word of a line far from the next?"""
    for before, word in pairwise(line.words):
        if word.box.x0 - before.box.x1 > WIDE_GAP * word.size:
            return False
    return True
