"""Lines of a paper as texts for `decode`: cut into tokens, run on over line ends, in batches of
like length.

Each distinct token is looked up once: its candidates are a row of a table, and a text is a list of
row numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import regex

from kehoach.normalize.changes import Edit
from kehoach.normalize.ngrams.decode import NEVER, Lattice, best_path, path_confidence
from kehoach.normalize.ngrams.model import START, UNKNOWN, Ngrams
from kehoach.normalize.tokens import word_of

WIDTH = 14
"""So many candidates a token has at most."""
LONGEST = 160
"""Texts are cut after so many tokens: time stays linear, and what stands farther off says
nothing."""
BATCH = 192
_ENDED = regex.compile(r"[.;:!?…][\"'”’)\]]*\s*$")
_LISTED = regex.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\p{Ll}\)|[-+•*])\s")

Candidates = Sequence[tuple[int, float]]
"""Words by number, each with what it is worth by itself (a natural logarithm)."""


class Token(
    NamedTuple
):  # made for every word: a tuple is made three times as fast as a frozen dataclass
    """A piece of a line: where it begins, and what is written there."""

    start: int
    text: str


@dataclass(slots=True)
class Table:
    """The candidates of every distinct token so far; row 0 stands for the space after the end of a
    text."""

    look: Callable[[str], Candidates]
    rows: dict[str, int] = field(default_factory=dict)
    words: list[list[int]] = field(default_factory=lambda: [[START]])
    scores: list[list[float]] = field(default_factory=lambda: [[0.0]])

    def row(self, token: str) -> int:
        """The row of a token."""
        at = self.rows.get(token)
        if at is None:
            found = list(self.look(token))[:WIDTH]
            at = self.rows[token] = len(self.words)
            self.words.append([number for number, _ in found])
            self.scores.append([score for _, score in found])
        return at

    def lattice(self, texts: Sequence[Sequence[int]]) -> Lattice:
        """Texts as rows of this table -> their lattice, each padded by at least one place."""
        used = sorted({0, *(row for text in texts for row in text)})
        width = max(len(self.words[row]) for row in used)
        words = np.zeros((len(used), width), dtype=np.int64)
        scores = np.full((len(used), width), NEVER, dtype=np.float32)
        for n, row in enumerate(used):
            words[n, : len(self.words[row])] = self.words[row]
            scores[n, : len(self.scores[row])] = self.scores[row]
        places = {row: n for n, row in enumerate(used)}
        padded = np.zeros((len(texts), max(map(len, texts)) + 1), dtype=np.int64)
        for n, text in enumerate(texts):
            padded[n, : len(text)] = [places[row] for row in text]
        return Lattice(words[padded], scores[padded])


class Choice(NamedTuple):
    """The word chosen for a token, by number; how sure, from 0 to 1."""

    word: int
    confidence: float


def runs(lines: Sequence[str], tokens: Sequence[Sequence[Token]]) -> Iterator[list[int]]:
    """Lines that make one text together, by number: a line that does not end a sentence goes on in
    the next one, unless that begins like another. Blank lines say nothing: text that lost its
    tables is full of them, in mid-phrase."""
    run: list[int] = []
    length = 0
    for n, line in enumerate(lines):
        if not tokens[n]:
            continue
        goes_on = (
            run
            and length + len(tokens[n]) <= LONGEST
            and not _ENDED.search(lines[run[-1]])
            and not _LISTED.match(line)
        )
        if run and not goes_on:
            yield run
            run, length = [], 0
        run.append(n)
        length += len(tokens[n])
    if run:
        yield run


def choices(
    model: Ngrams, table: Table, lines: Sequence[str], tokens: Sequence[Sequence[Token]]
) -> list[list[Choice]]:
    """The choice for every token of every line."""
    texts: list[tuple[list[tuple[int, int]], list[int]]] = []
    for run in runs(lines, tokens):
        places = [(n, k) for n in run for k in range(len(tokens[n]))]
        for cut in range(0, len(places), LONGEST):
            part = places[cut : cut + LONGEST]
            texts.append((part, [table.row(tokens[n][k].text) for n, k in part]))
    chosen: list[list[Choice]] = [[Choice(START, 1.0)] * len(own) for own in tokens]
    texts.sort(key=lambda text: len(text[1]))
    for at in range(0, len(texts), BATCH):
        batch = texts[at : at + BATCH]
        lattice = table.lattice([rows for _, rows in batch])
        path = best_path(model, lattice)
        words = np.take_along_axis(lattice.words, path[:, :, None], axis=2)[:, :, 0]
        sure = path_confidence(model, lattice, path)
        for n, (places, _) in enumerate(batch):
            own = zip(places, words[n].tolist(), sure[n].tolist(), strict=False)
            for (line, token), word, confidence in own:
                chosen[line][token] = Choice(word, confidence)
    return chosen


def edits_of(
    model: Ngrams,
    tokens: Sequence[Token],
    chosen: Sequence[Choice],
    written: Callable[[str, str], str],
    may_change: Callable[[str], bool],
) -> list[Edit]:
    """The edits that put chosen words in the place of other ones. `written`: a word and what stood
    there -> the word in the capitals of that; `may_change`: may what stands there be changed at
    all?"""
    return [
        Edit(
            token.start,
            token.text,
            written(model.words[choice.word], token.text),
            round(choice.confidence, 3),
        )
        for token, choice in zip(tokens, chosen, strict=True)
        if choice.word > UNKNOWN
        and may_change(token.text)
        and model.words[choice.word] != word_of(token.text)
    ]
