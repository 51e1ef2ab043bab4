"""How much white over a line parts two paragraphs of a page."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Line
from kehoach.parsers.layout.line_ends import starts_lower
from kehoach.parsers.layout.marks import read_mark

WIDE, NARROW = 1.2, 0.15
"""More white than the usual by so much (heights of a line): where nothing else is known, and where
the paper shows that less parts its paragraphs."""
FEWEST_BEGUN, MOST, NEARLY_ALL = 6, 0.8, 0.95
"""It shows that where the narrow white stands over most of at least so many lines with marks, and
nearly all lines that go on have none."""


def parting_white(lines: Sequence[Line], usual: float) -> float:
    """The lines of a paper and their usual gap -> by how much more white a paragraph begins, in
    heights of a line."""
    begun: list[float] = []
    gone_on: list[float] = []
    for line in lines:
        if line.gap is None:
            continue
        if read_mark(line.text) is not None:
            begun.append(line.gap - usual)
        elif starts_lower(line):
            gone_on.append(line.gap - usual)
    if len(begun) < FEWEST_BEGUN or not gone_on:
        return WIDE
    apart = sum(white > NARROW for white in begun)
    near = sum(white <= NARROW for white in gone_on)
    is_shown = apart > MOST * len(begun) and near > NEARLY_ALL * len(gone_on)
    return NARROW if is_shown else WIDE
