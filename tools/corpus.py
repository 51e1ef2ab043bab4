"""The corpus of ../shared as the training scripts and the benchmarks read it: which lines teach,
which measure."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

from kehoach.normalize.tokens import TOKEN, word_of

ADMIN, GENERAL = "admin.train.txt.xz", "general.train.txt.xz"
SINGLE_DOCUMENTS = 533_726
"""From this line (from 1) on the administrative file holds many small documents, before it three
large collections."""
OFFICES = ((603_677, 628_919), (628_920, 639_125), (644_559, 663_868))
"""Lines with decisions, plans and letters of offices."""


def held_out(number: int) -> bool:
    """Is line `number` (from 1) of the administrative file kept from training? Whole runs are, so
    that a document is on one side: 400 lines in 53 runs of the collections, 40 in 17 runs of the
    small documents."""
    if number < SINGLE_DOCUMENTS:
        return number // 400 % 53 == 7
    return number // 40 % 17 == 3


def read(path: Path) -> Iterator[str]:
    """The lines of a corpus file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def teaching(folder: Path) -> Iterator[tuple[int, str]]:
    """Administrative lines to learn from, with their numbers."""
    return ((n, line) for n, line in enumerate(read(folder / ADMIN), 1) if not held_out(n))


def measuring(folder: Path) -> list[str]:
    """Administrative lines to measure with; those that nearly stand in the teaching part, too, are
    left out (nine in ten of their runs of six words do), as in the corpus's own private test
    set."""
    kept, seen = [], set()
    for n, line in enumerate(read(folder / ADMIN), 1):
        runs = _runs(line)
        if held_out(n):
            kept.append((line, runs))
        else:
            seen |= runs
    return [line for line, runs in kept if not runs or len(runs & seen) < 0.9 * len(runs)]


def _runs(line: str) -> set[int]:
    words = [word_of(token) for token in TOKEN.findall(line)]
    return {hash(tuple(words[n : n + 6])) for n in range(len(words) - 5)}
