"""How well one piece of text goes on in another: inside a cell words follow each other as the
language has it ("đôn" | "đốc"), where one cell ends and the next begins they do not ("phường" |
"Thường xuyên").

Measured is how much likelier the first two words of the second piece are after the last two of the
first than alone (pointwise mutual information, natural logarithm), by the trigrams that restoration
uses, too (`normalize.ngrams`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.ngrams.model import START, UNKNOWN, Ids, Ngrams, ngrams
from kehoach.normalize.tokens import STOP, TOKEN, word_of

Floats = NDArray[np.float64]

FLOOR, LIMIT = -4.0, 6.0
"""What is told lies between: that words were never seen together says less than that they were."""
NONE = -1
"""Stands for a word that is not there."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Numbers of the first two and the last two words of pieces, marks included (2 x N each, `NONE`
    where a piece has but one): `heads` in the order of reading, `tails`, too."""

    heads: Ids
    tails: Ids

    @classmethod
    def of(cls, texts: list[str]) -> Edges:
        """From the pieces as written."""
        known = ngrams().ids
        heads = np.full((2, len(texts)), NONE, dtype=np.int64)
        tails = heads.copy()
        for k, text in enumerate(texts):
            ids = [known.get(word_of(token), UNKNOWN) for token in TOKEN.findall(text)]
            for n, word in enumerate(ids[:2]):
                heads[n, k] = word
            for n, word in enumerate(reversed(ids[-2:])):
                tails[1 - n, k] = word
        return cls(heads, tails)

    def starts(self) -> Floats:
        """How well texts begin with each piece."""
        start = np.full(self.heads.shape[1], START)
        return flow(np.stack([np.full_like(start, NONE), start]), self.heads)

    def stops(self) -> Floats:
        """How well sentences end with each piece."""
        stop = np.full(self.heads.shape[1], ngrams().ids[STOP])
        return flow(self.tails, np.stack([stop, np.full_like(stop, NONE)]))


def flow(tails: Ids, heads: Ids) -> Floats:
    """Last two words of pieces, first two of those that may follow (2 x N each) -> how well each
    goes on, FLOOR to LIMIT; 0 where the words that meet are not known."""
    model, (before, last), (first, after) = ngrams(), tails, heads
    known = (last >= 0) & (first >= 0) & (last != UNKNOWN) & (first != UNKNOWN)
    before, last, first, after = (np.maximum(ids, 0) for ids in (before, last, first, after))
    points = model.pairs(last, first)[0] - model.single[first]
    points = points + np.where(tails[0] >= 0, _gain(model, before, last, first), 0.0)
    points = points + np.where(heads[1] >= 0, _gain(model, last, first, after), 0.0)
    result: Floats = np.where(known, np.clip(points, FLOOR, LIMIT), 0.0)
    return result


@lru_cache(maxsize=1 << 15)
def between(left: str, right: str) -> float:
    """`flow` of two texts as written."""
    edges = Edges.of([left, right])
    return float(flow(edges.tails[:, :1], edges.heads[:, 1:])[0])


def _gain(model: Ngrams, first: Ids, second: Ids, third: Ids) -> Floats:
    """How much likelier the third word is for what stands before the second."""
    _, weight = model.pairs(first, second)
    found, logs = model.triples(first, second, third)
    result: Floats = np.where(found, logs - model.pairs(second, third)[0], weight).astype(
        np.float64
    )
    return result
