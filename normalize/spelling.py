"""Misspelt words and torn expressions, told only when sure.

A word is weighed against those one letter or mark away, by how often they stand beside these neighbours in the corpus
(`wording.npz`, made by tools/build_wording.py): noisy channel with interpolated trigrams, as in Mays, Damerau and
Mercer (1991). Names, short forms and foreign words are left alone. An expression is torn when one of its words is
missing ("kết quả giải TTHC"); fixed terms that the corpus is too small for stand in wording.yaml.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path

import numpy as np
import regex
import yaml
from numpy.typing import NDArray

from normalize.bigrams import short_forms, token
from normalize.text import fold, small

STEPS = 8
"""Counts are stored as logarithms to the base 2, in such parts of one."""
MIX = 16384
"""The place of a missing word is stored above its number, which is smaller than this."""

Ints = NDArray[np.int64]
UNKNOWN = -1
_FIRST_WORD = 3
"""Numbers below stand for the end of a sentence, other marks and figures."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong with the wording at `start`:`end`. `kind` is the name of the finding, `suggestion` what belongs
    there, None where that is not known."""

    kind: str
    start: int
    end: int
    suggestion: str | None = None


def mixed(columns: Sequence[Ints]) -> NDArray[np.uint64]:
    """Words in a row -> one number each, nearly always its own (a multiplicative hash)."""
    out = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        out = out * np.uint64(6364136223846793005) + column.astype(np.uint64) + np.uint64(1442695040888963407)
        out ^= out >> np.uint64(29)
    return out


@dataclass(frozen=True, slots=True)
class Counts:
    """How often words, pairs and triples were seen; see `load`. All look-ups take numbers of words."""

    words: tuple[str, ...]
    ids: dict[str, int]
    single: array[float]
    pairs: array[int]
    pair_counts: array[float]
    triples: array[int]
    triple_counts: array[float]
    torn: dict[int, int]
    total: float

    @classmethod
    def load(cls, path: Path) -> Counts:
        """Read what tools/build_wording.py wrote."""
        with np.load(path, allow_pickle=False) as held:
            words = tuple(str(word) for word in held["words"])
            single, pair_counts, triple_counts = (
                array("f", np.exp2(held[name].astype(np.float32) / STEPS).tobytes())
                for name in ("single", "pair_counts", "triple_counts")
            )
            pairs, triples = (
                array("q", np.cumsum(held[name].astype(np.int64)).tobytes()) for name in ("pairs", "triples")
            )
            torn = dict(zip(held["torn"].tolist(), held["missing"].tolist(), strict=True))
        ids = {word: n for n, word in enumerate(words)}
        return cls(words, ids, single, pairs, pair_counts, triples, triple_counts, torn, sum(single))

    def one(self, a: int) -> float:
        return self.single[a] if a >= 0 else 0.0

    def two(self, a: int, b: int) -> float:
        return _look(self.pairs, self.pair_counts, a * len(self.words) + b) if a >= 0 and b >= 0 else 0.0

    def three(self, a: int, b: int, c: int) -> float:
        if min(a, b, c) < 0:
            return 0.0
        return _look(self.triples, self.triple_counts, (a * len(self.words) + b) * len(self.words) + c)

    def bond(self, a: int, b: int) -> float:
        """How many times more often `b` follows `a` than by chance."""
        alone = self.one(a) * self.one(b)
        return self.two(a, b) * self.total / alone if alone else 0.0

    def chance(self, a: int, b: int, c: int) -> float:
        """How likely `c` follows `a b`, interpolated with pairs and single words."""
        alone = (self.one(c) + 0.5) / self.total
        after_b = (self.two(b, c) + 5 * alone) / (self.one(b) + 5) if b >= 0 else alone
        if a < 0 or b < 0:
            return after_b
        return (self.three(a, b, c) + 20 * after_b) / (self.two(a, b) + 20)


def _look(keys: array[int], counts: array[float], key: int) -> float:
    at = bisect_left(keys, key)
    return counts[at] if at < len(keys) and keys[at] == key else 0.0


@cache
def counts() -> Counts:
    """The counts that come with the package."""
    return Counts.load(Path(__file__).with_name("wording.npz"))


# --- words ---------------------------------------------------------------------------------------------------------

_TONES = {"\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J"}
_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*|\d+|[.;:!?…]|[^\w\s]")
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


def words_of(text: str) -> list[Word]:
    """The words, figures and marks of a text; a short form (TTHC) begins and ends like what it stands for."""
    return [_word(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _word(text: str, start: int, end: int) -> Word:
    known = counts().ids
    meant = short_forms().get(text)
    if meant:
        return Word(text, start, end, known.get(fold(meant[0]), UNKNOWN), known.get(fold(meant[-1]), UNKNOWN), True)
    number = known.get(token(text), UNKNOWN)
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
def _by_deletion() -> dict[str, list[str]]:
    """Words by their letters with none or one left out: two words that share such a key are near."""
    found: dict[str, list[str]] = {}
    held = counts()
    for word, seen in zip(held.words, held.single, strict=True):
        if word.isalpha() and len(word) > 1 and seen >= _COMMON and is_syllable(word):
            for key in _deletions(letters(word)):
                found.setdefault(key, []).append(word)
    return found


def _deletions(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


@lru_cache(maxsize=8192)
def near(word: str) -> tuple[str, ...]:
    """The common words one letter or mark away from `word`, sorted."""
    own = letters(word)
    listed = {other for key in _deletions(own) for other in _by_deletion().get(key, ())}
    return tuple(sorted(other for other in listed if other != word and _one_away(own, letters(other), word, other)))


def _one_away(a: str, b: str, word: str, other: str) -> bool:
    if word.translate(_SAME) == other.translate(_SAME):
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    if len(a) > len(b):
        a, b = b, a
    return len(b) - len(a) == 1 and a in _deletions(b)


_SYLLABLE = regex.compile(
    r"(?:ngh?|gh?|nh|kh|ph|th|tr|ch|qu|gi|[bcdđhklmnprstvx])?"
    r"(?:uyê|oai|oay|oeo|uây|uôi|ươi|ươu|iêu|yêu|uyu|uya|oa|oe|oă|uâ|uê|uơ|uy|uô|ươ|iê|yê|ia|ya|ua|ưa|ai|ao|au|ay|âu|ây"
    r"|eo|êu|iu|oi|ôi|ơi|oo|ui|ưi|ưu|uô|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnpt])?"
)
_NEEDS_END = regex.compile(r"(?:[ăâ]|iê|yê|uyê|oă|uâ|uô|ươ)$")
_IE = regex.compile(r"(?<![qg]u?)(?<!g)ie|ye(?!u)|uo(?!$)")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Is it a syllable that Vietnamese orthography allows? A final stop (c, ch, p, t) takes only two tones.

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


# --- misspelt ------------------------------------------------------------------------------------------------------

SURE, MARGIN = 20.0, 10.0
"""Natural logarithms: so much better must a correction fit its neighbours than the word, and than the next one."""
TIED, TIED_MARGIN, TIMES, BOUND = 12.0, 8.0, 1000.0, 1000.0
"""Less is enough where the word never stands beside its neighbour, the correction BOUND times or more."""
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
    return log(held.chance(a, b, word)) + log(held.chance(b, word, c)) + log(held.chance(word, c, d))


def _best(words: Sequence[Word], at: int) -> tuple[str, float, float] | None:
    """The word that fits best among those near, how much better than the printed one, and than the second."""
    held, around = counts(), _around(words, at)
    own = fold(words[at].text)
    number = held.ids.get(own, UNKNOWN)
    if max(around[1], around[2]) < 0 or min(held.two(around[1], number), held.two(number, around[2])) > SEEN:
        return None
    printed = _fit(around, number)
    light = _vocabulary().light
    others = [other for other in near(own) if own not in light or other not in light]
    ranked = sorted(((_fit(around, held.ids[other]) - printed, other) for other in others), reverse=True)
    if not ranked:
        return None
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


# --- torn ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """wording.yaml: `torn` and `names` as patterns of what is left -> what belongs there; words that may be left
    out."""

    terms: tuple[tuple[regex.Pattern[str], str, str], ...]
    light: frozenset[str]


@cache
def vocabulary() -> dict[str, list[str]]:
    """wording.yaml as it stands."""
    path = Path(__file__).with_name("wording.yaml")
    data: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return data


@cache
def _vocabulary() -> _Vocabulary:
    data = vocabulary()
    terms = [
        (pattern, term, kind)
        for kind, key in (("truncated_text", "terms"), ("name_incomplete", "names"))
        for term in data[key]
        for pattern in _incomplete(fold(term).split(), kind == "name_incomplete")
    ]
    return _Vocabulary(tuple(terms), frozenset(data["light"]))


def _incomplete(words: Sequence[str], is_name: bool) -> Iterator[regex.Pattern[str]]:
    """The term without one of its words, where what is left is no Vietnamese: the words beside the gap hardly ever
    meet. A name counts as incomplete only without its last word."""
    held = counts()
    for gone in range(len(words) - 1 if is_name else 1, len(words)):
        left, right = words[gone - 1], words[gone + 1] if gone + 1 < len(words) else None
        if right is not None:
            a, b = held.ids.get(left, UNKNOWN), held.ids.get(right, UNKNOWN)
            before = held.ids.get(words[gone - 2], UNKNOWN) if gone > 1 and len(words) > 4 else UNKNOWN
            if held.bond(a, b) > 0.15 and (before < 0 or held.three(before, a, b) > 0):
                continue
        rest = [*words[:gone], *words[gone + 1 :]]
        tail = rf"(?!\s+{words[gone]})" if right is None else ""
        yield regex.compile(r"(?<!\p{L})" + r"\s+".join(map(regex.escape, rest)) + rf"(?!\p{{L}}){tail}")


def torn(text: str) -> Iterator[Slip]:
    """The expressions of a text that lack a word, each with the word that is missing or the whole term."""
    taken: list[range] = []
    folded = small(text)
    for pattern, term, kind in _vocabulary().terms:
        for match in pattern.finditer(folded):
            if not any(match.start() in span or match.end() - 1 in span for span in taken):
                taken.append(range(match.start(), match.end()))
                yield Slip(kind, match.start(), match.end(), term)
    for slip in _torn_of_corpus(text):
        if not any(slip.start in span or slip.end - 1 in span for span in taken):
            taken.append(range(slip.start, slip.end))
            yield slip


def _torn_of_corpus(text: str) -> Iterator[Slip]:
    held = counts()
    flat: list[tuple[int, int, int]] = []
    for match in _TOKEN.finditer(text):
        meant = short_forms().get(match[0], ()) if len(match[0]) > 3 else ()
        for part in meant or (match[0],):
            flat.append((held.ids.get(token(part), UNKNOWN), match.start(), match.end()))
    if len(flat) < 4:
        return
    numbers = np.array([number for number, _, _ in flat], dtype=np.int64)
    keys = mixed([numbers[n : len(numbers) - 3 + n] for n in range(4)])
    known = np.logical_and.reduce([numbers[n : len(numbers) - 3 + n] >= 0 for n in range(4)])
    for at in np.nonzero(known)[0]:
        code = held.torn.get(int(keys[at]))
        if code is None or (missing := held.words[code % MIX]) in _vocabulary().light:
            continue
        gone = code // MIX
        begin, end = flat[at][1], flat[at + 3][2]
        if flat[at + gone - 1][1] != flat[at + gone][1]:
            gap = flat[at + gone][1]
            yield Slip("truncated_text", begin, end, text[begin:gap] + missing + " " + text[gap:end])
