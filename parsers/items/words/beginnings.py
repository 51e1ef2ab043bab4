"""With which phrase of the vocabulary a text begins: what somebody does, how, in which case."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.words import alternation, by_first_word, first_of, phrases_by_word, raw_phrases
from kehoach.patterns import compile_regex

LONGEST_PHRASE = 4
"""Words of a text that are compared."""
DOING = ("duty_verbs", "duty_adverbs", "sentence_verbs")
"""The lists of words with which a duty begins."""


@lru_cache(maxsize=16384)
def begins(text: str, *keys: str) -> str | None:
    """The phrase of the vocabulary, under one of the keys, with which a text begins; tone marks
    count ("đơn vị" is no "dọn"), unless the text has lost them."""
    return _begun(" ".join(text.split(maxsplit=LONGEST_PHRASE)[:LONGEST_PHRASE]), keys)


def begins_duty(text: str) -> bool:
    """Does a text begin with what is done, or how: a duty that has not said yet whose it is?

    >>> begins_duty("Tuần tra ban đêm."), begins_duty("Công an xã tuần tra ban đêm.")
    (True, False)
    """
    return begins(text, *DOING) is not None


@lru_cache(maxsize=4096)
def _begun(first_words: str, keys: tuple[str, ...]) -> str | None:
    plain = fold(first_words)
    is_marked = strip_diacritics(plain) != plain
    for key in keys:
        found = first_of(plain, _toned_by_word(key) if is_marked else phrases_by_word(key))
        if found is not None:
            return found
    return None


@cache
def _toned_by_word(key: str) -> dict[str, tuple[str, ...]]:
    """The phrases under a key with their tone marks, by their first words, the longest first."""
    return by_first_word(sorted(map(fold, raw_phrases(key)), key=len, reverse=True))


def without_count(text: str) -> str:
    """A sentence without the words that count it ("Một là, …").

    >>> without_count("Hai là, Công an xã lập chốt.")
    'Công an xã lập chốt.'
    """
    counted = _counted().match(text)
    return text[counted.end() :] if counted else text


def count_of(text: str) -> str:
    """The words that count a sentence, as printed; "" for none.

    >>> count_of("Thứ hai, Công an xã lập chốt."), count_of("Thứ hai là lập chốt.")
    ('Thứ hai', 'Thứ hai')
    """
    counted = _counted().match(text)
    if counted is None:
        return ""
    words = counted[0].strip(" ,:").split()
    return " ".join(words[:2])


@cache
def _counted() -> regex.Pattern[str]:
    return compile_regex(rf"^(?:{_count()})\s*", regex.IGNORECASE)


@cache
def counted_openings() -> regex.Pattern[str]:
    """Where a paragraph counts its next point in words, at the beginning of a sentence or of a
    clause behind a semicolon or a colon ("…; hai là, …")."""
    return compile_regex(rf"(?:^|(?<=[.;:]\s))(?:{_count()})", regex.IGNORECASE)


def _count() -> str:
    """ "Thứ nhất,", "Thứ nhất là", "Một là:"."""
    return rf"(?:{alternation('counted_in_words')})(?:\s*[,:]|(?<=thứ\s\p{{L}}+)\s+là\b)"


def run_in_matter(text: str) -> str:
    """The matter that a numbered point opens with, up to its order; "" for none.

    >>> run_in_matter("Về vệ sinh chợ: giao Công an xã xử lý.")
    'Về vệ sinh chợ: '
    >>> run_in_matter("Về vệ sinh chợ. Công an xã xử lý người vứt rác.")
    'Về vệ sinh chợ. '
    """
    found = _run_in().match(text)
    return found[0] if found is not None else ""


@cache
def _run_in() -> regex.Pattern[str]:
    openings = alternation("matters_in_line")
    return compile_regex(
        rf"(?i:{openings})\s(?:[^.;:]{{3,120}}:\s+(?=\S)|[^.;:]{{3,60}}\.\s+(?=\p{{Lu}}))"
    )
