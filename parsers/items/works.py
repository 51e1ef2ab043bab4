"""Chapters whose headings do not say that they hold tasks, and whose points show it."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.beginnings import DOING, begins
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.further_owners import owners_said
from kehoach.parsers.items.phases import is_quiet
from kehoach.parsers.items.sections import is_assignment_section, is_task_section
from kehoach.parsers.items.stated_deadlines import stated_in
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with

MIN_POINTS = 3
"""So many points show what a chapter holds: each orders something, and half say who or when."""
_OF_NO_WORK = (
    "not_task_headings",
    "told_headings",
    "report_headings",
    "criteria_headings",
    "meeting_headings",
    "event_openings",
    "proposal_headings",
    "examined_headings",
)


def is_of_no_work(section: Node) -> bool:
    """Does a heading speak of aims, targets, duties, money, or of what was or is looked at?"""
    title = section.title
    if is_quiet(title) or is_assignment_section(section):
        return True
    if contains(title, "target_headings") is not None:
        return True
    return any(opens_with(title, key) is not None for key in _OF_NO_WORK)


def points_of_work(node: Node, context: Context) -> Sequence[Leaf]:
    """The points right under a heading that says neither that they are work nor that they are none
    ("III. KHẢO SÁT VIỆC LÀM"), where they show it; else none."""
    over = list(node.titled_ancestors())
    if not over or any(map(is_of_no_work, over)) or is_task_section(node):
        return ()
    points = [leaf for leaf in node.leaves() if leaf.is_point]
    said = [bool(owners_said(leaf.text, context.level).lead) for leaf in points]
    ordering = [begins(leaf.text, *DOING) is not None for leaf in points]
    if len(points) < MIN_POINTS or not all(map(max, said, ordering)):
        return ()
    timed = [bool(stated_in(leaf.text, context)) for leaf in points]
    return points if 2 * sum(map(max, said, timed)) >= len(points) else ()
