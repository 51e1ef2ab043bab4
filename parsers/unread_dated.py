"""Blocks of a letter, a directive, a notice that bid something by a day and became no task: their day
alone stands among what is due, and nobody has the work. Such a paper was not read whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kehoach.ingest.model import Note
from kehoach.parsers.coverage import PlacedWork
from kehoach.parsers.items.asides import is_aside, only_tells
from kehoach.parsers.items.beginnings import begins, begins_duty
from kehoach.parsers.items.behind_days import bids_passively
from kehoach.parsers.items.conditions import clauses_behind_condition, opens_many
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.phases import is_quiet
from kehoach.parsers.items.stated_deadlines import stated_in
from kehoach.parsers.items.turned_to import body_told
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.unread_points import MOST_TOLD, is_formula
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, is_calendar, is_no_plan

MIN_WORDS = 8
"""Of such a block."""
_KINDS = ("by", "within", "recurring", "several")


def unread_dated(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """The outline and the finished plan -> a note on each of the first blocks of a paper of orders
    that bid something by a day, or turn to somebody, and stand in no task and no duty."""
    info = plan.document
    if not (gives_orders(info.type) or context.gives_orders) or not plan.tasks:
        return
    if is_no_plan(info) or is_calendar(info.type, info.title):
        return
    placed = PlacedWork(plan.model_copy(update={"obligations": (), "targets": ()}))
    for leaf in islice(_left(root, placed, context), MOST_TOLD):
        yield Note("duty_left", leaf.text, span=leaf.spans[0])


def _left(root: Node, placed: PlacedWork, context: Context) -> Iterator[Leaf]:
    for node in root.walk():
        if any(is_quiet(one.title) for one in node.titled_ancestors()):
            continue
        for leaf in node.leaves():
            if not placed.holds(leaf.text, context.spans(leaf.spans)) and _bids(leaf, context):
                yield leaf


def _bids(leaf: Leaf, context: Context) -> bool:
    """Does a block say what is done, by whom or as a thing that must be, by which day?"""
    text = leaf.text
    if leaf.kind == "footnote" or text.endswith((":", "!")) or len(text.split()) < MIN_WORDS:
        return False
    if is_aside(leaf) or only_tells(leaf, context) or is_formula(text):
        return False
    if begins(text, "duty_addresses") is not None:
        return True
    if not any(one.value.kind in _KINDS for one in stated_in(text, context)):
        return False
    if begins_duty(text) or bids_passively(text) or body_told(leaf, context):
        return True
    return any(opens_many(clause) for clause in clauses_behind_condition(text))
