"""The duties of units that a paper gives, by its kind: in its sentences, in its articles, or in a
chapter of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.assignments import assigned_in, duties_in_section
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.duties.parted_duties import each_with_own
from kehoach.parsers.items.duties.shared_duties import with_shared_duties
from kehoach.parsers.items.duties.turned_to import announcement_of
from kehoach.parsers.items.ground.closings import is_formal
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.announcing_points import titles_of_paragraphs
from kehoach.parsers.items.orders.articles import read_articles, sets_up_or_moves
from kehoach.parsers.items.orders.directives import read_orders
from kehoach.parsers.items.orders.ordered_tasks import tasks_of_orders
from kehoach.parsers.items.owners.heading_owners import heading_owner
from kehoach.parsers.items.times.phases import is_order
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.works.shared_out import sections_shared_out
from kehoach.parsers.items.works.silent_chapters import chapters_on_who
from kehoach.parsers.layout.articles import is_article
from kehoach.parsers.layout.outline import Leaf, Node, build_outline, to_leaf
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders

MIN_ORDERS = 3
"""Points that turn to bodies, in a paper of no kind …"""
MIN_TOLD_ORDERS = 2
"""… and points that order something, in news that says whom they are for."""


def read_duties(
    root: Node,
    preamble: Sequence[Paragraph],
    document: models.DocumentInfo,
    *,
    context: Context,
    has_rows: bool = False,
) -> tuple[Duties, ...]:
    """The duties of units: in articles those that name whom they turn to; in a plan, and in a paper
    of a kind that orders things in its sentences, they stand in a chapter of their own. Of the
    latter each sentence that orders something is a task, and so are the articles of a decision that
    carries neither a plan nor a table of tasks (`has_rows`): the context keeps these, and learns
    which blocks they are."""
    opening = list(map(to_leaf, preamble))
    if gives_orders(document.type) or (
        document.type is None and _tells_of_orders(root, opening, document, context=context)
    ):
        orders = read_orders(root, opening, context=context, addressees=document.addressees)
        context.gives_orders = True
        context.titled = titles_of_paragraphs(root, orders.unowned, orders.owned)
        titles = frozenset(map(id, context.titled.values()))
        context.orders = orders.unowned - titles
        context.assigned = orders.owned | orders.settled | titles
        context.ordered, kept = tasks_of_orders(orders.found, root, orders.opening, context=context)
        return kept
    articles = read_articles(root, context)
    context.ruled = articles.ruled
    if not has_rows and _orders_by_articles(root, document):
        nothing = replace(root, children=[])
        context.ordered, kept = tasks_of_orders(
            articles.duties, root, nothing, context=context, all_of_them=True
        )
        owned = _blocks_of(articles.duties)
        context.assigned = frozenset(owned | articles.settled)
        return kept
    assigned = [*_before_plan(preamble, context), *articles.duties]
    owned = _blocks_of(assigned)
    if not has_rows:
        context.shared = sections_shared_out(root, document, context)
    on_who = frozenset(map(id, chapters_on_who(root, context)))
    chapters = [node for node in root.nodes() if not is_article(node.number)]
    chapters = [chapter for chapter in chapters if id(chapter) not in context.shared]
    for chapter in chapters:
        assigned += (
            duties
            for duties in _duties_in(chapter, context, on_who=id(chapter) in on_who)
            if owned.isdisjoint(map(id, duties.leaves))
        )
    owned |= _blocks_of(assigned)
    context.assigned = frozenset(owned | articles.settled)
    if _orders_by_chapters(root, preamble, document):
        assigned = _beside_orders_of_chapters(assigned, root, context)
    return tuple(assigned)


def _orders_by_articles(root: Node, document: models.DocumentInfo) -> bool:
    """Is it a decision or a resolution whose articles hold all it orders: one that carries no plan
    and no rules, sets up no group and moves nobody?"""
    kind = document.type or ""
    if opens_with(kind, "decisions") is None and opens_with(kind, "resolutions") is None:
        return False
    if sets_up_or_moves(document.title or ""):
        return False
    return all(map(_holds_articles, root.nodes()))


def _holds_articles(node: Node) -> bool:
    """Is it an article, or a part without a number of nothing but articles ("NỘI DUNG"), or of the
    grounds ("CĂN CỨ PHÁP LÝ")?"""
    if is_article(node.number):
        return True
    if node.number is not None:
        return False
    parts = node.nodes()
    if not parts:
        return opens_with(node.title, "grounds_alone") is not None
    return not node.leaves() and all(is_article(part.number) for part in parts)


def _orders_by_chapters(
    root: Node, preamble: Sequence[Paragraph], document: models.DocumentInfo
) -> bool:
    """Is it a resolution in chapters, without articles: one that resolves, and then orders who
    carries that out, as a directive does ("IV- TỔ CHỨC THỰC HIỆN | 2- Đảng ủy UBND xã lãnh đạo
    …")? A plan that a resolution issues is a plan."""
    if opens_with(document.type or "", "resolutions") is None:
        return False
    numbers = [node.number for node in root.nodes()]
    numbers += [to_leaf(paragraph).number for paragraph in preamble]
    return not any(map(is_article, numbers))


def _beside_orders_of_chapters(
    assigned: Sequence[Duties], root: Node, context: Context
) -> list[Duties]:
    """The duties that are none of a chapter on how a resolution is carried out: the context keeps
    those as tasks, and learns which blocks order something of nobody."""
    carried_out = list(_on_carrying_out(root))
    context.orders = frozenset(_orders_to_nobody(carried_out, _blocks_of(assigned)))
    blocks = set(map(id, carried_out))
    given = [one for one in assigned if any(id(leaf) in blocks for leaf in one.leaves)]
    told = [one for one in given if not all(is_formal(leaf.text) for leaf in one.leaves)]
    nothing = replace(root, children=[])
    context.ordered, _ = tasks_of_orders(told, root, nothing, context=context, all_of_them=True)
    return [one for one in assigned if one not in given]


def _on_carrying_out(root: Node) -> Iterator[Leaf]:
    """The blocks of chapters on how a resolution is carried out; one that shares out parts of it to
    persons ("III. PHÂN CÔNG ĐẢNG VIÊN") is none."""
    for chapter in root.nodes():
        if contains(chapter.title, "headings_of_carrying_out") is not None:
            yield from chapter.all_leaves()


def _orders_to_nobody(leaves: Sequence[Leaf], owned: AbstractSet[int]) -> Iterator[int]:
    """The numbered points (by `id`) of such chapters that say what is done, and not by whom ("1-
    Thành lập Ban Chỉ đạo …")."""
    for leaf in leaves:
        if leaf.number and id(leaf) not in owned and begins_duty(leaf.text):
            yield id(leaf)


def _duties_in(chapter: Node, context: Context, *, on_who: bool) -> Iterator[Duties]:
    assigned = duties_in_section if on_who else assigned_in
    own = each_with_own(assigned(chapter, context), context)
    return with_shared_duties(own, chapter, context)


def _tells_of_orders(
    root: Node, opening: Sequence[Leaf], document: models.DocumentInfo, context: Context
) -> bool:
    """Does a paper of no kind, as the news on an urgent telegram, announce orders ("Thủ tướng Chính
    phủ yêu cầu:") and then turn to bodies, point by point? News that names in that sentence whom it
    turns to ("yêu cầu các xã thực hiện một số nhiệm vụ sau:") lists what these do."""
    announced = announcement_of(opening, root, context=context, addressees=())
    points = root.all_points()
    is_listed = bool(opening) and opening[-1].text.endswith(":")
    turned = [leaf for leaf in points if _turns_to_body(leaf.text, context)]
    if is_listed and len(turned) >= MIN_TOLD_ORDERS and 2 * len(turned) >= len(points):
        return True
    if announced.sentence is None:
        return False
    to_bodies = [leaf for leaf in points if subject_of(leaf.text, context.level)[0]]
    if len(to_bodies) >= MIN_ORDERS and 2 * len(to_bodies) >= len(points):
        return True
    is_marked = len(points) >= MIN_TOLD_ORDERS
    if not is_marked or not announced.unit or document.number is not None:
        return False
    orders = [leaf for leaf in root.all_leaves() if is_order(leaf.text, context)]
    return len(orders) >= MIN_TOLD_ORDERS and 2 * len(orders) >= len(points)


def _turns_to_body(point: str, context: Context) -> bool:
    """ "Đối với các thôn: Vận động hội viên …"."""
    opening, colon, behind = point.partition(": ")
    is_turned = colon and begins(opening, "owner_openings") is not None
    return bool(is_turned and behind and heading_owner(opening, context.level)[1])


def _before_plan(preamble: Sequence[Paragraph], context: Context) -> Sequence[Duties]:
    """What the articles of a decision order that stand before the plan it carries."""
    has_articles = any(is_article(to_leaf(paragraph).number) for paragraph in preamble)
    return read_articles(build_outline(preamble), context).duties if has_articles else ()


def _blocks_of(assigned: Sequence[Duties]) -> set[int]:
    """The blocks (by `id`) that duties are."""
    return {id(leaf) for duties in assigned for leaf in duties.leaves}
