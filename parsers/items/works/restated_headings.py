"""A sentence that says its numbered heading again, over what that is about ("1. Giám sát việc thu
quỹ" / "Giám sát việc thu quỹ theo Quy chế. Cụ thể:" / "- Sổ sách, chứng từ;"): the heading is the
work."""

from __future__ import annotations

from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.telling_sentences import are_mostly_matters
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.owner_sentences import works_in
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.layout.fields import Field

FEWEST = 5
"""Words of a heading that a sentence says again."""
SAME = 2
"""First words of both."""
MOST = 0.75
"""Of its words."""
WITHIN = 40
"""Words with which such a sentence begins."""


def under_restated_heading(draft: Draft, context: Context) -> Draft:
    """The heading as the work, its sentence first among what it is about, with whom that names;
    another draft as it is."""
    section = draft.section
    if section.parent is None or not section.number or draft.number is not None:
        return draft
    has_matters = bool(draft.matters) or are_mostly_matters(draft.activities)
    is_first = bool(draft.leaves) and section.first_leaf() == draft.leaves[0]
    if not (is_first and has_matters) or stated_in(draft.text, context):
        return draft
    if len(works_in(draft.text, context)) > 1:
        return draft
    said = owners_said(context.short_forms.written_out(draft.text), context.level)
    if not _restates(draft.text.removeprefix(said.lead).lstrip(" ,:"), section.title):
        return draft
    named = (Field("lead", "", said.lead), Field("coordinating", "", said.coordinating))
    return replace(
        draft,
        text=section.title,
        number=section.number,
        section=section.parent,
        inline=(*draft.inline, *(field for field in named if field.value)),
        activities=[],
        matters=[draft.text, *draft.matters, *draft.activities],
    )


def _restates(text: str, title: str) -> bool:
    """Does a sentence begin as a title, and hold most of its words?"""
    words = strip_diacritics(title).split()
    opening = strip_diacritics(text).split()[:WITHIN]
    if len(words) < FEWEST or opening[:SAME] != words[:SAME]:
        return False
    return sum(word in opening for word in words) >= MOST * len(words)
