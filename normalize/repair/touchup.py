"""Vietnamese that Tesseract read with its Vietnamese model, mostly rightly: the few words that are
wrong.

At 150 dpi a hook over a circumflex reads as an acute ("triến"), a dot is lost, a letter breaks. The
channel is that of `ocr_words`, learned from worn pages, but the word as read has the first claim:
another takes its place only when the language says so clearly, the more clearly the surer Tesseract
was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import regex

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.lattice import Candidates, Choice, Table, Token, choices, edits_of
from kehoach.normalize.ngrams.model import UNKNOWN, ngrams
from kehoach.normalize.repair.ocr_words import as_read, ranked, tokens_of
from kehoach.normalize.tokens import word_of

STEP = "ocr"
CLAIMS = ((0.6, -0.5), (0.8, -1.5), (0.9, -2.5), (0.97, -3.0), (2.0, -4.5))
"""Up to which confidence of Tesseract another word is charged how much (natural logarithm) for
taking a place."""
WILD = 0.8
"""Signs inside a word are letters misread only where Tesseract itself was less sure than this."""
CLEAR = 0.9
"""A change is made when it is surer than this."""
CHOICES = 10
_SYLLABLE = regex.compile(r"\p{L}+")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of a scanned page, and how sure Tesseract was of each stretch of it: (first letter,
    after the last, from 0 to 1)."""

    text: Mended
    sure: tuple[tuple[int, int, float], ...]

    def at(self, place: int) -> float:
        """How sure it was of the word at a place; sure where nothing is told."""
        return next((sure for first, last, sure in self.sure if first <= place < last), 1.0)


def touched_up(readings: Sequence[Reading]) -> list[Mended]:
    """Lines of one scanned paper, in order -> the same with words put right that were misread
    beyond doubt."""
    tokens = [
        [_marked(token, reading) for token in tokens_of(reading.text.text)] for reading in readings
    ]
    table = Table(_candidates)
    lines = [reading.text.text for reading in readings]
    chosen = choices(ngrams(), table, lines, tokens)
    return [
        reading.text.applied(STEP, _edits(own, picked))
        for reading, own, picked in zip(readings, tokens, chosen, strict=True)
    ]


def _marked(token: Token, reading: Reading) -> Token:
    """The token with the step of its confidence behind its text, so that it is looked up by
    both."""
    sure = reading.at(token.start)
    step = next(n for n, (limit, _) in enumerate(CLAIMS) if sure < limit)
    return Token(token.start, f"{token.text}{_MARK}{step}")


def _candidates(marked: str) -> Candidates:
    """The words that may have been printed: the one that was read, and others at their price."""
    model = ngrams()
    text, _, step = marked.partition(_MARK)
    own = model.ids.get(word_of(text), UNKNOWN)
    limit, charge = CLAIMS[int(step)]
    plain = _SYLLABLE.fullmatch(text) is not None
    wild = limit <= WILD and sum(sign.isalpha() for sign in text) * 2 > len(text) > 1
    if not (plain and len(text) > 1) and not wild:
        return [(own, 0.0)]
    if plain and text.isupper() and len(text) < SHORT_FORM and text.replace("Đ", "").isascii():
        return [(own, 0.0)]
    found = [(word, charge + worth) for word, worth in ranked(text, "vie") if word != own]
    return [(own, 0.0 if own != UNKNOWN else AS_READ), *found[:CHOICES]]


SHORT_FORM = 6
"""Capitals of fewer letters without any mark may be a short form, which no count of words knows;
others are words."""
AS_READ = log(1e-3)
"""What it is worth that a word which nobody knows stands so in the paper."""


def _edits(tokens: Sequence[Token], chosen: Sequence[Choice]) -> list[Edit]:
    """The changes that are clear, of words with a letter."""
    plain = [Token(token.start, token.text.partition(_MARK)[0]) for token in tokens]
    edits = edits_of(ngrams(), plain, chosen, written=as_read, may_change=_has_letter)
    unclear = {
        token.start
        for token, choice in zip(tokens, chosen, strict=True)
        if choice.confidence < CLEAR
    }
    return [edit for edit in edits if edit.start not in unclear]


def _has_letter(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
