"""Which of the words that may stand at each place were meant: many texts at once, the best path
through each.

A trigram Viterbi search (Viterbi 1967) in numpy. At each place a text has up to K candidates, each
with a score of its own (how well it explains what is written there); the language model scores each
with the two words before. For each candidate only the BRANCHES best ways to it are kept, each over
another word before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.ngrams.model import START, Ids, Ngrams, Scores

NEVER = np.float32(-1e9)
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


def best_path(model: Ngrams, lattice: Lattice) -> NDArray[np.int64]:
    """The chosen candidate of every place: (text, place)."""
    texts, places, width = lattice.words.shape
    if not places:
        return np.zeros((texts, 0), dtype=np.int64)
    pair_logs, pair_weights = _pairs(model, lattice)
    few = None
    if width > KEPT:
        few, lattice, pair_logs, pair_weights = _narrowed(lattice, pair_logs, pair_weights)
        width = KEPT
    came: list[NDArray[np.int16]] = []
    # `ways`: (text, candidate, branch) the score of the best ways that end in a candidate;
    # `before`: the candidate before it on that way (0 at the start: the edge of the text).
    ways = np.full((texts, width, BRANCHES), NEVER, dtype=np.float32)
    ways[:, :, 0] = lattice.scores[:, 0] + pair_logs[:, 0, 0]
    before = np.zeros((texts, width, BRANCHES), dtype=np.int64)
    for place in range(1, places):
        ways, before, steps = _step(
            model, lattice, place, (ways, before), (pair_logs, pair_weights)
        )
        came.append(steps)
    path = _trace(ways, came)
    return path if few is None else np.take_along_axis(few, path[:, :, None], axis=2)[:, :, 0]


def _narrowed(
    lattice: Lattice, logs: Scores, weights: Scores
) -> tuple[Ids, Lattice, Scores, Scores]:
    """The KEPT candidates of each place that go best with some word before and some word after:
    which they are, and the lattice and its pairs without the others."""
    worth = logs.max(axis=2) + lattice.scores
    worth[:, :-1] += logs[:, 1:].max(axis=3)
    few = np.argpartition(-worth, KEPT - 1, axis=2)[:, :, :KEPT]
    few.sort(axis=2)
    left = np.zeros_like(few)
    left[:, 1:] = few[:, :-1]
    left[:, 0] = np.arange(KEPT)
    texts = np.arange(few.shape[0])[:, None, None, None]
    places = np.arange(few.shape[1])[None, :, None, None]
    pick = (texts, places, left[:, :, :, None], few[:, :, None, :])
    words = np.take_along_axis(lattice.words, few, axis=2)
    scores = np.take_along_axis(lattice.scores, few, axis=2)
    return few, Lattice(words, scores), logs[pick], weights[pick]


def _pairs(model: Ngrams, lattice: Lattice) -> tuple[Scores, Scores]:
    """For each place, each candidate of the place before (first) and each of its own: the pair's
    logarithm and its weight for backing off. Shape (text, place, before, candidate)."""
    texts, places, width = lattice.words.shape
    before = np.full((texts, places, width), START, dtype=np.int64)
    before[:, 1:] = lattice.words[:, :-1]
    own = lattice.scores > NEVER / 2
    there = np.zeros_like(own)
    there[:, 1:] = own[:, :-1]
    there[:, 0, 0] = True
    flat = np.flatnonzero(there[:, :, :, None] & own[:, :, None, :])
    left, c = np.divmod(flat, width)
    logs = np.full(texts * places * width * width, NEVER, dtype=np.float32)
    weights = np.zeros_like(logs)
    right = lattice.words.reshape(-1)[left // width * width + c]
    logs[flat], weights[flat] = model.pairs(before.reshape(-1)[left], right)
    shape = (texts, places, width, width)
    return logs.reshape(shape), weights.reshape(shape)


def _step(
    model: Ngrams,
    lattice: Lattice,
    place: int,
    state: tuple[Scores, Ids],
    pairs: tuple[Scores, Scores],
) -> tuple[Scores, Ids, NDArray[np.int16]]:
    """From the ways to the candidates before `place` to the ways to its own."""
    ways, before = state
    pair_logs, pair_weights = pairs
    texts, width, _ = ways.shape
    words = lattice.words
    earlier_words = (
        words[:, place - 2] if place > 1 else np.full((texts, width), START, dtype=np.int64)
    )
    possible = (ways > NEVER / 2)[:, :, :, None] & (lattice.scores[:, place] > NEVER / 2)[
        :, None, None, :
    ]
    flat = np.flatnonzero(possible)
    way, c = np.divmod(flat, width)  # `way`: (text, before, branch) as one number
    n, h = way // (width * BRANCHES), way // BRANCHES % width
    earlier = before.reshape(-1)[way]
    row, here = n * width, n * width + c
    first, second, third = (
        earlier_words.reshape(-1),
        words[:, place - 1].reshape(-1),
        words[:, place].reshape(-1),
    )
    found, logs = model.triples(first[row + earlier], second[row + h], third[here])
    last_weights, last_logs = (
        pair_weights[:, place - 1].reshape(-1),
        pair_logs[:, place].reshape(-1),
    )
    backed = last_weights[(row + earlier) * width + h] + last_logs[(row + h) * width + c]
    total = np.full(possible.shape, NEVER, dtype=np.float32)
    gained = np.where(found, logs, backed) + lattice.scores[:, place].reshape(-1)[here]
    total.reshape(-1)[flat] = ways.reshape(-1)[way] + gained
    branch = total.argmax(
        axis=2
    )  # (text, before, candidate): the better of the ways that share their last two words
    best = total.max(axis=2)
    return _kept(best, branch)


def _kept(best: Scores, branch: Ids) -> tuple[Scores, Ids, NDArray[np.int16]]:
    """The BRANCHES best ways to each candidate: `best` and `branch` by (text, before,
    candidate)."""
    texts, width, _ = best.shape
    kept = np.empty((texts, width, BRANCHES), dtype=np.float32)
    order = np.empty((texts, width, BRANCHES), dtype=np.int64)
    for n in range(BRANCHES):
        top = best.argmax(axis=1)
        order[:, :, n] = top
        kept[:, :, n] = best.max(axis=1)
        np.put_along_axis(best, top[:, None, :], NEVER, axis=1)
    texts_at, candidates = np.arange(texts)[:, None, None], np.arange(width)[None, :, None]
    steps = order * BRANCHES + branch[texts_at, order, candidates]
    return kept, order, steps.astype(np.int16)


def _trace(ways: Scores, came: Sequence[NDArray[np.int16]]) -> NDArray[np.int64]:
    """The best way back from the end of each text."""
    texts, _, branches = ways.shape
    last = ways.reshape(texts, -1).argmax(axis=1)
    rows = np.arange(texts)
    chosen = np.zeros((texts, len(came) + 1), dtype=np.int64)
    chosen[:, -1] = last // branches
    for place in range(len(came) - 1, -1, -1):
        last = came[place][rows, last // branches, last % branches]
        chosen[:, place] = last // branches
    return chosen


def path_confidence(model: Ngrams, lattice: Lattice, path: Ids) -> Scores:
    """How sure each choice of a path is, from 0 to 1: its share among the candidates of its place,
    all else on the path being right."""
    texts, places, _ = lattice.words.shape
    chosen = np.full((texts, places + 4), START, dtype=np.int64)
    chosen[:, 2:-2] = np.take_along_axis(lattice.words, path[:, :, None], axis=2)[:, :, 0]
    there = lattice.scores > NEVER / 2
    at = np.nonzero(there & (there.sum(axis=2) > 1)[:, :, None])
    text, place = at[0], at[1] + 2
    around = [chosen[text, place + step] for step in (-2, -1, 1, 2)]
    own = lattice.words[at]
    worth = lattice.scores[at].copy()
    worth += conditional(model, around[0], around[1], own)
    worth += conditional(model, around[1], own, around[2])
    worth += conditional(model, own, around[2], around[3])
    scores = np.full(lattice.words.shape, NEVER, dtype=np.float32)
    scores[at] = worth
    shares = np.exp(scores - scores.max(axis=2, keepdims=True))
    result: Scores = np.take_along_axis(
        shares / shares.sum(axis=2, keepdims=True), path[:, :, None], axis=2
    )[:, :, 0]
    result[there.sum(axis=2) == 1] = 1.0
    return result


def conditional(model: Ngrams, first: Ids, second: Ids, third: Ids) -> Scores:
    """The logarithm of P(third | first, second), backed off to pairs and single words where it must
    (1-d)."""
    found, logs = model.triples(first, second, third)
    rest = np.flatnonzero(~found)
    backed, _ = model.pairs(second[rest], third[rest])
    _, weights = model.pairs(first[rest], second[rest])
    logs = logs.copy()
    logs[rest] = backed + weights
    return logs


def likelihood(model: Ngrams, words: Sequence[int]) -> float:
    """The logarithm of the probability of a text, given as numbers of words."""
    ids = np.array([START, START, *words, START], dtype=np.int64)
    return float(conditional(model, ids[:-2], ids[1:-1], ids[2:]).sum())
