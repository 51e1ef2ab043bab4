"""Is this Vietnamese at all? Text without its diacritics, or read by a foreign OCR, still is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

from kehoach.errors import NotVietnameseError
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

OWN_LETTERS = compile_regex(
    r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹđơưă]", regex.IGNORECASE
)
"""Letters that hardly another language has."""
_WORD = compile_regex(r"\p{L}+")
MIN_MARKED = 0.12
"""Vietnamese prose has such a letter in over half of its words; other languages in none."""
MIN_PHRASES = 0.02
MIN_FOREIGN = 0.1
MIN_PASSAGE = 6
"""Fewer words may be a name, a title."""
SAMPLE = 4000
_BEGINNING = 20_000
"""So many letters tell in what language a text is."""


@cache
def _phrases() -> regex.Pattern[str]:
    listed = read_own("repair/language.yaml")
    return compile_regex(
        r"\b(?:" + "|".join(sorted({strip_diacritics(p) for p in listed["common"]})) + r")\b"
    )


@cache
def _foreign() -> frozenset[str]:
    listed = read_own("repair/language.yaml")
    return frozenset(listed["foreign"])


def is_foreign_word(word: str) -> bool:
    """Is a word, in small letters, one of the small ones of other languages ("of", "and")?"""
    return word in _foreign()


def is_foreign(text: str) -> bool:
    """Does a text read as one of the other languages that papers come in, rather than as nonsense?

    >>> is_foreign("This is the text of a form"), is_foreign("rl ovhjo jhp jhjo ohuo jopuo")
    (True, False)
    """
    beginning = text[:_BEGINNING].lower()
    words = _WORD.findall(beginning)
    foreign = sum(word in _foreign() for word in words)
    return foreign >= MIN_FOREIGN * max(len(words), 1)


def is_foreign_passage(text: str) -> bool:
    """Is a paragraph of a Vietnamese paper written in another language? A name or a few words in it
    make none.

    >>> is_foreign_passage("This plan is financed by the donors of the province")
    True
    >>> is_foreign_passage("Tổ chức hội thảo The Green Commune cho cán bộ các thôn của xã")
    False
    """
    words = _WORD.findall(text)
    marked = sum(OWN_LETTERS.search(word) is not None for word in words)
    is_long = len(words) >= MIN_PASSAGE
    return is_long and marked < MIN_MARKED * len(words) and is_foreign(text)


def is_vietnamese(texts: Iterable[str]) -> bool:
    """Does the beginning of the text (some thousand words) read as Vietnamese, with diacritics or
    without?"""
    words: list[str] = []
    for text in texts:
        words.extend(_WORD.findall(text))
        if len(words) > SAMPLE:
            break
    if not words:
        return False
    marked = sum(OWN_LETTERS.search(word) is not None for word in words) / len(words)
    if marked >= MIN_MARKED:
        return True
    return len(_phrases().findall(strip_diacritics(" ".join(words)))) / len(words) >= MIN_PHRASES


def require_vietnamese(texts: Iterable[str]) -> None:
    """Raise NotVietnameseError when `is_vietnamese` says no."""
    if not is_vietnamese(texts):
        raise NotVietnameseError
