"""Points under which others are for somebody: those that announce the work of a body ("c) Sở Y tế
các tỉnh:"), also where one of the points below turns to another body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kehoach.parsers.items.duties.conclusions import body_in_need
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.outline import Leaf


def with_those_in_need(
    leaves: Sequence[Leaf], unit: str, named: Mapping[int, Duties], context: Context
) -> Iterator[tuple[Leaf, str]]:
    """Each block with those whom it is for: under a point that announces the work of somebody ("2.
    Thời gian tới, các thôn cần làm các việc sau:"), or that only names a body (whose duties `named`
    has, by `id` of their first block), those, else `unit`."""
    over: Leaf | None = None
    of_over = ""
    for leaf in leaves:
        if over is not None and leaf.level <= over.level and not _goes_on(over, leaf):
            over, of_over = None, ""
        yield leaf, of_over or unit
        needing = body_in_need(leaf.text, context) or _announced_by(leaf, named)
        if needing:
            over, of_over = leaf, needing


def _goes_on(over: Leaf, leaf: Leaf) -> bool:
    """Does a paragraph behind the points that one announced say what is done, too, and turn to
    nobody?"""
    are_paragraphs = over.kind == leaf.kind == "paragraph"
    return are_paragraphs and not leaf.text.endswith(":") and begins_duty(leaf.text)


def _announced_by(leaf: Leaf, named: Mapping[int, Duties]) -> str:
    duties = named.get(id(leaf))
    is_over = leaf.kind == "item" and leaf.text.endswith(":")
    return duties.unit if duties is not None and is_over else ""
