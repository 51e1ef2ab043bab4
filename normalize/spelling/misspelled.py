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
from itertools import pairwise
from math import log

import regex

from kehoach.normalize.spelling.wordcounts import (
    UNKNOWN,
    Slip,
    counts,
    light_words,
    short_forms,
    vocabulary,
)
from kehoach.normalize.text import fold
from kehoach.normalize.tokens import TOKEN, counted_word
from kehoach.patterns import compile_regex

_FIRST_WORD = 3
"""Numbers below stand for the end of a sentence, other marks and figures."""

# --- words ----------------------------------------------------------------------------------------

_TONES = {"\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J"}
_OPENS = '.;:!?-–+•"“(…'
_JOINS = "-‐‑'’"
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
    is_short: bool = False


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[Word, ...]:
    """The words, figures and marks of a text; a short form (TTHC) begins and ends like what it
    stands for."""
    return tuple(map(_word, TOKEN.finditer(text)))


def _word(match: regex.Match[str]) -> Word:
    text = match[0]
    start, end = match.span()
    known = counts().ids
    meant = short_forms().get(text)
    if meant:
        first = known.get(fold(meant[0]), UNKNOWN)
        last = known.get(fold(meant[-1]), UNKNOWN)
        return Word(text, start, end=end, first=first, last=last, is_short=True)
    number = known.get(counted_word(text), UNKNOWN)
    return Word(text, start, end=end, first=number, last=number)


@lru_cache(maxsize=8192)
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
    counted = counts()
    for word, seen in zip(counted.words, counted.single, strict=True):
        if seen < _COMMON or len(word) < 2:
            continue
        if word.isalpha():
            found.setdefault(letters(word), []).append(word)
    return found


_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONE_LETTERS = "".join(_TONES.values())


def _edits(word: str) -> set[str]:
    """`word`, and what one letter or the tone more, less or other makes of it."""
    body, tone = _body_and_tone(word)
    edits = {word, body}
    edits.update(body + other_tone for other_tone in _TONE_LETTERS)
    for place in range(len(body) + 1):
        before, after = body[:place], body[place:]
        edits.add(before + after[1:] + tone)
        for letter in _ALPHABET:
            edits.add(before + letter + after + tone)
            edits.add(before + letter + after[1:] + tone)
    return edits


def _body_and_tone(word: str) -> tuple[str, str]:
    """The letters of a syllable (`letters`), and its tone ("" for the level one)."""
    if word and word[-1] in _TONE_LETTERS:
        return word[:-1], word[-1]
    return word, ""


LONGEST = 10
"""Letters and tone: "nghiêng" has seven. What is longer has no word near, and the edits grow with
its square."""


@lru_cache(maxsize=8192)
def near(word: str) -> tuple[str, ...]:
    """The common words one letter or mark away from `word`, sorted; "kỹ" and "kĩ" are both
    right."""
    if len(word) > LONGEST:
        return ()
    known = _by_letters()
    one_spelling = word.translate(_SAME)
    found: set[str] = set()
    for key in _edits(letters(word)):
        for other in known.get(key, ()):
            if other.translate(_SAME) != one_spelling and is_syllable(other):
                found.add(other)
    return tuple(sorted(found))


# "ngh-iê-ng", "tr-ươ-ng", "o-ai": opening consonants, vowels, closing consonants
_SYLLABLE = compile_regex(
    r"""
    (?: ngh? | gh? | nh | kh | ph | th | tr | ch | qu | gi | [bcdđhklmnprstvx] )?
    (?: uyê | oai | oay | oeo | uây | uôi | ươi | ươu | iêu | yêu | uyu | uya
      | oa | oe | oă | uâ | uê | uơ | uy | uô | ươ | iê | yê | ia | ya | ua | ưa
      | ai | ao | au | ay | âu | ây | eo | êu | iu | oi | ôi | ơi | oo | ui | ưi | ưu
      | [aăâeêioôơuưy]
    )
    (?: ch | nh | ng | [cmnpt] )?
    """,
    regex.VERBOSE,
)
_FINAL_STOP = compile_regex(r"(?:c|ch|p|t)$")
_TONES_OF_STOPS = ("S", "J")
_NEEDS_END = compile_regex(r"(?:[ăâ]|iê|yê|uyê|oă|uâ|uô|ươ)$")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Is it a syllable that Vietnamese orthography allows? A final stop (c, ch, p, t) takes only
    two tones.

    >>> is_syllable("kiệm"), is_syllable("kiẹm"), is_syllable("hoat"), is_syllable("nghiã")
    (True, False, False, True)
    """
    marks = unicodedata.normalize("NFD", word)
    if sum(mark in _TONES for mark in marks) > 1:
        return False
    body, tone = _body_and_tone(letters(fold(word)))
    if not _SYLLABLE.fullmatch(body) or _NEEDS_END.search(body):
        return False
    return tone in _TONES_OF_STOPS or _FINAL_STOP.search(body) is None


# --- misspelt -------------------------------------------------------------------------------------

SURE, MARGIN = 20.0, 10.0
"""Natural logarithms: so much better must a correction fit its neighbours than the word, and than
the next one."""
TIED, TIED_MARGIN, TIMES, BOUND = 12.0, 8.0, 1000.0, 1000.0
"""Less is enough where the word never stands beside its neighbour, the correction BOUND times or
more."""
SEEN = 10.0
"""A word that stands so often beside both its neighbours is right."""
_OFTEN = 100.0
_NO_OTHER = -9.0
_EVERYDAY = 20000.0
"""A word seen so often is one that writers mean."""
OF_ITS_OWN, BOTH_SPEAK = 50.0, 150.0
"""A syllable seen so often is a word of its own; that a light word was meant instead both
neighbours must say, each by so many times beside it."""
RIVAL = 10.0
"""A correction that stands beside a neighbour so many times as often as the word is no rival."""
BOTH, BOTH_MARGIN = 2, 6.0
"""Where both neighbours never stand beside the word, so much better than the next is enough."""
BROKEN, BROKEN_MARGIN = 7.0, 2.0
"""For a word that is no syllable."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A word to be judged, and the numbers of the two words before and after it."""

    word: str
    before_last: int
    before: int
    after: int
    after_next: int

    @classmethod
    def of(cls, words: Sequence[Word], index: int) -> _Place:
        """The place of a word of a text; 0 stands before the first word and after the last."""

        def first_of(other: int) -> int:
            return words[other].first if other < len(words) else 0

        def last_of(other: int) -> int:
            return words[other].last if other >= 0 else 0

        return cls(
            fold(words[index].text),
            last_of(index - 2),
            before=last_of(index - 1),
            after=first_of(index + 1),
            after_next=first_of(index + 2),
        )

    @property
    def number(self) -> int:
        """The number of the word itself."""
        return counts().ids.get(self.word, UNKNOWN)

    def fit(self, number: int) -> float:
        """The logarithm of how likely a word is here."""
        chance = counts().chance
        left = log(chance(self.before_last, self.before, number))
        middle = log(chance(self.before, number, self.after))
        right = log(chance(number, self.after, self.after_next))
        return left + middle + right

    def is_common(self) -> bool:
        """Whether the word stands often beside both its neighbours."""
        number = self.number
        with_before = counts().two(self.before, number)
        with_after = counts().two(number, self.after)
        return min(with_before, with_after) > SEEN


@dataclass(frozen=True, slots=True)
class _Correction:
    """The word that fits best, how much better than the printed one (`gain`), and than the next
    one (`margin`); natural logarithms."""

    word: str
    gain: float
    margin: float


def misspelt(text: str) -> Iterator[Slip]:
    """The words of a text that are surely misspelt, each with what was meant."""
    words = words_of(text)
    for index, word in enumerate(words):
        if not _is_judged(words, index):
            continue
        place = _Place.of(words, index)
        best = _best(place)
        if best is not None and _is_sure(place, best):
            meant = best.word.capitalize() if word.text[:1].isupper() else best.word
            yield Slip("spelling", word.start, end=word.end, suggestion=meant)


_VOWELS = "aăâeêioôơuưy"
_VOWEL = compile_regex(rf"[{_VOWELS}]")


def _is_judged(words: Sequence[Word], index: int) -> bool:
    """Small letters, or a capital where a sentence opens; not a short form, not a name."""
    word = words[index]
    text = word.text
    if word.is_short or not _may_be_misspelt(text) or _is_joined_to_foreign(words, index):
        return False
    if _is_in_phrase(words, index):
        return False
    if text.islower():
        return True
    opens = index == 0 or words[index - 1].text in _OPENS
    return opens and text[1:].islower() and not _opens_name(words, index)


@lru_cache(maxsize=8192)
def _may_be_misspelt(text: str) -> bool:
    """Is it a word of Vietnamese, whatever stands around it?"""
    if not text.isalpha() or len(text) < 2:
        return False
    if not _VOWEL.search(letters(fold(text))):
        return False  # "lđ" is a short form, "<br>" a mark of layout
    return not _is_loan(text) and fold(text) not in vocabulary()["places"]


def _is_in_phrase(words: Sequence[Word], index: int) -> bool:
    """Does it stand in a phrase that is right, though the corpus hardly has it ("mặt ngầm")?"""
    around = [fold(word.text) for word in words[max(index - 1, 0) : index + 2]]
    right = _right_phrases()
    return any(" ".join(pair) in right for pair in pairwise(around))


@cache
def _right_phrases() -> frozenset[str]:
    return frozenset(vocabulary()["right_phrases"])


def _is_joined_to_foreign(words: Sequence[Word], index: int) -> bool:
    """Is it a part of a word with a hyphen ("hy-đrô", "Pag-asa") of which one is no syllable?"""
    return any(
        not (is_syllable(fold(words[index].text)) and is_syllable(fold(other.text)))
        for other in _joined_to(words, index)
    )


def _joined_to(words: Sequence[Word], index: int) -> Iterator[Word]:
    """The words that a hyphen or an apostrophe joins to a word, no white between."""
    for step in (-1, 1):
        place = index + 2 * step
        if not 0 <= place < len(words):
            continue
        first, mark, last = words[min(index, place) : max(index, place) + 1]
        if mark.text in _JOINS and first.end == mark.start and mark.end == last.start:
            yield words[place]


def _opens_name(words: Sequence[Word], index: int) -> bool:
    """Do capitals go on behind the word that opens a sentence ("Đinh Tế Dân", "Dunn Quảng,")? It is
    the name of a person or place; bodies have small letters ("Phòng Văn hóa")."""
    behind = [word.text for word in words[index + 1 : index + 3]]
    is_name = bool(behind) and behind[0].istitle()
    return is_name and not (len(behind) > 1 and behind[1].islower())


@lru_cache(maxsize=8192)
def _best(place: _Place) -> _Correction | None:
    """The word that fits best among those near."""
    if place.before < 0 and place.after < 0:
        return None
    if place.is_common():
        return None
    others = _near_by_weight(place.word)
    if not others:
        return None
    ids = counts().ids
    printed = place.fit(place.number)
    ranked = sorted(((place.fit(ids[other]) - printed, other) for other in others), reverse=True)
    gain, best = ranked[0]
    next_gain = ranked[1][0] if len(ranked) > 1 else _NO_OTHER
    return _Correction(best, gain=gain, margin=gain - next_gain)


def _near_by_weight(word: str) -> Sequence[str]:
    """The words near; a light word is not taken for another light one, nor an everyday word for a
    light one: "đã" fits nearly everywhere, and a noun phrase has no verb that would ask for it."""
    light = light_words()
    others = near(word)
    if word not in light:
        is_common = counts().one(counts().ids.get(word, UNKNOWN)) >= _EVERYDAY
        return [other for other in others if other not in light] if is_common else others
    return [other for other in others if other not in light]


def _is_sure(place: _Place, best: _Correction) -> bool:
    gain, margin = best.gain, best.margin
    is_better = gain >= SURE and margin >= MARGIN
    if not is_syllable(place.word):
        if not place.word.isascii():
            return gain >= BROKEN and margin >= BROKEN_MARGIN
        if counts().one(place.number) < _COMMON:
            return is_better
    sides = _sides(place, best)
    if _has_own_neighbour(sides):
        return False
    if gain >= SURE and margin >= BOTH_MARGIN and _both_miss_it(best, sides):
        return True
    if margin < TIED_MARGIN:
        return False
    if _may_be_meant(place, best) and any(meant < BOTH_SPEAK for _, meant in sides):
        return False
    if is_better and any(meant >= _OFTEN for _, meant in sides):
        return True
    if gain < TIED:
        return False
    return any(meant >= BOUND and meant >= TIMES * printed for printed, meant in sides)


_OPEN_SYLLABLE = compile_regex(rf"[^{_VOWELS}]*[{_VOWELS}]")


def _is_loan(word: str) -> bool:
    """Is it two open syllables in one ("canô", "ôtô", "sêri")? So writers spell words of other
    languages; a slip of a letter makes no second syllable.

    >>> _is_loan("canô"), _is_loan("nghiã"), _is_loan("trình")
    (True, False, False)
    """
    body, _ = _body_and_tone(letters(fold(word)))
    return any(
        _OPEN_SYLLABLE.fullmatch(body[:cut]) is not None
        and body[cut] not in _VOWELS
        and _OPEN_SYLLABLE.fullmatch(body[cut:]) is not None
        and is_syllable(body[:cut])
        and is_syllable(body[cut:])
        for cut in range(1, len(body) - 1)
    )


def _has_own_neighbour(sides: Sequence[tuple[float, float]]) -> bool:
    """Does the printed word stand often beside one neighbour ("tham gia | gian hàng"), and do both
    speak for the correction with few voices?"""
    is_own = any(printed >= OF_ITS_OWN and meant < RIVAL * printed for printed, meant in sides)
    return is_own and all(meant < BOUND for _, meant in sides)


def _both_miss_it(best: _Correction, sides: Sequence[tuple[float, float]]) -> bool:
    """Do both neighbours stand often beside the correction and never beside the word ("vật | tu |
    khi cần")? Then it matters less that a third word fits, too."""
    if len(sides) < BOTH or any(printed for printed, _ in sides) or best.word in light_words():
        return False
    fewest, most = sorted(meant for _, meant in sides)
    return fewest >= OF_ITS_OWN and most >= BOUND


def _may_be_meant(place: _Place, best: _Correction) -> bool:
    """Is a word of daily life ("vá ổ gà", "quét lá các tuyến phố") to be taken for a light one? A
    light word stands beside nearly all: so one neighbour proves nothing against what is a word of
    its own."""
    return (
        best.word in light_words()
        and is_syllable(place.word)
        and counts().one(place.number) >= OF_ITS_OWN
    )


def is_rare_word(word: str) -> bool:
    """Is it a syllable that papers of offices seldom have: a thing of the life they are about?

    >>> is_rare_word("pháo"), is_rare_word("thanh"), is_rare_word("chưc")
    (True, False, False)
    """
    return is_syllable(word) and counts().one(counts().ids.get(word, UNKNOWN)) < _EVERYDAY


def _sides(place: _Place, best: _Correction) -> list[tuple[float, float]]:
    """For each neighbour that is a word: how often it stands beside the printed word, and beside
    the correction."""
    number, meant = place.number, counts().ids[best.word]
    two = counts().two
    sides: list[tuple[float, float]] = []
    before, after = place.before, place.after
    if before >= _FIRST_WORD:
        sides.append((two(before, number), two(before, meant)))
    if after >= _FIRST_WORD:
        sides.append((two(number, after), two(meant, after)))
    return sides
