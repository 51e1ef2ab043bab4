"""Blocks of a letter, a directive, a notice that became no task though something is due by them:
their day alone stands among what is due, and nobody has the work. Such a paper was not read
whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from kehoach.ingest.model import Note
from kehoach.parsers.coverage import PlacedWork
from kehoach.parsers.items.asides.asides import is_aside, only_tells
from kehoach.parsers.items.asides.past_paragraphs import tells_what_was
from kehoach.parsers.items.ground.closings import holds_date
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.beside_orders import closes
from kehoach.parsers.items.times.phases import is_quiet, is_told
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import phrase_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.unheaded import TOLD
from kehoach.parsers.unread_points import MOST_TOLD, is_formula, tells_of_done
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, is_calendar, is_no_plan

MIN_WORDS = 8
"""Of such a block."""
FEWEST_WORDS, MOST_WORDS = 4, 12
"""Of a point with a day among works."""
MOST_WORDS_OF_DOER = 9
"""Before what is done, in a block of which nobody knows who that is."""


def unread_dated(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """The outline and the finished plan -> a note on each of the first blocks of a paper of orders
    by which something is due, that turn to somebody, or that say among works what somebody does,
    and that stand in no task and no duty."""
    info = plan.document
    if not (gives_orders(info.type) or context.gives_orders) or not plan.tasks:
        return
    if is_no_plan(info) or is_calendar(info.type, info.title):
        return
    work = PlacedWork(plan.model_copy(update={"obligations": (), "targets": ()}))
    due = PlacedWork(plan.model_copy(update={"tasks": (), "targets": (), "assignments": ()}))
    left = (leaf for leaf in _left(root, work, due, context=context) if not _dates(leaf, plan))
    for leaf in islice(left, MOST_TOLD):
        yield Note("duty_left", leaf.text, span=leaf.spans[0])


def _dates(leaf: Leaf, plan: models.Plan) -> bool:
    """Does a sentence only say by when the rows of a table are done, and have they that time ("Các
    việc tại bảng dưới đây không ghi thời gian thì hoàn thành trước ngày 31/10")?"""
    if not phrase_in("tables_below", leaf.text):
        return False
    rows = (task.deadline for task in plan.tasks if task.origin == "table")
    return any(due is not None and due.raw in leaf.text for due in rows)


def _left(root: Node, work: PlacedWork, due: PlacedWork, context: Context) -> Iterator[Leaf]:
    is_told_of = any(note.code == TOLD for note in context.notes)
    for node in root.walk():
        if any(is_quiet(one.title) for one in node.titled_ancestors()):
            continue
        leaves = node.leaves()
        held = [work.holds(leaf.text, context.spans(leaf.spans)) for leaf in leaves]
        works = _works_by_kind(leaves, held)
        for place, leaf in enumerate(leaves):
            if held[place] or tells_what_was(leaf, context):
                continue
            if leaf.kind in works and _is_short_of_day(leaf, context):
                yield leaf
                continue
            if not _may_bid(leaf):
                continue
            if tells_of_done(leaf.text, context) and not _bids(leaf, context):
                continue
            is_due = due.holds(leaf.text, context.spans(leaf.spans)) or _bids(leaf, context)
            is_due = is_due or (is_told_of and _has_limit(leaf, work, context))
            if is_due or (_stands_among(leaf, place, works) and _is_work(leaf, context)):
                yield leaf


def _works_by_kind(leaves: Sequence[Leaf], held: Sequence[bool]) -> dict[str, tuple[int, int]]:
    """The places of the first and the last block of each kind that are work."""
    works: dict[str, tuple[int, int]] = {}
    for place, leaf in enumerate(leaves):
        if held[place]:
            first, _ = works.get(leaf.kind, (place, place))
            works[leaf.kind] = (first, place)
    return works


def _is_short_of_day(leaf: Leaf, context: Context) -> bool:
    """Is a block, beside others of its kind that are work, a short point with a day, though it was
    not understood what is done ("3. Các hộ trữ nước trước ngày 10/3.")?"""
    words = len(leaf.text.split())
    if not leaf.is_point or not FEWEST_WORDS <= words <= MOST_WORDS or read_field(leaf.text):
        return False
    if is_aside(leaf) or only_tells(leaf, context) or closes(leaf) or leaf.text.endswith(":"):
        return False
    if contains(leaf.text, "being_off") is not None:
        return False
    return holds_date(leaf.text) and bool(stated_in(leaf.text, context))


def _stands_among(leaf: Leaf, place: int, works: Mapping[str, tuple[int, int]]) -> bool:
    """Is a block a point behind others that are work, or a paragraph between two that are?"""
    first, last = works.get(leaf.kind, (place, place))
    return first < place and (leaf.is_point or place < last)


def _may_bid(leaf: Leaf) -> bool:
    """Is a block a sentence, and neither announces, closes, nor only labels a time ("Thời gian gửi
    báo cáo nêu tại điểm 4: trước ngày 03/12.")?"""
    if leaf.kind == "footnote" or leaf.text.endswith((":", "!")):
        return False
    if opens_with(leaf.text, "times_of_work") is not None or _only_agrees(leaf.text):
        return False
    return len(leaf.text.split()) >= MIN_WORDS and not closes(leaf)


def _only_agrees(text: str) -> bool:
    """Does a sentence agree to what others do, and give nobody anything ("Đồng ý tổ chức trao tặng
    danh hiệu … lúc 7 giờ 30 phút ngày 28/4.")?"""
    return opens_with(text, "agreements") is not None and contains(text, "duty_givings") is None


def _bids(leaf: Leaf, context: Context) -> bool:
    """Does a block that is not even among what is due turn to a body, and neither ground, tell nor
    close?"""
    if is_aside(leaf) or only_tells(leaf, context) or is_formula(leaf.text):
        return False
    return begins(leaf.text, "duty_addresses") is not None


def _has_limit(leaf: Leaf, work: PlacedWork, context: Context) -> bool:
    """Does a sentence of a notice of which only a sentence says whose it is tell by when something
    is done that is in no task ("Nhà nào cần nước thì báo trưởng thôn trước ngày 16/10")?"""
    if is_aside(leaf) or only_tells(leaf, context) or is_told(leaf.text):
        return False
    spans = context.spans(leaf.spans)
    left = (one for one in sentences_in(leaf.text) if not work.holds(one, spans))
    due = (one.phrase for sentence in left for one in stated_in(sentence, context))
    return any(phrase_in("limits_ahead", one) or phrase_in("limits_of_work", one) for one in due)


def _is_work(leaf: Leaf, context: Context) -> bool:
    """Does a block behind others of its kind that are work say what somebody does ("UBND hai xã |
    lập danh sách …"), though it was not understood who?"""
    if is_aside(leaf) or only_tells(leaf, context) or is_formula(leaf.text) or is_told(leaf.text):
        return False
    words = leaf.text.split()
    last = min(len(words), MOST_WORDS_OF_DOER + 1)
    return any(begins_duty(" ".join(words[place:])) for place in range(1, last))
