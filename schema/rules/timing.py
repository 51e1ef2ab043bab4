"""Rules on when: deadlines outside the plan's period, before its date of issue, or that give no
time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from kehoach.normalize.text import comparison_key
from kehoach.schema.models import Deadline, Plan
from kehoach.schema.rules.base import Hit, Observations, rule
from kehoach.schema.rules.vocabulary import words

AFTERMATH = timedelta(days=62)
"""Reports on a period are due after it: so long a deadline may lie behind its end."""


@rule("deadline_outside_period")
def deadline_outside_period(plan: Plan, _: Observations) -> Iterator[Hit]:
    """A deadline that lies wholly outside the time the plan is made for."""
    period = plan.document.period
    if period is None:
        return
    first, last = _day(period.start), _day(period.end)
    for at, task in enumerate(plan.tasks):
        for part in _parts(task.deadline):
            start, end = _day(part.start), _day(part.end)
            late = last is not None and (
                start > last if start else end is not None and end > last + AFTERMATH
            )
            early = first is not None and end is not None and end < first
            if late or early:
                details: dict[str, object] = {"period": period.raw or ""}
                yield Hit(
                    "deadline_outside_period",
                    f"/tasks/{at}/deadline",
                    part.raw,
                    task.spans,
                    details,
                )


@rule("deadline_before_issue")
def deadline_before_issue(plan: Plan, _: Observations) -> Iterator[Hit]:
    """A deadline that was over when the paper was issued. One before the period is told there."""
    issued = plan.document.issued_on
    period = plan.document.period
    begin = _day(period.start) if period else None
    if issued is None:
        return
    since = _day((issued + "-01-01")[:10] if len(issued) == len("2025") else (issued + "-01")[:10])
    for at, task in enumerate(plan.tasks):
        for part in _parts(task.deadline):
            end = _day(part.end)
            if (
                end is not None
                and since is not None
                and end < since
                and not (begin and end < begin)
            ):
                details: dict[str, object] = {"issued": issued}
                yield Hit(
                    "deadline_before_issue", f"/tasks/{at}/deadline", part.raw, task.spans, details
                )


@rule("vague_deadline")
def vague_deadline(plan: Plan, _: Observations) -> Iterator[Hit]:
    """A cell of deadlines that holds the name of a paper and a year: no time is given."""
    papers, times = (
        [comparison_key(word) for word in words(key)] for key in ("papers", "time_words")
    )
    for at, task in enumerate(plan.tasks):
        if task.deadline is None or task.deadline.kind != "within":
            continue
        told = comparison_key(task.deadline.raw)
        opens = any(told.startswith(paper + " ") for paper in papers)
        if opens and not any(f" {word} " in f" {told} " for word in times):
            yield Hit("vague_deadline", f"/tasks/{at}/deadline", task.deadline.raw, task.spans)


def _parts(deadline: Deadline | None) -> Iterator[Deadline]:
    if deadline is None:
        return
    for part in deadline.parts or (deadline,):
        if part.kind not in ("done", "recurring", "continuous", None):
            yield part


def _day(iso: str | None) -> date | None:
    """A day of the calendar; the 31st of a short month is its last day."""
    if iso is None:
        return None
    year, month, day = (int(part) for part in iso.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
