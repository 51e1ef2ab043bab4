"""When something is due: the days of a deadline, and the rules of one that comes again, within the
time of its plan. Calendars, the list of what is due and the follow-up workbook read them alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kehoach.normalize.times.recurring import Rhythm, rhythms_of
from kehoach.schema.models import Deadline, DocumentInfo, Period


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day on which something is due, or a rule that gives several. `day`: the day; of a rule the
    first. `last`: of a rule the day up to which it holds. `number`: which one of its deadline it
    is, from 1: by that calendars know it again."""

    number: int
    deadline: Deadline
    day: date
    last: date
    rhythm: Rhythm | None = None

    @property
    def is_continuous(self) -> bool:
        """It goes on all the time ("thường xuyên đến hết năm 2025"): its last day is no deadline
        that could be missed."""
        return self.deadline.kind == "continuous"

    def days(self) -> Iterator[date]:
        """Each day on which it is due."""
        if self.rhythm is None:
            yield self.day
        else:
            yield from self.rhythm.dates(self.day, self.last)


def occasions(deadline: Deadline | None, document: DocumentInfo) -> Iterator[Occasion]:
    """What a deadline asks for, in its order; of several deadlines each. What is done already, and
    what has no day, gives nothing.

    >>> monthly = Deadline(raw="ngày 25 hằng tháng", kind="recurring", recurrence="monthly")
    >>> document = DocumentInfo(period=Period(start="2025-01-01", end="2025-12-31"))
    >>> [(str(one.day), len(list(one.days()))) for one in occasions(monthly, document)]
    [('2025-01-25', 12)]
    """
    found = _occasions(deadline, document)
    for number, (part, first, last, rhythm) in enumerate(found, 1):
        yield Occasion(number, part, day=first, last=last, rhythm=rhythm)


_Found = tuple[Deadline, date, date, Rhythm | None]


def _occasions(deadline: Deadline | None, document: DocumentInfo) -> Iterator[_Found]:
    if deadline is None or deadline.kind == "done":
        return
    if deadline.parts:
        for part in deadline.parts:
            yield from _occasions(part, document)
        return
    unfolded = list(_unfolded(deadline, document))
    end = day_of(deadline.end)
    if unfolded:
        yield from unfolded
    elif end is not None:
        yield deadline, end, end, None


def _unfolded(deadline: Deadline, document: DocumentInfo) -> Iterator[_Found]:
    """The rules of a recurring deadline, from the day of issue on; none where nobody says how long
    they hold."""
    if deadline.kind != "recurring":
        return
    first, last = window_of(deadline, document)
    if first is None or last is None:
        return
    for rhythm in rhythms_of(deadline.raw, deadline.recurrence):
        days = list(rhythm.dates(first, last))
        if days:
            yield deadline, days[0], days[-1], rhythm


def window_of(deadline: Deadline, document: DocumentInfo) -> tuple[date | None, date | None]:
    """The first and the last day on which a recurring deadline may fall: its own, else those of the
    plan's period; nothing falls before the day of issue."""
    period = document.period or Period()
    starts = [day_of(deadline.start) or day_of(period.start), day_of(document.issued_on)]
    last = day_of(deadline.end) or day_of(period.end)
    return max(filter(None, starts), default=None), last


def day_of(text: str | None) -> date | None:
    """A whole date; None for a year or a month alone, and for none.

    >>> day_of("2025-08"), day_of("2025-08-06")
    (None, datetime.date(2025, 8, 6))
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
