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

STEP = "ocr"
TRUST = 0.8
"""How much the letters count against the language: their confusions are not independent of each
other."""
AS_READ, SMALL, ODD = -7.0, -11.0, -16.0
"""What it is worth that a word which nobody knows stands just so in the paper: a name or a short
form, a word in small letters, one with signs inside."""
_PIECE = regex.compile(r"[^/\-]+|[/\-]")
_MARK = regex.compile(r"[^\w\s]")
LIKE_LETTERS = frozenset("¢€$£")
"""Signs that plans hardly have and that Tesseract sees in letters with marks."""
_FIGURES = regex.compile(r"[\d.,:%]*\d[\d.,:%]*")


def tokens_of(line: str) -> list[Token]:
    """The words of a line and the marks between them. Inside a word any sign may be a misread
    letter; only hyphens and slashes part it."""
    tokens: list[Token] = []
    at = 0
    for core in cores_of(line):
        tokens += [
            Token(at + found.start(), found.group())
            for found in _MARK.finditer(line[at : core.start])
        ]
        tokens += [
            Token(core.start + found.start(), found.group()) for found in _PIECE.finditer(core.text)
        ]
        at = core.start + len(core.text)
    return tokens + [
        Token(at + found.start(), found.group()) for found in _MARK.finditer(line[at:])
    ]


def is_word(piece: str) -> bool:
    """May a piece be a misread word? Figures are not; a sign or a figure beside a letter may be a
    letter.

    >>> [is_word(piece) for piece in ("phirong", "c6", "2025", "15", "/", "70%")]
    [True, True, False, False, False, False]
    """
    if _FIGURES.fullmatch(piece) or not any(sign.isalnum() for sign in piece[:2]):
        return False
    letters = sum(sign.isalpha() or sign in LIKE_LETTERS for sign in piece)
    return letters > 0 and len(piece) - letters <= max(1, letters)


def candidates(piece: str, language: str) -> Candidates:
    """The words that may have been printed where a piece was read."""
    model = ngrams()
    if not is_word(piece):
        return [(model.ids.get(word_of(piece), UNKNOWN), 0.0)]
    found = ranked(piece, language)
    as_it_is = (
        AS_READ if piece.isalpha() and not piece.islower() else SMALL if piece.isalpha() else ODD
    )
    return [*found[:CHOICES], (UNKNOWN, as_it_is)]


def ranked(piece: str, language: str) -> list[tuple[int, float]]:
    """The words that the channel gives for a piece, each with what its letters are worth; frequent
    ones come first."""
    single = ngrams().single
    found = [(word, TRUST * worth) for word, worth in channel(language).words_for(piece.lower())]
    found.sort(key=lambda pair: -(pair[1] + float(single[pair[0]])))
    return found


CHOICES = 13
"""So many words a piece may be; the language tells which."""


def repaired(texts: Sequence[Mended], language: str) -> list[Mended]:
    """Lines of one paper that Tesseract read with the model `language` ("eng" or "vie") -> as
    printed."""
    tokens = [tokens_of(mended.text) for mended in texts]
    table = Table(lambda piece: candidates(piece, language))
    chosen = choices(ngrams(), table, [mended.text for mended in texts], tokens)
    return [
        mended.applied(STEP, edits_of(ngrams(), own, picked, written=as_read, may_change=is_word))
        for mended, own, picked in zip(texts, tokens, chosen, strict=True)
    ]


@lru_cache(maxsize=65536)
def as_read(word: str, piece: str) -> str:
    """A word in the capitals of what was read for it.

    >>> as_read("định", "PINH"), as_read("điều", "Piéu"), as_read("số", "sO"), as_read("số", "$6"), as_read("qđ", "Qb")
    ('ĐỊNH', 'Điều', 'số', 'Số', 'QĐ')
    """
    letters = [sign for sign in piece if sign.isalpha()]
    if len(letters) > 1 and all(sign.isupper() for sign in letters):
        return word.upper()
    if piece[0].isupper() and not VOWEL.search(word):
        return word.upper()  # a short form: "Qb" is "QĐ"
    return word[0].upper() + word[1:] if piece[0].isupper() or piece[0] == "$" else word
