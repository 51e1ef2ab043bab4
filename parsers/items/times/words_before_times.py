"""Words right before a time that belong to it and that nothing opens it with: the hour ("7 giờ 30 |
ngày 26/3"), "vào", how much at least ("ít nhất | 02 lần/tuần"), how often ("02 lần | mỗi tháng"),
that it is planned so far ("dự kiến | cuối tháng 3"), how soon ("ngay | trong quý I"). That the work
is over then ("xong trước 30/6") is its verb, and no word of the time, but where a part of a bracket
says nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_words import listed, phrases_of
from kehoach.patterns import compile_regex, found_before

_BEGINS = compile_regex(r"(?:kể\s+)?từ\s+(?!.*(?:đến|[-–]))", regex.IGNORECASE)
"""“Vận hành | từ 0 giờ | ngày 01/7/2031”: the day on which it begins, and none by which."""
_PART_ENDS = compile_regex(r"\s*[;)]")
REACH, REACH_OF_BRACKET = 40, 300
"""So many letters before a time its hour and such a word stand."""


def with_words_before(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """The times of a text in order, each from the words before it that belong to it."""
    widened: list[Stated] = []
    for stated in found:
        read_to = widened[-1].begin + len(widened[-1].phrase) if widened else 0
        widened.append(_widened(stated, text, context=context, read_to=read_to))
    return widened


def _widened(stated: Stated, text: str, context: Context, read_to: int) -> Stated:
    """A time with the words before it, if they leave what it means."""
    stop = stated.begin
    for pattern in (
        _hour(),
        _count(stated),
        _at_least(stated),
        _link(),
        _stance(),
        _regularly(stated),
    ):
        words = found_before(pattern, text, stop, REACH) if pattern is not None else None
        if words is not None and words.start() >= read_to:
            stop = words.start("words")
    stop = _begin_of_part(text, stop, end=stated.begin + len(stated.phrase))
    if stop == stated.begin:
        return stated
    phrase = text[stop : stated.begin + len(stated.phrase)]
    value = parse_deadline(phrase, context.period)
    if value is None or not (value.means_same(stated.value) or _begins_on(value, stated, phrase)):
        return stated
    return replace(stated, phrase=phrase, value=value, begin=stop)


def _begins_on(value: DeadlineValue, stated: Stated, phrase: str) -> bool:
    """Does a time begin, with the hour before it, on the day that it is without ("từ 15 giờ 00 |
    ngày 24/9")?"""
    if value.kind != "within" or _BEGINS.match(phrase) is None:
        return False
    return value.start is not None and value.start == stated.value.end


def _begin_of_part(text: str, begin: int, end: int) -> int:
    """Where the part of a bracket begins that says nothing but when the work is over: "(Phòng Kinh
    tế chủ trì; | hoàn thành trước ngày 30/8/2031)" names the lead, and the time."""
    if _PART_ENDS.match(text, end) is None:
        return begin
    part = found_before(_part_of_bracket(), text, begin, REACH_OF_BRACKET)
    return part.start("words") if part is not None else begin


@cache
def _part_of_bracket() -> regex.Pattern[str]:
    return compile_regex(
        rf"\( [^()]*? ; \s+ (?P<words> (?:{any_of(listed('finishing'))}) ) \s{{1,3}} $",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _hour() -> regex.Pattern[str]:
    """ "7 giờ 30 | ngày 26/3", "lúc 14h00, | ngày 19/11", "từ 18 giờ đến 23 giờ | ngày 30/8", "06
    giờ, 14 giờ và 20 giờ | hằng ngày"."""
    minutes = rf"(?: \s? \d{{2}} (?: \s? (?:{any_of(listed('minutes'))}) )? )?"
    hour = rf"\d{{1,2}} \s? (?:{any_of(listed('clock_signs'))}) {minutes} '?"
    hours = rf"(?: {hour} \s* (?: [-–,] | và | đến ) \s* ){{0,5}} {hour}"
    return compile_regex(
        rf"""
        (?<![\p{{L}}\d/.,:]) (?P<words> (?: (?: kể \s )? từ \s )? {hours} )
        ,? \s{{1,3}} $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


def _at_least(stated: Stated) -> regex.Pattern[str] | None:
    """ "ít nhất | 02 lần/tuần": only a count has so much at least."""
    is_counted = stated.value.kind == "recurring" and stated.phrase[:1].isdigit()
    return _words(*listed("at_least")) if is_counted else None


def _regularly(stated: Stated) -> regex.Pattern[str] | None:
    """ "định kỳ | vào ngày 10 và ngày 25 hằng tháng"."""
    return _words(*listed("regularly")) if stated.value.kind == "recurring" else None


def _count(stated: Stated) -> regex.Pattern[str] | None:
    """ "ít nhất 02 lần | mỗi tháng": how often, before a rhythm that says only in what."""
    is_bare = stated.value.kind == "recurring" and phrases_of("each").match(stated.phrase)
    return _counted() if is_bare else None


@cache
def _counted() -> regex.Pattern[str]:
    least, counted = any_of(listed("at_least")), any_of(listed("times_counted"))
    return compile_regex(
        rf"""
        (?<![\p{{L}}\d/.,:-])
        (?P<words> (?: (?:{least}) \s+ )? \d{{1,2}} \s+ (?:{counted}) ) \s{{1,3}} $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


def _link() -> regex.Pattern[str]:
    """ "vào | thứ Sáu hằng tuần"."""
    return _words(*listed("links_before_times"))


@cache
def _words(*words: str) -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}}) (?P<words> {any_of(words)} ) \s{{1,3}} $", regex.IGNORECASE | regex.VERBOSE
    )


@cache
def _stance() -> regex.Pattern[str]:
    """ "dự kiến |", "dự kiến vào |", "ngay |"."""
    link = any_of(listed("links_of_stance"))
    return compile_regex(
        rf"""
        (?<!\p{{L}})
        (?P<words> (?:{any_of(listed("expected"))}) (?: \s (?:{link}) )? ) \s{{1,3}} $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
