"""Boxes of lines as on pages of their own, where a sheet holds two pages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.ingest.model import Box, Line


def boxes_of(lines: Sequence[Line]) -> dict[int, Box]:
    """The boxes of lines, by the line's `id`: those of the second page on a sheet moved over the
    first, so that both have the same margins."""
    boxes: dict[int, Box] = {}
    for first, second in _pages(lines):
        moved = _left(second) - _left(first) if first else 0.0
        for line in second:
            if box := line.span.box:
                boxes[id(line)] = replace(box, x0=box.x0 - moved, x1=box.x1 - moved)
    return boxes


def _pages(lines: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """The lines page by page, each with those of the page left of it on the same sheet."""
    pages: list[tuple[list[Line], list[Line]]] = []
    for line in lines:
        last = pages[-1][1] if pages else []
        if last and not line.page_break:
            last.append(line)
            continue
        is_beside = bool(last) and last[-1].span.page == line.span.page
        pages.append((last if is_beside else [], [line]))
    return pages


def _left(lines: Sequence[Line]) -> float:
    return min((line.span.box.x0 for line in lines if line.span.box), default=0.0)
