"""Points of prose that are tasks: bullets, lettered and numbered points under headings of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.items.sections import is_assignment_section, is_task_section
from kehoach.parsers.items.sentence_owners import DOING, begins
from kehoach.parsers.items.stated_deadlines import deadline_in, is_about_list
from kehoach.parsers.items.stated_words import phrase_in
from kehoach.parsers.items.targets import is_target_section
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import opens_with

MIN_WORDS = 9
"""A shorter paragraph that is no item of a list is no task."""


def points(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The tasks among blocks right under a heading of tasks, or of a paper that orders things in
    its sentences. A sentence that ends with a colon only announces the points under it; what it
    says of owner and time holds for each of them."""
    is_ordered = any(id(leaf) in context.orders for leaf in leaves)
    if is_target_section(node):
        return
    if not (is_task_section(node) or is_ordered):
        yield from _acts(leaves, node, context)
        return
    over: Leaf | None = None
    depth = 0  # of the list that it covers
    for index, leaf in enumerate(leaves):
        if _is_aside(leaf) or is_about_list(leaf.text, context):
            continue
        if over is not None and (leaf.level <= over.level or leaf.level < depth):
            over = None
        following = leaves[index + 1] if index + 1 < len(leaves) else None
        if leaf.text.endswith(":") and following is not None and following.level > leaf.level:
            over, depth = leaf, following.level
        elif _is_point(leaf):
            yield draft_of(leaf, node, over=over)


def _is_aside(leaf: Leaf) -> bool:
    """Footnotes, remarks in brackets, labelled lines of what stands before, and the sentence that
    closes a plan."""
    if leaf.kind == "footnote" or leaf.text.startswith("("):
        return True
    return opens_with(leaf.text, "farewell") is not None or read_field(leaf.text) is not None


def _is_point(leaf: Leaf) -> bool:
    if leaf.kind == "paragraph":
        return len(leaf.text.split()) >= MIN_WORDS and not leaf.text.endswith(":")
    return leaf.kind in ("item", "bullet")


# --- acts outside the chapters of tasks -----------------------------------------------------------


def _acts(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The points of another section that order something by a time ("- Ngày 01/3/2031: Họp đoàn.",
    "- Giai đoạn 0-48 giờ: Cấp phát nước sạch.") or as something to mind ("- Lưu ý: Bố trí …")."""
    titles = [section.title for section in node.titled_ancestors()]
    if is_assignment_section(node) or any(phrase_in("past_headings", title) for title in titles):
        return
    for leaf in leaves:
        opening, colon, act = leaf.text.partition(": ")
        if not colon or leaf.kind not in ("item", "bullet") or not begins(act, *DOING):
            continue
        draft = draft_of(leaf, node)
        if deadline_in(opening, context) == opening:
            yield draft
        elif _PHASE.fullmatch(opening):
            draft.inline = (*draft.inline, Field("deadline", "", opening))
            yield draft
        elif opens_with(opening, "reminders") == strip_diacritics(opening):
            yield draft


_PHASE = regex.compile(
    r"""
    (?: (?:giai\ đoạn|trong|từ|sau) \s+ )?
    \d{1,3} (?: \s* (?:[-–]|đến) \s* \d{1,3} )? \s* (?:giờ|ngày|tuần)
    (?: \s+ (?:đầu|tiếp\ theo|cuối) )?
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
"""A phase counted from an event: "Giai đoạn 0-48 giờ"."""
