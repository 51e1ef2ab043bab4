"""Words beside a time by which it is another one, or none, or longer (stated.yaml), as patterns."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.counts import number_pattern
from kehoach.parsers.items.times.stated_words import listed
from kehoach.patterns import compile_regex


def _any(key: str) -> str:
    return any_of(listed(key))


def _pattern(pattern: str) -> regex.Pattern[str]:
    return compile_regex(pattern, regex.IGNORECASE | regex.VERBOSE)


def limits_work(phrase: str, before: str) -> bool:
    """Is a time the limit of a work, whatever the word before it names besides?

    >>> limits_work("chậm nhất ngày 30/11", "hoàn thành đại hội nhiệm kỳ")
    True
    >>> limits_work("từ năm 2026", "đại hội nhiệm kỳ")
    False
    """
    return _limit().match(phrase) is not None and _before_limit().search(before) is not None


@cache
def _limit() -> regex.Pattern[str]:
    return _pattern(rf"(?: {_any('limits_of_work')} ) (?!\p{{L}}) | trước (?= \s+ \d )")


@cache
def _before_limit() -> regex.Pattern[str]:
    return _pattern(rf"(?<!\p{{L}})(?:{_any('before_limits')})\s*$")


@cache
def besides_rhythm() -> regex.Pattern[str]:
    """ "định kỳ hằng năm | và đột xuất theo yêu cầu": what comes with a rhythm when asked for."""
    return _pattern(rf"\s* ,? \s+ (?: {_any('besides_rhythm')} ) (?!\p{{L}})")


@cache
def fits_as_told() -> regex.Pattern[str]:
    """ "theo lộ trình | và mức độ phù hợp": steps of which it is only said that they fit."""
    return _pattern(
        rf"""
        (?: {_any("by_steps")} ) (?: \s+ [^\s;,.:()]+ ){{0,5}}?
        \s+ (?: {_any("fitting")} ) (?!\p{{L}})
        """
    )


@cache
def befalls() -> regex.Pattern[str]:
    """ "các vụ cháy xảy ra | trước ngày 01/5": what is so then, and no work."""
    return _pattern(rf"(?<!\p{{L}})(?:{_any('befalls')})$")


@cache
def kept_up() -> regex.Pattern[str]:
    """ "hồ sơ sức khỏe được duy trì | thường xuyên": how a thing is."""
    return _pattern(rf"(?<!\p{{L}})(?:{_any('kept_up')})$")


@cache
def lasts() -> regex.Pattern[str]:
    """ "01 ngày/hội nghị": how long each event of a kind lasts."""
    return _pattern(
        rf"""
        {number_pattern(str)} \s* (?: {_any("units_of_length")} )
        \s* (?: / | mỗi | một ) \s* (?: {_any("events_of_length")} )
        """
    )


@cache
def matter() -> regex.Pattern[str]:
    """ "Về nguồn vốn năm 2031: |": the matter with which a text opens."""
    return _pattern(rf"\s* (?: {_any('openings_of_matters')} ) \s [^;:]* :\s")
