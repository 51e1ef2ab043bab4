"""The day behind which a work is done, or from which it goes on, at the end of its clause: "trả bàn
ghế | sau ngày 18/11/2031", "bảo vệ máy | từ 16/3". Read as a bare day such a bound would be turned
round: what is due by a day is done before it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_words import listed, not_before, phrase_in
from kehoach.parsers.items.times.words_beside_times import befalls
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.words.sentence_breaks import last_clause
from kehoach.patterns import before_blanks, compile_regex, found_before

REACH = 160
"""Letters of a clause before its bound."""


def bounds_of_works(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """The bounds of a paragraph; `masked` is the text without the names of documents. None where
    something is forbidden behind a day, is counted from it, or was so."""
    for match in _bound().finditer(masked):
        begin, stop = match.span()
        before = masked[max(0, begin - REACH) : before_blanks(masked, begin)]
        if phrase_in("forbidden", last_clause(before)) or found_before(
            _behind(), before, len(before)
        ):
            continue
        words = text[begin:stop]
        value = parse_deadline(words, context.period)
        if value is not None and value.kind == "within" and _is_told(match, masked):
            yield Stated(words, value, begin=begin)


def _is_told(match: regex.Match[str], masked: str) -> bool:
    """Does a bound close its clause, or open a sentence before who does something, or what is done?
    "Sau ngày 20/3 mà chưa nộp …" is a case."""
    if match["first"] is None:
        return True
    behind = masked[match.end() :].lstrip(" ,")
    return behind[:1].isupper() or begins_duty(behind)


@cache
def _behind() -> regex.Pattern[str]:
    """What something is so before: "tính | từ 01/3", "phát sinh | sau ngày 15/7"."""
    none = (not_before(), befalls())
    words = any_of(listed("not_before_bounds"))
    return compile_regex(
        "|".join(f"(?:{one.pattern})" for one in none) + rf"|(?<!\p{{L}})(?:{words})$",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _bound() -> regex.Pattern[str]:
    day = r"\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?"
    written = r"\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    return compile_regex(
        rf"(?<![\p{{L}}\d/])(?:sau\s+(?:ngày\s+)?(?:{day}|{written})|từ\s+{day})"
        rf"(?=\s*(?:[;,)]|\.(?!\d)|$))|(?:^|(?<=[;.]\s))(?P<first>sau\s+ngày\s+{day}(?=,?\s))",
        regex.IGNORECASE,
    )
