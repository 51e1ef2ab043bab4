"""Text read by OCR with a foreign language model, or read badly, as it must have been printed.

A noisy channel (Shannon): which words may have been printed where this was read (`misread`), and
which of them follow each other (`decode`). Numbers and dates are never touched; a word that nobody
knows stays as it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from kehoach.normalize.changes import Mended
from kehoach.normalize.ngrams.lattice import Candidates, Table, Token, choices, edits_of
from kehoach.normalize.ngrams.model import UNKNOWN, VOWEL, ngrams
from kehoach.normalize.repair.misread import channel
from kehoach.normalize.repair.ocr_tokens import cores_of
from kehoach.normalize.tokens import word_of
from kehoach.patterns import compile_regex

STEP = "ocr"
TRUST = 0.8
"""How much the letters count against the language: their confusions are not independent of each
other."""
AS_READ, SMALL, ODD = -7.0, -11.0, -16.0
"""What it is worth that a word which nobody knows stands just so in the paper: a name or a short
form, a word in small letters, one with signs inside."""
_PIECE = compile_regex(r"[^/\-]+|[/\-]")
_MARK = compile_regex(r"[^\w\s]")
LIKE_LETTERS = frozenset("¢€$£")
"""Signs that plans hardly have and that Tesseract sees in letters with marks."""
_FIGURES = compile_regex(r"[\d.,:%]*\d[\d.,:%]*")


def tokens_of(line: str) -> list[Token]:
    """The words of a line and the marks between them. Inside a word any sign may be a misread
    letter; only hyphens and slashes part it."""
    tokens: list[Token] = []
    end = 0
    for core in cores_of(line):
        tokens += _found(_MARK, line[end : core.start], start=end)
        tokens += _found(_PIECE, core.text, start=core.start)
        end = core.start + len(core.text)
    tokens += _found(_MARK, line[end:], start=end)
    return tokens


def _found(pattern: regex.Pattern[str], text: str, start: int) -> list[Token]:
    """What a pattern finds in a part of a line that begins at `start`."""
    tokens: list[Token] = []
    for found in pattern.finditer(text):
        tokens.append(Token(start + found.start(), found.group()))
    return tokens


def is_word(piece: str) -> bool:
    """May a piece be a misread word? Figures are not; a sign or a figure beside a letter may be a
    letter.

    >>> [is_word(piece) for piece in ("phirong", "c6", "2025", "15", "/", "70%")]
    [True, True, False, False, False, False]
    """
    if _FIGURES.fullmatch(piece):
        return False
    if not any(sign.isalnum() for sign in piece[:2]):
        return False
    letters = sum(sign.isalpha() or sign in LIKE_LETTERS for sign in piece)
    others = len(piece) - letters
    return letters > 0 and others <= max(1, letters)


def candidates(piece: str, language: str) -> Candidates:
    """The words that may have been printed where a piece was read."""
    model = ngrams()
    if not is_word(piece):
        return [(model.ids.get(word_of(piece), UNKNOWN), 0.0)]
    best = ranked(piece, language)[:CHOICES]
    as_read_worth = _worth_as_read(piece)
    return [*best, (UNKNOWN, as_read_worth)]


def _worth_as_read(piece: str) -> float:
    if not piece.isalpha():
        return ODD
    return SMALL if piece.islower() else AS_READ


def ranked(piece: str, language: str) -> list[tuple[int, float]]:
    """The words that the channel gives for a piece, each with what its letters are worth; frequent
    ones come first."""
    single = ngrams().single

    def frequent_first(found: tuple[int, float]) -> float:
        word, worth = found
        return -(worth + float(single[word]))

    readings = channel(language).words_for(piece.lower())
    found = [(word, TRUST * worth) for word, worth in readings]
    found.sort(key=frequent_first)
    return found


CHOICES = 13
"""So many words a piece may be; the language tells which."""


def repaired(texts: Sequence[Mended], language: str) -> list[Mended]:
    """Lines of one paper that Tesseract read with the model `language` ("eng" or "vie") -> as
    printed."""
    lines = [mended.text for mended in texts]
    tokens = [tokens_of(line) for line in lines]
    table = Table(lambda piece: candidates(piece, language))
    chosen = choices(ngrams(), table, lines=lines, tokens=tokens)
    result: list[Mended] = []
    for mended, own, picked in zip(texts, tokens, chosen, strict=True):
        edits = edits_of(ngrams(), own, chosen=picked, written=as_read, may_change=is_word)
        result.append(mended.applied(STEP, edits))
    return result


@lru_cache(maxsize=65536)
def as_read(word: str, piece: str) -> str:
    """A word in the capitals of what was read for it.

    >>> as_read("định", "PINH"), as_read("điều", "Piéu"), as_read("số", "sO")
    ('ĐỊNH', 'Điều', 'số')
    >>> as_read("số", "$6"), as_read("qđ", "Qb")
    ('Số', 'QĐ')
    """
    letters = [sign for sign in piece if sign.isalpha()]
    if len(letters) > 1 and all(sign.isupper() for sign in letters):
        return word.upper()
    first = piece[0]
    if first.isupper() and not VOWEL.search(word):
        return word.upper()  # a short form: "Qb" is "QĐ"
    if first.isupper() or first == "$":
        return word[0].upper() + word[1:]
    return word
