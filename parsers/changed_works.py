"""Works that the paper itself takes back or changes (`changes` of the rules) are told less sure,
and what a point that amends only quotes is no time and nobody of its own."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.ground.context import Context
from kehoach.schema import models
from kehoach.schema.rules.changes import (
    Change,
    amends,
    change_in_point,
    change_in_remark,
    in_quotes,
    new_time,
)

SURE: dict[Change, float] = {"taken_back": 0.4, "later": 0.6, "replaced": 0.5, "added": 0.8}
"""How sure a task is of which that is told."""


def with_changes(
    tasks: Sequence[models.Task], title: str | None, context: Context
) -> tuple[models.Task, ...]:
    """The tasks of a paper, those that it takes back or changes less sure."""
    points = [task.task for task in tasks if task.origin == "body"]
    is_amending = amends(title, points)
    changed: list[models.Task] = []
    for task in tasks:
        is_point = is_amending and task.origin == "body"
        change = change_in_point(task.task, among_others=True) if is_point else None
        if change is not None:
            task = _amending(task, change, context)
        change = change or change_in_remark(task.note)
        if change is not None:
            task = task.model_copy(update={"confidence": min(task.confidence, SURE[change])})
        changed.append(task)
    return tuple(changed)


def _amending(task: models.Task, change: Change, context: Context) -> models.Task:
    """A point that amends: what it revokes has neither time nor doer any more, what it quotes is
    not its own, a time that was moved is the one that holds now."""
    due = new_time(task.task)
    if due and change == "replaced":
        return task.model_copy(update={"deadline": context.deadline(due, tells=False)})
    update: dict[str, object] = {}
    for role in ("lead", "coordinating", "deadline"):
        value = getattr(task, role)
        if value is None or change == "added":
            continue
        if change == "taken_back" or in_quotes(value.raw, task.task):
            update[role] = None
    return task.model_copy(update=update)
