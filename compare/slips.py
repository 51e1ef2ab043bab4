"""Slips of the pen, and of readers: words that are one but for a letter, marks, or a space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from kehoach.normalize.spelling.wordcounts import counts
from kehoach.normalize.text import comparison_key, strip_diacritics

MOST = 60
"""Words. Wordings that differ in more do not differ by slips."""
OFTEN = 100
"""A word that stands so often where plans are written is meant."""


def without_slips(gone: Sequence[str], more: Sequence[str]) -> tuple[list[str], list[str]]:
    """Words (as `comparison_key`s) that only one of two wordings has, and those that only the other
    has, without those that are slips of each other.

    >>> without_slips(["nghệ", "đất"], ["nghe", "tế"])
    (['đất'], ['tế'])
    """
    left, rest = list(gone), list(more)
    if len(gone) > MOST or len(more) > MOST:
        return left, rest
    for word in gone:
        slip = next((other for other in rest if _is_slip(word, other)), None)
        if slip is not None:
            left.remove(word)
            rest.remove(slip)
    return left, rest


def letters_of(text: str) -> str:
    """Small letters without diacritics; "y" and "i", which a mark tells apart, as one."""
    return strip_diacritics(text).replace("y", "i")


def parted(word: str, known: Mapping[str, str]) -> str:
    """A word as two known ones, if it is none itself. `known`: words by their
    `letters_of`.

    >>> parted("đấtđai", {"dat": "đất", "dai": "đai"}), parted("dat", {"dat": "đất"})
    ('đất đai', 'dat')
    """
    letters = letters_of(word)
    if letters in known:
        return word
    cuts = ((letters[:place], letters[place:]) for place in range(1, len(letters)))
    pair = next((cut for cut in cuts if cut[0] in known and cut[1] in known), None)
    return " ".join(known[part] for part in pair) if pair is not None else word


@lru_cache(maxsize=65_536)
def _is_slip(word: str, other: str) -> bool:
    """One word for the other: its marks, or a letter away, where one of the two is no word."""
    one, two = strip_diacritics(word), strip_diacritics(other)
    if one == two:
        return True
    if not (one.isalpha() and two.isalpha()):
        return False
    return Levenshtein.distance(one, two, score_cutoff=1) == 1 and not (
        _is_word(word) and _is_word(other)
    )


def _is_word(word: str) -> bool:
    return word in _words()


@cache
def _words() -> frozenset[str]:
    """The words that plans are written with, as `comparison_key`s."""
    known = counts()
    return frozenset(
        comparison_key(word) for word, number in known.ids.items() if known.one(number) >= OFTEN
    )
