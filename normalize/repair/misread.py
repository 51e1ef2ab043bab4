"""Which words may have been printed where OCR read something else: a noisy channel over the words
of the model.

Each confusion of letters has a probability (tools/train_misreadings.py). A word's is that of the
best cut of both strings into confused pieces (Brill & Moore 2000); all words are tried at once,
letter by letter down a trie, and only the promising beginnings are followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
_LENGTHS = LONGEST + 2
"""A printed piece was read as nothing, as 1 to LONGEST letters, or as more (which is never)."""
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
    and the word that it is, or -1. They stand in the order of their letters, so those of one
    beginning stand together: `first` says from where on (one more than there are, the last is the
    end)."""

    letter: Ints
    pair: Ints
    parent: Ints
    first: Ints
    word: Ints

    def children(self, parents: Ints) -> tuple[Ints, Ints]:
        """The beginnings here of some one letter shorter, by their places there (ascending): their
        own places, and for each the row of its parent among `parents`."""
        first = self.first[parents]
        counts = self.first[parents + 1] - first
        rows = np.repeat(np.arange(len(parents)), counts)
        before = np.cumsum(counts) - counts
        return np.arange(len(rows)) + (first - before)[rows], rows


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
        with np.load(path, allow_pickle=False) as file:
            printed = {str(letters): number for number, letters in enumerate(file["printed"])}
            read = {str(piece): number for number, piece in enumerate(file["read"])}
            worth = _floors(printed, read)
            worth[file["letters"], file["pieces"]] = file["worth"].astype(np.float32) / -STEPS
            known = _known(file, model) if "seen" in file else {}
        return cls(
            printed,
            read,
            worth=worth,
            levels=_levels(printed, model),
            known=known,
        )

    def words_for(self, seen: str) -> list[tuple[int, float]]:
        """Words, by number, that may have been read as `seen` (small letters), with the logarithm
        of how likely each would be; the likeliest first."""
        if not 0 < len(seen) <= LONGEST_WORD:
            return []
        if seen in self.known:
            return self.known[seen]
        words: list[Ints] = []
        worth: list[Floats] = []
        pieces = self._pieces(seen)
        reached = [_Reached.nothing(len(seen))]
        for depth, level in enumerate(self.levels):
            parents = self.levels[depth - 1] if depth else None
            begun = _step(level, parents, reached=reached, pieces=pieces)
            if begun is None:
                break
            ended = begun.ended(level)
            words.append(level.word[begun.places[ended]])
            worth.append(begun.scores[-1, ended])
            reached.append(begun.promising())
        return _likeliest(np.concatenate(words), np.concatenate(worth))

    def _pieces(self, seen: str) -> _Pieces:
        """What each printed piece is worth at each place of `seen`."""
        columns = np.full((_LENGTHS, len(seen) + 1), self._never, dtype=np.int64)
        for end in range(len(seen) + 1):
            for length in range(min(_LENGTHS, end + 1)):
                columns[length, end] = self._column(seen[end - length : end])
        return _Pieces(self.worth.T[columns])

    @property
    def _never(self) -> int:
        """The column of pieces that are worth nothing."""
        return int(self.worth.shape[1]) - 1

    def _column(self, piece: str) -> int:
        """The column of a piece as read; one of those for pieces never seen, by its length."""
        known = self.read.get(piece)
        if known is not None:
            return known
        if len(piece) > LONGEST:
            return self._never
        return len(self.read) + len(piece)


def _floors(printed: dict[str, int], read: dict[str, int]) -> Floats:
    """The worth of confusions that were never seen: FLOOR for single letters, else NEVER."""
    unseen = len(read)
    columns = unseen + len(FLOOR) + 1
    worth = np.full((len(printed), columns), NEVER, dtype=np.float32)
    is_single = np.array([len(letters) == 1 for letters in printed])
    for size, floor in enumerate(FLOOR):
        worth[is_single, unseen + size] = floor
    for piece, column in read.items():
        size = min(len(piece), LONGEST)
        worth[is_single, column] = FLOOR[size]
    return worth


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What each printed piece is worth (length of what was read of it, its end in the reading,
    piece). Here and below the pieces and beginnings come last: of them there are many."""

    worth: Floats

    def after(self, before: Floats, piece: Ints) -> Floats:
        """From what is reached after the letters before (place, beginning) to after the next
        piece."""
        reached: Floats = before + self.worth[0].take(piece, axis=1)
        for length in range(1, min(len(self.worth), len(before))):
            ends = reached[length:]
            begun = before[:-length] + self.worth[length, length:].take(piece, axis=1)
            np.maximum(ends, begun, out=ends)
        return reached


@dataclass(frozen=True, slots=True)
class _Reached:
    """The beginnings of a level that are followed: their places there, and the best score of each
    after so many letters of the reading (place, beginning)."""

    places: Ints
    scores: Floats

    @classmethod
    def nothing(cls, size: int) -> _Reached:
        """The empty beginning."""
        scores = np.full((size + 1, 1), NEVER, dtype=np.float32)
        scores[0, 0] = 0.0
        return cls(np.zeros(1, dtype=np.int64), scores)

    def rows(self, count: int) -> Ints:
        """For each of `count` beginnings of the level its row here; -1 for one that was given
        up."""
        rows = np.full(count, -1, dtype=np.int64)
        rows[self.places] = np.arange(len(self.places))
        return rows

    def ended(self, level: Level) -> Ints:
        """The rows of beginnings that are words and explain the whole reading."""
        is_word = level.word[self.places] >= 0
        is_whole = self.scores[-1] > NEVER / 2
        return np.flatnonzero(is_word & is_whole)

    def promising(self) -> _Reached:
        """Those not much worse than the best, CAP at most (ties apart)."""
        top = self.scores.max(axis=0)
        least = top.max() - BEAM
        if len(top) > CAP:
            least = max(least, np.partition(top, -CAP)[-CAP])
        kept = top >= least
        return _Reached(self.places[kept], self.scores[:, kept])


def _step(
    level: Level, parents: Level | None, reached: Sequence[_Reached], pieces: _Pieces
) -> _Reached | None:
    """From the beginnings followed so far to those of the next level; None where there are none.
    The last letter was read by itself, or the last two together."""
    last = reached[-1]
    own, followed = level.children(last.places)
    if not len(own):
        return None
    before = last.scores.take(followed, axis=1)
    scores = pieces.after(before, level.letter[own])
    if parents is not None:
        pair = level.pair[own]
        is_paired = np.flatnonzero(pair >= 0)
        grandparents = parents.parent[level.parent[own[is_paired]]]
        last_but_one = reached[-2]
        count = int(last_but_one.places.max()) + 1
        before = last_but_one.scores.take(last_but_one.rows(count)[grandparents], axis=1)
        together = pieces.after(before, pair[is_paired])
        scores[:, is_paired] = np.maximum(scores[:, is_paired], together)
    return _Reached(own, scores)


def _likeliest(words: Ints, worth: Floats) -> list[tuple[int, float]]:
    """The MOST likeliest words, none much worse than the best."""
    best_first = np.argsort(-worth, kind="stable")[:MOST]
    words, worth = words[best_first], worth[best_first]
    is_near = worth >= worth[:1] - MARGIN
    return list(zip(words[is_near].tolist(), worth[is_near].tolist(), strict=True))


def _known(file: Mapping[str, NDArray[Any]], model: Ngrams) -> dict[str, list[tuple[int, float]]]:
    """The words for readings that were looked up beforehand; words that the model has not are left
    out."""
    found: dict[str, list[tuple[int, float]]] = {}
    worth = file["meant_worth"].astype(float) / -STEPS
    rows = zip(
        file["seen"].tolist(),
        file["meant"].tolist(),
        worth.tolist(),
        strict=True,
    )
    for seen, meant, score in rows:
        number = model.ids.get(meant)
        if number is not None:
            found.setdefault(seen, []).append((number, score))
    return found


def _levels(printed: dict[str, int], model: Ngrams) -> tuple[Level, ...]:
    """The trie of the model's words, level by level."""
    words = _guessable(printed, model)
    levels: list[Level] = []
    before = {"": 0}
    size = 1
    while True:
        beginnings = sorted({word[:size] for word in words if len(word) >= size})
        if not beginnings:
            return tuple(levels)
        letters = [printed[start[-1]] for start in beginnings]
        pairs = [printed.get(start[-2:], -1) if size > 1 else -1 for start in beginnings]
        parents = [before[start[:-1]] for start in beginnings]
        bounds = np.searchsorted(parents, np.arange(len(before) + 1))
        numbers = [words.get(start, -1) for start in beginnings]
        levels.append(
            Level(
                letter=np.array(letters, dtype=np.int64),
                pair=np.array(pairs, dtype=np.int64),
                parent=np.array(parents, dtype=np.int64),
                first=bounds,
                word=np.array(numbers, dtype=np.int64),
            )
        )
        before = {start: place for place, start in enumerate(beginnings)}
        size += 1


def _guessable(printed: dict[str, int], model: Ngrams) -> dict[str, int]:
    """The words that may be guessed: no longer than a syllable, not rare, of known letters."""
    letters = {piece for piece in printed if len(piece) == 1}
    words: dict[str, int] = {}
    for number, word in enumerate(model.words):
        if number <= UNKNOWN or len(word) > LONGEST_SYLLABLE:
            continue
        is_frequent = model.single[number] > RAREST
        if is_frequent and letters.issuperset(word):
            words[word] = number
    return words


@cache
def channel(language: str) -> Channel:
    """The confusions of Tesseract's "eng" or "vie" that come with the package."""
    path = Path(__file__).with_name(f"misread-{language}.npz")
    return Channel.load(path, ngrams())
