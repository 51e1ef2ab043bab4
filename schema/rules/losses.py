"""Rules on what the program lost or cannot take for a plan. Each is the reader's trouble, not the
paper's: a plan with one of these findings is never called complete."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.schema.kinds import gives_orders, is_no_plan, sets_tasks
from kehoach.schema.models import Block, Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.paper import is_called, number_in_text
from kehoach.schema.walk import Place

LONG = 25
"""Words of a passage whose loss a reader would notice."""
MOST_OF_LETTERHEAD = 100
"""Words."""
MANY, MANY_WORDS = 0.03, 40
"""A share of the paper's words, and at least so many, that are lost here and there."""


@rule("not_a_plan")
def not_a_plan(draft: Draft) -> Iterator[Finding]:
    """A report, an invitation, a shopping list: nothing in it is an order to anybody."""
    if _is_no_plan(draft) and not draft.plan.tasks:
        kind = draft.plan.document.type
        place = draft.document.child("type")
        numbered = None if kind else number_in_text(draft)
        if numbered is not None:
            yield finding("unheaded_paper", on=place, evidence=numbered)
            return
        unnamed = "no_office" if is_called(draft) else "no_paper"
        yield finding("not_a_plan" if kind else unnamed, on=place, evidence=kind or "")


def _is_no_plan(draft: Draft) -> bool:
    """Is it a kind that orders nothing, or a paper of which nothing tells that an office wrote it,
    no line at its head either ("Kế hoạch số 27/KH-UBND tổ chức …")?"""
    info = draft.plan.document
    return is_no_plan(info) and (info.type is not None or not is_called(draft, by_number=True))


@rule("no_tasks")
def no_tasks(draft: Draft) -> Iterator[Finding]:
    """A plan in which there is nothing to do, or a directive or a notice without an order: what it
    gives was not understood, and such a paper is never called complete. A decision may give duties
    alone (to a group that it sets up); a schedule gives all its appointments as obligations, which
    is told; targets that somebody has are work enough."""
    plan = draft.plan
    if plan.tasks or _is_no_plan(draft):
        return
    if any(note.code == "schedule_read" for note in draft.notes):
        return
    if any(target.lead is not None for target in plan.targets):
        return  # what is promised, and who answers for it: work enough
    kind = plan.document.type
    if sets_tasks(kind) or gives_orders(kind) or not plan.assignments:
        yield finding("no_tasks", on=draft.whole.child("tasks"))


@rule("swallowed_text")
def swallowed_text(draft: Draft) -> Iterator[Finding]:
    """Far more words in the letterhead than one has: what stands below it was taken for a part of
    it (150 letterheads that were read right had 50 words at most, 5 others 245 and more)."""
    lines = draft.plan.document.letterhead
    count = sum(len(line.split()) for line in lines)
    if count > MOST_OF_LETTERHEAD:
        longest = max(lines, key=len)
        place = draft.document.child("letterhead")
        yield finding("swallowed_text", on=place, evidence=longest, count=count)


@rule("unplaced_text")
def unplaced_text(draft: Draft) -> Iterator[Finding]:
    """Passages that were read and ended in no part of the plan: each long one, and all of them
    together where many small ones add up."""
    scattered: list[Place[Block]] = []
    scattered_words = 0
    for block in draft.whole.children("unplaced"):
        count = len(block.part.text.split())
        if count >= LONG:
            yield finding("unplaced_text", on=block, count=count)
        else:
            scattered.append(block)
            scattered_words += count
    coverage = draft.plan.source.coverage
    if coverage is not None and scattered_words > max(MANY_WORDS, MANY * coverage.words):
        yield finding(
            "scattered_text", on=scattered[0], count=scattered_words, places=len(scattered)
        )
