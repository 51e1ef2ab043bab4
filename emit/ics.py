"""Deadlines with a date as a calendar (RFC 5545), by the library icalendar: one all-day event on the last day of each.

Nothing in it comes from a clock: the same plan gives the same bytes, and a calendar that has an event already knows it
again by its UID.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date

from icalendar.parser import Contentline
from icalendar.prop import vText

from emit.rows import Origin
from schema.models import Deadline, Plan, Task

HEAD = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kehoach//deadlines//VI\r\nCALSCALE:GREGORIAN\r\n"
    "X-WR-CALNAME:Thời hạn trong kế hoạch\r\n"
).encode()
TAIL = b"END:VCALENDAR\r\n"
_SPACE = uuid.UUID("6f0b5c2e-8d0f-5a51-9d2b-4f2f7d1c3a10")
"""Our own name space: a UID is the same wherever and whenever it is made."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
MAX_SUMMARY = 200


def events(plan: Plan, origin: Origin) -> Iterator[bytes]:
    """The events of one plan; `HEAD` and `TAIL` go around those of all."""
    stamp = _stamp(plan)
    seen: dict[str, int] = {}
    for task in plan.tasks:
        for deadline in _dated(task.deadline):
            key = f"{plan.source.sha256}/{task.id}/{deadline.end}"
            seen[key] = seen.get(key, 0) + 1  # a task may name a day twice; the UIDs must differ all the same
            yield _event(plan, origin, task, deadline, f"{key}/{seen[key]}", stamp)


def _dated(deadline: Deadline | None) -> Iterator[Deadline]:
    """What has a last day and is still to come; of several deadlines each."""
    if deadline is None or deadline.kind == "done":
        return
    if deadline.parts:
        for part in deadline.parts:
            yield from _dated(part)
    elif deadline.end is not None and _day(deadline.end) is not None:
        yield deadline


def _event(plan: Plan, origin: Origin, task: Task, deadline: Deadline, key: str, stamp: date) -> bytes:
    """One event. Its lines are put together here, the library escapes and folds them: its own objects would take ten
    times as long, and a batch writes some hundred thousand."""
    told = [
        f"Chủ trì: {task.lead.raw}" if task.lead else "",
        f"Phối hợp: {task.coordinating.raw}" if task.coordinating else "",
        f"Thời hạn: {task.deadline.raw}" if task.deadline else "",
        f"Sản phẩm: {'; '.join(task.deliverables)}" if task.deliverables else "",
        f"Văn bản: {' '.join(part for part in (plan.document.number, plan.document.issuer) if part) or origin.paper}",
        f"Tệp: {origin.paper}",
    ]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uuid.uuid5(_SPACE, key)}@kehoach",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{deadline.end.replace('-', '') if deadline.end else ''}",
        f"SUMMARY:{_text(task.task[:MAX_SUMMARY])}",
        f"DESCRIPTION:{_text(chr(10).join(line for line in told if line))}",
        *([f"CATEGORIES:{','.join(map(_text, task.lead.units))}"] if task.lead and task.lead.units else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    """A content line, folded at 75 octets between letters."""
    return bytes(Contentline(line).to_ical()) + b"\r\n"  # type: ignore[no-untyped-call]


def _stamp(plan: Plan) -> date:
    """DTSTAMP must be there; the day of issue is the only time that is the paper's own."""
    return _day(plan.document.issued_on or "") or date(2000, 1, 1)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(text: str) -> str:
    """A text as RFC 5545 writes it: escaped, without the control characters that it forbids (all but the line feed)."""
    clean = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return bytes(vText(clean.encode("utf-8", "replace").decode("utf-8")).to_ical()).decode("utf-8")


def to_ics(plan: Plan, origin: Origin) -> bytes:
    """The deadlines of one plan."""
    return HEAD + b"".join(events(plan, origin)) + TAIL
