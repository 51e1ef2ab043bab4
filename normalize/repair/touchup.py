"""Vietnamese that was read from a scan, mostly rightly: the few words that are
wrong.

At 150 dpi a hook over a circumflex reads as an acute ("triến"), a dot is lost, a letter breaks. The
channel is that of `ocr_words`, learned from worn pages, but the word as read has the first claim:
another takes its place only when the language says so clearly, the more clearly the surer the
reader was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.lattice import Candidates, Choice, Table, Token, choices, edits_of
from kehoach.normalize.ngrams.model import UNKNOWN, ngrams
from kehoach.normalize.repair.ocr_words import as_read, ranked, tokens_of
from kehoach.normalize.tokens import word_of
from kehoach.patterns import compile_regex

STEP = "ocr"
CLAIMS = ((0.6, -0.5), (0.8, -1.5), (0.9, -2.5), (0.97, -3.0), (0.99, -4.5), (2.0, -99.0))
"""Up to which confidence of the reader another word is charged how much (natural logarithm) for
taking a place. What was surely read stays: a slip there is the writer's, and is told to him."""
ALONE = 0.985
"""A word as sure as this beside which the reader saw no other was surely read, too."""
WILD = 0.8
"""Signs inside a word are letters misread only where the reader itself was less sure than this."""
CLEAR, CLEAR_OF_NAMES = 0.9, 0.99
"""A change is made when it is surer than this; within a name, than that."""
CHOICES = 10
NEVER, LEAST_ODDS = -99.0, 0.01
_SYLLABLE = compile_regex(r"\p{L}+")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of a scanned page, and how sure the reader was of each stretch of it: (first letter,
    after the last, from 0 to 1). `rivals`: what else the reader saw in the stretch that begins at a
    letter, each with how likely it is beside what was read."""

    text: Mended
    sure: tuple[tuple[int, int, float], ...]
    rivals: Mapping[int, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def at(self, place: int) -> float:
        """How sure it was of the word at a place; sure where nothing is told."""
        for first, last, confidence in self.sure:
            if first <= place < last:
                return confidence
        return 1.0

    def others(self, place: int, letters: int) -> Iterator[tuple[str, float]]:
        """What so many letters from a place may be as well, and how likely beside these; others of
        the same number alone, as letters of the rest of their word must stay where they are."""
        if not self.rivals:
            return
        for first, last, _ in self.sure:
            if not first <= place < last:
                continue
            inside = slice(place - first, place - first + letters)
            for text, odds in self.rivals.get(first, ()):
                if len(text) == last - first:
                    yield text[inside], odds


def touched_up(readings: Sequence[Reading]) -> list[Mended]:
    """Lines of one scanned paper, in order -> the same with words put right that were misread
    beyond doubt."""
    tokens = [
        [_marked(token, reading) for token in tokens_of(reading.text.text)] for reading in readings
    ]
    table = Table(_candidates)
    lines = [reading.text.text for reading in readings]
    chosen = choices(ngrams(), table, lines=lines, tokens=tokens)
    result: list[Mended] = []
    for reading, own, picked in zip(readings, tokens, chosen, strict=True):
        edits = _edits(own, picked)
        result.append(reading.text.applied(STEP, edits))
    return result


def _marked(token: Token, reading: Reading) -> Token:
    """The token with the step of its confidence and its rivals behind its text, so that it is
    looked up by all of them."""
    confidence = reading.at(token.start)
    told: dict[str, float] = {}
    for other, odds in reading.others(token.start, len(token.text)):
        if other != token.text and odds > told.get(other, 0.0):
            told[other] = odds
    step = _step_of(1.0 if confidence >= ALONE and not told else confidence)
    others = "".join(f"{_MARK}{other}{_MARK}{odds:.2f}" for other, odds in told.items())
    return Token(token.start, f"{token.text}{_MARK}{step}{others}")


def _step_of(confidence: float) -> int:
    """The number of the claim that a confidence falls under; the last one takes all."""
    for step, (limit, _) in enumerate(CLAIMS):
        if confidence < limit:
            return step
    return len(CLAIMS) - 1


def _candidates(marked: str) -> Candidates:
    """The words that may have been printed: the one that was read, and others at their price."""
    model = ngrams()
    text, step, *rivals = marked.split(_MARK)
    own = model.ids.get(word_of(text), UNKNOWN)
    limit, charge = CLAIMS[int(step)]
    if not _may_be_misread(text, is_unsure=limit <= WILD):
        return [(own, 0.0)]
    as_read_worth = AS_READ if own == UNKNOWN else 0.0
    worths = {own: as_read_worth}
    others = [word for word in ranked(text, "vie") if word[0] != own][:CHOICES]
    for word, worth in (*_seen(rivals), *((word, charge + worth) for word, worth in others)):
        if word != own:
            worths[word] = max(worths.get(word, NEVER), worth)
    return list(worths.items())


def _seen(rivals: Sequence[str]) -> Iterator[tuple[int, float]]:
    """The words that the reader itself saw beside the one that it took; the likeliest first."""
    for other, odds in zip(rivals[::2], rivals[1::2], strict=True):
        word = ngrams().ids.get(word_of(other), UNKNOWN)
        if word != UNKNOWN:
            yield word, log(max(float(odds), LEAST_ODDS))


def _may_be_misread(text: str, *, is_unsure: bool) -> bool:
    """Whether a token may be another word: letters that are no short form, or, where Tesseract was
    unsure, mostly letters."""
    if len(text) < 2:
        return False
    if _SYLLABLE.fullmatch(text):
        return not _may_be_short_form(text)
    letters = sum(sign.isalpha() for sign in text)
    return is_unsure and letters * 2 > len(text)


def _may_be_short_form(text: str) -> bool:
    if not text.isupper() or len(text) >= SHORT_FORM:
        return False
    return text.replace("Đ", "").isascii()


SHORT_FORM = 6
"""Capitals of fewer letters without any mark may be a short form, which no count of words knows;
others are words."""
AS_READ = log(1e-3)
"""What it is worth that a word which nobody knows stands so in the paper."""


def _edits(tokens: Sequence[Token], chosen: Sequence[Choice]) -> list[Edit]:
    """The changes that are clear, of words with a letter."""
    plain = []
    for token in tokens:
        text, _, _ = token.text.partition(_MARK)
        plain.append(Token(token.start, text))
    edits = edits_of(ngrams(), plain, chosen=chosen, written=as_read, may_change=_has_letter)
    unclear = {
        token.start
        for before, token, choice in zip([None, *plain], plain, chosen, strict=False)
        if choice.confidence < (CLEAR_OF_NAMES if _in_name(before, token) else CLEAR)
    }
    return [edit for edit in edits if edit.start not in unclear]


def _in_name(before: Token | None, token: Token) -> bool:
    """Does a word go on a name that the one before begins ("Hà Thị Vỹ")? Persons are called as
    their parents liked, whatever others are called."""
    return before is not None and before.text.istitle() and token.text.istitle()


def _has_letter(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
