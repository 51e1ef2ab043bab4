"""How a draft becomes a `Task`: labels first, then what its own sentence says, then the sentence
that covers its list, then the heading over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.normalize.text import clean, fold
from kehoach.normalize.times.days_left import days_left
from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.parsers.items.asides.telling_sentences import are_mostly_matters, tells_requirement
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.learned_subjects import LEARNED, rests_on_corpus
from kehoach.parsers.items.bodies.remark_owners import remark_helper, remark_owner
from kehoach.parsers.items.bodies.second_owners import with_second_owners
from kehoach.parsers.items.drafts.drafts import (
    SAID_ELSEWHERE,
    Draft,
    group_of,
    hands_over_with_others,
    is_step,
)
from kehoach.parsers.items.ground.context import Context, as_printed
from kehoach.parsers.items.owners.bracket_clauses import led_in_bracket
from kehoach.parsers.items.owners.closing_owners import CLOSED_BY, closing_owner
from kehoach.parsers.items.owners.heading_owners import owner_in_title, owner_of_section
from kehoach.parsers.items.owners.labelled_owners import owners_apart, times_apart, without_owner
from kehoach.parsers.items.owners.named_persons import with_person_as_printed
from kehoach.parsers.items.owners.told_at_end import take_end, told_behind_dashes
from kehoach.parsers.items.times.event_days import is_term, on_its_day
from kehoach.parsers.items.times.impossible_days import impossible_term
from kehoach.parsers.items.times.labelled_times import before_where_to, take_labelled
from kehoach.parsers.items.times.list_deadlines import deadline_of_list, deadline_of_section
from kehoach.parsers.items.times.mentioned_events import is_of_mentioned_event
from kehoach.parsers.items.times.opening_years import from_opening_year
from kehoach.parsers.items.times.own_times import own_time_first
from kehoach.parsers.items.times.phases import time_of_phase
from kehoach.parsers.items.times.proposed_times import PROPOSED, proposed_time, with_words_around
from kehoach.parsers.items.times.stated_deadlines import deadline_in, stated_in
from kehoach.parsers.items.times.times_of_bodies import deadline_of_bodies
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.works.stated_budgets import budget_in
from kehoach.parsers.layout.fields import (
    CIRCUMSTANCE,
    Field,
    is_reminder_line,
    names_circumstance,
)
from kehoach.parsers.layout.lists_of_parts import lists_parts
from kehoach.parsers.layout.marks import without_name
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.tables.cells import split_items
from kehoach.parsers.words import opens_with, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

HEADLESS = 0.6
"""What stands under a heading that is lost is not known to be as it seems."""
DAYS_LEFT = 0.6
"""How sure a task is at most whose words name a day that its time does not hold."""
_MANNER = compile_regex(r"24\s*/\s*(?:24|7)|.*\d\s*(?:giờ|phút)/lần$")
"""“24/24 giờ”, “03 giờ/lần”."""


def to_task(draft: Draft, task_id: str, context: Context) -> models.Task:
    """A draft, whole -> the task."""
    if any(leaf.headless for leaf in draft.leaves[:1]):
        draft.confidence = min(draft.confidence, HEADLESS)
    draft, labelled = _with_ends(draft, context)
    labelled = own_time_first(draft.text, labelled, leaves=draft.leaves, context=context)
    values = _by_role(labelled)
    beside = [f"{one.label}: {one.value}" for one in labelled if one.role == CIRCUMSTANCE]
    text, number, section = draft.text, draft.number, draft.matter or draft.section
    end = context.ends.get(id(draft.leaves[0])) if draft.leaves else None
    end = end or led_in_bracket(text, context.level) or told_behind_dashes(text, context.level)
    if end is not None:
        text = take_end(text, end, values)
    if "deadline" not in values:
        text, phrase = take_labelled(text, context)
        values["deadline"] = phrase or ""
    values["deadline"], where_to = before_where_to(values["deadline"], context)
    beside.extend(filter(None, (where_to,)))
    listed_activities = [line for line in values.get("activity", "").split("\n") if line]
    has_matter = len(listed_activities) == 1 and all(map(_is_beside_work, draft.activities))
    tells_matter = begins_duty(draft.text) and not begins_duty("".join(listed_activities))
    tells_matter |= bool(draft.activities) and opens_with(draft.text, "contests") is not None
    activities, remarks = _without_remarks(draft)
    if draft.heading is not None and has_matter and not (is_step(draft) or tells_matter):
        # "2. Rà soát văn bản" / "- Nội dung: Rà soát các văn bản …": the heading is its title, but
        # what a contest is about is nobody's work
        text, number, section = listed_activities.pop(), None, draft.heading
    lead, coordinating = _owners(draft, values, context=context)
    if lead is not None:
        text = without_owner(text, lead.raw)
    stated = values.get("deadline", "")
    leads = lead.raw.split("\n") if lead else []
    if not stated:
        stated = deadline_of_bodies(text, leads, context)
    due = _deadline(draft, stated, context=context)
    if not any(is_term(one.label) for one in labelled if one.role == "deadline"):
        due = on_its_day(due, text, who=lead.raw if lead else "")
    due = from_opening_year(due, text)
    if days_left(text, [due.raw] if due is not None else []):
        draft.confidence = min(draft.confidence, DAYS_LEFT)  # told by the rule `days_left`
    task = models.Task(
        id=task_id,
        origin="body",
        group=_group_under(draft.titles) or group_of(section),
        number=without_name(number),
        objective=_one_line(values.get("objective", "")),
        task=text,
        activities=(*activities, *listed_activities),
        deliverables=tuple(split_items(values.get("deliverable", "").split("\n"))),
        lead=lead,
        coordinating=coordinating,
        deadline=due,
        budget=_one_line(values.get("budget", "") or budget_in(text)),
        note="\n".join((*remarks, *beside)) or None,
        spans=context.spans(draft.spans),
        confidence=draft.confidence,
    )
    return with_person_as_printed(task)


def _is_beside_work(line: str) -> bool:
    """Does a line tell where, who comes or what to mind, and no part of the work?"""
    return names_circumstance(line) or is_reminder_line(line)


def _without_remarks(draft: Draft) -> tuple[list[str], list[str]]:
    """What stands under a work: what it consists of, and what tells what it is about, where, who
    comes, or how it must be done ("Việc tổ chức phải bảo đảm an toàn")."""
    if draft.activities and lists_parts(draft.text, draft.activities[0]):
        return draft.activities, draft.matters
    if not is_step(draft) and are_mostly_matters(draft.activities):
        return [], [*draft.matters, *draft.activities]
    beside = [one for one in draft.activities if names_circumstance(one) or tells_requirement(one)]
    consists_of = [line for line in draft.activities if line not in beside]
    return consists_of, [*draft.matters, *beside]


def _with_ends(draft: Draft, context: Context) -> tuple[Draft, list[Field]]:
    """A draft and its labels, the owners cut where their names end: a sentence that stands behind
    them in the draft's own paragraph is part of its wording."""
    inline, sentences = owners_apart(draft.inline, context)
    if sentences:
        draft = replace(draft, text=" ".join((draft.text, *sentences)))
    return draft, [*inline, *times_apart(draft.fields, context)]


def _owners(
    draft: Draft, values: dict[str, str], context: Context
) -> tuple[models.Offices | None, models.Offices | None]:
    """Who leads and who helps: by labels, the task's sentence, the sentence over its list, the
    heading."""
    lead, helpers = values.get("lead", ""), values.get("coordinating", "")
    if lead:
        return context.owners(lead, helpers)
    for text in (draft.text, draft.act, draft.over.text if draft.over else ""):
        written_out = context.short_forms.written_out(text)
        said = owners_said(written_out, context.level)
        named = said.lead or remark_owner(text, context.level)
        if rests_on_corpus(said.lead, written_out):
            draft.confidence = min(draft.confidence, LEARNED)
        if said.lead and not lead:
            named = with_second_owners(said.lead, written_out, context.level)
        lead = lead or as_printed(named, text, context=context)
        helping = said.coordinating or remark_helper(text, context.level)
        helpers = helpers or as_printed(helping, text, context=context)
    if not lead and draft.leaves:
        lead = context.scopes.remarks.get(id(draft.leaves[0]), "")
    if lead:
        return context.owners(lead, helpers)
    return _owners_around(draft, helpers, context=context)


def _owners_around(
    draft: Draft, helpers: str, context: Context
) -> tuple[models.Offices | None, models.Offices | None]:
    """Who leads and who helps where the sentence of a task says nobody: by the titles over it, its
    chapter; else by the names that close it."""
    owner = _owner_of_titles(draft, context)
    if owner is not None:
        return owner, context.offices(helpers)
    section = draft.heading or draft.section
    owner, beside = owner_of_section(section, context)
    if owner is None:
        owner = _owner_of_scope(draft, context)
        beside = context.scopes.helping(draft.section)
    if owner is None:
        closing = closing_owner(draft.text, context.level)
        owner = context.offices(closing.leads)
        beside = closing.helps or beside
        draft.confidence = min(draft.confidence, CLOSED_BY) if owner else draft.confidence
    return owner, context.offices(helpers or beside)


def _owner_of_titles(draft: Draft, context: Context) -> models.Offices | None:
    """The body that the nearest title of a list over the task names."""
    owners = (owner_in_title(title.text, context) for title in reversed(draft.titles))
    return next((owner for owner in owners if owner is not None), None)


def _owner_of_scope(draft: Draft, context: Context) -> models.Offices | None:
    """Whom a sentence names for the chapter of a task, or for its kind of work: that makes the task
    less sure."""
    scopes = context.scopes
    owner = scopes.over(draft.section) or scopes.by_act(draft.act or draft.text)
    if owner:
        draft.confidence = min(draft.confidence, SAID_ELSEWHERE)
    return context.offices(owner)


def _deadline(draft: Draft, stated: str, context: Context) -> models.Deadline | None:
    """The deadline under the task's own label; else what its wording states; else the time of its
    list, or of the heading over it."""
    spans = draft.spans
    if draft.shares:
        stated = _own_day(draft.text, context) or stated
    if not stated:
        printed = draft.leaves[0].text if draft.leaves else draft.text
        over = deadline_of_section(draft.section, context)
        listed = deadline_of_list(draft.section, printed, context=context)
        # "Tất cả xong trước ngày 30/11" has no beginning, and bounds no work's own time.
        is_span = listed is not None and listed.start is not None
        bounds = listed if is_span else over[1] if over else None
        stated = deadline_in(draft.text, context, bounds=bounds) or ""
        manner = stated if _gives_way(stated, draft.text) else ""
        stated = stated.removeprefix(manner)
        stated = _as_tagged(draft, stated, context, bounds=bounds)
        if not stated and listed is not None:
            stated = listed.raw
        if not stated and draft.over is not None:
            stated = deadline_in(draft.over.text, context, bounds=bounds) or ""
        if not stated and over is not None:
            section, time = over
            stated, spans = time.raw, list(section.spans)
            if not spans:  # the head of the paper tells it
                draft.confidence = min(draft.confidence, SAID_ELSEWHERE)
        stated = stated or time_of_phase(draft.section, context) or manner
    return context.deadline(stated, spans[0] if spans else None)


def _as_tagged(draft: Draft, stated: str, context: Context, *, bounds: DeadlineValue | None) -> str:
    """The time that the rules see, as the tagger sees it; or, where they see none, that which the
    tagger sees: such a task is less sure."""
    if stated:
        return with_words_around(stated, draft.text, context)
    proposed = impossible_term(draft.text) or proposed_time(draft.text, context, bounds)
    if proposed is None or _gives_way(proposed, draft.text):
        return ""
    draft.confidence = min(draft.confidence, PROPOSED)
    return proposed


def _gives_way(stated: str, text: str) -> bool:
    """Does a time tell how, rather than when, or when an event is that the work only mentions?"""
    is_manner = _MANNER.match(stated) is not None
    return is_manner or is_of_mentioned_event(text, stated, text.find(stated))


def _own_day(text: str, context: Context) -> str:
    """The date or span that a point states itself, though it shares labels; no condition."""
    stated = [one.phrase for one in stated_in(text, context) if one.value.kind in ("by", "within")]
    return stated[-1] if stated else ""


def _by_role(fields: list[Field]) -> dict[str, str]:
    """Values by role. The first owner leads; an owner named after it, whatever its label, takes
    part, unless the label says that it leads, too ("Cơ quan thực hiện" under "Cơ quan chủ trì")."""
    values: dict[str, str] = {}
    for labelled in fields:
        role = labelled.role
        if role == "lead" and values.get("lead") and not _says_leading(labelled.label):
            role = "coordinating"
        before = values.get(role)
        values[role] = f"{before}\n{labelled.value}".strip() if before else labelled.value
    return values


def _says_leading(label: str) -> bool:
    folded = fold(label)
    return any(phrase in folded for phrase in raw_phrases("leading_labels"))


def _one_line(text: str) -> str | None:
    return clean(text.replace("\n", " ")) or None


def _group_under(titles: Sequence[Leaf]) -> models.Group | None:
    for title in reversed(titles):
        if not hands_over_with_others(title.text):
            return models.Group(number=title.number, title=title.text.rstrip(" :"))
    return None
