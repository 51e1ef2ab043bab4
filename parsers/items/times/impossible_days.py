"""A term whose day no calendar has ("trước ngày 31/6/2031"): the words stay the task's deadline,
without a day of ours."""

from __future__ import annotations

import regex

from kehoach.normalize.text import small
from kehoach.normalize.times.dates import iso_date
from kehoach.parsers.items.times.stated_words import openings
from kehoach.patterns import compile_regex

_BARE = "ngày"
"""Alone it opens the day of a paper that is cited."""
_DAY = compile_regex(
    r"\s*(?:ngày\s+)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>20\d\d)(?![\d/])",
    regex.IGNORECASE,
)


def impossible_term(text: str) -> str:
    """The words of the last such term of a sentence; "" for none.

    >>> impossible_term("Trình UBND xã ban hành trước ngày 31/6/2031.")
    'trước ngày 31/6/2031'
    >>> impossible_term("Sửa cầu trước ngày 30/6/2031."), impossible_term("Kế hoạch ngày 31/6/2031")
    ('', '')
    """
    found = ""
    for opening in openings().finditer(text):
        day = _DAY.match(text, opening.end())
        if day is None or small(opening[0].strip()) == _BARE:
            continue
        if iso_date(int(day["y"]), int(day["m"]), int(day["d"])) is None:
            found = text[opening.start() : day.end()]
    return found
