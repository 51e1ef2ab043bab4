"""How often Vietnamese words stand alone, two and three in a row: `wording.npz`, made by
tools/build_wording.py (docs/models.md), and the words of wording.yaml."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.vocabulary import read_own

STEPS = 8
"""Counts are stored as logarithms to the base 2, in such parts of one."""
MIX = 16384
"""The place of a missing word is stored above its number, which is smaller than this."""

_UNSEEN, _PAIR_PRIOR, _TRIPLE_PRIOR = 0.5, 5, 20
"""So often a word counts as seen beside its count; so much the shorter row weighs."""

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
        with np.load(path, allow_pickle=False) as file:
            words = tuple(file["words"].tolist())
            single = _counts_of(file["single"])
            missing = zip(file["torn"].tolist(), file["missing"].tolist(), strict=True)
            return cls(
                words=words,
                ids={word: number for number, word in enumerate(words)},
                single=single,
                pairs=_keys_of(file["pairs"]),
                pair_counts=_counts_of(file["pair_counts"]),
                triples=_keys_of(file["triples"]),
                triple_counts=_counts_of(file["triple_counts"]),
                torn=dict(missing),
                total=sum(single),
            )

    def one(self, word: int) -> float:
        """How often a word was seen."""
        return self.single[word] if word >= 0 else 0.0

    def two(self, first: int, second: int) -> float:
        """How often two words were seen in a row."""
        if first < 0 or second < 0:
            return 0.0
        key = first * len(self.words) + second
        place = bisect_left(self.pairs, key)
        is_there = place < len(self.pairs) and self.pairs[place] == key
        return self.pair_counts[place] if is_there else 0.0

    def three(self, first: int, second: int, third: int) -> float:
        """How often three words were seen in a row."""
        if first < 0 or second < 0 or third < 0:
            return 0.0
        size = len(self.words)
        key = (first * size + second) * size + third
        place = bisect_left(self.triples, key)
        is_there = place < len(self.triples) and self.triples[place] == key
        return self.triple_counts[place] if is_there else 0.0

    def bond(self, first: int, second: int) -> float:
        """How many times more often `second` follows `first` than by chance."""
        alone = self.one(first) * self.one(second)
        if not alone:
            return 0.0
        return self.two(first, second) * self.total / alone

    def chance(self, first: int, second: int, third: int) -> float:
        """How likely `third` follows the other two, interpolated with pairs and single words."""
        alone = (self.one(third) + _UNSEEN) / self.total
        if second < 0:
            return alone
        pair = self.two(second, third) + _PAIR_PRIOR * alone
        after_second = pair / (self.one(second) + _PAIR_PRIOR)
        if first < 0:
            return after_second
        triple = self.three(first, second, third) + _TRIPLE_PRIOR * after_second
        return triple / (self.two(first, second) + _TRIPLE_PRIOR)


def _counts_of(steps: NDArray[Any]) -> array[float]:
    """Counts from their logarithms in steps."""
    counts = array("f")
    counts.frombytes(np.exp2(steps.astype(np.float32) / STEPS).data.cast("B"))
    return counts


def _keys_of(gaps: NDArray[Any]) -> array[int]:
    """Sorted keys from the gaps between them."""
    keys = array("q")
    keys.frombytes(np.cumsum(gaps, dtype=np.int64).data.cast("B"))
    return keys


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
