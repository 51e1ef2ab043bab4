"""What counts as one word, for the two models of language that are counted word by word.

Who asks a model must cut and name as its counting script did (tools/train_syllables.py for
`ngrams/`, tools/build_wording.py for `spelling/wording.npz`). The two differ on purpose, or rather
by birth: each variant stands here beside the other, and changing one means to count anew.

| | trigrams (`ngrams/`) | counts (`spelling/`) |
|---|---|---|
| word | `fold`, combining marks belong to it | `fold`; cut by `COUNTED` when counting |
| number | "#" | "#" |
| end of a sentence | "." for ". ! ?" | "|" for ". ; : ! ?" |
| other marks | each of `PUNCTUATION` itself, rare ones "*" | "," for all |
"""

from __future__ import annotations

from functools import lru_cache

from kehoach.normalize.text import fold
from kehoach.patterns import compile_regex

TOKEN = compile_regex(r"\p{L}[\p{L}\p{M}]*|\d+|[^\w\s]")
"""A word with its combining marks, a number, or one mark."""
COUNTED = compile_regex(r"\p{L}+|\d+|[.;:!?]|[^\w\s]")
"""As tools/build_wording.py cut the corpus: a combining mark parts a word. In text that is NFC, as
all text of a paper is, there is hardly one, and both patterns give the same."""

NUMBER = "#"
"""Stands for any number, in both models."""
STOP, OTHER = ".", "*"
PUNCTUATION = frozenset(',;:-/()"')
COUNTED_STOP, COUNTED_OTHER = "|", ","
_SENTENCE_ENDS = ".!?"
_COUNTED_ENDS = ".;:!?"


@lru_cache(maxsize=131072)
def word_of(token: str) -> str:
    """How the trigrams name a token: words folded (lower case, one style of tone marks), any number
    "#", ends of sentences ".", rare marks "*".

    >>> [word_of(token) for token in ("Hoá", "2025", "!", "/", "%")]
    ['hóa', '#', '.', '/', '*']
    """
    if token[0].isdigit():
        return NUMBER
    if token[0].isalpha():
        return fold(token)
    if token in PUNCTUATION:
        return token
    return STOP if token in _SENTENCE_ENDS else OTHER


def counted_word(token: str) -> str:
    """How the counts of `spelling/` name a token.

    >>> [counted_word(token) for token in ("Hoá", "2025", ";", "/")]
    ['hóa', '#', '|', ',']
    """
    if token.isdigit():
        return NUMBER
    if token in _COUNTED_ENDS:
        return COUNTED_STOP
    return fold(token) if token.isalpha() else COUNTED_OTHER


def counted_tokens(text: str) -> list[str]:
    """The tokens of a text as the counts of `spelling/` were cut."""
    return COUNTED.findall(text)
