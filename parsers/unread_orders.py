"""Orders that were printed as plain text of a chapter and became no work: sentences that open with
what is done, or with a body and what it does, outside the chapters on aims, money, what was. A
plan that leaves a good part of them was not understood whole, and is not called so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from kehoach.ingest.model import Note
from kehoach.normalize.text import comparison_key, strip_diacritics
from kehoach.parsers.coverage import PlacedWork, wordings_of
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
from kehoach.parsers.tables.columns import whole_headings
from kehoach.parsers.unread_points import OF_NO_WORK
from kehoach.parsers.words import contains, opens_with, phrases, starts
from kehoach.patterns import compile_regex
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
FEWEST_ROWS, MOST_ROWS = 3, 0.5
"""So many rows, and so large a part of a table, whose cells of one column order something."""
MIN_WORDS_OF_CELL = 3
MOST_WORDS_OF_HEADING = 3
MOST_LOOKED_AT = 40
"""Of such cells, whether the plan tells them elsewhere."""


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


def unread_tables(plan: models.Plan) -> Iterator[Note]:
    """The tables that are kept as printed and one column of which orders something in most rows
    ("Lớp | Giáo viên | Nội dung" / "9A | Cô Hoa | Cắt cỏ vườn trường"), none of it being told
    elsewhere: a note on each, with its headings. A column of spending makes a budget of it."""
    said = wordings_of(plan) if plan.tables else frozenset()
    for table in plan.tables:
        if any(opens_with(title, "spending_columns") is not None for title in table.columns):
            continue
        orders = max(map(_orders_among, _columns(table)), key=len, default=[])
        if len(orders) < FEWEST_ROWS or len(orders) < MOST_ROWS * len(table.rows):
            continue
        looked_at = orders[:MOST_LOOKED_AT]
        told = sum(_is_said(order, said) for order in looked_at)
        if 2 * told < len(looked_at):
            headings = " | ".join(filter(None, table.columns))
            yield Note("table_of_orders", f"{headings}: {len(orders)}/{len(table.rows)}")


def tables_of_doers(plan: models.Plan) -> Iterator[Note]:
    """The tables that are kept as printed and say by their headings what is done, when, and who
    does it ("Thời gian | Nội dung | Thực hiện"): the programme of a meeting may be one."""
    for table in plan.tables:
        place = _column_of_doers(table, plan)
        if place is None:
            continue
        named = sum(bool(row[place].strip()) for row in table.rows if place < len(row))
        if named >= FEWEST_ROWS:
            titles = " | ".join(filter(None, table.columns))
            yield Note("table_of_doers", f"{titles}: {named}/{len(table.rows)}")


def _column_of_doers(table: models.OtherTable, plan: models.Plan) -> int | None:
    """The column of who does what, in a table that has others for that and for when; None for the
    programme of a meeting, and for another table."""
    headings = [whole_headings([title]) for title in table.columns]
    roles = {role for own in headings for role in own}
    persons = _column_of_persons(table, plan)
    has_works = "task" in roles or (persons is not None and _has_column_of_works(table))
    if not has_works or "deadline" not in roles:
        return None
    doers = (
        place
        for place, (title, own) in enumerate(zip(table.columns, headings, strict=True))
        if "lead" in own or _is_verb_of_doers(title)
    )
    place = next(doers, persons)
    return None if place is None or _is_programme(table, headings) else place


def _column_of_persons(table: models.OtherTable, plan: models.Plan) -> int | None:
    """The column of the names of persons, if their works were read as nobody's duties."""
    place = next((n for n, own in enumerate(table.columns) if _calls(own, PERSONS)), None)
    if place is None:
        return None
    names = [row[place].strip() for row in table.rows if place < len(row)]
    units = [given.unit or "" for given in plan.assignments]
    is_read = any(name and unit.startswith(name) for name in names for unit in units)
    return None if is_read else place


def _has_column_of_works(table: models.OtherTable) -> bool:
    """Does a heading say that works stand below it, be it only "Việc"?"""
    whole = phrases("whole_headings_of_works")
    return any(_calls(own, WORKS) or strip_diacritics(own) in whole for own in table.columns)


def _calls(title: str, key: str) -> bool:
    return starts(strip_diacritics(title), phrases(key)) is not None


PERSONS, WORKS = "columns_of_persons", "columns_of_works"


def _is_programme(table: models.OtherTable, headings: Sequence[Collection[str]]) -> bool:
    """Are its times the hours of one day ("8h00 - 8h10")? What is done in a meeting is no work."""
    times = next(place for place, roles in enumerate(headings) if "deadline" in roles)
    cells = [row[times] for row in table.rows if times < len(row) and row[times].strip()]
    hours = sum(_HOURS.fullmatch(cell.strip()) is not None for cell in cells)
    return len(cells) >= FEWEST_ROWS and 2 * hours > len(cells)


_HOURS = compile_regex(
    r"(?:từ\s+)?\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2}\s*(?:phút)?"
    r"(?:\s*(?:[-–]|đến)\s*\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2}\s*(?:phút)?)?",
    regex.IGNORECASE,
)


def _is_verb_of_doers(title: str) -> bool:
    """ "Thực hiện", "Người phụ trách"."""
    few = len(title.split()) <= MOST_WORDS_OF_HEADING
    return few and contains(title, "verbs_of_doers") is not None


def _is_said(order: str, wordings: Iterable[str]) -> bool:
    """Do words stand in one of the wordings (keys of comparison) of a plan?"""
    key = comparison_key(order)
    return any(key in wording for wording in wordings)


def _columns(table: models.OtherTable) -> Iterator[list[str]]:
    width = max(map(len, table.rows), default=0)
    for place in range(width):
        yield [row[place] for row in table.rows if place < len(row)]


def _orders_among(cells: list[str]) -> list[str]:
    long = (cell for cell in cells if len(cell.split()) >= MIN_WORDS_OF_CELL)
    return [cell for cell in long if begins_duty(cell)]


def left_orders(root: Node, plan: models.Plan, context: Context) -> list[LeftOrders]:
    """The chapters of which at least some orders became no work, each with these."""
    placed = PlacedWork(plan.model_copy(update={"obligations": ()}))  # a day alone is no task
    found: list[LeftOrders] = []
    for chapter in root.nodes() or [root]:
        sections = filter(may_order, chapter.walk())
        unplaced = (leaf for node in sections for leaf in _unplaced(node, placed, context))
        left = [leaf for leaf in unplaced if _orders(leaf, context)]
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
