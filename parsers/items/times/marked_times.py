"""Times that no word opens, told by what stands around them: two days between marks
("Giải bóng đá (11 - 19/7), …", "Lớp bơi số 1: 08/6 - 20/6; …"), the day of an occasion that opens
a sentence ("Nhân Ngày Dân số thế giới 11/7, Trạm Y tế …"); and times that their first word opens,
but the shape of the whole tells ("trong hai ngày 26/3 và 27/3", "sáng thứ Năm (12/3)")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.counts import number_pattern
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_words import listed
from kehoach.parsers.items.times.times_of_stories import is_of_dated_list
from kehoach.patterns import compile_regex

_DAY = r"\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?"
_SPAN = compile_regex(
    rf"""
    (?<= [:;(,] \s{{0,3}} )
    \d{{1,2}} (?: \s?/\s?\d{{1,2}} (?: \s?/\s?\d{{4}} )? )? \s* (?: [-–] | đến ) \s* {_DAY}
    (?= \s* (?: [;,)] | \.(?!\d) | $ ) )
    """,
    regex.VERBOSE,
)
"""Two days and nothing else between marks, the first perhaps without its month."""
MAX_WORDS = 12
"""Of the name of a day."""


def marked_times(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """The times of a paragraph that no word opens. `masked` is the text without the names of
    documents, as long as it."""
    for span in _SPAN.finditer(masked):
        if is_of_dated_list(masked[: span.start()]):
            continue
        stated = _stated(text, span.start(), stop=span.end(), context=context)
        if stated is not None and stated.value.kind == "within" and stated.value.is_alone:
            yield stated
    for event in _opened_events().finditer(masked):
        stated = _stated(text, event.start(), stop=event.end(), context=context)
        if stated is not None and stated.value.kind == "by":
            yield stated
    for occasion in _occasions().finditer(masked):
        begin, stop = occasion.span("told")
        day = parse_deadline(occasion["day"], context.period)
        if day is None or day.end is None or len(occasion["told"].split()) > MAX_WORDS:
            continue
        yield Stated(text[begin:stop], day, begin=begin)


def whole_times(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """Days told with how many they are, or behind their weekday; days of each month."""
    for pattern in (_counted_days(), _weekday(), _days_of_month(), _holidays()):
        for match in pattern.finditer(masked):
            stated = _stated(text, match.start(), stop=match.end(), context=context)
            if stated is not None and stated.value.kind in _WHOLE:
                yield stated


_WHOLE = ("by", "within", "recurring", "several")


@cache
def _holidays() -> regex.Pattern[str]:
    """ "vào dịp nghỉ lễ 30/4 và 01/5", "dịp kỷ niệm 27/7" behind a work."""
    return compile_regex(
        rf"""
        (?<! [\p{{L}}\d/] ) (?<! (?: {any_of(listed("limits_of_days"))} ) \s )
        (?: (?: vào | trong | nhân ) \s+ )? dịp \s+
        (?: (?: {any_of(listed("names_of_holidays"))} ) \s+ ){{0,2}} {_DAY}
        (?: \s* (?: , | và | [-–] ) \s* {_DAY} )?
        (?= \s* (?: [;,)] | \.(?!\d) | $ ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _counted_days() -> regex.Pattern[str]:
    """ "trong hai ngày 26/3 và 27/3/2031", "trong 02 ngày (12 - 13/6)"."""
    return compile_regex(
        rf"""
        (?<![\p{{L}}\d/]) (?: trong \s+ | (?<= [(,] \s? ) )
        {number_pattern(str)} \s+ ngày ,? \s+ (?P<open> \( )?
        (?: từ \s+ )? (?: ngày \s+ )? \d{{1,2}} (?: \s?/\s?\d{{1,2}} )?
        \s* (?: [-–,] | và | đến ) \s* (?: ngày \s+ )? {_DAY} (?(open) \) )
        (?! [\d/] )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _weekday() -> regex.Pattern[str]:
    """ "sáng thứ Năm (12/3)", "Chủ nhật, ngày 16/3/2031"."""
    part = any_of(listed("parts_of_day"))
    day = any_of(listed("names_of_weekdays"))
    limits = any_of(listed("limits_of_days"))
    return compile_regex(
        rf"""
        (?<! [\p{{L}}\d/] ) (?: (?:buổi\s+)? (?:{part}) \s+ )? (?: ngày \s+ )?
        (?: {day} ) (?<! (?: {limits} ) \s (?: (?:{part}) \s )? (?: ngày \s )? (?: {day} ) )
        ,? \s* (?P<open> \( )? (?: ngày \s+ )? {_DAY} (?(open) \s* \) )
        (?= \s* (?: [;,:)] | \.(?!\d) | $ | (?: {any_of(listed("behind_span"))} ) (?!\p{{L}}) ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _days_of_month() -> regex.Pattern[str]:
    """ "ngày 15 và ngày 30 hằng tháng", "từ ngày 10 đến ngày 15 mỗi tháng"."""
    return compile_regex(
        rf"""
        (?<! [\p{{L}}\d/] ) (?: (?: các | từ ) \s+ )? ngày \s+ \d{{1,2}}
        (?: \s* (?: , | và | đến | [-–] ) \s* (?: ngày \s+ )? \d{{1,2}} ){{1,3}}
        \s+ (?: {any_of(listed("rhythms_of_day"))} ) (?!\p{{L}})
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _opened_events() -> regex.Pattern[str]:
    """ "Tổ chức giải bóng chuyền, | khai mạc 17/3.", "… (phát động 17/4)": the day of an event in a
    clause of its own; "đợt ra quân 17/3" was."""
    return compile_regex(
        rf"""
        (?<= (?: [,;(] | \s[-–] ) \s{{0,2}} )
        (?: {any_of(listed("openings_of_events"))} ) \s+ (?: vào \s+ )? {_DAY}
        (?= \s* (?: [;,)] | \.(?!\d) | $ | (?: {any_of(listed("behind_span"))} ) (?!\p{{L}}) ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


def _stated(text: str, begin: int, stop: int, context: Context) -> Stated | None:
    words = text[begin:stop]
    value = parse_deadline(words, context.period)
    return Stated(words, value, begin=begin) if value is not None else None


@cache
def _occasions() -> regex.Pattern[str]:
    """ "Nhân Ngày Dân số thế giới 11/7,", "Dịp kỷ niệm 27/7,": an occasion at the head of a
    sentence, with its day, up to the comma."""
    return compile_regex(
        rf"""
        (?: ^ | (?<=[.;]\s) )
        (?P<told>
          (?i: {any_of(listed("occasions_of_days"))} ) \s [^.,;:()\d]{{0,80}}? (?: \( (?:ngày\s)? )?
          (?P<day> {_DAY} ) \)?
        )
        (?= \s* , )
        """,
        regex.VERBOSE,
    )
