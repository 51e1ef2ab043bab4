"""Chapters of tasks whose titles do not say so ("III. PHẦN THỨ HAI"): told by their content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.assignments import is_series_of_units
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_assignment_section,
    is_procedure,
    is_task_section,
    opens_criteria,
)
from kehoach.parsers.items.owners.heading_owners import owner_in_title
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_order, is_quiet, is_told
from kehoach.parsers.items.times.stated_deadlines import ON_DAYS, stated_in, states_day
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.works.unmarked_points import unmarked_points
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import behind_phrase, contains, opens_with, phrases
from kehoach.patterns import compile_regex

MIN_ORDERS = 2
MIN_WORDS_OF_WORK = 4
"""Of a point that opens with no verb: fewer name a thing."""
MIN_LOOSE = 3
"""So many points above the first chapter are a list."""
MIN_FORMULA, MOST_ALIKE = 10, 0.5
"""So many points, and so large a part of them that open alike, are a formula."""
MIN_DATED, MOST_DATED = 3, 0.6
"""So many points of one list, and so large a part of it, say when: it is a list of dates."""
MOST_ORDERS, MIN_CONCRETE = 0.6, 0.3
"""So large a part of the points of a chapter order something, and so large a part of these say who
or when, or it is no chapter of tasks: purposes open with verbs, too."""

MOST_UNDER_VERB = 0.5
"""… and under a title that says what is done."""
MIN_TOLD = 3
"""So many points, and most, say who does what, and when: a chapter of works by any name."""
_SHARE = "%"
_YEAR = compile_regex(r"(?<!\d)(?:19|20)\d\d(?!\d|/\p{L})")
"""No number of a paper ("12/2030/QĐ-UBND")."""


def silent_chapters(root: Node, context: Context) -> list[Node]:
    """The chapters (or the paper without headings) that order things though no title says so, in
    order. For a paper in which nothing else was found to be ordered."""
    chapters = [node for node in root.nodes() if _may_order(node, context)]
    if not root.nodes():
        chapters = [root]
    found = [chapter for chapter in chapters if _orders(chapter, context)]
    if not all(map(_tells_who, found)):
        found = [chapter for chapter in found if not _tells_who(chapter)]
    return [
        chapter for chapter in chapters if chapter in found or _is_beside(chapter, found, context)
    ]


def _is_beside(chapter: Node, found: Sequence[Node], context: Context) -> bool:
    """Does a heading give work to a body as others do whose points were found to order things ("2)
    Giao Trạm Y tế:" over one point), or is it a body's name as theirs ("II. PHÒNG KINH TẾ")?"""
    if begins(chapter.title, "duty_givings") is not None:
        return any(begins(other.title, "duty_givings") for other in found)
    if owner_in_title(chapter.title, context) is None:
        return False
    return any(owner_in_title(other.title, context) is not None for other in found)


def telling_chapters(root: Node, context: Context) -> list[Node]:
    """The chapters every point of which orders something, half of them saying who or when ("4. LỊCH
    TRÌNH GIÁM SÁT" / "- Tổ Bảo vệ kiểm tra chéo mỗi quý."). For a paper whose other chapters say
    that they order things."""
    ordering = (node for node in root.nodes() if _may_order(node, context))
    silent = (node for node in ordering if not any(map(is_task_section, node.walk())))
    silent = (node for node in silent if not _tells_who(node))
    return [node for node in silent if _all_order(list(_points(node, context)), context)]


def _all_order(points: Sequence[Leaf], context: Context) -> bool:
    if len(points) < MIN_LOOSE or not all(is_order(leaf.text, context) for leaf in points):
        return False
    if _looks_elsewhere(points, context):
        return False
    return 2 * sum(_says_who_or_when(leaf.text, context) for leaf in points) >= len(points)


def chapters_of_doers(root: Node, context: Context) -> list[Node]:
    """The chapters whose titles nobody listed, most points of which say what is done when, and by
    whom unless they open with a verb ("II. ĐỂ XÓM SẠCH HƠN" / "1. Chi hội Phụ nữ gom vỏ chai mỗi
    tháng một lần."); beside such a chapter also one of a point or two that all say it."""
    found: list[Node] = []
    short: list[Node] = []
    has_others = any(map(is_task_section, root.walk())) or bool(context.verbal | context.silent)
    for chapter in sorted(root.nodes(), key=_tells_who):
        if _tells_who(chapter) and (has_others or found):
            continue  # "III. AI LÀM GÌ" beside a chapter of works
        is_known = any(map(is_task_section, chapter.walk())) or id(chapter) in context.verbal
        if is_known or is_procedure(chapter) or not _may_order(chapter, context):
            continue
        points = list(_points(chapter, context))
        if _looks_elsewhere(points, context):
            continue
        told = sum(_says_work_and_time(leaf.text, context) for leaf in points)
        if told >= MIN_TOLD and told >= MOST_ORDERS * len(points):
            found.append(chapter)
        elif told and told == len(points) and not _tells_who(chapter):
            short.append(chapter)
    return [*found, *short] if found else []


def chapters_on_who(root: Node, context: Context) -> list[Node]:
    """The chapters on who does what ("III. AI LÀM GÌ") beside others of works: they give duties."""
    told = (*chapters_of_doers(root, context), *silent_chapters(root, context))
    doing = [*map(id, told)]
    of_works = [
        chapter
        for chapter in root.nodes()
        if id(chapter) in doing or any(map(is_task_section, chapter.walk()))
    ]
    if all(map(_tells_who, of_works)):
        return []
    asking = (chapter for chapter in root.nodes() if _tells_who(chapter))
    return [chapter for chapter in asking if not any(map(is_task_section, chapter.walk()))]


def _tells_who(chapter: Node) -> bool:
    return contains(chapter.title, "who_does_what") is not None


def _says_work_and_time(text: str, context: Context) -> bool:
    """Does a point say what is to be done when: with who does it, or with a verb first and no share
    that it promises?"""
    if is_told(text) or _is_over(text, context) or not stated_in(text, context):
        return False
    return begins_duty(text) or bool(owners_said(text, context.level).lead)


def _looks_elsewhere(points: Sequence[Leaf], context: Context) -> bool:
    """Do most points of a chapter tell what was done in years that are over, or promise shares and
    name nobody who does it ("Thu gom 95% vỏ thuốc trước ngày 30/9")?"""
    over = sum(_is_over(leaf.text, context) for leaf in points)
    shares = [leaf for leaf in points if _SHARE in leaf.text]
    owned = any(owners_said(leaf.text, context.level).lead for leaf in shares)
    return 2 * max(over, 0 if owned else len(shares)) > len(points)


def _is_over(text: str, context: Context) -> bool:
    """Does a text name years, or days, and only such as are over when the paper is issued?"""
    issued = context.issued_on
    if issued is None:
        return False
    years = list(map(int, _YEAR.findall(text)))
    if years and max(years) < issued.year:
        return True
    ends = [stated.value.end for stated in stated_in(text, context)]
    return bool(ends) and all(end is not None and end < issued for end in ends)


def verb_chapters(root: Node, context: Context) -> list[Node]:
    """The chapters whose titles say what is done ("III. ĐẨY MẠNH TUYÊN TRUYỀN"), or that announce
    their work in a line of its own ("Trọng tâm:"), most of their points ordering something."""
    chapters = [
        node
        for node in _with_works_among_targets(root)
        if _may_order(node, context) and not is_procedure(node)
    ]
    return [
        chapter
        for chapter in chapters
        if _says_what_is_done(chapter)
        and _orders_of(chapter, context, most=MOST_UNDER_VERB, announced=True)
    ]


def _with_works_among_targets(root: Node) -> Iterator[Node]:
    """The chapters; of one on targets, the sections that set tasks."""
    for chapter in root.nodes():
        yield chapter
        if is_target_section(chapter):
            yield from (one for one in chapter.nodes() if not is_target_section(one))


def _says_what_is_done(chapter: Node) -> bool:
    title = chapter.title
    direction = opens_with(title, "openings_of_direction")
    if direction is not None:
        title = behind_phrase(title, direction)
    if begins_duty(title) and not title.endswith((":", ".")):
        return True
    return any(announces_work(leaf) for leaf in chapter.all_leaves())


def announces_work(leaf: Leaf) -> bool:
    """ "Trọng tâm:" over the points that are the work of a section."""
    if leaf.kind == "item" or not leaf.text.endswith(":"):
        return False
    return strip_diacritics(leaf.text).rstrip(" :") in phrases("announcements_of_work")


def loose_orders(root: Node, context: Context) -> list[Leaf]:
    """The points above the first chapter, where most of them order something: a list of work that
    no title announces."""
    if _goes_on_with_aims(root):
        return []
    points = [leaf for leaf in root.leaves() if _may_be_task(leaf, context)]
    orders = [leaf for leaf in points if is_order(leaf.text, context)]
    enough = len(orders) >= MIN_LOOSE and len(orders) >= MOST_ORDERS * len(points)
    return orders if root.nodes() and enough and not _is_formula(orders) else []


def _goes_on_with_aims(root: Node) -> bool:
    """Is the first heading the second half of one on aims ("2. Yêu cầu"), so that what stands above
    it are the aims whose heading was lost?"""
    first = next(iter(root.nodes()), None)
    if first is None or first.number not in ("2", "b"):
        return False
    return begins(first.title, "demands") is not None


def _is_formula(points: Sequence[Leaf]) -> bool:
    """Do most points of a long list open with the same words ("Nhập toàn bộ diện tích …", "Quyết
    định số …")? It tells what is decided, or names papers, and orders nobody."""
    openings = Counter(" ".join(fold(leaf.text).split()[:2]) for leaf in points)
    most = max(openings.values(), default=0)
    return len(points) >= MIN_FORMULA and most >= MOST_ALIKE * len(points)


def say_who_or_when(orders: Sequence[Leaf], context: Context) -> bool:
    """Do so many of these orders say who or when that they are tasks?"""
    concrete = sum(_says_who_or_when(leaf.text, context) for leaf in orders)
    return concrete >= MIN_CONCRETE * len(orders)


def is_dated_list(node: Node, context: Context) -> bool:
    """Do the points under a heading or an article say what is done on which day ("1. Ngày tựu
    trường: 28/8/2031. 2. Khai giảng: 05/9/2031.")? Most do without a verb."""
    points = node.all_points()
    dated = sum(has_day(leaf.text, context) for leaf in points)
    return dated >= MIN_DATED and dated >= MOST_DATED * len(points)


def has_day(text: str, context: Context) -> bool:
    """Is a time stated, or all that stands behind a colon?"""
    if states_day(text, context):
        return True
    value = parse_deadline(text.partition(": ")[2].strip(" .;"), context.period)
    return value is not None and value.kind in ON_DAYS


def _may_order(node: Node, context: Context) -> bool:
    if is_assignment_section(node) or is_target_section(node):
        return False
    if opens_with(node.title, "not_task_headings") or opens_criteria(node.title):
        return False
    is_on_rewards = opens_with(node.title, "reward_headings") is not None
    if is_on_rewards and not any(has_day(leaf.text, context) for leaf in node.all_leaves()):
        return False
    if is_quiet(node.title):
        return False
    return not is_series_of_units(node, context)


def _orders(chapter: Node, context: Context) -> bool:
    if _looks_elsewhere(chapter.all_points(), context):
        return False
    if is_dated_list(chapter, context):
        return True
    orders = _orders_of(chapter, context, most=MOST_ORDERS)
    return bool(orders) and say_who_or_when(orders, context)


def _orders_of(
    chapter: Node, context: Context, most: float, *, announced: bool = False
) -> list[Leaf]:
    """The points of a chapter that order something; none where too few do."""
    points = list(_points(chapter, context, announced=announced))
    orders = [leaf for leaf in points if is_order(leaf.text, context)]
    enough = len(orders) >= MIN_ORDERS and len(orders) >= most * len(points)
    return orders if enough else []


def _points(node: Node, context: Context, *, announced: bool = False) -> Iterator[Leaf]:
    """The points of a chapter, its sections of other matters apart; `announced`: its title says
    what is done."""
    unmarked = unmarked_points(node.leaves(), under_tasks=announced)
    for leaf in node.leaves():
        if (
            (_may_be_task(leaf, context) or id(leaf) in unmarked)
            and read_field(leaf.text) is None
            and not names_circumstance(leaf.text)
        ):
            yield leaf
    for child in node.nodes():
        if _may_order(child, context):
            yield from _points(child, context, announced=announced)


def _may_be_task(leaf: Leaf, context: Context) -> bool:
    """Is it a point that is nobody's duty yet, nor a matter that an article decides?"""
    return leaf.is_point and id(leaf) not in context.assigned


def sections_of(chapter: Node, context: Context) -> Iterator[Node]:
    """A chapter and its sections, those of other matters apart."""
    yield chapter
    for child in chapter.nodes():
        if _may_order(child, context):
            yield from sections_of(child, context)


def _says_who_or_when(text: str, context: Context) -> bool:
    if stated_in(text, context):
        return True
    lead, _ = subject_of(text, context.level)
    return bool(lead)


def works_beside_orders(leaves: Sequence[Leaf], context: Context) -> frozenset[int]:
    """The points (by `id`) of a silent list that open with no verb we know and are work as those
    beside them are: "- Đặt 20 thùng rác." between two orders, or in a list that a sentence calls
    one of work ("… thực hiện các nhiệm vụ sau:") and most points of which order something."""
    found: set[int] = set()
    for announced, points in _lists(leaves):
        orders = [is_order(leaf.text, context) for leaf in points]
        if sum(orders) < MIN_ORDERS or sum(orders) < MOST_ORDERS * len(points):
            continue
        first, last = orders.index(True), len(orders) - 1 - orders[::-1].index(True)
        for index, leaf in enumerate(points):
            if (announced or first < index < last) and _may_be_work(leaf):
                found.add(id(leaf))
    return frozenset(found)


def _lists(leaves: Sequence[Leaf]) -> Iterator[tuple[bool, list[Leaf]]]:
    """The lists of points of one depth that follow each other without a word between them, and
    whether a sentence right above announces each as one of work."""
    announced, points = False, list[Leaf]()
    for leaf in leaves:
        if leaf.is_point and (not points or leaf.level == points[0].level):
            points.append(leaf)
            continue
        yield announced, points
        points = [leaf] if leaf.is_point else []
        is_opener = not leaf.is_point and leaf.text.endswith(":")
        announced = is_opener and contains(leaf.text, "announced_work") is not None
    yield announced, points


def _may_be_work(leaf: Leaf) -> bool:
    if is_told(leaf.text) or leaf.text.endswith(":") or read_field(leaf.text) is not None:
        return False
    return len(leaf.text.split()) >= MIN_WORDS_OF_WORK and not names_circumstance(leaf.text)
