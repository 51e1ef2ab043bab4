"""Days of the lunar calendar by which a work is due ("chậm nhất ngày 15 tháng Giêng", "trước ngày
10/3 âm lịch"): another day of ours every year, so the words are all that is told. Without a limit
before it such a day is mostly that of a feast ("lễ hội đình 15 tháng Giêng")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_words import listed
from kehoach.patterns import compile_regex


def lunar_days(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """The limits of a paragraph that are days of the moon. `masked` is the text without the names
    of documents, as long as it."""
    for match in _limit().finditer(masked):
        words = text[match.start() : match.end()]
        value = parse_deadline(words, context.period)
        if value is not None and value.kind == "conditional":
            yield Stated(words, value, begin=match.start())


@cache
def _limit() -> regex.Pattern[str]:
    months, calendar = any_of(listed("lunar_months")), any_of(listed("lunar_calendar"))
    named = rf"tháng \s+ (?: {months} ) (?: \s+ \(? (?: {calendar} ) \)? )?"
    counted = rf"tháng \s+ [\p{{L}}\d]+ {_YEAR}? \s+ \(? (?: {calendar} ) \)?"
    day = rf"(?: (?: {any_of(listed('lunar_days'))} ) \s+ )? \d{{1,2}}"
    return compile_regex(
        rf"""
        (?<![\p{{L}}\d/]) (?: {any_of(listed("limits_of_days"))} ) \s+ (?: ngày \s+ )?
        (?: (?: {day} | {any_of(listed("full_moons"))} ) \s+ (?: {named} {_YEAR}? | {counted} )
          | (?: {any_of(listed("full_moons"))} ) \s+ tháng \s+ [\p{{L}}\d]+
          | \d{{1,2}} \s?/\s? \d{{1,2}} \s+ \(? (?: {calendar} ) \)? )
        (?![\p{{L}}\d])
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


_YEAR = r"(?: \s+ năm \s+ (?: (?-i:\p{Lu}\p{Ll}+) \s (?-i:\p{Lu}\p{Ll}+) | 20\d\d ) )"
""" "năm Tân Hợi"."""


def on_lunar_calendar(found: Iterable[Stated], text: str, context: Context) -> Iterator[Stated]:
    """The times of a text, those that the words right beside them put on the calendar of the moon
    with these words: "ngày 15/8 | (âm lịch)", "rằm | tháng Bảy" have no day of ours."""
    for stated in found:
        end = stated.begin + len(stated.phrase)
        behind = _calendar().match(text, end)
        before = _full_moon().search(text, 0, stated.begin) if _is_month(stated) else None
        if not stated.value.has_days or (behind is None and before is None):
            yield stated
            continue
        begin = before.start() if before is not None else stated.begin
        words = text[begin : behind.end() if behind is not None else end]
        value = parse_deadline(words, context.period)
        if value is not None and not value.has_days:
            yield replace(stated, phrase=words, value=value, begin=begin)
        else:
            yield stated


def _is_month(stated: Stated) -> bool:
    return stated.phrase.casefold().startswith("tháng")


@cache
def _calendar() -> regex.Pattern[str]:
    calendar = any_of(listed("lunar_calendar"))
    return compile_regex(
        rf"\s* (?: \( \s* (?: {calendar} ) \s* \) | (?: {calendar} ) (?!\p{{L}}) )",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _full_moon() -> regex.Pattern[str]:
    full, limits = any_of(listed("full_moons")), any_of(listed("limits_of_days"))
    return compile_regex(
        rf"(?<!\p{{L}}) (?: (?: {limits} ) \s+ )? (?: ngày \s+ )? (?: {full} ) \s+ $",
        regex.IGNORECASE | regex.VERBOSE,
    )
