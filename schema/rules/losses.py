"""Rules on what the program lost or cannot take for a plan. Each is the reader's trouble, not the
paper's: a plan with one of these findings is never called complete."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.schema.kinds import is_no_plan, sets_tasks
from kehoach.schema.models import Block, Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.walk import Place

LONG = 25
"""Words of a passage whose loss a reader would notice."""
MANY, MANY_WORDS = 0.03, 40
"""A share of the paper's words, and at least so many, that are lost here and there."""


@rule("not_a_plan")
def not_a_plan(draft: Draft) -> Iterator[Finding]:
    """A report, an invitation, a shopping list: nothing in it is an order to anybody."""
    if is_no_plan(draft.plan.document) and not draft.plan.tasks:
        kind = draft.plan.document.type or "?"
        yield finding("not_a_plan", on=draft.document.child("type"), evidence=kind)


@rule("no_tasks")
def no_tasks(draft: Draft) -> Iterator[Finding]:
    """A plan in which there is nothing to do: its tables were not understood. A directive or a
    notice may give all its orders as duties of offices, a schedule all its appointments as
    obligations."""
    plan = draft.plan
    if plan.tasks or is_no_plan(plan.document):
        return
    if any(note.code == "schedule_read" for note in draft.notes):
        return
    if sets_tasks(plan.document.type) or not plan.assignments:
        yield finding("no_tasks", on=draft.whole.child("tasks"))


@rule("unplaced_text")
def unplaced_text(draft: Draft) -> Iterator[Finding]:
    """Passages that were read and ended in no part of the plan: each long one, and all of them
    together where many small ones add up."""
    scattered: list[Place[Block]] = []
    words = 0
    for block in draft.whole.children("unplaced"):
        count = len(block.part.text.split())
        if count >= LONG:
            yield finding("unplaced_text", on=block, count=count)
        else:
            scattered.append(block)
            words += count
    coverage = draft.plan.source.coverage
    if coverage is not None and words > max(MANY_WORDS, MANY * coverage.words):
        yield finding("scattered_text", on=scattered[0], count=words, places=len(scattered))
