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
        for column, text in enumerate(texts):
            words = map(word_of, TOKEN.findall(text))
            ids = [known.get(word, UNKNOWN) for word in words]
            if ids:
                head, tail = ids[:2], ids[-2:]
                heads[: len(head), column] = head
                tails[-len(tail) :, column] = tail
        return cls(heads, tails)

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return int(self.heads.shape[1])

    def starts(self) -> Floats:
        """How well texts begin with each piece."""
        edge = _repeated(NONE, START, times=self.count)
        return flow(edge, self.heads)

    def stops(self) -> Floats:
        """How well sentences end with each piece."""
        full_stop = ngrams().ids[STOP]
        edge = _repeated(full_stop, NONE, times=self.count)
        return flow(self.tails, edge)


def _repeated(first: int, second: int, times: int) -> Ids:
    """Two words as the edges of so many pieces (2 x N)."""
    column = np.array([[first], [second]], dtype=np.int64)
    return np.repeat(column, times, axis=1)


def flow(tails: Ids, heads: Ids) -> Floats:
    """Last two words of pieces, first two of those that may follow (2 x N each) -> how well each
    goes on, FLOOR to LIMIT; 0 where the words that meet are not known."""
    model = ngrams()
    is_known = _is_known(tails[1]) & _is_known(heads[0])
    has_before = tails[0] >= 0
    has_after = heads[1] >= 0
    before, last = np.maximum(tails, 0)
    first, after = np.maximum(heads, 0)
    together, _ = model.pairs(last, first)
    points = together - model.single[first]
    points = points + np.where(has_before, _gain(model, before, second=last, third=first), 0.0)
    points = points + np.where(has_after, _gain(model, last, second=first, third=after), 0.0)
    bounded = np.clip(points, FLOOR, LIMIT)
    result: Floats = np.where(is_known, bounded, 0.0)
    return result


def _is_known(words: Ids) -> NDArray[np.bool_]:
    """Which are words of the model."""
    known: NDArray[np.bool_] = (words >= 0) & (words != UNKNOWN)
    return known


@lru_cache(maxsize=1 << 15)
def between(left: str, right: str) -> float:
    """`flow` of two texts as written."""
    edges = Edges.of([left, right])
    tail = edges.tails[:, :1]
    head = edges.heads[:, 1:]
    points = flow(tail, head)
    return float(points[0])


def _gain(model: Ngrams, first: Ids, second: Ids, third: Ids) -> Floats:
    """How much likelier the third word is for what stands before the second."""
    _, weight = model.pairs(first, second)
    found, logs = model.triples(first, second, third)
    pair_logs, _ = model.pairs(second, third)
    gain = np.where(found, logs - pair_logs, weight)
    return gain.astype(np.float64)
