"""The days that a work's words name and no time of it holds: a sentence of several works ("khảo sát
ngày 05/3; đo đạc ngày 06/3") that is one task keeps one of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.documents import without_documents
from kehoach.patterns import compile_regex, found_before

LONGEST = 2000
"""Letters of a work that are looked at."""


def days_left(text: str, told: Iterable[str]) -> tuple[str, ...]:
    """The days of a text as printed, without those in the words of times told.

    >>> days_left("Khảo sát ngày 05/3; trình ngày 08/3/2031.", ["ngày 08/3/2031"])
    ('05/3',)
    >>> days_left("Khảo sát ngày 5/3; trình ngày 15/3.", ["ngày 15/3"])
    ('5/3',)
    >>> days_left("Trực 24/7; đạt 2/3 số hộ (Kế hoạch số 5/KH-UBND ngày 02/01/2031).", [])
    ()
    >>> days_left("Rà soát theo Luật Đất đai ngày 18/01/2024; xong trước ngày 05/3/2031.", [])
    ('05/3/2031',)
    """
    held = " ".join(told)
    words = without_documents(text[:LONGEST])
    found = (one for one in _DAY.finditer(words) if not _is_of_thing(words, one.start()))
    return tuple(dict.fromkeys(one["day"] for one in found if not _is_told(one["day"], told=held)))


def _is_told(day: str, *, told: str) -> bool:
    """Does a day stand in times, and not as the end of another ("5/3" in "ngày 15/3")?

    >>> _is_told("5/3", told="ngày 15/3"), _is_told("5/3", told="ngày 5/3 và 8/3")
    (False, True)
    """
    return regex.search(rf"(?<!\d){regex.escape(day)}", told) is not None


def _is_of_thing(words: str, begin: int) -> bool:
    """ "Luật Đất đai ngày | 18/01/2024", "tại Hội nghị … ngày | 04/7": of what is it the day?"""
    return found_before(_dated_thing(), words, begin) is not None


@cache
def _dated_thing() -> regex.Pattern[str]:
    things = any_of(WORDS["dated_things"])
    limits = any_of(WORDS["limits"])
    return compile_regex(
        rf"(?<!\p{{L}})(?:{things})(?!\p{{L}})[^,;.:()]{{0,90}}(?<!\s(?:{limits}))\sngày\s+$"
    )


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
