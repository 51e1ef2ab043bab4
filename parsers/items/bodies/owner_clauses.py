"""The clauses of a sentence that names its owners further on, and the words with which one gives a
work to somebody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

CLAUSE_OR_SENTENCE = compile_regex(
    r"(?<!\([^()]*)(?:[,:;]\s+|(?<=[\p{Ll}\d)]{2}|/\d|[Qq]uý\s[IV]+)\.\s+(?=\p{Lu}\p{Ll}))"
)
_CLAUSE_MARK = compile_regex(r"(?<!\([^()]*)[,:;]\s+")


def clauses_behind_marks(text: str) -> Iterator[str]:
    """What stands behind each comma, semicolon or colon outside brackets."""
    for mark in _CLAUSE_MARK.finditer(text):
        yield text[mark.end() :]


def with_capital(clause: str) -> str:
    """A clause with the capital that a body at its beginning needs, where it may be one written
    small ("các trường", "giáo viên")."""
    if begins(clause, "small_bodies", "openings_of_many"):
        return capitalised(clause)
    return clause


@cache
def givings() -> regex.Pattern[str]:
    """ "giao", "giao cho" on the way, and not the past ("được giao", "đã giao"); "do" (`by`)."""
    not_given = alternation("not_given")
    return compile_regex(
        rf"""
        (?<! (?:{not_given}) \s ) (?<![\p{{L}}])
        (?: (?: {alternation("duty_givings")} ) (?:\s+cho)? | (?P<by> do ) )
        \s+ (?= (?:(?:{alternation("person_openings")})\s+)? \p{{Lu}} )
        """,
        regex.VERBOSE,
    )
