"""Rules on days of the week: one that is not that of the date beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import regex

from kehoach.normalize.text import comparison_key
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, words

DAYS_OF_WEEK = 7


@rule("wrong_weekday")
def wrong_weekday(draft: Draft) -> Iterator[Finding]:
    """ "thứ Sáu, ngày 15/8/2026", a Saturday: the day or the date is a slip, and people come
    on the wrong one. On a page where a figure was not surely read the reader may have made it."""
    for wording in draft.sure_wordings:
        for match in _dated_weekday().finditer(wording.text):
            day = _date_of(match)
            said = _weekday_of(match["ahead"] or match["behind"])
            if day is not None and said is not None and day.weekday() != said:
                right = words("weekdays")[day.weekday()]
                yield finding(
                    "wrong_weekday", on=wording, evidence=match[0], day=day.isoformat(), right=right
                )


def _date_of(match: regex.Match[str]) -> date | None:
    """The date of a match; none where the calendar has none such."""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _weekday_of(printed: str) -> int | None:
    """0 for Monday to 6 for Sunday; "thứ 2" is a Monday.

    >>> _weekday_of("Thứ Sáu"), _weekday_of("thứ 2"), _weekday_of("CN")
    (4, 0, 6)
    """
    key = comparison_key(printed)
    for names in ("weekdays", "weekdays_in_short"):
        keys = [comparison_key(name) for name in words(names)]
        if key in keys:
            return keys.index(key)
    return None


@cache
def _dated_weekday() -> regex.Pattern[str]:
    """A day of the week with its date behind it, or in brackets behind the date."""
    days = alternation("weekdays", "weekdays_in_short")
    return compile_regex(
        rf"""
        (?<! \p{{L}} | [\p{{L}}\d] [-–/] )    # no "thứ" of a word, no "CN" of a symbol ("12/VP-CN")
        (?: (?P<ahead> {days} ) \s* [,(–-]? \s* (?:ngày\s+)? )?
        (?<![\d/.-])
        (?P<day> \d{{1,2}} ) \s* (?: [/.-] | \s tháng \s ) \s* (?P<month> \d{{1,2}} )
        \s* (?: [/.-] | \s năm \s ) \s* (?P<year> 20\d\d ) (?![\d/-])
        (?(ahead) | \s* \( \s* (?P<behind> {days} ) \s* \) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
