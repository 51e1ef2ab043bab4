"""Times of which an opening word alone would say less: how often, and up to when ("02 lần/tuần đến
hết tháng 4"), what goes on as long as a season lasts, the meeting of a month at which something is
told ("tại phiên họp thường kỳ tháng 11"), the hours of those who watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import NEAR_WORDS, Stated
from kehoach.parsers.items.times.opening_times import as_printed, opening_time
from kehoach.parsers.items.times.stated_words import listed, phrase_in
from kehoach.parsers.items.words.sentence_breaks import last_clause
from kehoach.patterns import REACH, compile_regex, near_after

_CLAUSE_END = compile_regex(r"[;,.:()](?!\d)")
_Find = Callable[[str, Context], Iterator[Stated]]


def longer_times(masked: str, context: Context) -> Iterator[Stated]:
    """These times of a paragraph, `masked`: what only looks like a time is blotted out."""
    finders: tuple[_Find, ...] = (_rhythms_with_terms, _lasting, _at_meetings, _of_watches)
    for find in finders:
        yield from find(masked, context)


def _rhythms_with_terms(masked: str, context: Context) -> Iterator[Stated]:
    """ "02 lần/tuần đến hết tháng 4/2031": the rhythm goes on up to then."""
    for match in _rhythm().finditer(masked):
        behind = near_after(masked, match.end(), _CLAUSE_END)
        phrase, value = opening_time(f"{match[0]}{behind}".split(), context)
        if value is None or value.kind != "recurring" or len(phrase) <= len(match[0]):
            continue
        printed = as_printed(masked, match.start(), phrase)
        yield Stated(printed, value, begin=match.start())


def _lasting(masked: str, context: Context) -> Iterator[Stated]:
    """ "thường xuyên trong cả mùa khô": it goes on as long as that lasts."""
    for match in _steady_spell().finditer(masked):
        before = masked[max(0, match.start() - REACH) : match.start()]
        value = parse_deadline(match[0], context.period)
        near = " ".join(before.split()[-NEAR_WORDS:])
        is_of_thing = phrase_in("things", near) or phrase_in("regular_works", near)
        if value is not None and value.kind == "continuous" and not is_of_thing:
            yield Stated(match[0], value, begin=match.start())


def _at_meetings(masked: str, context: Context) -> Iterator[Stated]:
    """ "báo cáo tại phiên họp thường kỳ tháng 8 (dự kiến ngày 03/9)": due at that meeting."""
    for match in _meeting().finditer(masked):
        if not phrase_in("told_at_meetings", last_clause(masked[: match.start()])):
            continue
        value = parse_deadline(match[0], context.period)
        if value is not None and value.kind in ("within", "by"):
            yield Stated(match[0], value, begin=match.start(), is_report=True)


def _of_watches(masked: str, context: Context) -> Iterator[Stated]:
    """ "tuần tra, chú trọng khung giờ từ 17 giờ đến 22 giờ": each day in these hours; when a thing
    is open or allowed is no time of a work."""
    for match in _hours().finditer(masked):
        clause = masked[max(0, match.start() - REACH) : match.start()].rpartition(";")[2]
        value: DeadlineValue | None = parse_deadline(match[0], context.period)
        is_watch = phrase_in("watches", clause) and not phrase_in("allowed_in_hours", clause)
        if value is not None and value.kind in ("recurring", "within") and is_watch:
            yield Stated(match[0], value, begin=match.start())


def without_others(masked: str) -> str:
    """A paragraph, blotted out in it the months of meetings at which something was said, and the
    hours in which something is allowed.

    >>> without_others("Thực hiện kết luận tại phiên họp tháng 2")
    'Thực hiện kết luận #####################'
    """
    for pattern, key in ((_meeting(), "said_at_meetings"), (_hours(), "allowed_in_hours")):
        for match in pattern.finditer(masked):
            before = last_clause(masked[: match.start()])
            is_due = key == "said_at_meetings" and phrase_in("told_at_meetings", before)
            if phrase_in(key, before) and not is_due:
                blot = "#" * len(match[0])
                masked = masked[: match.start()] + blot + masked[match.end() :]
    return masked


@cache
def _rhythm() -> regex.Pattern[str]:
    rhythms, terms = any_of(listed("closings")), any_of(listed("terms_of_rhythm"))
    return compile_regex(
        rf"(?<![\p{{L}}\d/]) \d{{1,2}} \s+ (?:{rhythms}) (?= \s+ (?:{terms}) \s )",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _steady_spell() -> regex.Pattern[str]:
    steady, spells = any_of(listed("steady_words")), any_of(listed("lasting_spells"))
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?:{steady}) \s+ (?:{spells}) (?: \s+ [^\s;,.:()\d]+ ){{0,8}}
        (?= \s* (?: [;,.:()] | $ ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _meeting() -> regex.Pattern[str]:
    meetings, usual = any_of(WORDS["meetings"]), any_of(WORDS["usual_meetings"])
    return compile_regex(
        rf"""
        (?<!\p{{L}}) tại \s+ (?:{meetings}) \s+ (?: (?:{usual}) \s+ ){{0,3}}
        (?: tháng \s+ \d{{1,2}} | quý \s+ [IVX\d]{{1,3}} )
        (?: (?: \s*/\s* | \s+ năm \s+ ) 20\d\d )?
        (?: \s+ của (?: \s+ [^\s;,.:()]+ ){{1,8}}?
            (?= \s* (?: [;,.:()] | $ ) | \s+ (?: và | để ) \s+ (?-i:\p{{Ll}}) )
          | \s* \( [^()]* \d [^()]* \) )?
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _hours() -> regex.Pattern[str]:
    clock = (
        rf"\d{{1,2}} \s? (?:{any_of(listed('clock_signs'))})"
        rf" (?: \s? \d{{2}} (?: \s? (?:{any_of(listed('minutes'))}) )? )?"
    )
    return compile_regex(
        rf"""
        (?<![\p{{L}}\d/]) từ \s+ {clock} \s+ đến \s+ {clock}
        (?: \s+ (?: trong | hằng | hàng | mỗi ) \s+ ngày )? (?= \s* (?: [;,.:()] | $ ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
