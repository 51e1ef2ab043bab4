"""Tasks that a plan states in its body: a paragraph with labelled lines under it ("- Cơ quan chủ
trì: …"), or, in a narrative plan, the bullets under its headings of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.ingest.model import Span
from kehoach.normalize.text import clean, fold
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.stated_deadlines import deadline_in, deadline_of_section
from kehoach.parsers.items.targets import is_target_section
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.tables.cells import split_items
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models


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


def labelled_tasks(root: Node, context: Context) -> list[models.Task]:
    """Every paragraph (or heading) with labelled lines under it -> a task, in order."""
    drafts = [
        draft
        for node in root.walk()
        if not is_target_section(node)
        for draft in _drafts(node)
        if _is_task(draft)
    ]
    return _finish(drafts, context)


def _is_task(draft: _Draft) -> bool:
    roles = {f.role for f in draft.fields}
    return bool(roles & {"lead", "deadline"}) or len(roles & {"coordinating", "deliverable"}) == 2


def _drafts(node: Node) -> Iterator[_Draft]:
    """Runs of blocks under one heading: an opener, bullets under it, then labelled lines. Labelled
    lines right under the heading make the heading itself the task."""
    opener: _Draft | None = None
    if node.parent is not None:
        opener = _Draft(node.title, node.number, node.parent, list(node.spans), node.confidence)
    run: list[Leaf] = []
    for child in node.children:
        if isinstance(child, Leaf):
            if child.kind != "footnote":
                run.append(child)
        else:
            yield from _in_run(opener, run, node)
            opener, run = None, []
    yield from _in_run(opener, run, node)


def _in_run(draft: _Draft | None, run: Sequence[Leaf], node: Node) -> Iterator[_Draft]:
    listed: list[Leaf] = []  # bullets since the opener, not labelled so far
    for at, leaf in enumerate(run):
        labelled = (
            read_field(leaf.text) if leaf.kind != "item" or draft is None or draft.fields else None
        )
        if labelled is not None and listed:
            draft, listed = _owner_of_labels(draft, listed, run[at:], node), []
        if labelled is not None and draft is not None:
            draft.fields.append(labelled)
            draft.cover(leaf)
        elif (
            draft is not None and draft.fields and leaf.kind == "bullet" and _continues_field(draft)
        ):
            last = draft.fields[-1]
            draft.fields[-1] = Field(last.role, last.label, f"{last.value}\n{leaf.text}")
            draft.spans.extend(leaf.spans)
        elif leaf.kind == "bullet" and not (draft is not None and draft.fields):
            listed.append(leaf)
        else:
            if draft is not None:
                yield draft
            draft, listed = (None, [leaf]) if leaf.kind == "bullet" else (_draft_of(leaf, node), [])
    if draft is not None:
        yield draft


def _draft_of(leaf: Leaf, node: Node) -> _Draft:
    return _Draft(leaf.text, leaf.number, node, list(leaf.spans), leaf.confidence)


def _owner_of_labels(
    opener: _Draft | None, listed: Sequence[Leaf], rest: Sequence[Leaf], node: Node
) -> _Draft:
    """What the labelled lines that begin `rest` speak of: the bullet before them, with what stands
    under it; or the opener of the list, when the labels are no deeper than the list and the list
    has no others."""
    depth = rest[0].depth or listed[-1].depth
    level = [at for at, leaf in enumerate(listed) if leaf.depth <= depth]
    if opener is not None and (not level or (len(level) > 1 and _labels_end(rest))):
        first = 0
    else:
        first = level[-1] + 1 if level else len(listed)
        opener = _draft_of(listed[first - 1], node)
    for leaf in listed[first:]:
        opener.cover(leaf)
        if not leaf.text.endswith(":"):
            opener.activities.append(leaf.text)
    return opener


def _labels_end(rest: Sequence[Leaf]) -> bool:
    """Is all that follows labelled, up to the next opener?"""
    value = ""
    for leaf in rest:
        found = read_field(leaf.text)
        if found is None and leaf.kind != "bullet":
            return True
        if found is None and value:
            return False
        value = found.value if found else value
    return True


def _continues_field(draft: _Draft) -> bool:
    """A bullet under a label that stands alone ("Sản phẩm:") is part of its value."""
    value = draft.fields[-1].value
    return value == "" or "\n" in value


def _finish(drafts: list[_Draft], context: Context) -> list[models.Task]:
    tasks: list[models.Task] = []
    counts: dict[str, int] = {}
    for draft in drafts:
        place = draft.section.path or "0"
        counts[place] = counts.get(place, 0) + 1
        values = _by_role(draft.fields)
        stands = draft.spans
        if not values.get("deadline") and (over := deadline_of_section(draft.section, context)):
            values["deadline"], stands = over[0].title, list(over[0].spans)
        lead, coordinating = context.owners(values.get("lead", ""), values.get("coordinating", ""))
        tasks.append(
            models.Task(
                id=f"t.{place}.{counts[place]}",
                origin="body",
                group=group_of(draft.section),
                number=draft.number,
                objective=_one_line(values.get("objective", "")) or None,
                task=draft.text,
                activities=(
                    *draft.activities,
                    *(line for line in values.get("activity", "").split("\n") if line),
                ),
                deliverables=tuple(split_items(values.get("deliverable", "").split("\n"))),
                lead=lead,
                coordinating=coordinating,
                deadline=context.deadline(
                    values.get("deadline", ""), stands[0] if stands else None
                ),
                budget=_one_line(values.get("budget", "")) or None,
                spans=context.spans(draft.spans),
                confidence=draft.confidence,
            )
        )
    return tasks


def _by_role(fields: list[Field]) -> dict[str, str]:
    """Values by role. The first owner leads; an owner named after it, whatever its label, takes
    part, unless the label says that it leads, too ("Cơ quan thực hiện" under "Cơ quan chủ trì")."""
    values: dict[str, str] = {}
    for own in fields:
        role = own.role
        if role == "lead" and values.get("lead") and "chủ trì" not in fold(own.label):
            role = "coordinating"
        values[role] = f"{values[role]}\n{own.value}".strip() if values.get(role) else own.value
    return values


def _one_line(text: str) -> str:
    return clean(text.replace("\n", " "))


def group_of(node: Node) -> models.Group | None:
    """The section a task stands in, as its group."""
    return models.Group(number=node.number, title=node.title) if node.title else None


def narrative_tasks(root: Node, context: Context) -> list[models.Task]:
    """A plan without table and labels: each bullet or numbered point under a heading of tasks is a
    task."""
    drafts = [draft for node in root.walk() if _is_task_section(node) for draft in _told(node)]
    for draft in drafts:
        over = deadline_of_section(draft.section, context)
        if phrase := deadline_in(draft.text, context, over[1] if over else None):
            draft.fields.append(Field("deadline", "", phrase))
    return _finish(drafts, context)


def _told(node: Node) -> Iterator[_Draft]:
    """The tasks right under a heading. What a bullet lists after its colon are its activities,
    unless it only announces them ("Tập trung các việc sau:"): then they are the tasks."""
    named: _Draft | None = None
    for leaf in node.leaves():
        if named is not None and leaf.depth > 1:
            named.activities.append(leaf.text)
            named.cover(leaf)
            continue
        if named is not None:
            yield named
            named = None
        if leaf.text.startswith("(") or opens_with(leaf.text, "farewell"):
            continue
        if leaf.text.endswith(":"):
            named = (
                _draft_of(leaf, node)
                if leaf.depth == 1 and not contains(leaf.text, "announcements")
                else None
            )
        elif leaf.kind in ("item", "bullet") or (
            leaf.kind == "paragraph" and len(leaf.text.split()) > 8
        ):
            yield _draft_of(leaf, node)
    if named is not None:
        yield named


def _is_task_section(node: Node) -> bool:
    """The nearest heading that speaks of tasks, targets or duties decides: only tasks count."""
    at: Node | None = node
    while at is not None and at.title:
        if contains(at.title, "assignment_headings") or opens_with(at.title, "not_task_headings"):
            return False
        if contains(at.title, "task_headings"):
            return True
        if contains(at.title, "target_headings"):
            return False
        at = at.parent
    return False
