"""The days that a work's words name and no time of it holds: a sentence of several works ("khảo sát
ngày 05/3; đo đạc ngày 06/3") that is one task keeps one of them."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from kehoach.normalize.times.documents import without_documents
from kehoach.patterns import compile_regex

LONGEST = 2000
"""Letters of a work that are looked at."""


def days_left(text: str, told: Iterable[str]) -> tuple[str, ...]:
    """The days of a text as printed, without those in the words of times told.

    >>> days_left("Khảo sát ngày 05/3; trình ngày 08/3/2031.", ["ngày 08/3/2031"])
    ('05/3',)
    >>> days_left("Trực 24/7; đạt 2/3 số hộ (Kế hoạch số 5/KH-UBND ngày 02/01/2031).", [])
    ()
    """
    held = " ".join(told)
    days = (found["day"] for found in _DAY.finditer(without_documents(text[:LONGEST])))
    return tuple(dict.fromkeys(day for day in days if day not in held))


_DAY = compile_regex(
    r"""
    (?<! [\d/.,-] )
    (?P<day>
      (?:0?[1-9]|[12]\d|3[01]) / (?:0?[1-9]|1[0-2]) / (?:19|20)\d\d
      | (?: 0[1-9] | (?<= (?: ngày | trước | sau | từ | đến | tới | xong | hết ) \s )
        (?:[1-9]|[12]\d|3[01]) ) / (?:0?[1-9]|1[0-2]) (?! [/\d] )
      | (?<= (?: trước | sau | vào ) \s ) ngày \s (?:0?[1-9]|[12]\d|3[01])
        (?! \d | \s* [/-] | ,\s\d | \s (?: tháng | hằng | hàng | mỗi | của | và | làm | đến ) )
      | (?<= ngày \s ) (?:0?[1-9]|[12]\d|3[01]) \s tháng \s (?:0?[1-9]|1[0-2]) (?!\d)
    )
    (?! [\d/] )
    """,
    regex.VERBOSE,
)
"""A day with its year, or one that a word tells from a fraction ("2/3 số hộ")."""
