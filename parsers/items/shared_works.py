"""Tasks of blocks that say what several bodies do: one for each (owner_sentences.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kehoach.parsers.items.context import Context
from kehoach.parsers.items.draft_times import with_time_of_opening
from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.items.further_owners import owners_said
from kehoach.parsers.items.owner_sentences import lead_in, works_in
from kehoach.parsers.items.phases import dated
from kehoach.parsers.layout.fields import Field


def each_with_its_own(drafts: Iterable[Draft], context: Context) -> Iterator[Draft]:
    """Drafts in order, those of one block that speaks of several bodies parted: each part has the
    number, the list and the titles of the block."""
    for draft in drafts:
        works = works_in(draft.leaves[0].text, context) if _is_block(draft) else []
        if len(works) < 2:
            yield draft
            continue
        for text in works:
            yield _part(draft, text, context)


def _is_block(draft: Draft) -> bool:
    """Is a draft a block, and nothing that stands under it?"""
    has_more = draft.fields or draft.activities or draft.members or draft.below
    return len(draft.leaves) == 1 and draft.heading is None and not has_more


def _part(draft: Draft, text: str, context: Context) -> Draft:
    leaf = draft.leaves[0]
    own = draft_of(replace(leaf, text=text), draft.section, over=draft.over)
    lead = lead_in(text, context)
    said = owners_said(context.short_forms.written_out(text), context.level)
    inline = own.inline
    if lead and not said.lead and all(labelled.role != "lead" for labelled in inline):
        inline = (*inline, Field("lead", "", lead))
    own = replace(
        own,
        inline=inline,
        leaves=[leaf],
        confidence=draft.confidence,
        matter=draft.matter,
        titles=draft.titles,
        shares=draft.shares,
    )
    return with_time_of_opening(own, dated(text, context), context=context)
