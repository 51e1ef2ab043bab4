"""Tasks of blocks that say what several bodies do: one for each (owner_sentences.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.owner_sentences import works_in
from kehoach.parsers.items.owners.works_in_turn import times_in_turn
from kehoach.parsers.items.works.draft_parts import is_block, part_of
from kehoach.parsers.layout.fields import Field

SHARED = 0.8
"""How sure a work is whose time a sentence behind others tells of all of them."""


def each_with_its_own(drafts: Iterable[Draft], context: Context) -> Iterator[Draft]:
    """Drafts in order, those of one block that speaks of several bodies parted: each part has the
    number, the list and the titles of the block."""
    for draft in drafts:
        works = works_in(_said(draft), context) if is_block(draft) else []
        if len(works) < 2:
            yield draft
            continue
        for text, closing in zip(works, times_in_turn(works, context), strict=True):
            part = part_of(draft, text, context)
            times = (Field("deadline", "", closing),) if closing else ()
            is_of_all = bool(times) and not text.endswith(",")
            sureness = SHARED if is_of_all else 1.0
            yield replace(
                part,
                inline=(*part.inline, *times),
                confidence=min(part.confidence, sureness),
            )


def _said(draft: Draft) -> str:
    """The words of a block, without sentences before its order that were taken off as formulas
    ("Trưởng các thôn chịu trách nhiệm thi hành. | Giao Văn phòng …")."""
    whole = draft.leaves[0].text
    before = whole.removesuffix(draft.text)
    return draft.text if before != whole and before.endswith(". ") else whole
