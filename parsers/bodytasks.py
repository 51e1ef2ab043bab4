"""Tasks that a plan states in its body: a paragraph with labelled lines under it ("- Cơ quan chủ trì: …"), or, in a
narrative plan, the bullets under its headings of tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import regex

from ingest.model import Span
from normalize.deadline import parse_deadline
from normalize.text import clean, fold
from parsers.cells import split_items
from parsers.context import Context
from parsers.fields import Field, read_field
from parsers.outline import Leaf, Node
from parsers.targets import is_target_section
from parsers.words import contains, opens_with, raw_phrases
from schema import models

_CLAUSE_END = regex.compile(r"[;,.:)](?!\d)")
_STATED = ("by", "within", "recurring", "conditional")


@dataclass(slots=True)
class _Draft:
    """A task being read: its wording, its number, the section it stands in, and its labelled lines."""

    text: str
    number: str | None
    section: Node
    spans: list[Span]
    confidence: float
    fields: list[Field] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def labelled_tasks(root: Node, context: Context) -> list[models.Task]:
    """Every paragraph (or heading) with labelled lines under it -> a task, in order."""
    drafts = [
        draft for node in root.walk() if not is_target_section(node) for draft in _drafts(node) if _is_task(draft)
    ]
    return _finish(drafts, context)


def _is_task(draft: _Draft) -> bool:
    roles = {f.role for f in draft.fields}
    return bool(roles & {"lead", "deadline"}) or len(roles & {"coordinating", "deliverable"}) == 2


def _drafts(node: Node) -> Iterator[_Draft]:
    """Runs of blocks under one heading: a block without label, then its labelled lines. Labelled lines right under
    the heading make the heading itself the task."""
    draft: _Draft | None = None
    if node.parent is not None:
        draft = _Draft(node.title, node.number, node.parent, list(node.spans), node.confidence)
    for child in node.children:
        if not isinstance(child, Leaf):
            if draft is not None:
                yield draft
            draft = None
            continue
        if child.kind == "footnote":
            continue
        labelled = read_field(child.text) if child.kind != "item" or draft is None or draft.fields else None
        if labelled is not None and draft is not None:
            draft.fields.append(labelled)
            draft.spans.extend(child.spans)
            draft.confidence = min(draft.confidence, child.confidence)
        elif draft is not None and draft.fields and child.kind == "bullet" and _continues_field(draft, child):
            last = draft.fields[-1]
            draft.fields[-1] = Field(last.role, last.label, f"{last.value}\n{child.text}")
            draft.spans.extend(child.spans)
        else:
            if draft is not None:
                yield draft
            draft = _Draft(child.text, child.number, node, list(child.spans), child.confidence)
    if draft is not None:
        yield draft


def _continues_field(draft: _Draft, leaf: Leaf) -> bool:
    """A bullet under a label that stands alone ("Sản phẩm:") is part of its value."""
    last = draft.fields[-1]
    return last.value == "" or (last.value.count("\n") > 0 and leaf.kind == "bullet")


def _finish(drafts: list[_Draft], context: Context) -> list[models.Task]:
    tasks: list[models.Task] = []
    counts: dict[str, int] = {}
    for draft in drafts:
        place = draft.section.path or "0"
        counts[place] = counts.get(place, 0) + 1
        values = _by_role(draft.fields)
        lead, coordinating = context.owners(values.get("lead", ""), values.get("coordinating", ""))
        tasks.append(
            models.Task(
                id=f"t.{place}.{counts[place]}",
                origin="body",
                group=group_of(draft.section),
                number=draft.number,
                objective=_one_line(values.get("objective", "")) or None,
                task=draft.text,
                activities=tuple(line for line in values.get("activity", "").split("\n") if line),
                deliverables=tuple(split_items(values.get("deliverable", "").split("\n"))),
                lead=lead,
                coordinating=coordinating,
                deadline=context.deadline(values.get("deadline", ""), draft.spans[0] if draft.spans else None),
                budget=_one_line(values.get("budget", "")) or None,
                spans=context.spans(draft.spans),
                confidence=draft.confidence,
            )
        )
    return tasks


def _by_role(fields: list[Field]) -> dict[str, str]:
    """Values by role. The first owner leads; an owner named after it, whatever its label, takes part, unless the
    label says that it leads, too ("Cơ quan thực hiện" under "Cơ quan chủ trì")."""
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
    """A plan without table and labels: each bullet or numbered point under a heading of tasks is a task."""
    drafts = [
        _Draft(leaf.text, leaf.number, node, list(leaf.spans), leaf.confidence)
        for node in root.walk()
        if _is_task_section(node)
        for leaf in node.leaves()
        if leaf.kind in ("item", "bullet") or (leaf.kind == "paragraph" and len(leaf.text.split()) > 8)
        if not leaf.text.endswith(":") and not leaf.text.startswith("(") and not opens_with(leaf.text, "farewell")
    ]
    for draft in drafts:
        if phrase := deadline_in(draft.text, context):
            draft.fields.append(Field("deadline", "", phrase))
    return _finish(drafts, context)


def deadline_in(text: str, context: Context) -> str | None:
    """The deadline a sentence states on the way ("…, hoàn thành trước ngày 30/6/2026"): the words from an opening to
    the end of the clause, when they are understood as a time; the last such clause counts. The date of a document
    ("Kế hoạch số … ngày …") is no deadline."""
    found: str | None = None
    for match in _openings().finditer(text):
        phrase = _CLAUSE_END.split(text[match.start() :], maxsplit=1)[0].strip()
        value = parse_deadline(phrase, context.period)
        if value is not None and value.kind in _STATED and len(phrase.split()) <= 14:
            found = " ".join(phrase.split()[:2]) if value.kind == "recurring" else phrase
    return found


@cache
def _openings() -> regex.Pattern[str]:
    listed = sorted(raw_phrases("deadline_openings"), key=len, reverse=True)
    opening = "|".join(map(regex.escape, listed))
    return regex.compile(rf"(?<![\p{{L}}\d/])(?:{opening})(?![\p{{L}}\d])", regex.IGNORECASE)


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
