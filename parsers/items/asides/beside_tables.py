"""Prose beside tables of tasks: is it a list of tasks of its own, or does it only lead up to the
table that says the same in detail?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import regex

from kehoach.ingest.model import Grid
from kehoach.normalize.quantity import parse_metrics
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_task_section
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_deadlines import ON_DAYS, stated_in
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with, phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

Reason: TypeAlias = Literal["said", "same_areas"]
"""Why the table is the list of tasks: the paper says so, or its groups are the areas of the
prose."""

ALIKE, MIN_REPEATED = 0.7, 0.5
"""So large a part of a row's pairs of words a point of prose has that the row repeats; so many of
the rows must."""
SAME_AREA, MIN_AREAS = 0.75, 0.5
"""So large a part of the words of the shorter title two titles of one area share; so many of the
table's groups must be areas of the prose."""
SAME_POINT = 0.75
"""… of the words of the longer: a numbered point that is the title of a group, word for word."""
MIN_TITLE_WORDS = 2
MAX_WORDS_OF_NAMED = 28
"""Of a point that only names what the appendix tells."""
FEWEST_COUNTS = 2
"""Figures in one point that count something."""
MIN_CONCRETE = 0.5
"""Where so many points of the prose say who or when, they are orders, whatever the table holds."""

_NAMES_DAY = compile_regex(r"\d\s?/\s?\d|\b(?:tháng|quý|quí)\b", regex.IGNORECASE)
"""A day, a month or a quarter."""
_COUNTED = compile_regex(
    r"(?<![\w/.,-])\d{2,3}\s+(?!(?:tháng|ngày|năm|quý|cấp|giờ|phút)\b)\p{Ll}{2,}"
)
"""A figure before what it counts, whatever that is ("14 biển cảnh báo"): one may be a part of a
name, several are promises."""
_FIGURE = compile_regex(r"(?<![\w/.,-])\d{1,3}(?:\.\d{3})*(?![\w/]|[.,]\d)")
"""A whole figure that is no part of a day, of the number of a paper, or of a fraction."""
_YEARS = compile_regex(r"\(\s*(?:giai đoạn\s+)?20\d\d\s*[-–]\s*(?:20)?\d\d\s*\)", regex.IGNORECASE)
"""A time behind a point of prose: "(2031 - 2032)"."""


def leads_up_to(in_tables: Sequence[models.Task], root: Node, context: Context) -> Reason | None:
    """Why the prose only leads up to the tables of tasks; None where it is a list of its own.

    The table is the list where the paper says that its appendix tells who does what, and the
    table repeats the prose, or the prose gives nobody and no time; where a remark under a list of
    short points that give neither says that the details stand there ("(Chi tiết tại Phụ lục kèm
    theo)"), or the table repeats them; and where the groups of the table are the headings, or the
    points, of a prose that gives nobody and no time. A table that repeats points of the prose says
    more of some of them; one about other things stands beside it: in both cases both count.
    """
    if not in_tables:
        return None
    prose = _prose_of(root)
    has_same_areas = _share_of_areas(in_tables, prose) >= MIN_AREAS
    repeated = sum(_repeats(task.task, prose.pairs) for task in in_tables)
    is_repeated = repeated >= MIN_REPEATED * len(in_tables)
    if prose.names_table:
        return "said" if is_repeated or not _is_concrete(prose, context) else None
    if prose.is_detailed_elsewhere:
        is_vague = not _is_concrete(prose, context)
        only_names = is_vague and all(map(_is_named, prose.points))
        return "said" if is_repeated or only_names else None
    if has_same_areas and not is_repeated and not _is_concrete(prose, context):
        return "same_areas"
    return None


def leaves_works_to_appendix(root: Node) -> bool:
    """Does a paper say that an appendix tells who does what, or the details of its works?"""
    prose = _prose_of(root)
    return prose.names_table or prose.is_detailed_elsewhere


def is_given(draft: Draft, context: Context) -> bool:
    """Is a duty given to somebody by name, so that it is an order though the paper has a table?"""
    if any(labelled.label for labelled in draft.inline):
        return True
    lead, does = subject_of(draft.text, context.level)
    if not lead:
        return False
    return bool(begins(does, "giving_words") or opens_with(draft.text, "duty_givings"))


def is_dated(text: str, in_tables: Sequence[models.Task], context: Context) -> bool:
    """Does a point of the prose say by which day it is done, and no row of the tables repeats it?
    Such a promise would be lost with the prose: "Sửa chữa 12 căn nhà, hoàn thành trước ngày
    30/11/2032." A year alone is the horizon of a goal ("đến năm 2035 đạt 30%")."""
    if not any(_is_day(stated) for stated in stated_in(text, context)):
        return False
    told = (_pairs(text),)
    return not any(_repeats(task.task, told) for task in in_tables)


def _is_day(stated: Stated) -> bool:
    return stated.value.kind in ON_DAYS and _NAMES_DAY.search(stated.phrase) is not None


def counts_more(text: str, in_tables: Sequence[models.Task]) -> bool:
    """Does a point of the prose promise so many things ("Xây mới 08 công trình"), and does no row
    of the tables repeat it or tell any of its figures? A row that tells one is of the same work; a
    rate is a target, which other lists keep."""
    metrics = [one for one in parse_metrics(text) if one.unit not in (None, "%")]
    if not metrics and len(_COUNTED.findall(text)) < FEWEST_COUNTS:
        return False
    if any(_repeats(task.task, (_pairs(text),)) for task in in_tables):
        return False
    told: set[float] = set()
    for task in in_tables:
        words = " ".join((task.task, *task.activities, *task.deliverables))
        told.update(_figures_in(words))
    own = {one.value for one in metrics if one.value is not None} | _figures_in(text)
    return told.isdisjoint(own)


def _figures_in(text: str) -> set[float]:
    return {float(found.replace(".", "")) for found in _FIGURE.findall(text)}


@dataclass(frozen=True, slots=True)
class _Prose:
    """The sections of tasks: their points, the word pairs of these, their titles, those of their
    numbered points; the sentence that announces a point (by its `id`); whether the paper says that
    an appendix tells who does what, or a remark under a list that it tells the details."""

    points: tuple[Leaf, ...]
    pairs: tuple[frozenset[str], ...]
    titles: tuple[frozenset[str], ...]
    listed: tuple[frozenset[str], ...]
    announcements: dict[int, str]
    names_table: bool
    is_detailed_elsewhere: bool


def _prose_of(root: Node) -> _Prose:
    points: list[Leaf] = []
    titles: list[frozenset[str]] = []
    announcements: dict[int, str] = {}
    names_table = is_detailed_elsewhere = False
    for node in root.walk():
        names_table = names_table or _names_table(node)
        if is_task_section(node):
            remarks = [leaf for leaf in node.leaves() if _is_remark_on_details(leaf)]
            is_detailed_elsewhere = is_detailed_elsewhere or bool(remarks)
            points.extend(
                leaf for leaf in node.leaves() if leaf.kind != "footnote" and leaf not in remarks
            )
            announcements |= _announcements(node)
            if any(map(_has_prose, node.walk())):
                titles.append(_title_words(node.title))
    return _Prose(
        tuple(points),
        pairs=tuple(_pairs(leaf.text) for leaf in points),
        titles=tuple(titles),
        listed=tuple(_title_words(leaf.text) for leaf in points if leaf.kind == "item"),
        announcements=announcements,
        names_table=names_table,
        is_detailed_elsewhere=is_detailed_elsewhere,
    )


def _announcements(node: Node) -> dict[int, str]:
    """The points of a section (by `id`) that a sentence over them announces, and this: "Các nhiệm
    vụ dưới đây thực hiện trong năm 2031:"."""
    found: dict[int, str] = {}
    sentence = ""
    for leaf in node.leaves():
        if leaf.is_point:
            found[id(leaf)] = sentence
        else:
            sentence = leaf.text if leaf.text.endswith(":") else ""
    return found


def _has_prose(section: Node) -> bool:
    """Has a section blocks of its own? Paragraphs beside a table ("Phân công như sau:", "Ghi chú:
    …") belong to that."""
    if any(isinstance(child, Grid) for child in section.children):
        return any(leaf.is_point for leaf in section.leaves())
    return bool(section.leaves())


def _names_table(node: Node) -> bool:
    """Does a heading leave its matter to an appendix ("NHIỆM VỤ (chi tiết Phụ lục đính kèm)"), or
    does a sentence say that an appendix tells who does what, and by when?"""
    if contains(node.title, "appendix_promises") and contains(node.title, "task_headings"):
        return True
    for leaf in node.leaves():
        if contains(leaf.text, "appendix_promises") and contains(leaf.text, "detail_words"):
            return True
    return False


def sends_elsewhere(leaf: Leaf) -> bool:
    """Is a paragraph all in brackets, and says what comes with the paper ("(Lịch công tác kèm
    theo).")?"""
    text = leaf.text.rstrip(" .;")
    is_remark = text.startswith("(") and text.find(")") == len(text) - 1
    return is_remark and contains(text, "enclosures") is not None


def _is_remark_on_details(leaf: Leaf) -> bool:
    """ "(Chi tiết Danh mục nhiệm vụ tại Phụ lục kèm theo)" under a list, not "(Danh sách đại biểu
    tại Phụ lục kèm theo)"."""
    if not leaf.text.startswith("(") or contains(leaf.text, "appendix_promises") is None:
        return False
    details = contains(leaf.text, "detail_remarks")
    return details is not None and contains(leaf.text, "other_details") is None


def _is_named(leaf: Leaf) -> bool:
    return len(leaf.text.split()) <= MAX_WORDS_OF_NAMED


# --- the same areas -------------------------------------------------------------------------------


def _share_of_areas(in_tables: Sequence[models.Task], prose: _Prose) -> float:
    """How large a part of the table's groups are headings of the prose, or points of it."""
    groups: set[frozenset[str]] = set()
    for task in in_tables:
        for group in (task.group, task.subgroup):
            if group is not None:
                groups.add(_title_words(group.title))
    if not groups:
        return 0.0
    return sum(_is_told(title, prose) for title in groups) / len(groups)


def _is_told(group: frozenset[str], prose: _Prose) -> bool:
    """Is the title of a group a heading of the prose, or a point of it?"""
    if any(_share(group, title, of=min) >= SAME_AREA for title in prose.titles):
        return True
    return any(_share(group, point, of=max) >= SAME_POINT for point in prose.listed)


def _share(one: frozenset[str], other: frozenset[str], *, of: Callable[[int, int], int]) -> float:
    """How large a part of the shorter (`min`) or the longer (`max`) of two titles they share; none
    where one says too little."""
    if min(len(one), len(other)) < MIN_TITLE_WORDS:
        return 0.0
    return len(one & other) / of(len(one), len(other))


def _title_words(title: str) -> frozenset[str]:
    """The words of a title, without those that open any title ("Công tác …", "Về …")."""
    plain = strip_diacritics(title)
    for opening in phrases("area_openings"):
        plain = plain.removeprefix(f"{opening} ")
    return frozenset(plain.split())


# --- the same wording -----------------------------------------------------------------------------


def _repeats(text: str, told: Sequence[frozenset[str]]) -> bool:
    wanted = _pairs(text)
    return any(len(wanted & pairs) >= ALIKE * len(wanted) for pairs in told) if wanted else False


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring words of a wording."""
    return frozenset(f"{first} {second}" for first, second in pairwise(fold(text).split()))


# --- orders in prose ------------------------------------------------------------------------------


def _is_concrete(prose: _Prose, context: Context) -> bool:
    """Do most points of the prose say who does them, or when, or does the sentence over them?"""
    over = {text for text in prose.announcements.values() if _says_who_or_when(text, context)}
    concrete = 0
    for leaf in prose.points:
        is_announced = prose.announcements.get(id(leaf)) in over
        concrete += is_announced or _says_who_or_when(leaf.text, context)
    return bool(prose.points) and concrete >= MIN_CONCRETE * len(prose.points)


def _says_who_or_when(text: str, context: Context) -> bool:
    if _YEARS.search(text) or stated_in(text, context):
        return True
    return bool(owners_said(text, context.level).lead)
