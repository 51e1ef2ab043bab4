"""Slips of the pen in what is cited: a document listed twice, a day whose month is called a day.

Each function takes a text and gives its slips in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.spelling.wordcounts import Slip, vocabulary
from kehoach.patterns import compile_regex

_LISTED_TWICE = compile_regex(
    r"(?P<document>\p{Lu}\p{L}+(?:\s\p{Ll}+){0,2}\ssố\s\d+/[\p{L}\d/-]+)"
    r"(?:\s+ngày\s[\d/]+|\s+năm\s\d{4})?(?:\s*[,;]\s*|\s+và\s+)(?P=document)(?![\p{L}\d/-])"
)
_DAY_TWICE = compile_regex(
    r"(?<!\p{L})(?P<day>[Nn]gày\s+\d{1,2}\s+)ngày(?P<month>\s+(?:0?[1-9]|1[0-2])\s+năm\s+\d{4})(?!\d)"
)


def listed_twice(text: str) -> Iterator[Slip]:
    """A document that a list cites twice in a row: the second is probably another one.

    >>> [slip.suggestion for slip in listed_twice("Luật số 8/2009/QH12 và Luật số 8/2009/QH12;")]
    ['Luật số 8/2009/QH12']
    >>> list(listed_twice("Luật số 8/2009/QH12 và Luật số 8/2009/QH13"))
    []
    """
    for match in _LISTED_TWICE.finditer(text):
        yield Slip("duplicate_word", match.start(), match.end(), suggestion=match["document"])


def days_twice(text: str) -> Iterator[Slip]:
    """A month that is called a day.

    >>> [slip.suggestion for slip in days_twice("Thông tư ngày 13 ngày 01 năm 2010")]
    ['ngày 13 tháng 01 năm 2010']
    >>> list(days_twice("trong ngày 13, ngày 14 năm 2010"))
    []
    """
    for match in _DAY_TWICE.finditer(text):
        meant = f"{match['day']}tháng{match['month']}"
        yield Slip("spelling", match.start(), match.end(), suggestion=meant)


def doubled_names(text: str) -> Iterator[Slip]:
    """A name of three words and more that stands twice, a comma between, and nothing else in its
    clause but what leads up to it. What is longer before the comma is another thing.

    >>> [slip.suggestion for slip in doubled_names("Theo ý kiến của Phòng Kinh tế, Phòng Kinh tế.")]
    ['Phòng Kinh tế']
    >>> list(doubled_names("Gửi Trưởng phòng Kinh tế, phòng Kinh tế."))
    []
    >>> list(doubled_names("Giao Phòng Kinh tế, Phòng Kinh tế - Hạ tầng."))
    []
    """
    for match in _doubled_name().finditer(text):
        yield Slip("duplicate_word", match.start(), match.end(), suggestion=match["name"])


@cache
def _doubled_name() -> regex.Pattern[str]:
    before = "|".join(map(regex.escape, vocabulary()["before_doubled_names"]))
    syllable = r"\p{L}+(?:-\p{L}+)*"
    return compile_regex(
        rf"(?:^|(?<=[.;:,(\n]\s?)|(?<=(?<!\p{{L}})(?:{before})\s))"
        rf"(?P<name>{syllable}(?:\s{syllable}){{2,9}}),\s(?P=name)(?=\s*(?:[.;:,)\n]|$))"
    )
