"""The tasks of plans as they are followed: what stands in their row, when something of them is due,
what they lack, and what might belong there."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from kehoach.emit.finding_names import name_of
from kehoach.emit.findings import advice_of
from kehoach.emit.origin import Origin
from kehoach.emit.rows import Row, obligation_rows, task_rows, unit_name
from kehoach.schema.models import Deadline, Finding, Plan, Task
from kehoach.schema.occasions import Occasion, occasions
from kehoach.schema.papers import papers_of
from kehoach.schema.rules.owed import owed_by

LACKS: Mapping[str, str] = {
    "lead": "missing_owner",
    "deadline": "missing_deadline",
    "deliverables": "missing_deliverable",
}
"""The columns that no task should leave empty, and the finding that tells it."""
_APART = "~"
_MARK = re.compile(rf"{_APART}[0-9a-f]{{6}}$")
_OF_TASK = re.compile(r"/tasks/(\d+)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Followed:
    """A task, or a hard date outside tasks. `row`: its cells by the names of columns (emit.rows);
    `lacks`: the columns of `LACKS` that it owes and leaves empty; `points`: the names of findings
    on it; `suggestion`: what belongs there, or what to do."""

    id: str
    unit: str
    paper: str
    number: str | None
    text: str
    row: Row
    offices: tuple[str, ...]
    deadline: Deadline | None
    occasions: tuple[Occasion, ...]
    lacks: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    suggestion: str = ""


def followed(plan: Plan, origin: Origin, tasks: Iterable[Row] | None = None) -> Iterator[Followed]:
    """All that is to be followed in the papers of a file: of each its tasks, then its hard dates
    outside them. `tasks`: the rows of all its tasks when they are made already."""
    papers = papers_of(plan)
    if tasks is None:
        tasks = chain.from_iterable(task_rows(paper, origin) for paper in papers)
    rows = iter(tasks)
    for paper in papers:
        own = islice(rows, len(paper.tasks))
        yield from _tasks(paper, origin, rows=own)
        yield from _obligations(paper, origin)


def told_apart(tasks: Iterable[Followed]) -> Iterator[Followed]:
    """The tasks, each under an id that no other has. Two plans of one office under one title have
    the same ids, whatever their numbers, and so have wards of one name: what is filled in one must
    not count for the other. The first keeps its id; the others get their paper's mark."""
    taken: set[str] = set()
    for task in tasks:
        own_id, words = task.id, task.paper
        while own_id in taken:
            own_id = f"{task.id}{_APART}{_digest(words)}"
            words += own_id
        taken.add(own_id)
        yield task if own_id == task.id else replace(task, id=own_id)


def plan_id(own_id: str) -> str:
    """The id that a task has in its plan.

    >>> plan_id("vb-1-nv-2~0a1b2c"), plan_id("vb-1-nv-2")
    ('vb-1-nv-2', 'vb-1-nv-2')
    """
    return _MARK.sub("", own_id)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:6]


def _tasks(plan: Plan, origin: Origin, rows: Iterable[Row]) -> Iterator[Followed]:
    unit = unit_name(plan) or ""
    findings = _findings_by_task(plan)
    owed = owed_by(plan)
    for index, (task, row) in enumerate(zip(plan.tasks, rows, strict=True)):
        lacks = tuple(name for name in owed.fields(task) if not row[name])
        told = findings.get(index, [])
        yield Followed(
            id=task.id,
            unit=unit,
            paper=origin.paper,
            number=task.number,
            text=row["task"],
            row=row,
            offices=tuple(row["lead_units"]),
            deadline=task.deadline,
            occasions=tuple(occasions(task.deadline, plan.document)),
            lacks=lacks,
            points=_points(told, lacks),
            suggestion=_suggestion(task, told),
        )


def _obligations(plan: Plan, origin: Origin) -> Iterator[Followed]:
    unit = unit_name(plan) or ""
    rows = obligation_rows(plan, origin)
    for index, (obligation, row) in enumerate(zip(plan.obligations, rows, strict=True), 1):
        own_id = obligation.id or f"{plan.source.sha256}/obligation/{index}"
        yield Followed(
            id=own_id,
            unit=unit,
            paper=origin.paper,
            number=None,
            text=row["task"],
            row={**row, "task_id": own_id},
            offices=tuple(row["lead_units"]),
            deadline=obligation.deadline,
            occasions=tuple(occasions(obligation.deadline, plan.document)),
        )


def _findings_by_task(plan: Plan) -> Mapping[int, Sequence[Finding]]:
    """The findings on each task, by its index."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in plan.findings:
        place = _OF_TASK.match(finding.where)
        if place is not None:
            found[int(place[1])].append(finding)
    return found


def _points(findings: Sequence[Finding], lacks: Collection[str]) -> tuple[str, ...]:
    """What kinds of findings there are, each once; what is empty is told without them."""
    told = {LACKS[name] for name in lacks}
    return tuple(dict.fromkeys(name_of(one.code).vi for one in findings if one.code not in told))


def _suggestion(task: Task, findings: Sequence[Finding]) -> str:
    """Who probably leads it, then what the findings advise, a line each."""
    lines: list[str] = []
    inferred = task.inferred_lead
    if task.lead is None and inferred is not None:
        lines.append(f"Có lẽ {'; '.join(inferred.units)} chủ trì: “{inferred.evidence}”")
    lines += [
        f"{name_of(one.code).vi}: {advice}" for one in findings if (advice := advice_of(one, "vi"))
    ]
    return "\n".join(dict.fromkeys(lines))


def cell_texts(row: Row, names: Sequence[str]) -> list[str]:
    """The cells of a row as texts, for comparing."""
    return [_text(row.get(name)) for name in names]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, list) else str(value)
