"""Patterns of the `regex` package, compiled once and kept beside the program (`kept`).

`regex` compiles in Python: the some 650 patterns that reading one plan asks for cost 0.3 seconds of
a processor in each new process. Compiled ones can be pickled, and come back in a twentieth of that.
"""

from __future__ import annotations

import sys
from functools import lru_cache

import regex

from kehoach.kept import kept

_ENOUGH = 4_000
"""Patterns held at once: a paper's own words make some, too, by which no service may grow."""

ROW_NUMBER = r"(?:\d{1,3}|(?!19|20)\d{4})(?!\d)"
"""The number of a row of a table, without parts; a year is none."""
CELL_NUMBER = rf"(?:{ROW_NUMBER}(?:\.\d{{1,3}})*|[IVXL]+|\p{{L}})\s*[.)]?"
"""What stands alone in the first cell of a row that is numbered or lettered: "1.2", "IV.", "a)"."""


REACH = 600
"""Letters that are looked at before or behind a place where only what stands near tells: of the
usual sentence all. Looking farther from each place of a long line would cost its square."""


@lru_cache(maxsize=_ENOUGH)
def compile_regex(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """What `regex.compile` makes of a pattern. Raises regex.error."""
    return kept((_maker(), pattern, str(int(flags))), lambda: regex.compile(pattern, flags))


def found_before(
    pattern: regex.Pattern[str], text: str, stop: int, reach: int = REACH
) -> regex.Match[str] | None:
    """Where a pattern that ends in `$` is met right before a place, so many letters at most.

    >>> found_before(compile_regex(r"so với$"), "tăng 5% so với năm 2030", 14)
    <regex.Match object; span=(8, 14), match='so với'>
    """
    return pattern.search(text, max(0, stop - reach), stop)


def before_blanks(text: str, stop: int) -> int:
    """Where the blanks begin that stand right before a place.

    >>> before_blanks("trước   ngày", 8)
    5
    """
    while stop > 0 and text[stop - 1].isspace():
        stop -= 1
    return stop


def near_after(text: str, begin: int, end: regex.Pattern[str], reach: int = REACH) -> str:
    """The words behind a place up to a pattern, so many letters at most.

    >>> near_after("trước ngày 30/6; báo cáo", 6, compile_regex(";"))
    'ngày 30/6'
    """
    found = end.search(text, begin, begin + reach)
    return text[begin : found.start() if found else begin + reach]


def near_before(text: str, stop: int, end: regex.Pattern[str], reach: int = REACH) -> str:
    """The words before a place back to the last match of a pattern, so many letters at most.

    >>> near_before("báo cáo; trước ngày 30/6", 14, compile_regex(";"))
    ' trước'
    """
    begin = max(0, stop - reach)
    for found in end.finditer(text, begin, stop):
        begin = found.end()
    return text[begin:stop]


def is_in_brackets(text: str, place: int, reach: int = REACH) -> bool:
    """Is the nearest bracket before a place, so many letters at most, one that opens; or does one
    stand open before it that has others in it?

    >>> is_in_brackets("lập (sau ngày 5/6, trước 7/6)", 18), is_in_brackets("a (b), c", 5)
    (True, False)
    >>> is_in_brackets("lập (Tổ 1 (ông Sậy), trước 7/6)", 21)
    True
    """
    begin = max(0, place - reach)
    if text.rfind("(", begin, place) > text.rfind(")", begin, place):
        return True
    if text.count("(", begin, place) <= text.count(")", begin, place):
        return False
    closes = text.find(")", place, place + reach)
    return closes >= 0 and "(" not in text[place:closes]


def _maker() -> str:
    """Whose inner code the patterns are."""
    return f"regex {regex.__version__} {sys.byteorder}"
