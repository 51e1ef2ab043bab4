"""A letterhead whose two columns a page prints with one blank between them, or each on lines of its
own: put apart by the place at which the motto begins."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.geometry import line_of
from kehoach.ingest.model import FlowItem, Line, Word, lines_of
from kehoach.normalize.times.dates import parse_issue_line
from kehoach.parsers.words import opens_with, says_number

MAX_ABOVE = 8
"""Items above the motto."""
MAX_ITEMS = 8
"""Items from the motto to the line of place and date."""
TOUCH = 1.0
"""So far, in points, a word may reach over the place."""


def columns_apart(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow of a paper, with the lines of the left column of its letterhead before those of the
    right one where a line holds words of both and no white that tells them apart."""
    for index, item in enumerate(flow[:MAX_ABOVE]):
        place = _beginning_of_motto(item) if isinstance(item, Line) else None
        if place is not None:
            count = _items_of_head(flow[index : index + MAX_ITEMS])
            return [
                *flow[:index],
                *_apart(flow[index : index + count], place),
                *flow[index + count :],
            ]
    return list(flow)


def _beginning_of_motto(line: Line) -> float | None:
    """Where the motto begins behind other words of a line ("UBND XÃ TÂN KHÊ | CỘNG HÒA XÃ HỘI
    …")."""
    texts = [word.text for word in line.words]
    for count in range(1, len(texts)):
        if opens_with(" ".join(texts[count:]), "motto") is not None:
            return line.words[count].box.x0
    return None


def _items_of_head(flow: Sequence[FlowItem]) -> int:
    """How many items the letterhead has from the motto on: up to the last that says number, place
    and day, or the rest of the motto."""
    ends = [index for index, item in enumerate(flow) if any(map(_is_of_head, lines_of([item])))]
    return ends[-1] + 1


def _is_of_head(line: Line) -> bool:
    is_motto = _beginning_of_motto(line) is not None or opens_with(line.text, "motto") is not None
    return is_motto or says_number(line.text) or parse_issue_line(line.text) is not None


def _apart(items: Sequence[FlowItem], place: float) -> list[FlowItem]:
    """These items as the lines left of the place and those right of it; as they are where a word
    stands across it, or a line has no words."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines_of(items):
        before = [word for word in line.words if word.box.x0 < place - TOUCH]
        if not line.words or any(word.box.x1 > place + TOUCH for word in before):
            return list(items)
        behind = line.words[len(before) :]
        left += [_line(before, line)] if before else []
        right += [_line(behind, line)] if behind else []
    return [*left, *right]


def _line(words: Sequence[Word], line: Line) -> Line:
    return line_of(words, line.span.page or 0, row=line.row, gap=line.gap)
