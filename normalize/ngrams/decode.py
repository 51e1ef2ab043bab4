"""Which of the words that may stand at each place were meant: many texts at once, the best path
through each.

A trigram Viterbi search (Viterbi 1967) in numpy. At each place a text has up to K candidates, each
with a score of its own (how well it explains what is written there); the language model scores each
with the two words before. For each candidate only the BRANCHES best ways to it are kept, each over
another word before it.

All scores are natural logarithms of probability. Arrays of every combination are laid out flat, and
only the combinations that exist are looked up: `flat` holds their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.ngrams.model import START, Ids, Ngrams, Scores

Steps = NDArray[np.int16]
"""For each way its last step back: candidate before * BRANCHES + branch there."""

NEVER = np.float32(-1e9)
_POSSIBLE = NEVER / 2
BRANCHES = 2
KEPT = 6
"""So many candidates of a place are weighed with both words before them."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Texts of equal treatment: `words` (text, place, candidate), the numbers of candidate words,
    and `scores`, what each candidate is worth by itself (natural logarithm; NEVER where there is
    none). Texts are padded at the end with places that have the one candidate START."""

    words: Ids
    scores: Scores

    def chosen(self, path: Ids) -> Ids:
        """The words of a path (text, place)."""
        return _of_path(self.words, path)


def _of_path(values: NDArray[Any], path: Ids) -> NDArray[Any]:
    """From (text, place, candidate) the values of the candidates of a path: (text, place)."""
    index = np.expand_dims(path, axis=2)
    picked = np.take_along_axis(values, index, axis=2)
    return np.squeeze(picked, axis=2)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """For each place, each candidate of the place before and each of its own: the pair's logarithm
    and its weight for backing off. Shape (text, place, before, candidate)."""

    logs: Scores
    weights: Scores


@dataclass(frozen=True, slots=True)
class _Ways:
    """The best ways that end at one place: of each (text, candidate, branch) the score, and the
    candidate before it on that way (0 at the start: the edge of the text)."""

    scores: Scores
    before: Ids

    @classmethod
    def first(cls, lattice: Lattice, pairs: _Pairs) -> _Ways:
        """The ways to the first place."""
        texts, _, width = lattice.words.shape
        scores = np.full((texts, width, BRANCHES), NEVER, dtype=np.float32)
        scores[:, :, 0] = lattice.scores[:, 0] + pairs.logs[:, 0, 0]
        before = np.zeros((texts, width, BRANCHES), dtype=np.int64)
        return cls(scores, before)


def best_path(model: Ngrams, lattice: Lattice) -> Ids:
    """The chosen candidate of every place: (text, place)."""
    texts, places, width = lattice.words.shape
    if not places:
        return np.zeros((texts, 0), dtype=np.int64)
    pairs = _pairs_of(model, lattice)
    kept = None
    if width > KEPT:
        kept = _best_with_neighbours(lattice, pairs)
        pairs = _pairs_among(pairs, kept)
        lattice = Lattice(
            words=np.take_along_axis(lattice.words, kept, axis=2),
            scores=np.take_along_axis(lattice.scores, kept, axis=2),
        )
    ways = _Ways.first(lattice, pairs)
    steps: list[Steps] = []
    for place in range(1, places):
        totals = _totals(model, lattice, pairs=pairs, place=place, ways=ways)
        ways, last_steps = _best_ways(totals)
        steps.append(last_steps)
    path = _traced(ways.scores, steps)
    return path if kept is None else _of_path(kept, path)


def _pairs_of(model: Ngrams, lattice: Lattice) -> _Pairs:
    """All pairs of neighbours that exist."""
    words = lattice.words
    texts, places, width = words.shape
    before = _shifted(words, edge=START)
    exists = lattice.scores > _POSSIBLE
    exists_before = _shifted(exists, edge=False)
    exists_before[:, 0, 0] = True
    exists_pair = exists_before[:, :, :, None] & exists[:, :, None, :]
    flat = np.flatnonzero(exists_pair)
    left, candidate = np.divmod(flat, width)
    right = left // width * width + candidate
    found_logs, found_weights = model.pairs(before.take(left), words.take(right))
    logs = np.full((texts, places, width, width), NEVER, dtype=np.float32)
    weights = np.zeros_like(logs)
    logs.put(flat, found_logs)
    weights.put(flat, found_weights)
    return _Pairs(logs, weights)


def _shifted(values: NDArray[Any], edge: int | bool) -> NDArray[Any]:
    """At each place what stands at the place before (text, place, …); `edge` at the first."""
    shifted = np.full_like(values, edge)
    shifted[:, 1:] = values[:, :-1]
    return shifted


def _best_with_neighbours(lattice: Lattice, pairs: _Pairs) -> Ids:
    """The KEPT candidates of each place that go best with some word before and some word after:
    (text, place, kept), in their order."""
    worth = pairs.logs.max(axis=2) + lattice.scores
    worth[:, :-1] += pairs.logs[:, 1:].max(axis=3)
    kept = np.argpartition(-worth, KEPT - 1, axis=2)[:, :, :KEPT]
    kept.sort(axis=2)
    return kept


def _pairs_among(pairs: _Pairs, kept: Ids) -> _Pairs:
    """The pairs of the kept candidates."""
    texts, places, _ = kept.shape
    kept_before = _shifted(kept, edge=0)
    kept_before[:, 0] = np.arange(KEPT)
    index = (
        np.arange(texts).reshape(texts, 1, 1, 1),
        np.arange(places).reshape(1, places, 1, 1),
        kept_before[:, :, :, None],
        kept[:, :, None, :],
    )
    return _Pairs(pairs.logs[index], pairs.weights[index])


def _totals(
    model: Ngrams,
    lattice: Lattice,
    pairs: _Pairs,
    *,
    place: int,
    ways: _Ways,
) -> Scores:
    """What each way to a candidate before `place` is worth with each candidate of `place`: (text,
    before, branch, candidate)."""
    own_scores = lattice.scores[:, place]
    possible = _possible_steps(ways, own_scores)
    width = lattice.words.shape[2]
    # Places in flat arrays: `way` by (text, before, branch); `row` where a text begins in (text,
    # candidate); the three words of a step as candidates of their own places.
    flat = np.flatnonzero(possible)
    way, last = np.divmod(flat, width)
    row = way // (width * BRANCHES) * width
    middle = way // BRANCHES % width
    first = row + ways.before.take(way)
    found, logs = model.triples(
        _words_before(lattice, place).take(first),
        lattice.words[:, place - 1].take(row + middle),
        lattice.words[:, place].take(row + last),
    )
    weights = pairs.weights[:, place - 1].take(first * width + middle)
    pair_logs = pairs.logs[:, place].take((row + middle) * width + last)
    gained = np.where(found, logs, weights + pair_logs)
    gained += own_scores.take(row + last)
    totals = np.full(possible.shape, NEVER, dtype=np.float32)
    totals.put(flat, ways.scores.take(way) + gained)
    return totals


def _possible_steps(ways: _Ways, own_scores: Scores) -> NDArray[np.bool_]:
    """Which ways and which candidates exist: (text, before, branch, candidate)."""
    exists_way = ways.scores > _POSSIBLE
    exists = own_scores > _POSSIBLE
    return exists_way[:, :, :, None] & exists[:, None, None, :]


def _words_before(lattice: Lattice, place: int) -> Ids:
    """The candidates two places before: (text, candidate)."""
    if place > 1:
        return lattice.words[:, place - 2]
    texts, _, width = lattice.words.shape
    return np.full((texts, width), START, dtype=np.int64)


def _best_ways(totals: Scores) -> tuple[_Ways, Steps]:
    """The BRANCHES best ways to each candidate, each over another word before it."""
    texts, width, _, _ = totals.shape
    branch = totals.argmax(axis=2)  # the better of the ways that share their last two words
    best = totals.max(axis=2)
    scores = np.empty((texts, width, BRANCHES), dtype=np.float32)
    before = np.empty((texts, width, BRANCHES), dtype=np.int64)
    for rank in range(BRANCHES):
        top = best.argmax(axis=1)
        before[:, :, rank] = top
        scores[:, :, rank] = best.max(axis=1)
        np.put_along_axis(best, top[:, None, :], NEVER, axis=1)
    text = np.arange(texts).reshape(texts, 1, 1)
    candidate = np.arange(width).reshape(1, width, 1)
    branch_before = branch[text, before, candidate]
    steps = before * BRANCHES + branch_before
    return _Ways(scores, before), steps.astype(np.int16)


def _traced(scores: Scores, steps: Sequence[Steps]) -> Ids:
    """The best way back from the end of each text: (text, place)."""
    texts = len(scores)
    text = np.arange(texts)
    way = scores.reshape(texts, -1).argmax(axis=1)
    candidate, branch = np.divmod(way, BRANCHES)
    path = [candidate]
    for step in reversed(steps):
        way = step[text, candidate, branch].astype(np.intp)
        candidate, branch = np.divmod(way, BRANCHES)
        path.append(candidate)
    backwards = np.stack(path, axis=1).astype(np.int64)
    return backwards[:, ::-1]


def path_confidence(model: Ngrams, lattice: Lattice, path: Ids, *, evidence: float = 1.0) -> Scores:
    """How sure each choice of a path is, from 0 to 1: its share among the candidates of its place,
    all else on the path being right. `evidence`: what part of the scores counts; less than 1 where
    they tell the same more than once."""
    exists = lattice.scores > _POSSIBLE
    is_only = exists.sum(axis=2) == 1
    is_open = exists & ~is_only[:, :, None]
    open_places = np.nonzero(is_open)
    scores = np.full(lattice.words.shape, NEVER, dtype=np.float32)
    scores[open_places] = _worth_on_path(model, lattice, path=path, places=open_places)
    shares = np.exp((scores - scores.max(axis=2, keepdims=True)) * np.float32(evidence))
    shares /= shares.sum(axis=2, keepdims=True)
    chosen: Scores = _of_path(shares, path)
    chosen[is_only] = 1.0
    return chosen


def _worth_on_path(model: Ngrams, lattice: Lattice, path: Ids, places: tuple[Ids, ...]) -> Scores:
    """What candidates are worth with the two words before and the two after them on a path."""
    text, place, _ = places
    edges = ((0, 0), (2, 2))
    chosen = np.pad(lattice.chosen(path), edges, constant_values=START)
    before_last = chosen[text, place]
    before = chosen[text, place + 1]
    after = chosen[text, place + 3]
    after_next = chosen[text, place + 4]
    own = lattice.words[places]
    worth = lattice.scores[places].copy()
    worth += conditional(model, before_last, second=before, third=own)
    worth += conditional(model, before, second=own, third=after)
    worth += conditional(model, own, second=after, third=after_next)
    return worth


def conditional(model: Ngrams, first: Ids, second: Ids, third: Ids) -> Scores:
    """The logarithm of P(third | first, second), backed off to pairs and single words where it must
    (1-d)."""
    found, logs = model.triples(first, second, third)
    rest = np.flatnonzero(~found)
    first, second, third = first[rest], second[rest], third[rest]
    backed, _ = model.pairs(second, third)
    _, weights = model.pairs(first, second)
    logs = logs.copy()
    logs[rest] = backed + weights
    return logs


def likelihood(model: Ngrams, words: Sequence[int]) -> float:
    """The logarithm of the probability of a text, given as numbers of words."""
    ids = np.array([START, START, *words, START], dtype=np.int64)
    first, second, third = ids[:-2], ids[1:-1], ids[2:]
    logs = conditional(model, first, second=second, third=third)
    return float(logs.sum())
