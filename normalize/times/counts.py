"""Counts of time ("không quá 10 ngày") and how often a thing comes ("3 tháng một lần"), in plain
text. What is counted, and by which words, stands in times.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.timespan import any_plain, plain
from kehoach.normalize.times.values import Recurrence
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

_IN_DAYS: dict[int, Recurrence] = {1: "daily", 7: "weekly", 30: "monthly"}
_IN_MONTHS: dict[int, Recurrence] = {1: "monthly", 3: "quarterly", 6: "half-yearly", 12: "yearly"}
_NAMED_TOO = r"(?: \s* \( [^()]{1,20} \) )?"
"""A number is told twice: "05 (năm) ngày"."""


def how_often(text: str) -> Iterator[tuple[Recurrence | None, int, int]]:
    """The rhythms that plain text tells by numbers, or by a day of the next month ("ngày 10 tháng
    sau"), each with its place; None for one that has no name of its own ("5 năm một lần").

    >>> list(how_often("3 thang mot lan")), list(how_often("it nhat 02 lan trong nam"))
    ([('quarterly', 0, 15)], [('half-yearly', 8, 24)])
    >>> list(how_often("khong co chung cu moi")), list(how_often("cu 2 gio"))
    ([], [(None, 0, 8)])
    >>> list(how_often("sang thu hai tuan dau thang")), list(how_often("thu hai dau thang 4"))
    ([('monthly', 5, 27)], [])
    >>> list(how_often("moi sang thu bay")), list(how_often("cac dem thu 6, 7, cn"))
    ([('weekly', 0, 16)], [('weekly', 0, 20)])
    """
    for match in _often().finditer(text):
        unit = " ".join(match["unit"].split())
        times, length = _number(match["times"]), _number(match["length"])
        yield _recurrence(unit, times, length=length), *match.span()
    for match in _next_ones().finditer(text):
        yield WORDS["next_units"][_NEXT_UNITS[match["unit"]]], *match.span()
    for match in _each_weekday().finditer(text):
        yield "weekly", *match.span()
    for match in _weekdays().finditer(text):
        yield _EACH[match["unit"]], *match.span()
    for match in _days_of_each().finditer(text):
        yield "monthly", *match.span()


def limits(text: str) -> Iterator[tuple[int, int]]:
    """Where plain text says within how much time something is due.

    >>> list(limits("toi da khong qua 05 ngay")), list(limits("trong 6 thang dau nam"))
    ([(0, 24)], [])
    """
    return (match.span() for match in _limits().finditer(text))


def spells(text: str) -> Iterator[tuple[int, int]]:
    """Where plain text names days by what happens on them.

    >>> list(spells("trong nhung ngay nang nong")), list(spells("trong nhung ngay dau thang 6"))
    ([(0, 26)], [])
    """
    return (match.span() for match in _spells().finditer(text))


def _recurrence(unit: str, times: int, length: int) -> Recurrence | None:
    """ "2 lần trong 1 năm" is each half of it; where no name fits so ("2 lần/3 tháng"), the unit
    counts."""
    if unit in WORDS_IN_DAYS:
        return _IN_DAYS.get(WORDS_IN_DAYS[unit] * length)
    months = WORDS_IN_MONTHS.get(unit, 0) * length
    each = months // times if months % times == 0 else 0
    return _IN_MONTHS.get(each) or _IN_MONTHS.get(months)


WORDS_IN_DAYS = {plain(word): days for word, days in WORDS["units_in_days"].items()}
WORDS_IN_MONTHS = {plain(word): months for word, months in WORDS["units_in_months"].items()}


def _number(words: str | None) -> int:
    """A number in figures or words, its second telling in a bracket apart; 1 for none."""
    told = " ".join((words or "").partition("(")[0].split())
    if told.isdecimal():
        return max(1, int(told))
    return _numbers().get(told, 1)


@cache
def _numbers() -> dict[str, int]:
    return {plain(words): number for words, number in WORDS["written_numbers"].items()}


MOST_FURTHER_WORDS = 4
"""Of a number behind its first word ("một trăm hai mươi lăm")."""


def number_pattern(form: Callable[[str], str]) -> str:
    """A verbose pattern for a number in figures or words, these in the `form` of the text; "năm"
    alone is a year, and so it stands only before a bracket ("năm (05) ngày")."""
    written = [*WORDS["written_numbers"], *WORDS["tens"]]
    words = any_of(form(word) for word in written if word != "năm")
    five = form("năm")
    # No number has more words; as many as there are would be tried in too many ways.
    spelt = rf"(?: {words} ) (?: \s (?: {words} | {five} ) ){{0,{MOST_FURTHER_WORDS}}}"
    return rf"(?: (?: \d{{1,3}} | {spelt} ) {_NAMED_TOO} | {five} \s* \( \d{{1,2}} \) )"


@cache
def _often() -> regex.Pattern[str]:
    number = number_pattern(plain)
    unit = any_plain((*WORDS["units_in_days"], *WORDS["units_in_months"]))
    unit = rf"(?: {unit} | {any_plain(WORDS['units_without_length'])} )"
    happening = rf"(?:{any_plain(WORDS['happenings'])})"
    per = rf"(?:{any_plain(WORDS['per'])} | / )"
    once, ranks = rf"(?:{any_plain(WORDS['once'])})", any_plain(WORDS["ranks"])
    one = any_plain(WORDS["one"])
    return compile_regex(
        rf"""
        (?<![\w/]) (?:
            (?P<times> {number} ) (?: \s* - \s* \d{{1,2}} )? \s* {happening} \s*
            (?: {per} \s* (?: (?P<length> {number} ) \s* )? | (?P<length> {one} ) \s+ )
            (?P<unit> {unit} )
          | (?: (?P<length> {number} ) \s* )? (?P<unit> {unit} ) \s*
            (?: / \s* (?: (?P<times> {number} ) \s* )? | (?P<times> {number} ) \s* ) {once}
          | (?: {any_plain(WORDS["every"])} ) \s+ (?P<length> {number} ) \s*
            (?P<unit> {unit} | {any_plain(WORDS["short_units"])} )
            (?: \s+ (?P<times> {number} ) \s* {once} )?
        ) \b (?! \s* [\d/] | \s+ (?:{ranks}) \b )
        """,
        regex.VERBOSE | regex.V0,
    )


_NEXT_UNITS = {plain(unit): unit for unit in WORDS["next_units"]}


@cache
def _next_ones() -> regex.Pattern[str]:
    """What stands behind a day, or the month that has it."""
    day = r"(?: \b ngay \s+ \d{1,2} | \b thang \s+ \d{1,2} | \d \s* / \s* \d{1,2} )"
    return compile_regex(
        rf"""
        (?<= {day} \s* ) \b (?: cua \s+ )?
        (?P<unit> {any_plain(_NEXT_UNITS)} ) \s+ (?: {any_plain(WORDS["next_ones"])} ) \b
        (?! \s+ (?:{any_plain(WORDS["no_next_ones"])}) \b )
        """,
        regex.VERBOSE,
    )


_EACH: dict[str, Recurrence] = {"tuan": "weekly", "thang": "monthly", "quy": "quarterly"}


@cache
def any_weekday() -> str:
    """A pattern for any day of the week in a `plain` text."""
    listed = read_own("times/recurring.yaml")["weekdays"].values()
    return any_plain(day for days in listed for day in days)


@cache
def _weekdays() -> regex.Pattern[str]:
    """A day of the week in each of what nobody numbers: "thứ Hai | tuần đầu tháng"."""
    week, place = any_plain(WORDS["weeks_in"]), any_plain(WORDS["places_in"])
    return compile_regex(
        rf"""
        \b (?:{any_weekday()}) ,? \s+ (?: (?:{week}) \s+ )? (?:{place}) \s+
        (?: (?:{any_plain(WORDS["in_each"])}) \s+ )? (?P<unit> {"|".join(_EACH)} ) \b
        (?! \s* [\divx] )
        """,
        regex.VERBOSE,
    )


@cache
def _each_weekday() -> regex.Pattern[str]:
    """ "Mỗi sáng | thứ Bảy", "các đêm thứ 6, 7, CN"."""
    part = rf"(?: (?:buoi \s+)? (?:{any_plain(WORDS['part_of_day'])}) \s+ )?"
    further = rf"(?: \s* (?:[,;]|\bva\b) \s* {part} (?: {any_weekday()} | [2-7] (?![\d/]) ) )*"
    return compile_regex(
        rf"\b (?:{any_plain(WORDS['each_of_week'])}) \s+ {part} (?:{any_weekday()}) {further} \b",
        regex.VERBOSE,
    )


@cache
def _days_of_each() -> regex.Pattern[str]:
    """ "Ngày 25 | các tháng": not "ngày 25 các tháng 6, 12"."""
    of_each = any_plain(WORDS["of_each_month"])
    parts = any_plain(WORDS["parts_counted"])
    return compile_regex(
        rf"""
        (?<= \b ngay \s+ \d{{1,2}} \s* ) \b (?:{of_each}) \b (?! \s* \d | \s+ (?:{parts}) \b )
        """,
        regex.VERBOSE,
    )


@cache
def _spells() -> regex.Pattern[str]:
    days, happens = any_plain(WORDS["days_of_what_happens"]), any_plain(WORDS["what_happens"])
    return compile_regex(rf"(?<!\w)(?:{days})\s+(?:{happens})\b")


@cache
def _limits() -> regex.Pattern[str]:
    first = any_plain(WORDS["limits"])
    further = any_plain((*WORDS["limits"], *WORDS["behind_limits"]))
    return compile_regex(
        rf"""
        (?<!\w)
        (?: (?:{first}) \s+ (?: (?:{further}) \s+ ){{0,6}}
          | truoc \s+ ngay (?: \s+ [^\W\d]+ ){{1,6}}? \s+ (?: it \s nhat \s+ )? )
        {number_pattern(plain)} \s* (?:{any_plain(WORDS["counted"])}) \b
        (?! \s* [\d/] | \s+ (?:{any_plain(WORDS["parts_counted"])}) \b )
        """,
        regex.VERBOSE,
    )
