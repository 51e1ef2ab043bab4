"""Paragraphs that say more of the point above them ("Trong đó, ưu tiên hộ có người già."): its task
says what they say."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.outline import Leaf


def goes_on(leaf: Leaf) -> bool:
    """ "Trong đó, …": a paragraph that says more of the point above it."""
    opening = begins(leaf.text, "openings_that_go_on") if leaf.kind == "paragraph" else None
    if opening is None or leaf.text.endswith(":"):
        return False
    return not leaf.text[len(opening) :].lstrip().startswith(":")


def joined_sentences(drafts: Iterable[Draft], leaves: Sequence[Leaf]) -> Iterator[Draft]:
    """Drafts in order, those of paragraphs that go on with the task right above them given to it;
    one that goes on with a point which only titles others is no task."""
    drafts = list(drafts)
    works = {id(leaf) for draft in drafts for leaf in draft.leaves}
    above = {id(leaf): before for before, leaf in itertools.pairwise(leaves)}
    last: Draft | None = None
    for draft in drafts:
        leaf = draft.leaves[0] if draft.leaves else None
        before = above.get(id(leaf)) if leaf is not None and goes_on(leaf) else None
        if last is not None and before is not None and last.leaves[-1] is before:
            last = _with_sentence(last, draft)
            continue
        if before is not None and before.is_point and id(before) not in works:
            continue
        if last is not None:
            yield last
        last = draft
    if last is not None:
        yield last


def _with_sentence(draft: Draft, sentence: Draft) -> Draft:
    joined = replace(draft, text=f"{draft.text} {sentence.text}", spans=list(draft.spans))
    joined.leaves = list(draft.leaves)
    for leaf in sentence.leaves:
        joined.cover(leaf)
    return joined
