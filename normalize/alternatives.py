"""Patterns of many phrases, as vocabularies have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeAlias

import regex

Bounds: TypeAlias = tuple[str, str]
"""Patterns of what may not stand before a phrase, and behind it."""


def alternatives(phrases: Iterable[str], bounds: Callable[[str], Bounds]) -> str:
    """A pattern for any of the phrases, the first that fits, any white space between words. What
    bounds phrases that follow each other is written once for all: patterns of hundreds of phrases
    are compiled in half the time.

    >>> alternatives(["bộ phận", "xã"], lambda _: ("^", "$"))
    '^(?:bộ\\\\s+phận|xã)$'
    """
    runs = groupby(phrases, key=bounds)
    return "|".join(f"{begin}(?:{'|'.join(map(elastic, run))}){end}" for (begin, end), run in runs)


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first, any white space between words; the same
    one in whatever order they come.

    >>> any_of(["sáng", "buổi sáng"])
    'buổi\\\\s+sáng|sáng'
    """
    return "|".join(map(elastic, sorted(sorted(phrases), key=len, reverse=True)))


def as_whole_words(pattern: str) -> str:
    """A pattern that begins and ends where words do, for what any of its alternatives matches.

    >>> as_whole_words("sáng|chiều")
    '(?<!\\\\p{L})(?:sáng|chiều)(?!\\\\p{L})'
    """
    return rf"(?<!\p{{L}})(?:{pattern})(?!\p{{L}})"


def elastic(phrase: str) -> str:
    """A pattern for a phrase with any white space between its words."""
    return regex.escape(phrase).replace("\\ ", r"\s+")
