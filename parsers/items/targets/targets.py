"""Measurable commitments of the body: the items of the chỉ tiêu / mục tiêu sections. The rows of
tables are `indicator_rows`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import takewhile

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.ground.closings import is_farewell
from kehoach.parsers.items.ground.context import Context, metrics_of
from kehoach.parsers.items.targets.promises_in_works import promises_in
from kehoach.parsers.items.targets.target_owners import owners_of_target
from kehoach.parsers.items.times.stated_words import counts
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import behind_counted_target, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, contains, opens_with, phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

MIN_ORDERS, MOST_ORDERS = 3, 0.6
"""So many points without a figure, and so large a part of a section, make it one of tasks."""

MAX_TITLE_WORDS = 16
"""Of a lettered line that titles a part of the commitments."""

_CLAUSE_BREAK = compile_regex(r"[;.]\s+")
_SENTENCE_END = compile_regex(r"[.;,]['\"”’)]*$")

# --- in the body ----------------------------------------------------------------------------------


def body_targets(
    root: Node, tasks: tuple[models.Task, ...], context: Context
) -> list[models.Target]:
    """The commitments under headings of targets; figures that the plan promises elsewhere, where it
    has no such section; and a task's product that is itself a figure ("100% văn bản … đúng …")."""
    sections = [node for node in root.walk() if is_target_section(node)]
    has_figures = any(_is_about(node, "figure_headings") for node in sections)
    measured = _sections_with_figures(root)
    is_specific = any(not _is_general(node, has_figures=has_figures) for node in sections)
    told = _wordings(tasks)
    announced = announced_targets(root)
    found: list[models.Target] = []
    for node in root.walk():
        leaves = [leaf for leaf in node.leaves() if leaf.kind != "footnote"]
        for index, leaf in enumerate(leaves):
            if id(leaf) in announced:
                is_target = True
            elif context.gives_orders and id(leaf) in context.assigned:
                is_target = False  # it is ordered, whatever figures it names
            elif node in sections:
                below = leaves[index + 1 :]
                is_target = _commits(leaf, node, following=below, has_figures=has_figures) and (
                    _is_measured(leaf, node, measured)
                )
            else:
                is_target = _promises(
                    leaf, node, is_specific=is_specific
                ) and not leaf.text.startswith(told)
            if is_target:
                found.append(_from_leaf(leaf, node, number=len(found) + 1, context=context))
    for task in tasks:
        found.extend(_products(task, root, number=len(found) + 1))
    return found


def announced_targets(root: Node) -> frozenset[int]:
    """The points (by `id`) with a figure that a sentence over them calls targets, whatever the
    heading over it speaks of ("… được cụ thể hóa bằng các chỉ tiêu như sau:")."""
    found: set[int] = set()
    for node in root.walk():
        leaves = node.leaves()
        for index, leaf in enumerate(leaves):
            if not _announces_targets(leaf) or contains(node.title, "no_target_headings"):
                continue
            points = takewhile(partial(_stands_under, leaf), leaves[index + 1 :])
            found.update(id(point) for point in points if metrics_of(point.text))
    return frozenset(found)


def _announces_targets(leaf: Leaf) -> bool:
    """Does the last clause of a sentence say that commitments follow?"""
    if not leaf.text.endswith(":"):
        return False
    clause = _CLAUSE_BREAK.split(leaf.text)[-1]
    if contains(clause, "target_announcements") is not None:
        return True
    if not _speaks_of_targets(clause) or contains(clause, "list_openings") is None:
        return False
    return contains(clause, "target_headings_of_work") is None


def _stands_under(over: Leaf, leaf: Leaf) -> bool:
    return leaf.level > over.level


def _wordings(tasks: Iterable[models.Task]) -> tuple[str, ...]:
    """What already stands in tasks, without the labels behind it."""
    told: list[str] = []
    for task in tasks:
        remarks = task.note.split("\n") if task.note and task.origin == "body" else []
        told += [task.task, *task.activities, *remarks]
    return tuple(text.rstrip(" .;") for text in told)


def _commits(leaf: Leaf, node: Node, *, following: Sequence[Leaf], has_figures: bool) -> bool:
    """Is a block under a heading of targets one: with a figure; or without one, where the heading
    is not of the general aim, and the block no label, time or announcement?"""
    if _introduces(leaf, node) or _titles_a_part(leaf, following) or is_farewell(leaf.text):
        return False
    if opens_with(leaf.text, "present_openings") and not contains(leaf.text, "promises"):
        return False
    labelled = read_field(leaf.text)
    if labelled is not None and labelled.role not in _ROLES_OF_TARGETS:
        return False
    if metrics_of(leaf.text) or counts().search(leaf.text):
        return True  # a figure, or a limit of time ("được cấp cứu trong 24 giờ đầu")
    if _is_general(node, has_figures=has_figures) or leaf.text.endswith(":"):
        return False
    if _names_general_aim(leaf.text):
        return False
    return not _titles(leaf, following)


def _sections_with_figures(root: Node) -> frozenset[int]:
    """The sections under headings of targets (by `id`) in which some line has a figure."""
    sections = [node for node in root.walk() if contains(node.title, "target_headings")]
    return frozenset(
        id(node) for node in sections if any(_has_measure(one) for one in node.all_leaves())
    )


_AMOUNT = compile_regex(r"(?<![\d/.–-])\d{1,3}\s+(?!tháng|năm|ngày)\p{Ll}")
"""A figure of a unit that nobody knows, too ("46 | mét giá"), but no day."""


def _has_measure(leaf: Leaf) -> bool:
    if metrics_of(leaf.text) or _AMOUNT.search(leaf.text):
        return True
    return counts().search(leaf.text) is not None


def _is_measured(leaf: Leaf, node: Node, measured: frozenset[int]) -> bool:
    """Does a commitment stand among figures (its own, too) or under a heading of these, or promise
    all or none ("Không để xảy ra …")? Aims of which none has a figure only say what is wanted
    (readers who were not told took none of 15 for a target)."""
    if _is_about(node, "figure_headings") or contains(leaf.text, "measured_without_figure"):
        return True
    sections = (one for one in node.titled_ancestors() if contains(one.title, "target_headings"))
    return id(next(sections, node)) in measured


_ROLES_OF_TARGETS = ("objective", "activity", "deliverable")
MAX_TITLE = 10
"""Words of a line that only names the field of the commitments under it."""


def _titles(leaf: Leaf, following: Sequence[Leaf]) -> bool:
    """Is it a line that names the field of what follows ("- Thủy sản"), and is of another kind?"""
    if not following or leaf.text.endswith((".", ";", ",")):
        return False
    is_short = len(leaf.text.split()) <= MAX_TITLE
    return is_short and (following[0].kind, following[0].depth) != (leaf.kind, leaf.depth)


def _is_about(node: Node, key: str) -> bool:
    """Does the heading that makes a section one of targets contain a phrase of `key`?"""
    for section in node.titled_ancestors():
        if contains(section.title, "target_headings"):
            return contains(section.title, key) is not None
    return False


def _is_general(node: Node, *, has_figures: bool) -> bool:
    """Is it a section of the aim ("Mục tiêu chung"), whose sentences count only with a figure?
    Beside a section of figures ("Chỉ tiêu") every section of aims is."""
    if _is_about(node, "figure_headings"):
        return False
    if opens_with(node.title, "outlook_headings"):
        return True
    return has_figures or _is_about(node, "general_headings")


def _names_general_aim(text: str) -> bool:
    """ "Mục tiêu chung, lâu dài: Khôi phục sản xuất.", "Yêu cầu: Các thôn chủ động …": a sentence
    behind its own title."""
    title, colon, _ = text.partition(": ")
    if colon and strip_diacritics(title) in phrases("titles_of_aims"):
        return True
    if not colon or opens_with(title, "target_headings") is None:
        return False
    return contains(title, "general_headings") is not None


def _promises(leaf: Leaf, node: Node, is_specific: bool) -> bool:
    """Does a block outside the sections of targets promise a share? In a plan with a section for
    them only what says so at its opening ("Phấn đấu 60% hồ sơ …"). A sentence that opens with what
    all is for and announces the points under it ("Để đạt mục tiêu 8%, …:") promises none."""
    if leaf.text.endswith(":") and opens_with(leaf.text, "openings_of_aims") is not None:
        return False
    if not _may_name_share(leaf.text) or _is_told(node) or read_field(leaf.text) is not None:
        return False
    if _tells_what_was(leaf.text):
        return False
    own = _described().sub("", leaf.text)
    if not any((metric.unit or "").startswith("%") for metric in metrics_of(own)):
        return False
    if opens_with(leaf.text, "promise_openings"):
        return True
    is_aim = any(contains(section.title, "purpose_headings") for section in node.titled_ancestors())
    if is_specific:
        return False
    if not is_aim or contains(leaf.text, "promises") is not None:
        return True
    return leaf.is_point and _sets_share(leaf.text)


def _tells_what_was(text: str) -> bool:
    """ "Theo báo cáo của thôn, đến nay toàn xã đã trồng 900 cây, tỷ lệ cây sống đạt 87%"."""
    if begins_duty(text) or contains(text, "promises") is not None:
        return False
    is_present = contains(text, "present_openings") is not None
    return is_present and contains(text, "signs_of_past") is not None


def _sets_share(text: str) -> bool:
    """Does a point of an aim open with the share that is to be reached, a bound before it ("Ít nhất
    95% thửa đất …") or the time by which ("Hết đợt cao điểm, 100% hồ sơ …")?"""
    opening, comma, behind = text.partition(", ")
    if opens_with(text, "share_openings") is not None and _share_first().match(text.lower()):
        return True
    is_timed = bool(comma) and opens_with(opening, "times_of_targets") is not None
    return is_timed and _share_first().match(behind.lower()) is not None


def _may_name_share(text: str) -> bool:
    """May a text name a share? Cheap, to be asked before the figures are read."""
    return "%" in text or contains(text, "shares") is not None


@cache
def _described() -> regex.Pattern[str]:
    """ "Rà soát dự án | có tỷ lệ giải ngân dưới 20%": a share by which things are told apart."""
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('described_by_share')})\s[^.;%]{{0,120}}?[\d.,]+\s?%",
        regex.IGNORECASE,
    )


def _is_told(node: Node) -> bool:
    """Does a section tell what was, or who does what, instead of what is to be reached?"""
    return any(contains(section.title, "no_target_headings") for section in node.titled_ancestors())


def _from_leaf(leaf: Leaf, node: Node, number: int, context: Context) -> models.Target:
    owners = owners_of_target(leaf.text, context.level)
    text = behind_counted_target(leaf.text) or leaf.text
    return models.Target(
        id=f"c.{node.path or 0}.{number}",
        number=leaf.number,
        section=node.path,
        text=text,
        metrics=metrics_of(text),
        lead=context.offices(owners.lead),
        coordinating=context.offices(owners.coordinating),
        spans=context.spans(leaf.spans),
        confidence=leaf.confidence,
    )


def _introduces(leaf: Leaf, node: Node) -> bool:
    """A paragraph that only announces the commitments: a list under it ("… các chỉ tiêu sau:"), or
    an appendix."""
    if leaf.text.endswith(":") and len(node.children) > 1:
        return True
    if not contains(leaf.text, "appendix_promises"):
        return False
    return not metrics_of(leaf.text)


def _titles_a_part(leaf: Leaf, following: Sequence[Leaf]) -> bool:
    """A numbered line without a figure that ends no sentence ("b) Cải cách thủ tục hành chính")
    titles the plain lines under it, when these hold the figures."""
    if leaf.number is None or len(leaf.text.split()) > MAX_TITLE_WORDS:
        return False
    if _SENTENCE_END.search(leaf.text) or metrics_of(leaf.text):
        return False
    under = takewhile(lambda other: other.number is None, following)
    return any(metrics_of(other.text) for other in under)


def is_target_section(node: Node) -> bool:
    """Does the nearest heading that speaks of targets speak of nothing else? A mixed heading ("MỤC
    TIÊU, NHIỆM VỤ") leaves it to its sub-headings; one that only mentions them ("Đạt được mục tiêu
    …", a programme's name) is none."""
    for section in node.titled_ancestors():
        if contains(section.title, "assignment_headings") or _orders_work(section):
            return False
        is_mixed = contains(section.title, "target_headings_mixed") is not None
        if _speaks_of_targets(section.title):
            if not is_mixed:
                return True
            return section is node and not node.nodes()
        if is_mixed:
            return False
    return False


def _orders_work(section: Node) -> bool:
    """Does the title of a section below a chapter say what is done, and do most of its points, too,
    with no figure ("3. Phát triển dịch vụ hỗ trợ xuất khẩu" over "Công khai thủ tục hành chính.")?
    Then it sets tasks, whatever the chapter is called."""
    if section.level == 1 or not begins_duty(section.title):
        return False
    leaves = [leaf for leaf in section.all_leaves() if not leaf.text.endswith(":")]
    if len(leaves) < MIN_ORDERS:
        return False
    orders = sum(begins_duty(leaf.text) and not _has_figure(leaf.text) for leaf in leaves)
    return orders >= max(MIN_ORDERS, MOST_ORDERS * len(leaves))


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _speaks_of_targets(title: str) -> bool:
    if not contains(title, "target_headings"):
        return False
    return contains(title, "target_mentions") is None


def _products(task: models.Task, root: Node, number: int) -> Iterator[models.Target]:
    """The products of a task of the body that are commitments, and what its paragraph promises
    besides, counted from `number` on."""
    if task.origin != "body":
        return
    measured = [(one, metrics_of(one)) for one in task.deliverables if _is_commitment(one)]
    commitments = [(product, metrics) for product, metrics in measured if metrics]
    if not _tells_what_was(task.task):
        commitments += promises_in(task.task)
    section: str | None = None
    if commitments and task.group is not None:
        section = _path_of(task.group, root)
    for product, metrics in commitments:
        yield models.Target(
            id=f"c.{section or 0}.{number}",
            section=section,
            text=product,
            metrics=metrics,
            spans=task.spans,
            confidence=task.confidence,
        )
        number += 1


def _path_of(group: models.Group, root: Node) -> str | None:
    """The path of the first section with a group's title and number."""
    for node in root.walk():
        if node.title == group.title and node.number == group.number:
            return node.path
    return None


def _is_commitment(product: str) -> bool:
    return _share_first().match(product.lower()) is not None


@cache
def _share_first() -> regex.Pattern[str]:
    """A share at the beginning: "tối thiểu 95,5 % hồ sơ …"."""
    openings = alternation("share_openings")
    return compile_regex(rf"(?:(?:{openings}) )?\d{{1,3}}(?:,\d+)?\s?%\s")
