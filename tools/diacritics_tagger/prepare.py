"""The corpus as numbers, packed for training: words, capitals, edges of lines, by source.

    .venv/bin/python tools/diacritics_tagger/prepare.py ../shared/corpus --out DATA

Writes `vocabulary.json` (words in order, the likeliest first), `train.npz`, and one `SOURCE.npz`
and `SOURCE.txt` for each source that measures (lines that nearly stand in the teaching part are
left out, as in bench/language.py).
"""

from __future__ import annotations

import argparse
import json
import sys
from array import array
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.repair.restore import stripped  # noqa: E402 (found by the line above)
from kehoach.normalize.tokens import TOKEN, word_of  # noqa: E402
from tools.diacritics_tagger.sources import DEV, TEST, lines, part_of  # noqa: E402

Ids = NDArray[np.int32]
Runs = NDArray[np.uint64]
SPECIAL = ("<s>", "<unk>", "#", ".", "*", ",", ";", ":", "-", "/", "(", ")", '"')
LEAST = 6
"""A word is known from so many times in the teaching part on."""
RUN, SEEN_TOO_MUCH = 6, 0.9
"""A line is left out whose runs of so many words stand in the teaching part to this share."""


def case_of(token: str) -> int:
    """0 small letters or no letters, 1 a capital first, 2 all capitals (two letters and more), 3
    mixed."""
    if token.islower() or not token[0].isalpha():
        return 0
    if token.isupper():
        return 2 if len(token) > 1 else 1
    return 1 if token[0].isupper() and token[1:].islower() else 3


class Numbers:
    """Words by number in the order of their coming, tokens looked up once each."""

    def __init__(self) -> None:
        self.of_token: dict[str, tuple[int, int]] = {}
        self.numbers: dict[str, int] = {word: n for n, word in enumerate(SPECIAL)}

    def of(self, token: str) -> tuple[int, int]:
        """The number and the capitals of a token."""
        known = self.of_token.get(token)
        if known is None:
            number = self.numbers.setdefault(word_of(token), len(self.numbers))
            known = self.of_token[token] = (number, case_of(token))
        return known


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    numbers = Numbers()
    words: dict[str, array[int]] = {}
    cases: dict[str, array[int]] = {}
    texts: dict[str, list[str]] = {name: [] for name in (*TEST, *DEV)}
    for name, line in lines(options.corpus):
        own, own_cases = words.setdefault(name, array("i")), cases.setdefault(name, array("b"))
        for token in TOKEN.findall(line):
            number, case = numbers.of(token)
            own.append(number)
            own_cases.append(case)
        own.append(0)
        own_cases.append(0)
        if name in texts:
            texts[name].append(line)
    streams = {name: np.frombuffer(own, dtype=np.int32) for name, own in words.items()}
    size = len(numbers.numbers)
    count = sum(
        np.bincount(s, minlength=size) for name, s in streams.items() if part_of(name) == "train"
    )
    names = list(numbers.numbers)
    kept = [
        n
        for n in range(len(SPECIAL), size)
        if count[n] >= LEAST and names[n] and names[n][0].isalpha()
    ]
    kept.sort(key=lambda n: (-count[n], names[n]))
    vocabulary = [*SPECIAL, *(names[n] for n in kept)]
    new = np.ones(size, dtype=np.uint16)
    new[: len(SPECIAL)] = np.arange(len(SPECIAL))
    new[kept] = np.arange(len(SPECIAL), len(vocabulary))
    options.out.mkdir(exist_ok=True)
    counts = [int(count[n]) for n in (*range(len(SPECIAL)), *kept)]
    (options.out / "vocabulary.json").write_text(
        json.dumps(
            {"words": vocabulary, "counts": counts, "special": len(SPECIAL)}, ensure_ascii=False
        ),
        "utf-8",
    )
    skeletons = len({stripped(word) for word in vocabulary[len(SPECIAL) :]})
    print(f"{len(vocabulary)} words, {skeletons} skeletons")
    train = [name for name in streams if part_of(name) == "train"]
    np.savez(
        options.out / "train.npz",
        words=np.concatenate([new[streams[name]] for name in train]),
        cases=np.concatenate([np.frombuffer(cases[name], dtype=np.int8) for name in train]),
        names=np.array(train),
        lengths=np.array([len(streams[name]) for name in train]),
    )
    seen = _runs(np.concatenate([streams[name] for name in train]))
    seen.sort()
    for name, own_texts in texts.items():
        stream, own_cases = streams[name], np.frombuffer(cases[name], dtype=np.int8)
        spans = _unlike(stream, seen)
        places = np.concatenate([np.arange(first, last + 1) for _, first, last in spans])
        np.savez(options.out / f"{name}.npz", words=new[stream[places]], cases=own_cases[places])
        kept_lines = [own_texts[n] for n, _, _ in spans]
        (options.out / f"{name}.txt").write_text("\n".join(kept_lines) + "\n", "utf-8")
        print(f"{name}: {len(spans)} of {len(own_texts)} lines kept, {len(places)} tokens")


def _unlike(stream: Ids, seen: Runs) -> list[tuple[int, int, int]]:
    """The lines of a stream that do not nearly stand in the teaching part: number, first place,
    place of the edge after it. `seen`: all runs of the teaching part, sorted."""
    ends = np.flatnonzero(stream == 0)
    starts = np.r_[0, ends[:-1] + 1]
    runs, inside = _runs(stream), _inside(stream)
    known = np.zeros(len(stream), dtype=bool)
    known[: len(runs)] = seen[np.minimum(np.searchsorted(seen, runs), len(seen) - 1)] == runs
    kept = []
    for n, (first, last) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        whole = inside[first:last]
        if not whole.any() or known[first:last][whole].mean() < SEEN_TOO_MUCH:
            kept.append((n, first, last))
    return kept


def _inside(stream: Ids) -> NDArray[np.bool_]:
    """Which places begin a run that does not reach over the edge of a line."""
    inside = np.zeros(len(stream), dtype=bool)
    total = np.r_[0, np.cumsum(stream == 0)]
    inside[: len(stream) - RUN + 1] = total[RUN:] == total[:-RUN]
    return inside


def _runs(stream: Ids) -> Runs:
    """A hash of the RUN words from each place on; shape (len(stream) - RUN + 1,)."""
    total = np.zeros(len(stream) - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        total = (
            total + stream[n : len(stream) - RUN + 1 + n].astype(np.uint64) + np.uint64(1)
        ) * np.uint64(0x9E3779B97F4A7C15)
        total ^= total >> np.uint64(29)
    return total


if __name__ == "__main__":
    main()
