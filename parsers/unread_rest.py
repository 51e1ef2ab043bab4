"""What became no work beside what did: a point among points that are tasks, a section without any
task between sections that have some, a point of an agenda that says who does it, a paragraph that
gives several bodies their orders and became one task.

No share of the paper decides here, as in `unread_orders`: the paper itself shows, by what stands
beside it, that here is work, too. Where its prose leads up to a table of tasks nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, islice

import regex

from kehoach.ingest.model import Note
from kehoach.normalize.repair.language import is_foreign_passage
from kehoach.normalize.text import fold
from kehoach.parsers.coverage import PlacedWork
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_assignment_section, opens_criteria
from kehoach.parsers.items.times.phases import is_quiet
from kehoach.parsers.items.works.silent_chapters import is_dated_list
from kehoach.parsers.layout.outline import Leaf, Node, deeper_than
from kehoach.parsers.merged_orders import doer_of, merged_orders
from kehoach.parsers.tables.content_roles import is_known_body
from kehoach.parsers.unread_orders import may_be_work, may_order, names_no_orders
from kehoach.parsers.words import contains, opens_with
from kehoach.patterns import compile_regex
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, is_no_plan

FEWEST_OF_KIND, MOST_READ = 3, 0.5
"""So many points of one kind make a list, and so large a part of them being work, the rest is work,
too."""
FEWEST_SILENT = 2
"""Points of a section that may be work."""
FEWEST_WORDS = 10
"""Of one of them at least."""
MOST_TOLD = 3
MOST_PASSAGES = 2
"""That are told one by one."""
MOST_LETTERS = 90
"""Of the point that is quoted."""
UNTITLED = "(…)"
"""In place of the title of a passage without one."""
FEWEST_BODIES = 2
MOST_WORDS_OF_BODY = 12
_HOUR = compile_regex(r"(?:từ\s+)?\d{1,2}(?:\s*(?:h|g|giờ)\s*\d{0,2}|:\d\d)\b", regex.IGNORECASE)
_ENDS = compile_regex(r"[.;/]\s*$")
_AT_END = compile_regex(
    r"(?:\s[-–]\s+|:\s+|\()(?P<body>\p{Lu}[^()]{2,80}?)"
    r"(?:\s+(?P<verb>\p{Ll}+(?:\s\p{Ll}+)?))?\)?[\s.;]*$"
)
"""Who does a point of an agenda: "… - Ban Khánh tiết thực hiện", "… (Đoàn Thanh niên)"."""


def unread_rest(
    root: Node, plan: models.Plan, context: Context, *, told: Iterable[Note] = ()
) -> Iterator[Note]:
    """The outline and the finished plan -> notes on what was left beside work, the first few. What
    other notes have told of, at the same places, is not told again."""
    places = {note.span for note in told}
    if is_no_plan(plan.document) or not plan.tasks:
        return
    yield from islice(merged_orders(root, plan, context), MOST_TOLD)
    yield from islice(_of_agenda(context), 1)
    if _is_told(context):
        return
    placed = PlacedWork(plan)
    leaves = list(root.all_leaves())
    read = frozenset(id(one) for one in leaves if placed.holds(one.text, context.spans(one.spans)))
    told_here: set[int] = {id(one) for one in leaves if not places.isdisjoint(one.spans)}
    told_here |= context.beside_duties
    finders = OF_ORDERS if gives_orders(plan.document.type) else OF_PLANS
    passages: list[tuple[Node, list[Leaf]]] = []
    titles = {_bare(task.group.title) for task in plan.tasks if task.group is not None}
    for node, left in chain.from_iterable(find(root, read, context) for find in finders):
        if opens_with(node.title, "ways_headings") is not None or _is_of_criteria(node):
            continue
        new = [
            leaf for leaf in left if id(leaf) not in told_here and _bare(leaf.text) not in titles
        ]
        told_here.update(map(id, new))
        if new:
            passages.append((node, new))
    yield from _notes_on(passages)


def _is_of_criteria(node: Node) -> bool:
    """Does a passage stand in a chapter on what work is judged by?"""
    return any(opens_criteria(section.title) for section in node.titled_ancestors())


def _bare(title: str) -> str:
    """The words of a title, or of a point that is one, to compare them."""
    return fold(title).strip(" .:;")


def _notes_on(passages: Sequence[tuple[Node, Sequence[Leaf]]]) -> Iterator[Note]:
    """A note on each of few passages, one on the first of many, with how many more there are."""
    if len(passages) > MOST_PASSAGES:
        node, leaves = passages[0]
        further = tuple(left[0].spans[0] for _, left in passages[1:])
        evidence = f"{_evidence(node, leaves)}, +{len(further)}"
        yield Note("rest_left", evidence, span=leaves[0].spans[0], further=further)
        return
    for node, leaves in passages:
        yield Note("rest_left", _evidence(node, leaves), span=leaves[0].spans[0])


def _is_told(context: Context) -> bool:
    """Was it told already that prose was left to a table?"""
    return any(note.code.startswith("prose_") for note in context.notes)


def _evidence(node: Node, leaves: Sequence[Leaf]) -> str:
    """The section, how many points of it, and the first of them."""
    title = f"{node.number or ''} {node.title}".strip(" :") or UNTITLED
    first = leaves[0].text
    first = first if len(first) <= MOST_LETTERS else f"{first[:MOST_LETTERS].rsplit(' ', 1)[0]} …"
    return f"{title}: {len(leaves)} (“{first}”)"


def _in_lists(root: Node, read: Set[int], context: Context) -> Iterator[tuple[Node, list[Leaf]]]:
    """The points that became no work beside points of the same kind and section most of which did
    (`read`, by `id`): "6." and "7." of a series whose first five are tasks."""
    for node in root.walk():
        if not (may_order(node) or is_assignment_section(node)):
            continue
        for kind in ("item", "bullet"):
            points = [leaf for leaf in node.leaves() if leaf.kind == kind]
            are_read = sum(id(leaf) in read for leaf in points)
            if len(points) < FEWEST_OF_KIND or are_read < MOST_READ * len(points):
                continue
            left = [leaf for leaf in _left(node, read, context) if leaf.kind == kind]
            if left:
                yield node, left


def _between_orders(
    root: Node, read: Set[int], context: Context
) -> Iterator[tuple[Node, list[Leaf]]]:
    """Of a letter or a directive the points between two points of the same kind that became work:
    what else such a paper says of its matter may sound like an order."""
    for node in filter(may_order, root.walk()):
        leaves = node.leaves()
        for before, leaf, behind in zip(leaves, leaves[1:], leaves[2:], strict=False):
            are_read = id(before) in read and id(behind) in read
            is_alike = leaf.is_point and before.kind == leaf.kind == behind.kind
            if are_read and is_alike and any(leaf is one for one in _left(node, read, context)):
                yield node, [leaf]


def _in_chapters(root: Node, read: Set[int], context: Context) -> Iterator[tuple[Node, list[Leaf]]]:
    """The orders that are left in chapters that gave work elsewhere, and sections none of whose
    points did, between sections that did."""
    for chapter in root.nodes() or [root]:
        if not _gave_work(chapter, read):
            continue
        for node in filter(may_order, chapter.walk()):
            left = [leaf for leaf in _left(node, read, context) if _is_sentence(leaf, context)]
            if left:
                yield node, left
    for parent in filter(lambda node: node.title, root.walk()):  # chapters differ in kind
        gave = [_gave_work(child, read) for child in parent.nodes()]
        for child, has_given in zip(parent.nodes(), gave, strict=True):
            if has_given or not any(gave) or not all(map(may_order, child.walk())):
                continue
            left = [leaf for node in child.walk() for leaf in _left(node, read, context)]
            if len(left) >= FEWEST_SILENT and any(map(_is_long, left)):
                yield child, left


def _of_several_matters(
    root: Node, read: Set[int], context: Context
) -> Iterator[tuple[Node, list[Leaf]]]:
    """Orders in sections of a chapter on several matters, whose own headings name none without
    work: "2. Cơ sở vật chất" under "KINH PHÍ VÀ ĐIỀU KIỆN THỰC HIỆN"."""
    for node in root.walk():
        titles = [section.title for section in node.titled_ancestors()]
        if len(titles) < FEWEST_BODIES or may_order(node) or is_assignment_section(node):
            continue
        if contains(f"{titles[-1]} ".replace(",", " và "), "joined_matters") is None:
            continue
        if any(is_quiet(title) or names_no_orders(title) for title in titles[:-1]):
            continue
        left = [leaf for leaf in _left(node, read, context) if _is_sentence(leaf, context)]
        if len(left) >= FEWEST_SILENT:
            yield node, left


def _in_dated_lists(
    root: Node, read: Set[int], context: Context
) -> Iterator[tuple[Node, list[Leaf]]]:
    """The points of lists that say what is on which day ("Khai giảng: Ngày 05/9/2031."), most of
    which became no work: to many readers each is some."""
    for node in filter(may_order, root.walk()):
        points = [leaf for leaf in node.leaves() if leaf.is_point]
        left = [leaf for leaf in points if id(leaf) not in read]
        if node.nodes() or 2 * len(left) <= len(points):
            continue
        if is_dated_list(node, context):
            yield node, left


def _gave_work(node: Node, read: Set[int]) -> bool:
    return any(id(leaf) in read for leaf in node.all_leaves())


def _left(node: Node, read: Set[int], context: Context) -> Iterator[Leaf]:
    """The blocks of a section that became no work and may be some; those that title one do not."""
    leaves = node.leaves()
    for place, leaf in enumerate(leaves):
        following = leaves[place + 1 : place + 2]
        is_followed = any(id(one) in read and one.kind != leaf.kind for one in following)
        if id(leaf) in read or leaf.kind == "footnote" or (is_followed and leaf.kind != "bullet"):
            continue
        if is_foreign_passage(leaf.text) or _opens_with_hour(leaf.text):
            continue
        if opens_with(leaf.text.replace(":", " ", 1), "cautions") is not None:
            continue
        if _titles_points(leaf, leaves[place + 1 :], read):
            continue
        if _lists_circumstance(leaves[:place], leaf):
            continue
        if may_be_work(leaf, context) and opens_with(leaf.text, "names_of_matters") is None:
            yield leaf


def _titles_points(leaf: Leaf, following: Sequence[Leaf], read: Set[int]) -> bool:
    """Does a point only title those that stand deeper, the first of which became work: without a
    mark at its end ("- Tổng hợp ở cấp xã" over "+ Các thôn gửi số liệu …"), or counted within its
    number ("1. Tuyên truyền." over "1.1. Tổ chức hội nghị …")?"""
    below = deeper_than(leaf, following)
    if not below or id(below[0]) not in read:
        return False
    is_counted = bool(leaf.number) and (below[0].number or "").startswith(f"{leaf.number}.")
    return is_counted or _ENDS.search(leaf.text) is None


def _opens_with_hour(text: str) -> bool:
    """ "6h30 - 6h45 (15 phút): Vệ sinh, tập trung": a line of a timetable of one day."""
    return _HOUR.match(text) is not None


def _lists_circumstance(before: Sequence[Leaf], leaf: Leaf) -> bool:
    """Does a point stand in the list behind a label that tells where or for whom ("Đối tượng và
    địa bàn:")?"""
    over = next((one for one in reversed(before) if one.text.endswith(":")), None)
    if over is None or over.kind != leaf.kind or not leaf.is_point:
        return False
    return opens_with(over.text, "lists_of_circumstances") is not None


def _is_long(leaf: Leaf) -> bool:
    """Says a point more than what a thing or a body is called ("Đại biểu chuyên trách;")?"""
    return len(leaf.text.split()) >= FEWEST_WORDS


def _is_sentence(leaf: Leaf, context: Context) -> bool:
    """Is a block a sentence that says what is done, or who does what?"""
    return _ENDS.search(leaf.text) is not None and bool(doer_of(leaf.text, context))


def _of_agenda(context: Context) -> Iterator[Note]:
    """The points of an agenda that say at their end which body does them."""
    for leaf in context.agenda.values():
        found = _AT_END.search(leaf.text)
        if found is None:
            continue
        is_done = found["verb"] is None or opens_with(found["verb"], "verbs_of_doers") is not None
        body = found["body"]
        if is_done and len(body.split()) <= MOST_WORDS_OF_BODY and is_known_body(body):
            yield Note("agenda_of_bodies", leaf.text, span=leaf.spans[0])


OF_PLANS = (_in_lists, _in_chapters, _of_several_matters, _in_dated_lists)
OF_ORDERS = (_between_orders,)
"""What is looked for in a plan, and in a directive or a letter."""
