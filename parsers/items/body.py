"""Tasks that a plan states in its body: a paragraph with labelled lines under it ("- Cơ quan chủ
trì: …"), or, in a narrative plan, the bullets under its headings of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.ingest.model import Span
from kehoach.normalize.text import clean, fold
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.ids import TaskIds
from kehoach.parsers.items.stated_deadlines import (
    deadline_in,
    deadline_of_list,
    deadline_of_section,
    is_about_list,
    take_labelled,
)
from kehoach.parsers.items.targets import is_target_section
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.tables.cells import split_items
from kehoach.parsers.words import contains, opens_with, raw_phrases
from kehoach.schema import models

MIN_WORDS = 9
"""A shorter paragraph that is no item of a list is no task."""


@dataclass(slots=True)
class _Draft:
    """A task being read: its wording, its number, the section it stands in, and its labelled
    lines."""

    text: str
    number: str | None
    section: Node
    spans: list[Span]
    confidence: float
    fields: list[Field] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)

    def cover(self, leaf: Leaf) -> None:
        """Take a block's place and doubt for the task's own."""
        self.spans.extend(leaf.spans)
        self.confidence = min(self.confidence, leaf.confidence)

    def take_field(self, labelled: Field, leaf: Leaf) -> None:
        """Take a labelled line."""
        self.fields.append(labelled)
        self.cover(leaf)

    def extend_field(self, leaf: Leaf) -> None:
        """Take a bullet as part of the last label's value."""
        last = self.fields[-1]
        self.fields[-1] = Field(last.role, last.label, f"{last.value}\n{leaf.text}")
        self.spans.extend(leaf.spans)

    def take_activity(self, leaf: Leaf) -> None:
        """Take a block as something the task consists of."""
        self.activities.append(leaf.text)
        self.cover(leaf)

    @property
    def expects_list(self) -> bool:
        """Does the last label stand alone ("Sản phẩm:")? Then bullets under it are its value."""
        if not self.fields:
            return False
        value = self.fields[-1].value
        return value == "" or "\n" in value


def _draft_of(leaf: Leaf, node: Node) -> _Draft:
    return _Draft(
        leaf.text,
        leaf.number,
        section=node,
        spans=list(leaf.spans),
        confidence=leaf.confidence,
    )


# --- labelled tasks -------------------------------------------------------------------------------


def labelled_tasks(root: Node, context: Context) -> list[models.Task]:
    """Every paragraph (or heading) with labelled lines under it -> a task, in order."""
    drafts: list[_Draft] = []
    for node in root.walk():
        if not is_target_section(node):
            drafts.extend(draft for draft in _drafts(node) if _is_task(draft))
    for draft in drafts:
        draft.text, phrase = take_labelled(draft.text, context)
        if phrase is not None:
            draft.fields.append(Field("deadline", "", phrase))
    return _finish(drafts, context)


def _is_task(draft: _Draft) -> bool:
    roles = {labelled.role for labelled in draft.fields}
    if "lead" in roles or "deadline" in roles:
        return True
    return "coordinating" in roles and "deliverable" in roles


def _drafts(node: Node) -> Iterator[_Draft]:
    """Runs of blocks under one heading: an opener, bullets under it, then labelled lines. Labelled
    lines right under the heading make the heading itself the task."""
    opener = _draft_of_heading(node)
    run: list[Leaf] = []
    for child in node.children:
        if not isinstance(child, Leaf):
            yield from _in_run(opener, run, node)
            opener = None
            run = []
        elif child.kind != "footnote":
            run.append(child)
    yield from _in_run(opener, run, node)


def _draft_of_heading(node: Node) -> _Draft | None:
    if node.parent is None:
        return None
    return _Draft(
        node.title,
        node.number,
        section=node.parent,
        spans=list(node.spans),
        confidence=node.confidence,
    )


def _in_run(draft: _Draft | None, run: Sequence[Leaf], node: Node) -> Iterator[_Draft]:
    """The tasks of a run of blocks; `draft` is the heading over it."""
    listed: list[Leaf] = []  # bullets since the opener, not labelled so far
    for index, leaf in enumerate(run):
        is_bullet = leaf.kind == "bullet"
        has_fields = draft is not None and bool(draft.fields)
        may_be_field = leaf.kind != "item" or draft is None or has_fields
        labelled = read_field(leaf.text) if may_be_field else None
        if labelled is not None and listed:
            draft = _owner_of_labels(draft, listed, run[index:], node)
            listed = []
        if labelled is not None and draft is not None:
            draft.take_field(labelled, leaf)
        elif is_bullet and not has_fields:
            listed.append(leaf)
        elif is_bullet and draft is not None and draft.expects_list:
            draft.extend_field(leaf)
        else:
            if draft is not None:
                yield draft
            draft = None if is_bullet else _draft_of(leaf, node)
            listed = [leaf] if is_bullet else []
    if draft is not None:
        yield draft


def _owner_of_labels(
    opener: _Draft | None, listed: Sequence[Leaf], rest: Sequence[Leaf], node: Node
) -> _Draft:
    """What the labelled lines that begin `rest` speak of: the bullet before them, with what stands
    under it; or the opener of the list, when the labels are no deeper than the list and the list
    has no others."""
    depth = rest[0].depth or listed[-1].depth
    same_level = [index for index, leaf in enumerate(listed) if leaf.depth <= depth]
    speaks_of_list = not same_level or (len(same_level) > 1 and _labels_end(rest))
    if opener is not None and speaks_of_list:
        owner, below = opener, listed
    else:
        first = same_level[-1] if same_level else len(listed) - 1
        owner, below = _draft_of(listed[first], node), listed[first + 1 :]
    for leaf in below:
        if leaf.text.endswith(":"):
            owner.cover(leaf)
        else:
            owner.take_activity(leaf)
    return owner


def _labels_end(rest: Sequence[Leaf]) -> bool:
    """Is all that follows labelled, up to the next opener?"""
    value = ""
    for leaf in rest:
        labelled = read_field(leaf.text)
        if labelled is not None:
            value = labelled.value
        elif leaf.kind != "bullet":
            return True
        elif value:
            return False
    return True


# --- from drafts to tasks -------------------------------------------------------------------------


def _finish(drafts: list[_Draft], context: Context) -> list[models.Task]:
    ids = TaskIds("t")
    return [_task(draft, ids.next(draft.section.path or "0"), context) for draft in drafts]


def _task(draft: _Draft, task_id: str, context: Context) -> models.Task:
    values = _by_role(draft.fields)
    lead, coordinating = context.owners(values.get("lead", ""), values.get("coordinating", ""))
    listed_activities = [line for line in values.get("activity", "").split("\n") if line]
    return models.Task(
        id=task_id,
        origin="body",
        group=group_of(draft.section),
        number=draft.number,
        objective=_one_line(values.get("objective", "")),
        task=draft.text,
        activities=(*draft.activities, *listed_activities),
        deliverables=tuple(split_items(values.get("deliverable", "").split("\n"))),
        lead=lead,
        coordinating=coordinating,
        deadline=_deadline(draft, values.get("deadline", ""), context),
        budget=_one_line(values.get("budget", "")),
        spans=context.spans(draft.spans),
        confidence=draft.confidence,
    )


def _deadline(draft: _Draft, stated: str, context: Context) -> models.Deadline | None:
    """The deadline under the task's own label; else what its wording states; else the time of its
    list, or of the heading over it."""
    spans = draft.spans
    if not stated:
        over = deadline_of_section(draft.section, context)
        listed = deadline_of_list(draft.section, draft.text, context)
        bounds = listed or (over[1] if over else None)
        stated = deadline_in(draft.text, context, bounds) or ""
        if not stated and listed is not None:
            stated = listed.raw
        elif not stated and over is not None:
            section, time = over
            stated, spans = time.raw, list(section.spans)
    return context.deadline(stated, spans[0] if spans else None)


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


def group_of(node: Node) -> models.Group | None:
    """The section a task stands in, as its group."""
    if not node.title:
        return None
    return models.Group(number=node.number, title=node.title)


# --- narrative plans ------------------------------------------------------------------------------


def narrative_tasks(root: Node, context: Context) -> list[models.Task]:
    """A plan without table and labels: each bullet or numbered point under a heading of tasks is a
    task."""
    drafts: list[_Draft] = []
    for node in root.walk():
        if _is_task_section(node):
            drafts.extend(_points(node))
    return _finish([one for one in drafts if not is_about_list(one.text, context)], context)


def _points(node: Node) -> Iterator[_Draft]:
    """The tasks right under a heading. What a bullet lists after its colon are its activities,
    unless it only announces them ("Tập trung các việc sau:"): then they are the tasks."""
    with_list: _Draft | None = None
    for leaf in node.leaves():
        if with_list is not None:
            if leaf.depth > 1:
                with_list.take_activity(leaf)
                continue
            yield with_list
            with_list = None
        if leaf.text.startswith("(") or opens_with(leaf.text, "farewell"):
            continue
        if leaf.text.endswith(":"):
            if leaf.depth == 1 and not contains(leaf.text, "announcements"):
                with_list = _draft_of(leaf, node)
        elif _is_point(leaf):
            yield _draft_of(leaf, node)
    if with_list is not None:
        yield with_list


def _is_point(leaf: Leaf) -> bool:
    if leaf.kind == "paragraph":
        return len(leaf.text.split()) >= MIN_WORDS
    return leaf.kind in ("item", "bullet")


def _is_task_section(node: Node) -> bool:
    """The nearest heading that speaks of tasks, targets or duties decides: only tasks count."""
    for section in node.titled_ancestors():
        title = section.title
        if contains(title, "assignment_headings") or opens_with(title, "not_task_headings"):
            return False
        if contains(title, "task_headings"):
            return True
        if contains(title, "target_headings"):
            return False
    return False
