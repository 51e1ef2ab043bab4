"""Days that the words of a task name and nothing holds: neither its deadline nor an obligation
tells them."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.normalize.times.days_left import days_left
from kehoach.schema.models import Finding, Task
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.changes import change_in_point

MOST = 5
"""Tasks of a paper that are told one by one."""


@rule("days_left")
def days_left_over(draft: Draft) -> Iterator[Finding]:
    """ "Phòng Kinh tế khảo sát ngày 05/3; đo đạc ngày 06/3; trình ngày 08/3" is one task, due on
    the last of its days: who plans by its deadline misses the others."""
    held = [one.deadline.raw for one in draft.plan.obligations]
    told = 0
    for place in draft.tasks:
        task = place.part
        if not _states_its_time(task) or told >= MOST or change_in_point(task.task) is not None:
            continue  # what a point that amends quotes is told there
        own = [task.deadline.raw] if task.deadline is not None else []
        days = days_left(task.task, [*own, *held])
        if days:
            told += 1
            yield finding("days_left", on=place, days=", ".join(days))


def _states_its_time(task: Task) -> bool:
    """Is it a point, or a row whose own words say when: without a cell of its own for that?"""
    if task.origin == "body":
        return True
    return task.deadline is not None and task.deadline.raw in task.task
