"""Orders that were printed as plain text of a chapter and became no work: sentences that open with
what is done, or with a body and what it does, outside the chapters on aims, money, what was. A
plan that leaves a good part of them was not understood whole, and is not called so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kehoach.ingest.model import Note
from kehoach.parsers.coverage import PlacedWork
from kehoach.parsers.items.asides.asides import is_aside, only_tells
from kehoach.parsers.items.asides.plain_rules import states_rule
from kehoach.parsers.items.ground.closings import is_formal, is_polite_closing, summons_all
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_assignment_section, is_examined, opens_criteria
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_order, is_told, is_under_quiet
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.merged_orders import names_doer
from kehoach.parsers.unread_points import OF_NO_WORK
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, is_no_plan

FEWEST = 2
"""So many orders of one chapter are no chance,"""
MOST_LEFT = 0.3
"""and so large a part of all orders is a good part of the paper."""
MIN_WORDS = 6
MOST_WORDS_OF_LABEL = 10
_OF_NO_ORDERS = (
    *OF_NO_WORK,
    "money_headings",
    "purpose_headings",
    "headings_of_worth",
    "needs_headings",
)
"""Headings under which sentences that open with a verb say what for, how well, or with what."""


@dataclass(frozen=True, slots=True)
class LeftOrders:
    """The orders of a chapter that became no work."""

    chapter: Node
    leaves: tuple[Leaf, ...]


def unread_orders(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """The outline and the finished plan -> a note on each chapter with several orders that were
    left, where these are a good part of the paper's."""
    if gives_orders(plan.document.type) or is_no_plan(plan.document):
        return
    if any(note.code.startswith("prose_") for note in context.notes):
        return  # told already: a table lists them
    if plan.document.type is None and not plan.tasks:
        return  # a piece of news: that it holds no task is told
    found = left_orders(root, plan, context)
    count = sum(len(one.leaves) for one in found)
    if not found or count < MOST_LEFT * (count + len(plan.tasks)):
        found = [one for one in found if _name_doers(one, context)]
    for one in found:
        evidence = f"{_title(one.chapter)}: {len(one.leaves)}"
        yield Note("orders_left", evidence, span=one.leaves[0].spans[0])


def _name_doers(left: LeftOrders, context: Context) -> bool:
    """Do several orders of a chapter say who does them? They are surely some, however few."""
    return sum(names_doer(leaf.text, context) for leaf in left.leaves) >= FEWEST


def left_orders(root: Node, plan: models.Plan, context: Context) -> list[LeftOrders]:
    """The chapters of which at least some orders became no work, each with these; points that are
    told to be none beside the duties of bodies are not told again."""
    placed = PlacedWork(plan.model_copy(update={"obligations": ()}))  # a day alone is no task
    found: list[LeftOrders] = []
    for chapter in root.nodes() or [root]:
        sections = filter(may_order, chapter.walk())
        unplaced = (leaf for node in sections for leaf in _unplaced(node, placed, context))
        untold = (leaf for leaf in unplaced if id(leaf) not in context.beside_duties)
        left = [leaf for leaf in untold if _orders(leaf, context)]
        if len(left) >= FEWEST:
            found.append(LeftOrders(chapter, tuple(left)))
    return found


def _unplaced(node: Node, placed: PlacedWork, context: Context) -> Iterator[Leaf]:
    """The blocks of a section that became no work, and title none."""
    leaves = node.leaves()
    are_placed = [placed.holds(leaf.text, context.spans(leaf.spans)) for leaf in leaves]
    for place, leaf in enumerate(leaves):
        titles_next = leaf.is_point and any(are_placed[place + 1 : place + 2])
        if not (are_placed[place] or titles_next):
            yield leaf


def may_order(node: Node) -> bool:
    """May a section hold orders: is it none on aims, money, duties of bodies, or what was?"""
    if is_assignment_section(node) or is_target_section(node) or is_examined(node):
        return False
    if is_under_quiet(node):
        return False
    return not any(names_no_orders(section.title) for section in node.titled_ancestors())


@lru_cache(maxsize=1024)
def names_no_orders(title: str) -> bool:
    """Does a heading speak of aims, of what work is judged by, of money, of what was, or is looked
    at?"""
    if contains(title, "target_headings") is not None or opens_criteria(title):
        return True
    return any(opens_with(title, key) is not None for key in _OF_NO_ORDERS)


def _orders(leaf: Leaf, context: Context) -> bool:
    """Does a block order something, and is it none that closes, rules, or only tells?"""
    if not may_be_work(leaf, context):
        return False
    if is_order(leaf.text, context) or names_doer(leaf.text, context):
        return True
    return _orders_behind_label(leaf.text)


def may_be_work(leaf: Leaf, context: Context) -> bool:
    """Is a block none that closes, rules, labels, or only tells?"""
    text = leaf.text
    if len(text.split()) < MIN_WORDS or text.endswith((":", "!", "?")):
        return False
    if id(leaf) in context.agenda or id(leaf) in context.assigned:
        return False
    if is_aside(leaf) or only_tells(leaf, context) or states_rule(text) or is_told(text):
        return False
    if read_field(text) is not None or names_circumstance(text):
        return False
    if begins(text, "grounds", "closing_remarks", "paying", "cases") or is_polite_closing(text):
        return False
    return not (is_formal(text) or summons_all(text))


def _orders_behind_label(text: str) -> bool:
    """ "Giai đoạn sau 72 giờ: Cấp tấm lợp cho các hộ bị tốc mái."."""
    label, colon, act = text.partition(": ")
    is_short = bool(colon) and len(label.split()) <= MOST_WORDS_OF_LABEL
    return is_short and act[:1].isupper() and len(act.split()) >= MIN_WORDS and begins_duty(act)


def _title(chapter: Node) -> str:
    return f"{chapter.number or ''} {chapter.title}".strip(" :")
