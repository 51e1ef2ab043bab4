"""The titles over the orders of a directive, a letter, a notice of conclusions that are no headings
of the outline: a point over other points, the matter that runs into its order in one line; and what
stands under a heading only by its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from kehoach.normalize.text import fold
from kehoach.parsers.items.bodies.further_owners import names_own, owners_said
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.duties.duties import orders_itself
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.heading_owners import owner_in_title
from kehoach.parsers.items.times.phases import is_order
from kehoach.parsers.items.times.stated_deadlines import states_day
from kehoach.parsers.items.words.beginnings import begins_duty, run_in_matter
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Leaf, Node, deeper_than
from kehoach.parsers.words import opens_with

MIN_BELOW, MOST_DOING = 2, 0.6
"""So many points, and so large a part of them that say what is done, does a point title."""
LONGEST_TITLE = 80
"""Words of such a point; a longer one orders something itself."""


def titled_by_points(root: Node, context: Context) -> Iterator[tuple[int, Leaf]]:
    """The blocks (by `id`) under a numbered point that says in general what they order one by one
    ("1. Nâng cao chất lượng dạy học" over "- Rà soát …", "- Tổ chức …"), each with that point."""
    for node in root.walk():
        leaves = node.leaves()
        for index, leaf in enumerate(leaves):
            below = deeper_than(leaf, leaves[index + 1 :])
            if leaf.kind == "item" and names_whom_alone(leaf.text):
                below = _up_to_next_point(leaves[index + 1 :], leaf)
                yield from ((id(one), leaf) for one in below)
            elif leaf.kind == "item" and (
                _titles(leaf, below, context=context) or _hands_over(leaf, below, context=context)
            ):
                yield from ((id(one), leaf) for one in below)


def _up_to_next_point(leaves: Sequence[Leaf], title: Leaf) -> list[Leaf]:
    """What stands under a point that names a matter alone ("1. Về đề nghị hỗ trợ vốn:"), paragraphs
    without a mark, too."""
    return list(takewhile(lambda leaf: not leaf.is_point or leaf.level > title.level, leaves))


def _titles(leaf: Leaf, below: Sequence[Leaf], context: Context) -> bool:
    """Does a point say what is done in one sentence, for no day and by nobody that it names, and so
    do most of several points right under it?"""
    listed = [one for one in below if one.level == below[0].level]
    if len(listed) < MIN_BELOW or orders_itself(leaf.text) or not begins_duty(leaf.text):
        return False
    if len(leaf.text.split()) > LONGEST_TITLE or len(sentences_in(leaf.text)) > 1:
        return False
    if states_day(leaf.text, context) or owners_said(leaf.text, context.level).lead:
        return False
    doing = sum(is_order(one.text, context) for one in listed)
    return doing >= MOST_DOING * len(listed)


def names_whom_alone(text: str) -> bool:
    """ "d) Đối với các trường:": whom or what the points below it concern, and no order."""
    return text.endswith(":") and opens_with(text, "matter_openings") is not None


def _hands_over(leaf: Leaf, below: Sequence[Leaf], context: Context) -> bool:
    """Does a point only say that others do more ("Ngoài ra, đề nghị một số cơ quan thực hiện
    thêm:"), since each of most points right under it names who does it?"""
    listed = [one for one in below if one.level == below[0].level]
    if len(listed) < MIN_BELOW or not leaf.text.endswith(":") or begins_duty(leaf.text):
        return False
    named = sum(bool(subject_of(one.text, context.level)[0]) for one in listed)
    return not names_own(leaf.text) and named >= MOST_DOING * len(listed)


# --- matters in the line --------------------------------------------------------------------------


def behind_run_in_matter(draft: Draft) -> Draft:
    """A draft of a numbered block that opens with its matter ("3. Về vệ sinh chợ: | giao Công an xã
    …"): the order is its wording, the matter its group, under a heading a remark."""
    leaf = draft.leaves[0]
    matter = run_in_matter(leaf.text) if leaf.kind == "item" else ""
    if not matter or draft.titles:
        return draft
    text, title = draft.text.removeprefix(matter), matter.rstrip(" :.")
    if draft.section.title:
        return replace(draft, text=text, matters=[title, *draft.matters])
    return replace(draft, text=text, titles=(replace(leaf, text=title),))


# --- below all points -----------------------------------------------------------------------------


def section_of_order(leaf: Leaf, node: Node, unit: str, context: Context) -> Node:
    """The section that an order belongs to: a paragraph without a mark behind the points of a
    heading that names a body, and which turns to others, stands below them all ("Đề nghị các xã …"
    behind "5. Phòng Kinh tế")."""
    if leaf.kind != "paragraph" or node.parent is None or leaf not in node.children:
        return node
    before = node.children[: node.children.index(leaf)]
    if not any(isinstance(one, Leaf) and one.is_point for one in before):
        return node
    return node.parent if _is_of_others(leaf.text, node, unit, context=context) else node


def _is_of_others(text: str, node: Node, unit: str, context: Context) -> bool:
    """Does a text turn to others than those whom a heading names, or to all who got the paper?"""
    if opens_with(text, "on_receipt") is not None:
        return True
    names = owner_in_title(node.title, context) is not None
    names = names or (node.title.endswith(":") and bool(subject_of(node.title, context.level)[0]))
    return names and fold(unit) not in fold(node.title)
