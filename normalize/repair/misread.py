"""Which words may have been printed where OCR read something else: a noisy channel over the words
of the model.

Each confusion of letters has a probability (tools/train_misreadings.py). A word's is that of the
best cut of both strings into confused pieces (Brill & Moore 2000); all words are tried at once,
letter by letter down a trie, and only the promising beginnings are followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.ngrams.model import UNKNOWN, Ngrams, ngrams

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

NEVER = np.float32(-1e9)
STEPS = 16.0
FLOOR = (-9.0, -9.5, -12.5, -16.0)
"""What it is worth that a letter was read as so many others in a way that was never seen."""
LONGEST = 3
BEAM = 10.0
"""Beginnings of words that are so much worse than the best of their length are given up."""
CAP = 500
"""Of so many beginnings of one length the others are given up as well."""
MARGIN = 11.0
MOST = 60
"""So many words a reading may stand for."""
LONGEST_SYLLABLE = 7
LONGEST_WORD = 11
RAREST = -13.5
"""Words rarer than this (logarithm of probability) are never guessed."""


@dataclass(frozen=True, slots=True)
class Level:
    """The beginnings of words that have so many letters: of each, the number of its last letter (as
    printed piece) and of its last two (-1: no such piece), its own beginning one letter shorter,
    and the word that it is, or -1."""

    letter: Ints
    pair: Ints
    parent: Ints
    word: Ints


@dataclass(frozen=True, slots=True)
class Channel:
    """`worth`: logarithm of the probability of each printed piece (rows) to be read as each piece
    (columns; two more columns: a piece never seen, by FLOOR, and none at all). `known`: readings
    that are words themselves, looked up beforehand, for they are nearly all that a good reading
    has."""

    printed: dict[str, int]
    read: dict[str, int]
    worth: Floats
    levels: tuple[Level, ...]
    known: dict[str, list[tuple[int, float]]]

    @classmethod
    def load(cls, path: Path, model: Ngrams) -> Channel:
        """Read what tools/train_misreadings.py wrote; the words are those of the model."""
        with np.load(path, allow_pickle=False) as held:
            printed = {str(letters): n for n, letters in enumerate(held["printed"])}
            read = {str(piece): n for n, piece in enumerate(held["read"])}
            worth = np.full((len(printed), len(read) + len(FLOOR) + 1), NEVER, dtype=np.float32)
            single = np.array([len(letters) == 1 for letters in printed])
            for size, floor in enumerate(FLOOR):
                worth[single, len(read) + size] = floor
            for piece, n in read.items():
                worth[single, n] = FLOOR[min(len(piece), LONGEST)]
            worth[held["letters"], held["pieces"]] = held["worth"].astype(np.float32) / -STEPS
            known = _known(held, model) if "seen" in held else {}
        return cls(printed, read, worth, _levels(printed, model), known)

    def words_for(self, seen: str) -> list[tuple[int, float]]:
        """Words, by number, that may have been read as `seen` (small letters), with the logarithm
        of how likely each would be; the likeliest first."""
        if not 0 < len(seen) <= LONGEST_WORD:
            return []
        if seen in self.known:
            return self.known[seen]
        size = len(seen)
        pieces, shift = self._pieces(seen)
        start = np.full((1, size + 1), NEVER, dtype=np.float32)
        start[0, 0] = 0.0
        reached = [start]
        places = [np.zeros(1, dtype=np.int64)]
        words: list[Ints] = []
        worth: list[Floats] = []
        for level in self.levels:
            rows = np.full(
                len(self.levels[len(reached) - 2].letter) if len(reached) > 1 else 1,
                -1,
                dtype=np.int64,
            )
            rows[places[-1]] = np.arange(len(places[-1]))
            own = np.flatnonzero(rows[level.parent] >= 0)
            if not len(own):
                break
            before = reached[-1][rows[level.parent[own]]]
            score = _stepped(before, pieces[level.letter[own]], shift)
            if len(reached) > 1:
                grand = reached[-2][
                    _grand_rows(self.levels[len(reached) - 2], places, level.parent[own])
                ]
                paired = level.pair[own] >= 0
                both = _stepped(grand[paired], pieces[level.pair[own][paired]], shift)
                score[paired] = np.maximum(score[paired], both)
            whole = np.flatnonzero((level.word[own] >= 0) & (score[:, size] > NEVER / 2))
            words.append(level.word[own[whole]])
            worth.append(score[whole, size])
            top = score.max(axis=1)
            least = top.max() - BEAM
            if len(top) > CAP:
                least = max(least, np.partition(top, -CAP)[-CAP])
            kept = top >= least
            reached.append(score[kept])
            places.append(own[kept])
        numbers, scores = np.concatenate(words), np.concatenate(worth)
        best = np.argsort(-scores, kind="stable")[:MOST]
        return [
            (int(numbers[n]), float(scores[n]))
            for n in best
            if scores[n] >= scores[best[0]] - MARGIN
        ]

    def _pieces(self, seen: str) -> tuple[Floats, Ints]:
        """For each printed piece, each length of what was read of it and each end of that in
        `seen`: the worth; and where each of those began (0 for one that would begin before the
        word: it is worth nothing)."""
        size = len(seen)
        columns = np.full((LONGEST + 2, size + 1), self.worth.shape[1] - 1, dtype=np.int64)
        begins = np.zeros((LONGEST + 2, size + 1), dtype=np.int64)
        for end in range(size + 1):
            for length in range(min(LONGEST + 1, end) + 1):
                piece = seen[end - length : end]
                unseen = len(self.read) + length if length <= LONGEST else self.worth.shape[1] - 1
                columns[length, end] = self.read.get(piece, unseen)
                begins[length, end] = end - length
        return self.worth[:, columns], begins


def _stepped(before: Floats, worth: Floats, begins: Ints) -> Floats:
    """From what is reached after the letters before (beginning, place) to after the next piece."""
    stepped: Floats = before + worth[:, 0]
    for length in range(1, len(begins)):
        np.maximum(stepped, before[:, begins[length]] + worth[:, length], out=stepped)
    return stepped


def _grand_rows(level: Level, places: list[Ints], parents: Ints) -> Ints:
    """Where in the last but one list of reached beginnings those stand that are two letters
    shorter."""
    grand = level.parent[parents]
    rows = np.full(int(places[-2].max()) + 1, 0, dtype=np.int64)
    rows[places[-2]] = np.arange(len(places[-2]))
    found: Ints = rows[grand]
    return found


def _known(held: Mapping[str, NDArray[Any]], model: Ngrams) -> dict[str, list[tuple[int, float]]]:
    """The words for readings that were looked up beforehand; words that the model has not are left
    out."""
    found: dict[str, list[tuple[int, float]]] = {}
    worth = held["meant_worth"].astype(float) / -STEPS
    for seen, meant, score in zip(
        held["seen"].tolist(), held["meant"].tolist(), worth.tolist(), strict=True
    ):
        number = model.ids.get(meant)
        if number is not None:
            found.setdefault(seen, []).append((number, score))
    return found


def _levels(printed: dict[str, int], model: Ngrams) -> tuple[Level, ...]:
    """The trie of the model's words, level by level."""
    letters = {piece for piece in printed if len(piece) == 1}
    words = {
        word: n
        for n, word in enumerate(model.words)
        if n > UNKNOWN
        and len(word) <= LONGEST_SYLLABLE
        and model.single[n] > RAREST
        and set(word) <= letters
    }
    levels = []
    before = {"": 0}
    size = 1
    while before:
        here = sorted({word[:size] for word in words if len(word) >= size})
        if not here:
            break
        levels.append(
            Level(
                np.array([printed[start[-1]] for start in here], dtype=np.int64),
                np.array(
                    [printed.get(start[-2:], -1) if size > 1 else -1 for start in here],
                    dtype=np.int64,
                ),
                np.array([before[start[:-1]] for start in here], dtype=np.int64),
                np.array([words.get(start, -1) for start in here], dtype=np.int64),
            )
        )
        before = {start: n for n, start in enumerate(here)}
        size += 1
    return tuple(levels)


@cache
def channel(language: str) -> Channel:
    """The confusions of Tesseract's "eng" or "vie" that come with the package."""
    return Channel.load(Path(__file__).parent / f"misread-{language}.npz", ngrams())
