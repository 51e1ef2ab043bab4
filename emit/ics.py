"""Deadlines with a date as a calendar (RFC 5545): one all-day event on the last day of each; what
comes again is one event with a rule, within the time of its plan.

Written here rather than by a library: a batch writes some hundred thousand events, the library
icalendar takes ten times as long for each, and it is two rules, escaping and folding. The tests
read the result back with that library. Nothing in it comes from a clock: the same plan gives the
same bytes, and a calendar that has an event already knows it again by its UID; SEQUENCE and DTSTAMP
grow with the day of issue and with corrections, so that the newer of two versions stays.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from kehoach.emit.direction import upright
from kehoach.emit.origin import Origin
from kehoach.emit.rows import unit_name
from kehoach.normalize.times.recurring import LAST_WEEK, Rhythm
from kehoach.normalize.times.timespan import LAST_DAY
from kehoach.schema.models import Deadline, Obligation, Offices, Plan, Task
from kehoach.schema.occasions import Occasion, day_of, occasions
from kehoach.schema.papers import papers_of

HEAD = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kehoach//deadlines//VI\r\nCALSCALE:GREGORIAN\r\n"
    "X-WR-CALNAME:Thời hạn trong kế hoạch\r\n"
).encode()
TAIL = b"END:VCALENDAR\r\n"
_SPACE = uuid.UUID("6f0b5c2e-8d0f-5a51-9d2b-4f2f7d1c3a10")
"""Our own name space: a UID is the same wherever and whenever it is made."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
MAX_SUMMARY, MAX_BODIES = 200, 60
REMIND = (3,)
"""Days before, unless another number is asked for."""
OF_THIS_DAY = "Ngày này"
LAST_DAY_TAKEN = "Văn bản không nêu ngày; ở đây là ngày cuối của mỗi kỳ."
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_IN_EVERY_MONTH = 28
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MAX_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Calendar:
    """How deadlines become a calendar. `remind`: how many days before each a reminder comes, at
    eight in the morning; `todo`: as things to do (VTODO), not as events; `only`: the ids of the
    tasks and obligations that are wanted, None for all."""

    remind: tuple[int, ...] = REMIND
    todo: bool = False
    only: Collection[str] | None = None


DEFAULT_CALENDAR = Calendar()


@dataclass(frozen=True, slots=True)
class _Happening:
    """What is due: its id (None: the plan is older than ids), the key that its UIDs are made of,
    its words, who has to do it, what a person wants to know of it."""

    id: str | None
    key: str
    what: str
    who: Offices | None
    deadline: Deadline | None
    lines: tuple[str, ...]


def events(
    plan: Plan,
    origin: Origin,
    taken: set[str] | None = None,
    *,
    calendar: Calendar = DEFAULT_CALENDAR,
) -> Iterator[bytes]:
    """The events of each paper in a file, of its tasks and of its hard dates outside them; `HEAD`
    and `TAIL` go around those of all. `taken`: the UIDs that the calendar has already, to which
    those of this plan are added; of one paper in two forms both are there, each with UIDs of its
    own."""
    used = set() if taken is None else taken
    for paper in papers_of(plan):
        yield from _events_of_paper(paper, origin, used=used, calendar=calendar)


def _events_of_paper(
    plan: Plan, origin: Origin, *, used: set[str], calendar: Calendar
) -> Iterator[bytes]:
    sha256 = plan.source.sha256
    for happening in _happenings(plan, origin):
        is_wanted = calendar.only is None or happening.id in calendar.only
        for occasion in occasions(happening.deadline, plan.document):
            uid = _uid(f"{happening.key}/{occasion.number}", sha256, used=used)
            if is_wanted:
                yield _component(plan, occasion, happening=happening, uid=uid, calendar=calendar)


def _happenings(plan: Plan, origin: Origin) -> Iterator[_Happening]:
    """The tasks of a paper, then its hard dates outside them."""
    sha256 = plan.source.sha256
    for number, task in enumerate(plan.tasks, 1):
        yield _Happening(
            id=task.id,
            key=task.id if plan.id is not None else f"{sha256}/{number}/{task.id}",
            what=task.task,
            who=task.lead,
            deadline=task.deadline,
            lines=_told_of_task(plan, origin, task=task),
        )
    for number, obligation in enumerate(plan.obligations, 1):
        yield _Happening(
            id=obligation.id,
            key=obligation.id or f"{sha256}/obligation/{number}",
            what=obligation.text,
            who=obligation.who,
            deadline=obligation.deadline,
            lines=_told_of_obligation(plan, origin, obligation=obligation),
        )


def _uid(key: str, sha256: str, used: set[str]) -> str:
    """The UID of an event: of what is due, not of the day, so that a calendar moves the event when
    a new version of the paper gives another."""
    uid = f"{uuid.uuid5(_SPACE, key)}@kehoach"
    if uid in used:
        uid = f"{uuid.uuid5(_SPACE, f'{sha256}/{key}')}@kehoach"
    used.add(uid)
    return uid


def _component(
    plan: Plan, occasion: Occasion, happening: _Happening, *, uid: str, calendar: Calendar
) -> bytes:
    """One event, or thing to do, with its reminders."""
    stamp = _stamp(plan)
    day = f"{occasion.day:%Y%m%d}"
    summary = _summary(plan, happening, occasion=occasion)
    rule = list(_rule(occasion))
    if calendar.todo:
        kind, uid = "VTODO", f"todo-{uid}"
        # A thing to do that comes again must say when it starts, and is due then.
        when = [f"DTSTART;VALUE=DATE:{day}" if rule else f"DUE;VALUE=DATE:{day}"]
        state = ["STATUS:NEEDS-ACTION"]
    else:
        kind = "VEVENT"
        when = [f"DTSTART;VALUE=DATE:{day}"]
        state = ["TRANSP:TRANSPARENT"]
    lines = [
        f"BEGIN:{kind}",
        f"UID:{uid}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{int((stamp - _EPOCH).total_seconds()) // 60}",
        *when,
        *rule,
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(_description(occasion, happening))}",
        *_categories(happening.who),
        *state,
        *_alarms(calendar, summary, is_todo=calendar.todo and not rule),
        f"END:{kind}",
    ]
    return b"".join(_folded(line) for line in lines)


def _rule(occasion: Occasion) -> Iterator[str]:
    """The rule of what comes again (RFC 5545, section 3.3.10): it gives just `occasion.days()`.

    >>> from datetime import date
    >>> def rule(rhythm: Rhythm) -> str:
    ...     one, last = next(rhythm.dates(date(2025, 1, 1), date(2025, 12, 31))), date(2025, 12, 31)
    ...     return next(_rule(Occasion(1, Deadline(raw=""), one, last, rhythm)))
    >>> rule(Rhythm((3, 6, 9, 12)))
    'RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20251231'
    >>> rule(Rhythm(tuple(range(1, 13)), weekday=0, week=1))
    'RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20251231'
    """
    rhythm = occasion.rhythm
    if rhythm is None or occasion.day == occasion.last:
        return
    parts = _every(rhythm)
    if rhythm.weekday is None:
        parts += _on_day(rhythm.day)
    elif rhythm.week is not None:
        week = -1 if rhythm.week == LAST_WEEK else rhythm.week
        parts.append(f"BYDAY={week}{_WEEKDAYS[rhythm.weekday]}")
    yield f"RRULE:{';'.join(parts)};UNTIL={occasion.last:%Y%m%d}"


def _every(rhythm: Rhythm) -> list[str]:
    if rhythm.weekday is not None and rhythm.week is None:
        return ["FREQ=WEEKLY", f"BYDAY={_WEEKDAYS[rhythm.weekday]}"]
    months = rhythm.months
    steps = {(later - month) % 12 or 12 for month, later in pairwise((*months, months[0]))}
    step = steps.pop()
    if steps:  # no even distance: 15/6 and 15/11
        return ["FREQ=YEARLY", f"BYMONTH={','.join(map(str, months))}"]
    if step == 12:
        return ["FREQ=YEARLY", f"BYMONTH={months[0]}"]
    return ["FREQ=MONTHLY", *([f"INTERVAL={step}"] if step > 1 else [])]


def _on_day(day: int) -> list[str]:
    """The day of the month; one that some months lack is the last of those that there are."""
    if day == LAST_DAY:
        return ["BYMONTHDAY=-1"]
    if day <= _IN_EVERY_MONTH:
        return [f"BYMONTHDAY={day}"]
    days = ",".join(map(str, range(_IN_EVERY_MONTH, day + 1)))
    return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def _alarms(calendar: Calendar, summary: str, *, is_todo: bool) -> Iterator[str]:
    """Reminders at eight in the morning; a day that fills the calendar begins at midnight."""
    related = ";RELATED=END" if is_todo else ""
    for days in sorted(set(calendar.remind), reverse=True):
        before = f"-P{days - 1}DT16H" if days > 1 else "-PT16H" if days else "PT8H"
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(summary)}"
        yield f"TRIGGER{related}:{before}"
        yield "END:VALARM"


def _summary(plan: Plan, happening: _Happening, occasion: Occasion) -> str:
    """Ward, office, what is to be done (of a deadline that tells several days, and what of it is
    due then): calendars of many wards are looked at together."""
    bodies = ", ".join(happening.who.units) if happening.who is not None else ""
    head = " · ".join(filter(None, (unit_name(plan), shortened(bodies, MAX_BODIES))))
    told = f"{head}: {happening.what}" if head else happening.what
    if not _is_part(occasion, happening):
        return shortened(told, MAX_SUMMARY)
    words = f" ({shortened(occasion.deadline.raw, MAX_BODIES)})"
    return shortened(told, MAX_SUMMARY - len(words)) + words


def shortened(text: str, length: int) -> str:
    """A text of at most `length` letters; where some are left out it says so."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _description(occasion: Occasion, happening: _Happening) -> str:
    """What a person wants to know, a line each."""
    rhythm = occasion.rhythm
    is_guessed = rhythm is not None and not rhythm.stated
    lines = list(happening.lines)
    if _is_part(occasion, happening):
        lines.insert(0, f"{OF_THIS_DAY}: {occasion.deadline.raw}")
    return "\n".join([*lines, *([LAST_DAY_TAKEN] if is_guessed else [])])


def _is_part(occasion: Occasion, happening: _Happening) -> bool:
    """Is it one of several that a deadline tells, with words of its own?"""
    return happening.deadline is not None and bool(happening.deadline.parts)


def _told_of_task(plan: Plan, origin: Origin, task: Task) -> tuple[str, ...]:
    lines = (
        f"Chủ trì: {task.lead.raw}" if task.lead else "",
        f"Phối hợp: {task.coordinating.raw}" if task.coordinating else "",
        f"Thời hạn: {task.deadline.raw}" if task.deadline else "",
        f"Sản phẩm: {'; '.join(task.deliverables)}" if task.deliverables else "",
        f"Ghi chú: {task.note}" if task.note else "",
        *_cited(plan, origin),
    )
    return tuple(filter(None, lines))


def _told_of_obligation(plan: Plan, origin: Origin, obligation: Obligation) -> tuple[str, ...]:
    lines = (
        f"Ai làm: {obligation.who.raw}" if obligation.who else "",
        f"Thời hạn: {obligation.deadline.raw}",
        *_cited(plan, origin),
    )
    return tuple(filter(None, lines))


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


def _stamp(plan: Plan) -> datetime:
    """When this was made what it is, for calendars that have an older version of it: on the day of
    issue, or when somebody last corrected the plan. No clock: the same plan gives the same."""
    issued = day_of(plan.document.issued_on) or _EPOCH.date()
    moments = [datetime(issued.year, issued.month, issued.day, tzinfo=UTC), _EPOCH]
    for correction in plan.corrections:
        if correction.at is not None:
            moments.append(datetime.fromisoformat(correction.at).astimezone(UTC))
    return max(moments)


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
