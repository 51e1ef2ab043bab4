"""What an event is about, and its rules: under "Nội dung thi" the point "- Kiến thức về lửa;" names
a matter, under "Giải thưởng" the point "- 01 giải Nhất" a prize, and nobody's work."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.phases import is_order
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import opens_with


def is_about_event(title: str) -> bool:
    """Does a heading open what an event is about, or its rules?

    >>> is_about_event("Nội dung thi:"), is_about_event("Nội dung thi đua")
    (True, False)
    """
    if opens_with(title, "never_contents_of_events") is not None:
        return False
    return opens_with(title, "contents_of_events") is not None


def without_matters(leaves: Sequence[Leaf], context: Context) -> Sequence[Leaf]:
    """The blocks that say what is done, or who does it; all of them where most do ("Giới thiệu nghề
    gốm;", "Hướng dẫn nặn;", "Thực hành.")."""
    orders = [leaf for leaf in leaves if is_order(leaf.text, context)]
    return leaves if 2 * len(orders) > len(leaves) else orders
