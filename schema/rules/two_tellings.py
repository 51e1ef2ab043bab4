"""Rules on works that a paper tells twice, in its body, among the duties of a body and in a table:
another time, another body that leads, another count. Nobody knows which of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of, as_whole_words
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import comparison_key, small
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding, Task
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.tellings import (
    LITTLE_EXCESS,
    Telling,
    named_bodies,
    of_task,
    opens_with,
    tell_the_same,
    tellings,
    times_in,
)
from kehoach.schema.rules.vocabulary import keys_of

MOST_ROWS = 200


@dataclass(frozen=True)
class _Twice:
    """A row of a table, and another telling of its work."""

    row: Telling
    other: Telling
    is_nearly_the_same: bool

    @property
    def is_loose(self) -> bool:
        """Do both stand in tables, or both in the prose? Then other works may be told in nearly
        their words."""
        return _table(self.row) is None or _table(self.other) is not None

    @property
    def task(self) -> Task:
        """The row."""
        task: Task = self.row.place.part
        return task


@rule("two_tellings")
def two_tellings(draft: Draft) -> Iterator[Finding]:
    """ "hoàn thành trước ngày 15/5/2026" in the body, "15/6/2026" in the row of the appendix; "Công
    an xã: chủ trì kiểm tra …" among the duties, another body in the row. A clause that tells two
    rows tells neither; of a work that is told at several times each may be a part."""
    if draft.rebuilt or draft.mended or draft.has_gaps:
        return
    for twices in filter(None, _told_twice(draft)):
        yield from _other_time(draft, twices)
        yield from _other_lead(draft, twices)
        for twice in twices:
            counts = list(_other_count(twice))
            yield from counts
            if counts:
                break


def _told_twice(draft: Draft) -> Iterator[list[_Twice]]:
    """Each row with the other tellings of its work; of a paper without tables each point."""
    tasks = [of_task(task) for task in draft.sure_tasks if not draft.is_scanned(task.spans)]
    rows = [task for task in tasks if _table(task) is not None][:MOST_ROWS]
    points = [task for task in tasks if _table(task) is None]
    by_opening: dict[tuple[str, ...], list[Telling]] = {}
    for other in (*tellings(draft), *(tasks if rows else ())):
        by_opening.setdefault(other.opening, []).append(other)
    for row in rows or points[:MOST_ROWS]:
        beside = [own for own in rows or points if own.opening == row.opening and own is not row]
        found = [
            _Twice(row, other, tell_the_same(row, other, excess=LITTLE_EXCESS))
            for other in by_opening.get(row.opening, ())
            if _may_be_compared(row, other)
            and tell_the_same(row, other)
            and not _tells_another(other, beside, row)
        ]
        yield [twice for twice in found if twice.is_nearly_the_same or not twice.is_loose]


def _may_be_compared(row: Telling, other: Telling) -> bool:
    """Is another telling none of the same words of the paper? Of two rows the later one is judged,
    and none of the same table: those are told apart by their columns."""
    if isinstance(other.place.part, Task):
        own, table = _table(row), _table(other)
        return other is not row and own is not None and (table is None or table < own)
    return _table(row) is not None or not (other.text in row.text or row.text in other.text)


def _tells_another(other: Telling, beside: Sequence[Telling], row: Telling) -> bool:
    """Does a clause hold the words of another row, too? A row of another table may be the same
    work."""
    return any(
        set(own.words) <= set(other.words) and _table(own) == _table(row) and own is not other
        for own in beside
    )


def _table(telling: Telling) -> int | None:
    """The table of a row; None for what stands in none."""
    task = telling.place.part
    return (task.table or 0) if isinstance(task, Task) and task.origin == "table" else None


# --- when -----------------------------------------------------------------------------------------

_TIMED = ("by", "within")


def _other_time(draft: Draft, twices: Sequence[_Twice]) -> Iterator[Finding]:
    """A time in one of the tellings that contradicts the row. Several such times are those of
    several turns, unless each is told of the work in its very words: then the first is told."""
    deadline = twices[0].task.deadline
    if deadline is None or deadline.parts or deadline.kind not in _TIMED or not deadline.end:
        return
    own = (deadline.start, deadline.end)
    found: dict[_Span, tuple[str, _Twice]] = {}
    for twice in twices:
        told = _time_told(draft, twice)
        if told is not None and _contradict(told[1], own):
            found.setdefault(told[1], (told[0], twice))
    are_of_it = all(twice.is_nearly_the_same for _, twice in found.values())
    if found and (len(found) == 1 or are_of_it):
        printed, twice = next(iter(found.values()))
        yield finding(
            "deadline_conflict_elsewhere" if twice.is_loose else "deadline_conflict",
            on=twice.row.place.child("deadline"),
            first=printed,
            second=deadline.raw,
            body=twice.other.shown,
        )


def _time_told(draft: Draft, twice: _Twice) -> tuple[str, _Span] | None:
    """The one time that a telling gives, as printed and as days. A report on the work is due from
    each body at another time, and so is what another body does in more words ("mua áo phao của hội
    viên")."""
    if opens_with(twice.row, "reports_open") and not _is_by_same(twice):
        return None
    is_of_part = opens_with(twice.row, "done_by_many") or not twice.is_nearly_the_same
    if is_of_part and _is_by_another(twice):
        return None
    deadline, times = twice.other.deadline, times_in(twice.other.text)
    if len(times) > 1 or (times and _is_of_another_deed(twice, times[0])):
        return None
    raw = times[0] if times else deadline.raw if deadline else ""
    value = parse_deadline(raw, _period(draft))
    if value is None or value.kind not in _TIMED or value.parts or not value.end:
        return None
    return raw, (value.start.isoformat() if value.start else None, value.end.isoformat())


def _is_of_another_deed(twice: _Twice, time: str) -> bool:
    """Is a time that from which on the work is done, or comes again, or of what is done with it
    ("rà soát …, gửi về Phòng Kinh tế trước ngày 10/3")?"""
    text = f" {comparison_key(twice.other.text)} "
    if any(f" {phrase} " in text for phrase in keys_of("again")):
        return True
    ahead = f" {comparison_key(twice.other.text.partition(time)[0])} "
    if ahead.endswith(tuple(f" {word} " for word in keys_of("not_by_then"))):
        return True
    row = f" {comparison_key(twice.row.text)} "
    return any(f" {verb} " in ahead and f" {verb} " not in row for verb in keys_of("sent_on"))


def _period(draft: Draft) -> Period | None:
    """The time the plan is made for, as the reader of deadlines takes it."""
    period = draft.plan.document.period
    if period is None:
        return None
    first, last = (date.fromisoformat(day) if day else None for day in (period.start, period.end))
    return Period(period.raw or "", first, last)


def _is_by_same(twice: _Twice) -> bool:
    """Does the body that leads the row have the duty?"""
    lead = twice.task.lead
    return lead is not None and twice.is_nearly_the_same and twice.other.unit in lead.units


def _is_by_another(twice: _Twice) -> bool:
    """Does another body than that of the row have the duty?"""
    lead, unit = twice.task.lead, twice.other.unit
    return unit is not None and (lead is None or unit not in lead.units)


_Span = tuple[str | None, str | None]


def _contradict(one: _Span, other: _Span) -> bool:
    """Can no day keep both? Two last days that differ contradict each other, too."""
    (first, last), (begin, end) = one, other
    if first is None and begin is None:
        return last != end
    return bool((first and end and first > end) or (begin and last and begin > last))


# --- who ------------------------------------------------------------------------------------------


def _other_lead(draft: Draft, twices: Sequence[_Twice]) -> Iterator[Finding]:
    """Another body leads the work by a clause that says so, or has it among its duties in the words
    of the row."""
    lead = twices[0].row.leader
    if lead is None:
        return
    own = {comparison_key(name) for name in lead.units}
    for twice in twices:
        told = _leaders(draft, twice, twices)
        keys = {comparison_key(name) for name in told}
        if told and own.isdisjoint(keys) and not _are_kin(lead.units, told):
            yield finding(
                "owner_conflict_elsewhere" if twice.is_loose else "owner_conflict",
                on=twice.row.place.child("lead"),
                first="; ".join(told),
                second="; ".join(lead.units),
                body=twice.other.shown,
            )
            return


def _leaders(draft: Draft, twice: _Twice, twices: Sequence[_Twice]) -> tuple[str, ...]:
    """Who leads the work by another telling; nobody where both may do it: many do such works, its
    partner has a share of it, the body of the row has it among its duties, too."""
    other = twice.other
    if other.leads and other.leader is not None:
        return other.leader.units
    unit = other.leader.units if other.leader else (other.unit,) if other.unit else ()
    told = named_bodies(draft, "; ".join(unit)) if unit else None
    if told is None or told.collective or told.unknown:
        return ()
    if other.leads:
        return () if _have_both(twice, twices) else told.units
    if not twice.is_nearly_the_same or opens_with(twice.row, "done_by_many"):
        return ()
    return () if _shares(twice, told.units, twices) else told.units


def _have_both(twice: _Twice, twices: Sequence[_Twice]) -> bool:
    """Does one duty, told once for two bodies, belong to the body of the row, too?"""
    owners = set(twice.task.lead.units if twice.task.lead else ())
    return any(own.other.text == twice.other.text and own.other.unit in owners for own in twices)


def _shares(twice: _Twice, told: Sequence[str], twices: Sequence[_Twice]) -> bool:
    """Does a body only have its share of a work?"""
    task = twice.task
    partners = task.coordinating.units if task.coordinating else ()
    around = comparison_key(
        f"{task.coordinating.raw if task.coordinating else ''} {task.note or ''}"
    )
    if any(name in partners or comparison_key(name) in around for name in told):
        return True
    owners = set(task.lead.units if task.lead else ())
    return any(own.other.unit in owners for own in twices)


def _are_kin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Is one of two bodies a part of the other, or the committee for which its offices act? Two
    whose names have telling words in common may be ("Công chức Văn hóa", "Phòng Văn hóa - Xã
    hội")."""
    committee = keys_of("whole_committee")
    if any(comparison_key(name).startswith(committee) for name in (*one, *other)):
        return True
    kinds = set(keys_of("kinds_of_bodies"))
    first, second = (
        {word for name in names for word in comparison_key(name).split() if word not in kinds}
        for names in (one, other)
    )
    return len(first & second) >= MANY_COMMON


MANY_COMMON = 2
"""Syllables: one word."""


# --- how many -------------------------------------------------------------------------------------

_COUNT = compile_regex(
    r"(?<![\d.,/])(?P<count>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s+(?P<what>\p{L}+\s\p{L}+)(?!\p{L})"
)


def _other_count(twice: _Twice) -> Iterator[Finding]:
    """A count of the same things, told once on each side. Fewer of them in a row that names a place
    of the unit ("Xóa 4 điểm rác | Ấp 4") are a part of all."""
    body = _counts(twice.other.text)
    row: Task = twice.row.place.part
    is_of_place = _place().search(f"{row.task} {row.note or ''}") is not None
    for what, told in _counts(row.task).items():
        other = body.get(what, [])
        if len(told) != 1 or len(other) != 1:
            continue
        is_part = is_of_place and _value(told[0]) < _value(other[0])
        if _value(told[0]) != _value(other[0]) and not is_part:
            yield finding(
                "count_conflict_elsewhere" if twice.is_loose else "count_conflict",
                on=twice.row.place.child("task"),
                first=f"{other[0]} {what}",
                second=f"{told[0]} {what}",
                body=twice.other.shown,
            )


@cache
def _place() -> regex.Pattern[str]:
    """The part of a commune by which a row tells where its share of a count lies ("Xóa 4 điểm rác |
    Ấp 4")."""
    return compile_regex(as_whole_words(any_of(administrative_levels().hamlets)), regex.IGNORECASE)


def _counts(text: str) -> dict[str, list[str]]:
    """What is counted -> its figures."""
    found: dict[str, list[str]] = {}
    for match in _COUNT.finditer(text):
        found.setdefault(small(match["what"]), []).append(match["count"])
    return found


def _value(figure: str) -> float:
    """ "03" is 3."""
    return float(figure.replace(".", "").replace(",", "."))
