"""What is due: each day of each task, the missed ones first.

A day counts as missed when it is over and nothing tells that the task is done: neither its status,
nor a day of completion on or after it. Of what comes again, or has several days ("Đợt 1: 15/3; đợt
2: 15/8"), a status tells that of the day that was due when it was written, or that it names ("Xong
đợt 1"). Of what comes again only the last day that is over counts, unless a time is asked for that
reaches back. What goes on all the time is never missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kehoach.follow.days import done_day, unread_day
from kehoach.follow.model import Filled, FilledRow
from kehoach.follow.statuses import (
    done_part,
    is_done,
    is_dropped,
    is_known,
    names_all,
    parts_named,
    place_named,
    time_named,
)
from kehoach.follow.tasks import Followed
from kehoach.normalize.text import strip_diacritics
from kehoach.schema.occasions import Occasion

AHEAD = 30
"""Days that are looked ahead, unless another day is asked for."""


@dataclass(frozen=True, slots=True)
class Due:
    """A task that is due on a day. `days`: how many are left, negative for one that was missed;
    `recurring`: it comes again; `day_named`: the paper names the day; where it does not, it is the
    last one of the month, quarter or week. `words`: of the day, as the paper prints them."""

    day: date
    days: int
    task: Followed
    words: str = ""
    recurring: bool = False
    day_named: bool = True
    filled: FilledRow | None = None

    @property
    def is_missed(self) -> bool:
        """Is its day over?"""
        return self.days < 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: days up to `before` (None: `AHEAD` days from `today`) and from `after` on
    (None: whatever was missed), of units and offices whose names have these words (none: all)."""

    today: date
    before: date | None = None
    after: date | None = None
    units: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """The last day that is asked for."""
        if self.before is not None:
            return self.before
        return self.today + min(timedelta(days=AHEAD), date.max - self.today)


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A task, and the status that says of a part that it has not that it is done, or (`is_day`) the
    day of completion that is none, or (`is_unknown`) words that are no status that we know."""

    task: Followed
    status: str
    is_day: bool = False
    is_unknown: bool = False


@dataclass(slots=True)
class DueList:
    """What is due, the missed first, by day; and how much is in no list: tasks that nobody gave a
    day, and those that are done. `misnamed`: tasks whose status names a part that they have
    not."""

    wanted: Wanted
    items: list[Due] = field(default_factory=list)
    without_day: int = 0
    done: int = 0
    misnamed: list[Misnamed] = field(default_factory=list)

    @property
    def missed(self) -> int:
        """How many days are over."""
        return sum(item.is_missed for item in self.items)


def due_of(tasks: Iterable[Followed], filled: Filled, wanted: Wanted) -> DueList:
    """What of some tasks is due."""
    found = DueList(wanted)
    rows = filled.by_id()
    for task in tasks:
        if not _is_wanted(task, wanted):
            continue
        row = rows.get(task.id)
        found.misnamed += misnamed_in(task, row)
        if row is not None and is_over_for_good(task, row):
            found.done += 1
        elif not task.occasions:
            found.without_day += not _is_over(task)
        else:
            found.items += _of_task(task, row, wanted=wanted)
    found.items.sort(key=lambda one: (one.day, one.task.unit, one.task.paper))
    return found


def has_several_days(task: Followed) -> bool:
    """Has it a rule that gives several days, or several days of its own? Up to when something goes
    on all the time is none of them."""
    if any(one.rhythm is not None for one in task.occasions):
        return True
    return len({one.day for one in task.occasions if not one.is_continuous}) > 1


def day_of_part(task: Followed, status: object) -> date | None:
    """The day of the part of a task that a status says is done ("Xong đợt 1"), the last of those
    whose words have that name; None where it names none, or one that the task has not."""
    part = done_part(status)
    if part is None or not has_several_days(task):
        return None
    own = time_named(status)
    if own is not None and any(own in one.days() for one in task.occasions):
        return own
    single = sorted((one for one in task.occasions if one.rhythm is None), key=lambda one: one.last)
    count = names_all(part)
    if count is not None and count in (0, len(single)):
        return max((one.last for one in single), default=None)
    days = [_day_named(name, single) for name in parts_named(part)]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _day_named(part: str, single: Sequence[Occasion]) -> date | None:
    """The last day of the one of some occasions whose words have a name ("dot 1"); where no words
    count them, that with this place among them ("Xong đợt 1" of "30/6 và 15/12")."""
    words = [f" {strip_diacritics(one.deadline.raw)} " for one in single]
    named = [one.last for one, own in zip(single, words, strict=True) if f" {part} " in own]
    if named:
        return named[0] if len(named) == 1 else None
    place = place_named(part)
    if place is None or not 1 <= place <= len(single):
        return None
    kind = part.split()[0]
    return None if any(f" {kind} " in own for own in words) else single[place - 1].last


def misnamed_in(task: Followed, row: FilledRow | None) -> Iterator[Misnamed]:
    """The task where its status says of a part that it has not that it is done ("Xong đợt 3" of
    two), or where its day of completion is none that anybody could read."""
    day = unread_day(task, row)
    if day is not None and row is not None and not is_done(row.values.get("progress")):
        yield Misnamed(task, day, is_day=True)
    status = row.values.get("progress") if row is not None else None
    if not is_known(status):
        yield Misnamed(task, str(status), is_unknown=True)
        return
    part = done_part(status)
    if part is None or day_of_part(task, status) is not None:
        return
    if row is not None and row.done_for is not None and time_named(status) == row.done_for:
        return  # written by the program itself, for a day that the paper had then
    if parts_named(part) or names_all(part):
        yield Misnamed(task, str(status))


def is_over_for_good(task: Followed, row: FilledRow) -> bool:
    """Does a status say that nothing of a task is due any more, whatever comes later? Of one that
    has several days it says so where the task is dropped, where no later day is left, or where
    nobody knows for which day it was written."""
    status = row.values.get("progress")
    if not is_done(status) and day_of_part(task, status) is None:
        return False
    closed = closed_until(task, row)
    if not has_several_days(task) or is_dropped(status) or closed is None:
        return True
    return not has_days_after(task, closed)


def has_days_after(task: Followed, day: date) -> bool:
    """Is something of it due after a day?"""
    bound = (one for one in task.occasions if not one.is_continuous)
    return any(later > day for one in bound for later in one.days())


def closed_until(task: Followed, row: FilledRow | None) -> date | None:
    """The last day that is done: of a task that has several that which a person named, or that was
    due when he wrote so, or that which is nearest to the day of completion; else this day. None
    where nobody says that anything is done."""
    done_on = done_day(task, row)
    if row is None or not has_several_days(task):
        return done_on
    part = day_of_part(task, row.values.get("progress"))
    if part is not None:
        return max(part, row.done_for or part)
    if row.done_for is not None or done_on is None:
        return row.done_for
    if not is_done(row.values.get("progress")):
        return done_on
    days = (day for one in task.occasions for day in one.days())
    return min(days, key=lambda day: abs(day - done_on))


def _is_over(task: Followed) -> bool:
    """Does the paper itself say that it is done?"""
    return task.deadline is not None and task.deadline.kind == "done"


def _of_task(task: Followed, row: FilledRow | None, wanted: Wanted) -> Iterator[Due]:
    for occasion in _still_open(task, row):
        for day in days_due(occasion, wanted, done_on=closed_until(task, row)):
            rhythm = occasion.rhythm
            yield Due(
                day,
                (day - wanted.today).days,
                task=task,
                words=occasion.deadline.raw,
                recurring=rhythm is not None,
                day_named=rhythm is None or rhythm.stated,
                filled=row,
            )


def _still_open(task: Followed, row: FilledRow | None) -> Sequence[Occasion]:
    """What of a task is not done: a day of completion ends a task that has one day only, whether
    it came before that or after."""
    is_single = len(task.occasions) == 1 and task.occasions[0].rhythm is None
    return () if is_single and done_day(task, row) is not None else task.occasions


def days_due(occasion: Occasion, wanted: Wanted, *, done_on: date | None) -> list[date]:
    """The days of an occasion that are asked for and not done."""
    today = wanted.today
    days = [day for day in occasion.days() if day <= wanted.last]
    days = [day for day in days if done_on is None or day > done_on]
    if wanted.after is not None:
        return [day for day in days if day >= wanted.after]
    over = [day for day in days if day < today]
    if occasion.is_continuous:
        over = []
    return over[-1:] + [day for day in days if day >= today]


def _is_wanted(task: Followed, wanted: Wanted) -> bool:
    unit_fits = has_one_of((task.unit,), wanted.units)
    return unit_fits and has_one_of(office_names(task), wanted.offices)


def office_names(task: Followed) -> Sequence[str]:
    """What those who lead a task are called, in full and as written."""
    return (*task.offices, task.row.get("lead") or "")


def has_one_of(names: Sequence[str], words: Sequence[str]) -> bool:
    """Does one of the names have one of the words? Case, diacritics and punctuation do not matter.

    >>> has_one_of(["Phòng Văn hóa - Xã hội"], ["van hoa"]), has_one_of(["Công an"], ["VHXH"])
    (True, False)
    """
    if not words:
        return True
    keys = [f" {strip_diacritics(name)} " for name in names]
    return any(f" {strip_diacritics(word)} " in key for word in words for key in keys)


def nearest(task: Followed, row: FilledRow | None, today: date) -> date | None:
    """The day by which a person orders a task: the missed one, else the next, else the last of
    all."""
    wanted = Wanted(today, before=date.max)
    done_on = closed_until(task, row)
    still_open = _still_open(task, row)
    open_days = [day for one in still_open for day in days_due(one, wanted, done_on=done_on)]
    if open_days:
        return min(open_days)
    return max((one.last for one in task.occasions), default=None)
