"""The month or quarter by which a meeting is called ("tại phiên họp thường kỳ tháng 11"): what is
told or handed in there is due then."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.text import clean
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.timespan import any_plain, plain
from kehoach.patterns import compile_regex


def without_meeting(text: str) -> str:
    """Plain text, the words before the month of a meeting blotted out, so long as they were:
    "thường kỳ" tells of the meeting, not how often the work is done.

    >>> without_meeting("tai ky hop thang 7").lstrip()
    'thang 7'
    """
    return _before_month().sub(lambda words: " " * len(words[0]), text)


def day_of_meeting(raw: str) -> str | None:
    """The words of the day that a bracket behind the month of a meeting names.

    >>> day_of_meeting("tại phiên họp tháng 8 (dự kiến ngày 03/9/2026)")
    'ngày 03/9/2026'
    """
    told = clean(raw)
    match = _with_day().fullmatch(plain(told))
    return told[match.start("day") : match.end("day")] if match is not None else None


@cache
def _before_month() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\w){_meeting()}(?=(?:thang|quy)\s+[\divx])", regex.VERBOSE)


@cache
def _with_day() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        {_meeting()} (?:thang|quy) \s+ [\divx][^()]* \( \s*
        (?: (?:{any_plain(WORDS["expected_on"])}) \s+ )? (?P<day> (?:ngay\s+)? \d[\d/.\s]* ) \)
        """,
        regex.VERBOSE,
    )


def _meeting() -> str:
    meetings, usual = any_plain(WORDS["meetings"]), any_plain(WORDS["usual_meetings"])
    return rf"tai \s+ (?:{meetings}) \s+ (?: (?:{usual}) \s+ ){{0,3}}"
