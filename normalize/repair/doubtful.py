"""Words that hardly are any: what is left of a text whose letters were lost for good."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kehoach.normalize.ngrams.model import ngrams
from kehoach.normalize.spelling.misspelled import is_syllable
from kehoach.normalize.text import fold
from kehoach.patterns import compile_regex

RARE = -10.5
"""Natural logarithm of probability: rarer words are one in thirty thousand."""
_SMALL = compile_regex(r"(?<![\p{L}\d])\p{Ll}{2,}(?![\p{L}\d])")
"""Words in small letters: names and short forms are rare by right."""


_ADDRESS = compile_regex(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]++@\S+")
"""The words of an address of the web or of mail are no language's. That of mail from its beginning
alone: a word of 70,000 letters would be tried from each of them."""


class Words(NamedTuple):
    """So many words of a text were looked at; those that hardly are any."""

    looked_at: int
    doubtful: tuple[str, ...]


def doubtful_words(text: str) -> Words:
    """The words of a text that hardly are any.

    >>> doubtful_words("ban hành Kế hoch số 9 ca tnh")
    Words(looked_at=6, doubtful=('hoch', 'tnh'))
    >>> doubtful_words("xem tại http://www.hcmus.edu.vn/index.php?option=com_content")
    Words(looked_at=2, doubtful=())
    """
    words = _SMALL.findall(_ADDRESS.sub(" ", text))
    return Words(len(words), tuple(word for word in words if _is_rare(word)))


@lru_cache(maxsize=65536)
def _is_rare(word: str) -> bool:
    """A rare word that bears its marks and is built as a syllable is no rest of another: "tràm",
    "đước" are trees."""
    if not word.isascii() and is_syllable(word):
        return False
    model = ngrams()
    number = model.ids.get(fold(word))
    return number is None or float(model.single[number]) < RARE
