"""Marks by which a cell says that it holds what the cell above it holds: "nt", "như trên", "//"."""

from __future__ import annotations

from functools import cache

from kehoach.parsers.words import raw_phrases
from kehoach.patterns import compile_regex

_FILE = "tables/openings.yaml"
_AROUND = " \t\n-–—.…()[]*"
"""Dashes, dots and brackets in which such a mark is often set ("-nt-", "(như trên)")."""
_SPACES = compile_regex(r"\s+")


def is_repeat_mark(text: str) -> bool:
    """Does the text of a cell say nothing but "as above"?

    >>> [is_repeat_mark(text) for text in ("-nt-", "Như trên", "//", '"', "-", "NT 1", "/")]
    [True, True, True, True, False, False, False]
    """
    core = _SPACES.sub(" ", text.strip(_AROUND)).lower()
    return core in _marks()


def is_bare_sign(text: str) -> bool:
    """Is such a mark a sign without letters, which on a scan may be dirt?"""
    return not any(char.isalpha() for char in text)


@cache
def _marks() -> frozenset[str]:
    return frozenset(mark.lower() for mark in raw_phrases("repeat_marks", _FILE))
