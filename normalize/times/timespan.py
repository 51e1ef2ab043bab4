"""The times that Vietnamese papers name by number: days, months, quarters, halves, years, and
ranges of them.

`find_times` takes text that went through `plain` (lower case, no diacritics, same length) and gives
the times in it, each with its place. A time may lack its year; `Time.dates` fills it in.
"""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import regex

Dates = tuple[date | None, date | None]

_DASHES = {ord(c): "-" for c in "‐‑‒–—−"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORD_NUMBERS = {"ba": 3, "bon": 4, "sau": 6, "chin": 9}


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    if base == "đ":
        return "d"
    return base if len(base) == 1 else char


def plain(text: str) -> str:
    """Lower case without diacritics, every dash a hyphen, character for character (offsets stay).

    >>> plain("Quý IV – Đợt 2")
    'quy iv - dot 2'
    """
    return "".join(_plain_char(char) for char in text.translate(_DASHES))


@dataclass(frozen=True, slots=True)
class Point:
    """A day; year None when it is not said, day 0 for the last one of the month."""

    year: int | None
    month: int
    day: int

    def on(self, year: int | None) -> date | None:
        """The date, `year` standing in for one not said; None when there is no such day."""
        known = self.year if self.year is not None else year
        if known is None or not 1 <= self.month <= 12 or not 1900 <= known <= 2999:
            return None
        last = calendar.monthrange(known, self.month)[1]
        day = self.day or last
        return date(known, self.month, day) if 1 <= day <= last else None


@dataclass(frozen=True, slots=True)
class Time:
    """A time found at `begin`:`stop`. `unit`: day, month, quarter, half, year, or span for any
    other."""

    begin: int
    stop: int
    unit: str
    first: Point | None
    last: Point | None
    vague: bool = False

    @property
    def year(self) -> int | None:
        """The last year it names itself."""
        years = [
            point.year
            for point in (self.last, self.first)
            if point is not None and point.year is not None
        ]
        return years[0] if years else None

    def dates(self, year: int | None) -> Dates:
        """First and last day, `year` standing in for one not said; over New Year it begins a year
        earlier."""
        start = self.first.on(year) if self.first else None
        end = self.last.on(year) if self.last else None
        if start and end and start > end:
            assert self.first is not None  # noqa: S101 - start came from it
            start = self.first.on(end.year - 1) if self.first.year is None else None
        return start, end

    def broken(self) -> bool:
        """Whether it is a day that no calendar has (31/6, 15/7/205)."""
        points = [point for point in (self.first, self.last) if point is not None]
        return any(point.on(2024 if point.year is None else point.year) is None for point in points)


def join(first: Time, last: Time) -> Time:
    """The range between two times: "tháng 3" + "tháng 5/2024"; the first takes the year of the
    last."""
    begin = first.first
    if begin is not None and begin.year is None and last.last is not None:
        begin = replace(
            begin, year=None if last.last.year is None else _year_before(begin, last.last)
        )
    return Time(first.begin, last.stop, "span", begin, last.last, first.vague or last.vague)


def _year_before(begin: Point, end: Point) -> int:
    assert end.year is not None  # noqa: S101 - the caller looked
    return end.year - ((begin.month, begin.day) > (end.month, end.day or 31))


def day_before(day: date) -> date:
    """The day before, the first of all days standing still."""
    return day - timedelta(days=1) if day > date.min else day


def day_after(day: date) -> date:
    """The day after, the last of all days standing still."""
    return day + timedelta(days=1) if day < date.max else day


_YEAR = r"(?:\s*(?:/+|-|\.|,?\s*(?:cua\s+)?nam\b)\s*|\s+)(?P<year>20\d\d)(?!\d|\s*/\s*\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)(?!\s*/\s*\d{1,2}(?!\d))(?!\s*lan\b)"
_QUARTER = r"(?:[ivl1|]{1,4}|[2-4])(?![\da-z])"
_LINK = r"\s*(?:-|,|\+|&|\bva\b|\bden\b|/)\s*"
_ITEM = regex.compile(
    rf"(?P<link>{_LINK})?(?P<body>(?:thang|qu[yi])?\s*(?P<number>\d{{1,2}}(?![\da-z|])|[ivl1|]{{1,4}}))"
)


def _year(match: regex.Match[str]) -> int | None:
    return _full_year(match["year"])


def _full_year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _months(match: regex.Match[str], first: int, last: int, unit: str) -> Time:
    year = _year(match)
    return Time(match.start(), match.end(), unit, Point(year, first, 1), Point(year, last, 0))


def _list(
    match: regex.Match[str], unit: str, months: int, number: Callable[[str], int]
) -> Iterator[Time]:
    """ "tháng 3-5/2024", "quý III, IV": runs of neighbours are one time, others each their own."""
    year, runs, spans = _year(match), list[list[int]](), list[tuple[int, int]]()
    for item in _ITEM.finditer(match["list"]):
        value, link = number(item["number"]), (item["link"] or "").strip()
        if runs and (value == runs[-1][1] + 1 or (link in ("-", "den") and value != runs[-1][1])):
            runs[-1][1], spans[-1] = value, (spans[-1][0], item.end())
        else:
            runs.append([value, value])
            spans.append(item.span("body"))
    offset = match.start("list")
    for i, ((low, high), (begin, stop)) in enumerate(zip(runs, spans, strict=True)):
        begin = match.start() if i == 0 else begin + offset
        stop = match.end() if i == len(runs) - 1 else stop + offset
        began = year - 1 if year and low > high else year
        first, last = Point(began, (low - 1) * months + 1, 1), Point(year, high * months, 0)
        if not all(0 < value * months <= 12 for value in (low, high)):
            first = last = Point(
                year, 0, 1
            )  # "quý III-V": no such quarter, so no part of it is believed
        yield Time(begin, stop, unit if low == high else "span", first, last)


def _roman(text: str) -> int:
    return int(text) if text in "234" else _ROMAN.get(regex.sub(r"[l1|]", "i", text), 0)


def _part_of_year(match: regex.Match[str]) -> Iterator[Time]:
    count = match["count"] or "6"
    months = int(count) if count.isdecimal() else _WORD_NUMBERS.get(count, 6)
    if not 1 <= months <= 12:
        return
    first, last = (1, months) if match["which"] == "dau" else (13 - months, 12)
    yield replace(_months(match, first, last, "half"), vague=count in ("cac", "nhung"))


def _edge(match: regex.Match[str]) -> Iterator[Time]:
    """ "cuối năm 2025", "đầu năm": nobody says how many months."""
    first, last = (1, 3) if match["which"] == "dau" else (10, 12)
    yield replace(_months(match, first, last, "half"), vague=True)


def _days(match: regex.Match[str]) -> Iterator[Time]:
    year, month = _year(match), int(match["month"])
    first = match.groupdict().get("from") or match["day"]
    unit = "span" if match.groupdict().get("from") else "day"
    points = Point(year, month, int(first)), Point(year, month, int(match["day"]))
    if 0 in (points[0].day, points[1].day):
        return
    yield Time(match.start(), match.end(), unit, *points)


def _years(match: regex.Match[str]) -> Iterator[Time]:
    first, last = int(match["year"]), int(match.groupdict().get("last") or match["year"])
    if first <= last:
        unit = "year" if first == last else "span"
        yield Time(match.start(), match.end(), unit, Point(first, 1, 1), Point(last, 12, 31))


def _school_year(match: regex.Match[str]) -> Iterator[Time]:
    """September to May; the first term ends with January, "đầu năm học" with October."""
    begin, end = int(match["year"]), int(match["last"])
    first, last = Point(begin, 9, 1), Point(end, 5, 31)
    if match["dau"]:
        last = Point(begin, 10, 31)
    elif match["term"] in ("i", "1"):
        last = Point(end, 1, 0)
    elif match["term"]:
        first = Point(end, 2, 1)
    yield Time(match.start(), match.end(), "span", first, last, vague=True)


# not five ("tháng … năm 2025" with a blank) and six ("tháng sau"), which are other words, too
_WORD_MONTHS = {"hai": 2, "ba": 3, "tu": 4, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
                "muoi mot": 11, "muoi hai": 12}  # fmt: skip
_WORD_QUARTERS = {"mot": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4}


def _word_month(match: regex.Match[str]) -> Iterator[Time]:
    """ "tháng tám": no figure stands in it."""
    month = _WORD_MONTHS[match["word"]]
    yield _months(match, month, month, "month")


def _word_quarter(match: regex.Match[str]) -> Iterator[Time]:
    quarter = _WORD_QUARTERS[match["word"]]
    yield _months(match, 3 * quarter - 2, 3 * quarter, "quarter")


def _one_month(match: regex.Match[str]) -> Iterator[Time]:
    yield _months(match, int(match["month"]), int(match["month"]), "month")


_PATTERNS: tuple[tuple[regex.Pattern[str], Callable[[regex.Match[str]], Iterator[Time]]], ...] = (
    tuple(
        (regex.compile(r"(?<![\w/])(?:" + pattern + ")", regex.V0), build)
        for pattern, build in (
            (
                rf"(?:thang|th?\.?(?=\d))\s*(?P<list>{_MONTH}(?:{_LINK}(?:thang\s*)?{_MONTH})*)(?:{_YEAR})?",
                lambda m: _list(m, "month", 1, int),
            ),
            (
                rf"(?:qu[yi]|q\.?)\s*(?P<list>{_QUARTER}(?:{_LINK}(?:qu[yi]\s*)?{_QUARTER})*)(?:{_YEAR})?",
                lambda m: _list(m, "quarter", 3, _roman),
            ),
            (
                r"(?P<count>\d{1,2}|ba|bon|sau|chin|cac|nhung|nua(?=\s))\s*(?:thang\s+)?"
                rf"(?P<which>dau|cuoi|con lai)(?!\s+(?:thang|quy|nam hoc)\b)(?:\s+(?:cua\s+)?nam\b)?(?:{_YEAR})?",
                _part_of_year,
            ),
            (rf"(?P<which>dau|cuoi)\s+nam\b(?!\s+hoc)(?:{_YEAR})?", _edge),
            (
                r"(?:ngay\s*)?(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})(?:\s*/\s*(?P<year>\d{1,4}))?(?![\d/])",
                _days,
            ),
            (
                r"(?:ngay\s*)?(?P<day>\d{1,2})\s*(?P<s>[.-])\s*(?P<month>\d{1,2})\s*(?P=s)\s*(?P<year>\d{4})(?!\d)",
                _days,
            ),
            (
                rf"(?:ngay\s*)?(?<!\b(?:tuan|dot|lan|ky) )"
                rf"(?P<day>\d{{1,2}})\s*thang\s*(?P<month>{_MONTH})(?:{_YEAR})?",
                _days,
            ),
            (
                r"(?:ngay\s*)?(?P<from>\d{1,2})\s*(?:-|\bden\b)\s*(?:ngay\s*)?(?P<day>\d{1,2})\s*(?:/|\bthang\b)\s*"
                r"(?P<month>\d{1,2})(?!\d)(?:(?:\s*/\s*|\s*nam\s*)(?P<year>20\d\d)(?!\d))?(?!/)",
                _days,
            ),
            (r"(?P<month>1[0-2]|0?[1-9])\s*[/-]\s*(?P<year>20\d\d)(?![\d/])", _one_month),
            (
                r"(?P<list>(?:1[0-2]|0?[1-9])\s*-\s*(?:1[0-2]|0?[1-9]))\s*/\s*(?P<year>20\d\d)(?![\d/])",
                lambda m: _list(m, "month", 1, int),
            ),
            (
                r"(?:(?:trong\s+)?(?:giai doan|nhiem ky|nam|tu nam|cac nam)\s*(?:tu\s*)?(?:nam\s*)?)?"
                r"(?P<year>20\d\d)\s*(?:-|\bden\b|\btoi\b)\s*(?:het\s*)?(?:nam\s*)?(?P<last>20\d\d)(?![\d/])",
                _years,
            ),
            (
                rf"thang\s+(?P<word>{'|'.join(sorted(_WORD_MONTHS, key=len, reverse=True))})\b(?!\s*lan\b)(?:{_YEAR})?",
                _word_month,
            ),
            (
                rf"quy\s+(?P<word>{'|'.join(_WORD_QUARTERS)})\b(?!\s*lan\b)(?:{_YEAR})?",
                _word_quarter,
            ),
            (
                r"(?:(?P<dau>dau)\s+|hoc ky\s+(?P<term>ii?|[12])\s+)?"
                r"nam hoc\s*(?P<year>20\d\d)\s*-\s*(?P<last>20\d\d)(?!\d)",
                _school_year,
            ),
            (
                r"(?:(?:trong\s+|ca\s+)?nam\s*)?(?P<year>20\d\d)(?![\d/]|\s*-\s*\d{1,2}(?!\d))",
                _years,
            ),
        )
    )
)


_LUNAR = regex.compile(r"\s*\(?\s*(?:am lich|al\b)")
"""A day of the lunar calendar is another day every year: none of ours."""


def find_times(text: str) -> list[Time]:
    """The times in `text` (already `plain`), none overlapping; the earliest and longest reading
    wins."""
    found = [
        time
        for pattern, build in _PATTERNS
        for match in pattern.finditer(text)
        for time in _at(match, build)
    ]
    found = [item for item in found if not _LUNAR.match(text, item[1])]
    found.sort(key=lambda item: (item[0], -item[1]))
    times: list[Time] = []
    taken, group = 0, (-1, -1)
    for begin, stop, time in found:
        if begin >= taken or (begin, stop) == group:
            if (begin, stop) == group and time.begin < times[-1].stop:
                continue
            times.append(time)
            taken, group = stop, (begin, stop)
    return times


def _at(
    match: regex.Match[str], build: Callable[[regex.Match[str]], Iterator[Time]]
) -> Iterator[tuple[int, int, Time]]:
    for time in build(match):
        yield match.start(), match.end(), time


_DOCUMENT = regex.compile(
    r"(?<!\d)(?:số\s*:?\s*)?\d{1,6}[a-z]?(?:/\d{4})?\s?[-/]\s?"
    r"(?:\p{Lu}\p{L}*-|NQ|QĐ|KH|TT)[\p{L}\d-]*(?:/\p{L}+)?(?:-\p{Lu}+)*"
    r"|(?<![Dd]ân\s)(?<![Tt]ổng\s)số\s*:?\s*\d+(?:/\d+)?(?![\d.,]*\s*[%‰]|\.?\d)"
)
_DOCUMENT_DATE = regex.compile(
    r",?\s*(?:ký\s+)?ngày\s+(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}"
    r"|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)


def without_documents(text: str) -> str:
    """Numbers and dates of documents ("số 81/KH-UBND ngày 14/4/2025") blotted out with #, same
    length.

    >>> without_documents("theo Kế hoạch số 81/KH-UBND, năm 2025")
    'theo Kế hoạch #############, năm 2025'
    """
    pieces, last = [], 0
    for match in _DOCUMENT.finditer(text):
        if match.start() < last:
            continue
        dated = _DOCUMENT_DATE.match(text, match.end())
        stop = dated.end() if dated else match.end()
        pieces += [text[last : match.start()], "#" * (stop - match.start())]
        last = stop
    return "".join([*pieces, text[last:]])
