"""A day that is told by both calendars ("ngày 22/7/2026 (tức mùng 8 tháng 6 âm lịch)"): ours tells
it, the lunar one only says again which it is."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.building import WORDS
from kehoach.patterns import compile_regex


def on_our_calendar(raw: str) -> str:
    """A text that tells a time -> the part of it that our calendar knows; the whole where the day
    is told by one calendar.

    >>> on_our_calendar("Ngày 22/7/2026 (tức mùng 8 tháng 6 âm lịch)")
    'Ngày 22/7/2026'
    >>> on_our_calendar("mùng 10 tháng 3 âm lịch (tức ngày 26/4/2026)")
    'ngày 26/4/2026'
    >>> on_our_calendar("mùng 10 tháng 3 âm lịch"), on_our_calendar("ngày 26/4 (thứ Bảy)")
    ('mùng 10 tháng 3 âm lịch', 'ngày 26/4 (thứ Bảy)')
    """
    if _lunar().search(raw) is None:
        return raw
    in_bracket = _day_in_bracket().search(raw)
    if in_bracket is not None and _lunar().search(in_bracket["day"]) is None:
        return in_bracket["day"].strip()
    without = _lunar_bracket().sub("", raw).strip()
    return without if any(map(str.isdigit, without)) else raw


@cache
def _lunar() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?:{any_of(WORDS['lunar'])})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _day_in_bracket() -> regex.Pattern[str]:
    """Behind a lunar day: "… âm lịch (tức | ngày 26/4/2026)"."""
    return compile_regex(
        rf"""
        (?: {any_of(WORDS["lunar"])} ) (?: \s+ năm \s+ [^\W\d]+ \s+ [^\W\d]+ )? \s*
        [(,] \s* (?: (?: {any_of(WORDS["that_is"])} ) \s+ )?
        (?P<day> (?: (?: thứ \s+ \p{{L}}+ | chủ \s+ nhật ) ,? \s+ )? (?: ngày \s+ )?
            \d{{1,2}} \s* (?: [/.] | tháng ) \s* \d{{1,2}} [^()\n;]* )
        \)?
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _lunar_bracket() -> regex.Pattern[str]:
    """Behind a day of ours: "(tức mùng 8 tháng 6 âm lịch)", ", nhằm ngày 08/6 âm lịch"."""
    that_is, lunar = any_of(WORDS["that_is"]), any_of(WORDS["lunar"])
    year = r"(?: \s+ năm \s+ [^\W\d]+ \s+ [^\W\d]+ )?"
    return compile_regex(
        rf"""
        \s* \( [^()]* [^()\s] [^()]* \s (?: {lunar} ) [^()]* \)
        | \s* ,? \s* (?: {that_is} ) \s+ [^();\n]*? (?<!\p{{L}}) (?: {lunar} ) (?!\p{{L}}) {year}
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
