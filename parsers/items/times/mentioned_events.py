"""The day of an event that a work only mentions ("chuẩn bị tài liệu kỳ họp thứ Hai (dự kiến ngày
26/6)"): it is the event's, and any other time of the work goes before it."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.parsers.items.times.stated_words import listed, phrases_of
from kehoach.patterns import compile_regex


def is_of_mentioned_event(text: str, phrase: str, begin: int) -> bool:
    """Is a time of a text, `begin` its place, what a bracket right behind an event says of that,
    where the work is not to hold it?

    >>> day = "dự kiến ngày 20/5"
    >>> is_of_mentioned_event(f"Khen tại Đại hội ({day})", day, 18)
    True
    >>> is_of_mentioned_event(f"Tổ chức Đại hội ({day})", day, 17)
    False
    """
    before, behind = text[:begin].rstrip(), text[begin + len(phrase) :].lstrip()
    is_planned = phrases_of("planned").match(phrase) is not None
    if not (is_planned and before.endswith("(") and behind.startswith(")")):
        return False
    event = _event_at_end().search(before[:-1])
    return event is not None and not holds_itself(before[: event.start()])


def holds_itself(before: str) -> bool:
    """Does what stands before an event make it the work itself?"""
    return _own().search(before) is not None


@cache
def _event_at_end() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {any_of(listed("events_mentioned"))} ) (?!\p{{L}})
        (?: \s+ [^\s;.:()]+ ){{0,9}} \s* $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _own() -> regex.Pattern[str]:
    """What makes an event the work itself: a verb of holding it or coming to it, or nothing before
    it in its clause."""
    return compile_regex(
        rf"""
        (?: ^ | [,;.:] | (?<!\p{{L}}) (?: {any_of(listed("holding"))} ) )
        \s* (?: \d{{1,3}} \s+ )? $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
