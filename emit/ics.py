"""Deadlines with a date as a calendar (RFC 5545): one all-day event on the last day of each.

Written here rather than by a library: a batch writes some hundred thousand events, the library
icalendar takes ten times as long for each, and it is two rules, escaping and folding. The tests
read the result back with that library. Nothing in it comes from a clock: the same plan gives the
same bytes, and a calendar that has an event already knows it again by its UID.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date

from kehoach.emit.direction import upright
from kehoach.emit.rows import Origin
from kehoach.schema.models import Deadline, Obligation, Offices, Plan, Task
from kehoach.schema.papers import papers_of

HEAD = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kehoach//deadlines//VI\r\nCALSCALE:GREGORIAN\r\n"
    "X-WR-CALNAME:Thời hạn trong kế hoạch\r\n"
).encode()
TAIL = b"END:VCALENDAR\r\n"
_SPACE = uuid.UUID("6f0b5c2e-8d0f-5a51-9d2b-4f2f7d1c3a10")
"""Our own name space: a UID is the same wherever and whenever it is made."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
MAX_SUMMARY = 200
MAX_OCTETS = 75


def events(plan: Plan, origin: Origin, taken: set[str] | None = None) -> Iterator[bytes]:
    """The events of each paper in a file, of its tasks and of its hard dates outside them; `HEAD`
    and `TAIL` go around those of all. `taken`: the UIDs that the calendar has already, to which
    those of this plan are added; of one paper in two forms both are there, each with UIDs of its
    own."""
    used = set() if taken is None else taken
    for paper in papers_of(plan):
        yield from _events_of_paper(paper, origin, used)


def _events_of_paper(plan: Plan, origin: Origin, used: set[str]) -> Iterator[bytes]:
    sha256 = plan.source.sha256
    for number, task in enumerate(plan.tasks, 1):
        described = _description(plan, origin, task)
        happening = (task.task, described, task.lead)
        key = task.id if plan.id is not None else f"{sha256}/{number}/{task.id}"
        for part, deadline in enumerate(_dated(task.deadline), 1):
            uid = _uid(f"{key}/{part}", sha256, used)
            yield _event(plan, deadline, happening, uid=uid)
    for number, obligation in enumerate(plan.obligations, 1):
        described = _described(plan, origin, obligation)
        happening = (obligation.text, described, obligation.who)
        key = obligation.id or f"{sha256}/obligation/{number}"
        for part, deadline in enumerate(_dated(obligation.deadline), 1):
            uid = _uid(f"{key}/{part}", sha256, used)
            yield _event(plan, deadline, happening, uid=uid)


def _uid(key: str, sha256: str, used: set[str]) -> str:
    """The UID of an event: of what is due, not of the day, so that a calendar moves the event when
    a new version of the paper gives another."""
    uid = f"{uuid.uuid5(_SPACE, key)}@kehoach"
    if uid in used:
        uid = f"{uuid.uuid5(_SPACE, f'{sha256}/{key}')}@kehoach"
    used.add(uid)
    return uid


def _event(
    plan: Plan, deadline: Deadline, happening: tuple[str, str, Offices | None], *, uid: str
) -> bytes:
    """One event; `happening`: what is due, its description, and who has to do it."""
    what, description, who = happening
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_stamp(plan):%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{(deadline.end or '').replace('-', '')}",
        f"SUMMARY:{_text(what[:MAX_SUMMARY])}",
        f"DESCRIPTION:{_text(description)}",
        *_categories(who),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return b"".join(_folded(line) for line in lines)


def _dated(deadline: Deadline | None) -> Iterator[Deadline]:
    """What has a last day and is still to come; of several deadlines each."""
    if deadline is None or deadline.kind == "done":
        return
    if deadline.parts:
        for part in deadline.parts:
            yield from _dated(part)
    elif deadline.end is not None and _day(deadline.end) is not None:
        yield deadline


def _description(plan: Plan, origin: Origin, task: Task) -> str:
    """What a person wants to know of a task, a line each."""
    lines = [
        f"Chủ trì: {task.lead.raw}" if task.lead else "",
        f"Phối hợp: {task.coordinating.raw}" if task.coordinating else "",
        f"Thời hạn: {task.deadline.raw}" if task.deadline else "",
        f"Sản phẩm: {'; '.join(task.deliverables)}" if task.deliverables else "",
        *_cited(plan, origin),
    ]
    return "\n".join(filter(None, lines))


def _described(plan: Plan, origin: Origin, obligation: Obligation) -> str:
    lines = [
        f"Ai làm: {obligation.who.raw}" if obligation.who else "",
        f"Thời hạn: {obligation.deadline.raw}",
        *_cited(plan, origin),
    ]
    return "\n".join(filter(None, lines))


def _cited(plan: Plan, origin: Origin) -> tuple[str, str]:
    document = plan.document
    cited = " ".join(part for part in (document.number, document.issuer) if part)
    return f"Văn bản: {cited or origin.paper}", f"Tệp: {origin.paper}"


def _categories(who: Offices | None) -> Iterator[str]:
    if who is not None and who.units:
        yield f"CATEGORIES:{','.join(map(_text, who.units))}"


def _folded(line: str) -> bytes:
    r"""A content line, folded so that none has more than 75 octets; no letter is cut in two
    (section 3.1).

    >>> _folded("SUMMARY:" + "ế" * 25).decode("utf-8")
    'SUMMARY:ếếếếếếếếếếếếếếếếếếếếếế\r\n ếếế\r\n'
    """
    data = line.encode("utf-8", "replace")
    if len(data) <= MAX_OCTETS:
        return data + b"\r\n"
    parts: list[bytes] = []
    start, room = 0, MAX_OCTETS
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, room = end, MAX_OCTETS - 1  # the blank that a continued line begins with counts
    return b"\r\n ".join(parts) + b"\r\n"


def _stamp(plan: Plan) -> date:
    """DTSTAMP must be there; the day of issue is the only time that is the paper's own."""
    return _day(plan.document.issued_on or "") or date(2000, 1, 1)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(text: str) -> str:
    """A text as RFC 5545 writes it: escaped, without the control characters that it forbids (all
    but the line feed) and marks that turn its direction."""
    clean = _CONTROL.sub(" ", upright(text).replace("\r\n", "\n").replace("\r", "\n"))
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        clean = clean.replace(sign, escaped)
    return clean


def to_ics(plan: Plan, origin: Origin) -> bytes:
    """The deadlines of one plan, and its hard dates outside tasks."""
    return HEAD + b"".join(events(plan, origin)) + TAIL
