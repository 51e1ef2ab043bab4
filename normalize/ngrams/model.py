"""Which syllables follow which in administrative Vietnamese: a back-off trigram model, small enough
to ship.

Probabilities are those of absolute discounting with interpolation (Ney, Essen & Kneser 1994),
counted by tools/train_syllables.py. All n-grams stand in one table of 32-bit entries that is read
by XOR of three places (the Bloomier filter of Chazelle et al. 2004, built as the XOR filter of Graf
& Lemire 2020): no keys are stored, a lookup is three reads, and the file is mapped into memory, so
that loading takes no time and processes share it. An n-gram that was never counted is taken for a
counted one in about 1 of 65,000 lookups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kehoach.patterns import compile_regex

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]
Found = NDArray[np.bool_]
Keys = NDArray[np.uint64]

START, UNKNOWN = 0, 1
"""Numbers of the edge of a text and of any word that is not in the vocabulary."""
STEPS = 12.0
"""Logarithms are stored as one byte, in twelfths."""
MISSING = -21.0
"""The natural logarithm that stands for "never seen", also for an unknown word."""

VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
"""In small letters, with their marks or without."""
VOWEL = compile_regex(f"[{VOWELS}]")
_LOGS: Scores = (np.arange(256) / -STEPS).astype(np.float32)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_TURNS = (0, 21, 42)
_LOW_HALF = np.uint64(0xFFFFFFFF)
_FOUND_BELOW = np.uint32(1 << 16)
_BYTE = np.uint32(255)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))


def keys_of(*ids: Ids) -> Keys:
    """n-grams, one array per place, that broadcast against each other -> their 64-bit keys."""
    key = np.zeros((), dtype=np.uint64)
    for column in ids:
        key = (key + column.astype(np.uint64) + np.uint64(1)) * _SPREAD
        key = key ^ (key >> np.uint64(29))
    for factor in _MIX:
        key = (key ^ (key >> np.uint64(33))) * factor
    return key ^ (key >> np.uint64(33))


def places_of(keys: Keys, size: int) -> tuple[Ids, Ids, Ids]:
    """The three places of each key in a table of `size` entries (a multiple of 3), one in each
    third."""
    third = np.uint64(size // 3)
    places = []
    for number, turn in enumerate(_TURNS):
        low_bits = _turned(keys, turn) & _LOW_HALF
        inside = low_bits * third >> np.uint64(32)
        place = inside + np.uint64(number) * third
        places.append(place.astype(np.int64))
    return places[0], places[1], places[2]


def _turned(keys: Keys, bits: int) -> Keys:
    """Keys with their bits turned to the left."""
    if not bits:
        return keys
    left = keys << np.uint64(bits)
    right = keys >> np.uint64(64 - bits)
    return left | right


def prints_of(keys: Keys) -> NDArray[np.uint32]:
    """16 bits of each key, by which a counted n-gram is known, in the upper half of 32."""
    bits = (keys >> np.uint64(16)) ^ (keys >> np.uint64(48))
    return bits.astype(np.uint32) << np.uint32(16)


@dataclass(frozen=True, slots=True)
class Ngrams:
    """`ids`: the number of each word. `table`: the n-grams. `single`: natural logarithm of each
    word's own probability, and `single_weight` of its weight for backing off."""

    words: tuple[str, ...]
    ids: dict[str, int]
    table: NDArray[np.uint32]
    single: Scores
    single_weight: Scores

    @classmethod
    def load(cls, folder: Path) -> Ngrams:
        """Read what tools/train_syllables.py wrote."""
        listed = (folder / "words.txt").read_text(encoding="utf-8")
        words = tuple(listed.split("\n"))
        steps = np.load(folder / "single.npy", allow_pickle=False)
        single = steps.astype(np.float32) / -STEPS
        table = np.load(folder / "ngrams.npy", mmap_mode="r", allow_pickle=False)
        return cls(
            words=words,
            ids={word: number for number, word in enumerate(words)},
            table=np.asarray(table),
            single=single[0],
            single_weight=single[1],
        )

    def look_up(self, keys: Keys) -> tuple[Found, Scores, Scores]:
        """Keys (1-d) -> whether each was counted, its logarithm of probability, and of its weight
        for backing off."""
        entry = prints_of(keys)
        for place in places_of(keys, len(self.table)):
            entry ^= self.table.take(place)
        found = entry < _FOUND_BELOW
        log_step = entry >> np.uint32(8) & _BYTE
        weight_step = entry & _BYTE
        return found, _LOGS.take(log_step), _LOGS.take(weight_step)

    def pairs(self, left: Ids, right: Ids) -> tuple[Scores, Scores]:
        """Of each pair (1-d): the logarithm of P(right | left), and the pair's weight for backing
        off."""
        keys = keys_of(left, right)
        found, logs, weights = self.look_up(keys)
        backed = self.single_weight[left] + self.single[right]
        known_logs = np.where(found, logs, backed)
        known_weights = np.where(found, weights, np.float32(0))
        return known_logs, known_weights

    def triples(self, first: Ids, second: Ids, third: Ids) -> tuple[Found, Scores]:
        """Of each triple (1-d): was it counted, and the logarithm of P(third | first, second) where
        it was."""
        keys = keys_of(first, second, third)
        found, logs, _ = self.look_up(keys)
        return found, logs


@cache
def ngrams() -> Ngrams:
    """The model that comes with the package."""
    return Ngrams.load(Path(__file__).parent)
