"""Numbers of points that count on through the headings over them ("Điều 1: 1, 2; Điều 2: 3, 4")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from kehoach.schema.models import Finding, Section
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, rule
from kehoach.schema.rules.number_runs import Numbered, told
from kehoach.schema.walk import Place, all_sections

FEWEST_STEPS = 2
"""So many headings under which the points count on prove that they do."""


@rule("run_on_numbers")
def run_on_numbers(draft: Draft) -> Iterator[Finding]:
    """A number that is the last of a heading and the first of the next one, where the points count
    on under all others: who is told to do "point 9" does not know which. Only where all are plain
    numbers without a gap, so that none was lost or misread."""
    if draft.has_gaps or draft.mended:
        return
    chapters: list[Place[Any]] = [draft.whole, *all_sections(draft.whole)]
    for chapter in chapters:
        lists = [own for own in map(_points, chapter.children("sections")) if own]
        if all(map(_are_sure, lists)):
            yield from _twice(lists)


def _twice(lists: Sequence[Sequence[Place[Any]]]) -> Iterator[Finding]:
    steps = [_value(after[0]) - _value(before[-1]) for before, after in pairwise(lists)]
    if steps.count(1) < FEWEST_STEPS or steps.count(0) != 1 or {*steps} != {0, 1}:
        return
    place = steps.index(0)
    first, second = lists[place][-1], lists[place + 1][0]
    if _value(second) > 1 and first.text != second.text:
        yield told("duplicate_number", Numbered.of(second))


def _points(section: Place[Section]) -> list[Place[Any]]:
    """The numbered points right under a heading; none where it has headings of its own."""
    if section.part.sections:
        return []
    return [own for own in section.children("blocks") if own.part.kind == "item"]


def _are_sure(points: Sequence[Place[Any]]) -> bool:
    """Have points plain numbers that count on, all surely read?"""
    if any(own.confidence < MIN_CONFIDENCE for own in points):
        return False
    if not all((own.part.number or "").isdecimal() for own in points):
        return False
    return all(_value(after) == _value(before) + 1 for before, after in pairwise(points))


def _value(point: Place[Any]) -> int:
    return int(point.part.number)
