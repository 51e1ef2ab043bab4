"""The time a plan is made for, out of its title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import regex

from kehoach.normalize.text import clean, fold
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import Time, join, plain
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Period:
    """The time a plan is made for: `raw` the words of the title, first and last day (None when not
    said)."""

    raw: str
    start: date | None
    end: date | None

    @property
    def is_of_years(self) -> bool:
        """Is it longer than a year?"""
        if self.start is None or self.end is None:
            return False
        return self.end - self.start > A_YEAR


# What stands before a time tells that it is not the plan's: the year of a law ("Luật Thư viện năm
# | 2019"), a horizon ("tầm nhìn đến | 2030"), a term of office ("khóa XV, nhiệm kỳ | 2021-2026"),
# the time that was inspected ("theo Kết luận kiểm tra công vụ | 6 tháng đầu năm 2026").
_FOREIGN = compile_regex(
    r"""
    (?:
        (?<! phap\  ) \bluat\b (?: \s+\w+ ){1,9}
        | \bphap\ lenh (?: \s+\w+ ){1,6}
        | hien\ phap
        | \btam\ nhin (?: \ den )?
        | \bdinh\ huong (?: \ den )?
        | \bnhiem\ ky
        | \bkhoa\ \w+,? (?: \ nhiem\ ky )?
        | \bky\ niem .{0,60}
        | \bket\ luan\ (?:thanh\ tra|kiem\ tra|giam\ sat) .{0,90}
    )
    \s* (?: nam )? \s* $
    """,
    regex.VERBOSE,
)
_ISSUES = compile_regex(r"\b(?:ban hanh|xay dung)\b.{0,20}?\b(?:ke hoach|chuong trinh|phuong an)\b")
_WORDS = compile_regex(r"\p{L}+")
_EDGES = " ,.;-"
_WHOLE_DAY = compile_regex(r"\d{1,2}/\d{1,2}/\d{4}")
_TERM = compile_regex(r"^nhiem ky")
_UNTIL = compile_regex(r"\b(?:den het|den|het|toi)\s+$")
_FROM = compile_regex(r"\b(?:ke )?tu\s+$")
_RANGE = compile_regex(r"^\s*(?:-|den|toi)\s*(?:het\s*)?$")
_OPEN = compile_regex(r"^\s*va (?:cac|nhung) (?:nam|giai doan)(?: tiep)? (?:theo|sau)\b")
_LEAD_IN = compile_regex(r"^(?:trong|ca)\s+")
_OF_ONE_YEAR, _HORIZON = 5, 1
_RANK = {"half": 5, "quarter": 5, "month": 5, "year": 4, "span": 2, "day": 0}
"""How likely a time of each unit is the plan's own."""


def parse_period(text: str) -> Period | None:
    """The title of a plan -> the period it names, `raw` in its own words; None when it names none.

    A year, half, quarter or month counts more than a span of years (the programme the plan belongs
    to), a later mention more than an earlier one. Numbers and dates of documents never count.

    >>> parse_period("Cải cách hành chính phường An Bình 6 tháng cuối năm 2025").start
    datetime.date(2025, 7, 1)
    >>> parse_period("Cải cách hành chính xã Suối Dầu năm 2026").raw
    'năm 2026'
    >>> parse_period("Khắc phục tồn tại theo Kết luận kiểm tra công vụ quý I năm 2026")
    """
    title = clean(text)
    low = _without_names(title, plain(without_documents(title)))
    times = [time for time in _ranges(find_times(low), low) if _is_of_plan(time, low)]
    if not times:
        return None
    years = [time.year for time in times if time.year]
    best = max(times, key=lambda time: (_rank(time, low), time.begin))
    return _period(best, title, low=low, year=years[-1] if years else None)


def _without_names(title: str, low: str) -> str:
    """A plain title, in which words that would be those of a time only without their marks ("Gò |
    Dầu năm 2026") are blanked out: they belong to names."""
    listed = read_own("times/times.yaml")
    meant = {fold(word) for word in listed["named_alike"]}
    alike = {plain(word) for word in meant}
    small = {plain(word) for word in listed["never_capital"]}
    before = ""
    for word in _WORDS.finditer(title):
        has_other_marks = not word[0].isascii() and fold(word[0]) not in meant
        ends_name = before.istitle() and word[0].istitle() and plain(word[0]) in small
        if (has_other_marks or ends_name) and plain(word[0]) in alike:
            low = f"{low[: word.start()]}{'x' * len(word[0])}{low[word.end() :]}"
        before = word[0]
    return low


def period_of_opening(paragraph: str) -> Period | None:
    """A paragraph before the body -> the period of the plan that it says is hereby issued ("… ban
    hành Kế hoạch công tác năm 2025 như sau:"), None when it says none.

    The paragraph tells much besides: the papers it rests on, and what happened ("mưa lớn từ ngày 17
    đến ngày 20 tháng 01"). So only the words from the last "ban hành" on count, up to the next
    ground ("…; Quyết định phê duyệt Chiến lược dữ liệu đến năm 2030"), and no days.
    """
    issues = list(_ISSUES.finditer(plain(paragraph)))
    if not issues:
        return None
    subject, _, _ = paragraph[issues[-1].start() :].partition(";")
    times = find_times(plain(without_documents(subject)))
    if any(time.unit == "day" for time in times):
        return None
    return parse_period(subject)


def span_of_days(text: str) -> Period | None:
    """A sentence -> the one span from day to day, of a year that it says, which it tells; None
    where it tells none or several.

    >>> span_of_days("Thời gian thực hiện: từ ngày 01/3/2031 đến hết ngày 30/4/2031.").raw
    'từ ngày 01/3/2031 đến hết ngày 30/4/2031'
    >>> span_of_days("Thời gian: trước ngày 30/4/2031."), span_of_days("Từ 2030 đến 2031.")
    (None, None)
    """
    title = clean(text)
    low = plain(title)
    spans = [
        time
        for time in _ranges(find_times(low), low)
        if time.unit == "span" and _WHOLE_DAY.search(low[time.begin : time.stop])
    ]
    if len(spans) != 1 or spans[0].year is None:
        return None
    return _period(spans[0], title, low=low, year=None)


def _ranges(times: list[Time], low: str) -> list[Time]:
    """Times with "đến" between them as one."""
    joined: list[Time] = []
    for time in times:
        if joined and _RANGE.match(low[joined[-1].stop : time.begin]):
            joined[-1] = join(joined[-1], time)
        else:
            joined.append(time)
    return joined


def _is_of_plan(time: Time, low: str) -> bool:
    if time.unit == "day":
        return False
    if _TERM.match(low[time.begin : time.stop]):
        return False
    return _FOREIGN.search(low[: time.begin]) is None


def _rank(time: Time, low: str) -> int:
    first, last = time.first, time.last
    if time.unit == "span" and first and last and first.year == last.year:
        return _OF_ONE_YEAR
    if _UNTIL.search(low[: time.begin]):
        return _HORIZON
    return _RANK[time.unit]


def _period(time: Time, title: str, *, low: str, year: int | None) -> Period:
    """A time as the period, with the words around it that belong to it: "trong", "từ", "đến", "và
    các năm tiếp theo"."""
    start, end = time.dates(year)
    begin, stop = time.begin, time.stop
    if lead_in := _LEAD_IN.match(low[begin:]):
        begin += lead_in.end()
    if opened := _OPEN.match(low[stop:]):
        end = None
        stop += opened.end()
        if until := _UNTIL.search(low[:begin]):  # "từ nay đến năm 2030 và những năm tiếp theo"
            start = None
            begin = until.start()
    elif until := _UNTIL.search(low[:begin]):
        start = None
        begin = until.start()
    elif since := _FROM.search(low[:begin]):
        if time.unit != "span":
            end = None
        begin = since.start()
    return Period(title[begin:stop].strip(_EDGES), start, end)
