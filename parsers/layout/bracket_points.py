"""Lists typed with numbers in brackets, each point at the beginning of a printed line: "(1) Bám sát
nghị quyết …", "(2) Tập trung chỉ đạo …".

Such numbers also stand inside sentences, where the edge of the page may bring one to the beginning
of a line; a list is told by its counting: from 1 on, no number inside a line, and each point behind
the end of a sentence or clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import Line
from kehoach.parsers.layout.line_ends import is_open
from kehoach.parsers.layout.marks import in_brackets, is_bullet, read_mark

FEWEST_POINTS = 2


def lines_of_points(lines: Sequence[Line]) -> frozenset[int]:
    """Printed lines in order -> the `id` of each that opens a point of such a list."""
    return frozenset(id(line) for run in _runs(lines) for line in run)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The points that follow one another, of each list its own."""
    run: list[Line] = []
    before: Line | None = None
    for line in lines:
        next_number = f"({len(run) + 1})"
        match = in_brackets(line.text)
        if match is not None and match["number"] == "(1)":
            yield from _whole(run)
            run = [line]
        elif match is not None and run and match["number"] == next_number:
            run = [*run, line] if before is not None and not is_open(before) else []
        elif _opens_point_above(line):
            yield from _whole(run)
            run = []
        if run and f" ({len(run) + 1})" in line.text:
            run = []  # the list goes on inside a line
        before = line
    yield from _whole(run)


def _whole(run: list[Line]) -> list[list[Line]]:
    return [run] if len(run) >= FEWEST_POINTS else []


def _opens_point_above(line: Line) -> bool:
    """Does a numbered point or a heading begin with the line? A bullet stands under a point."""
    mark = read_mark(line.text)
    return mark is not None and not is_bullet(mark)
