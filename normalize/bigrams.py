"""Which words follow each other in administrative Vietnamese: pointwise mutual information of neighbours.

Inside a cell or a sentence words go on as the language does ("đôn" | "đốc"); where one cell ends and another begins
they do not ("phường" | "Thường xuyên"). The counts come from administrative text (tools/build_bigrams.py,
docs/models.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import regex
import yaml
from numpy.typing import NDArray

from normalize.text import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STOP, OTHER, NUMBER = "|", ",", "#"
"""Stand for the end of a sentence, for other punctuation, for any number."""

UNKNOWN = -1
PRIOR = 20.0
"""So many sightings of a word by chance are mixed into its neighbours: rare words say little."""
LIMIT = 6.0
FLOOR = -2.0
"""That two words were never seen together says less than that they were: other papers have other subjects."""
STEPS = 8
"""Counts are stored as logarithms to the base 2, in such parts of one."""

_TOKEN = regex.compile(r"\p{L}+|\d+|[.;:!?]|[^\w\s]")


def token(word: str) -> str:
    """How the counts name a piece of text that `tokens` gave."""
    if word.isdigit():
        return NUMBER
    if word in ".;:!?":
        return STOP
    return fold(word) if word.isalpha() else OTHER


def tokens(text: str) -> list[str]:
    """Words, numbers and marks of a text, as they stand."""
    return _TOKEN.findall(text)


@dataclass(frozen=True, slots=True)
class Bigrams:
    """`ids`: a number for each known word. `single`: how often each is seen. `pairs` (sorted: left * size + right) and
    how often each is seen."""

    ids: dict[str, int]
    single: Floats
    pairs: Ints
    seen: Floats

    @classmethod
    def load(cls, path: Path) -> Bigrams:
        """Read what tools/build_bigrams.py wrote."""
        with np.load(path, allow_pickle=False) as held:
            words = [str(word) for word in held["words"]]
            pairs = np.cumsum(held["steps"].astype(np.int64))
            single, seen = (np.exp2(held[name].astype(float) / STEPS) for name in ("single", "seen"))
        return cls({word: n for n, word in enumerate(words)}, single, pairs, seen)

    def between(self, left: str, right: str) -> float:
        """`association` of two words as written, short forms read as what they stand for."""
        return float(self.association([_number(left, last=True)], [_number(right, last=False)])[0])

    def id_of(self, word: str) -> int:
        """The number of a word as written; UNKNOWN for one that was hardly ever seen."""
        return self.ids.get(token(word), UNKNOWN)

    def association(self, left: Sequence[int] | Ints, right: Sequence[int] | Ints) -> Floats:
        """How much more often each word of `right` follows its neighbour of `left` than by chance: natural logarithm,
        from FLOOR to LIMIT; 0 where a word is unknown."""
        a, b = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
        known = (a >= 0) & (b >= 0)
        a, b = np.where(known, a, 0), np.where(known, b, 0)
        keys = a * len(self.single) + b
        at = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        together = np.where(self.pairs[at] == keys, self.seen[at], 0.0)
        chance = self.single[b] / self.single.sum()
        points = np.log((together + PRIOR * chance) / (self.single[a] + PRIOR) / chance)
        result: Floats = np.where(known, np.clip(points, FLOOR, LIMIT), 0.0)
        return result


@cache
def bigrams() -> Bigrams:
    """The counts that come with the package."""
    return Bigrams.load(Path(__file__).parent / "bigrams.npz")


def edge_words(text: str) -> tuple[int, int]:
    """The numbers of the first and the last word of a text; UNKNOWN where a mark stands there instead (a bullet before,
    a comma after) or the word is not known."""
    words = tokens(text)
    return (_number(words[0], last=False), _number(words[-1], last=True)) if words else (UNKNOWN, UNKNOWN)


@cache
def short_forms() -> dict[str, list[str]]:
    """abbreviations.yaml: a short form and the words it stands for."""
    text = Path(__file__).with_name("abbreviations.yaml").read_text("utf-8")
    return {short: meant.split() for short, meant in yaml.safe_load(text).items()}


def _number(word: str, *, last: bool) -> int:
    """The number of a word; of the first or last word of what a short form stands for; UNKNOWN for a mark."""
    if not word[:1].isalnum():
        return UNKNOWN
    meant = short_forms().get(word, [word])
    return bigrams().id_of(meant[-1 if last else 0])
