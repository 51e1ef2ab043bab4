"""The places of consecutive lines, taken together."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Span


def merge_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of consecutive lines -> one span per page (its box the union), or one run of lines."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].page == span.page:
            merged[-1] = _union(merged[-1], span)
        else:
            merged.append(span)
    return tuple(merged)


def _union(one: Span, other: Span) -> Span:
    """Two spans of one page, or of a format without pages, as one."""
    box = one.box or other.box
    if one.box and other.box:
        box = one.box.union(other.box)
    firsts = [first for first in (one.first, other.first) if first is not None]
    lasts = [last for last in (one.last, other.last) if last is not None]
    return Span(
        page=other.page,
        box=box,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )
