"""Deadlines and periods: the phrase of a table cell or of a title -> kind and dates.

A cell is cut into clauses (lines, semicolons, bullets), a clause into pieces (commas, "và",
brackets; clause.py). Each piece is read as cues and times (cues.py, piece.py) and gives at most one
deadline; pieces that say the same thing twice are merged (merge.py), the others become the parts of
a `several`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from itertools import pairwise

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import clean
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.clause import read_clause
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.lunar import on_our_calendar
from kehoach.normalize.times.meetings import day_of_meeting
from kehoach.normalize.times.period import A_YEAR, Period, parse_period
from kehoach.normalize.times.piece import BROKEN, EDGES
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.short_signs import names_no_time, with_signs_told
from kehoach.normalize.times.timespan import plain
from kehoach.normalize.times.values import DeadlineKind, DeadlineValue, Recurrence
from kehoach.patterns import compile_regex

__all__ = [
    "DeadlineKind",
    "DeadlineValue",
    "Period",
    "Recurrence",
    "going_on",
    "is_nowhere",
    "is_understood",
    "parse_deadline",
    "parse_period",
]

_BULLET = r"[-+•*]"
_CLAUSE_EDGES = " -+•*\t"


def _clause_break(bullet: str) -> regex.Pattern[str]:
    """What parts clauses: a semicolon, a line, a full stop, a bullet before a capital."""
    return compile_regex(
        rf"""
        \s*
        (?:
            ; | \n
            | \. (?= \s+ \p{{Lu}}\p{{Ll}} )
            | (?: (?<= ^|\s ) {bullet} (?= \s+ \p{{Lu}}\p{{Ll}} ) )
        )
        \s*
        """,
        regex.VERBOSE,
    )


_BULLETED = compile_regex(rf"\s*{_BULLET}\s")
_SCHOOL_YEAR = "nam hoc"
CACHED = 4096
"""Texts whose meaning is remembered: a time is looked at for its task, its duty and its list."""
_BREAK_OF_BULLETED = _clause_break(_BULLET)
_BREAK = _clause_break(rf"(?<! \d\s* ) {_BULLET}")
"""In a cell without bullets a dash after a figure is none: "tháng 7 - Báo cáo"."""
_ISO = compile_regex(r"(?<![\d/.\-])(20\d\d|\d{4}(?=-))([-/])(\d{2})\2(\d{2})(?![\d/\-])")
"""A day as programs write it ("2026-03-31", "2026/03/31")."""
_CONTINUED_LINE = compile_regex(r"[ \t]*\n\s*(?=\p{Ll}|\d{4}\b)")

_RANGE = compile_regex(r"\b((quý|quí|tháng)\s+[ivx\d]+)\s+[-–]\s+(?=\2\s)", regex.IGNORECASE)
"""A dash between two quarters or months is a range, not a list: "Quý II - Quý III/2026"."""

_MORE = compile_regex(
    r"""
    (?<= \b (?: tháng | quý ) [\s\div,;]* [\div] )
    \s*;\s*
    (?= (?: \d{1,2} | [ivx]+ ) \s* (?: ; | /\s*20\d\d ) )
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
"""Months told one by one: "Tháng 7; 8; 9/2025"."""

_HOURS = compile_regex(
    r"""
    (?: giai\ đoạn \s+ )? (?: từ \s+ )?
    (?: 0 \s* (?: [-–] | đến ) \s* \d{1,3}
      | \d{1,3} \s* (?: [-–] | đến ) \s* (?: 2[4-9] | [3-9]\d | \d{3} ) )
    \s* giờ (?: \s+ (?:đầu|tiếp\ theo|sau) )?
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
"""A span that is counted from an event which stands elsewhere ("0-48 giờ", "từ 24 đến 72 giờ"):
from nothing, or to more hours than a day has."""
_CLOCK = r"\d{1,2} \s* (?: giờ (?: \s* \d{2} )? (?: \s* phút )? | [hg] (?: \d{2} )? )"
_HOURS_OF_DAY = compile_regex(
    rf"(?: trong \s+ khung \s+ giờ \s+ )? từ \s+ {_CLOCK} \s+ đến \s+ {_CLOCK}",
    regex.IGNORECASE | regex.VERBOSE,
)
"""Hours and no day: those of each ("từ 17 giờ đến 22 giờ")."""


def are_hours(text: str) -> bool:
    """Are the words hours of a day, and no day?

    >>> are_hours("Từ 07 giờ đến 09 giờ"), are_hours("Từ 07 giờ ngày 15/4")
    (True, False)
    """
    return _HOURS_OF_DAY.fullmatch(text.strip(EDGES)) is not None


def _clauses(raw: str) -> list[str]:
    """Lines, bullets, sentences. A line that goes on in lower case is the same one."""
    joined = _CONTINUED_LINE.sub(" ", _ISO.sub(r"\4/\3/\1", raw))
    lines = (clean(line) for line in joined.split("\n"))
    text = _begun().sub(", ", _MORE.sub(", ", "\n".join(lines)))
    if _BULLETED.match(text):
        parts = _BREAK_OF_BULLETED.split(text)
    else:
        parts = _BREAK.split(_RANGE.sub(r"\1 đến ", text))
    clauses = (part.strip(_CLAUSE_EDGES) for part in parts)
    return [clause for clause in clauses if clause.strip(EDGES)]


@cache
def _begun() -> regex.Pattern[str]:
    """What begins and ends is one time: "Bắt đầu từ ngày 01/3; | kết thúc trước ngày 15/3/2031"."""
    begins, ends = any_of(WORDS["begun"]), any_of(WORDS["ended"])
    return compile_regex(rf"(?<=\b(?:{begins})\b[^;\n]*)\s*;\s*(?=(?:{ends})\b)", regex.IGNORECASE)


def is_understood(text: str) -> bool:
    """Is a text understood as a deadline?

    >>> is_understood("Quý II"), is_understood("Báo cáo")
    (True, False)
    """
    value = parse_deadline(text)
    return value is not None and value.kind is not None


@lru_cache(maxsize=CACHED)
def parse_deadline(raw: str, period: Period | None = None) -> DeadlineValue | None:
    """The text of a deadline cell -> its value; None for an empty cell; kind None when not
    understood.

    A time that names no year takes the year of `period` when that is one year, or the one in which
    it lies in a period over New Year.

    >>> parse_deadline("Trước 31/12/2025").end
    datetime.date(2025, 12, 31)
    """
    return _on_day_of_meeting(raw, period) or _in_clauses(raw, period)


def _on_day_of_meeting(raw: str, period: Period | None) -> DeadlineValue | None:
    """ "Tại phiên họp tháng 8 (dự kiến ngày 03/9/2031)": on that day."""
    day = day_of_meeting(raw)
    value = parse_deadline(day, period) if day is not None else None
    if value is None or value.end is None:
        return None
    return replace(value, raw=raw, kind="within", start=value.start or value.end)


def _in_clauses(raw: str, period: Period | None) -> DeadlineValue | None:
    """The times of the clauses of a text as one value."""
    clauses = _clauses(on_our_calendar(with_signs_told(raw)))
    if not clauses:
        return None
    if names_no_time(raw):
        return DeadlineValue(raw, None, confidence=0.0)
    year = _default_year(" ".join(clauses), period)
    over_new_year = _over_new_year(period)
    is_school = over_new_year is not None and _names_school_year(period)
    read = partial(read_clause, year=year, over_new_year=over_new_year, in_school_year=is_school)
    parts: list[DeadlineValue] = []
    for clause in clauses:
        hours = _hours_alone(clause)
        parts += [hours] if hours is not None else read(clause)
    parts = [part for part in parts if not names_no_time(part.raw)]
    if not parts:
        return DeadlineValue(raw, None, confidence=0.0)
    if len(parts) == 1 or _say_the_same(parts):
        return replace(parts[0], raw=raw)
    if (rhythm := _one_rhythm(parts)) is not None:
        return replace(rhythm, raw=raw)
    confidence = min(part.confidence for part in parts)
    is_alone = all(part.is_alone for part in parts)
    days = _days_of_event(raw, parts)
    if days is not None:
        whole = DeadlineValue(raw, "within", *days)
    elif is_alone and clean(raw) == ", ".join(part.raw for part in parts) and _adjoin(parts):
        last = parts[-1].end
        whole = DeadlineValue(raw, "within", parts[0].start, last)
    else:
        whole = DeadlineValue(raw, "several", parts=tuple(parts))
    return replace(whole, confidence=confidence, is_alone=is_alone)


def _hours_alone(clause: str) -> DeadlineValue | None:
    """A clause that tells nothing but hours, those of each day or of one; None for another."""
    words = clause.strip(EDGES)
    if _HOURS.fullmatch(words):
        return DeadlineValue(clause, "within")
    if _HOURS_OF_DAY.fullmatch(words):
        return DeadlineValue(clause, "recurring", recurrence="daily")
    return None


_ONWARD = compile_regex(r"\btu\b")
_UP_TO = compile_regex(r"\b(?:den|toi)\b")


def going_on(value: DeadlineValue) -> DeadlineValue:
    """A time that begins on a day and for which no end is told, nor an event as its end: from then
    on, always.

    >>> going_on(parse_deadline("Từ ngày 01/7/2031")).kind
    'continuous'
    >>> going_on(parse_deadline("Từ tháng 7/2031 đến khi kết thúc Đại hội")).kind
    'within'
    """
    words = plain(value.raw)
    has_end = value.end is not None or _UP_TO.search(words) is not None
    if value.kind != "within" or value.start is None or has_end or not _ONWARD.search(words):
        return value
    return replace(value, kind="continuous")


def is_nowhere(value: DeadlineValue) -> bool:
    """Does no calendar have a time, or one of several ("tháng 13", "quý V", "31/6")?

    >>> is_nowhere(parse_deadline("tháng 13")), is_nowhere(parse_deadline("tháng 12"))
    (True, False)
    """
    if value.parts:
        return any(map(is_nowhere, value.parts))
    return value.confidence == BROKEN and not value.has_days


def _say_the_same(parts: list[DeadlineValue]) -> bool:
    """Whether all parts are the same day or time."""
    values = {(part.kind, part.start, part.end, part.recurrence) for part in parts}
    return len(values) == 1 and parts[0].end is not None


def _one_rhythm(parts: list[DeadlineValue]) -> DeadlineValue | None:
    """ "Định kỳ vào ngày 10 | và ngày 25 hằng tháng": the only part that says how often, where the
    others only say that it comes again."""
    if any(part.kind != "recurring" or part.start is not None for part in parts):
        return None
    told = [part for part in parts if part.recurrence is not None]
    return told[0] if len(told) == 1 else None


_BARE_DAYS = compile_regex(
    r"""
    (?: (?:trong|vao) \s+ )? (?: (?:cac|hai|0?2) \s+ )? ngay \s+
    [\d/.,\s]+ (?: \s (?: va (?:\s+ngay)? | ngay | nam ) \s [\d/.,\s]* )* [\s.;)]*
    """,
    regex.VERBOSE,
)
"""Days and nothing that says whether they are a term: "ngày 26, 27/12"."""


def _days_of_event(raw: str, parts: Sequence[DeadlineValue]) -> tuple[date, date] | None:
    """The first and the last of days that follow each other and are no term: an event that lasts so
    long ("ngày 26, 27/12/2026"); None for other times."""
    days = [part.end for part in parts if part.kind == "by" and part.start is None and part.end]
    if len(days) != len(parts) or not _BARE_DAYS.fullmatch(plain(clean(raw))):
        return None
    if any(later - earlier != timedelta(days=1) for earlier, later in pairwise(days)):
        return None
    return days[0], days[-1]


def _adjoin(parts: Sequence[DeadlineValue]) -> bool:
    """Does each part begin on the day after the one before it ("Quý IV/2026, 2027")?"""
    for part, following in pairwise(parts):
        if (part.kind, following.kind) != ("within", "within") or part.end is None:
            return False
        if following.end is None or following.start != part.end + timedelta(days=1):
            return False
    return parts[0].start is not None


def _over_new_year(period: Period | None) -> date | None:
    """The first day of a period of a year or less that lies in two years; None of any other."""
    if period is None or period.start is None or period.end is None:
        return None
    is_short = timedelta() < period.end - period.start <= A_YEAR
    return period.start if is_short and period.end.year > period.start.year else None


def _names_school_year(period: Period | None) -> bool:
    return period is not None and _SCHOOL_YEAR in plain(period.raw)


def _default_year(text: str, period: Period | None) -> int | None:
    """The one year of the plan's period, else the one that the text names; None where it is not
    one."""
    if period is not None and (period.start or period.end):
        years = {day.year if day else None for day in (period.start, period.end)}
    else:
        times = find_times(plain(without_documents(text)))
        years = {time.year for time in times if time.year}
    return years.pop() if len(years) == 1 else None
