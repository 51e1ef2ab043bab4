"""words.yaml: what comparing knows of words, and what it calls things in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import regex

from kehoach.normalize.text import comparison_key
from kehoach.normalize.vocabulary import read_yaml
from kehoach.patterns import compile_regex
from kehoach.schema.rules.vocabulary import keys_of, spelt_out


@cache
def vocabulary() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(Path(__file__).with_name("words.yaml"))
    return loaded


def named(table: str, key: str, lang: str, **details: object) -> str:
    """What one of the tables calls a thing, in Vietnamese or English.

    >>> named("fields", "deadline", "en")
    'Deadline'
    """
    pair: list[str] = vocabulary()[table][key]
    return pair[0 if lang == "vi" else 1].format_map(details)


@cache
def light_phrases() -> regex.Pattern[str]:
    """What finds the phrases by which no object is told, in words as they are spelt out."""
    own = (" ".join(spelt_out(phrase)) for phrase in vocabulary()["light"])
    longest_first = sorted({*own, *keys_of("light")}, key=lambda phrase: (-len(phrase), phrase))
    places = _any(" ".join(spelt_out(place)) for place in vocabulary()["places_below"])
    there = _any(" ".join(spelt_out(word)) for word in vocabulary()["before_places"])
    counted = rf"(?:(?:{there}) )?(?:\d+ )?(?:{places})(?: (?:{places}))*"
    return compile_regex(rf"(?<!\S)(?:{counted}|{_any(longest_first)})(?!\S)")


@cache
def turning_words() -> frozenset[str]:
    """Words that turn the meaning of those behind them, as `comparison_key`s."""
    return frozenset(comparison_key(word) for word in vocabulary()["turning"])


def _any(phrases: Iterable[str]) -> str:
    return "|".join(map(regex.escape, phrases))


def _whole_words(phrases: Iterable[str]) -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\S)(?:{_any(phrases)})(?!\S)")


@cache
def before_times() -> str:
    """A pattern of what stands before the time in the sentence of a task, with the sign before it;
    it may be nothing."""
    longest_first = sorted(vocabulary()["before_times"], key=len, reverse=True)
    return rf"[\s,;]*(?:\b(?:{'|'.join(map(regex.escape, longest_first))})\s+)?"


@cache
def synonyms() -> tuple[regex.Pattern[str], dict[str, str]]:
    """What finds the phrases that have another of the same meaning, the longest first, and what
    stands for each; all as they are spelt out (`spelt_out`)."""
    meant: dict[str, str] = {}
    for phrases in vocabulary()["synonyms"]:
        keys = [" ".join(spelt_out(phrase)) for phrase in phrases]
        meant.update(dict.fromkeys(keys[1:], keys[0]))
    longest_first = sorted(meant, key=lambda phrase: (-len(phrase), phrase))
    return _whole_words(longest_first), meant


@cache
def shorter_is_better() -> frozenset[str]:
    """Units of which fewer is better, as `comparison_key`s."""
    return frozenset(comparison_key(unit) for unit in vocabulary()["shorter_is_better"])
