"""Which words were meant where diacritics are lost: n-grams and tagger weighed together.

The tagger says of every word with the same letters how likely it is among its neighbours; words
that it finds hopeless are left out, the others go into the lattice with its opinion, and the best
path by n-grams and opinion is taken. Fewer words in the lattice pay for much of the tagger's time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.ngrams.decode import NEVER, Lattice
from kehoach.normalize.ngrams.lattice import Choice, Table, Text, Token, decided, texts_of
from kehoach.normalize.ngrams.model import Ids, Ngrams, Scores
from kehoach.normalize.repair.tagger import BETWEEN, Seen, Tagger
from kehoach.normalize.tokens import word_of

CUT = 7.0
"""A word that the tagger finds so much less likely (natural logarithm) than its best is left
out."""
MOST = 4
"""So many words of a token are weighed."""
GRAMS = 0.8
"""What the n-grams weigh beside the tagger."""
FLOOR = -9.0
"""What the tagger's opinion of a word is that only the n-grams know."""
EVIDENCE = 0.3
"""Tagger and n-grams look at the same words: so much of what they say together counts when it is
told how sure a choice is. Chosen on held-out lines: what is 0.94 sure is right in 94 of 100."""


def choices(
    model: Ngrams,
    table: Table,
    tagger: Tagger,
    lines: Sequence[str],
    tokens: Sequence[Sequence[Token]],
) -> list[list[Choice]]:
    """The choice for every token of every line; lines of one paper, in order. `table`: of these
    lines alone."""
    texts = texts_of(table, lines, tokens=tokens)
    words, worth = _weighed(model, table, tagger=tagger, texts=texts)
    starts = np.cumsum([0, *(len(text.rows) + 1 for text in texts)])
    edge = starts[-1] - 1

    def lattice_of(numbers: Sequence[int]) -> Lattice:
        longest = max(len(texts[number].rows) for number in numbers) + 1
        padded = np.full((len(numbers), longest), edge, dtype=np.int64)
        for index, number in enumerate(numbers):
            size = len(texts[number].rows)
            padded[index, :size] = starts[number] + np.arange(size)
        return Lattice(words[padded], worth[padded])

    return decided(model, tokens, texts=texts, lattice_of=lattice_of, evidence=EVIDENCE)


def _weighed(
    model: Ngrams, table: Table, tagger: Tagger, texts: Sequence[Text]
) -> tuple[Ids, Scores]:
    """All texts one after another, each with an edge at its end -> the words of each place and what
    they are worth by themselves, (places, MOST)."""
    seen_by_row = [BETWEEN, *(tagger.seen(token, word_of(token)) for token in table.rows)]
    words, scores, columns = _arrays(model, table, tagger=tagger, seen_by_row=seen_by_row)
    rows = np.array([row for text in texts for row in (*text.rows, 0)], dtype=np.int64)
    seen_at = np.array(seen_by_row, dtype=np.int64)[rows]
    words, scores, columns = words[rows], scores[rows], columns[rows]
    exists = scores > NEVER / 2
    opinion = np.take_along_axis(tagger.scores(seen_at), np.maximum(columns, 0), axis=1)
    opinion = np.where(columns >= 0, opinion, np.float32(FLOOR))
    has_words = seen_at[:, -1] > 0
    opinion[~has_words] = 0
    top = opinion.max(axis=1, keepdims=True, initial=NEVER, where=exists)
    is_weighed = exists & (opinion >= top - CUT)
    worth = np.where(is_weighed, scores + opinion / GRAMS, NEVER)
    order = np.argsort(-worth, axis=1, kind="stable")[:, :MOST]
    worth = np.take_along_axis(worth, order, axis=1).astype(np.float32)
    return np.take_along_axis(words, order, axis=1), worth


def _arrays(
    model: Ngrams, table: Table, tagger: Tagger, seen_by_row: Sequence[Seen]
) -> tuple[Ids, Scores, NDArray[np.int64]]:
    """Of every row of the table: its candidates, what they are worth by themselves, and which of
    the tagger's words each is, -1 where it is none; (rows, candidates)."""
    shape = (len(table.words), max(map(len, table.words)))
    words = np.zeros(shape, dtype=np.int64)
    scores = np.full(shape, NEVER, dtype=np.float32)
    columns = np.full(shape, -1, dtype=np.int64)
    for row, (own, seen) in enumerate(zip(table.words, seen_by_row, strict=True)):
        size = len(own)
        words[row, :size] = own
        scores[row, :size] = table.scores[row]
        columns[row, :size] = tagger.columns(seen, [model.words[word] for word in own])
    return words, scores, columns
