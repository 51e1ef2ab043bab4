"""A part of a block that gives several works, as a draft of its own: the one maker of those that
are parted by body (shared_works.py) and by day (dated_works.py)."""

from __future__ import annotations

from dataclasses import replace

from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.hamlet_series import hamlet_at_head
from kehoach.parsers.items.drafts.draft_times import with_time_of_opening
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.owner_sentences import lead_in
from kehoach.parsers.items.times.phases import dated
from kehoach.parsers.layout.fields import Field


def is_block(draft: Draft) -> bool:
    """Is a draft a block, and nothing that stands under it?"""
    has_more = draft.fields or draft.activities or draft.matters or draft.members or draft.below
    return len(draft.leaves) == 1 and draft.heading is None and not has_more


def part_of(draft: Draft, text: str, context: Context) -> Draft:
    """What a part of a block's words orders -> a draft with the number, the list and the titles of
    the block. A label that opens the part is kept where the block's words keep theirs."""
    leaf = draft.leaves[0]
    own = draft_of(replace(leaf, text=text), draft.section, over=draft.over)
    label = text.removesuffix(own.text)
    is_kept = bool(label) and label != text and draft.text.startswith(label)
    own = replace(
        own,
        text=text if is_kept else own.text,
        inline=_with_lead(own, text, context=context),
        number=draft.number,
        leaves=[leaf],
        confidence=draft.confidence,
        matter=draft.matter,
        titles=draft.titles,
        shares=draft.shares,
    )
    return with_time_of_opening(own, dated(text, context), context=context)


def _with_lead(draft: Draft, text: str, context: Context) -> tuple[Field, ...]:
    """The labels of a part, and whom only its place among others, or the name of a hamlet at its
    head, tells as its owner."""
    lead = lead_in(text, context)
    said = owners_said(context.short_forms.written_out(text), context.level)
    hamlet = hamlet_at_head(text)
    if hamlet and said.lead.startswith(f"{hamlet} "):
        return (*draft.inline, Field("lead", "", hamlet))  # "Thôn Cát | quét chợ"
    is_told = said.lead or any(labelled.role == "lead" for labelled in draft.inline)
    return draft.inline if is_told or not lead else (*draft.inline, Field("lead", "", lead))
