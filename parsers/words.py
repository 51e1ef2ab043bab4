"""The parsers' vocabulary files, read once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml

_HERE = Path(__file__).parent
_NUMBERING = regex.compile(r"(?:\s+(?:so\s+)?(?:[ivx]+|\d{1,2}[a-z]?|[a-h]))?")


@cache
def _load(name: str) -> Any:
    return read_yaml(_HERE / name)


@cache
def phrases(key: str) -> tuple[str, ...]:
    """The phrases under `key` of words.yaml, bare (no case, diacritics, punctuation), longest
    first."""
    return _bare_all(_load("words.yaml")[key])


@cache
def raw_phrases(key: str, name: str = "words.yaml", group: str | None = None) -> tuple[str, ...]:
    """The phrases under `key` (of `group`) of file `name` as they are written there."""
    loaded = _load(name)[group] if group else _load(name)
    return tuple(str(phrase) for phrase in loaded[key])


@cache
def alternation(key: str) -> str:
    """The phrases under `key` of words.yaml as written there, as a regular expression that matches
    any of them, the longest first. Spaces count as written."""
    longest_first = sorted(raw_phrases(key), key=len, reverse=True)
    return "|".join(map(regex.escape, longest_first))


@cache
def phrases_by(name: str, key: str, bare_words: bool = True) -> dict[str, tuple[str, ...]]:
    """A group of phrase lists: `key` of file `name`, each list as `phrases` gives it, or as
    written."""
    loaded = _load(name)[key].items()
    return {
        role: _bare_all(listed) if bare_words else tuple(map(str, listed))
        for role, listed in loaded
    }


def _bare_all(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        sorted({strip_diacritics(str(phrase)) for phrase in listed}, key=lambda p: (-len(p), p))
    )


def opens_with(text: str, key: str) -> str | None:
    """The longest phrase of `key` with which `text` begins (whole words), or None."""
    return starts(strip_diacritics(text), phrases(key))


def starts(bared: str, listed: Iterable[str]) -> str | None:
    """The first of `listed` with which `bared` begins, on a word boundary."""
    return next((p for p in listed if bared == p or bared.startswith(p + " ")), None)


def contains(text: str, key: str) -> str | None:
    """The longest phrase of `key` that `text` contains (whole words), or None."""
    padded = f" {strip_diacritics(text)} "
    return next((p for p in phrases(key) if f" {p} " in padded), None)


@cache
def _dangling() -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, raw_phrases("dangling")))
    return regex.compile(rf"(?:[,\-–(/&]|\b(?:{words}))$", regex.IGNORECASE)


def breaks_off(text: str) -> bool:
    """Does `text` end where its sentence must go on: with a comma, an open bracket, a
    preposition?"""
    return _dangling().search(text) is not None


def document_type(text: str) -> str | None:
    """The type of document that `text`, one line, names: "Kế hoạch" for "KẾ HOẠCH" alone or opening
    a title."""
    letters = [c for c in text if c.isalpha()]
    if not letters or not text[:1].isupper():
        return None
    bared = strip_diacritics(text)
    for kind, names in phrases_by("words.yaml", "document_types").items():
        for name in names:
            if bared == name and text.isupper():
                return kind
            if bared.startswith(name + " ") and text.isupper():
                return kind
    return None


def after_type(text: str) -> str:
    """What follows the words that name the type of document, in a title on one line; "" for the
    words alone."""
    kind = document_type(text)
    names = phrases_by("words.yaml", "document_types").get(kind or "", ())
    words = text.split()
    for name in names:
        count = len(name.split())
        if strip_diacritics(" ".join(words[:count])) == name:
            return " ".join(words[count:])
    return text


def is_caption(text: str) -> bool:
    """Is this line, alone, the word that opens a document or an appendix?"""
    bared = strip_diacritics(text)
    if document_type(text) and len(bared.split()) <= 4:
        return True
    opening = starts(bared, phrases("appendix"))
    if opening is None or not text[:1].isupper():
        return False
    return _NUMBERING.fullmatch(bared.removeprefix(opening)) is not None or (
        text.isupper() and len(bared.split()) <= 4
    )
