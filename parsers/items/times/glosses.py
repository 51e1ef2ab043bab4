"""Words right behind a time that belong to it: its day once more ("ngày 01/02/2031 (tức ngày mùng
02 Tết)"), a further grade of what it hangs on ("khi có cảnh báo cháy rừng cấp IV, cấp V")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_words import listed
from kehoach.patterns import compile_regex

_HAS_DAYS = ("by", "within", "several")
_LONGEST = 60
"""Letters of such a bracket."""


def with_glosses(found: Sequence[Stated], text: str) -> Iterator[Stated]:
    """The times of a text, each with the words behind it that say it once more, or go on with its
    grades: what it means stays."""
    for stated in found:
        end = stated.begin + len(stated.phrase)
        more = _gloss().match(text, end) if stated.value.kind in _HAS_DAYS else None
        if more is None and stated.value.kind in ("conditional", "continuous"):
            has_grade = _grade().search(stated.phrase) is not None
            more = _further_grades().match(text, end) if has_grade else None
        yield replace(stated, phrase=stated.phrase + more[0]) if more is not None else stated


@cache
def _gloss() -> regex.Pattern[str]:
    """ "(tức ngày mùng 02 Tết)", "(mồng 04 Tết)", "(ngày 29 tháng Chạp)", "(30 Tết)"."""
    opening, names = any_of(listed("glosses_of_days")), any_of(listed("names_of_lunar_days"))
    months = any_of(listed("months_behind_lunar_days"))
    return compile_regex(
        rf"""
        \s* \( \s*
        (?: (?: {opening} ) \s
          | (?: ngày \s+ )? (?: (?: {names} ) | \d{{1,2}} \s+ (?: {months} ) ) (?!\p{{L}}) )
        [^()]{{0,{_LONGEST}}} \)
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


_NUMBER = r"(?: [IVX]{1,4} | \d{1,2} ) (?! [\p{L}\d/%] | \.\d )"


@cache
def _grade() -> regex.Pattern[str]:
    grades = any_of(listed("grades"))
    return compile_regex(rf"(?<!\p{{L}}) (?i:{grades}) \s+ {_NUMBER} $", regex.VERBOSE)


@cache
def _further_grades() -> regex.Pattern[str]:
    grades = any_of(listed("grades"))
    return compile_regex(
        rf"(?: \s* (?: , | và | hoặc | [-–] ) \s* (?i:{grades}) \s+ {_NUMBER} ){{1,5}}",
        regex.VERBOSE,
    )
