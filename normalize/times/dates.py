"""Dates as papers print them: "15/7/2021", "07 tháng 4 năm 2021", a letterhead's "…, ngày  tháng 7
năm 2025".

A date that no calendar has is reported as such, never repaired; what is left blank stays unknown.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

import regex

from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import clean
from kehoach.normalize.times.timespan import plain
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

Precision = Literal["day", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class DateValue:
    """One date. `iso` is `2025-07-15`, `2025-07` or `2025`; None when no calendar has it (`valid`
    False)."""

    raw: str
    iso: str | None
    precision: Precision | None
    valid: bool


@dataclass(frozen=True, slots=True)
class IssueLine:
    """Place and date of a letterhead. `complete` when day, month and year are all there and make a
    date."""

    place: str | None
    iso: str | None
    complete: bool
    raw: str


_SEP = r"\s*[/.\-]\s*"
# "15/7/2021", "27 - 9 - 2021"
_IN_FIGURES = rf"(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>\d{{2,4}})"
# "07 tháng 4 năm 2021", "07, tháng 4, năm 2021", and a slip of the pen: "07 tháng 4 tháng 2021"
_IN_WORDS = (
    r"(?P<day>\d{1,2})\s*[,/]?\s*"
    r"thang\s*(?P<month>\d{1,2})\s*[,/]?\s*"
    r"(?:nam\s*|thang\s*)?(?P<year>\d{2,4})"
)
# "tháng 7/2021", "tháng 7, năm 2021", "7/2021"
_MONTH = (
    r"(?:thang\s*(?P<month>\d{1,2})\s*(?:[/.\-]|,?\s*nam)\s*|(?P<month>\d{1,2})\s*[/\-]\s*)"
    r"(?P<year>\d{4})"
)
# "năm 2021", "2021"
_YEAR = r"(?:nam\s*)?(?P<year>\d{4})"
_OF_OUR_CENTURY = compile_regex(r"\b20\d\d\b")

DATE = rf"(?:{_IN_WORDS}|{_IN_FIGURES})(?!\d)"
"""The pattern of a full date, valid or not, for text that went through `plain`; groups day, month,
year."""

_PRECISION: tuple[tuple[Precision, regex.Pattern[str]], ...] = (
    ("day", compile_regex(DATE)),
    ("month", compile_regex(_MONTH)),
    ("year", compile_regex(_YEAR)),
)


def years_named(text: str) -> list[int]:
    """The years of this century that words name, in their order.

    >>> years_named("Chỉ tiêu năm 2031 so với năm 2030")
    [2031, 2030]
    """
    return [int(year) for year in _OF_OUR_CENTURY.findall(text)]


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO form of as much as is given; None when no calendar has it.

    >>> iso_date(2025, 2, 31), iso_date(2025, 8)
    (None, '2025-08')
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def is_whole_day(iso: str | None) -> bool:
    """Is a date told to the day?

    >>> is_whole_day("2026-01-05"), is_whole_day("2026-01"), is_whole_day(None)
    (True, False, False)
    """
    return iso is not None and len(iso) == len("2026-01-05")


def parse_date(text: str) -> DateValue | None:
    """The value of one date expression, "ngày" before it or not; None when `text` is no date at
    all.

    >>> parse_date("27 - 9 - 2021").iso, parse_date("15/7/205").valid
    ('2021-09-27', False)
    """
    raw = clean(text).strip(" ,;.")
    flat = regex.sub(r"^ngay\s*", "", plain(raw))
    for precision, pattern in _PRECISION:
        if match := pattern.fullmatch(flat):
            iso = date_of(match)
            return DateValue(raw, iso, precision=precision if iso else None, valid=iso is not None)
    return None


def day_of(match: regex.Match[str]) -> date | None:
    """The day of a match with the groups d, m and y; None when no calendar has it."""
    iso = iso_date(int(match["y"]), month=int(match["m"]), day=int(match["d"]))
    return date.fromisoformat(iso) if iso is not None else None


DAY_IN_TEXT = (
    r"(?P<d>\d{1,2})\s?(?:/|-|\stháng\s)\s?(?P<m>\d{1,2})\s?(?:/|-|\snăm\s)\s?(?P<y>(?:19|20)\d\d)"
)
"""The pattern of a whole day in a text as printed, for `day_of`."""
_DAY_ALONE = compile_regex(rf"(?<!\d){DAY_IN_TEXT}(?!\d)")
_OPENING_DAY = compile_regex(
    rf"(?:(?:vào|sáng|chiều|tối)\s+)?ngày\s+{DAY_IN_TEXT}(?!\d)", regex.IGNORECASE
)


def whole_days(text: str) -> Iterator[date]:
    """The whole days that a text names.

    >>> [str(day) for day in whole_days("Từ 01/6/2031 đến ngày 5 tháng 6 năm 2031")]
    ['2031-06-01', '2031-06-05']
    """
    yield from filter(None, map(day_of, _DAY_ALONE.finditer(text)))


def opening_day(text: str) -> date | None:
    """The whole day with which a sentence opens; None where it opens otherwise.

    >>> str(opening_day("Sáng ngày 26/4/2031, UBND xã họp."))
    '2031-04-26'
    """
    match = _OPENING_DAY.match(text)
    return day_of(match) if match is not None else None


def date_of(match: regex.Match[str]) -> str | None:
    """ISO date of a match of `DATE` or a part of it; a year of two digits is of this century."""
    found = match.groupdict()
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += _CENTURY
    month, day = found.get("month"), found.get("day")
    return iso_date(
        year,
        month=int(month) if month else None,
        day=int(day) if day else None,
    )


_WRITTEN = r"[^\n,;:]{0,14}?"  # what a pen or nobody wrote between the printed words
_FIGURES = r"[\d\s.…_]{0,8}"
# "ngày … tháng 7 năm 2025", "ngay 15 thong 7 nom 2025" (OCR), "ngày 15/7/2025"
_DATELINE = compile_regex(
    rf"""
    \bngay (?: \b | (?= \S{{1,5}}\s*th[ao]n[ge] ) )
    (?:
        (?P<day> {_WRITTEN} ) \s* th[ao]n[ge] (?P<month> {_WRITTEN} ) \s*
        n[ao]m (?P<year> [^\n,;:]{{0,12}} )
        |
        (?P<day> {_FIGURES} ) [/\-.] (?P<month> {_FIGURES} ) [/\-.]
        (?P<year> [^\n,;:]{{0,12}} )
    )
    $
    """,
    regex.VERBOSE,
)
# "Số: 12/KH-UBND | Sơn Trà": the number of the paper, up to the capital of the place
_NUMBER_BEFORE = compile_regex(
    r"""
    ^ .* \d?\s*[/\-]\s*
    [\p{L}\p{N}&]+ (?: \s?[\-/.]\s? [\p{L}\p{N}&]+ )*
    \s+ (?= \p{Lu} )
    """,
    regex.S | regex.VERBOSE,
)
_WORD = r"(?:\p{Lu}[\p{L}'’.]*|\d{1,2})"
_LEVEL = rf"(?i:{'|'.join(administrative_levels().all)}|tp\.?)"
_PLACE = compile_regex(
    rf"(?:^|(?<=[|*\s]))(?P<place>(?:{_LEVEL} )?{_WORD}(?:[ \-]{{1,3}}{_WORD}){{0,6}})\s*[,.;]?\s*$"
)


_OF_NUMBER = compile_regex(r"[\d/]|\bS[ốo]\b")
_NUMBER_ONLY = compile_regex(r"\s*[Ss$][oốô60]\s*[:.]?[\s.…/\-\p{N}\p{Lu}đ&]*[,.]?")
_NUMBER_AHEAD = compile_regex(r".*(?:[Ss]ố?\b.{0,40}|[/\-]\s*[\p{Lu}đ&\-]+)")
_MOTTO = compile_regex(r"^(?:\p{Lu}{2,}\s)+(?=\p{Lu}\p{Ll})")  # "ĐẢNG CỘNG SẢN VIỆT NAM Hà Nội"
_LONGEST_LINE = 120
_LEADERS = " *|_"


_HOUR_BEFORE = compile_regex(
    r",\s+(?:hồi\s+|lúc\s+)?\d{1,2}\s?(?:giờ|[hg:])(?:\s?\d{2})?(?:\s?phút)?\s*,?\s*$",
    regex.IGNORECASE,
)
"""Of a telegram: "Khe Móc, | hồi 15 giờ 30 | ngày 27 tháng 7 năm 2031"."""


@lru_cache(maxsize=4096)
def parse_issue_line(text: str) -> IssueLine | None:
    """Place and date of a letterhead line, with the number before it or not; None when it is no
    such line.

    Days, months and places left blank are unknown, as is what a pen wrote and nobody can read.

    >>> parse_issue_line("Số:     /KH-UBND   Sơn Trà, ngày      tháng 7 năm 2025")
    IssueLine(place='Sơn Trà', iso='2025-07', complete=False, raw='Sơn Trà, ngày tháng 7 năm 2025')
    >>> parse_issue_line("Khe Móc, hồi 15 giờ 30 ngày 27 tháng 7 năm 2031").iso
    '2031-07-27'
    """
    line = text.rstrip(" \t\n./;*|)")
    line = regex.sub(r"[*|_]+\s*$", "", line).rstrip()
    one_line = plain(line).replace("\n", " ")
    match = _DATELINE.search(one_line)
    if match is None:
        return None
    before = _HOUR_BEFORE.sub(", ", line[: match.start()].replace("\n", " "))
    place = _place_before(before.rstrip(" (*|"))
    if place is None:
        return None
    iso, complete = _as_far_as_known(
        year=_figure(match["year"]),
        month=_figure(match["month"]),
        day=_figure(match["day"]),
    )
    printed_date = line[match.start() :]
    raw = f"{place}, {printed_date}" if place else printed_date
    return IssueLine(
        place=place or None,
        iso=iso,
        complete=complete,
        raw=clean(raw),
    )


def _place_before(before: str) -> str | None:
    """The place that ends the text before "ngày"; "" when none is named, None when it is a
    sentence."""
    has_number = _OF_NUMBER.search(before) is not None  # "Chân Mây - Lăng Cô" has a dash, too
    rest = (_NUMBER_BEFORE.sub("", before) if has_number else before).strip(_LEADERS)
    if not rest or _NUMBER_ONLY.fullmatch(before):
        return ""
    match = _PLACE.search(rest)
    if match is None or len(before) > _LONGEST_LINE:
        return None
    ahead = rest[: match.start()].strip()
    if ahead and not _NUMBER_AHEAD.fullmatch(ahead):
        return None
    has_comma = rest.endswith((",", ".", ";"))
    is_alone = not ahead and " " in rest and rest == before.strip(_LEADERS)
    if not has_comma and not is_alone:
        return None
    place = clean(match["place"])
    return place if place.isupper() else _MOTTO.sub("", place)


def _figure(written: str) -> int | None:
    """The number written in a gap: "06", "0 6", "..15..", "20 25", "mung ba"; None when blank or
    not readable."""
    digits = regex.sub(r"[\s.…_]", "", written)
    if regex.fullmatch(r"\d{1,4}", digits):
        return int(digits)
    first_days, numbers = _written_numbers()
    words = written.split()
    if words and words[0] in first_days:
        words = words[1:]
        if len(words) == 1 and words[0].isdigit():
            return int(words[0])
    return numbers.get(" ".join(words))


@cache
def _written_numbers() -> tuple[frozenset[str], dict[str, int]]:
    """Words before one of the first days of a month, and numbers in words, both plain."""
    listed = read_own("times/times.yaml")
    numbers = {plain(words): number for words, number in listed["written_numbers"].items()}
    return frozenset(map(plain, listed["first_days"])), numbers


def _as_far_as_known(
    year: int | None, month: int | None, day: int | None
) -> tuple[str | None, bool]:
    """The ISO form of as much as is known and makes a date, and whether that is all."""
    if year is None:
        return None, False
    iso_year = iso_date(year)
    if month is None or iso_year is None:
        return iso_year, False
    iso_month = iso_date(year, month)
    if day is None or iso_month is None:
        return iso_month or iso_year, False
    iso_day = iso_date(year, month, day)
    return iso_day or iso_month, iso_day is not None
