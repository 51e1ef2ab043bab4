"""What stands under a work of prose: what it consists of, and its remarks."""

from __future__ import annotations

from kehoach.schema.models import Task


def under_work(task: Task) -> tuple[str, ...]:
    """The activities of a task, and the lines of its note."""
    return (*task.activities, *(task.note or "").splitlines())
