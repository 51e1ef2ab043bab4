"""Lists within a paragraph whose points are given to different bodies: "… một số nội dung: (1) Giao
Phòng Kinh tế …; (2) Giao Công an xã …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from kehoach.ingest.model import Grid
from kehoach.normalize.bracket_lists import number_in_brackets
from kehoach.parsers.items.sentence_owners import subject_of
from kehoach.parsers.layout.marks import in_brackets
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.patterns import compile_regex

FEWEST_BODIES = 2
"""Points that open with a body; where fewer do, the list is of one body's work."""

Item = TypeVar("Item", Paragraph, Paragraph | Grid)
_NUMBER = compile_regex(r"(?:^|(?<=[.;:,]))\s+(?=\((?:\d{1,2}|[ivx]{1,4})\)\s*\p{Lu})")


def with_lists_apart(items: Iterable[Item], level: str | None) -> list[Item]:
    """The paragraphs of a paper, those that hold such a list parted: what stands before it, and
    each of its points."""
    return [
        own
        for item in items
        for own in ([item] if isinstance(item, Grid) else _parted(item, level))
    ]


def _parted(paragraph: Paragraph, level: str | None) -> Iterator[Paragraph]:
    opening, *points = _NUMBER.split(paragraph.words)
    if paragraph.footnote or not _are_orders(opening, points, level):
        yield paragraph
        return
    mark = paragraph.mark
    head = paragraph.text.removesuffix(paragraph.words) + opening
    yield replace(paragraph, text=head, mark=replace(mark, rest=opening) if mark else None)
    for point in points:
        yield replace(paragraph, text=point, mark=None, bold=None)


def _are_orders(opening: str, points: Sequence[str], level: str | None) -> bool:
    """Does a list count from 1 behind a colon, and are its points given to several bodies?"""
    if not opening.endswith(":") or len(points) < FEWEST_BODIES:
        return False
    matches = [in_brackets(point) for point in points]
    numbers = [match["number"] for match in matches if match is not None]
    places = range(1, len(points) + 1)
    if numbers != [number_in_brackets(place, like=points[0]) for place in places]:
        return False
    bodies = {subject_of(match["words"], level)[0] for match in matches if match is not None}
    return len(bodies - {""}) >= FEWEST_BODIES
