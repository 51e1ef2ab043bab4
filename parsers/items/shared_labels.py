"""Points that share the labelled lines behind the last of them: "2.1. …", "2.2. …", "2.3. …", then
once "- Đơn vị chủ trì: …"; or "2.1. …" over "(1) …", "(2) …"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node

MIN_UNLABELLED = 2
"""Points of one rank before the one with labels, or it may be the only task among them."""
SHARED = 0.8
"""How sure a task is whose labels stand behind another point."""
MIN_GROUPS = 2
"""So often bullets and then who does them stand under one heading: the bullets are the tasks."""


def chapters_of_bullets(root: Node) -> frozenset[int]:
    """The headings (by `id`) right under which, as one of their sections shows, bullets are the
    tasks and the titles of sections only name areas of work: there labels stand behind bullets more
    than once."""
    return frozenset(
        id(node)
        for node in root.walk()
        if any(_count_groups(section.leaves()) >= MIN_GROUPS for section in node.nodes())
    )


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
    draft.shares = True
    draft.confidence = min(SHARED, draft.confidence)
    for leaf in listed:
        if leaf.depth <= depth:
            draft.members.append(leaf)
        else:
            draft.details.setdefault(id(draft.members[-1]), []).append(leaf)
    return draft


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
    if len(before) < MIN_UNLABELLED or last.activities or not last.number:
        return ()
    dots = last.number.count(".")
    for draft in before:
        if draft.below or not draft.number or draft.number.count(".") != dots:
            return ()
    return before


def _is_part(draft: Draft) -> bool:
    return draft.number is not None and draft.number.startswith("(")


def _share(draft: Draft, last: Draft) -> None:
    draft.fields = list(last.fields)
    draft.shares = True
    draft.confidence = min(draft.confidence, SHARED)
    last.shares = last.shares or _is_part(last)
    for leaf in draft.below:
        draft.take_activity(leaf)
