"""Misspelt words, told only when sure.

A word is weighed against those one letter or mark away, by how often they stand beside these
neighbours in the corpus (wordcounts.py): noisy channel with interpolated trigrams, as in Mays,
Damerau and Mercer (1991). Names, short forms and foreign words are left alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

import regex

from kehoach.normalize.spelling.wordcounts import (
    UNKNOWN,
    Slip,
    counts,
    light_words,
    short_forms,
)
from kehoach.normalize.text import fold
from kehoach.normalize.tokens import TOKEN, counted_word

_FIRST_WORD = 3
"""Numbers below stand for the end of a sentence, other marks and figures."""

# --- words ----------------------------------------------------------------------------------------

_TONES = {"\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J"}
_OPENS = '.;:!?-–+•"“(…'
_SAME = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
"""Both spellings are right: "kỹ" and "kĩ", "quý" and "quí"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token of the text and the numbers of the first and the last word it stands for."""

    text: str
    start: int
    end: int
    first: int
    last: int
    short: bool = False


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[Word, ...]:
    """The words, figures and marks of a text; a short form (TTHC) begins and ends like what it
    stands for."""
    return tuple(_word(match[0], match.start(), match.end()) for match in TOKEN.finditer(text))


def _word(text: str, start: int, end: int) -> Word:
    known = counts().ids
    meant = short_forms().get(text)
    if meant:
        return Word(
            text,
            start,
            end,
            known.get(fold(meant[0]), UNKNOWN),
            known.get(fold(meant[-1]), UNKNOWN),
            True,
        )
    number = known.get(counted_word(text), UNKNOWN)
    return Word(text, start, end, number, number, False)


def letters(word: str) -> str:
    """A syllable as its letters and, last, its tone: "kiểm" and "kiếm" differ in one place.

    >>> letters("hoạt")
    'hoatJ'
    """
    tone, out = "", list[str]()
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char) and out:
            out[-1] = unicodedata.normalize("NFC", out[-1] + char)
        else:
            out.append(char)
    return "".join(out) + tone


_COMMON = 200
"""A correction is a word seen at least so often."""


@cache
def _by_letters() -> dict[str, list[str]]:
    """The common words by their letters."""
    found: dict[str, list[str]] = {}
    held = counts()
    for word, seen in zip(held.words, held.single, strict=True):
        if seen >= _COMMON and word.isalpha() and len(word) > 1:
            found.setdefault(letters(word), []).append(word)
    return found


_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONE_LETTERS = "".join(_TONES.values())


def _edits(word: str) -> set[str]:
    """`word`, and what one letter or the tone more, less or other makes of it."""
    tone = word[-1] if word[-1:] in _TONE_LETTERS else ""
    body = word.removesuffix(tone) if tone else word
    bodies = {body[:n] + body[n + 1 :] for n in range(len(body))}
    bodies |= {
        body[:n] + c + body[n + more :]
        for n in range(len(body) + 1)
        for c in _ALPHABET
        for more in (0, 1)
    }
    return {
        word,
        *(other + tone for other in bodies),
        body,
        *(body + other for other in _TONE_LETTERS),
    }


LONGEST = 10
"""Letters and tone: "nghiêng" has seven. What is longer has no word near, and the edits grow with
its square."""


@lru_cache(maxsize=8192)
def near(word: str) -> tuple[str, ...]:
    """The common words one letter or mark away from `word`, sorted; "kỹ" and "kĩ" are both
    right."""
    if len(word) > LONGEST:
        return ()
    known, plain = _by_letters(), word.translate(_SAME)
    listed = {other for key in _edits(letters(word)) for other in known.get(key, ())}
    return tuple(
        sorted(o for o in listed if o != word and o.translate(_SAME) != plain and is_syllable(o))
    )


_SYLLABLE = regex.compile(
    r"(?:ngh?|gh?|nh|kh|ph|th|tr|ch|qu|gi|[bcdđhklmnprstvx])?"
    r"(?:uyê|oai|oay|oeo|uây|uôi|ươi|ươu|iêu|yêu|uyu|uya|oa|oe|oă|uâ|uê|uơ|uy|uô|ươ|iê|yê|ia|ya|ua|ưa|ai|ao|au|ay|âu|ây"
    r"|eo|êu|iu|oi|ôi|ơi|oo|ui|ưi|ưu|uô|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnpt])?"
)
_NEEDS_END = regex.compile(r"(?:[ăâ]|iê|yê|uyê|oă|uâ|uô|ươ)$")
_IE = regex.compile(r"(?<![qg]u?)(?<!g)ie|ye(?!u)|uo(?!$)")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Is it a syllable that Vietnamese orthography allows? A final stop (c, ch, p, t) takes only
    two tones.

    >>> is_syllable("kiệm"), is_syllable("kiẹm"), is_syllable("hoat"), is_syllable("nghiã")
    (True, False, False, True)
    """
    if sum(char in _TONES for char in unicodedata.normalize("NFD", word)) > 1:
        return False
    bare_letters = letters(fold(word))
    tone = bare_letters[-1] if bare_letters[-1:] in _TONES.values() else ""
    body = bare_letters.removesuffix(tone) if tone else bare_letters
    if not _SYLLABLE.fullmatch(body) or _NEEDS_END.search(body):
        return False
    return tone in ("S", "J") or regex.search(r"(?:c|ch|p|t)$", body) is None


# --- misspelt -------------------------------------------------------------------------------------

SURE, MARGIN = 20.0, 10.0
"""Natural logarithms: so much better must a correction fit its neighbours than the word, and than
the next one."""
TIED, TIED_MARGIN, TIMES, BOUND = 12.0, 8.0, 1000.0, 1000.0
"""Less is enough where the word never stands beside its neighbour, the correction BOUND times or
more."""
SEEN = 10.0
"""A word that stands so often beside both its neighbours is right."""
BROKEN, BROKEN_MARGIN = 7.0, 2.0
"""For a word that is no syllable."""


def misspelt(text: str) -> Iterator[Slip]:
    """The words of a text that are surely misspelt, each with what was meant."""
    words = words_of(text)
    for at, word in enumerate(words):
        if _is_judged(words, at):
            best = _best(words, at)
            if best is not None and _is_sure(words, at, *best):
                yield Slip("spelling", word.start, word.end, _cased(best[0], word.text))


def _cased(word: str, model: str) -> str:
    return word.capitalize() if model[:1].isupper() else word


def _is_judged(words: Sequence[Word], at: int) -> bool:
    """Small letters, or a capital where a sentence opens; not a short form, not a name."""
    word = words[at]
    if not word.text.isalpha() or word.short or len(word.text) < 2:
        return False
    opens = at == 0 or words[at - 1].text in _OPENS
    return word.text.islower() or (opens and word.text[1:].islower())


def _around(words: Sequence[Word], at: int) -> tuple[int, int, int, int]:
    before = [words[at - n].last if at >= n else 0 for n in (2, 1)]
    after = [words[at + n].first if at + n < len(words) else 0 for n in (1, 2)]
    return before[0], before[1], after[0], after[1]


def _fit(around: tuple[int, int, int, int], word: int) -> float:
    a, b, c, d = around
    held = counts()
    return (
        log(held.chance(a, b, word)) + log(held.chance(b, word, c)) + log(held.chance(word, c, d))
    )


def _best(words: Sequence[Word], at: int) -> tuple[str, float, float] | None:
    """The word that fits best among those near, how much better than the printed one, and than the
    second."""
    held, around = counts(), _around(words, at)
    own = fold(words[at].text)
    number = held.ids.get(own, UNKNOWN)
    if (
        max(around[1], around[2]) < 0
        or min(held.two(around[1], number), held.two(number, around[2])) > SEEN
    ):
        return None
    light = light_words()
    others = [other for other in near(own) if own not in light or other not in light]
    if not others:
        return None
    printed = _fit(around, number)
    ranked = sorted(
        ((_fit(around, held.ids[other]) - printed, other) for other in others), reverse=True
    )
    second = ranked[1][0] if len(ranked) > 1 else -9.0
    return ranked[0][1], ranked[0][0], ranked[0][0] - second


def _is_sure(words: Sequence[Word], at: int, other: str, gain: float, margin: float) -> bool:
    held, (_, before, after, _) = counts(), _around(words, at)
    own = fold(words[at].text)
    number, meant = held.ids.get(own, UNKNOWN), held.ids[other]
    if not is_syllable(own) and any(ord(char) > 127 for char in own):
        return gain >= BROKEN and margin >= BROKEN_MARGIN
    if held.one(number) < _COMMON and not is_syllable(own):
        return gain >= SURE and margin >= MARGIN
    if margin < TIED_MARGIN:
        return False
    sides = [(held.two(before, number), held.two(before, meant))] if before >= _FIRST_WORD else []
    sides += [(held.two(number, after), held.two(meant, after))] if after >= _FIRST_WORD else []
    tied = any(with_it >= BOUND and with_it >= TIMES * printed for printed, with_it in sides)
    good = gain >= SURE and margin >= MARGIN and any(with_it >= 100 for _, with_it in sides)
    return good or (gain >= TIED and tied)
