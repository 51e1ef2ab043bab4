"""The line that titles a phase or a step and is a heading, though no list mark opens it: "Bước 1:
Lập danh sách (trước ngày 05/10)"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.times.cues import deadline_words
from kehoach.normalize.times.deadline import is_understood
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE
from kehoach.parsers.words import alternation, raw_phrases
from kehoach.patterns import compile_regex

BELOW = 0.6
"""So much below the rank of the nearest heading such a title stands,"""
BELOW_PHASE = 0.8
"""and a title without a number, which a phase may hold."""
MAX_WORDS = 30
_WORD = compile_regex(r"\p{L}+")
_NUMBER = compile_regex(r"\p{L}{2,}.*\s\S+")


@dataclass(frozen=True, slots=True)
class PhaseTitle:
    """What a phase is called and counted by ("Bước 1"), and what it is about."""

    number: str
    title: str


def phase_title(text: str) -> PhaseTitle | None:
    """A short line that opens with the number of a phase or a step -> its parts; None for another,
    also for one that ends a sentence, or only says when its phase is: its points stand under the
    heading above it.

    >>> phase_title("Bước 1: Lập danh sách (trước ngày 05/10)")
    PhaseTitle(number='Bước 1', title='Lập danh sách (trước ngày 05/10)')
    >>> phase_title("Bước 2. Từ 15/4: Khảo sát các thôn.")
    >>> phase_title("Đợt 1: Từ ngày 01/3 đến ngày 15/3/2031")
    """
    match = _phase().fullmatch(text)
    if match is None or ENDS_LIKE_SENTENCE.search(text) or len(text.split()) > MAX_WORDS:
        return None
    title = match["title"].strip()
    return None if _only_says_when(title) else PhaseTitle(match["number"], title)


def _only_says_when(title: str) -> bool:
    said, _, _ = title.partition("(")  # "Kết thúc (trong tháng 4)" is a title
    if not all(plain(word) in deadline_words() for word in _WORD.findall(said)):
        return False
    return is_understood(said)


def opens_phase_line(text: str) -> bool:
    """Does a printed line begin with the number of a phase or a step and a sign behind it?

    >>> opens_phase_line("Bước 2. Từ 15/4: Khảo sát các thôn."), opens_phase_line("bước 2 của quy")
    (True, False)
    """
    return _phase().match(text) is not None


def opens_month_line(text: str) -> bool:
    """Does a printed line begin with a month, a quarter or a week and a sign behind it, or is it
    one with a colon?

    >>> opens_month_line("Tháng 3: Thành lập tổ."), opens_month_line("Quý II/2031 - Họp thôn.")
    (True, True)
    >>> opens_month_line("tháng 3: Thành lập tổ."), opens_month_line("Tháng 3 thành lập tổ.")
    (False, False)
    >>> opens_month_line("Tháng 3:"), opens_month_line("Tháng 3")
    (True, False)
    """
    return _month().match(text) is not None


def is_month_line(text: str) -> bool:
    """Is a printed line a month, a quarter or a week, or several, and nothing else, as a title is?

    >>> is_month_line("Tháng 9/2031"), is_month_line("Quý II năm 2031"), is_month_line("Tháng 9 đó")
    (True, True, False)
    >>> is_month_line("Tháng 02 và tháng 3"), is_month_line("Quý III, IV")
    (True, True)
    >>> is_month_line("Tuần 1 (02-07/11)"), is_month_line("Tuần 2 (từ 09/11 đến 14/11)")
    (True, True)
    """
    return _month_alone().fullmatch(text.rstrip(" .:")) is not None


def is_number_of_phase(number: str | None) -> bool:
    """Is it how a phase is counted ("Bước 1"), and no number or letter?"""
    return number is not None and _NUMBER.fullmatch(number) is not None


def rank_of_phase(open_ranks: Iterable[float], below: float = BELOW) -> float:
    """The rank of the title of a phase under the headings that are open, from the inside out: that
    of the phase before it, or right below the nearest heading. So that of a title without a number
    (`below` tells which); it may stand in a phase."""
    for rank in open_ranks:
        own = round(rank % 1, 1)
        if own not in (BELOW, BELOW_PHASE) or own <= below:
            return int(rank) + below
    return below


@cache
def _phase() -> regex.Pattern[str]:
    counted = f"{alternation('phases')}|{alternation('counted_parts')}"
    return compile_regex(
        rf"""
        (?P<number> (?i:{counted}) \s+ (?:thứ\s+)? (?: \d{{1,2}} | [IVX]+ ) )
        \s* [:.–-] \s*
        (?P<title> \p{{Lu}} .+ )
        """,
        regex.DOTALL | regex.VERBOSE,
    )


def _months() -> str:
    return "|".join(word.capitalize() for word in raw_phrases("counted_times"))


@cache
def _month_alone() -> regex.Pattern[str]:
    number = r"(?:\d{1,2}|[IVX]+)"
    more = rf"(?:\s*(?:[-–,;]|và|đến)\s*(?:(?i:{_months()})\s+)?{number})*"
    year = r"(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?"
    days = r"(?:\s*\((?:\D{0,10}\d[\d/. ]*[-–]?){1,3}\))?"  # "Tuần 1 (02-07/11)"
    return compile_regex(rf"(?:{_months()})\s+{number}{more}{year}{days}")


@cache
def _month() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:{_months()})\s+(?:\d{{1,2}}|[IVX]+)(?:\s*/\s*\d{{4}})?(?:(?:\s*:|\s+[–-])\s+\p{{Lu}}|\s*:\s*$)"
    )
