"""What a match of a rule for times (rules.py) means: its days, months, quarters as `Time`s."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import regex

from kehoach.normalize.times.timespan import LAST_DAY, LEAP_YEAR, Point, Time, Unit, plain
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

Match = regex.Match[str]
WORDS = read_own("times/times.yaml")


def _plain_keys(words: Mapping[str, int]) -> dict[str, int]:
    return {plain(word): number for word, number in words.items()}


MONTH_WORDS = _plain_keys(WORDS["month_words"])
QUARTER_WORDS = _plain_keys(WORDS["quarter_words"])
COUNT_WORDS = _plain_keys(WORDS["count_words"])
VAGUE_COUNTS = frozenset(map(plain, WORDS["vague_counts"]))
LINK = r"\s* (?: - | , | \+ | & | \bva\b | \bden\b | / ) \s*"

_ITEM = compile_regex(
    rf"""
    (?P<link> {LINK} )?
    (?P<body> (?: thang | th?\.? (?=\d) | qu[yi] )? \s*
      (?P<number> \d{{1,2}}(?![\da-z|]) | [ivl1|]{{1,4}} ) )
    """,
    regex.VERBOSE,
)


def _year(match: Match) -> int | None:
    digits = match["year"]
    if not digits:
        return None
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _months(match: Match, first: int, last: int, *, unit: Unit, vague: bool = False) -> Time:
    """From the first day of month `first` to the last of month `last` (1 to 12)."""
    year = _year(match)
    return Time(
        *match.span(),
        unit=unit,
        first=Point(year, first, 1),
        last=Point(year, last, LAST_DAY),
        vague=vague,
    )


def _roman(text: str) -> int:
    """The number of a quarter, 0 for none: "III", "l11", "3"."""
    if text in "234":
        return int(text)
    numeral = regex.sub(r"[l1|]", "i", text)
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(numeral, 0)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What lists count: a unit of so many months, and how its number is written."""

    unit: Unit
    months: int
    number: Callable[[str], int]

    def exists(self, number: int) -> bool:
        return 0 < number * self.months <= 12


@dataclass(slots=True)
class _Run:
    """Neighbours of a list, as numbers, and where they stand in the list."""

    low: int
    high: int
    begin: int
    stop: int

    def goes_on(self, number: int, link: str) -> bool:
        """Whether the next number of the list belongs to the run: the next one, or a range."""
        if number == self.high + 1:
            return True
        return link in ("-", "den") and number != self.high


def _runs(listed: str, counted: _Counted) -> list[_Run]:
    runs: list[_Run] = []
    for item in _ITEM.finditer(listed):
        number = counted.number(item["number"])
        link = (item["link"] or "").strip()
        if runs and runs[-1].goes_on(number, link):
            runs[-1].high = number
            runs[-1].stop = item.end()
        else:
            runs.append(_Run(number, number, *item.span("body")))
    return runs


def listed(match: Match, counted: _Counted) -> Iterator[Time]:
    """ "tháng 3-5/2024", "quý III, IV": runs of neighbours are one time, others each their own."""
    offset = match.start("list")
    runs = _runs(match["list"], counted)
    for run in runs:
        first, last = _ends_of_run(run, counted, year=_year(match))
        yield Time(
            match.start() if run is runs[0] else offset + run.begin,
            match.end() if run is runs[-1] else offset + run.stop,
            unit=counted.unit if run.low == run.high else "span",
            first=first,
            last=last,
        )


def _ends_of_run(run: _Run, counted: _Counted, year: int | None) -> tuple[Point, Point]:
    if not (counted.exists(run.low) and counted.exists(run.high)):
        nowhere = Point(year, 0, 1)
        return nowhere, nowhere  # "quý III-V": no such quarter, so no part of it is believed
    is_over_new_year = run.low > run.high
    began = year - 1 if year and is_over_new_year else year
    first_month = (run.low - 1) * counted.months + 1
    last_month = run.high * counted.months
    return Point(began, first_month, 1), Point(year, last_month, LAST_DAY)


def nowhere(match: Match) -> Iterator[Time]:
    """What is meant as a time, but no calendar has: "tháng 13", "30/6/99999"; no year is taken
    from it."""
    point = Point(None, 0, 1)
    yield Time(
        *match.span(), unit="day" if match[0].count("/") > 1 else "month", first=point, last=point
    )


MONTHS = _Counted("month", 1, number=int)
QUARTERS = _Counted("quarter", 3, number=_roman)


def part_of_year(match: Match) -> Iterator[Time]:
    """ "6 tháng cuối năm", "nửa đầu năm 2025"."""
    count = match["count"] or "6"
    months = int(count) if count.isdecimal() else COUNT_WORDS.get(count, 6)
    months *= 3 if match["quarters"] else 1
    if not 1 <= months <= 12:
        return
    vague = count in VAGUE_COUNTS
    if match["which"] == "dau":
        yield _months(match, 1, months, unit="half", vague=vague)
    else:
        yield _months(match, 13 - months, 12, unit="half", vague=vague)


_EDGES = {"dau": (1, 3), "giua": (4, 6), "cuoi": (10, 12)}
"""The months of "đầu năm", "giữa năm", "cuối năm"."""


def edge_of_year(match: Match) -> Iterator[Time]:
    """ "cuối năm 2025", "đầu năm": nobody says how many months."""
    first, last = _EDGES[match["which"]]
    yield _months(match, first, last, unit="half", vague=True)


def days(match: Match) -> Iterator[Time]:
    """A day, or several of one month where the pattern has a group "from"."""
    year = _year(match)
    month = int(match["month"])
    from_day = match.groupdict().get("from")
    first = Point(year, month, int(from_day or match["day"]))
    last = Point(year, month, int(match["day"]))
    if first.day and last.day:
        yield Time(*match.span(), unit="span" if from_day else "day", first=first, last=last)


def day_of_no_year(match: Match) -> Iterator[Time]:
    """A day for which the pattern has no group "year"."""
    point = Point(None, int(match["month"]), int(match["day"]))
    if point.day:
        yield Time(*match.span(), unit="day", first=point, last=point)


_DAY_OF_LIST = compile_regex(r"(?:ngay\s*)?(?P<day>\d{1,2})")


def listed_days(match: Match) -> Iterator[Time]:
    """ "ngày 26, 27/12": each day by itself, the last with its month."""
    year, month = _year(match), int(match["month"])
    offset = match.start("list")
    days = list(_DAY_OF_LIST.finditer(match["list"]))
    for day in days:
        point = Point(year, month, int(day["day"]))
        begin = match.start() if day is days[0] else offset + day.start()
        stop = match.end() if day is days[-1] else offset + day.end()
        if point.day:
            yield Time(begin, stop, unit="day", first=point, last=point)


_PARTS_OF_MONTH: Mapping[str, tuple[int, int]] = {
    "tuan dau": (1, 7),
    "nua dau": (1, 15),
    "thuong tuan": (1, 10),
    "trung tuan": (11, 20),
    "ha tuan": (21, LAST_DAY),
    "nua cuoi": (16, LAST_DAY),
    "tuan cuoi": (-6, LAST_DAY),
}
"""First and last day of each; -6: the seventh from the end."""


def part_of_month(match: Match) -> Iterator[Time]:
    """ "tuần cuối tháng 9": its last seven days; nobody says with which weekday they begin."""
    year, month = _year(match), int(match["month"])
    part = " ".join(match["part"].split())
    first, last = _PARTS_OF_MONTH[part]
    if first < 0:
        first += calendar.monthrange(year or LEAP_YEAR - 1, month)[1]
    vague = part.startswith("tuan")
    yield Time(
        *match.span(),
        unit="span",
        first=Point(year, month, first),
        last=Point(year, month, last),
        vague=vague,
    )


def edge_of_month(match: Match) -> Iterator[Time]:
    """ "10 ngày đầu tháng 6": so many of its first or last days."""
    year, month, count = _year(match), int(match["month"]), int(match["count"])
    length = calendar.monthrange(year or LEAP_YEAR - 1, month)[1]
    if not 1 <= count < length:
        return
    first, last = (1, count) if match["which"] == "dau" else (length - count + 1, length)
    yield Time(
        *match.span(), unit="span", first=Point(year, month, first), last=Point(year, month, last)
    )


_WEEKS = {
    **{"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4},
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4},
}
_WEEK = compile_regex(r"\b(?:nhat|mot|hai|ba|tu|i{1,3}|iv|\d+)\b")
DAYS_OF_WEEK, LAST_WEEK = 7, 4


def weeks_of_month(match: Match) -> Iterator[Time]:
    """ "tuần 2 tháng 10": the 8th to the 14th, the fourth to the end of the month; nobody says with
    which weekday they begin."""
    named = _WEEK.findall(match["weeks"])
    weeks = [_WEEKS.get(week) or int(week) for week in named]
    year, month = _year(match), int(match["month"])
    if not all(0 < week <= LAST_WEEK for week in weeks):
        yield _months(match, month, month, unit="month", vague=True)
        return
    first = DAYS_OF_WEEK * (weeks[0] - 1) + 1
    last = LAST_DAY if weeks[-1] == LAST_WEEK else DAYS_OF_WEEK * weeks[-1]
    yield Time(
        *match.span(),
        unit="span",
        first=Point(year, month, first),
        last=Point(year, month, last),
        vague=True,
    )


def years(match: Match) -> Iterator[Time]:
    first = int(match["year"])
    last = int(match.groupdict().get("last") or first)
    if first <= last:
        yield Time(
            *match.span(),
            unit="year" if first == last else "span",
            first=Point(first, 1, 1),
            last=Point(last, 12, 31),
        )


def school_year(match: Match) -> Iterator[Time]:
    """September to May; the first term ends with January, "đầu năm học" with October, "cuối năm
    học" is May."""
    begin, end = int(match["year"]), int(match["last"])
    first_month, last_month = months = _months_of_school(match)
    first = Point(begin if first_month >= SCHOOL_BEGINS else end, first_month, 1)
    last = Point(begin if last_month >= SCHOOL_BEGINS else end, last_month, LAST_DAY)
    yield Time(*match.span(), unit=_unit_of_school(months), first=first, last=last, vague=True)


SCHOOL_BEGINS = 9
_SCHOOL = (9, 5)
_EDGES_OF_SCHOOL = {"dau": (9, 10), "cuoi": (5, 5), "ket thuc": (5, 5)}
_TERMS = {"i": (9, 1), "1": (9, 1), "ii": (2, 5), "2": (2, 5)}


def _months_of_school(match: Match) -> tuple[int, int]:
    """First and last month of the part of a school year that a match names."""
    edge = " ".join((match["edge"] or "").split())
    return _TERMS[match["term"]] if match["term"] else _EDGES_OF_SCHOOL.get(edge, _SCHOOL)


def _unit_of_school(months: tuple[int, int]) -> Unit:
    return "year" if months == _SCHOOL else "half"


def part_of_school_year(match: Match) -> Iterator[Time]:
    """ "HKI", "cuối năm học", of a school year that is named elsewhere."""
    first_month, last_month = months = _months_of_school(match)
    first, last = Point(None, first_month, 1), Point(None, last_month, LAST_DAY)
    yield Time(*match.span(), unit=_unit_of_school(months), first=first, last=last, vague=True)


def month(match: Match) -> Iterator[Time]:
    month = int(match["month"])
    yield _months(match, month, month, unit="month")


def word_month(match: Match) -> Iterator[Time]:
    """ "tháng tám": no figure stands in it."""
    month = MONTH_WORDS[match["word"]]
    yield _months(match, month, month, unit="month")


def word_quarter(match: Match) -> Iterator[Time]:
    last = 3 * QUARTER_WORDS[match["word"]]
    yield _months(match, last - 2, last, unit="quarter")
