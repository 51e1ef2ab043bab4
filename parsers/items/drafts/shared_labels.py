"""Points that share the labelled lines behind the last of them: "2.1. …", "2.2. …", "2.3. …", then
once "- Đơn vị chủ trì: …"; or "2.1. …" over "(1) …", "(2) …"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from kehoach.parsers.items.bodies.further_owners import names_own
from kehoach.parsers.items.drafts.drafts import Draft, draft_of, is_counted_work
from kehoach.parsers.items.times.section_times import is_of_all_work
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import (
    OWNERS,
    names_circumstance,
    read_field,
    read_fields,
    without_counted_label,
)
from kehoach.parsers.layout.outline import Leaf, Node

MIN_UNLABELLED = 2
"""Points of one rank before the one with labels, or it may be the only task among them."""
SHARED = 0.8
"""How sure a task is whose labels stand behind another point."""
MIN_GROUPS = 2
"""So often bullets and then who does them stand under one heading: the bullets are the tasks."""

MIN_ABOUT = 2
"""Points under a heading: the first tells when it is done, the others what it is about."""
MAX_WORDS_OF_OPEN_TITLE = 12
"""Of a title that ends with a colon; with more it is a sentence."""
MIN_UNDER_ACT = 2
"""So many orders under the labels of a heading that names an act itself make it their group."""


def chapters_of_bullets(root: Node) -> frozenset[int]:
    """The headings (by `id`) right under which, as one of their sections shows, bullets are the
    tasks and the titles of sections only name areas of work: there labels stand behind bullets more
    than once."""
    return frozenset(
        id(node)
        for node in root.walk()
        if any(_count_groups(section.leaves()) >= MIN_GROUPS for section in node.nodes())
    )


def headings_of_works(root: Node, bulleted: Collection[int]) -> frozenset[int]:
    """The headings (by `id`) that are works, as one beside them shows under which labels stand and
    nothing else: bullets between the others and their labels are what these works consist of. None
    right under those `bulleted`."""
    return frozenset(
        id(node)
        for over in root.walk()
        if id(over) not in bulleted and any(map(_has_labels_alone, over.nodes()))
        for node in over.nodes()
    )


def _has_labels_alone(node: Node) -> bool:
    leaves = node.leaves()
    has_who_or_when = any(map(_is_label_with_value, leaves))
    return has_who_or_when and not node.nodes() and all(read_fields(leaf.text) for leaf in leaves)


def _count_groups(leaves: Sequence[Leaf]) -> int:
    """How often a label that says who leads stands right behind a bullet that is no label."""
    count = 0
    for before, leaf in pairwise(leaves):
        if leaf.kind == "item" or before.kind != "bullet" or ":" not in leaf.text:
            continue
        labelled = read_field(leaf.text)
        if labelled is not None and labelled.role == "lead" and read_field(before.text) is None:
            count += 1
    return count


def sharing_bullets(listed: Sequence[Leaf], depth: int, node: Node) -> Draft:
    """Bullets before their labels, several of them no deeper than `depth`: these are tasks with the
    same labels, what stands deeper is part of the one before it."""
    draft = draft_of(listed[0], node)
    draft.leaves = list(listed)
    draft.confidence = min(SHARED, draft.confidence)
    draft.share_labels(listed, is_member=lambda leaf: leaf.depth <= depth)
    return draft


def works_under_labels(heading: Draft, blocks: Sequence[Leaf]) -> Draft | None:
    """A heading with labels right under it and then points that order something, without labels of
    their own -> these points as tasks with these labels ("1. Công tác tuyên truyền" / "- Chủ trì:
    Công an xã" / "- Phát thanh …"): the heading is their group. None where it is the work."""
    is_section = heading.heading is not None and heading.heading.level > 1
    if is_section and _tells_when_and_about(blocks):
        return _over_matters(heading, blocks)
    labels = list(takewhile(_is_label_with_value, blocks))
    rest = blocks[len(labels) :]
    points = list(takewhile(_may_be_work, rest))
    if not labels or any(map(_tells_beside, points)) or not _are_works(heading, points):
        return None
    works = draft_of(points[0], heading.heading or heading.section)
    works.leaves = [*labels, *points]
    for leaf in labels:
        works.fields.extend(read_fields(leaf.text))
    works.share_labels(points, is_member=lambda leaf: leaf.level <= points[0].level)
    return works


def _tells_when_and_about(blocks: Sequence[Leaf]) -> bool:
    """Do the points under a heading open with the time of the work, and none of them, nor of those
    below, say what is done ("a) Thời gian thực hiện: …", "b) Số điểm đo" over "- 08 điểm")?"""
    if len(blocks) < MIN_ABOUT or any(not leaf.is_point for leaf in blocks):
        return False
    labelled = read_field(blocks[0].text)
    tells_when = labelled is not None and labelled.role == "deadline" and bool(labelled.value)
    if not tells_when or blocks[0].kind != "item":
        return False
    rest = [leaf for leaf in blocks[1:] if read_field(leaf.text) is None]
    return not any(begins_duty(leaf.text) or names_own(leaf.text) for leaf in rest)


def _over_matters(heading: Draft, blocks: Sequence[Leaf]) -> Draft:
    """A heading that is the work, with its labels, and what else stands under it as what it is
    about."""
    for leaf in blocks:
        labelled = read_fields(leaf.text)
        if labelled:
            heading.take_fields(labelled, leaf)
        else:
            heading.take_matter(leaf)
    return heading


def label_of_works(heading: Draft, points: Sequence[Leaf]) -> bool:
    """Do labels behind the points of a heading hold for each of these, works half of them and
    more?"""
    is_title = heading.heading is not None or _is_open_title(heading)
    orders = sum(begins_duty(leaf.text) for leaf in points)
    return is_title and len(points) >= MIN_UNDER_ACT and 2 * orders >= len(points)


def _is_open_title(draft: Draft) -> bool:
    """ "1.3. Vật tư, phương tiện:", a heading or a point of its own."""
    is_numbered = draft.number is not None and len(draft.text.split()) <= MAX_WORDS_OF_OPEN_TITLE
    return is_numbered and draft.text.endswith(":") and not is_counted_work(draft)


def _is_label_with_value(leaf: Leaf) -> bool:
    """An order that opens like a label ("Phối hợp kiểm tra: Cử người dự họp.") is none."""
    labelled = read_fields(leaf.text)
    if not labelled or labelled[0].role not in ("lead", "coordinating", "deadline"):
        return False
    is_order = labelled[0].role in OWNERS and leaf.is_point and begins_duty(labelled[0].value)
    return bool(labelled[0].value) and not is_order


def _may_be_work(leaf: Leaf) -> bool:
    is_order = leaf.kind == "paragraph" and begins_duty(without_counted_label(leaf.text))
    return is_order or leaf.is_point


def _tells_beside(leaf: Leaf) -> bool:
    return read_field(leaf.text) is not None or names_circumstance(leaf.text)


def _are_works(heading: Draft, points: Sequence[Leaf]) -> bool:
    """Do half of the points order something; most, and more than one, under a heading that names an
    act itself?"""
    orders = sum(begins_duty(without_counted_label(leaf.text)) for leaf in points)
    if begins_duty(heading.text):
        return orders >= MIN_UNDER_ACT and 2 * orders > len(points)
    return orders >= 1 and 2 * orders >= len(points)


def with_shared_labels(drafts: Sequence[Draft]) -> list[Draft]:
    """The paragraphs of a run, labelled and not -> the same, those that share labels with these
    labels."""
    labelled = [index for index, draft in enumerate(drafts) if draft.fields]
    for place, index in enumerate(labelled):
        first = labelled[place - 1] + 1 if place else 0
        before = drafts[first:index]
        members = _over_part(before, drafts[index])
        if not members and len(labelled) == 1 and index == len(drafts) - 1:
            members = _of_one_rank(before, drafts[index])
        members = members or _of_one_sentence(before, drafts[index])
        for draft in members:
            _share(draft, drafts[index])
    return list(drafts)


def _over_part(before: Sequence[Draft], last: Draft) -> Sequence[Draft]:
    """The parts in brackets before the `last` one, and the point that they are parts of."""
    if not _is_part(last):
        return ()
    for place in range(len(before) - 1, -1, -1):
        if not _is_part(before[place]):
            return before[place:] if before[place].number else ()
    return ()


def _of_one_rank(before: Sequence[Draft], last: Draft) -> Sequence[Draft]:
    """All points of a list that has labels only behind its last."""
    before = [draft for draft in before if draft.heading is None]
    is_time = _is_time_of_list(last)
    least = 1 if is_time else MIN_UNLABELLED
    if len(before) < least or last.activities or not last.number:
        return ()
    dots = last.number.count(".")
    if not is_time and any(names_own(draft.text) for draft in before):
        return ()  # a list whose points name who does them each for itself
    for draft in before:
        if draft.below or not draft.number or draft.number.count(".") != dots:
            return ()
    return before


def _is_time_of_list(last: Draft) -> bool:
    """Do the labels behind the last point of a list tell a time and nothing else, in a paragraph
    without a mark ("a) …", "b) …", "Hoàn thành trước ngày 30/11.")?"""
    *_, label = last.leaves
    is_alone = {labelled.role for labelled in last.fields} == {"deadline"}
    is_of_all = all(not one.label or is_of_all_work(one.label) for one in last.fields)
    return is_alone and is_of_all and label.kind == "paragraph"


def _of_one_sentence(before: Sequence[Draft], last: Draft) -> Sequence[Draft]:
    """The points without numbers that semicolons join to the `last` one, behind which the labels
    stand: "Rà soát hồ sơ;", "Lập danh sách;", "Niêm yết.", "Đơn vị thực hiện: …"."""
    if last.number is not None or last.heading is not None:
        return ()
    members = list(takewhile(_goes_on, reversed(before)))
    return members[::-1] if len(members) >= MIN_UNLABELLED else ()


def _goes_on(draft: Draft) -> bool:
    is_free = draft.number is None and draft.heading is None and not draft.fields
    return is_free and draft.text.rstrip().endswith(";")


def _is_part(draft: Draft) -> bool:
    return draft.number is not None and draft.number.startswith("(")


def _share(draft: Draft, last: Draft) -> None:
    draft.fields = list(last.fields)
    draft.shares = True
    draft.confidence = min(draft.confidence, SHARED)
    last.shares = last.shares or _is_part(last)
    for leaf in draft.below:
        draft.take_activity(leaf)
