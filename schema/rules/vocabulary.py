"""words.yaml: what the rules look for in a wording, and what two wordings have in common."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import regex

from kehoach.normalize.alternatives import any_of, as_whole_words
from kehoach.normalize.text import comparison_key, small
from kehoach.normalize.vocabulary import read_yaml
from kehoach.patterns import compile_regex


@cache
def _all_words() -> Any:
    return read_yaml(Path(__file__).with_name("words.yaml"))


def words(key: str) -> Any:
    """A list or table of words.yaml, as it is written there."""
    return _all_words()[key]


@cache
def keys_of(key: str) -> tuple[str, ...]:
    """The `comparison_key`s of a list of words.yaml."""
    return tuple(comparison_key(phrase) for phrase in words(key))


def alternation(*keys: str) -> str:
    """A pattern for any phrase of these lists of words.yaml, the longest first, any white space
    between words.

    >>> alternation("steering_boards")
    'Tiểu\\\\s+Ban\\\\s+Chỉ\\\\s+đạo|Ban\\\\s+Chỉ\\\\s+đạo'
    """
    return any_of(phrase for key in keys for phrase in words(key))


@cache
def _whole_words(*keys: str) -> regex.Pattern[str]:
    return compile_regex(as_whole_words(alternation(*keys)), regex.IGNORECASE)


def holds(text: str, *keys: str) -> bool:
    """Does a text hold a phrase of these lists of words.yaml, as whole words with their tone marks?

    >>> holds("Hồ sơ đã nộp", "told_of_past"), holds("Nộp hồ sơ", "told_of_past")
    (True, False)
    """
    return _whole_words(*keys).search(small(text)) is not None


@cache
def _short_forms() -> dict[str, list[str]]:
    """A short form -> the words it stands for, all as `comparison_key`s."""
    return {
        comparison_key(short): comparison_key(meant).split()
        for short, meant in words("short").items()
    }


def spelt_out(text: str) -> list[str]:
    """The words of a text as `comparison_key`s, those of a short form instead of it.

    >>> spelt_out("Công tác CCHC") == spelt_out("công tác cải cách hành chính")
    True
    """
    spelt: list[str] = []
    for word in comparison_key(text).split():
        spelt += _short_forms().get(word, [word])
    return spelt


def telling_words(text: str, *more: str) -> list[str]:
    """The words of a text that tell it from another, in order: without the light ones, and those of
    other lists of words.yaml.

    >>> len(telling_words("Phấn đấu đạt tỷ lệ 90% hộ dân dùng nước sạch"))
    5
    """
    light, light_phrases = _light(more)
    key = f" {' '.join(spelt_out(text))} "
    for phrase in light_phrases:
        key = key.replace(phrase, " ")
    return [word for word in key.split() if word not in light and not _DIGIT.search(word)]


@cache
def _light(more: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The light words and phrases, with those of other lists; and the phrases, the longest first,
    between spaces."""
    light = [phrase for key in ("light", *more) for phrase in keys_of(key)]
    phrases = sorted((own for own in light if " " in own), key=len, reverse=True)
    return frozenset(light), tuple(f" {phrase} " for phrase in phrases)


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def alike(one: str, other: str) -> float:
    """How alike two wordings (their `comparison_key`s) are, 0 to 1: twice the length of the words
    in common order over all words."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
