"""Count which words follow which: normalize/ngrams/, the language model that restores and repairs.

    .venv/bin/python tools/train_syllables.py ../shared/corpus

Counted are one, two and three words in a row of administrative text, of general text at a lower
weight, and of the names that plans are full of: units of the gazetteer, offices, quarters, months.
Some two minutes and 3 GB of memory; the same corpus gives the same bytes. Lines that `tools.corpus`
holds out are not counted. Sources and licences: docs/models.md.
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.levels import administrative_levels  # noqa: E402 (found by the line above)
from kehoach.normalize.ngrams.model import STEPS, keys_of, places_of, prints_of  # noqa: E402
from kehoach.normalize.tokens import TOKEN, word_of  # noqa: E402
from tools.corpus import GENERAL, read, teaching  # noqa: E402

GENERAL_WEIGHT = 0.3
NAMES_WEIGHT, PHRASES_WEIGHT = 5.0, 40.0
DISCOUNT = 0.8
LEAST_ADMIN, LEAST_ALL = 4, 10
"""A word is known from so many times in administrative text, or in all."""
LEAST_PAIR, LEAST_TRIPLE = 0.9, 0.9

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grams:
    """n-grams as numbers in base `size`, sorted, and how often each was counted."""

    keys: Ints
    counts: Floats


def names() -> Iterator[str]:
    """Names that a corpus of laws has too rarely: units of the gazetteer, offices, quarters."""
    with lzma.open(ROOT / "normalize" / "gazetteer.tsv.xz", "rt", encoding="utf-8") as file:
        rows = [row.rstrip("\n").split("\t") for row in file]
    for _, _, level, name, district, province, _ in rows:
        yield f"{level} {name}"
        if level in administrative_levels().lowest:
            above = district or province
            yield from (
                phrase.format(level=level, name=name, above=above)
                for phrase in listed()["of_a_unit"]
            )
    for kind in ("ward", "with_level", "other", "province", "central"):
        yield from offices()[kind]
    for quarter in ("i", "ii", "iii", "iv"):
        yield from (phrase.format(quarter=quarter) for phrase in listed()["of_a_quarter"])


def phrases() -> Iterator[str]:
    """How plans of wards and communes speak of their own unit, which hardly any law does ("của
    phường", "Phòng Văn hóa - Xã hội phường"): without it every "phuong" is "phương"."""
    for level in ("phường", "xã"):
        for before in listed()["before_own_unit"]:
            yield from (f"{before} {level}{end}" for end in (".", ",", ";", " năm 1", ""))
        for kind in ("ward", "with_level"):
            yield from (
                f"{office} {level}{end}"
                for office in offices()[kind]
                for end in (".", ",", ";", "")
            )


@cache
def listed() -> dict[str, list[str]]:
    """The phrases of phrases.yaml."""
    read_in: dict[str, list[str]] = yaml.safe_load(
        (ROOT / "tools" / "phrases.yaml").read_text(encoding="utf-8")
    )
    return read_in


@cache
def offices() -> dict[str, Any]:
    """The directory of offices."""
    read_in: dict[str, Any] = yaml.safe_load(
        (ROOT / "normalize" / "offices" / "offices.yaml").read_text(encoding="utf-8")
    )
    return read_in


class Words:
    """Words by number; tokens are named once each."""

    def __init__(self) -> None:
        self.of_token: dict[str, int] = {}
        self.names: list[str] = []
        self.numbers: dict[str, int] = {}

    def stream(self, lines: Iterable[str]) -> Ints:
        """Lines as numbers from 1 on, each line followed by 0."""
        out: list[int] = [0]
        for line in lines:
            for token in TOKEN.findall(line):
                number = self.of_token.get(token)
                if number is None:
                    name = word_of(token)
                    number = self.of_token[token] = self.numbers.setdefault(
                        name, len(self.numbers) + 1
                    )
                    if number > len(self.names):
                        self.names.append(name)
                out.append(number)
            out.append(0)
        return np.array(out, dtype=np.int64)


def grams(stream: Ints, length: int, size: int) -> Grams:
    """The n-grams of a stream that do not reach over an edge (0) between two lines."""
    ends = len(stream) - length + 1
    keys = stream[:ends].copy()
    inside = np.ones(ends, dtype=bool)
    for n in range(1, length):
        keys = keys * size + stream[n : ends + n]
        if n < length - 1:
            inside &= stream[n : ends + n] != 0
    found, counts = np.unique(keys[inside], return_counts=True)
    return Grams(found, counts.astype(np.float64))


def together(parts: list[tuple[Grams, float]]) -> Grams:
    """Counts added up, each part at its weight."""
    keys = np.concatenate([part.keys for part, _ in parts])
    counts = np.concatenate([part.counts * weight for part, weight in parts])
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return Grams(keys[first], np.add.reduceat(counts, first))


def byte_of(chance: Floats) -> NDArray[np.uint32]:
    """Probabilities as one byte each."""
    return np.clip(np.round(-np.log(np.maximum(chance, 1e-30)) * STEPS), 0, 255).astype(np.uint32)


def model(
    one: Grams, two: Grams, three: Grams, size: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint32], Floats, Floats]:
    """Counts -> keys and entries of the table, and of each single word its probability and weight
    for backing off. Absolute discounting with interpolation; a single word counts half by how often
    it stands, half by after how many others (Kneser & Ney 1995)."""
    alone = np.zeros(size)
    alone[one.keys] = one.counts
    after = np.bincount(two.keys % size, minlength=size).astype(np.float64)
    single = 0.5 * alone / alone.sum() + 0.5 * after / after.sum() + 1e-9
    single /= single.sum()

    left, right = two.keys // size, two.keys % size
    context = np.bincount(left, weights=two.counts, minlength=size)
    kept = two.counts >= LEAST_PAIR
    share = (two.counts - np.minimum(DISCOUNT, two.counts * 0.7)) / context[left]
    single_rest = np.clip(1 - np.bincount(left[kept], weights=share[kept], minlength=size), 1e-6, 1)
    pair = share + single_rest[left] * single[right]

    before, last = three.keys // size, three.keys % size
    at = np.searchsorted(two.keys, before)
    context = np.bincount(at, weights=three.counts, minlength=len(two.keys))
    kept_three = (three.counts >= LEAST_TRIPLE) & kept[at]
    share = (three.counts - np.minimum(DISCOUNT, three.counts * 0.7)) / context[at]
    rest = np.clip(
        1 - np.bincount(at[kept_three], weights=share[kept_three], minlength=len(two.keys)), 1e-6, 1
    )
    shorter = three.keys % (size * size)
    place = np.minimum(np.searchsorted(two.keys, shorter), len(two.keys) - 1)
    known = (two.keys[place] == shorter) & kept[place]
    backed = np.where(known, pair[place], single_rest[shorter // size] * single[last])
    triple = share + rest[at] * backed

    threes = three.keys[kept_three]
    keys = np.concatenate(
        [
            keys_of(left[kept], right[kept]),
            keys_of(threes // size**2, threes // size % size, threes % size),
        ]
    )
    entries = np.concatenate(
        [byte_of(pair[kept]) << 8 | byte_of(rest[kept]), byte_of(triple[kept_three]) << 8]
    )
    return keys, entries.astype(np.uint32), single, single_rest


def table_of(keys: NDArray[np.uint64], entries: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The table in which the three places of each key give its entry. Keys are taken off one by one
    that have a place for themselves, and set in the reverse order. Raises ValueError when some are
    left over (hardly ever)."""
    size = (int(len(keys) * 1.23) // 3 + 11) * 3
    places = np.stack(places_of(keys, size), axis=1)
    users = np.bincount(places.ravel(), minlength=size)
    mixed = np.zeros(size, dtype=np.int64)
    for column in places.T:
        np.bitwise_xor.at(mixed, column, np.arange(len(keys)))
    taken = np.zeros(len(keys), dtype=bool)
    order: list[tuple[Ints, Ints]] = []
    free = np.flatnonzero(users == 1)
    while len(free):
        owners, first = np.unique(mixed[free], return_index=True)
        fresh = ~taken[owners]
        owners, own = owners[fresh], free[first][fresh]
        taken[owners] = True
        order.append((owners, own))
        touched = places[owners].ravel()
        np.subtract.at(users, touched, 1)
        np.bitwise_xor.at(mixed, touched, np.repeat(owners, 3))
        touched = np.unique(touched)
        free = touched[users[touched] == 1]
    if not taken.all():
        raise ValueError("the table cannot be built: change its size")
    table = np.zeros(size, dtype=np.uint32)
    wanted = entries ^ prints_of(keys)
    for owners, own in reversed(order):
        a, b, c = places[owners].T
        table[own] = wanted[owners] ^ table[a] ^ table[b] ^ table[c]
    return table


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, help="the folder of the corpus")
    parser.add_argument("--out", type=Path, default=ROOT / "normalize" / "ngrams")
    options = parser.parse_args()
    words = Words()
    streams = [
        (words.stream(line for _, line in teaching(options.corpus)), 1.0),
        (words.stream(read(options.corpus / GENERAL)), GENERAL_WEIGHT),
        (words.stream(names()), NAMES_WEIGHT),
        (words.stream(phrases()), PHRASES_WEIGHT),
    ]
    totals = [np.bincount(stream, minlength=len(words.names) + 1) for stream, _ in streams]
    admin, every = totals[0] + totals[2] + totals[3], sum(totals)
    known = [
        n
        for n in range(1, len(words.names) + 1)
        if admin[n] >= LEAST_ADMIN or every[n] >= LEAST_ALL
    ]
    weight: Counter[int] = Counter({n: int(admin[n]) * 10 + int(every[n]) for n in known})
    known.sort(key=lambda n: (-weight[n], words.names[n - 1]))
    numbers = np.ones(len(words.names) + 1, dtype=np.int64)
    numbers[0] = 0
    numbers[known] = np.arange(2, len(known) + 2)
    vocabulary = ["<s>", "<unk>", *(words.names[n - 1] for n in known)]
    size = len(vocabulary)
    counted = [
        together([(grams(numbers[stream], length, size), share) for stream, share in streams])
        for length in (1, 2, 3)
    ]
    keys, entries, single, rest = model(*counted, size)
    options.out.mkdir(exist_ok=True)
    np.save(options.out / "ngrams.npy", table_of(keys, entries))
    np.save(options.out / "single.npy", np.stack([byte_of(single), byte_of(rest)]).astype(np.uint8))
    (options.out / "words.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    bytes_written = sum(path.stat().st_size for path in options.out.iterdir())
    print(f"{size} words, {len(keys)} n-grams, {bytes_written / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
