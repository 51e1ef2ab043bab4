"""Signs of cells that look like other times than they are: a day of the week like a month ("T7"), a
week of a month like a day ("Tuần 2/3"), a month like a figure ("7.2031"), what is left out, a
formula, a month of another language."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.timespan import plain
from kehoach.patterns import compile_regex

_DAY = compile_regex(r"\bt\.?([2-7])\b(?![/.-]\d)")
_WEEK = compile_regex(r"\btuan ([1-5])/(0?[1-9]|1[0-2])\b(?!\s*[/.-]\s*\d)")
_MONTH = compile_regex(r"\s*(0?[1-9]|1[0-2])\.(20\d\d)\s*")
_FIGURE = compile_regex(r"\s*\d{1,2},20\d\d\s*")
"""A cell that a program of tables took for a number."""
_FORMULA = compile_regex(r"\s*=\s*\p{L}[\p{L}\d.]*\(.*\)\s*", regex.DOTALL)


def with_signs_told(raw: str) -> str:
    """A text with such signs of days and weeks in words.

    >>> with_signs_told("2 lần/tuần (T2, T6)"), with_signs_told("sáng T7")
    ('2 lần/tuần (thứ 2, thứ 6)', 'sáng thứ 7')
    >>> with_signs_told("Tuần 2/3"), with_signs_told("T7")
    ('Tuần 2 tháng 3', 'T7')
    >>> with_signs_told("7.2031")
    'tháng 7/2031'
    """
    if (month := _MONTH.fullmatch(raw)) is not None:
        return f"tháng {month[1]}/{month[2]}"
    text = plain(raw)
    if len(text) != len(raw):
        return raw
    if _of_week().search(text) or _part_of_day().search(text):
        raw = _replaced(raw, list(_DAY.finditer(text)), "thứ {0}")
        text = plain(raw)
    return _replaced(raw, list(_WEEK.finditer(text)), "Tuần {0} tháng {1}")


def names_no_time(raw: str) -> bool:
    """Is a text a formula that nobody computed, does it only say when nothing is done, or name a
    month in a language that is not read, so that its year alone would be taken for the time?

    >>> names_no_time("=DATE(2031;3;1)"), names_no_time("trừ tháng 8"), names_no_time("tháng 8")
    (True, True, False)
    >>> names_no_time("April 20, 2031"), names_no_time("may 5 bộ áo xong trong năm 2031")
    (True, False)
    """
    if _FORMULA.fullmatch(raw) is not None or _FIGURE.fullmatch(raw) is not None:
        return True
    return _left_out().match(plain(raw)) is not None or _foreign_month().search(raw) is not None


def _replaced(raw: str, found: list[regex.Match[str]], words: str) -> str:
    for match in reversed(found):
        raw = raw[: match.start()] + words.format(*match.groups()) + raw[match.end() :]
    return raw


@cache
def _of_week() -> regex.Pattern[str]:
    return compile_regex(rf"\b(?:{any_of(sorted(map(plain, WORDS['of_week'])))})\b")


@cache
def _part_of_day() -> regex.Pattern[str]:
    return compile_regex(rf"\b(?:{any_of(sorted(map(plain, WORDS['part_of_day'])))})\s+t\.?[2-7]\b")


@cache
def _left_out() -> regex.Pattern[str]:
    return compile_regex(rf"[\s(]*(?:{any_of(sorted(map(plain, WORDS['left_out'])))})\b")


@cache
def _foreign_month() -> regex.Pattern[str]:
    """ "April 20, 2031", "20th April 2031", "by June 2031"."""
    months = any_of(WORDS["english_months"])
    return compile_regex(
        rf"(?<![\p{{L}}\d])(?:{months})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?20\d\d(?!\d)",
        regex.IGNORECASE,
    )
