"""Printed rows that may open the header of a table without rulings, and those that are its first
rows of data."""

from __future__ import annotations

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.days import heading_opens
from kehoach.parsers.words import phrases_by, starts
from kehoach.patterns import compile_regex

MIN_CUES, MIN_NUMBERED = 2, 3
"""Words of headings, or numbers of them, of a line that may open a header."""
MAX_WORDS_OF_HEADINGS = 16
"""Of a row of a schedule's headings."""

_OPENS_DATA = compile_regex(r"\(?(?:0?1|I|A)[.)]?(?=\s|$)")
"""The number of the first row or group."""
_LETTERS = compile_regex(r"\p{Ll}{2}|\p{Lu}[\p{L}]{3}")
_NUMBERED = compile_regex(r"(?<!\S)\(?\d{1,2}\s?[-.)](?=\s)")
_DAY = compile_regex(r"(?<![\d/])\d{1,2}\s?/\s?\d{1,2}\s?/\s?20\d\d")
_HOUR = compile_regex(r"(?<![\d.,/])\d{1,2}\s?[hg](?:\d{2})?\b")
_OPENS_DAY = compile_regex(
    r"\d{1,2}/(?:20\d\d|\d{1,2})\b"
    r"|(?:Thứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)|Chủ nhật)\b(?!.*\bThứ\b)"
)
_NO_HEADING = compile_regex(r"[\d.;:]")


def may_open(text: str) -> bool:
    """Does the printed row begin with the index' heading, speak of two columns, or count its
    headings ("1- … 2- …")?"""
    folded = strip_diacritics(text)
    if starts(folded, phrases_by("tables/columns.yaml", "roles")["index"]):
        return True
    padded = f" {folded} "
    cues = phrases_by("tables/columns.yaml", "borderless")["cues"]
    found = [cue for cue in cues if f" {cue} " in padded]
    if len(found) >= MIN_CUES or _may_be_headings(text, folded, len(found)):
        return True
    return len(_NUMBERED.findall(text)) >= MIN_NUMBERED


def _may_be_headings(text: str, folded: str, cues: int) -> bool:
    """May a printed row of few words, without figures and signs, be headings: does it begin with
    that of days ("Ngày | Hộ gia đình | Điều tra viên"), or say two that few tables of tasks have
    ("Lớp | GV chỉ đạo | Nội dung")?"""
    words = folded.split(maxsplit=MAX_WORDS_OF_HEADINGS)
    if not 2 < len(words) <= MAX_WORDS_OF_HEADINGS or _NO_HEADING.search(text):
        return False
    listed = phrases_by("tables/columns.yaml", "borderless")["short_cues"]
    more = sum(f" {cue} " in f" {folded} " for cue in listed)
    return heading_opens("days", words[0]) or cues + more >= MIN_CUES


def says_day(text: str) -> bool:
    """Does a printed row name a day or an hour, or begin with a month: no heading does.

    >>> says_day("01/7/2031 20 hộ thôn Đông"), says_day("Thứ Bảy, Thôn Đông"), says_day("năm 2031")
    (True, True, False)
    """
    has_day = _DAY.search(text) or _HOUR.search(text) or _OPENS_DAY.match(text)
    return has_day is not None


def opens_data(text: str) -> bool:
    """Does a printed row begin with the number of the first row or group, and say more than
    numbers?"""
    return _OPENS_DATA.match(text) is not None and _LETTERS.search(text) is not None
