"""A paper as it was read, indexed once: its lines by page, by number, and all as one region."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kehoach.ingest.model import Box, FlowItem, Line, Word, lines_of
from kehoach.parsers.sources.printed import PrintedLine, Region
from kehoach.schema.base import Span

NEAR = 1.0
"""Points: so much is no difference between a sum of heights and a place."""


@dataclass(slots=True, eq=False)
class _Boxed:
    """The lines of one page with their words, from top to bottom; `tops` of each, and how high the
    highest is (points)."""

    lines: Sequence[tuple[Box, Sequence[Word]]] = ()
    tops: Sequence[float] = ()
    highest: float = 0.0

    @classmethod
    def of(cls, lines: Iterable[tuple[Box, Sequence[Word]]]) -> _Boxed:
        """Index lines in any order."""
        in_order = sorted(lines, key=lambda line: line[0].y0)
        tops = [box.y0 for box, _ in in_order]
        return cls(in_order, tops, max((box.y1 - box.y0 for box, _ in in_order), default=0.0))

    def between(self, top: float, bottom: float) -> Iterator[tuple[Box, Sequence[Word]]]:
        """The lines that reach into a strip of the page."""
        first = bisect_left(self.tops, top - self.highest - NEAR)
        for place in range(first, bisect_right(self.tops, bottom)):
            if self.lines[place][0].y1 >= top:
                yield self.lines[place]


@dataclass(eq=False)
class Paper:
    """The lines of a flow in order. `scanned`: the pages that were read from a picture."""

    lines: list[PrintedLine]
    scanned: frozenset[int]
    unit: str

    @classmethod
    def of(cls, flow: Iterable[FlowItem], scanned: frozenset[int], unit: str) -> Paper:
        """Index a flow; `unit` is what its spans count where it has no pages."""
        return cls([PrintedLine.of(line) for line in lines_of(flow)], scanned, unit)

    @cached_property
    def whole(self) -> Region:
        """All lines."""
        return Region(self.lines)

    @cached_property
    def _numbers(self) -> Mapping[int, list[int]]:
        """The indexes of the lines of each page, or of each line or paragraph of the file."""
        found: dict[int, list[int]] = defaultdict(list)
        for index, printed in enumerate(self.lines):
            span = printed.line.span
            number = span.page if span.page is not None else span.first
            if number is not None:
                found[number].append(index)
        return found

    @cached_property
    def _known(self) -> Mapping[int, int]:
        return {id(printed.line): index for index, printed in enumerate(self.lines)}

    def printed(self, lines: Iterable[Line]) -> list[PrintedLine]:
        """Lines as they are searched; those that a parser made itself (a line cut at the edge of a
        column) have their own letters."""
        found: list[PrintedLine] = []
        for line in lines:
            index = self._known.get(id(line))
            found.append(self.lines[index] if index is not None else PrintedLine.of(line))
        return found

    def index_of(self, line: Line) -> int | None:
        """Where a line stands in the flow."""
        return self._known.get(id(line))

    def over(self, spans: Iterable[Span]) -> list[int]:
        """The indexes of the lines that stand in some spans, in order."""
        found: set[int] = set()
        for span in spans:
            if span.page is not None:
                found.update(self._on_page(span))
                continue
            first = span.line_start or span.paragraph_start
            last = span.line_end or span.paragraph_end or first
            if first is None or last is None:
                continue
            for number in range(first, last + 1):
                found.update(self._numbers.get(number, ()))
        return sorted(found)

    def only_blank_between(self, number: int, below: int) -> bool:
        """Are all lines or paragraphs between two blank: no page number, no page mark?"""
        if below <= number + 1:
            return True
        own = self._numbers.get(below)
        if not own:
            return False  # a later line of a paragraph that was read as one: it has words before it
        line = self.lines[own[0]].line
        return not line.page_break and below - number - 1 <= (line.gap or 0)

    def begin_of_line(self, number: int) -> int:
        """The place of the first letter of a line or paragraph."""
        return self._ends.get(number, (0, 0))[0]

    def is_end_of_line(self, number: int, place: int) -> bool:
        """Do no letters stand behind a place of a line or paragraph?"""
        return place > self._ends.get(number, (0, 0))[1]

    @cached_property
    def _ends(self) -> Mapping[int, tuple[int, int]]:
        """The places of the first and the last letter of each line or paragraph of the file."""
        ends: dict[int, tuple[int, int]] = {}
        for printed in self.lines:
            line = printed.line
            for number, text in enumerate(_texts(line), start=line.span.first or 0):
                first = next((index for index, char in enumerate(text) if char.isalnum()), None)
                if first is not None:
                    ends[number] = (first, _last_letter(text))
        return ends

    def _on_page(self, span: Span) -> list[int]:
        indexes = self._numbers.get(span.page or 0, [])
        if span.bbox is None:
            return indexes
        x0, y0, x1, y1 = span.bbox
        around = Box(x0, y0, x1, y1)
        return [index for index in indexes if _stands_in(self.lines[index].line.span.box, around)]

    @cached_property
    def _boxed(self) -> Mapping[int, _Boxed]:
        """The lines of each page that have boxes."""
        found: dict[int, list[tuple[Box, Sequence[Word]]]] = defaultdict(list)
        for printed in self.lines:
            span = printed.line.span
            if span.page is not None and span.box is not None:
                found[span.page].append((span.box, printed.line.words))
        return defaultdict(_Boxed, {page: _Boxed.of(lines) for page, lines in found.items()})

    def foreign_words(self, page: int, box: Box, own: Sequence[Box]) -> bool:
        """Does the middle of a word lie in a box of a page that is none of its own? Bullets and
        dashes are no words."""
        mine = {(word.x0, word.y0) for word in own}
        for there, words in self._boxed[page].between(box.y0, box.y1):
            if there.x1 < box.x0 or there.x0 > box.x1:
                continue
            for word in words:
                if (word.box.x0, word.box.y0) in mine or not box.holds_middle_of(word.box):
                    continue
                if any(map(str.isalnum, word.text)):
                    return True
        return False


def _last_letter(text: str) -> int:
    """Where the last letter or figure of a text stands that has one."""
    index = len(text) - 1
    while not text[index].isalnum():
        index -= 1
    return index


def _texts(line: Line) -> Sequence[str]:
    """The raw text of each line of the file, or of the paragraph, that a line was read from."""
    if line.span.first != line.span.last:
        return line.raw.split("\n")
    return (line.raw,)


def _stands_in(box: Box | None, around: Box) -> bool:
    """Does a line stand in a box, or the box in the line?"""
    if box is None:
        return False
    return around.holds_middle_of(box) or box.holds_middle_of(around)
