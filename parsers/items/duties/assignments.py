"""Duties per unit, from the section on how the plan is carried out (Tổ chức thực hiện)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.items.asides.beside_tables import sends_elsewhere
from kehoach.parsers.items.asides.shares import without_shares
from kehoach.parsers.items.bodies.named_bodies import names_many
from kehoach.parsers.items.bodies.sentence_owners import (
    owners_in,
    subject_of,
)
from kehoach.parsers.items.duties.closing_duties import from_remark
from kehoach.parsers.items.duties.duties import (
    CLAUSES,
    Duties,
    names_bodies_alone,
    under,
    without_announcement,
)
from kehoach.parsers.items.duties.opened_duties import (
    opened_by,
    opened_by_members,
    opened_by_name,
)
from kehoach.parsers.items.duties.people import duties_of_people, people_in
from kehoach.parsers.items.duties.run_in_units import run_in_units
from kehoach.parsers.items.duties.unit_names import (
    MAX_UNIT_WORDS,
    canonical,
    unit_of,
    without_members,
)
from kehoach.parsers.items.ground.closings import is_farewell, without_recipients
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_assignment_section,
    is_task_section,
)
from kehoach.parsers.items.owners.heading_owners import (
    post_in,
    without_address,
    without_remark,
)
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_order, is_quiet
from kehoach.parsers.items.words.beginnings import (
    DOING,
    begins,
    begins_duty,
    without_count,
)
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node, run_of
from kehoach.parsers.words import contains, opens_with, phrases
from kehoach.schema import models

MIN_NAMED = 2
"""Points of a list that name units over what they do."""
MIN_SERIES, MOST_SURELY = 3, 0.7
"""A chapter of so many sub-headings, so large a part of which name units, gives them duties."""
MOST_NAMED = 0.5
"""Where so large a part of the headings of a series name bodies, the others do, too."""


def read_assignments(root: Node, context: Context) -> list[models.Assignment]:
    """Sub-headings that name a unit with what stands under them, and sentences that begin with a
    unit's name."""
    return [duties.whole(context) for duties in assigned_in(root, context)]


def assigned_in(node: Node, context: Context) -> Iterator[Duties]:
    """The duties under a heading, each unit's with the blocks that they are."""
    if is_assignment_section(node) or is_series_of_units(node, context):
        yield from duties_in_section(node, context)
        return
    if _is_on_reports(node) or _lists_units(node, context):
        yield from duties_in_section(node, context)
        return
    for child in node.nodes():
        yield from assigned_in(child, context)


def _is_on_reports(node: Node) -> bool:
    """Is it a chapter on how things are reported or overseen, and no task? Sentences that open with
    a body are its duties."""
    if node.level != 1 or is_task_section(node):
        return False
    if strip_diacritics(node.title).strip(" .:") in phrases("oversight_headings"):
        return True
    return contains(node.title, "report_headings") is not None


def duties_in_section(node: Node, context: Context) -> Iterator[Duties]:
    """The duties of a section on them, in the order of the paper."""
    if unit_of_heading(node, context) is not None:
        yield from under(node.parent, _from_headings(node, context))
        return
    for _, group in groupby(node.children, key=run_of):
        leaves: list[Leaf] = []
        for child in group:
            if isinstance(child, Node):
                yield from duties_in_section(child, context)
            elif isinstance(child, Leaf):
                leaves.append(child)
        apart = duties_of_people(leaves) | _reported(leaves, node, context)
        yield from under(node, duties_of_sentences(leaves, context, apart=apart))
        yield from under(node, _of_nobody(leaves, context))


def _of_nobody(leaves: Sequence[Leaf], context: Context) -> Iterator[Duties]:
    """What stands under a heading that is lost, which named the body: of none that is printed. A
    point that names its own body is that body's."""
    duties = Duties("", None)
    for leaf in leaves:
        if leaf.headless and opened_by(leaf, context) is None:
            duties.take(leaf)
    yield from [duties] if duties.leaves else []


def _reported(leaves: Sequence[Leaf], node: Node, context: Context) -> dict[int, Duties]:
    """The bullets of a chapter on reports, by `id`, that name a body behind how often it reports
    ("- Định kỳ hằng tuần, các tổ trưởng tổng hợp …"): nobody's list stands over them."""
    chapter = [node, *node.titled_ancestors()][-1]
    if not _is_on_reports(chapter):
        return {}
    found: dict[int, Duties] = {}
    for leaf in leaves:
        if leaf.kind != "bullet" or opened_by(leaf, context) is not None:
            continue
        opened = opened_by(replace(leaf, kind="item"), context)
        if opened is not None:
            opened.leaves = [leaf]
            opened.level = leaf.level  # no list stands over the bullets beside it
            found[id(leaf)] = opened
    return found


def is_series_of_units(node: Node, context: Context) -> bool:
    """A chapter whose sub-headings name units, whatever its own heading says, unless it speaks of
    tasks."""
    sections = node.nodes()
    if node.level != 1 or len(sections) < MIN_NAMED or is_task_section(node):
        return False
    named = sum(unit_of(section.title, context.level) is not None for section in sections)
    is_short = len(sections) < MIN_SERIES
    return named == len(sections) if is_short else named >= MOST_SURELY * len(sections)


def _lists_units(node: Node, context: Context) -> bool:
    """Do the points of a section without sub-sections name units, each over what it does ("a) Công
    an xã:" over "- Tuần tra …"), whatever its heading says, unless that speaks of tasks?"""
    leaves = [leaf for leaf in node.leaves() if leaf.kind != "paragraph"]
    if len(leaves) < MIN_SERIES or node.nodes() or _is_of_other_matter(node):
        return False
    top = min(leaf.level for leaf in leaves)
    named = [leaf for leaf in leaves if leaf.level == top]
    below = [leaf for leaf in leaves if leaf.level > top]
    if len(named) < MIN_NAMED or not all(leaf.text.endswith(":") for leaf in named):
        return False
    units = sum(unit_of(leaf.text, context.level) is not None for leaf in named)
    orders = sum(is_order(leaf.text, context) for leaf in below)
    return units >= MOST_SURELY * len(named) and 0 < MOST_NAMED * len(below) <= orders


def _is_of_other_matter(node: Node) -> bool:
    titles = [section.title for section in node.titled_ancestors()]
    if is_task_section(node) or any(map(is_quiet, titles)):
        return True
    return any(opens_with(title, "not_task_headings") for title in titles)


# --- headings that name a unit --------------------------------------------------------------------


def unit_of_heading(node: Node, context: Context) -> str | None:
    """The unit that a sub-heading names, where anything stands under it: one that the directory
    knows, or one among headings that name units."""
    if node.parent is None or not node.parent.title or not node.children:
        return None
    unit = unit_of(context.short_forms.written_out(node.title), context.level)
    if unit is not None and names_many(unit) and _gives_to_units(node, context, most=1.0):
        return None  # "2. Trách nhiệm của các đơn vị" over "- Các thôn bình xét …"
    if unit is None and node.title.endswith(":"):
        lead, _ = subject_of(node.title, context.level)
        unit = canonical(lead, context.level) if lead else None
    if unit is None and is_in_series(node, context):
        return without_members(without_remark(without_address(node.title)))
    return unit or _post_of(node, context) or _people_of(node, context)


def _people_of(node: Node, context: Context) -> str | None:
    """People whom no directory lists, as a heading of a chapter on who does what names them."""
    people = people_in(node.title) if is_assignment_section(node) else ""
    return None if not people or _gives_to_units(node, context, most=1.0) else people


def _post_of(node: Node, context: Context) -> str | None:
    """The post that a heading over duties names ("3. Cán bộ phụ trách thư viện")."""
    post = post_in(node.title)
    return None if not post or _gives_to_units(node, context) else post


def is_in_series(node: Node, context: Context) -> bool:
    """Do most headings beside this one name units, and does it say nothing that is done, nor what
    is to be reached?"""
    name = without_address(node.title)
    if len(name.split()) > MAX_UNIT_WORDS or begins(name, *DOING, "task_headings", "matters"):
        return False
    if is_target_section(node) or _gives_to_units(node, context):
        return False
    if node.parent is None or not name[:1].isupper():
        return False
    siblings = [other for other in node.parent.nodes() if other is not node]
    named = sum(unit_of(other.title, context.level) is not None for other in siblings)
    return bool(siblings) and named >= MOST_NAMED * len(siblings)


def _gives_to_units(node: Node, context: Context, most: float = MOST_NAMED) -> bool:
    """Do so many of the blocks under a heading name units themselves? Then it is none."""
    leaves = [leaf for leaf in node.leaves() if leaf.kind != "footnote"]
    named = sum(opened_by(leaf, context) is not None for leaf in leaves)
    return bool(leaves) and named >= most * len(leaves)


def _from_headings(node: Node, context: Context) -> Iterator[Duties]:
    """The duties of the unit that a heading names, and of those that headings under it name."""
    for section in node.walk():
        unit = unit_of_heading(section, context)
        if unit is None:
            continue
        leaves = list(without_recipients(_leaves(section, context)))
        if _are_apart(leaves, context):
            yield from under(section, duties_of_sentences(leaves, context))
            continue
        duties = Duties(unit, section.number, spans=list(section.spans))
        if CLAUSES.search(section.title) and not names_bodies_alone(section.title):
            duties.texts.append(section.title)
        remarks: list[Duties] = []
        others: Duties | None = None
        for leaf in leaves:
            if others is not None and leaf.level > others.level and leaf.is_point:
                others.take(leaf)  # "+ Quản lý nhóm trẻ." under "- Các thôn tổ chức trông trẻ:"
                continue
            others = _given_to_others(leaf, unit, context=context) if duties.texts else None
            others = others or _named_by_point(leaf, unit, context=context)
            if others is not None:
                remarks.append(others)
            elif not _is_apart(leaf):
                duties.take(leaf)
            remarks.extend(from_remark(leaf, context))
        yield duties
        yield from remarks


def _are_apart(leaves: Sequence[Leaf], context: Context) -> bool:
    """Does the list under the heading of a body give each of its people their own work ("- Thầy
    Hiệu trưởng: Chỉ đạo chung.")?"""
    points = [leaf for leaf in leaves if leaf.is_point]
    if len(points) < 2:
        return False
    level = min(leaf.level for leaf in points)
    named = run_in_units(points, context)
    return all(id(leaf) in named for leaf in points if leaf.level == level)


def _leaves(node: Node, context: Context) -> Iterator[Leaf]:
    """The blocks of a unit's section, also of its sub-sections, but not of those that name a
    unit."""
    for child in node.children:
        if isinstance(child, Leaf):
            yield child
        elif isinstance(child, Node) and unit_of_heading(child, context) is None:
            yield from _leaves(child, context)


def _given_to_others(leaf: Leaf, unit: str, context: Context) -> Duties | None:
    """What closes a chapter under the heading of its last unit and speaks to others: an unmarked
    paragraph that opens with them, or a point that turns to them ("Yêu cầu các đơn vị …")."""
    turns_to_them = without_address(leaf.text) != leaf.text.strip().rstrip(" :.")
    if leaf.kind != "paragraph" and not turns_to_them:
        return None
    opened = opened_by(leaf, context) or _opened_by_concern(leaf, context)
    return opened if opened is not None and opened.unit != unit else None


def _named_by_point(leaf: Leaf, unit: str, context: Context) -> Duties | None:
    """A point under the heading of a body that opens with another one, or with a post in another,
    and says what that does: its own."""
    opened = opened_by(leaf, context) if leaf.is_point else None
    if opened is None:
        return None
    value = parse_offices(opened.unit, context.level)
    is_body = value.known[:1] == (True,) and not any(value.collective)
    own, named = fold(unit), fold(opened.unit)
    return opened if is_body and own not in named and named not in own else None


def _opened_by_concern(leaf: Leaf, context: Context) -> Duties | None:
    """The duties of the bodies that a block names as if it were their heading ("Đối với các thôn:
    tuyên truyền …"); None for another, and where the work is done upon those that it names ("Đối
    với các cơ sở kinh doanh: kiểm tra …")."""
    opening, _, duty = leaf.text.partition(":")
    if not duty.strip() or begins(opening, "owner_openings") is None:
        return None
    if leaf.is_point and (begins(duty, "done_upon") or not begins_duty(duty)):
        return None
    unit = unit_of(context.short_forms.written_out(opening), context.level)
    if unit is None:
        return None
    duties = Duties(unit, leaf.number, level=leaf.level)
    duties.take(leaf, duty.strip())
    return duties


def _is_apart(leaf: Leaf) -> bool:
    """Footnotes, remarks that send to an appendix and the sentences that close a plan are no duty
    of the unit they stand under."""
    if leaf.kind == "footnote" or is_farewell(leaf.text) or sends_elsewhere(leaf):
        return True
    return leaf.kind == "paragraph" and opens_with(leaf.text, "closing_remarks") is not None


# --- sentences that open with a unit --------------------------------------------------------------


def duties_of_sentences(
    leaves: Sequence[Leaf], context: Context, *, apart: Mapping[int, Duties] = MappingProxyType({})
) -> Iterator[Duties]:
    """Such as "4. Phòng Kinh tế có trách nhiệm hướng dẫn …": the unit a sentence opens with; the
    sentence, and the points under it, are its duties. `apart` are the points (by `id`) that may
    name people whom no directory lists, or a body behind how often it reports."""
    current: Duties | None = None
    level_of_points = 0
    leaves = without_shares(leaves)
    labelled = run_in_units(leaves, context)
    counted = _counted_in_words(leaves)
    for index, leaf in enumerate(leaves):
        words = counted.get(id(leaf), leaf.text)
        opened = labelled.get(id(leaf)) or opened_by(leaf, context, words=words)
        opened = opened or opened_by_name(leaf, leaves[index + 1 : index + 2], context)
        opened = opened or opened_by_members(leaf)
        if opened is None and (current is None or not leaf.is_point or leaf.level <= current.level):
            opened = _opened_by_concern(leaf, context) or apart.get(id(leaf))
        if leaf.kind == "item":
            level_of_points = leaf.level
        elif opened is not None and leaf.kind == "paragraph" and not opened.announces:
            # it belongs to the numbered point before it: the next one goes on with their list
            opened.level = max(opened.level, level_of_points)
        is_more = _stands_under(leaf, current) or _goes_on(leaf, context) if current else False
        if opened is None and current is not None and is_more:
            if leaf.kind != "footnote" and read_field(leaf.text) is None:
                current.take(leaf)
            continue
        if current is not None and not _is_bare(current, labelled):
            yield without_announcement(current)
        current = opened
        if opened is None:
            yield from from_remark(leaf, context)
    if current is not None and not _is_bare(current, labelled):
        yield without_announcement(current)


def _counted_in_words(leaves: Sequence[Leaf]) -> dict[int, str]:
    """The blocks (by `id`) that a list counts in words from the first on ("Thứ nhất, …", "Thứ hai,
    …"), each without its count: a list that has no first one names days of the week."""
    counted = [leaf for leaf in leaves if without_count(leaf.text) != leaf.text]
    if not counted or begins(counted[0].text, "first_counts") is None:
        return {}
    return {id(leaf): without_count(leaf.text) for leaf in counted}


def _is_bare(duties: Duties, labelled: Mapping[int, Duties]) -> bool:
    """Is it the name of a body before a colon, nothing of its own following ("5. Các đoàn thể:"
    over a list of them)?"""
    is_label = any(duties is other for other in labelled.values())
    return is_label and duties.announces and len(duties.texts) == 1


def _stands_under(leaf: Leaf, opener: Duties) -> bool:
    """Does a block stand deeper than the sentence that names a unit? Behind one that only announces
    ("- Các phòng, ban:") the next paragraph and the bullets of its own level are its duties, too;
    so is the paragraph that a point under it announces.
    """
    if leaf.level > opener.level:
        return True
    if leaf.kind == "paragraph" and opener.texts[-1].endswith(":"):
        return True
    if not opener.announces:
        return False
    if leaf.kind == "paragraph":
        return len(opener.texts) == 1
    return leaf.kind == "bullet" and leaf.level == opener.level


def _goes_on(leaf: Leaf, context: Context) -> bool:
    """Does a paragraph say of what the duty before it speaks how that is treated, and nobody else
    who does it ("Đối với các vườn ươm vi phạm, xử lý theo quy định.")?"""
    if leaf.kind != "paragraph" or begins(leaf.text, "concerning") is None:
        return False
    return not owners_in(context.short_forms.written_out(leaf.text), context.level).lead
