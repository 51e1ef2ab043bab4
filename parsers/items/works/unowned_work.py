"""Work in a chapter on who does what that names nobody: "1. Công tác chuẩn bị" under "IV. TỔ CHỨC
THỰC HIỆN", over "- Rà soát danh sách …". It is nobody's duty, so it is read as tasks, less surely,
where no body is given anything beside it."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.asides.plain_rules import states_rule
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.duties.assignments import unit_of_heading
from kehoach.parsers.items.ground.closings import is_farewell, summons_all
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_assignment_section, opens_criteria
from kehoach.parsers.items.times.phases import is_quiet, is_told
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with

MIN_POINTS, MOST_DOING = 2, 0.66
"""So many points, and so large a part of them, say what is done."""
_OTHER_MATTERS = ("not_task_headings", "told_headings", "money_headings")


def unowned_work(leaves: Sequence[Leaf], node: Node, context: Context) -> list[Leaf]:
    """The points right under a heading of such a chapter that say what is done, of `leaves`; none
    where few do, or where a body is given something under the same heading."""
    if not is_assignment_section(node) or _is_of_other_matter(node):
        return []
    if any(unit_of_heading(section, context) for section in node.titled_ancestors()):
        return []
    if any(id(leaf) in context.assigned for leaf in node.all_leaves()):
        return []
    points = [leaf for leaf in leaves if leaf.is_point]
    may_be = [leaf for leaf in points if _may_be_work(leaf, context)]
    works = [leaf for leaf in may_be if begins_duty(leaf.text)]
    is_of_work = node.level > 1 and opens_with(node.title, "kinds_of_work") is not None
    if is_of_work and works and len(may_be) == len(points):
        return may_be  # "- In giấy mời." under "3.1. Công tác chuẩn bị", too
    enough = len(works) >= MIN_POINTS and len(works) >= MOST_DOING * len(points)
    return works if enough else []


def _is_of_other_matter(node: Node) -> bool:
    if is_quiet(node.title) or contains(node.title, "report_headings") is not None:
        return True
    if opens_criteria(node.title):
        return True
    return any(opens_with(node.title, key) is not None for key in _OTHER_MATTERS)


def _may_be_work(leaf: Leaf, context: Context) -> bool:
    if is_told(leaf.text) or read_field(leaf.text) is not None:
        return False
    if states_rule(leaf.text) or is_farewell(leaf.text) or summons_all(leaf.text):
        return False
    return not leaf.text.endswith(":") and not owners_said(leaf.text, context.level).lead
