"""Rules on when: deadlines outside the plan's period, before its date of issue, or that give no
time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import regex

from kehoach.normalize.text import comparison_key
from kehoach.normalize.times.dates import is_whole_day
from kehoach.patterns import compile_regex
from kehoach.schema.models import Deadline, DocumentInfo, Finding, Period, Plan, Task
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import holds, keys_of
from kehoach.schema.walk import Place

AFTERMATH = timedelta(days=62)
"""Reports on a period are due after it: so long a deadline may lie behind its end."""
MONTH = timedelta(days=30)
_TIMELESS = ("done", "recurring", "continuous", None)
"""Kinds of deadlines that lie in no year, or are over by right."""


@rule("deadline_outside_period")
def deadline_outside_period(draft: Draft) -> Iterator[Finding]:
    """A deadline that lies wholly outside the time the plan is made for ("tháng 3/2027" in a plan
    for 2026): mostly the year of the plan it was copied from. Between the day of its issue and that
    time it is made ready. A span of two cells that begins in it and ends a little behind it is a
    note (one in words, "từ … đến …", is meant so). Where half of them and more lie behind it, the
    time in the title is that of another thing ("Khắc phục hạn chế của năm 2025"), or wrong itself:
    a note."""
    period = draft.plan.document.period
    if period is None:
        return
    first, last = _bounds(period)
    issued = draft.plan.document.issued_on
    if first is not None and last is not None and first > last:
        return  # told as reversed; no deadline lies in it
    if _is_of_gathering(draft.plan.document, period) or _is_looked_at(draft.plan.document, last):
        last = None
    if first is not None and is_whole_day(issued):
        first = min(first, _day(issued) or first)
    timed = list(timed_deadlines(draft))
    after = [place for place, deadline in timed if _is_after(deadline, last)]
    if len(after) > 1 and 2 * len(after) >= len(timed):
        place = draft.document.child("period")
        yield finding("period_of_another", on=place, evidence=period.raw or "", count=len(after))
        last = None
    outside = [
        (place, deadline)
        for place, deadline in timed
        if _is_after(deadline, last) or _is_before(deadline, first)
    ]
    over = [(place, own) for place, own in timed if last and _goes_over(own, last)]
    outside += [one for one in over if _is_long_after(one[1], last)]
    if _some_lie_in(draft, last):
        outside += _late_in_sentences(draft, last)
    for place, deadline in outside:
        yield finding(
            "deadline_outside_period",
            on=place,
            evidence=deadline.raw,
            period=period.raw or "",
        )
    for place, deadline in over:
        if not _is_long_after(deadline, last) and not _FROM.match(deadline.raw):
            yield finding(
                "deadline_over_period", on=place, evidence=deadline.raw, period=period.raw or ""
            )


def _bounds(period: Period) -> tuple[date | None, date | None]:
    """The first and the last day of a period, the summers of a school year included."""
    first, last = _day(period.start), _day(period.end)
    return _with_summers(first, last) if _is_school_year(period.raw or "") else (first, last)


def _is_looked_at(document: DocumentInfo, last: date | None) -> bool:
    """Was a time over when the paper was issued, and does its title say that it looks at what was
    done then ("Xác định chỉ số của năm 2030", in 2031)? Its own work is done later."""
    is_over = last is not None and (document.issued_on or "")[:4] > str(last.year)
    key = f" {comparison_key(document.title or '')} "
    return is_over and any(f" {phrase} " in key for phrase in keys_of("looking_at_what_was"))


def _is_of_gathering(document: DocumentInfo, period: Period) -> bool:
    """Is a period that of the meeting whose conclusions a paper tells ("Kết luận tại cuộc họp giao
    ban | tháng 3")? What was concluded is done after it."""
    title = f"{document.type or ''} {document.title or ''}"
    before, named, _ = comparison_key(title).partition(comparison_key(period.raw or ""))
    key = f" {before} "
    concludes, gathers = (
        any(f" {word} " in key for word in keys_of(kind)) for kind in ("conclusions", "gatherings")
    )
    return bool(named) and concludes and gathers


def _is_school_year(raw: str) -> bool:
    return any(word in comparison_key(raw) for word in keys_of("school_years"))


_SUMMER_BEGINS, _SUMMER_ENDS = (6, 1), (8, 31)


def _with_summers(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """A school year with the summer before it, in which it is made ready, and the one that closes
    it."""
    if first is not None:
        first = min(first, date(first.year, *_SUMMER_BEGINS))
    if last is not None:
        last = max(last, date(last.year, *_SUMMER_ENDS))
    return first, last


def _is_after(deadline: Deadline, last: date | None) -> bool:
    if last is None:
        return False
    start, end = _day(deadline.start), _day(deadline.end)
    if start is not None:
        return start > last
    return end is not None and end > last + AFTERMATH


def _goes_over(deadline: Deadline, last: date) -> bool:
    """Does a span of two whole days, as columns for beginning and end give them, begin in the
    period and end behind it? A year more ("2031 - 2032") is told on purpose."""
    start, end = _day(deadline.start), _day(deadline.end)
    if start is None or end is None or not start <= last < end:
        return False
    return len(_WHOLE_DAY.findall(deadline.raw)) > 1


_FROM = compile_regex(r"\s*từ\s", regex.IGNORECASE)
_WHOLE_DAY = compile_regex(r"(?<![\d/.-])\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*20\d\d(?!\d)")


def _some_lie_in(draft: Draft, last: date | None) -> bool:
    """Does a task of the paper end in its period, so that it is surely that of the plan?"""
    deadlines = (task.part.deadline for task in draft.sure_tasks)
    ends = (_day(deadline.end) for deadline in deadlines if deadline is not None)
    return last is not None and any(end is not None and end <= last for end in ends)


def _is_long_after(deadline: Deadline, last: date | None) -> bool:
    end = _day(deadline.end)
    return last is not None and end is not None and end > last + AFTERMATH


def _late_in_sentences(
    draft: Draft, last: date | None
) -> Iterator[tuple[Place[Deadline], Deadline]]:
    """The times in the sentences of tasks that lie behind the period, whose last day is `last`."""
    for task, own in _days_in_sentences(draft):
        if _is_long_after(own, last) or _is_work_of_month_after(task.part, own, last=last):
            yield task.child("deadline"), own


def _is_work_of_month_after(task: Task, deadline: Deadline, last: date | None) -> bool:
    """Is work to be done, that tells nothing of what was, within a month that begins a month and
    more after the period ("trong tháng 02/2028" in a plan for 2027)?"""
    start = _day(deadline.start)
    if last is None or start is None or deadline.kind != "within":
        return False
    tells_of_it = any(
        f" {word} " in f" {comparison_key(task.task)} " for word in keys_of("aftermath")
    )
    return start > last + MONTH and not tells_of_it


def _is_before(deadline: Deadline, first: date | None) -> bool:
    end = _day(deadline.end)
    return end is not None and first is not None and end < first


def looks_back(plan: Plan) -> bool:
    """Does a paper, by its title or those of its groups, list what became of older orders?"""
    groups = (task.group.title for task in plan.tasks if task.group is not None)
    for title in dict.fromkeys((plan.document.title or "", *groups)):
        key = comparison_key(title)
        if key.startswith(keys_of("openings_of_results")):
            return True
        if any(f" {phrase} " in f" {key} " for phrase in keys_of("overdue")):
            return True
    return False


@rule("deadline_before_issue")
def deadline_before_issue(draft: Draft) -> Iterator[Finding]:
    """A deadline that was over when the paper was issued: nobody can keep it. One before the period
    is told there; in a list of what became of older orders all are. Where most of them were over,
    that is one thing to look at (a paper put out again, or its day of issue), told once."""
    issued = draft.plan.document.issued_on
    if issued is None or looks_back(draft.plan):
        return
    issued_since = _day(issued + "-01-01"[len(issued) - len("2025") :])
    period = draft.plan.document.period
    period_start = _day(period.start) if period else None
    in_fields = list(timed_deadlines(draft))
    untold = [one for one in in_fields if not _is_before(one[1], period_start)]
    in_sentences = list(terms_in_sentences(draft, issued_since))  # of these no period is told
    timed = in_fields + in_sentences
    over = [one for one in untold + in_sentences if _is_before(one[1], issued_since)]
    if len(over) >= MANY_OVER and 2 * len(over) > len(timed):
        spans = tuple(span for place, _ in over[:MOST_SHOWN] for span in place.spans)
        yield finding(
            "deadlines_before_issue",
            on=Place(None, "/tasks", spans=spans),
            evidence=over[0][1].raw,
            issued=issued,
            count=len(over),
            all=len(timed),
        )
        return
    for place, deadline in over:
        yield finding("deadline_before_issue", on=place, evidence=deadline.raw, issued=issued)


MANY_OVER = 4
"""Deadlines that are told together where they are most of a paper's."""
MOST_SHOWN = 3
"""Of their places."""


_QUARTER = compile_regex(r"(?<!\p{L})quý\s+(IV|I{1,3}|[1-4])(?![\p{L}\d])", regex.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@rule("deadline_outside_heading")
def deadline_outside_heading(draft: Draft) -> Iterator[Finding]:
    """A day that lies outside the quarter under whose heading it stands ("Quý II", 15/8). A heading
    that names two quarters, and a deadline longer than a quarter, say less."""
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        titles = [group.title for group in (task.part.group, task.part.subgroup) if group]
        found = {match[1].casefold() for title in titles for match in _QUARTER.finditer(title)}
        if deadline is None or deadline.kind in _TIMELESS or len(found) != 1:
            continue
        quarter = _QUARTERS[found.pop()]
        days = [day for day in (_day(deadline.start), _day(deadline.end)) if day is not None]
        if days and all(_quarter_of(day) != quarter for day in days) and not deadline.parts:
            heading = f"quý {_ROMAN[quarter - 1]}"
            yield finding(
                "deadline_outside_heading",
                on=task.child("deadline"),
                evidence=deadline.raw,
                heading=heading,
            )


_ROMAN = ("I", "II", "III", "IV")


def _quarter_of(day: date) -> int:
    return (day.month + 2) // 3


@rule("vague_deadline")
def vague_deadline(draft: Draft) -> Iterator[Finding]:
    """A cell of deadlines that holds the name of a paper and a year ("Kế hoạch CCHC năm 2023"): no
    time is given."""
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is None or deadline.kind != "within":
            continue
        key = comparison_key(deadline.raw)
        names_a_paper = any(key.startswith(f"{paper} ") for paper in keys_of("papers"))
        gives_a_time = any(f" {word} " in f" {key} " for word in keys_of("time_words"))
        if names_a_paper and not gives_a_time:
            yield finding("vague_deadline", on=task.child("deadline"))


def timed_deadlines(draft: Draft) -> Iterator[tuple[Place[Deadline], Deadline]]:
    """The deadlines that lie in a year, those of several taken apart, each with its cell. A time
    in the sentence that orders the work may be that of another thing ("rà soát hồ sơ tồn đọng từ
    tháng 3/2021"): only a deadline in a field of its own is surely one."""
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is None or _is_in_sentence(deadline, task.part):
            continue
        place = task.child("deadline")
        for part in deadline.parts or (deadline,):
            if part.kind not in _TIMELESS:
                yield place, part


_DAY_OF_YEAR = compile_regex(r"\d{1,2}(?:\s*[/.-]\s*|\s+năm\s+)20\d\d")


def _days_in_sentences(draft: Draft) -> Iterator[tuple[Place[Task], Deadline]]:
    """The days and months, with their years, by which the sentences of tasks want something done:
    "đến tháng 12/2035" may be a goal, or how long a contract lasts, "trước ngày 15/3/2028" is
    neither."""
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is None or not _is_in_sentence(deadline, task.part):
            continue
        for part in deadline.parts or (deadline,):
            is_term = comparison_key(part.raw).startswith(keys_of("openings_of_terms"))
            if is_term and part.kind not in _TIMELESS and _DAY_OF_YEAR.search(part.raw):
                yield task, part


def terms_in_sentences(
    draft: Draft, issued: date | None
) -> Iterator[tuple[Place[Deadline], Deadline]]:
    """The last days that sentences of works, and of duties, set for what they order, of the year
    before the paper was issued: an older one is the time of a thing."""
    ordered = [(task, task.part.task, own) for task, own in _days_in_sentences(draft)]
    for duty in draft.whole.children("obligations"):
        due = duty.part.deadline
        key = comparison_key(due.raw)
        if key.startswith(keys_of("openings_of_terms")) and _DAY_OF_YEAR.search(due.raw):
            ordered.append((duty, duty.part.text, due))
    for place, text, due in ordered:
        end = _day(due.end)
        is_recent = end is not None and issued is not None and end > issued - LATELY
        if due.kind == "by" and is_recent and _closes_order(text, due.raw):
            yield place.child("deadline"), due


LATELY = timedelta(days=366)


def _closes_order(text: str, raw: str) -> bool:
    """Does a last day end a clause by which something is to be done: behind "xong" or "hoàn thành"
    that opens it, or behind what no thing is dated by ("hồ sơ tiếp nhận | trước ngày 01/7")?"""
    before, found, behind = text.partition(raw)
    if not found or behind.strip()[:1] not in ("", ".", ";", ",", ")", "/"):
        return False
    key = f" {comparison_key(before)}"
    if any(holds(text, told) for told in ("given_before", "told_done")):
        return False
    finishing = next((one for one in keys_of("finishing_terms") if key.endswith(f" {one}")), "")
    if finishing:
        words = before.rstrip()[: -len(finishing)].rstrip()
        return words.endswith((",", ";", ".", ":")) or not words
    return not any(key.endswith(f" {one}") for one in keys_of("dated_things"))


def _is_in_sentence(deadline: Deadline, task: Task) -> bool:
    """Do the words of a deadline stand among those of the work?"""
    printed = comparison_key(deadline.raw)
    return any(printed in comparison_key(text) for text in (task.task, *task.activities))


def _day(iso: str | None) -> date | None:
    """A day of the calendar; the 31st of a short month is its last day."""
    if iso is None:
        return None
    year, month, day = (int(part) for part in iso.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
