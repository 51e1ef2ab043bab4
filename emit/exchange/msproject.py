"""Plans as Microsoft Project XML (MSPDI, the format of "Save as XML"; ProjectLibre and others read
it, too): groups are summary tasks, leads are resources, the last day is start, finish and deadline.

Nothing is scheduled: a task stands where the paper puts it (`Manual`), and one without a day has
none. The task's id stands in the field Text1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kehoach.emit.exchange.xml import Branch, document_bytes
from kehoach.emit.origin import Origin
from kehoach.emit.rows import dates_of, named_group, paper_row
from kehoach.schema.models import Deadline, Group, Plan, Task
from kehoach.schema.papers import papers_of

NAMESPACE = "http://schemas.microsoft.com/project"
_TEXT1 = "188743731"
"""The number of the field Text1 (PjField of Microsoft Project)."""
_DAY_STARTS, _DAY_ENDS = "T08:00:00", "T17:00:00"
_WORK = "1"
"""A resource that works, not material."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the project: a group, or a task of it. `level`: its depth, from 1."""

    level: int
    name: str
    task: Task | None = None


def to_msproject(plan: Plan, origin: Origin) -> bytes:
    """The tasks of each paper in a file as one project."""
    lines = [line for paper in papers_of(plan) for line in _lines(paper)]
    root = Branch.root("Project", NAMESPACE)
    root.leaf("SaveVersion", "14")
    row = paper_row(plan, origin)
    root.leaf("Name", origin.paper)
    root.leaf("Title", row["title"])
    root.leaf("Subject", row["document_number"])
    root.leaf("Company", row["unit"])
    fields = root.branch("ExtendedAttributes").branch("ExtendedAttribute")
    fields.leaf("FieldID", _TEXT1)
    fields.leaf("FieldName", "Text1")
    fields.leaf("Alias", "Mã nhiệm vụ")
    resources = _resources(lines)
    _write_tasks(root.branch("Tasks"), lines)
    _write_resources(root.branch("Resources"), resources)
    _write_assignments(root.branch("Assignments"), lines, resources=resources)
    return document_bytes(root.element)


def _lines(plan: Plan) -> Iterator[_Line]:
    """The tasks of a paper in its order, each group once above those that follow it."""
    above: list[Group] = []
    for task in plan.tasks:
        groups = [group for group in (task.group, task.subgroup) if group is not None]
        for level, group in enumerate(groups, start=1):
            if above[:level] != groups[:level]:
                yield _Line(level, named_group(group))
        above = groups
        yield _Line(len(groups) + 1, task.task, task=task)


def _resources(lines: list[_Line]) -> dict[str, int]:
    """The bodies that lead or help, each with its number, from 1."""
    names = (name for line in lines if line.task for name in _bodies(line.task))
    return {name: number for number, name in enumerate(dict.fromkeys(names), start=1)}


def _bodies(task: Task) -> list[str]:
    """Those who lead a task, or as they are printed where they are no names."""
    return [] if task.lead is None else list(task.lead.names)


def _write_tasks(tasks: Branch, lines: list[_Line]) -> None:
    numbers: list[int] = []
    for number, line in enumerate(lines, start=1):
        numbers = [*numbers[: line.level], *[0] * (line.level - len(numbers))]
        numbers[-1] += 1
        task = tasks.branch("Task")
        task.leaf("UID", str(number))
        task.leaf("ID", str(number))
        task.leaf("Name", line.name)
        task.leaf("Manual", "1")
        task.leaf("OutlineNumber", ".".join(map(str, numbers)))
        task.leaf("OutlineLevel", str(line.level))
        _write_days(task, line.task)
        task.leaf("Summary", str(int(line.task is None)))
        if line.task is not None:
            _write_details(task, line.task)


def _write_days(branch: Branch, task: Task | None) -> None:
    start, end = dates_of(task.deadline) if task and task.deadline else (None, None)
    if end is None:
        return
    branch.leaf("Start", f"{start or end}{_DAY_STARTS}")
    branch.leaf("Finish", f"{end}{_DAY_ENDS}")
    branch.leaf("ManualStart", f"{start or end}{_DAY_STARTS}")
    branch.leaf("ManualFinish", f"{end}{_DAY_ENDS}")


def _write_details(branch: Branch, task: Task) -> None:
    deadline = task.deadline or Deadline(raw="")
    end = dates_of(deadline)[1]
    if end is not None:
        branch.leaf("Deadline", f"{end}{_DAY_ENDS}")
    branch.leaf("Notes", "\n".join(_notes(task)) or None)
    field = branch.branch("ExtendedAttribute")
    field.leaf("FieldID", _TEXT1)
    field.leaf("Value", task.id)


def _notes(task: Task) -> Iterator[str]:
    """What of a task has no field of its own there."""
    told: tuple[tuple[str, Any], ...] = (
        ("Mục tiêu", task.objective),
        ("Hoạt động", "; ".join(task.activities)),
        ("Sản phẩm", "; ".join(task.deliverables)),
        ("Phối hợp", task.coordinating.raw if task.coordinating else None),
        ("Thời hạn", task.deadline.raw if task.deadline else None),
        ("Kinh phí", task.budget),
        ("Ghi chú", task.note),
    )
    return (f"{name}: {value}" for name, value in told if value)


def _write_resources(branch: Branch, resources: dict[str, int]) -> None:
    for name, number in resources.items():
        resource = branch.branch("Resource")
        resource.leaf("UID", str(number))
        resource.leaf("ID", str(number))
        resource.leaf("Name", name)
        resource.leaf("Type", _WORK)


def _write_assignments(branch: Branch, lines: list[_Line], resources: dict[str, int]) -> None:
    made = 0
    for number, line in enumerate(lines, start=1):
        for name in dict.fromkeys(_bodies(line.task) if line.task else ()):
            made += 1
            assignment = branch.branch("Assignment")
            assignment.leaf("UID", str(made))
            assignment.leaf("TaskUID", str(number))
            assignment.leaf("ResourceUID", str(resources[name]))
