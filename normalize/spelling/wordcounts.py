"""How often Vietnamese words stand alone, two and three in a row: `wording.npz`, made by
tools/build_wording.py (docs/models.md), and the words of wording.yaml."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.vocabulary import read_own

STEPS = 8
"""Counts are stored as logarithms to the base 2, in such parts of one."""
MIX = 16384
"""The place of a missing word is stored above its number, which is smaller than this."""

Ints = NDArray[np.int64]
UNKNOWN = -1


@cache
def short_forms() -> dict[str, list[str]]:
    """abbreviations.yaml: a short form and the words it stands for."""
    return {
        short: meant.split() for short, meant in read_own("spelling/abbreviations.yaml").items()
    }


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong with the wording at `start`:`end`. `kind` is the name of the finding,
    `suggestion` what belongs there, None where that is not known."""

    kind: str
    start: int
    end: int
    suggestion: str | None = None


def mixed(columns: Sequence[Ints]) -> NDArray[np.uint64]:
    """Words in a row -> one number each, nearly always its own (a multiplicative hash)."""
    out = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        out = (
            out * np.uint64(6364136223846793005)
            + column.astype(np.uint64)
            + np.uint64(1442695040888963407)
        )
        out ^= out >> np.uint64(29)
    return out


@dataclass(frozen=True, slots=True)
class Counts:
    """How often words, pairs and triples were seen; see `load`. All look-ups take numbers of
    words."""

    words: tuple[str, ...]
    ids: dict[str, int]
    single: array[float]
    pairs: array[int]
    pair_counts: array[float]
    triples: array[int]
    triple_counts: array[float]
    torn: dict[int, int]
    total: float

    @classmethod
    def load(cls, path: Path) -> Counts:
        """Read what tools/build_wording.py wrote."""
        with np.load(path, allow_pickle=False) as held:
            words = tuple(str(word) for word in held["words"])
            single, pair_counts, triple_counts = (
                array("f", np.exp2(held[name].astype(np.float32) / STEPS).tobytes())
                for name in ("single", "pair_counts", "triple_counts")
            )
            pairs, triples = (
                array("q", np.cumsum(held[name].astype(np.int64)).tobytes())
                for name in ("pairs", "triples")
            )
            torn = dict(zip(held["torn"].tolist(), held["missing"].tolist(), strict=True))
        ids = {word: n for n, word in enumerate(words)}
        return cls(
            words, ids, single, pairs, pair_counts, triples, triple_counts, torn, sum(single)
        )

    def one(self, a: int) -> float:
        return self.single[a] if a >= 0 else 0.0

    def two(self, a: int, b: int) -> float:
        return (
            _look(self.pairs, self.pair_counts, a * len(self.words) + b)
            if a >= 0 and b >= 0
            else 0.0
        )

    def three(self, a: int, b: int, c: int) -> float:
        if min(a, b, c) < 0:
            return 0.0
        return _look(
            self.triples, self.triple_counts, (a * len(self.words) + b) * len(self.words) + c
        )

    def bond(self, a: int, b: int) -> float:
        """How many times more often `b` follows `a` than by chance."""
        alone = self.one(a) * self.one(b)
        return self.two(a, b) * self.total / alone if alone else 0.0

    def chance(self, a: int, b: int, c: int) -> float:
        """How likely `c` follows `a b`, interpolated with pairs and single words."""
        alone = (self.one(c) + 0.5) / self.total
        after_b = (self.two(b, c) + 5 * alone) / (self.one(b) + 5) if b >= 0 else alone
        if a < 0 or b < 0:
            return after_b
        return (self.three(a, b, c) + 20 * after_b) / (self.two(a, b) + 20)


def _look(keys: array[int], counts: array[float], key: int) -> float:
    at = bisect_left(keys, key)
    return counts[at] if at < len(keys) and keys[at] == key else 0.0


@cache
def counts() -> Counts:
    """The counts that come with the package."""
    return Counts.load(Path(__file__).with_name("wording.npz"))


@cache
def vocabulary() -> dict[str, list[str]]:
    """wording.yaml as it stands."""
    data: dict[str, list[str]] = read_own("spelling/wording.yaml")
    return data


@cache
def light_words() -> frozenset[str]:
    """Short words that writers leave out or mistake without a reader's harm."""
    return frozenset(vocabulary()["light"])
