"""How times are written, rule by rule, and `find_times`, which tries them all.

Patterns are matched against text that went through `plain` (lower case, no diacritics, same
length). Each rule has examples; tests/test_time_rules.py runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import regex

from kehoach.normalize.times.building import (
    LINK,
    MONTH_WORDS,
    MONTHS,
    QUARTER_WORDS,
    QUARTERS,
    Match,
    day_of_no_year,
    days,
    edge_of_month,
    edge_of_year,
    listed,
    listed_days,
    month,
    nowhere,
    part_of_month,
    part_of_school_year,
    part_of_year,
    school_year,
    weeks_of_month,
    word_month,
    word_quarter,
    years,
)
from kehoach.normalize.times.pieces_of_rules import (
    ALWAYS,
    COUNT,
    EDGE_OF_SCHOOL,
    MONTH,
    MONTH_WORD,
    NO_RHYTHM,
    NO_WEEKDAYS,
    NOT_TIMES,
    OF_MONTH,
    QUARTER,
    TERM,
    WEEK,
    YEAR,
    any_of,
)
from kehoach.normalize.times.timespan import Time
from kehoach.patterns import compile_regex

Build = Callable[[Match], Iterator[Time]]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One way to write times.

    `pattern` is compiled with regex.VERBOSE; `build` makes the times of a match, none when it is no
    time after all. `examples`: a phrase as printed -> the times that the rule alone finds in it, in
    the year 2025 where none is said ("2025-07-01..2025-09-30", several with commas).
    """

    name: str
    pattern: regex.Pattern[str]
    build: Build
    examples: Mapping[str, str]

    def find(self, text: str) -> Iterator[tuple[int, int, Time]]:
        """The times in plain text that are written so, each with the place of the whole match (a
        list of months is one match and several times)."""
        for match in self.pattern.finditer(text):
            begin, stop = match.span()
            for time in self.build(match):
                yield begin, stop, time


def _rule(name: str, pattern: str, build: Build, examples: Mapping[str, str]) -> TimeRule:
    whole = rf"(?<![\w/])(?:{pattern})"
    return TimeRule(
        name, compile_regex(whole, regex.V0 | regex.VERBOSE), build=build, examples=examples
    )


# --- the rules ------------------------------------------------------------------------------------

TIME_RULES: tuple[TimeRule, ...] = (
    _rule(
        "months",
        rf"""
        {NO_RHYTHM} {NO_WEEKDAYS} {MONTH_WORD}
        (?P<list> {MONTH} (?: {LINK} {MONTH_WORD}? {MONTH} )* )
        (?: {YEAR} )?
        """,
        partial(listed, counted=MONTHS),
        {
            "Tháng 7/2025": "2025-07-01..2025-07-31",
            "tháng 3-5 năm 2024": "2024-03-01..2024-05-31",
            "tháng 3, 6, 9": "2025-03-01..2025-03-31, 2025-06-01..2025-06-30, "
            "2025-09-01..2025-09-30",
            "T11/2025": "2025-11-01..2025-11-30",
            "3 lần": "",
            "mỗi tháng 01 phiên": "",
            "T2, T6 hằng tuần": "",
        },
    ),
    _rule(
        "quarters",
        rf"""
        {NO_RHYTHM} (?: qu[yi] | q\.? ) \s*
        (?P<list> {QUARTER} (?: {LINK} (?: qu[yi]\s* )? {QUARTER} )* )
        (?: {YEAR} )?
        """,
        partial(listed, counted=QUARTERS),
        {
            "Quý III/2025": "2025-07-01..2025-09-30",
            "quý III, IV": "2025-07-01..2025-12-31",
            "Quý I và quý IV năm 2026": "2026-01-01..2026-03-31, 2026-10-01..2026-12-31",
            "Quý lV/2025": "2025-10-01..2025-12-31",
        },
    ),
    _rule(
        "part of a year",
        rf"""
        (?: (?P<count> \d{{1,2}} | {COUNT} ) \s* (?: thang\s+ | (?P<quarters> quy\s+ ) )
          | (?P<count> nua ) \s+ )
        (?P<which> dau | cuoi | con\ lai ) (?! \s+ (?: thang | quy | nam\ hoc ) \b )
        (?: \s+ (?: cua\s+ )? nam\b )?
        (?: {YEAR} )?
        """,
        part_of_year,
        {
            "6 tháng cuối năm 2025": "2025-07-01..2025-12-31",
            "ba tháng đầu năm": "2025-01-01..2025-03-31",
            "2 quý cuối năm": "2025-07-01..2025-12-31",
            "nửa đầu năm 2026": "2026-01-01..2026-06-30",
            "các tháng còn lại của năm 2025": "2025-07-01..2025-12-31",
        },
    ),
    _rule(
        "edge of a year",
        rf"(?P<which> dau | giua | cuoi ) \s+ nam\b (?! \s+hoc ) (?: {YEAR} )?",
        edge_of_year,
        {
            "giữa năm 2025": "2025-04-01..2025-06-30",
            "cuối năm 2025": "2025-10-01..2025-12-31",
            "đầu năm": "2025-01-01..2025-03-31",
            "đầu năm học": "",
        },
    ),
    _rule(
        "day in figures",
        rf"""
        (?: ngay\s* )? (?! 24 \s*/\s* 24 (?!\d) ) (?! {ALWAYS} )
        (?P<day> \d{{1,2}} ) \s*/\s* (?P<month> \d{{1,2}} )
        (?: \s*/\s* (?P<year> \d{{1,4}} ) )? (?! [\d/] )
        """,
        days,
        {
            "ngày 15/7/2025": "2025-07-15..2025-07-15",
            "31/12": "2025-12-31..2025-12-31",
            "15/7/25": "2025-07-15..2025-07-15",
            "31/6/2025": "..",
            "24/24": "",
            "trực 24/7": "",
            "trước 24/7": "2025-07-24..2025-07-24",
        },
    ),
    _rule(
        "day with dots or dashes",
        r"""
        (?: ngay\s* )?
        (?P<day> \d{1,2} ) \s* (?P<s> [.-] ) \s* (?P<month> \d{1,2} ) \s* (?P=s) \s*
        (?P<year> \d{4} | (?<= \d - \d{1,2} - ) [2-4]\d ) (?! \d | \s*- )
        """,
        days,
        {
            "15.7.2025": "2025-07-15..2025-07-15",
            "15 - 7 - 2025": "2025-07-15..2025-07-15",
            "15-7-26": "2026-07-15..2026-07-15",
        },
    ),
    _rule(
        "day in words",
        rf"""
        (?: ngay\s* )? (?<! \b(?:tuan|dot|lan|ky)\  )
        (?P<day> \d{{1,2}} ) \s* thang \s* (?P<month> {MONTH} )
        (?: {YEAR} )?
        """,
        days,
        {
            "ngày 15 tháng 7 năm 2025": "2025-07-15..2025-07-15",
            "15 tháng 7": "2025-07-15..2025-07-15",
            "đợt 1 tháng 7": "",
        },
    ),
    _rule(
        "days of a month",
        r"""
        (?: ngay\s* )?
        (?P<from> \d{1,2} ) \s* (?: - | \bden\b ) \s* (?: ngay\s* )? (?P<day> \d{1,2} ) \s*
        (?: / | \bthang\b ) \s* (?P<month> \d{1,2} ) (?!\d)
        (?: (?: \s*/\s* | \s*nam\s* ) (?P<year> 20\d\d ) (?!\d) )? (?! / )
        """,
        days,
        {
            "10-15/7/2025": "2025-07-10..2025-07-15",
            "ngày 10 đến ngày 15 tháng 7 năm 2025": "2025-07-10..2025-07-15",
        },
    ),
    _rule(
        "several days of a month",
        r"""
        (?: cac\s+ )? ngay\s*
        (?P<list> \d{1,2} (?: \s* (?: , | ; | & | \bva\b ) \s* (?: ngay\s* )? \d{1,2} )+ ) \s*
        (?: / | \bthang\b ) \s* (?P<month> \d{1,2} ) (?!\d)
        (?: (?: \s*/\s* | \s*,?\s*nam\s* ) (?P<year> 20\d\d ) (?!\d) )? (?! / )
        """,
        listed_days,
        {
            "ngày 26, 27/12": "2025-12-26..2025-12-26, 2025-12-27..2025-12-27",
            "các ngày 3, 5 và 7 tháng 6 năm 2025": "2025-06-03..2025-06-03, "
            "2025-06-05..2025-06-05, 2025-06-07..2025-06-07",
            "ngày 26": "",
        },
    ),
    _rule(
        "several days without their word",
        r"""
        (?: (?<= ^ | [(:;]\s* ) )
        (?P<list> \d{1,2} (?: \s* (?: , | & | \bva\b ) \s* \d{1,2} )+ ) \s*
        / \s* (?P<month> \d{1,2} ) (?!\d) (?: \s*/\s* (?P<year> 20\d\d ) (?!\d) )? (?! / )
        """,
        listed_days,
        {
            "12, 13/6": "2025-06-12..2025-06-12, 2025-06-13..2025-06-13",
            "12 và 13/6/2025": "2025-06-12..2025-06-12, 2025-06-13..2025-06-13",
            "5, 6/2025": "",
        },
    ),
    _rule(
        "part of a month",
        rf"""
        (?P<part> tuan\s+(?:dau|cuoi) | nua\s+(?:dau|cuoi) | (?:thuong|trung|ha)\s+tuan )
        {OF_MONTH} (?P<month> {MONTH} ) (?: {YEAR} )?
        """,
        part_of_month,
        {
            "tuần cuối tháng 9/2025": "2025-09-24..2025-09-30",
            "tuần đầu của tháng 9": "2025-09-01..2025-09-07",
            "thượng tuần tháng 6 năm 2025": "2025-06-01..2025-06-10",
            "nửa cuối tháng 6/2025": "2025-06-16..2025-06-30",
            "trung tuần T5": "2025-05-11..2025-05-20",
        },
    ),
    _rule(
        "days at the edge of a month",
        rf"""
        (?P<count> \d{{1,2}} ) \s+ ngay \s+ (?P<which> dau | cuoi ) (?: \s+ tien )?
        {OF_MONTH} (?P<month> {MONTH} ) (?: {YEAR} )?
        """,
        edge_of_month,
        {
            "10 ngày đầu tháng 6/2025": "2025-06-01..2025-06-10",
            "05 ngày cuối tháng 9 năm 2025": "2025-09-26..2025-09-30",
            "45 ngày đầu tháng 6": "",
        },
    ),
    _rule(
        "week of a month",
        rf"""
        tuan \s+ (?P<weeks> (?: thu\s+ )? (?: {WEEK} | nhat | hai | ba | tu )
          (?: \s* (?: , | - | \+ | & | \bva\b ) \s* (?: tuan\s* )? {WEEK} )* )
        {OF_MONTH} (?P<month> {MONTH} ) (?: {YEAR} )?
        """,
        weeks_of_month,
        {
            "tuần 1, 2 tháng 10/2025": "2025-10-01..2025-10-14",
            "tuần thứ hai của tháng 10": "2025-10-08..2025-10-14",
            "tuần 4 tháng 2/2025": "2025-02-22..2025-02-28",
            "tuần 5 tháng 3": "2025-03-01..2025-03-31",
            "tuần III/T3": "2025-03-15..2025-03-21",
        },
    ),
    _rule(
        "month by its number",
        r"""
        (?P<month> 1[0-2] | 0?[1-9] ) (?: \s*[/-]\s* | (?<=\d\d) (?<!\.\d\d) \. )
        (?P<year> 20\d\d ) (?! [\d/] )
        """,
        month,
        {
            "7/2025": "2025-07-01..2025-07-31",
            "08-2025": "2025-08-01..2025-08-31",
            "08.2025": "2025-08-01..2025-08-31",
            "mục 8.2025": "",
        },
    ),
    _rule(
        "months by their numbers",
        r"""
        (?P<list> (?: 1[0-2] | 0?[1-9] ) \s*-\s* (?: 1[0-2] | 0?[1-9] ) )
        \s*/\s* (?P<year> 20\d\d ) (?! [\d/] )
        """,
        partial(listed, counted=MONTHS),
        {"7-9/2025": "2025-07-01..2025-09-30", "11-2/2026": "2025-11-01..2026-02-28"},
    ),
    _rule(
        "month with a short year",
        rf"""
        {NO_RHYTHM} {MONTH_WORD} (?P<month> 1[0-2] | 0?[1-9] ) \s*/\s*
        (?P<year> [2-4]\d ) (?! \s* [\d/] )
        """,
        month,
        {"tháng 7/26": "2026-07-01..2026-07-31", "T11/25": "2025-11-01..2025-11-30"},
    ),
    _rule(
        "quarter with a short year",
        rf"""
        {NO_RHYTHM} (?: qu[yi] | q\.? ) \s* (?P<list> {QUARTER} ) \s*/\s*
        (?P<year> [2-4]\d ) (?! \s* [\d/] )
        """,
        partial(listed, counted=QUARTERS),
        {"Quý III/26": "2026-07-01..2026-09-30", "Q1/26": "2026-01-01..2026-03-31"},
    ),
    _rule(
        "day and month with a dot",
        r"""
        ngay\s* (?P<day> \d{1,2} ) \. (?P<month> 0?[1-9] | 1[0-2] ) (?! [\d%] | [.,]\d | \s*%)
        """,
        day_of_no_year,
        {"ngày 30.9": "2025-09-30..2025-09-30", "ngày 30.9.2025": "", "30.9": ""},
    ),
    _rule(
        "years",
        r"""
        (?: (?: trong\s+ )?
            (?: giai\ doan | nhiem\ ky | (?: (?: hai | ba | 0?[2-5] ) \s+ )? nam
              | tu\ nam | cac\ nam ) \s*
            (?: tu\s* )? (?: nam\s* )? )?
        (?P<year> 20\d\d ) \s* (?: - | \bden\b | \btoi\b ) \s*
        (?: het\s* )? (?: nam\s* )? (?P<last> 20\d\d ) (?! [\d/] )
        """,
        years,
        {
            "giai đoạn 2021 - 2025": "2021-01-01..2025-12-31",
            "từ năm 2026 đến hết năm 2030": "2026-01-01..2030-12-31",
            "trong hai năm 2026 - 2027": "2026-01-01..2027-12-31",
            "2030-2021": "",
        },
    ),
    _rule(
        "month in words",
        rf"{NO_RHYTHM} thang\s+ (?P<word> {any_of(MONTH_WORDS)} ) \b {NOT_TIMES} (?: {YEAR} )?",
        word_month,
        {
            "tháng tám": "2025-08-01..2025-08-31",
            "tháng mười một năm 2025": "2025-11-01..2025-11-30",
            "tháng hai lần": "",
            "hằng tháng từ quý II": "",
        },
    ),
    _rule(
        "quarter in words",
        rf"{NO_RHYTHM} quy\s+ (?P<word> {any_of(QUARTER_WORDS)} ) \b {NOT_TIMES} (?: {YEAR} )?",
        word_quarter,
        {"quý tư năm 2025": "2025-10-01..2025-12-31", "quý hai lần": ""},
    ),
    _rule(
        "school year",
        rf"""
        (?: (?: (?P<edge> {EDGE_OF_SCHOOL} ) \s+ | {TERM} ,? \s+ (?: cua\s+ )? )? nam\ hoc
          | {TERM} \s* [,/(-]? )
        \s* (?P<year> 20\d\d ) \s*-\s* (?P<last> 20\d\d ) (?!\d)
        """,
        school_year,
        {
            "năm học 2025-2026": "2025-09-01..2026-05-31",
            "học kỳ I năm học 2025 - 2026": "2025-09-01..2026-01-31",
            "HKII, năm học 2025-2026": "2026-02-01..2026-05-31",
            "Học kỳ I (2025-2026)": "2025-09-01..2026-01-31",
            "đầu năm học 2025-2026": "2025-09-01..2025-10-31",
            "cuối năm học 2025-2026": "2026-05-01..2026-05-31",
        },
    ),
    _rule(
        "month that no year has",
        rf"""
        (?<! \b(?:hang|moi|tung|trong\ mot|moi\ mot)\  )
        thang \s* (?: 1[3-9] | [2-9]\d | \d{{3,}} | 00? )
        (?: {YEAR} | (?= \s* (?: $ | [.,;:)] (?!\d) ) ) )
        """,
        nowhere,
        {"trong tháng 13": "..", "tháng 13/2025": "..", "mỗi tháng 20 buổi": "", "tháng 12": ""},
    ),
    _rule(
        "year that no calendar has",
        r"""
        (?: ngay\s* )?
        (?: \d{1,2} \s*/\s* \d{1,2} \s*/\s* \d{5,}
          | (?: (?: thang | quy ) \s* (?: \d{1,2} | [iv]{1,3} ) \s* (?: / | - | nam | ,\s*nam ) \s*
              | nam\s+ ) (?: [03-9]\d{3} | 2[1-9]\d\d | \d{5,} ) )
        (?! [\d.,/]*\d )
        """,
        nowhere,
        {
            "trong năm 999999999999": "..",
            "30/6/99999": "..",
            "tháng 12/9999": "..",
            "quý II năm 3025": "..",
            "năm 2025": "",
            "năm 20.000": "",
        },
    ),
    _rule(
        "year",
        r"""
        (?: (?: trong\s+ | ca\s+ )? nam\s* )?
        (?P<year> 20\d\d ) (?! [\d/] | \s*-\s*\d{1,2}(?!\d) )
        """,
        years,
        {"năm 2025": "2025-01-01..2025-12-31", "cả năm 2026": "2026-01-01..2026-12-31"},
    ),
)


PART_OF_SCHOOL_YEAR = _rule(
    "part of a school year",
    rf"""
    (?: {TERM} | (?: (?P<edge> {EDGE_OF_SCHOOL} ) | trong | ca | suot ) \s+ nam\ hoc (?!\w) )
    (?! ,? \s* (?: cua\s+ )? (?: nam\ hoc | moi ) | \s* \d )
    """,
    part_of_school_year,
    {
        "HKI": "2024-09-01..2025-01-31",
        "cuối năm học": "2025-05-01..2025-05-31",
        "trong năm học": "2024-09-01..2025-05-31",
    },
)
"""Not among the others: it is a time only in a paper that is made for a school year."""

_LUNAR = compile_regex(r"\s*\(?\s*(?:am lich|al\b)")
"""A day of the lunar calendar is another day every year: none of ours."""


def find_times(text: str, *, in_school_year: bool = False) -> list[Time]:
    """The times in `text` (already `plain`), none overlapping; the earliest and longest reading
    wins. In a paper that is made for a school year its parts are times, too.

    >>> len(find_times("cuoi nam hoc")), len(find_times("cuoi nam hoc", in_school_year=True))
    (0, 1)
    """
    rules = (*TIME_RULES, PART_OF_SCHOOL_YEAR) if in_school_year else TIME_RULES
    found = [item for rule in rules for item in rule.find(text)]
    found.sort(key=lambda item: (item[0], -item[1]))
    times: list[Time] = []
    taken = 0
    place = (-1, -1)
    for begin, stop, time in found:
        if _LUNAR.match(text, stop):
            continue
        is_of_same_match = (begin, stop) == place and time.begin >= times[-1].stop
        is_free = begin >= taken and (begin, stop) != place
        if is_of_same_match or is_free:
            times.append(time)
            taken = stop
            place = (begin, stop)
    return times
