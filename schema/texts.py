"""Every wording of a plan once, with where it stands: what rules on wording go through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kehoach.schema.models import Block, Plan, Section, Spans, Task


@dataclass(frozen=True, slots=True)
class Text:
    """A wording. `where` is its JSON pointer; `kind` one of title, heading, the kinds of blocks,
    basis, target, caption, and the fields of a task (task, objective, activities, deliverables,
    lead, coordinating, deadline, budget, note, group, subgroup); `path` the headings above it."""

    where: str
    kind: str
    text: str
    spans: Spans = ()
    confidence: float = 1.0
    path: tuple[str, ...] = ()

    @property
    def in_table(self) -> bool:
        """Is it a cell of a table?"""
        return self.where.startswith("/tasks/") or (self.where.startswith("/targets/"))


CELLS = (
    "objective",
    "task",
    "activities",
    "deliverables",
    "lead",
    "coordinating",
    "deadline",
    "budget",
    "note",
)


def texts(plan: Plan) -> Iterator[Text]:
    """The wordings of the title, the body, its tables and the appendices, in reading order. What
    stands twice in the JSON (the sentences of the body that are tasks, targets or duties too) comes
    once; a merged cell comes once."""
    if plan.document.title:
        yield Text("/document/title", "title", plan.document.title)
    yield from _blocks(plan.preamble, "/preamble", ())
    for at, section in enumerate(plan.sections):
        yield from _section(section, f"/sections/{at}", ())
    yield from _blocks(plan.loose, "/loose", ())
    for at, target in enumerate(plan.targets):
        if target.origin == "table":
            yield Text(
                f"/targets/{at}/text", "target", target.text, target.spans, target.confidence
            )
    yield from _cells(plan.tasks)
    for at, appendix in enumerate(plan.appendices):
        if appendix.title:
            yield Text(f"/appendices/{at}/title", "caption", appendix.title, appendix.spans)
        yield from _blocks(appendix.blocks, f"/appendices/{at}/blocks", ())


def _blocks(blocks: Iterable[Block], where: str, path: tuple[str, ...]) -> Iterator[Text]:
    for at, block in enumerate(blocks):
        yield Text(f"{where}/{at}", block.kind, block.text, block.spans, block.confidence, path)


def _section(section: Section, where: str, path: tuple[str, ...]) -> Iterator[Text]:
    yield Text(f"{where}/title", "heading", section.title, section.spans, section.confidence, path)
    inside = (*path, section.title)
    yield from _blocks(section.blocks, f"{where}/blocks", inside)
    for at, child in enumerate(section.sections):
        yield from _section(child, f"{where}/sections/{at}", inside)


def _cells(tasks: Iterable[Task]) -> Iterator[Text]:
    """The cells of rows; the same words in the row above are the same cell, or were judged
    there."""
    last: dict[str, object] = {}
    for at, task in enumerate(tasks):
        if task.origin != "table":
            continue
        for kind in ("group", "subgroup"):
            group = getattr(task, kind)
            if group is not None and last.get(kind) != group:
                yield Text(
                    f"/tasks/{at}/{kind}/title", kind, group.title, task.spans, task.confidence
                )
            last[kind] = group
        for kind in CELLS:
            value = getattr(task, kind)
            if value != last.get(kind):
                yield from _cell(f"/tasks/{at}/{kind}", kind, value, task)
            last[kind] = value


def _cell(where: str, kind: str, value: object, task: Task) -> Iterator[Text]:
    if isinstance(value, tuple):
        for at, item in enumerate(value):
            yield Text(f"{where}/{at}", kind, item, task.spans, task.confidence)
    elif isinstance(value, str):
        yield Text(where, kind, value, task.spans, task.confidence)
    elif value is not None:
        yield Text(
            f"{where}/raw", kind, str(getattr(value, "raw", "")), task.spans, task.confidence
        )
