"""What stands behind a signature and is no appendix: the number of the page, footnotes that the
text of the page printed last."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.parsers.layout.paragraphs import Paragraph, to_paragraphs
from kehoach.parsers.words import is_caption
from kehoach.patterns import compile_regex

_PAGE_NUMBER = compile_regex(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_NOTE = compile_regex(r"\[\d{1,2}\]\s*\p{L}")  # "[1] Xã Suối Mơ, xã Đồi Chè."
_ENDS = (".", ";", "!", "?")


def part_scraps(
    flow: Sequence[FlowItem],
) -> tuple[tuple[Line, ...], tuple[Paragraph, ...], tuple[FlowItem, ...]]:
    """The flow behind a signature -> the page numbers at its head, the footnotes at its head, and
    the rest: the appendices. A number in front of other words may be a cell of a table."""
    numbers: list[Line] = []
    notes: list[Paragraph] = []
    index = 0
    while index < len(flow):
        item = flow[index]
        if isinstance(item, Grid):
            break
        if _PAGE_NUMBER.fullmatch(item.text) and _is_alone(flow[index + 1 : index + 2]):
            numbers.append(item)
            index += 1
        elif _NOTE.match(item.text):
            count = _lines_of_note(flow[index:])
            lines = [line for line in flow[index : index + count] if isinstance(line, Line)]
            notes += to_paragraphs(lines)
            index += count
        else:
            break
    return tuple(numbers), tuple(notes), tuple(flow[index:])


def _is_alone(following: Sequence[FlowItem]) -> bool:
    """Does nothing follow a number, or a table, a caption, a footnote?"""
    if not following or isinstance(following[0], Grid):
        return True
    return is_caption(following[0].text) or _NOTE.match(following[0].text) is not None


def _lines_of_note(flow: Sequence[FlowItem]) -> int:
    """How many lines the footnote takes that begins a flow: until it ends a sentence."""
    for index, item in enumerate(flow):
        if isinstance(item, Grid) or (index and (is_caption(item.text) or _NOTE.match(item.text))):
            return index
        if item.complete or item.text.endswith(_ENDS):
            return index + 1
    return len(flow)
