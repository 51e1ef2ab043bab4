"""Does a printed line of a page continue the one before? Told by where its box stands, the white
around it and its font."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Line, Word
from kehoach.parsers.layout.brackets import lines_inside
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.line_ends import (
    breaks_off,
    is_open,
    opens_commitment,
    starts_lower,
)
from kehoach.parsers.layout.margins import margins_of
from kehoach.parsers.layout.marks import Mark, is_bullet, read_mark
from kehoach.parsers.layout.white import WIDE, parting_white

# Of lines with boxes, in points from the left margin of the text:
MARGIN = 4.0
"""A line that starts nearer stands at the margin; one that starts so much deeper than the line
above hangs under it."""
INDENT = 8.0
"""A line that starts deeper is indented: the first line of a paragraph, or a list item."""
RIGHT_MARGIN = 6.0
"""A line that ends so near the right margin is full."""
TORN = 0.5
"""Points; pieces of a word are nearer than this."""
SPACE = 0.3
"""Between two words, of the letter size."""
DEFAULT_SIZE = 12.0
NEAR_GAP = 0.8
"""Lines of a centred heading stand no further than the usual gap and this (heights of a line)."""
MOST = 0.8
"""Of the list marks of a paper: so many indented, and one at the margin was wrapped there."""


class BoxJoiner:
    """Joining by geometry: first-line indents, lines that end short, gaps, and font changes. `gap`
    is the usual gap of lines of one paragraph (the lower quartile)."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.margins = margins_of(lines)
        gaps = sorted(line.gap for line in lines if line.gap is not None)
        self.gap = gaps[len(gaps) // 4] if gaps else 0.0
        listed = [line for line in lines if is_bullet(read_mark(line.text))]
        indented = sum(self._is_indented(line) for line in listed)
        self.marks_indented = not listed or indented > MOST * len(listed)
        self.wider = parting_white(lines, self.gap)
        self.inside = lines_inside(lines)

    def is_inside(self, line: Line) -> bool:
        """Does the line begin inside a bracket, no white before it that parts paragraphs?"""
        return id(line) in self.inside and not self._is_apart(line)

    def continues(self, before: list[Line], line: Line, *, after_note: bool = False) -> bool:
        """Is `line` the next line of the paragraph whose lines are `before`?"""
        last = before[-1]
        mark = read_mark(line.text)
        full = self._is_full(last, line)
        if opens_commitment(last, line, full=self._reaches_margin(last)):
            return False
        is_wrapped = mark is not None and full and self._is_wrapped_mark(mark, last, line=line)
        if mark is not None and (not is_wrapped or self._is_apart(line)):
            return False
        if last.centered or line.centered:
            return self._continues_centered(last, line, full=full)
        if mark is None:
            return self._continues_unmarked(before, line, full=full)
        return self._continues_plain(before, line, full=full)

    def _continues_unmarked(self, before: list[Line], line: Line, *, full: bool) -> bool:
        """Does a line without a list mark go on with the paragraph?"""
        if self._item_breaks_off(before, line):
            return True
        if before[-1].bold != line.bold:
            goes_on = starts_lower(line) and is_open(before[-1])
            is_heading = _is_bold_heading(before) and not goes_on
            return full and self._is_at_margin(line) and not is_heading
        return self._continues_plain(before, line, full=full)

    def _continues_plain(self, before: list[Line], line: Line, *, full: bool) -> bool:
        """By the white around the line and the letters it begins with."""
        if self._is_apart(line) and not self._goes_on(before[-1], line, full=full):
            return False
        if self._hangs(before, line):
            return full
        if self._opens_paragraph(before, line):
            return full and starts_lower(line)
        return full

    def _continues_centered(self, last: Line, line: Line, full: bool) -> bool:
        if not line.centered:
            return False
        if last.bold != line.bold or last.size != line.size:
            return False
        if last.centered:
            return line.gap is not None and line.gap < self.gap + NEAR_GAP
        return full and last.italic == line.italic and is_open(last)

    def _item_breaks_off(self, before: list[Line], line: Line) -> bool:
        """Does a list item go on in lower case, though its line ended early? Where it stands in a
        column of a table without borders, it was the column that was full."""
        last = before[-1]
        if last.bold != line.bold or last.size != line.size:
            return False
        return breaks_off(last, line) and is_bullet(read_mark(before[0].text))

    def _is_apart(self, line: Line) -> bool:
        """Is the white above the line wider than between lines of a paragraph?"""
        if line.page_break or line.gap is None:
            return False
        return line.gap > self.gap + self.wider

    def _goes_on(self, last: Line, line: Line, *, full: bool) -> bool:
        """Does a line in small letters go on with a full line that ends no sentence, the white
        between them but a little more than usual? A scan measures the ink, and low letters leave
        more white over them."""
        is_near = line.gap is not None and line.gap <= self.gap + WIDE
        return is_near and full and starts_lower(line) and is_open(last)

    def _hangs(self, before: list[Line], line: Line) -> bool:
        """A hanging indent: the text stands deeper than the mark of its first line."""
        first = before[0]
        if len(before) > 1 or read_mark(first.text) is None:
            return False
        return _left_of(line) > _left_of(first) + MARGIN

    def _opens_paragraph(self, before: list[Line], line: Line) -> bool:
        """Is the line indented, and not as one of many lines of an indented paragraph?"""
        if not self._is_indented(line):
            return False
        return len(before) == 1 or not self._is_indented(before[-1])

    def _is_full(self, last: Line, line: Line) -> bool:
        """Would the next line's first word not have fitted behind the last line?"""
        if not last.span.box or not line.words:
            return True
        width = _width_of_first(line.words)
        space = SPACE * (line.size or DEFAULT_SIZE)
        end = last.span.box.x1 + width + space
        return end > self.margins.of(last).right - RIGHT_MARGIN

    def _reaches_margin(self, line: Line) -> bool:
        """Do the words of the line end at the right margin itself?"""
        box = line.span.box
        return box is None or box.x1 > self.margins.of(line).right - MARGIN

    def _is_wrapped_mark(self, mark: Mark, last: Line, line: Line) -> bool:
        """A dash or number at the left margin that only looks like a mark: it was wrapped there."""
        if not self._is_at_margin(line):
            return False
        if not is_bullet(mark):
            return is_open(last) and mark.rest[:1].islower()
        if read_field(mark.rest) is not None:
            return False
        return self.marks_indented or is_open(last)

    def _indent(self, line: Line) -> float:
        box = line.span.box
        return box.x0 - self.margins.of(line).left if box else 0.0

    def _is_indented(self, line: Line) -> bool:
        return self._indent(line) > INDENT

    def _is_at_margin(self, line: Line) -> bool:
        return self._indent(line) <= MARGIN


def _left_of(line: Line) -> float:
    return line.span.box.x0 if line.span.box else 0.0


def _width_of_first(words: Sequence[Word]) -> float:
    """How wide the first word of a line is (points), which some files print in pieces ("tr"
    "ương")."""
    stop = words[0].box.x1
    for piece in words[1:]:
        if piece.box.x0 - stop >= TORN:
            break
        stop = piece.box.x1
    return stop - words[0].box.x0


def _is_bold_heading(lines: Sequence[Line]) -> bool:
    if not all(line.bold for line in lines):
        return False
    return read_mark(lines[0].text) is not None
