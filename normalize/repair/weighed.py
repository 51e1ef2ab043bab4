"""Which words were meant where diacritics are lost: n-grams and tagger weighed together.

The tagger says of every word with the same letters how likely it is among its neighbours; words
that it finds hopeless are left out, the others go into the lattice with its opinion, and the best
path by n-grams and opinion is taken. Fewer words in the lattice pay for much of the tagger's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.ngrams.decode import NEVER, Lattice, best_path, path_confidence
from kehoach.normalize.ngrams.lattice import BATCH, LONGEST, Choice, Table, Token, runs
from kehoach.normalize.ngrams.model import START, Ids, Ngrams, Scores, word_of
from kehoach.normalize.repair.tagger import Tagger

CUT = 7.0
"""A word that the tagger finds so much less likely (natural logarithm) than its best is left
out."""
MOST = 4
"""So many words of a token are weighed."""
GRAMS = 0.8
"""What the n-grams weigh beside the tagger."""
FLOOR = -9.0
"""What the tagger's opinion of a word is that only the n-grams know."""

Place = tuple[int, int]
"""A token: the number of its line, its own number there."""


class Text(NamedTuple):
    """Tokens that make one text: where they stand, and their rows in the table."""

    places: list[Place]
    rows: list[int]


def choices(
    model: Ngrams,
    table: Table,
    tagger: Tagger,
    lines: Sequence[str],
    tokens: Sequence[Sequence[Token]],
) -> list[list[Choice]]:
    """The choice for every token of every line; lines of one paper, in order."""
    texts = _texts(table, lines, tokens)
    words, worth = _weighed(model, table, tagger, [_words(text, tokens) for text in texts], texts)
    starts = np.cumsum([0, *(len(text.rows) + 1 for text in texts)])
    chosen: list[list[Choice]] = [[Choice(START, 1.0)] * len(own) for own in tokens]
    by_length = sorted(range(len(texts)), key=lambda n: len(texts[n].rows))
    for at in range(0, len(texts), BATCH):
        batch = by_length[at : at + BATCH]
        longest = max(len(texts[n].rows) for n in batch) + 1
        padded = np.full((len(batch), longest), starts[-1] - 1, dtype=np.int64)
        for row, n in enumerate(batch):
            padded[row, : len(texts[n].rows)] = np.arange(starts[n], starts[n + 1] - 1)
        lattice = Lattice(words[padded], worth[padded])
        path = best_path(model, lattice)
        picked = np.take_along_axis(lattice.words, path[:, :, None], axis=2)[:, :, 0].tolist()
        sure = path_confidence(model, lattice, path).tolist()
        for row, n in enumerate(batch):
            own = zip(texts[n].places, picked[row], sure[row], strict=False)
            for (line, token), word, confidence in own:
                chosen[line][token] = Choice(word, confidence)
    return chosen


def _texts(table: Table, lines: Sequence[str], tokens: Sequence[Sequence[Token]]) -> list[Text]:
    texts = []
    for run in runs(lines, tokens):
        places = [(n, k) for n in run for k in range(len(tokens[n]))]
        for cut in range(0, len(places), LONGEST):
            part = places[cut : cut + LONGEST]
            texts.append(Text(part, [table.row(tokens[n][k].text) for n, k in part]))
    return texts


def _words(text: Text, tokens: Sequence[Sequence[Token]]) -> list[str]:
    return [tokens[n][k].text for n, k in text.places]


def _weighed(
    model: Ngrams,
    table: Table,
    tagger: Tagger,
    written: Sequence[Sequence[str]],
    texts: Sequence[Text],
) -> tuple[Ids, Scores]:
    """All texts one after another, each with an edge at its end -> the words of each place and what
    they are worth by themselves, (places, MOST)."""
    numbers = {0: 0}
    for text, own in zip(texts, written, strict=True):
        for row, token in zip(text.rows, own, strict=True):
            if row not in numbers:
                numbers[row] = tagger.seen(token, word_of(token))
    words, scores, columns = _arrays(model, table, tagger, numbers)
    logs, _, count = tagger.scores([[numbers[row] for row in text.rows] for text in texts])
    rows = np.array([row for text in texts for row in (*text.rows, 0)], dtype=np.int64)
    words, scores, columns = words[rows], scores[rows], columns[rows]
    there = scores > NEVER / 2
    opinion = np.take_along_axis(logs, np.maximum(columns, 0), axis=1)
    opinion = np.where(columns >= 0, opinion, np.float32(FLOOR))
    opinion[count == 0] = 0
    top = opinion.max(axis=1, keepdims=True, initial=NEVER, where=there)
    worth = np.where(there & (opinion >= top - CUT), scores + opinion / GRAMS, NEVER)
    order = np.argsort(-worth, axis=1, kind="stable")[:, :MOST]
    worth = np.take_along_axis(worth, order, axis=1).astype(np.float32)
    return np.take_along_axis(words, order, axis=1), worth


def _arrays(
    model: Ngrams, table: Table, tagger: Tagger, numbers: dict[int, int]
) -> tuple[Ids, Scores, NDArray[np.int64]]:
    """Of every row of the table: its candidates, what they are worth by themselves, and which of
    the tagger's words each is, -1 where it is none; (rows, candidates)."""
    size = (len(table.words), max(map(len, table.words)))
    words, columns = np.zeros(size, dtype=np.int64), np.full(size, -1, dtype=np.int64)
    scores = np.full(size, NEVER, dtype=np.float32)
    for row, own in enumerate(table.words):
        words[row, : len(own)], scores[row, : len(own)] = own, table.scores[row]
        if row in numbers:
            columns[row, : len(own)] = tagger.columns(
                numbers[row], [model.words[word] for word in own]
            )
    return words, scores, columns
