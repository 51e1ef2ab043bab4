"""The orders of a directive, a letter, a notice of conclusions as its tasks: whoever is told to do
something leads it, what the order names besides (partners, a time) are the task's.

Readers of such papers, asked what they give to do, list the orders one by one with their owners;
only a chapter on how the paper is carried out ("Tổ chức thực hiện") holds duties, as in a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import regex

from kehoach.normalize.line_ends import announces
from kehoach.normalize.text import fold
from kehoach.parsers.items.asides.shares import gives_amount
from kehoach.parsers.items.asides.site_lists import parts_under
from kehoach.parsers.items.bodies.acting_persons import opens_with_person
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.hamlet_series import hamlet_at_head
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.duties.duties import Duties, orders_itself
from kehoach.parsers.items.ground.calls_for_works import calls_for_works_below
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.orders.announcing_points import (
    announcing_leaves,
    orders_at_length,
    orders_by_itself,
    with_announcing_points,
)
from kehoach.parsers.items.orders.order_titles import (
    behind_run_in_matter,
    names_whom_alone,
    section_of_order,
    titled_by_points,
)
from kehoach.parsers.items.owners.named_persons import with_person_as_printed
from kehoach.parsers.items.owners.works_in_turn import time_of_all
from kehoach.parsers.items.times.phases import behind_news
from kehoach.parsers.items.times.section_times import is_of_all_work
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.words.beginnings import count_of
from kehoach.parsers.items.works.dated_works import each_with_its_day
from kehoach.parsers.items.works.draft_tasks import to_task
from kehoach.parsers.items.works.shared_works import SHARED, each_with_its_own
from kehoach.parsers.layout.fields import Field, read_fields
from kehoach.parsers.layout.outline import Leaf, Node, in_reading_order
from kehoach.parsers.words import alternation, opens_with, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

MOST_ANNOUNCING = 30
"""Words of a block that only announces: a longer one orders something itself."""
BEFORE_BODY = -1
"""The place of what stands before the first heading (see `in_reading_order`)."""


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a block stands: its section, and the number of its run."""

    node: Node
    place: int


@dataclass(slots=True)
class _Order:
    """An order being read: whose it is, the task that it becomes, and who helps with it by the
    sentence over it."""

    unit: str
    place: int
    draft: Draft
    helpers: str = ""


def tasks_of_orders(
    found: Sequence[Duties],
    root: Node,
    opening: Node,
    context: Context,
    *,
    all_of_them: bool = False,
) -> tuple[list[tuple[int, models.Task]], tuple[Duties, ...]]:
    """Orders of a paper, `opening` being a section of the blocks before its first heading -> its
    tasks, each with the number of the run of blocks it stands in, and the duties that stay: those
    of a chapter on how it is carried out."""
    homes = dict(_homes(root))
    homes.update((id(leaf), _Home(opening, BEFORE_BODY)) for leaf in opening.leaves())
    titled = dict(titled_by_points(root, context))
    kept: list[Duties] = []
    orders: list[_Order] = []
    for duties in found:
        if not all_of_them and _home(duties, homes) is None:
            kept.append(duties)
        else:
            orders.extend(_orders_of(duties, homes, titled, context=context))
    _take_labels(orders, homes, context)
    announcing = [order.draft.leaves[0] for order in orders if _only_announces(order.draft)]
    announcing += [leaf for duties in found for leaf in announcing_leaves(duties)]
    orders = [order for order in orders if not _only_announces(order.draft)]
    with_announcing_points((order.draft for order in orders), root, announcing, context.titled)
    _take_closing_times(orders, context)
    blocks = Counter(id(order.draft.leaves[0]) for order in orders)
    ids = TaskIds("o")
    tasks: list[tuple[int, models.Task]] = []
    for order in orders:
        first_leaf = order.draft.leaves[0]
        is_alone = blocks[id(first_leaf)] == 1 and not behind_news(first_leaf.text)
        parts = each_with_its_own([order.draft], context) if is_alone else [order.draft]
        first: models.Task | None = None
        for part in each_with_its_day(parts, context):
            part = behind_run_in_matter(part)
            task = to_task(part, ids.next(part.section.path or "0"), context=context)
            task = _without_time_of_matter(_with_plain_group(task))
            if first is None or (task.lead is None and not opens_with_person(task.task)):
                task = _led_by(order.unit, task, context=context)
            if first is not None:
                task = _led_as(first, task, context=context)
            if order.helpers and task.coordinating is None:
                helping = context.offices(order.helpers)
                task = task.model_copy(update={"coordinating": helping})
            first = first or task
            tasks.append((order.place, task))
    return tasks, tuple(kept)


def with_orders(
    in_body: Sequence[tuple[int, models.Task]], orders: Sequence[tuple[int, models.Task]]
) -> list[tuple[int, models.Task]]:
    """The tasks of a body, each with the number of its run, and its orders among them as they stand
    in the paper. What labels tell of an order ("Thời hạn: …" right behind it) makes it no second
    task."""
    told = {(fold(task.task), _position(task.spans)) for _, task in orders}
    others = [one for one in in_body if (fold(one[1].task), _position(one[1].spans)) not in told]
    return sorted([*others, *orders], key=lambda one: (one[0], _position(one[1].spans)))


def _position(spans: Sequence[models.Span]) -> tuple[float, ...]:
    if not spans:
        return ()
    span = spans[0]
    top = span.bbox[1] if span.bbox else 0.0
    return (span.page or 0, span.line_start or span.paragraph_start or 0, top)


def _homes(root: Node) -> Iterator[tuple[int, _Home]]:
    """Each block (by `id`) with the section and the run it stands in."""
    for place, run in enumerate(in_reading_order(root)):
        for leaf in run.leaves:
            yield id(leaf), _Home(run.node, place)


def _home(duties: Duties, homes: dict[int, _Home]) -> _Home | None:
    return next((homes[id(leaf)] for leaf in duties.leaves if id(leaf) in homes), None)


def _orders_of(
    duties: Duties, homes: dict[int, _Home], titled: dict[int, Leaf], context: Context
) -> Iterator[_Order]:
    """The orders of one body: each block of its duties is one, with what stands deeper under it;
    a point that titles others is their group."""
    home = _home(duties, homes)
    if home is None:
        return
    titles = {id(title) for title in titled.values()}
    helpers = _helpers_over(duties, context)
    last: _Order | None = None
    parts: set[int] = set()
    for leaf, text in _blocks_of(duties):
        if id(leaf) in parts:
            continue
        if id(leaf) in titles or names_whom_alone(text):
            last = None
            continue
        own = homes.get(id(leaf), home)
        is_below = last is not None and not _stands_apart(last, own, homes)
        if last is not None and is_below and _goes_on(last.draft.leaves[0], leaf, context):
            last.draft.take_activity(replace(leaf, text=text))
            continue
        node = section_of_order(leaf, own.node, duties.unit, context=context)
        draft = _draft(leaf, text, duties, node=node)
        for part in _parts_of(leaf, own.node):
            parts.add(id(part))
            draft.take_activity(part)
        last = _Order(duties.unit, own.place, draft, helpers)
        title = titled.get(id(leaf))
        if title is not None:
            last.draft.titles, last.draft.number = (title,), leaf.number
        yield last


def _parts_of(leaf: Leaf, node: Node) -> list[Leaf]:
    """What stands right under an order that ends with what a thing consists of."""
    leaves = node.leaves()
    place = next(
        (index for index, one in enumerate(leaves) if one.spans == leaf.spans), len(leaves)
    )
    return parts_under(leaf, leaves[place + 1 :])


def _stands_apart(last: _Order, own: _Home, homes: dict[int, _Home]) -> bool:
    """Does a block stand under another heading than the point before it ("a) Xe chữa cháy;" before
    "b) Máy bơm:" over "+ Máy 1: kiểm tra …")? Then it is no part of that."""
    before = homes.get(id(last.draft.leaves[0]))
    return before is not None and before.node is not own.node


def _helpers_over(duties: Duties, context: Context) -> str:
    """Who helps with all that a sentence announces ("1. Sở Tài chính chủ trì, phối hợp với | các
    sở | :" over its points)."""
    said = (context.short_forms.written_out(leaf.text) for leaf in announcing_leaves(duties))
    return next((owners_said(text, context.level).coordinating for text in said), "")


def _blocks_of(duties: Duties) -> Iterator[tuple[Leaf, str]]:
    """The blocks of duties, each with its words as a duty; a sentence that only announces the
    points under it is none."""
    announcing = len(announcing_leaves(duties))
    yield from zip(duties.leaves[announcing:], duties.texts, strict=False)


def _goes_on(first: Leaf, leaf: Leaf, context: Context) -> bool:
    """Does a block stand under the point before it, as a part of what it orders? What a sentence
    announces besides ("…; trong đó chú trọng các nội dung sau:") is ordered one by one, and so is
    what stands under a point that orders several things at length."""
    if _projects().match(leaf.text) is not None and _lists_projects(first.text):
        return True
    if not first.is_point or leaf.level <= first.level:
        return False
    if orders_at_length(first.text) and orders_by_itself(leaf.text, context):
        return False
    return not (announces(first.text) or orders_itself(first.text))


def _lists_projects(text: str) -> bool:
    """ "… các dự án sau: | Dự án 2: Trồng lại dừa nước.": does an order announce projects, or name
    the first of them?"""
    behind = text[text.find(":") + 1 :].strip()
    return text.endswith(":") or _projects().match(behind) is not None


@cache
def _projects() -> regex.Pattern[str]:
    """ "Dự án 2: …", "Dự án 7 (Tiểu dự án 1): …"."""
    return compile_regex(
        rf"(?:{alternation('counted_projects')})\s+\d{{1,2}}\s*(?:\([^)]*\)\s*)?[:.–-]",
        regex.IGNORECASE,
    )


def _draft(leaf: Leaf, text: str, duties: Duties, node: Node) -> Draft:
    """An order as a task. The heading that names whose it is is its group, unless the order is all
    that stands beside it ("1. Phòng Kinh tế: lập danh sách …")."""
    draft = draft_of(replace(leaf, text=text), node)
    if text.endswith(draft.text):
        draft.text = text  # "Đối với các chủ rừng: …" is no label, it says whose the order is
    draft.leaves = [leaf]
    if draft.number is None and node.parent is not None and _runs_in(leaf, node):
        return replace(draft, number=node.number, section=node.parent)
    if draft.number is None and not text.startswith(count_of(leaf.text) or text):
        return replace(draft, number=count_of(leaf.text))
    if draft.number is None and leaf.kind != "bullet" and duties.number != node.number:
        return replace(draft, number=duties.number)
    return draft


def _runs_in(leaf: Leaf, node: Node) -> bool:
    """Is a block the rest of the line of its heading, and nothing else under it?"""
    return node.children == [leaf] and leaf.spans == node.spans


def _only_announces(draft: Draft) -> bool:
    """Does a block only say that points follow ("… đề nghị một số cơ quan thực hiện thêm:"), each
    of which is an order of its own?"""
    leaf = draft.leaves[0]
    is_alone = len(draft.leaves) == 1 and not (draft.activities or draft.fields)
    orders = orders_itself(leaf.text) or gives_amount(leaf.text)
    is_short = len(leaf.text.split()) <= MOST_ANNOUNCING and not orders
    only_calls = is_short or calls_for_works_below(leaf.text)
    return is_alone and draft.text.endswith(":") and only_calls


def _take_labels(orders: Sequence[_Order], homes: dict[int, _Home], context: Context) -> None:
    """Labelled lines ("- Thời gian: …") that stand right behind an order are its own."""
    starting = {id(order.draft.leaves[0]): order for order in orders}
    taken = {id(leaf) for order in orders for leaf in order.draft.leaves}
    for node in {id(home.node): home.node for home in homes.values()}.values():
        last: _Order | None = None
        of_node: list[_Order] = []
        label: Leaf | None = None
        for leaf in node.leaves():
            labelled = read_fields(leaf.text)
            if id(leaf) in taken:
                last = starting.get(id(leaf), last)
                of_node += [last] if last is not None and last not in of_node else []
            elif labelled and last is not None:
                last.draft.take_fields(labelled, leaf)
                label = leaf if leaf.kind == "paragraph" else None
            else:
                last = None
        _share_last_label(of_node, label, context)


def _take_closing_times(orders: Sequence[_Order], context: Context) -> None:
    """The time with which a block closes that gives several bodies their work ("…; tất cả xong
    trước 15/5.") is that of each work in it that tells none."""
    for _, same_block in groupby(orders, key=lambda order: id(order.draft.leaves[0])):
        *others, last = same_block
        closing = time_of_all(last.draft.text, context) if others else ""
        for order in others if closing else ():
            _share(order.draft, (Field("deadline", "", closing),), context)


def _share(draft: Draft, fields: Sequence[Field], context: Context) -> None:
    """Give an order that tells no time of its own the time told for several."""
    is_labelled = any(one.role == "deadline" for one in (*draft.inline, *draft.fields))
    if not is_labelled and not stated_in(draft.text, context):
        draft.fields.extend(fields)
        draft.confidence = min(draft.confidence, SHARED)


def _share_last_label(orders: Sequence[_Order], label: Leaf | None, context: Context) -> None:
    """A label of when works are done, in a paragraph without a mark behind the last of several
    points, is that of each of them, where none has a label of its own."""
    *others, last = orders or (None,)
    if label is None or last is None or not last.draft.leaves[0].is_point:
        return
    fields = last.draft.fields
    is_term = all(one.role == "deadline" and is_of_all_work(one.label) for one in fields)
    if not fields or not is_term or any(order is None or order.draft.fields for order in others):
        return
    for order in others:
        if order is not None:
            _share(order.draft, fields, context)


def _with_plain_group(task: models.Task) -> models.Task:
    """A task whose group is called without the colon behind a body's name."""
    if task.group is None or not task.group.title.endswith(":"):
        return task
    plain = task.group.model_copy(update={"title": task.group.title.rstrip(" :")})
    return task.model_copy(update={"group": plain})


def _without_time_of_matter(task: models.Task) -> models.Task:
    """A task without the time that only the heading of its matter names: "3. Về kỳ họp giữa năm"
    says what the orders below are on, not when they are due. "… từ nay đến tháng 6/2032" does."""
    if task.deadline is None or task.group is None or task.deadline.raw in task.task:
        return task
    if opens_with(task.deadline.raw, "spans_from_now") is not None:
        return task
    title = task.group.title
    is_of_matter = opens_with(title, "matter_openings") and task.deadline.raw in title
    return task.model_copy(update={"deadline": None}) if is_of_matter else task


def _led_by(unit: str, task: models.Task, context: Context) -> models.Task:
    """A task with those whom the paper gives it to as its leads, as they are printed."""
    if task.lead is not None and fold(unit) == fold(task.lead.raw):
        return task
    lead = context.offices(_written_out(unit, context))
    if lead is None:
        return task
    if (
        task.lead is not None
        and task.lead.units == lead.units
        and fold(unit) not in fold(task.lead.raw)
    ):
        return task  # printed in other words than those by which its body is known
    led = task.model_copy(update={"lead": lead.model_copy(update={"raw": unit})})
    return with_person_as_printed(led)


def _led_as(first: models.Task, task: models.Task, context: Context) -> models.Task:
    """A further work of an order that names nobody: whom the first names does it, and not all whom
    the heading over them is for ("Trưởng các thôn họp dân …; | thành lập tổ tuần tra …"). One that
    opens with a person by name is that person's, though that is no body."""
    said = owners_said(_written_out(task.task, context), context.level).lead
    is_named = first.lead is not None and first.lead.raw in first.task
    is_own = bool(said) or bool(hamlet_at_head(task.task)) or opens_with_person(task.task)
    return task if is_own or not is_named else task.model_copy(update={"lead": first.lead})


def _written_out(unit: str, context: Context) -> str:
    """The office that its name alone means in this paper ("Văn phòng")."""
    return context.short_forms.written_out(unit) if unit in raw_phrases("office_alone") else unit
