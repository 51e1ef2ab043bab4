"""Which lines of a Vietnamese paper are in another language: the English translation under each
line of a bilingual project plan, or a column of it. They have lost no diacritics, and a dictionary
of Vietnamese knows nothing of their words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kehoach.normalize.repair.language import OWN_LETTERS, is_foreign_word
from kehoach.normalize.syllables import is_syllable
from kehoach.patterns import compile_regex

_WORD = compile_regex(r"(?<![\p{L}\d@./_'’-])\p{L}{2,}(?![\p{L}\d@_])")
"""No rest of a number, an address or a short form: "QD" of "311/QD-UBND" tells no language."""
OWN_LINES = 3
"""So many lines with letters of its own show that a paper has kept them."""
MIN_WORDS, MOST = 4, 0.5
"""Of a line that is surely in another language: so many words, so large a part of them no
Vietnamese ones,"""
FUNCTION_WORDS = 1
"""and so many of them small words of that language ("of", "and")."""
FEWEST_SURE = 2
"""So many sure lines make a paper one of two languages, in which short lines are told, too."""


def foreign_lines(lines: Sequence[str]) -> list[bool]:
    """Of each line of a paper: is it in another language? None is where the paper has no letters
    of its own left: there "men" may be "mến".

    >>> foreign_lines([
    ...     "Khảo sát nguồn nước tại 04 bản", "Survey of water sources in the villages",
    ...     "Tập huấn tổ quản lý nước", "Training of the water user", "groups",
    ...     "Ban quản lý Dự án", "Họp dân", "Van Lang",
    ... ])
    [False, True, False, True, True, False, False, False]
    """
    if sum(OWN_LETTERS.search(line) is not None for line in lines) < OWN_LINES:
        return [False] * len(lines)
    sure = [_is_surely(line) for line in lines]
    if sum(sure) < FEWEST_SURE:
        return sure
    return [is_sure or _may_be(line) for is_sure, line in zip(sure, lines, strict=True)]


def _is_surely(line: str) -> bool:
    """Is a line of several words in another language, its small words among them?"""
    words = _words(line)
    if len(words) < MIN_WORDS or not _are_bare(words):
        return False
    small = sum(is_foreign_word(word) for word in words)
    return small >= FUNCTION_WORDS and sum(map(_is_other, words)) >= MOST * len(words)


def _may_be(line: str) -> bool:
    """Is half of a line of no Vietnamese words, in a paper of two languages?"""
    words = _words(line)
    return bool(words) and _are_bare(words) and sum(map(_is_other, words)) >= MOST * len(words)


def _words(line: str) -> list[str]:
    """The words of a line, small; short forms in capitals are left out unless all is written in
    capitals ("WORK PLAN")."""
    words: list[str] = _WORD.findall(line)
    spelt = [word for word in words if not word.isupper()]
    return [word.lower() for word in spelt or words]


def _are_bare(words: Sequence[str]) -> bool:
    """Does hardly a word bear a mark? A name may ("the People's Committee of Tân Lập")."""
    return sum(not word.isascii() for word in words) * 4 <= len(words)


@lru_cache(maxsize=65536)
def _is_other(word: str) -> bool:
    return is_foreign_word(word) or (word.isascii() and not is_syllable(word))
