"""The syllables of a Vietnamese text without their marks: a form that a scan, a lost space or an
old encoding hardly changes."""

from __future__ import annotations

from functools import lru_cache

from kehoach.normalize.text import strip_diacritics
from kehoach.patterns import compile_regex

_ONSETS = "b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_NUCLEI = (
    "uye|uya|uyu|oai|oao|oay|oeo|uoi|uou|uay|uao|ieu|yeu|uy|ia|ie|ya|ye|iu|ai|ao|au|ay|eo|eu|oi|oa"
    "|oe|oo|ui|ua|ue|uo|uu|a|e|i|o|u|y"
)
_CODAS = "ch|c|m|ng|nh|n|p|t"
_SYLLABLE = compile_regex(rf"(?:{_ONSETS})?(?:{_NUCLEI})(?:{_CODAS})?")
_WORD = compile_regex("[a-z]+")


def syllables(text: str) -> list[str]:
    """The syllables of a text in order, small and without diacritics. Figures and what is no
    syllable (short forms, foreign words, letters put wrong) are left out; two that lost the space
    between them are taken apart.

    >>> syllables("Rà soát 100% TTHC; thực-hiện số hoá hồsơ trzea mạng")
    ['ra', 'soat', 'thuc', 'hien', 'so', 'hoa', 'ho', 'so', 'mang']
    """
    found: list[str] = []
    for word in _WORD.findall(strip_diacritics(text)):
        found.extend(_taken_apart(word))
    return found


def is_syllable(word: str) -> bool:
    """May a word be one syllable of Vietnamese, marks aside?

    >>> is_syllable("nghiêng"), is_syllable("chat"), is_syllable("market")
    (True, True, False)
    """
    return _SYLLABLE.fullmatch(strip_diacritics(word)) is not None


@lru_cache(maxsize=16384)
def _taken_apart(word: str) -> tuple[str, ...]:
    """A word as one syllable, else as two, else as none."""
    if _SYLLABLE.fullmatch(word):
        return (word,)
    for place in range(1, len(word)):
        parts = (word[:place], word[place:])
        if all(_SYLLABLE.fullmatch(part) for part in parts):
            return parts
    return ()
