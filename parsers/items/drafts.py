"""A task of the body while it is being read, and how it becomes a `Task`: labels first, then what
its own sentence says, then the sentence that covers its list, then the heading over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kehoach.ingest.model import Span
from kehoach.normalize.text import clean, fold
from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.parsers.items.beginnings import begins, begins_duty
from kehoach.parsers.items.closing_owners import CLOSED_BY, closing_owner
from kehoach.parsers.items.context import Context, as_printed
from kehoach.parsers.items.event_days import is_term, on_its_day
from kehoach.parsers.items.further_owners import owners_said
from kehoach.parsers.items.heading_owners import owner_in_title, owner_of_section
from kehoach.parsers.items.labelled_owners import owners_apart, times_apart, without_owner
from kehoach.parsers.items.labelled_times import before_where_to, take_labelled, without_doing
from kehoach.parsers.items.learned_subjects import LEARNED, rests_on_corpus
from kehoach.parsers.items.list_deadlines import deadline_of_list, deadline_of_section
from kehoach.parsers.items.mentioned_events import is_of_mentioned_event
from kehoach.parsers.items.named_persons import with_person_as_printed
from kehoach.parsers.items.opening_years import from_opening_year
from kehoach.parsers.items.own_times import own_time_first
from kehoach.parsers.items.phases import time_of_phase
from kehoach.parsers.items.proposed_times import PROPOSED, proposed_time, with_words_around
from kehoach.parsers.items.remark_owners import remark_helper, remark_owner
from kehoach.parsers.items.second_owners import with_second_owners
from kehoach.parsers.items.section_times import is_of_all_work
from kehoach.parsers.items.sentence_owners import subject_of
from kehoach.parsers.items.stated_budgets import budget_in
from kehoach.parsers.items.stated_deadlines import deadline_in, stated_in
from kehoach.parsers.items.telling_sentences import are_mostly_matters, tells_requirement
from kehoach.parsers.items.times_of_bodies import deadline_of_bodies
from kehoach.parsers.items.told_at_end import take_end
from kehoach.parsers.layout.fields import (
    CIRCUMSTANCE,
    Field,
    behind_counted_label,
    is_reminder_line,
    names_circumstance,
    names_labels_alone,
    with_labels_apart,
    without_counted_label,
    without_run_in_label,
)
from kehoach.parsers.layout.marks import without_name
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.layout.phase_titles import is_number_of_phase
from kehoach.parsers.tables.cells import split_items
from kehoach.parsers.words import raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

SAID_ELSEWHERE = 0.8
"""How sure a task is whose owner a sentence far from it names."""
MIN_WORDS_BEFORE_LABELS = 2
"""Of a paragraph that ends in labels; with fewer it is a label itself."""


@dataclass(slots=True)
class Draft:
    """A task being read: its wording, its number, the section it stands in, its labelled lines.

    `heading` is the heading that the task is, `act` what its wording says behind the time that it
    opens with, `over` the sentence that covers its list, `members` the points of a list whose
    labels stand behind it: each is a task with these labels, `details` (by `id` of the point) what
    stands deeper under it. `matters` are points that say what it is about. `below` are bullets
    under a paragraph that no label follows; `shares` tells that its labels are those of a point
    behind it. `matter` is the heading of its group, where that over it only says that this is the
    work ("1.1. Nội dung, biện pháp"). `titles` are the points that it stands under, the outermost
    first (list_titles.py). `is_called_work`: its own line opens with a label that counts works.
    """

    text: str
    number: str | None
    section: Node
    spans: list[Span]
    confidence: float
    heading: Node | None = None
    over: Leaf | None = None
    act: str = ""
    inline: tuple[Field, ...] = ()
    fields: list[Field] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    members: list[Leaf] = field(default_factory=list)
    details: dict[int, list[Leaf]] = field(default_factory=dict)
    below: list[Leaf] = field(default_factory=list)
    shares: bool = False
    matter: Node | None = None
    titles: tuple[Leaf, ...] = ()
    is_called_work: bool = False

    def cover(self, leaf: Leaf) -> None:
        """Take a block's place and doubt for the task's own."""
        self.leaves.append(leaf)
        self.spans.extend(leaf.spans)
        self.confidence = min(self.confidence, leaf.confidence)

    def take_fields(self, labelled: tuple[Field, ...], leaf: Leaf) -> None:
        """Take a labelled line."""
        self.fields.extend(labelled)
        self.cover(leaf)

    def extend_field(self, leaf: Leaf) -> None:
        """Take a bullet as part of the last label's value."""
        last = self.fields[-1]
        self.fields[-1] = Field(last.role, last.label, value=f"{last.value}\n{leaf.text}")
        self.leaves.append(leaf)
        self.spans.extend(leaf.spans)

    def take_activity(self, leaf: Leaf) -> None:
        """Take a block as something the task consists of."""
        self.activities.append(leaf.text)
        self.cover(leaf)

    def take_matter(self, leaf: Leaf) -> None:
        """Take a block as something that the task is about."""
        self.matters.append(leaf.text)
        self.cover(leaf)

    def covers(self, leaf: Leaf) -> bool:
        """Does a bullet stand under the sentence or label over the list of the draft?"""
        return self.over is not None and leaf.depth > self.over.depth

    def take_member(self, leaf: Leaf) -> None:
        """Take a point of the list that shares the labels."""
        self.leaves.append(leaf)
        self.members.append(leaf)

    def share_labels(self, points: Iterable[Leaf], *, is_member: Callable[[Leaf], bool]) -> None:
        """Give the labels to each of these points that is a member; what stands between them is
        part of the one before it."""
        self.shares = True
        for leaf in points:
            if is_member(leaf):
                self.members.append(leaf)
            else:
                self.details.setdefault(id(self.members[-1]), []).append(leaf)

    @property
    def expects_list(self) -> bool:
        """Does the last label stand alone ("Sản phẩm:")? Then bullets under it are its value."""
        if not self.fields:
            return False
        value = self.fields[-1].value
        return value == "" or "\n" in value

    def one_by_one(self) -> Iterator[Draft]:
        """The tasks of a list that shares its labels; else the task itself."""
        if not self.members:
            yield from works_under_label(self)
        for leaf in self.members:
            own = draft_of(leaf, self.section, over=self.over)
            for detail in self.details.get(id(leaf), ()):
                own.take_activity(detail)
            own.shares = self.shares
            own.matter = self.matter
            own.confidence = min(own.confidence, self.confidence)
            yield replace(own, fields=[_as_shared(one) for one in self.fields])


def _as_shared(labelled: Field) -> Field:
    """A label behind several points; the time of another thing ("Thời hạn giải ngân kinh phí: …")
    is when none of them is done."""
    is_time = labelled.role == "deadline" and bool(labelled.label)
    is_aside = is_time and not is_of_all_work(labelled.label)
    return replace(labelled, role=CIRCUMSTANCE) if is_aside else labelled


def draft_of(leaf: Leaf, node: Node, over: Leaf | None = None) -> Draft:
    """A block of a section as a task; labels at its end are taken off."""
    text, inline = with_labels_apart(leaf.text)
    if len(text.split()) < MIN_WORDS_BEFORE_LABELS:
        text, inline = leaf.text, ()
    text = text if leaf.kind == "bullet" else without_run_in_label(text)
    return Draft(
        without_counted_label(text),
        leaf.number,
        section=node,
        spans=list(leaf.spans),
        confidence=leaf.confidence,
        over=over,
        inline=inline,
        leaves=[leaf],
        is_called_work=bool(behind_counted_label(text)),
    )


def works_under_label(draft: Draft) -> Iterator[Draft]:
    """A draft that only counts a work ("Hoạt động 1") -> a draft for each line of what it says is
    done ("- Nội dung: …"), with its labels, and for each order that stands among those who do it
    ("+ Sở Xây dựng đăng tải …"); another draft as it is."""
    matters = [line for line in _lines_of(draft.fields, "activity") if line]
    if behind_counted_label(draft.text) != "" or not matters:
        yield draft
        return
    if draft.heading is not None and draft.heading.parent is not None:
        draft = replace(draft, number=draft.heading.number, section=draft.heading.parent)
    orders = list(_orders_among_owners(draft.fields))
    fields = [_without_lines(each, orders) for each in draft.fields if each.role != "activity"]
    for text in matters:
        yield replace(draft, text=text, fields=fields, heading=None)
    times = [each for each in fields if each.role == "deadline"]
    for text in orders:
        yield replace(draft, text=text, fields=times, heading=None, activities=[])


def _lines_of(fields: Iterable[Field], role: str) -> Iterator[str]:
    for labelled in fields:
        if labelled.role == role:
            yield from labelled.value.split("\n")


def _orders_among_owners(fields: Iterable[Field]) -> Iterator[str]:
    """The lines of a list of owners, behind its first, that say what somebody does."""
    lines = [line for line in _lines_of(fields, "lead") if line]
    for line in lines[1:]:
        lead, said = subject_of(line, None)
        if lead and begins_duty(said) and not begins(said, "leading_verbs", "helping_verbs"):
            yield line


def _without_lines(labelled: Field, lines: Sequence[str]) -> Field:
    kept = [line for line in labelled.value.split("\n") if line not in lines]
    return replace(labelled, value="\n".join(kept))


def draft_of_heading(node: Node) -> Draft | None:
    """A heading as a task of the section above it; the root is none, nor is one that only says
    what is told under it ("Chủ đề, thời gian, phạm vi")."""
    if node.parent is None or names_labels_alone(node.title):
        return None
    return Draft(
        node.title,
        node.number,
        section=node.parent,
        spans=list(node.spans),
        confidence=node.confidence,
        heading=node,
    )


# --- from drafts to tasks -------------------------------------------------------------------------


def to_task(draft: Draft, task_id: str, context: Context) -> models.Task:
    """A draft, whole -> the task."""
    draft, labelled = _with_ends(draft, context)
    labelled = own_time_first(draft.text, labelled, leaves=draft.leaves, context=context)
    values = _by_role(labelled)
    beside = [f"{one.label}: {one.value}" for one in labelled if one.role == CIRCUMSTANCE]
    text, number, section = draft.text, draft.number, draft.matter or draft.section
    end = context.ends.get(id(draft.leaves[0])) if draft.leaves else None
    if end is not None:
        text = take_end(text, end, values)
    if "deadline" not in values:
        text, phrase = take_labelled(text, context)
        values["deadline"] = phrase or ""
    values["deadline"], where_to = before_where_to(values["deadline"], context)
    values["deadline"] = without_doing(values["deadline"], context)
    beside.extend(filter(None, (where_to,)))
    listed_activities = [line for line in values.get("activity", "").split("\n") if line]
    has_matter = len(listed_activities) == 1 and all(map(_is_beside_work, draft.activities))
    tells_matter = begins_duty(draft.text) and not begins_duty("".join(listed_activities))
    activities, remarks = _without_remarks(draft)
    if draft.heading is not None and has_matter and not (is_step(draft) or tells_matter):
        # "2. Rà soát văn bản" / "- Nội dung: Rà soát các văn bản …": the heading is its title
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


def is_counted_work(draft: Draft) -> bool:
    """Does the paper count the task, or the heading that it is, among its works ("Nhiệm vụ 3: Dự
    trữ gạo")? Then bullets under it are what it consists of."""
    number = draft.heading.number if draft.heading is not None else draft.number
    return draft.is_called_work or without_name(number) != number


def is_step(draft: Draft) -> bool:
    """Is the task the title of a step ("Bước 1: Họp thôn") of an appendix that tells a procedure
    (its outline has a title), its labelled lines under it?"""
    if draft.heading is None or not is_number_of_phase(draft.heading.number):
        return False
    *_, outermost = draft.heading.titled_ancestors()
    return outermost.parent is None


def _is_beside_work(line: str) -> bool:
    """Does a line tell where, who comes or what to mind, and no part of the work?"""
    return names_circumstance(line) or is_reminder_line(line)


def _without_remarks(draft: Draft) -> tuple[list[str], list[str]]:
    """What stands under a work: what it consists of, and what tells what it is about, where, who
    comes, or how it must be done ("Việc tổ chức phải bảo đảm an toàn")."""
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
    proposed = proposed_time(draft.text, context, bounds)
    if proposed is None or _gives_way(proposed, draft.text):
        return ""
    draft.confidence = min(draft.confidence, PROPOSED)
    return proposed


def _gives_way(stated: str, text: str) -> bool:
    """Does a time tell how, rather than when, or when an event is that the work only mentions?"""
    is_manner = _MANNER.match(stated) is not None
    return is_manner or is_of_mentioned_event(text, stated, text.find(stated))


_MANNER = compile_regex(r"24\s*/\s*(?:24|7)|.*\d\s*(?:giờ|phút)/lần$")
"""“24/24 giờ”, “03 giờ/lần”."""


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
    if not titles:
        return None
    return models.Group(number=titles[-1].number, title=titles[-1].text.rstrip(" :"))


def group_of(node: Node) -> models.Group | None:
    """The section a task stands in, as its group."""
    if not node.title:
        return None
    return models.Group(number=node.number, title=node.title)
