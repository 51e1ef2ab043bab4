"""A task of the body and the time that its own point opens or ends with, or that of the phase over
it."""

from __future__ import annotations

from kehoach.normalize.text import capitalised
from kehoach.normalize.times.deadline import are_hours, parse_deadline
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.list_deadlines import deadline_of_section
from kehoach.parsers.items.times.phases import Dated, time_of_phase
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.layout.fields import Field


def with_time_behind(draft: Draft, stated: Dated) -> Draft:
    """A draft whose own line says behind a colon when it is due, unless a label says it."""
    draft.act = stated.act
    if any(labelled.role == "deadline" for labelled in draft.inline):
        return draft
    draft.inline = (*draft.inline, Field("deadline", "", value=stated.time))
    return draft


def with_time_of_opening(draft: Draft, opening: Dated | None, context: Context) -> Draft:
    """A draft with the time that a point opens with, or the phase over it, where it states none of
    its own."""
    is_own = draft.over is None
    if opening is None or (is_own and not opening.act):
        return draft
    if is_own:
        draft.act = capitalised(opening.act)
    if not opening.time:
        return draft
    if _is_hour(opening.time, context) and _is_in_dated_section(draft, context):
        return draft  # "Từ 07 giờ đến 09 giờ" of a day that the heading tells
    if _labels_work(draft, opening, context=context):
        draft.act = capitalised(opening.act)
        draft.text = draft.text.partition(": ")[2].strip()
    if deadline_in(opening.act if is_own else draft.text, context) is None:
        draft.inline = (*draft.inline, Field("deadline", "", value=opening.time))
    return draft


def _labels_work(draft: Draft, opening: Dated, context: Context) -> bool:
    """Is the time a label, with a colon, of work that tells no other time ("Ngày 22/8: | Công an xã
    kiểm tra …")? Its words are the deadline then, as those of any label."""
    label, colon, act = draft.text.partition(": ")
    is_label = bool(colon) and label.strip() == opening.time and bool(act.strip())
    return is_label and bool(opening.act) and deadline_in(act, context) is None


def _is_in_dated_section(draft: Draft, context: Context) -> bool:
    section = draft.section
    return bool(deadline_of_section(section, context) or time_of_phase(section, context))


def _is_hour(time: str, context: Context) -> bool:
    value = parse_deadline(time, context.period)
    return value is None or value.kind is None or are_hours(time)
