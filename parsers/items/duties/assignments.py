"""Duties per unit, from the section on how the plan is carried out (Tổ chức thực hiện)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import capitalised, fold, strip_diacritics
from kehoach.parsers.items.asides.beside_tables import sends_elsewhere
from kehoach.parsers.items.asides.shares import without_shares
from kehoach.parsers.items.bodies.conditions import clauses_behind_condition, opens_many
from kehoach.parsers.items.bodies.named_bodies import names_many
from kehoach.parsers.items.bodies.sentence_owners import (
    bodies_before_verb,
    given_to,
    owners_in,
    subject_of,
    subject_of_whole,
)
from kehoach.parsers.items.duties.duties import (
    CLAUSES,
    Duties,
    names_bodies_alone,
    under,
    without_announcement,
)
from kehoach.parsers.items.duties.run_in_units import run_in_units
from kehoach.parsers.items.duties.unit_names import (
    MAX_UNIT_WORDS,
    canonical,
    unit_of,
    without_members,
)
from kehoach.parsers.items.ground.closings import is_farewell, summons_all, without_recipients
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_assignment_section,
    is_task_section,
    opens_with_bodies,
)
from kehoach.parsers.items.owners.heading_owners import (
    post_in,
    without_address,
    without_remark,
)
from kehoach.parsers.items.owners.labelled_owners import without_owner
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_order, is_quiet
from kehoach.parsers.items.words.beginnings import (
    DOING,
    LONGEST_PHRASE,
    begins,
    begins_duty,
    without_count,
)
from kehoach.parsers.items.words.capitals import as_in, recased
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, contains, opens_with, phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

MAX_MEMBER_WORDS = 14
"""Of the members of a group before what they do."""
MAX_UNKNOWN_NAME = 8
"""Words of a body that no directory knows, over what it does."""
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
    for _, group in groupby(node.children, key=type):
        leaves: list[Leaf] = []
        for child in group:
            if isinstance(child, Node):
                yield from duties_in_section(child, context)
            elif isinstance(child, Leaf):
                leaves.append(child)
        yield from under(node, duties_of_sentences(leaves, context))
        yield from under(node, _of_nobody(leaves, context))


def _of_nobody(leaves: Sequence[Leaf], context: Context) -> Iterator[Duties]:
    """What stands under a heading that is lost, which named the body: of none that is printed. A
    point that names its own body is that body's."""
    duties = Duties("", None)
    for leaf in leaves:
        if leaf.headless and opened_by(leaf, context) is None:
            duties.take(leaf)
    yield from [duties] if duties.leaves else []


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
    return unit or _post_of(node, context)


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
            remarks.extend(_from_remark(leaf, context))
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


def duties_of_sentences(leaves: Sequence[Leaf], context: Context) -> Iterator[Duties]:
    """Such as "4. Phòng Kinh tế có trách nhiệm hướng dẫn …": the unit a sentence opens with; the
    sentence, and the points under it, are its duties."""
    current: Duties | None = None
    level_of_points = 0
    leaves = without_shares(leaves)
    labelled = run_in_units(leaves, context)
    counted = _counted_in_words(leaves)
    for index, leaf in enumerate(leaves):
        words = counted.get(id(leaf), leaf.text)
        opened = labelled.get(id(leaf)) or opened_by(leaf, context, words=words)
        opened = opened or _opened_by_name(leaf, leaves[index + 1 : index + 2], context)
        opened = opened or _opened_by_members(leaf)
        if opened is None and (current is None or not leaf.is_point or leaf.level <= current.level):
            opened = _opened_by_concern(leaf, context)
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
            yield from _from_remark(leaf, context)
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


def opened_by(leaf: Leaf, context: Context, words: str = "") -> Duties | None:
    """The duties that a sentence begins, or None when it opens with no unit; `words` are those of
    the block without its count."""
    text = words or leaf.text
    if leaf.kind == "footnote" or read_field(text) is not None:
        return None
    is_closing = opens_with(leaf.text, "closing_remarks") or is_farewell(leaf.text)
    is_last = bool(is_closing) or summons_all(leaf.text)
    if is_last and leaf.kind == "paragraph" and not leaf.text.endswith(":"):
        return None
    written = context.short_forms.written_out(recased(text))
    lead, _ = subject_of_whole(written, context.level)
    if not lead:
        lead, _ = given_to(written, context.level)
    if not lead and leaf.kind != "bullet":
        lead = _subject_behind_time(written, context)
    if not lead:
        return None
    unit = canonical(context.short_forms.written_out(lead), context.level)  # "Ban QLDA | rà soát"
    duties = Duties(unit, leaf.number, level=leaf.level)
    duties.take(leaf, without_owner(text, as_in(text, lead)))
    duties.announces = leaf.text.endswith(":")
    return duties


def _opened_by_name(leaf: Leaf, behind: Sequence[Leaf], context: Context) -> Duties | None:
    """The duties of the body that a point names and nothing else, over deeper points ("3.1. Phòng
    Kinh tế" over "- Thẩm định dự toán.") or a sentence, where no font makes it a heading; or that a
    line names over a sentence."""
    if leaf.text.endswith(".") or not behind or leaf.kind == "footnote":
        return None
    unit = unit_of(context.short_forms.written_out(without_address(leaf.text)), context.level)
    is_line = leaf.kind == "paragraph"
    is_over_sentence = unit is not None and behind[0].kind == "paragraph"
    is_name = len(leaf.text.split()) <= MAX_UNKNOWN_NAME and opens_with_bodies(leaf.text)
    if unit is None and is_name and not (is_line or CLAUSES.search(leaf.text)):
        unit = without_remark(leaf.text.rstrip(" :"))  # "3.2. Đơn vị số hóa"
    is_over_points = behind[0].is_point and behind[0].level > leaf.level
    is_over = is_line or is_over_points or is_over_sentence
    if unit is None or not is_over:
        return None
    duties = Duties(unit, leaf.number, level=-1 if is_line else leaf.level)
    duties.take(leaf, f"{leaf.text.rstrip(' :')}:")
    duties.announces = True
    return duties


def _subject_behind_time(text: str, context: Context) -> str:
    """The body that a sentence names behind when, or in which case, it acts ("Định kỳ, Phòng Kinh
    tế chủ trì …"); "" for none."""
    clauses = list(clauses_behind_condition(text))
    for opens_small in (_opens_small_body, opens_many):
        for clause in clauses:
            words = capitalised(clause) if opens_small(clause) else clause
            lead = subject_of(words, context.level)[0] or given_to(clause, context.level)[0]
            lead = _with_those_before(clause, lead, clauses, context) if lead else ""
            if lead and not lead.endswith(" để"):  # "gửi về Sở Tư pháp, | Văn phòng để tổng hợp"
                is_small = clause[:1].islower() and capitalised(clause).startswith(lead)
                return f"{lead[:1].lower()}{lead[1:]}" if is_small else lead
    return ""


def _with_those_before(clause: str, lead: str, clauses: Sequence[str], context: Context) -> str:
    """The bodies that a clause opens with, and those before them in the list that they go on with
    ("Để kiểm soát, | các sở, ngành, | UBND cấp xã rà soát …")."""
    for before in clauses[: clauses.index(clause)]:
        listed = subject_of(capitalised(before), context.level)[0] if opens_many(before) else ""
        if listed.endswith(lead):
            return before[: len(listed)]
    return lead


def _opens_small_body(clause: str) -> bool:
    return begins(clause, "small_bodies") is not None


def _opened_by_members(leaf: Leaf) -> Duties | None:
    """ "5. Các thành viên khác trong Tiểu ban | căn cứ nhiệm vụ được giao chủ động phối hợp …": the
    duties of the members of a group; None for another point."""
    if not leaf.is_point or begins(leaf.text, "members_of_group") is None:
        return None
    words = leaf.text.split()
    for index in range(2, min(len(words), MAX_MEMBER_WORDS)):
        behind = " ".join(words[index : index + LONGEST_PHRASE])
        if begins(behind, "duty_verbs", "duty_adverbs"):
            name = " ".join(words[:index]).rstrip(" ,:")
            duties = Duties(name, leaf.number, level=leaf.level)
            duties.take(leaf, without_owner(leaf.text, name))
            return duties
    return None


def _from_remark(leaf: Leaf, context: Context) -> Iterator[Duties]:
    """ "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị phản ánh về …": whom it
    speaks to, where it names them."""
    if leaf.kind == "footnote" or opens_with(leaf.text, "closing_remarks") is None:
        return
    for match in _clause_openings().finditer(leaf.text):
        lead, _ = bodies_before_verb(leaf.text[match.end() :], context.level)
        if lead:
            duties = Duties(canonical(lead, context.level), leaf.number)
            duties.take(leaf)
            yield duties
            return


@cache
def _clause_openings() -> regex.Pattern[str]:
    """Where a clause about many bodies may begin."""
    words = alternation("list_words")
    return compile_regex(rf"(?<=[,\p{{Ll}}])\s+(?=(?:{words})\s+\p{{L}})", regex.IGNORECASE)
