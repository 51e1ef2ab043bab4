"""Points under which others are for somebody: those that announce the work of a body ("c) Sở Y tế
các tỉnh:"), also where one of the points below turns to another body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kehoach.parsers.items.duties.conclusions import body_in_need
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.asked_reports import says_what_to_do
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
    subjects = _of_lost_marks(leaves, named)
    for leaf in leaves:
        if over is not None and leaf.level <= over.level and not _goes_on(over, leaf):
            over, of_over = None, ""
        yield leaf, of_over or subjects.get(id(leaf), "") or unit
        needing = body_in_need(leaf.text, context) or _announced_by(leaf, named)
        if needing:
            over, of_over = leaf, needing


FEWEST_WORDS = 4
"""Of a paragraph that goes on with a list."""


def _of_lost_marks(leaves: Sequence[Leaf], named: Mapping[int, Duties]) -> dict[int, str]:
    """The paragraphs (by `id`) that go on with the numbered point of a body, or with the line of
    one under it, in a list whose bullets a copy lost ("3. Công an xã tổ chức tuần tra …" / "Kiểm
    tra các quán."): they say what is done and turn to nobody, and another number follows. Behind
    the last one they may be for all."""
    numbered = [at for at, leaf in enumerate(leaves) if leaf.kind == "item"]
    found: dict[int, str] = {}
    for at, leaf in enumerate(leaves[: numbered[-1] if numbered else 0]):
        duties = named.get(id(leaf))
        if duties is not None:
            found[id(leaf)] = duties.unit
        elif at and leaf.kind == "paragraph" and _only_orders(leaf):
            found[id(leaf)] = found.get(id(leaves[at - 1]), "")
    return found


def _only_orders(leaf: Leaf) -> bool:
    """Does a paragraph say what is done, and not when it was posted ("Đăng ngày 05/10/2031")?"""
    is_sentence = leaf.text.endswith((".", ";", ",")) and len(leaf.text.split()) >= FEWEST_WORDS
    return is_sentence and says_what_to_do(leaf.text)


def _goes_on(over: Leaf, leaf: Leaf) -> bool:
    """Does a paragraph behind the points that one announced say what is done, too, and turn to
    nobody?"""
    are_paragraphs = over.kind == leaf.kind == "paragraph"
    return are_paragraphs and not leaf.text.endswith(":") and begins_duty(leaf.text)


def _announced_by(leaf: Leaf, named: Mapping[int, Duties]) -> str:
    duties = named.get(id(leaf))
    is_over = leaf.kind == "item" and leaf.text.endswith(":")
    return duties.unit if duties is not None and is_over else ""
