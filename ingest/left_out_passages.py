"""Lines by which a copy says that it leaves something out: "(...)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import FlowItem, Line, Note, Reading, Span
from kehoach.patterns import compile_regex

_LEFT_OUT = compile_regex(r"\W*[(\[]\s*(?:\.{2,}|…+)\s*[)\]]\W*")


def says_left_out(text: str) -> bool:
    """Does a line say that a passage is left out, and nothing else?

    >>> says_left_out("(...)"), says_left_out("[…]."), says_left_out("Hồ sơ (…)")
    (True, True, False)
    """
    return _LEFT_OUT.fullmatch(text) is not None


def told_left_out(spans: Sequence[Span]) -> Iterator[Note]:
    """One note on all such lines; none where there is none."""
    if spans:
        yield Note("passages_omitted", str(len(spans)), span=spans[0], further=tuple(spans[1:]))


def without_left_out(reading: Reading) -> Reading:
    """A paper as read -> the same without such lines between its paragraphs, and a note on them."""
    kept: list[FlowItem] = []
    spans: list[Span] = []
    for item in reading.flow:
        if isinstance(item, Line) and says_left_out(item.text):
            spans.append(item.span)
        else:
            kept.append(item)
    return reading._replace(flow=tuple(kept), notes=(*reading.notes, *told_left_out(spans)))
