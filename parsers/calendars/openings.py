"""How a line of a work calendar opens: with its day, the part of the day, the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.times.dates import iso_date
from kehoach.normalize.times.period import Period
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import listed_phrases, phrases, raw_phrases, starts
from kehoach.patterns import compile_regex

WORDS = "calendars/words.yaml"
DAYS_OF_WEEK = 7
MAX_WORDS_OF_PERSON = 12
"""Of a line that names whose day follows ("Chủ tịch UBND xã Lê Văn A:")."""
_EDGES = " :.,;–-"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a line opens with, as printed, "" for what it does not say: the day with its date
    (ISO, None where nothing tells it), the part of the day, the hour; and the `rest`."""

    day: str = ""
    date: str | None = None
    part: str = ""
    time: str = ""
    rest: str = ""

    @property
    def says_when(self) -> bool:
        """Does the line open with any of these?"""
        return bool(self.day or self.part or self.time)


def read_opening(text: str, period: Period | None = None, *, is_day: bool = False) -> Opening:
    """A line, its list mark off -> how it opens. `period` tells the year, and the date of a weekday
    that is named without one; `is_day`: it is a cell of the column of days ("Hai", "17/3").

    >>> opened = read_opening("Thứ Hai, ngày 05/10/2026: 08h00: Họp giao ban.")
    >>> opened.day, opened.date, opened.time, opened.rest
    ('Thứ Hai, ngày 05/10/2026', '2026-10-05', '08h00', 'Họp giao ban.')
    >>> read_opening("Thứ hai, kinh phí thực hiện.").says_when
    False
    >>> from datetime import date
    >>> week = Period("tuần 23", date(2030, 6, 3), date(2030, 6, 8))
    >>> [read_opening(cut, week, is_day=True).date for cut in ("Thứ Tư 05/", "Thứ Tư 04/")]
    ['2030-06-05', None]
    """
    cell = _day_cell().fullmatch(text) if is_day else None
    if cell is not None:
        return Opening(day=_printed(cell, "day"), date=_date(cell, period))
    part_first = _part_before_day().match(text)
    start = part_first.end() if part_first else 0
    day = _day().match(text, start) or _weekday_alone().match(text, start)
    start = day.end() if day else 0
    part = _part().match(text, start)
    start = part.end() if part else start
    hour = _hour().match(text, start)
    start = hour.end() if hour else start
    named = part or (part_first if day else None)
    return Opening(
        day=_printed(day, "day"),
        date=_date(day, period) if day else None,
        part=_printed(named, "part"),
        time=_printed(hour, "time"),
        rest=text[start:].strip(),
    )


def entries_apart(text: str) -> list[str]:
    """A line that opens with its hour or part of the day -> the line, parted before each further
    one behind the end of a sentence that tells what is held then.

    >>> entries_apart("07h30: Họp giao ban; 09h00: Tiếp công dân (đến 11h00).")
    ['07h30: Họp giao ban;', '09h00: Tiếp công dân (đến 11h00).']
    >>> entries_apart("08h00: Kiểm tra chốt tại ấp 2; 09h30 tại ấp 5.")
    ['08h00: Kiểm tra chốt tại ấp 2; 09h30 tại ấp 5.']
    """
    if not read_opening(text).says_when:
        return [text]
    begin, apart = 0, []
    for end in _SENTENCE_END.finditer(text):
        if _holds(read_opening(text[end.end() :])):
            apart.append(text[begin : end.start()])
            begin = end.end()
    return [*apart, text[begin:]]


def _holds(opening: Opening) -> bool:
    """Does a clause open with its hour, or part of the day, and go on with what is held?"""
    if opening.day or not (opening.time or opening.part) or not opening.rest:
        return False
    is_verb = starts(strip_diacritics(opening.rest), phrases("verbs", WORDS)) is not None
    return opening.rest[0].isupper() or is_verb or begins_duty(opening.rest)


_SENTENCE_END = compile_regex(r"(?<=[;.])\s+")


def opens_entry(text: str) -> bool:
    """Does a paragraph of a calendar begin with a printed line: does it open with a day, a part of
    the day or an hour, its list mark apart, name whose day follows, or end the calendar with a
    remark?"""
    words = _MARK.sub("", text)
    is_remark = starts(strip_diacritics(words), phrases("remarks", WORDS)) is not None
    return is_remark or read_opening(words).says_when or names_person(words)


def names_person(text: str) -> bool:
    """ "Chủ tịch UBND xã Lê Văn A:" over that person's entries."""
    is_short = text.endswith(":") and len(text.split()) <= MAX_WORDS_OF_PERSON
    return is_short and begins(text, "posts", "honorifics") is not None


_MARK = compile_regex(r"^\s*[-–+*•]\s*")


def _printed(match: regex.Match[str] | None, group: str) -> str:
    return match[group].strip(_EDGES) if match is not None else ""


def _date(match: regex.Match[str], period: Period | None) -> str | None:
    said = match.groupdict()
    if said.get("of_month") is None:
        return _date_of_weekday(match["weekday"], period)
    if said["month"] is None:
        found = _date_of_weekday(match["weekday"], period)
        return found if found is not None and int(found[-2:]) == int(said["of_month"]) else None
    month, day = int(said["month"]), int(said["of_month"])
    if said["year"]:
        return iso_date(int(said["year"]), month, day)
    return _date_in(period, month, day=day) if period is not None else None


def _date_in(period: Period, month: int, day: int) -> str | None:
    """A day without its year: the one in the period, which may go over New Year; else that of the
    year in which the period begins. None where nothing tells the year."""
    if period.start is None:
        return None
    last = period.end or period.start
    found = [iso_date(year, month, day) for year in range(period.start.year, last.year + 1)]
    within = (iso for iso in found if iso and period.start.isoformat() <= iso <= last.isoformat())
    return next(within, found[0] if found else None)


def _date_of_weekday(weekday: str, period: Period | None) -> str | None:
    """The day of a week's calendar; None where its period is no week."""
    if period is None or period.start is None or period.end is None:
        return None
    if (period.end - period.start).days >= DAYS_OF_WEEK:
        return None
    spelt = fold(" ".join(weekday.split()))
    in_full, in_short = (listed_phrases(WORDS, key) for key in ("weekdays", "short_weekdays"))
    names = zip(in_full, in_short, strict=True)
    place = next(
        index for index, written in enumerate(names) if spelt in map(fold, sum(written, ()))
    )
    found = period.start + timedelta(days=(place - period.start.weekday()) % DAYS_OF_WEEK)
    return found.isoformat() if found <= period.end else None


@cache
def _weekdays() -> str:
    return any_of(sum(listed_phrases(WORDS, "weekdays"), ()))


@cache
def _short_weekdays() -> str:
    return any_of(sum(listed_phrases(WORDS, "short_weekdays"), ()))


@cache
def _parts() -> str:
    return any_of(raw_phrases("parts_of_day", WORDS))


@cache
def _part_before_day() -> regex.Pattern[str]:
    """ "Sáng | thứ Hai, ngày 05/10"."""
    return compile_regex(
        rf"(?P<part>{_parts()})\s*,?\s+(?=(?:{_weekdays()})(?!\p{{L}})|ngày\s+\d)", regex.IGNORECASE
    )


@cache
def _day() -> regex.Pattern[str]:
    """ "Thứ Hai, ngày 05/10/2026", "THỨ HAI (05/10)", "Ngày 05 tháng 10 năm 2026": a date that the
    name of a weekday or "ngày" stands before, and a sign, an hour or nothing behind."""
    return compile_regex(
        rf"""
        (?P<day>
            (?: (?:{_weekdays()}) (?!\p{{L}}) \s*[,:–-]?\s* \(? \s* (?:ngày\s*)? | ngày\s+
              | (?:{_short_weekdays()}) \s*,?\s* \(? (?= \d{{1,2}}\s*[/.-]) )
            (?: (?P<of_month>\d{{1,2}}) \s*[/.-]\s* (?P<month>\d{{1,2}})
                (?: \s*[/.-]\s* (?P<year>20\d\d) )? (?! [/.-]?\d )
              | (?P<of_month>\d{{1,2}}) \s+tháng\s+ (?P<month>\d{{1,2}})
                (?: \s+năm\s+ (?P<year>20\d\d) )? (?!\d)
            )
            \s* \)?
        )
        (?: \s*[:.,;–-]+\s* | \s*$ | \s+ (?= \(?(?:{_parts()})(?!\p{{L}}) | \d ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _day_cell() -> regex.Pattern[str]:
    """What stands alone in a column of days: "Hai", "Ba (18/3)", "17/3", "17/3/2031"; "Thứ Tư 05/",
    of which a scan lost the month."""
    weekday = rf"(?P<weekday>{_weekdays()}|{_short_weekdays()})"
    date = r"(?P<of_month>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>20\d\d))?"
    cut = rf"(?P<weekday>{_weekdays()})[\s,:(–-]+(?:ngày\s+)?(?P<of_month>\d{{1,2}})\s*/?"
    return compile_regex(
        rf"(?P<day>{weekday}|(?:{weekday}[\s,:(–-]+)?(?:ngày\s+)?{date}\)?|{cut})\s*:?\s*",
        regex.IGNORECASE,
    )


@cache
def _weekday_alone() -> regex.Pattern[str]:
    """ "Thứ Hai:", "THỨ BA" and nothing else."""
    return compile_regex(
        rf"(?P<day>(?P<weekday>{_weekdays()}))\s*:?\s*$|"
        rf"(?P<day>(?P<weekday>{_weekdays()}))\s*:\s*(?=\d|(?:{_parts()})(?!\p{{L}}))",
        regex.IGNORECASE,
    )


@cache
def _part() -> regex.Pattern[str]:
    """ "Sáng:", "Buổi chiều" alone, "Chiều | 14h00"."""
    return compile_regex(
        rf"\(?(?P<part>{_parts()})(?!\p{{L}})\)?\s*(?:[:,;–-]+\s*|$|(?=\d))", regex.IGNORECASE
    )


@cache
def _hour() -> regex.Pattern[str]:
    """ "08h00:", "Từ 8 giờ 00 phút đến 9 giờ:", "08:00 ", "Cả ngày:", "Tiết 4 + 5:"."""
    openings = any_of(raw_phrases("clock_openings", WORDS))
    all_day = any_of(raw_phrases("whole_day", WORDS))
    lessons = any_of(raw_phrases("lessons", WORDS))
    clock = (
        r"\d{1,2}\s*(?:(?:h|g|giờ)(?!\p{L})\s*(?:\d{2}\s*(?:phút|ph|p)?\s*['’′]?)?|:\d{2}(?!\d))"
    )
    return compile_regex(
        rf"""
        (?P<time>
            (?: (?:{openings}) \s+ )? {clock} (?: \s*(?:-|–|đến)\s* {clock} )?
          | (?:{all_day}) (?= \s*: )
          | (?:{lessons}) \s+ \d{{1,2}}
            (?: \s*[,+&–-]\s* (?:(?:{lessons})\s+)? \d{{1,2}} ){{0,5}} (?= \s*: )
        )
        (?![\p{{L}}\d/]) \s* [:.,;–-]* \s*
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
