"""Vietnamese that was read from a scan, mostly rightly: the few words that are
wrong.

At 150 dpi a hook over a circumflex reads as an acute ("triến"), a dot is lost, a letter breaks. The
channel is that of `ocr_words`, learned from worn pages, but the word as read has the first claim:
another takes its place only when the language says so clearly, the more clearly the surer the
reader was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
WILD = 0.8
"""Signs inside a word are letters misread only where the reader itself was less sure than this."""
CLEAR = 0.9
"""A change is made when it is surer than this."""
CHOICES = 10
_SYLLABLE = compile_regex(r"\p{L}+")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of a scanned page, and how sure the reader was of each stretch of it: (first letter,
    after the last, from 0 to 1)."""

    text: Mended
    sure: tuple[tuple[int, int, float], ...]

    def at(self, place: int) -> float:
        """How sure it was of the word at a place; sure where nothing is told."""
        for first, last, confidence in self.sure:
            if first <= place < last:
                return confidence
        return 1.0


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
    """The token with the step of its confidence behind its text, so that it is looked up by
    both."""
    step = _step_of(reading.at(token.start))
    return Token(token.start, f"{token.text}{_MARK}{step}")


def _step_of(confidence: float) -> int:
    """The number of the claim that a confidence falls under; the last one takes all."""
    for step, (limit, _) in enumerate(CLAIMS):
        if confidence < limit:
            return step
    return len(CLAIMS) - 1


def _candidates(marked: str) -> Candidates:
    """The words that may have been printed: the one that was read, and others at their price."""
    model = ngrams()
    text, _, step = marked.partition(_MARK)
    own = model.ids.get(word_of(text), UNKNOWN)
    limit, charge = CLAIMS[int(step)]
    if not _may_be_misread(text, is_unsure=limit <= WILD):
        return [(own, 0.0)]
    others = []
    for word, worth in ranked(text, "vie"):
        if word != own:
            others.append((word, charge + worth))
    as_read_worth = AS_READ if own == UNKNOWN else 0.0
    return [(own, as_read_worth), *others[:CHOICES]]


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
    pairs = zip(tokens, chosen, strict=True)
    unclear = {token.start for token, choice in pairs if choice.confidence < CLEAR}
    return [edit for edit in edits if edit.start not in unclear]


def _has_letter(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
