"""What an assistant is told of a plan: short, with the place of each thing in the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from kehoach.normalize.text import fold
from kehoach.schema.models import Deadline, Finding, Offices, Plan, Severity, Task
from kehoach.schema.papers import papers_of, told_findings

PartName: TypeAlias = Literal[
    "document", "sections", "targets", "tasks", "assignments", "obligations", "source"
]


def summary(plan: Plan) -> dict[str, Any]:
    """What kind of paper it is, and how much it holds."""
    document = plan.document
    papers = papers_of(plan)
    return {
        "status": plan.status,
        "type": document.type,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "title": document.title,
        "pages": len(plan.source.pages),
        "tasks": sum(len(paper.tasks) for paper in papers),
        "targets": sum(len(paper.targets) for paper in papers),
        "assignments": sum(len(paper.assignments) for paper in papers),
        "papers_in_the_file": len(papers),
        "findings": dict(sorted(Counter(one.severity for one in told_findings(plan)).items())),
        "corrections": len(plan.corrections),
    }


def part_of(plan: Plan, part: PartName) -> Any:
    """A part of a plan as its JSON holds it."""
    names: set[str] = {part}
    return plan.model_dump(mode="json", include=names)[part]


def tasks_of(plan: Plan, *, office: str | None) -> list[dict[str, Any]]:
    """The tasks of every paper in a file; of one body where it is named."""
    tasks = [task for paper in papers_of(plan) for task in paper.tasks]
    return [_task(task) for task in tasks if office is None or _concerns(task, office)]


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "number": task.number,
        "group": task.group.title if task.group else None,
        "task": task.task,
        "deliverables": list(task.deliverables),
        "lead": _units(task.lead),
        "coordinating": _units(task.coordinating),
        "deadline": _deadline(task.deadline),
        "confidence": task.confidence,
        "spans": [span.model_dump() for span in task.spans],
    }


def _units(offices: Offices | None) -> list[str]:
    return [] if offices is None else list(offices.names)


def _deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    told = deadline.model_dump(mode="json", exclude={"parts"})
    return {key: value for key, value in told.items() if value is not None}


def _concerns(task: Task, office: str) -> bool:
    """Does a task name a body as its lead or helper?"""
    wanted = fold(office)
    named = [*_units(task.lead), *_units(task.coordinating)]
    return any(wanted in fold(one) for one in named)


def findings_of(plan: Plan, severity: Severity | None) -> list[dict[str, Any]]:
    """What is wrong with a paper, the worst first; of one severity where that is asked."""
    order: Sequence[Severity] = ("error", "warning", "info")
    found = [one for one in told_findings(plan) if severity in (None, one.severity)]
    return [_finding(one) for one in sorted(found, key=lambda one: order.index(one.severity))]


def _finding(one: Finding) -> dict[str, Any]:
    told = one.model_dump(mode="json")
    return {key: value for key, value in told.items() if value not in (None, [], "")}
