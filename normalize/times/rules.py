"""How times are written, rule by rule, and `find_times`, which tries them all.

Patterns are matched against text that went through `plain` (lower case, no diacritics, same
length). Each rule has examples; tests/test_time_rules.py runs them.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import regex

from kehoach.normalize.times.timespan import LAST_DAY, LEAP_YEAR, Point, Time, Unit, plain
from kehoach.normalize.vocabulary import read_own

Match = regex.Match[str]
Build = Callable[[Match], Iterator[Time]]

_WORDS = read_own("times/times.yaml")


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
    return TimeRule(name, regex.compile(whole, regex.V0 | regex.VERBOSE), build, examples)


# --- pieces of patterns ---------------------------------------------------------------------------

# "/2025", "-2025", " năm 2025", ", của năm 2025", " 2025"
_YEAR = r"""
    (?: \s* (?: /+ | - | \. | ,?\s* (?: cua\s+ )? nam\b ) \s* | \s+ )
    (?P<year> 20\d\d ) (?! \d | \s*/\s*\d )
"""
# "7", "07", "12"; not the day of a date, not "3 lần"
_MONTH = r"""
    (?: 1[0-2] | 0?[1-9] ) (?!\d) (?! \s*/\s*\d{1,2}(?!\d) ) (?! \s*lan\b )
"""
# "III", "3"; OCR and old typewriters write l, 1 and | for I. "Quý vị" is no quarter
_QUARTER = r"(?! vi\b ) (?: [ivl1|]{1,4} | [2-4] ) (?! [\da-z] )"
_LINK = r"\s* (?: - | , | \+ | & | \bva\b | \bden\b | / ) \s*"
_NOT_TIMES = r"(?! \s*lan\b )"

_ITEM = regex.compile(
    rf"""
    (?P<link> {_LINK} )?
    (?P<body> (?: thang | qu[yi] )? \s* (?P<number> \d{{1,2}}(?![\da-z|]) | [ivl1|]{{1,4}} ) )
    """,
    regex.VERBOSE,
)


def _any_of(words: Mapping[str, int]) -> str:
    """A verbose pattern for any of the words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return " | ".join(word.replace(" ", r"\ ") for word in longest_first)


def _plain_keys(words: Mapping[str, int]) -> dict[str, int]:
    return {plain(word): number for word, number in words.items()}


_MONTH_WORDS = _plain_keys(_WORDS["month_words"])
_QUARTER_WORDS = _plain_keys(_WORDS["quarter_words"])
_COUNT_WORDS = _plain_keys(_WORDS["count_words"])
_VAGUE_COUNTS = frozenset(map(plain, _WORDS["vague_counts"]))
_COUNT = " | ".join((*_COUNT_WORDS, *map(plain, _WORDS["vague_counts"])))


# --- from a match to times ------------------------------------------------------------------------


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


def _listed(match: Match, counted: _Counted) -> Iterator[Time]:
    """ "tháng 3-5/2024", "quý III, IV": runs of neighbours are one time, others each their own."""
    offset = match.start("list")
    runs = _runs(match["list"], counted)
    for run in runs:
        first, last = _ends_of_run(run, counted, _year(match))
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


_MONTHS = _Counted("month", 1, number=int)
_QUARTERS = _Counted("quarter", 3, number=_roman)


def _part_of_year(match: Match) -> Iterator[Time]:
    """ "6 tháng cuối năm", "nửa đầu năm 2025"."""
    count = match["count"] or "6"
    months = int(count) if count.isdecimal() else _COUNT_WORDS.get(count, 6)
    if not 1 <= months <= 12:
        return
    vague = count in _VAGUE_COUNTS
    if match["which"] == "dau":
        yield _months(match, 1, months, unit="half", vague=vague)
    else:
        yield _months(match, 13 - months, 12, unit="half", vague=vague)


_EDGES = {"dau": (1, 3), "giua": (4, 6), "cuoi": (10, 12)}
"""The months of "đầu năm", "giữa năm", "cuối năm"."""


def _edge_of_year(match: Match) -> Iterator[Time]:
    """ "cuối năm 2025", "đầu năm": nobody says how many months."""
    first, last = _EDGES[match["which"]]
    yield _months(match, first, last, unit="half", vague=True)


def _days(match: Match) -> Iterator[Time]:
    """A day, or several of one month where the pattern has a group "from"."""
    year = _year(match)
    month = int(match["month"])
    from_day = match.groupdict().get("from")
    first = Point(year, month, int(from_day or match["day"]))
    last = Point(year, month, int(match["day"]))
    if first.day and last.day:
        yield Time(*match.span(), unit="span" if from_day else "day", first=first, last=last)


_DAY_OF_LIST = regex.compile(r"(?:ngay\s*)?(?P<day>\d{1,2})")


def _listed_days(match: Match) -> Iterator[Time]:
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


def _part_of_month(match: Match) -> Iterator[Time]:
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


def _weeks_of_month(match: Match) -> Iterator[Time]:
    """ "tuần 2 tháng 10": a part of that month, nobody says which days."""
    month = int(match["month"])
    yield _months(match, month, month, unit="month", vague=True)


def _years(match: Match) -> Iterator[Time]:
    first = int(match["year"])
    last = int(match.groupdict().get("last") or first)
    if first <= last:
        yield Time(
            *match.span(),
            unit="year" if first == last else "span",
            first=Point(first, 1, 1),
            last=Point(last, 12, 31),
        )


def _school_year(match: Match) -> Iterator[Time]:
    """September to May; the first term ends with January, "đầu năm học" with October."""
    begin, end = int(match["year"]), int(match["last"])
    first, last = Point(begin, 9, 1), Point(end, 5, 31)
    if match["dau"]:
        last = Point(begin, 10, 31)
    elif match["term"] in ("i", "1"):
        last = Point(end, 1, LAST_DAY)
    elif match["term"]:
        first = Point(end, 2, 1)
    yield Time(*match.span(), unit="span", first=first, last=last, vague=True)


def _month(match: Match) -> Iterator[Time]:
    month = int(match["month"])
    yield _months(match, month, month, unit="month")


def _word_month(match: Match) -> Iterator[Time]:
    """ "tháng tám": no figure stands in it."""
    month = _MONTH_WORDS[match["word"]]
    yield _months(match, month, month, unit="month")


def _word_quarter(match: Match) -> Iterator[Time]:
    last = 3 * _QUARTER_WORDS[match["word"]]
    yield _months(match, last - 2, last, unit="quarter")


# --- the rules ------------------------------------------------------------------------------------

TIME_RULES: tuple[TimeRule, ...] = (
    _rule(
        "months",
        rf"""
        (?: thang | th?\.?(?=\d) ) \s*
        (?P<list> {_MONTH} (?: {_LINK} (?: thang\s* )? {_MONTH} )* )
        (?: {_YEAR} )?
        """,
        partial(_listed, counted=_MONTHS),
        {
            "Tháng 7/2025": "2025-07-01..2025-07-31",
            "tháng 3-5 năm 2024": "2024-03-01..2024-05-31",
            "tháng 3, 6, 9": "2025-03-01..2025-03-31, 2025-06-01..2025-06-30, "
            "2025-09-01..2025-09-30",
            "T11/2025": "2025-11-01..2025-11-30",
            "3 lần": "",
        },
    ),
    _rule(
        "quarters",
        rf"""
        (?: qu[yi] | q\.? ) \s*
        (?P<list> {_QUARTER} (?: {_LINK} (?: qu[yi]\s* )? {_QUARTER} )* )
        (?: {_YEAR} )?
        """,
        partial(_listed, counted=_QUARTERS),
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
        (?P<count> \d{{1,2}} | {_COUNT} | nua(?=\s) ) \s* (?: thang\s+ )?
        (?P<which> dau | cuoi | con\ lai ) (?! \s+ (?: thang | quy | nam\ hoc ) \b )
        (?: \s+ (?: cua\s+ )? nam\b )?
        (?: {_YEAR} )?
        """,
        _part_of_year,
        {
            "6 tháng cuối năm 2025": "2025-07-01..2025-12-31",
            "ba tháng đầu năm": "2025-01-01..2025-03-31",
            "nửa đầu năm 2026": "2026-01-01..2026-06-30",
            "các tháng còn lại của năm 2025": "2025-07-01..2025-12-31",
        },
    ),
    _rule(
        "edge of a year",
        rf"(?P<which> dau | giua | cuoi ) \s+ nam\b (?! \s+hoc ) (?: {_YEAR} )?",
        _edge_of_year,
        {
            "giữa năm 2025": "2025-04-01..2025-06-30",
            "cuối năm 2025": "2025-10-01..2025-12-31",
            "đầu năm": "2025-01-01..2025-03-31",
            "đầu năm học": "",
        },
    ),
    _rule(
        "day in figures",
        r"""
        (?: ngay\s* )?
        (?P<day> \d{1,2} ) \s*/\s* (?P<month> \d{1,2} )
        (?: \s*/\s* (?P<year> \d{1,4} ) )? (?! [\d/] )
        """,
        _days,
        {
            "ngày 15/7/2025": "2025-07-15..2025-07-15",
            "31/12": "2025-12-31..2025-12-31",
            "15/7/25": "2025-07-15..2025-07-15",
            "31/6/2025": "..",
        },
    ),
    _rule(
        "day with dots or dashes",
        r"""
        (?: ngay\s* )?
        (?P<day> \d{1,2} ) \s* (?P<s> [.-] ) \s* (?P<month> \d{1,2} ) \s* (?P=s) \s*
        (?P<year> \d{4} ) (?!\d)
        """,
        _days,
        {"15.7.2025": "2025-07-15..2025-07-15", "15 - 7 - 2025": "2025-07-15..2025-07-15"},
    ),
    _rule(
        "day in words",
        rf"""
        (?: ngay\s* )? (?<! \b(?:tuan|dot|lan|ky)\  )
        (?P<day> \d{{1,2}} ) \s* thang \s* (?P<month> {_MONTH} )
        (?: {_YEAR} )?
        """,
        _days,
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
        _days,
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
        _listed_days,
        {
            "ngày 26, 27/12": "2025-12-26..2025-12-26, 2025-12-27..2025-12-27",
            "các ngày 3, 5 và 7 tháng 6 năm 2025": "2025-06-03..2025-06-03, "
            "2025-06-05..2025-06-05, 2025-06-07..2025-06-07",
            "ngày 26": "",
        },
    ),
    _rule(
        "part of a month",
        rf"""
        (?P<part> tuan\s+(?:dau|cuoi) | nua\s+(?:dau|cuoi) | (?:thuong|trung|ha)\s+tuan ) \s+
        (?: cua\s+ )? thang \s* (?P<month> {_MONTH} ) (?: {_YEAR} )?
        """,
        _part_of_month,
        {
            "tuần cuối tháng 9/2025": "2025-09-24..2025-09-30",
            "tuần đầu của tháng 9": "2025-09-01..2025-09-07",
            "thượng tuần tháng 6 năm 2025": "2025-06-01..2025-06-10",
            "nửa cuối tháng 6/2025": "2025-06-16..2025-06-30",
        },
    ),
    _rule(
        "week of a month",
        rf"""
        tuan \s+ (?: thu\s+ )? (?: \d | nhat | hai | ba | tu )
        (?: \s* (?: , | - | \bva\b ) \s* (?: tuan\s* )? \d )* \s*
        (?: cua\s+ )? thang \s* (?P<month> {_MONTH} ) (?: {_YEAR} )?
        """,
        _weeks_of_month,
        {
            "tuần 1, 2 tháng 10/2025": "2025-10-01..2025-10-31",
            "tuần thứ hai của tháng 10": "2025-10-01..2025-10-31",
        },
    ),
    _rule(
        "month by its number",
        r"(?P<month> 1[0-2] | 0?[1-9] ) \s*[/-]\s* (?P<year> 20\d\d ) (?! [\d/] )",
        _month,
        {"7/2025": "2025-07-01..2025-07-31", "08-2025": "2025-08-01..2025-08-31"},
    ),
    _rule(
        "months by their numbers",
        r"""
        (?P<list> (?: 1[0-2] | 0?[1-9] ) \s*-\s* (?: 1[0-2] | 0?[1-9] ) )
        \s*/\s* (?P<year> 20\d\d ) (?! [\d/] )
        """,
        partial(_listed, counted=_MONTHS),
        {"7-9/2025": "2025-07-01..2025-09-30", "11-2/2026": "2025-11-01..2026-02-28"},
    ),
    _rule(
        "years",
        r"""
        (?: (?: trong\s+ )? (?: giai\ doan | nhiem\ ky | nam | tu\ nam | cac\ nam ) \s*
            (?: tu\s* )? (?: nam\s* )? )?
        (?P<year> 20\d\d ) \s* (?: - | \bden\b | \btoi\b ) \s*
        (?: het\s* )? (?: nam\s* )? (?P<last> 20\d\d ) (?! [\d/] )
        """,
        _years,
        {
            "giai đoạn 2021 - 2025": "2021-01-01..2025-12-31",
            "từ năm 2026 đến hết năm 2030": "2026-01-01..2030-12-31",
            "2030-2021": "",
        },
    ),
    _rule(
        "month in words",
        rf"thang\s+ (?P<word> {_any_of(_MONTH_WORDS)} ) \b {_NOT_TIMES} (?: {_YEAR} )?",
        _word_month,
        {
            "tháng tám": "2025-08-01..2025-08-31",
            "tháng mười một năm 2025": "2025-11-01..2025-11-30",
            "tháng hai lần": "",
        },
    ),
    _rule(
        "quarter in words",
        rf"quy\s+ (?P<word> {_any_of(_QUARTER_WORDS)} ) \b {_NOT_TIMES} (?: {_YEAR} )?",
        _word_quarter,
        {"quý tư năm 2025": "2025-10-01..2025-12-31", "quý hai lần": ""},
    ),
    _rule(
        "school year",
        r"""
        (?: (?P<dau> dau ) \s+ | hoc\ ky\s+ (?P<term> ii? | [12] ) \s+ )?
        nam\ hoc \s* (?P<year> 20\d\d ) \s*-\s* (?P<last> 20\d\d ) (?!\d)
        """,
        _school_year,
        {
            "năm học 2025-2026": "2025-09-01..2026-05-31",
            "học kỳ I năm học 2025 - 2026": "2025-09-01..2026-01-31",
            "đầu năm học 2025-2026": "2025-09-01..2025-10-31",
        },
    ),
    _rule(
        "year",
        r"""
        (?: (?: trong\s+ | ca\s+ )? nam\s* )?
        (?P<year> 20\d\d ) (?! [\d/] | \s*-\s*\d{1,2}(?!\d) )
        """,
        _years,
        {"năm 2025": "2025-01-01..2025-12-31", "cả năm 2026": "2026-01-01..2026-12-31"},
    ),
)


_LUNAR = regex.compile(r"\s*\(?\s*(?:am lich|al\b)")
"""A day of the lunar calendar is another day every year: none of ours."""


def find_times(text: str) -> list[Time]:
    """The times in `text` (already `plain`), none overlapping; the earliest and longest reading
    wins."""
    found = [item for rule in TIME_RULES for item in rule.find(text)]
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
