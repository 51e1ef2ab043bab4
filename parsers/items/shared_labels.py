"""Points that share the labelled lines behind the last of them: "2.1. …", "2.2. …", "2.3. …", then
once "- Đơn vị chủ trì: …"; or "2.1. …" over "(1) …", "(2) …"."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.drafts import Draft

MIN_UNLABELLED = 2
"""Points of one rank before the one with labels, or it may be the only task among them."""
SHARED = 0.8
"""How sure a task is whose labels stand behind another point."""


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
