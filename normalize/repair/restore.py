"""Vietnamese diacritics put back into text that lost all or some of them.

What is there is evidence: a mark that was kept stays, and only words that lack marks may gain some.
Which word was meant is decided for whole texts at once, by which words follow which (`decode`) and
by a neural tagger that sees farther (`tagger`), weighed together. Short forms in capitals are read
by what the paper spells out (`shortforms`). Case, numbers and signs are kept.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from typing import TypeAlias

import regex

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.decode import likelihood
from kehoach.normalize.ngrams.lattice import Candidates, Choice, Table, Token, choices, edits_of
from kehoach.normalize.ngrams.model import UNKNOWN, VOWEL, VOWELS, ngrams
from kehoach.normalize.repair import weighed
from kehoach.normalize.repair.in_english import without_english
from kehoach.normalize.repair.kept_names import is_of_name, names_kept
from kehoach.normalize.repair.shortforms import strokes
from kehoach.normalize.repair.tagger import tagger
from kehoach.normalize.text import Letters
from kehoach.normalize.tokens import TOKEN, word_of
from kehoach.patterns import compile_regex

STEP = "diacritics"
MARKED = 0.8
"""The share of words of Vietnamese prose that have a diacritic (administrative text: 0.78 to
0.84)."""
WHOLE = 0.62
"""A paper with more marked words than this has lost nothing as a whole; single lines may have."""
KINDS_WHOLE, LINES_BARE = 0.72, 0.02
"""So has one of whose different words so large a share is marked (of 60 sound papers 0.83 to 0.90;
of these with a quarter of their words stripped at most 0.65), unless more of its words than the
second stand in lines without any mark: a word that has none in every line ("mua loa" for each
village) is no loss."""
LINE_WHOLE = 0.35
"""A line of such a paper with more marked words than this is left alone."""
FEWEST_WORDS = 3
"""A line of such a paper with fewer words is left alone, too: "Ban Thanh tra" has lost nothing."""
GAIN = 9.0
"""By how much (natural logarithm) a line of such a paper must be likelier with marks."""
_STEPS = (0.999, 0.9, 0.6, 0.3, 0.1)
_STEP_SLACK = 0.04
_LEAST_LOST = 0.02
_SPELLED_OUT = 0.9
"""How sure a short form is whose words the paper spells out."""
_PRIOR_WORDS = 8
"""So many words count for the paper when the share of a line is estimated."""
_LETTERS = compile_regex(r"[^\W\d_]{2,}")
_KEPT = compile_regex(
    r"(?<!\S)\S*(?:@|://|www\.|\.(?:vn|com|org|net|gov|doc|docx|pdf|xls|xlsx)\b)\S*",
    regex.IGNORECASE,
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=131072)
def stripped(word: str) -> str:
    """A word without any diacritic, đ as d; letter for letter.

    >>> stripped("Đường")
    'Duong'
    """
    return word.translate(_BARE)


def _bare(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    letters = "".join(part for part in parts if not unicodedata.combining(part))
    return letters.replace("đ", "d").replace("Đ", "D")


_BARE = Letters(_bare)


@lru_cache(maxsize=131072)
def _toneless(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    toneless = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", toneless)


@cache
def _by_skeleton() -> dict[str, tuple[int, ...]]:
    """Words of the model by their letters without marks, the likeliest first."""
    model = ngrams()
    found: dict[str, list[int]] = {}
    for number, word in enumerate(model.words):
        if number > UNKNOWN and word[0].isalpha():
            found.setdefault(stripped(word), []).append(number)
    by_likelihood: dict[str, tuple[int, ...]] = {}
    unlikely = (-model.single).tolist()
    for skeleton, numbers in found.items():
        numbers.sort(key=unlikely.__getitem__)
        by_likelihood[skeleton] = tuple(numbers)
    return by_likelihood


def words_like(skeleton: str) -> tuple[int, ...]:
    """The words of the model, by number, that have these letters without their marks."""
    return _by_skeleton().get(skeleton, ())


def candidates(token: str, lost: float) -> Candidates:
    """The words that may stand for a token when a share `lost` of marks is gone, with the logarithm
    of how likely each would then look like this."""
    model = ngrams()
    if not token[0].isalpha():
        return [(model.ids.get(word_of(token), UNKNOWN), 0.0)]
    written = word_of(token)
    own = model.ids.get(written, UNKNOWN)
    if len(token) > 1 and token.isupper() and _is_short_form(written):
        return [(own, 0.0)]
    skeleton = stripped(written)
    kept, gone = log(1 - lost), log(lost)
    found: list[tuple[int, float]] = []
    has_own = False
    for number in _by_skeleton().get(skeleton, ()):
        word = model.words[number]
        if word == written:
            found.append((number, 0.0 if word == skeleton else kept))
            has_own = True
        elif written == skeleton:
            found.append((number, gone))
        elif _toneless(word) == written:
            found.append((number, gone - 1.0))
    if not has_own:
        found.append((own, kept if found else 0.0))
    return found


@lru_cache(maxsize=131072)
def _is_short_form(word: str) -> bool:
    """Letters that make no syllable: MTTQ, UBND; but not those that lost a stroke (HDND)."""
    skeleton = stripped(word)
    if VOWEL.search(skeleton):
        return False
    others = _without_vowels().get(skeleton, ())
    return all(other == word for other in others)


@cache
def _without_vowels() -> dict[str, list[str]]:
    """The words of the model that have no vowel (hđnd), by their letters without marks: every paper
    asks for these, few for all words."""
    found: dict[str, list[str]] = {}
    vowels = frozenset(VOWELS)
    for word in ngrams().words[UNKNOWN + 1 :]:
        if vowels.isdisjoint(word) and word[0].isalpha():
            found.setdefault(stripped(word), []).append(word)
    return found


@dataclass(frozen=True, slots=True)
class Marks:
    """How many words of a text have letters enough to judge, and how many of those have a
    diacritic."""

    words: int
    marked: int

    @property
    def share(self) -> float:
        return self.marked / self.words if self.words else 1.0

    def __add__(self, other: Marks) -> Marks:
        words = self.words + other.words
        marked = self.marked + other.marked
        return Marks(words, marked)


NOTHING = Marks(0, 0)


@lru_cache(maxsize=2048)
def marks_of(text: str) -> Marks:
    """Count the words with and without diacritics; short forms in capitals and single letters say
    nothing."""
    words = _LETTERS.findall(text)
    marked = sum(not word.isascii() for word in words)
    if marked == len(words) or text.islower():
        return Marks(len(words), marked)
    silent = sum(map(_is_silent, words))
    return Marks(len(words) - silent, marked)


def _is_silent(word: str) -> bool:
    """Whether a word is a short form in capitals, which never had a diacritic."""
    if not word.isascii() or not word.isupper():
        return False
    return _is_short_form(word.lower())


def tokens_of(text: str) -> list[Token]:
    """Words, numbers and signs of a line; addresses of the web and names of files are no words."""
    tokens = [Token(found.start(), found.group()) for found in TOKEN.finditer(text)]
    if "." not in text and "@" not in text:
        return tokens
    kept = {place for found in _KEPT.finditer(text) for place in range(*found.span())}
    return [token for token in tokens if token.start not in kept]


def restored(texts: Sequence[Mended], before: Marks = NOTHING) -> list[Mended]:
    """Lines of one paper, in order -> the same with their diacritics; lines that lost none come
    back as they are. `before`: what was counted in earlier lines of the same paper."""
    counted = [marks_of(mended.text) for mended in texts]
    paper = sum(counted, start=before)
    is_whole = paper.share >= WHOLE or _is_whole_by_kinds([one.text for one in texts], counted)
    groups: dict[float, list[int]] = {}
    for line, own in enumerate(counted):
        if not (is_whole and _lost_nothing(own)):
            groups.setdefault(_lost(own, paper), []).append(line)
    edits: dict[int, list[Edit]] = {}
    stripped_lines: set[int] = set()
    said = _said([one.text for one in texts], counted)
    for lost, lines in sorted(groups.items()):
        found = _edits([texts[line].text for line in lines], lost, said, careful=is_whole)
        for index, own_edits in found.items():
            edits[lines[index]] = own_edits
            if lost > _LEAST_LOST:
                stripped_lines.add(lines[index])
    edits |= _with_short_forms(
        [mended.text for mended in texts], edits, stripped_lines=stripped_lines
    )
    result = list(texts)
    names = names_kept([texts[line].text for line in range(len(texts)) if line not in edits])
    for line, own_edits in edits.items():
        kept = without_english(texts[line].text, own_edits)
        if is_whole:
            kept = [edit for edit in kept if not is_of_name(texts[line].text, edit, names)]
        if kept:
            result[line] = texts[line].applied(STEP, kept)
    return result


def _is_whole_by_kinds(lines: Sequence[str], counted: Sequence[Marks]) -> bool:
    """Does a paper bear its marks that says a few unmarked words again and again?"""
    bare = sum(line.words for line in counted if not line.marked and line.words >= FEWEST_WORDS)
    if bare > LINES_BARE * sum(line.words for line in counted):
        return False
    kinds = {word.lower() for line in lines for word in _LETTERS.findall(line)}
    words = [word for word in kinds if not (word.isascii() and _is_short_form(word))]
    marked = sum(not word.isascii() for word in words)
    return marked >= KINDS_WHOLE * len(words) > 0


def _lost_nothing(line: Marks) -> bool:
    """Whether a line of a paper that lost nothing as a whole is left alone."""
    return line.share > LINE_WHOLE or line.words < FEWEST_WORDS


def _lost(line: Marks, paper: Marks) -> float:
    """The share of marks that a line lost, by its own words and the paper's, in coarse steps."""
    marked = line.marked + _PRIOR_WORDS * paper.share
    words = line.words + _PRIOR_WORDS
    lost = 1 - marked / words / MARKED
    for step in _STEPS:
        if lost >= step - _STEP_SLACK:
            return step
    return _LEAST_LOST


Said: TypeAlias = Mapping[str, Counter[str]]
"""How often a paper has which words where it bears its marks, by their letters without them."""
OWN_WORDS = 2.0
"""What the paper's own words weigh beside the n-grams. Of 60 papers a third of whose lines was
stripped, faults fall from 45 to 38 in the half on which it was chosen, from 66 to 62 in the
other."""


def _said(lines: Sequence[str], counted: Sequence[Marks]) -> Said:
    """The words of the lines of a paper that lost nothing."""
    said: dict[str, Counter[str]] = {}
    for line, own in zip(lines, counted, strict=True):
        if _lost_nothing(own) and own.words >= FEWEST_WORDS:
            for word in map(str.lower, _LETTERS.findall(line)):
                said.setdefault(stripped(word), Counter())[word] += 1
    return said


def _as_said(found: Candidates, said: Counter[str]) -> Candidates:
    """Candidates of a token, likelier as the paper has them elsewhere: a paper on pigs says "lợn",
    where its lines lost nothing (a cache model: Kuhn & De Mori 1990)."""
    words = ngrams().words
    total = said.total() + len(found)
    return [
        (number, score + OWN_WORDS * log((said[words[number]] + 1) / total))
        for number, score in found
    ]


def _edits(
    lines: Sequence[str], lost: float, said: Said, *, careful: bool
) -> dict[int, list[Edit]]:
    """Lines that lost a share of their marks -> their edits, by number of the line. `said`: what
    the paper says where it lost none. `careful`: the paper lost nothing as a whole, and only lines
    that are much likelier with marks are told; the n-grams find these, and the tagger is not read
    where there are none."""
    model = ngrams()

    def rated(token: str) -> Candidates:
        found = candidates(token, lost)
        own = said.get(stripped(word_of(token))) if len(found) > 1 else None
        return found if own is None else _as_said(found, own)

    table = Table(rated)
    tokens = [tokens_of(line) for line in lines]
    wanted: Sequence[int] = range(len(lines))
    if careful:
        likeliest = choices(model, table, lines=lines, tokens=tokens)
        wanted = [line for line in wanted if _gain(tokens[line], likeliest[line]) >= GAIN]
    if not wanted:
        return {}
    chosen = weighed.choices(model, table, tagger=tagger(), lines=lines, tokens=tokens)
    return {
        line: edits_of(
            model, tokens[line], chosen=chosen[line], written=cased, may_change=_is_letters
        )
        for line in wanted
    }


def _with_short_forms(
    lines: Sequence[str], edits: Mapping[int, list[Edit]], stripped_lines: Set[int]
) -> dict[int, list[Edit]]:
    """The lines of one paper and their edits, by number of the line -> the edits of those stripped
    lines that have a short form which the paper spells out, with its strokes."""
    shorts = {
        line: own
        for line in sorted(stripped_lines)
        if (own := [token for token in tokens_of(lines[line]) if _may_lack_strokes(token.text)])
    }
    if not shorts:
        return {}
    forms = {token.text.lower() for own in shorts.values() for token in own}
    words = [
        word for line, text in enumerate(lines) for word in _words_of(text, edits.get(line, ()))
    ]
    spelled = strokes(words, {form: form in _by_skeleton() for form in sorted(forms)})
    result: dict[int, list[Edit]] = {}
    for line, own in shorts.items():
        found = [
            Edit(token.start, token.text, after=cased(form, token.text), confidence=_SPELLED_OUT)
            for token in own
            if (form := spelled.get(token.text.lower()))
        ]
        if found:
            places = {edit.start for edit in found}
            kept = [edit for edit in edits[line] if edit.start not in places]
            result[line] = kept + found
    return result


def _words_of(line: str, edits: Sequence[Edit]) -> Iterator[str]:
    """The words and signs of a line in small letters, as edited."""
    edited = {edit.start: edit.after for edit in edits}
    for token in tokens_of(line):
        yield edited.get(token.start, token.text).lower()


def _may_lack_strokes(text: str) -> bool:
    """Whether a token is a short form in capitals with a D that may have been a Đ.

    >>> [_may_lack_strokes(text) for text in ("CTDT", "UBND", "D", "Dv", "CTĐT")]
    [True, False, False, False, False]
    """
    return (
        "D" in text
        and len(text) > 1
        and text.isascii()
        and text.isupper()
        and not VOWEL.search(text.lower())
    )


@lru_cache(maxsize=131072)
def cased(word: str, like: str) -> str:
    """A word in small letters with the capitals of what it takes the place of.

    >>> cased("đường", "Duong"), cased("đường", "DUONG")
    ('Đường', 'ĐƯỜNG')
    """
    if len(word) == len(like):
        pairs = zip(word, like, strict=True)
        return "".join(new.upper() if old.isupper() else new for new, old in pairs)
    if len(like) > 1 and like.isupper():
        return word.upper()
    if not like[0].isupper():
        return word
    return word[0].upper() + word[1:]


def _is_letters(text: str) -> bool:
    return text[0].isalpha()


def _gain(tokens: Sequence[Token], chosen: Sequence[Choice]) -> float:
    """By how much a line is likelier as chosen than as it is (natural logarithm)."""
    model = ngrams()
    written = (word_of(token.text) for token in tokens)
    as_is = [model.ids.get(word, UNKNOWN) for word in written]
    restored_words = [choice.word for choice in chosen]
    return likelihood(model, restored_words) - likelihood(model, as_is)


@lru_cache(maxsize=65536)
def is_known(word: str) -> bool:
    """Is there a Vietnamese word with these letters, diacritics aside?"""
    return stripped(word_of(word)) in _by_skeleton()
