"""Count the words of the corpus, two and three in a row, and torn expressions:
normalize/spelling/wording.npz.

    python tools/build_wording.py ../shared/corpus/admin.train.txt.xz \\
        ../shared/corpus/general.train.txt.xz

Words seen fewer than 20 times, pairs fewer than 3 and triples fewer than 15 times are left out.
Every tenth line is not read: on those `normalize/spelling/misspelled.py` is judged. A torn
expression is four words that hardly ever stand so, while with one more inside they are a frequent
expression ("kết quả giải | thủ tục": "quyết" is missing). Two minutes, 3 GB; the same input gives
the same file. Sources and licences: docs/models.md.
"""

from __future__ import annotations

import argparse
import array
import lzma
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kehoach.normalize.spelling.wordcounts import MIX, STEPS, mixed
from kehoach.normalize.tokens import (
    COUNTED_OTHER,
    COUNTED_STOP,
    NUMBER,
    counted_tokens,
    counted_word,
)

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = 10
RARE_WORD, RARE_PAIR, RARE_TRIPLE = 20, 3, 15
EXPRESSION = 100
"""So often five words must stand in a row to be an expression."""
LOOSE = 0.1
"""Two words side by side more often than this part of chance are no tear."""

Ints = NDArray[np.int64]


def read(paths: Sequence[Path]) -> tuple[list[str], Ints, NDArray[np.bool_]]:
    """The known words, the most frequent first; the corpus as their numbers (-1: not known), and
    which have a capital."""
    names: dict[str, int] = {}
    of: dict[str, int] = {}
    stream, titled = array.array("i"), array.array("b")
    for special in (COUNTED_STOP, COUNTED_OTHER, NUMBER):
        names[special] = len(names)
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for n, line in enumerate(file):
                if n % HELD_OUT == 0:
                    continue
                stream.append(0)
                titled.append(0)
                for word in counted_tokens(line):
                    number = of.get(word)
                    if number is None:
                        number = of[word] = names.setdefault(counted_word(word), len(names))
                    stream.append(number)
                    titled.append(word.istitle())
    text = np.array(stream, dtype=np.int64)
    counts = np.bincount(text, minlength=len(names))
    order = [
        0,
        1,
        2,
        *(int(n) for n in np.argsort(-counts, kind="stable") if n > 2 and counts[n] >= RARE_WORD),
    ]
    renamed = np.full(len(names), -1, dtype=np.int64)
    renamed[order] = np.arange(len(order))
    listed = list(names)
    return [listed[n] for n in order], renamed[text], np.array(titled, dtype=np.bool_)


def logarithms(counts: Ints) -> NDArray[np.uint8]:
    """Counts -> one byte each."""
    return np.minimum(np.round(np.log2(np.maximum(counts, 1)) * STEPS), 255).astype(np.uint8)


def runs(text: Ints, length: int) -> tuple[list[Ints], NDArray[np.bool_]]:
    """Each place's words, and whether all of them are known."""
    columns = [text[n : len(text) - length + 1 + n] for n in range(length)]
    return columns, np.logical_and.reduce([column >= 0 for column in columns])


def steps(keys: Ints) -> NDArray[np.uint64]:
    """Sorted keys as the distances between them: they compress well."""
    return np.diff(keys, prepend=0).astype(np.uint64)


def torn(
    text: Ints, single: Ints, size: int, loose: dict[int, int]
) -> tuple[NDArray[np.uint64], NDArray[np.uint16]]:
    """The torn expressions: what four words are mixed into, and the missing word with its place."""
    columns, known = runs(text, 5)
    inner = np.logical_and.reduce([known, *(column > 2 for column in columns[:4])])
    mixes = mixed(columns)[inner]
    _, first, counts = np.unique(mixes, return_index=True, return_counts=True)
    often = counts >= EXPRESSION
    at, counts = np.nonzero(inner)[0][first[often]], counts[often]
    fives = np.stack([text[at + n] for n in range(5)], axis=1)
    fours = np.sort(mixed(runs(text, 4)[0]))
    found: dict[int, int] = {}
    for gone in (1, 2, 3):
        rest = mixed([fives[:, n] for n in range(5) if n != gone])
        seen = np.searchsorted(fours, rest, "right") - np.searchsorted(fours, rest, "left")
        for row in np.nonzero(seen <= 1 + counts // 2000)[0]:
            left, right = int(fives[row, gone - 1]), int(fives[row, gone + 1])
            chance = float(single[left]) * float(single[right]) / float(single.sum())
            if loose.get(left * size + right, 0) <= LOOSE * chance:
                found.setdefault(int(rest[row]), gone * MIX + int(fives[row, gone]))
    keys = sorted(found)
    return np.array(keys, dtype=np.uint64), np.array([found[key] for key in keys], dtype=np.uint16)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "normalize" / "spelling" / "wording.npz")
    arguments = parser.parse_args()
    words, text, titled = read(arguments.corpus)
    size = len(words)
    single = np.bincount(text[text >= 0], minlength=size)
    named = (
        titled[:-1] & titled[1:]
    )  # two capitals in a row are a name ("Nhật Bản"): no help for common words
    (a, b), known = runs(text, 2)
    known &= ~named
    pairs, pair_counts = np.unique(a[known] * size + b[known], return_counts=True)
    loose = dict(zip(pairs.tolist(), pair_counts.tolist(), strict=True))
    torn_keys, missing = torn(text, single, size, loose)
    kept = pair_counts >= RARE_PAIR
    (a, b, c), known = runs(text, 3)
    known &= ~(named[:-1] | named[1:])
    triples, triple_counts = np.unique(
        (a[known] * size + b[known]) * size + c[known], return_counts=True
    )
    often = triple_counts >= RARE_TRIPLE
    np.savez_compressed(
        arguments.out,
        words=np.array(words, dtype=np.str_),
        single=logarithms(single),
        pairs=steps(pairs[kept]).astype(np.uint32),
        pair_counts=logarithms(pair_counts[kept]),
        triples=steps(triples[often]),
        triple_counts=logarithms(triple_counts[often]),
        torn=torn_keys,
        missing=missing,
    )
    told = f"{size} words kept, {kept.sum()} pairs, {often.sum()} triples, {len(torn_keys)} torn"
    print(f"{len(text)} words read, {told}, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
