"""Orders among those who take part ("3. Thành phần:" over "- Các thôn lập danh sách người dự, gửi
Văn phòng trước ngày 15/5"): the other points under such a heading only name them."""

from __future__ import annotations

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import opens_with


def orders_among_attendees(node: Node, context: Context) -> list[Leaf]:
    """The points under a heading on when, where or with whom an event is held that say what a body
    does, and by when."""
    if opens_with(node.title, "event_openings") is None:
        return []
    return [leaf for leaf in node.leaves() if leaf.is_point and _is_dated_order(leaf.text, context)]


def _is_dated_order(text: str, context: Context) -> bool:
    body, does = subject_of(context.short_forms.written_out(text), context.level)
    return bool(body) and begins_duty(does) and deadline_in(text, context) is not None
