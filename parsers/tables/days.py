"""Days of schedules: the headings that stand over them, and the cells that are some."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.parsers.words import phrases, starts

WORDS = "tables/schedule.yaml"
MAX_HEADING_WORDS = 8
MAX_DAYS = 31
"""A row's days lie within so many."""


def names_day(title: str) -> bool:
    """Does a heading (folded) say that days stand below it?

    >>> names_day("ngay kiem tra"), names_day("ngay sinh"), names_day("ngay sinh hoat")
    (True, False, True)
    """
    return len(_longest("days", title)) > len(_longest("never_days", title))


def _longest(key: str, title: str) -> str:
    """The longest phrase of a list with which a heading opens."""
    if not heading_opens(key, title):
        return ""
    found = (starts(title, (phrase,)) for phrase in phrases(key, WORDS))
    return max(filter(None, found), key=len)


def heading_opens(key: str, title: str) -> bool:
    """Does a heading (folded) open with a word of a list of schedule.yaml?"""
    return (
        len(title.split()) <= MAX_HEADING_WORDS and starts(title, phrases(key, WORDS)) is not None
    )


def heading_holds(key: str, title: str) -> bool:
    """Does a word of a list of schedule.yaml stand in a heading (folded)?"""
    return any(f" {phrase} " in f" {title} " for phrase in phrases(key, WORDS))


def calls_persons(title: str) -> bool:
    """Does a heading (folded) stand over the names of persons?"""
    return starts(title, phrases("columns_of_persons")) is not None


def heads_schedule(titles: Iterable[str]) -> bool:
    """Are headings (folded) those of a schedule beyond doubt: one of its days and one of who, each
    word for word?

    >>> heads_schedule(["ngay truc", "ho va ten", "chuc vu"]), heads_schedule(["ngay", "muc tieu"])
    (True, False)
    """
    said = {*titles}
    who = {*phrases("doers", WORDS), *phrases("units", WORDS), *phrases("columns_of_persons")}
    return bool(said & {*phrases("days", WORDS)}) and bool(said & who)


def is_day(text: str, period: Period | None) -> bool:
    """Does a cell name a day, or a few days, of the plan's time?"""
    value = parse_deadline(text, period)
    if value is None:
        return False
    days = value.parts or (value,)
    return all(_is_appointed(day, period) for day in days)


def _is_appointed(value: DeadlineValue, period: Period | None) -> bool:
    if value.end is None or value.kind not in ("by", "within"):
        return False
    if value.start is not None and (value.end - value.start).days > MAX_DAYS:
        return False
    begin = period.start if period is not None else None
    return begin is None or value.end >= begin
