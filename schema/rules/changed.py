"""Works that the paper itself takes back or changes: in a remark beside them, or in points that
amend another paper."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.changes import amends, change_in_point, change_in_remark

MOST_LETTERS = 90
"""Of a point that is quoted."""


@rule("changed_work")
def changed_work(draft: Draft) -> Iterator[Finding]:
    """A work whose remark says that it is not done any more, or that it has another time or another
    doer ("Đã bãi bỏ", "Gia hạn đến 30/9"): its cells still say what held before."""
    for task in draft.tasks:
        change = change_in_remark(task.part.note)
        if change is not None:
            name = "work_taken_back" if change == "taken_back" else "work_changed"
            yield finding(name, on=task.child("note"))


@rule("amending_point")
def amending_point(draft: Draft) -> Iterator[Finding]:
    """A task that is no work of its own but changes one that stands elsewhere ("Bãi bỏ nhiệm vụ số
    5"): whoever follows the works must look there."""
    texts = [task.part.task for task in draft.tasks if task.part.origin == "body"]
    is_amending = amends(draft.plan.document.title, texts)
    for task in draft.tasks if is_amending else ():
        if task.part.origin != "body":
            continue
        if change_in_point(task.part.task, among_others=True) is not None:
            yield finding("amending_point", on=task, evidence=task.part.task[:MOST_LETTERS])
