"""Small plans of a fictional ward, made of what each test needs: tasks with their deadlines as a
clerk would write them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.period import Period as KnownPeriod
from kehoach.normalize.times.values import DeadlineValue
from kehoach.schema.identity import with_ids
from kehoach.schema.models import (
    Deadline,
    DocumentInfo,
    Offices,
    Period,
    Plan,
    Source,
    Task,
    Unit,
)
from kehoach.schema.occasions import day_of

YEAR = Period(raw="năm 2025", start="2025-01-01", end="2025-12-31")


def deadline_of(raw: str, period: Period | None = YEAR) -> Deadline | None:
    """A deadline as the parsers would read it."""
    known = (
        KnownPeriod(period.raw or "", day_of(period.start), day_of(period.end)) if period else None
    )
    value = parse_deadline(raw, known)
    return None if value is None else _deadline(value)


def _deadline(value: DeadlineValue) -> Deadline:
    return Deadline(
        raw=value.raw,
        kind=value.kind,
        start=value.start.isoformat() if value.start else None,
        end=value.end.isoformat() if value.end else None,
        recurrence=value.recurrence,
        parts=tuple(map(_deadline, value.parts)),
    )


def task_of(
    words: str, deadline: str = "", lead: str = "Văn phòng HĐND và UBND", **more: Any
) -> Task:
    """A task by its words, its deadline and its lead ("": none)."""
    return Task(
        id="",
        origin="table",
        task=words,
        lead=Offices(raw=lead, units=(lead,)) if lead else None,
        deadline=deadline_of(deadline),
        **more,
    )


def plan_of(tasks: Iterable[Task], ward: str = "Tân Khê", **document: Any) -> Plan:
    """A plan with its ids."""
    facts: dict[str, Any] = {
        "type": "Kế hoạch",
        "number": "12/KH-UBND",
        "issuer": f"UBND xã {ward}",
        "unit": Unit(level="xã", name=ward),
        "issued_on": "2025-02-10",
        "title": "Cải cách hành chính năm 2025",
        "period": YEAR,
    }
    told = DocumentInfo(**(facts | document))
    source = Source(name=f"{ward}.pdf", sha256=sha256(ward.encode()).hexdigest(), media_type="x/y")
    return with_ids(Plan(status="ok", source=source, document=told, tasks=tuple(tasks)))
