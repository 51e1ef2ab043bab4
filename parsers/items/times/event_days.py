"""The bare day of an event: a rally "28/6/2031" is held on that day, it is not due by then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import clean
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_words import (
    ends_with_finishing,
    listed,
    phrase_in,
    phrases_of,
)
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.tables.columns import Columns
from kehoach.patterns import compile_regex
from kehoach.schema import models

_ONE_DAY = r"\d{1,2} \s* [/.-] \s* \d{1,2} (?: \s* [/.-] \s* \d{4} )?"


def is_calendar(columns: Columns) -> bool:
    """Does the day of each row open it, before what is done, and under no heading of terms?"""
    times, tasks = columns.of("deadline"), columns.of("task")
    return times is not None and tasks is not None and times < tasks and not has_terms(columns)


def tells_terms_apart(columns: Columns, times: Iterable[str]) -> bool:
    """Do some times of a column say that works are finished by then ("Trước 17/6"), so that a bare
    day among them ("18/6") may be that of an event, whatever the heading calls them?"""
    if columns.of("deadline") is None or "start" in columns.roles:
        return False
    return any(phrases_of("terms_before_days").match(time.lstrip(" -+")) for time in times)


def has_terms(columns: Columns) -> bool:
    """Does the heading over the deadlines say that works are finished then ("Thời hạn"), or stand
    beside that of their beginnings?"""
    column = columns.of("deadline")
    return column is not None and ("start" in columns.roles or is_term(columns.titles[column]))


def is_term(heading: str) -> bool:
    """Does a label or heading say that works are finished by the times behind it?"""
    return phrases_of("terms_of_works").search(heading) is not None


def on_its_day(
    due: models.Deadline | None,
    task: str,
    *,
    who: str = "",
    in_calendar: bool = False,
    only_events: bool = False,
) -> models.Deadline | None:
    """A deadline, of a bare day the whole of that day: nothing says that the work is over before it
    ("Ngày 15/3/2031", "7 giờ 30 ngày 26/3"). A day by which something is finished or handed in
    stays one, as does the last of a month, a term more often, but for an event, in a calendar, or
    with a part of the day ("Sáng 30/4"). Under a heading of terms that is so of events only
    (`only_events`). `who`, or the day, may open the task's sentence.

    >>> day = models.Deadline(raw="28/6/2031", kind="by", end="2031-06-28")
    >>> on_its_day(day, "Tổ chức hội thi nấu ăn").start, on_its_day(day, "Lập danh sách").start
    ('2031-06-28', None)
    >>> on_its_day(day, "Dựng khán đài").start, on_its_day(day, "Dựng rạp, xong 28/6/2031").start
    ('2031-06-28', None)
    """
    if due is not None and due.kind == "continuous" and _is_from_hour(due.raw, task):
        return due.model_copy(update={"kind": "within", "end": due.start})
    if due is None or due.kind != "by" or due.start:
        return due
    if phrases_of("occasions_of_days").match(due.raw):  # "Nhân Ngày Dân số thế giới 11/7"
        return due.model_copy(update={"kind": "within", "start": due.end})
    if not _is_bare_day(due.raw):
        return due
    before, is_told, _ = task.partition(due.raw)
    task = task.removeprefix(who).lstrip(" ,:").removeprefix(due.raw).lstrip(" ,:–-")
    is_event = _event().match(task) is not None
    has_part = _part_of_day().search(due.raw) is not None
    is_due = _is_handed_in(task) if has_part else _is_due(task)
    if is_told and _held_on().search(before) is not None:
        return due.model_copy(update={"kind": "within", "start": due.end})
    if ends_with_finishing().search(before.rstrip()) or (is_due and not is_event):
        return due
    if only_events and not (is_event or has_part):
        return due
    if not is_event and is_told and _makes_term(before):
        return due
    if _is_end_of_month(due.end) and not (has_part or in_calendar):
        return due
    return due.model_copy(update={"kind": "within", "start": due.end})


@cache
def _held_on() -> regex.Pattern[str]:
    """ "để khởi công dự án kè vào | ngày 12/9": what is begun or opened on a day, however much is
    to be ready before."""
    stages = any_of(listed("stages_of_works"))
    return compile_regex(
        rf"(?<!\p{{L}}) (?: {stages} ) (?!\p{{L}}) [^;.:()]* (?<!\p{{L}}) vào \s+ $",
        regex.IGNORECASE | regex.VERBOSE,
    )


def _is_from_hour(raw: str, task: str) -> bool:
    """Is it the hour from which an event is held, or somebody is there on its day ("gặp mặt … từ 08
    giờ 30 ngày 27/7")? What is forbidden or begins then goes on."""
    is_there = _event().match(task) is not None or phrase_in("being_there", task)
    return is_there and _from_hour().fullmatch(clean(raw)) is not None


@cache
def _from_hour() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:kể\s+)?từ \s+ {_HOUR} ,? \s* (?:sáng\s+|chiều\s+)? ngày \s+ {_ONE_DAY}",
        regex.IGNORECASE | regex.VERBOSE,
    )


def _is_due(task: str) -> bool:
    """Is a work, whoever does it, one that is finished by its day ("Tổ 3 lập danh sách")?"""
    finished = phrases_of("finished_works")
    return finished.match(task) is not None or finished.match(subject_of(task, None)[1]) is not None


def _is_handed_in(task: str) -> bool:
    """Is a work one that is handed in or over by an hour or a part of a day?"""
    return phrases_of("deliveries", "finishing").match(task) is not None


def _makes_term(before: str) -> bool:
    """Do the words before a day in the sentence of the work make it a term ("nộp hồ sơ ngày
    20/4")?

    >>> _makes_term("Các thôn nộp hồ sơ "), _makes_term("Mở chương trình ca nhạc ")
    (True, False)
    """
    clause = _CLAUSE.split(before)[-1].rpartition(",")[2]
    return phrases_of("terms_of_works").search(phrases_of("no_terms").sub("", clause)) is not None


def holds_event(before: str) -> bool:
    """Does a sentence tell, up to the bare day behind it, that an event is held?

    >>> holds_event("Đoàn xã tổ chức hội trại hè"), holds_event("Dự hội nghị về vụ cháy")
    (True, False)
    >>> holds_event("Hội Phụ nữ xã gặp mặt hội viên")
    True
    """
    clause = _CLAUSE.split(before)[-1]
    held = _event_in_sentence().search(clause)
    if held is None:
        _, does = subject_of(clause, None)
        held = _event().match(does) if does else None
        clause = does
    return held is not None and not _names_others(clause[held.end() :])


def names_event(text: str) -> bool:
    """Does a clause of a point open with an event, or hold one ("Lễ phát động: 7h30, ngày 12/3";
    "Tựu trường ngày 28/8; khai giảng ngày 05/9")?

    >>> names_event("Nhà văn hóa: khai mạc ngày 05/9"), names_event("Bòn bèo trước ngày 15/3")
    (True, False)
    """
    return any(_event_in_sentence().search(clause) for clause in _CLAUSE.split(text))


def _names_others(clause: str) -> bool:
    """Does a clause name a document or an event whose day may follow ("vụ cháy", but no "nhiệm
    vụ")?"""
    return phrases_of("days_of_others").search(phrases_of("no_others").sub("", clause)) is not None


def is_ahead(before: str, day: str, context: Context) -> bool:
    """Does the bare day of a sentence lie behind the day on which the paper is issued, and belong
    to what the sentence orders, no document or event of others? Then the work is done on it.

    >>> paper = Context(issued_on=date(2031, 3, 10))
    >>> is_ahead("Trao 20 xe đạp cho học sinh nghèo", "22/4/2031", paper)
    True
    >>> is_ahead("Trao quà cho gia đình bị nạn trong vụ cháy", "12/02/2031", paper)
    False
    """
    value = parse_deadline(f"ngày {day.strip()}", context.period)
    issued = context.issued_on
    if issued is None or value is None or value.end is None or value.end <= issued:
        return False
    clause = _CLAUSE.split(before)[-1]
    does = subject_of(clause, None)[1] or clause
    return not _names_others(clause) and begins_duty(does.strip())


_CLAUSE = compile_regex(r"[;.:()](?!\d)")


def _is_bare_day(raw: str) -> bool:
    return _bare_day().fullmatch(clean(raw)) is not None


def _is_end_of_month(day: str | None) -> bool:
    return day is not None and (date.fromisoformat(day) + timedelta(days=1)).day == 1


@cache
def _event() -> regex.Pattern[str]:
    """The opening of what is an event, behind a verb of holding it or coming to it."""
    return compile_regex(
        rf"""
        (?: (?: {any_of(listed("holding"))} ) \s+ )? (?: {any_of(listed("held"))} ) (?!\p{{L}})
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _event_in_sentence() -> regex.Pattern[str]:
    """An event that opens a clause, or is held by somebody."""
    return compile_regex(
        rf"""
        (?: ^ \s* | (?<!\p{{L}}) (?: {any_of(listed("holding"))} ) \s+ ) (?: \d{{1,2}} \s+ )?
        (?: {any_of(listed("held"))} ) (?!\p{{L}})
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _bare_day() -> regex.Pattern[str]:
    """One day in figures among words that say which part of it, or which weekday it is."""
    beside = rf"(?: (?: {any_of(listed('beside_days'))} ) (?!\p{{L}}) | {_CLOCK} | [\s,.()-] )*"
    words = r"\d{1,2} \s+ tháng \s+ \d{1,2} (?: \s+ năm \s+ \d{4} )?"
    return compile_regex(
        rf"{beside} (?: {_ONE_DAY} | {words} ) {beside}", regex.IGNORECASE | regex.VERBOSE
    )


@cache
def _part_of_day() -> regex.Pattern[str]:
    """What says which part of a day is meant, or that it is thought of as one of the week."""
    parts = any_of((*listed("parts_of_day"), *listed("days_of_week")))
    return compile_regex(
        rf"^\W*(?:buổi\s+)?(?:{parts})(?!\p{{L}}) | \d\s*(?:giờ|h|g)(?!\p{{L}})",
        regex.IGNORECASE | regex.VERBOSE,
    )


_HOUR = r"\d{1,2} \s* (?: giờ | h | g ) \s* (?: \d{2} )? (?: \s* phút )?"
_CLOCK = rf"(?: tiết \s+ \d | (?: từ \s+ )? {_HOUR} \s* (?: đến | [-–] ) \s* {_HOUR} | {_HOUR} )"
