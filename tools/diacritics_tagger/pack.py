"""What travels to the machine that trains: numbers of words and capitals of the teaching part,
in few megabytes.

    .venv/bin/python tools/diacritics_tagger/pack.py DATA --out PACKED

Writes `words.xz` (uint16 a token), `capitals.xz` (two bits a token), `watched.npz` (the dev
sources), `tables.npz` (which words share their letters), `names.json` (those letters and words
themselves).
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.repair.restore import stripped  # noqa: E402 (found by the line above)
from kehoach.normalize.tokens import TOKEN, word_of  # noqa: E402
from tools.diacritics_tagger.prepare import case_of  # noqa: E402
from tools.diacritics_tagger.sources import DEV  # noqa: E402
from tools.train_syllables import names, phrases  # noqa: E402

SHARES = {
    "laws": {
        "phapdien-quangthai": 0.5,
        "phapdien-saladnga": 0.5,
        "viwiki": 0.6,
        "tnt305-wiki": 0.5,
    },
    "general": {
        "phapdien-diepxuan": 0.2,
        "phapdien-quangthai": 0.15,
        "phapdien-saladnga": 0.15,
        "viwiki": 0.88,
        "tnt305-wiki": 0.88,
    },
}
"""What part of a source travels, where not all of it does: first the laws whole, then most of
the general text."""
STRETCH = 20_000
"""Tokens that stay together when a part is taken."""
WIDTH = 16
"""So many words with the same letters are told apart."""
LEAST_ALONE = 30
"""A word whose letters make no other one is an input of its own from so many times on."""
FILTERS: list[dict[str, Any]] = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 1 << 27,
        "lc": 1,
        "lp": 1,
        "pb": 1,
    }
]


def tables(
    words: list[str], counts: list[int], special: int
) -> tuple[dict[str, NDArray[Any]], dict[str, list[str]]]:
    """`skeleton` (word -> number of its letters without marks), `output` (word -> its row of the
    output, 0: none), `choices` (letters -> rows of the output, the likeliest first, padded with
    0); and what they are in letters."""
    own: dict[str, list[int]] = {}
    for n in range(special, len(words)):
        own.setdefault(stripped(words[n]), []).append(n)
    total = {key: sum(counts[n] for n in found) for key, found in own.items()}
    kept = [key for key, found in own.items() if len(found) > 1 or total[key] >= LEAST_ALONE]
    kept.sort(key=lambda key: (-total[key], key))
    skeleton = np.ones(len(words), dtype=np.int32)
    skeleton[:special] = np.arange(special)
    output = np.zeros(len(words), dtype=np.int32)
    choices = np.zeros((special + len(kept), WIDTH), dtype=np.int32)
    rows = [""]
    for place, key in enumerate(kept, special):
        skeleton[own[key]] = place
        if len(own[key]) > 1:
            for column, n in enumerate(own[key][:WIDTH]):  # words are in the order of their counts
                output[n] = choices[place, column] = len(rows)
                rows.append(words[n])
    listed = {"special": words[:special], "skeletons": [*words[:special], *kept], "outputs": rows}
    return {"skeleton": skeleton, "output": output, "choices": choices}, listed


def sampled(
    words: NDArray[Any], cases: NDArray[Any], share: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Stretches of whole lines that make up a share of a source."""
    if share >= 1:
        return words, cases
    ends = np.flatnonzero(words == 0) + 1
    cuts = np.unique(
        ends[
            np.searchsorted(ends, np.arange(0, len(words), STRETCH), side="left").clip(
                0, len(ends) - 1
            )
        ]
    )
    bounds = list(itertools.pairwise(cuts))
    taken = [bound for n, bound in enumerate(bounds) if int((n + 1) * share) > int(n * share)]
    return (
        np.concatenate([words[first:last] for first, last in taken]),
        np.concatenate([cases[first:last] for first, last in taken]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="what prepare.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shares", choices=tuple(SHARES), default="general")
    options = parser.parse_args()
    shares = SHARES[options.shares]
    options.out.mkdir(parents=True, exist_ok=True)
    vocabulary = json.loads((options.data / "vocabulary.json").read_text("utf-8"))
    arrays, listed = tables(vocabulary["words"], vocabulary["counts"], vocabulary["special"])
    np.savez_compressed(options.out / "tables.npz", **arrays)
    (options.out / "names.json").write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    print(f"{len(arrays['choices'])} inputs, {len(listed['outputs'])} outputs")
    train = np.load(options.data / "train.npz")
    ends = np.cumsum(train["lengths"])
    words, cases = [np.zeros(1, dtype=np.uint16)], [np.zeros(1, dtype=np.int8)]
    for name, last, length in zip(train["names"], ends, train["lengths"], strict=True):
        part = slice(last - length, last)
        own, own_cases = sampled(
            train["words"][part], train["cases"][part], shares.get(str(name), 1.0)
        )
        words.append(own)
        cases.append(own_cases)
        print(name, len(own))
    number = {word: n for n, word in enumerate(vocabulary["words"])}
    extra, extra_cases = [], []
    for line in (*names(), *phrases()):
        for token in TOKEN.findall(line):
            extra.append(number.get(word_of(token), 1))
            extra_cases.append(case_of(token))
        extra.append(0)
        extra_cases.append(0)
    print("names", len(extra))
    words.append(np.array(extra, dtype=np.uint16))
    cases.append(np.array(extra_cases, dtype=np.int8))
    packed = np.concatenate(words).astype("<u2")
    capitals = np.concatenate(cases).astype(np.uint8)
    capitals = np.pad(capitals, (0, -len(capitals) % 4)).reshape(-1, 4)
    bits = capitals[:, 0] | capitals[:, 1] << 2 | capitals[:, 2] << 4 | capitals[:, 3] << 6
    (options.out / "words.xz").write_bytes(
        lzma.compress(packed.tobytes(), lzma.FORMAT_XZ, filters=FILTERS)
    )
    (options.out / "capitals.xz").write_bytes(lzma.compress(bits.tobytes(), preset=9))
    watched = [np.load(options.data / f"{name}.npz") for name in DEV]
    np.savez_compressed(
        options.out / "watched.npz",
        words=np.concatenate([one["words"] for one in watched]),
        cases=np.concatenate([one["cases"] for one in watched]),
    )
    for path in sorted(options.out.iterdir()):
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
