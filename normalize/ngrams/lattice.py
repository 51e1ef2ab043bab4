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

from kehoach.normalize.changes import Edit
from kehoach.normalize.ngrams.decode import NEVER, Lattice, best_path, path_confidence
from kehoach.normalize.ngrams.model import START, UNKNOWN, Ngrams
from kehoach.normalize.tokens import word_of
from kehoach.patterns import compile_regex

WIDTH = 14
"""So many candidates a token has at most."""
LONGEST = 160
"""Texts are cut after so many tokens: time stays linear, and what stands farther off says
nothing."""
BATCH = 192
_ENDED = compile_regex(r"[.;:!?…][\"'”’)\]]*\s*$")
_LISTED = compile_regex(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\p{Ll}\)|[-+•*])\s")

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
        row = self.rows.get(token)
        if row is None:
            row = len(self.words)
            self.rows[token] = row
            found = list(self.look(token))[:WIDTH]
            self.words.append([number for number, _ in found])
            self.scores.append([score for _, score in found])
        return row

    def lattice(self, texts: Sequence[Sequence[int]]) -> Lattice:
        """Texts as rows of this table -> their lattice, each padded by at least one place."""
        used = sorted({0}.union(*texts))
        width = max(len(self.words[row]) for row in used)
        words = np.zeros((len(used), width), dtype=np.int64)
        scores = np.full((len(used), width), NEVER, dtype=np.float32)
        for index, row in enumerate(used):
            size = len(self.words[row])
            words[index, :size] = self.words[row]
            scores[index, :size] = self.scores[row]
        index_of = {row: index for index, row in enumerate(used)}
        longest = max(map(len, texts))
        padded = np.zeros((len(texts), longest + 1), dtype=np.int64)
        for index, text in enumerate(texts):
            padded[index, : len(text)] = [index_of[row] for row in text]
        return Lattice(words[padded], scores[padded])


class Choice(NamedTuple):
    """The word chosen for a token, by number; how sure, from 0 to 1."""

    word: int
    confidence: float


class Text(NamedTuple):
    """Tokens that are read together: of each its line and number there, and its row of the
    table."""

    places: list[tuple[int, int]]
    rows: list[int]


def runs(lines: Sequence[str], tokens: Sequence[Sequence[Token]]) -> Iterator[list[int]]:
    """Lines that make one text together, by number: a line that does not end a sentence goes on in
    the next one, unless that begins like another. Blank lines say nothing: text that lost its
    tables is full of them, in mid-phrase."""
    run: list[int] = []
    length = 0
    for number, line in enumerate(lines):
        size = len(tokens[number])
        if not size:
            continue
        if run:
            is_too_long = length + size > LONGEST
            if is_too_long or not _goes_on(lines[run[-1]], line):
                yield run
                run = []
                length = 0
        run.append(number)
        length += size
    if run:
        yield run


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence goes on in the next line."""
    return not _ENDED.search(line) and not _LISTED.match(following)


def choices(
    model: Ngrams, table: Table, lines: Sequence[str], tokens: Sequence[Sequence[Token]]
) -> list[list[Choice]]:
    """The choice for every token of every line."""
    texts = texts_of(table, lines, tokens=tokens)

    def lattice_of(numbers: Sequence[int]) -> Lattice:
        return table.lattice([texts[number].rows for number in numbers])

    return decided(model, tokens, texts=texts, lattice_of=lattice_of)


def decided(
    model: Ngrams,
    tokens: Sequence[Sequence[Token]],
    texts: Sequence[Text],
    lattice_of: Callable[[Sequence[int]], Lattice],
    *,
    evidence: float = 1.0,
) -> list[list[Choice]]:
    """The choice for every token of every line, by the best path through each of `texts`, whose
    tokens they are. `lattice_of`: some of the texts by number -> their lattice; `evidence`: see
    `path_confidence`."""
    chosen: list[list[Choice]] = [[Choice(START, 1.0)] * len(own) for own in tokens]
    by_length = sorted(range(len(texts)), key=lambda number: len(texts[number].rows))
    for begin in range(0, len(texts), BATCH):
        batch = by_length[begin : begin + BATCH]
        lattice = lattice_of(batch)
        path = best_path(model, lattice)
        words = lattice.chosen(path).tolist()
        confidences = path_confidence(model, lattice, path=path, evidence=evidence).tolist()
        for index, number in enumerate(batch):
            own = zip(texts[number].places, words[index], confidences[index], strict=False)
            for (line, token), word, confidence in own:
                chosen[line][token] = Choice(word, confidence)
    return chosen


def texts_of(table: Table, lines: Sequence[str], tokens: Sequence[Sequence[Token]]) -> list[Text]:
    """Runs of lines, cut after LONGEST tokens; each token gets its row in the table."""
    texts: list[Text] = []
    for run in runs(lines, tokens):
        places = [(line, number) for line in run for number in range(len(tokens[line]))]
        for begin in range(0, len(places), LONGEST):
            part = places[begin : begin + LONGEST]
            rows = [table.row(tokens[line][number].text) for line, number in part]
            texts.append(Text(part, rows))
    return texts


def edits_of(
    model: Ngrams,
    tokens: Sequence[Token],
    chosen: Sequence[Choice],
    *,
    written: Callable[[str, str], str],
    may_change: Callable[[str], bool],
) -> list[Edit]:
    """The edits that put chosen words in the place of other ones. `written`: a word and what stood
    there -> the word in the capitals of that; `may_change`: may what stands there be changed at
    all?"""
    edits: list[Edit] = []
    for token, choice in zip(tokens, chosen, strict=True):
        before = token.text
        if choice.word <= UNKNOWN or not may_change(before):
            continue
        word = model.words[choice.word]
        if word == word_of(before):
            continue
        after = written(word, before)
        confidence = round(choice.confidence, 3)
        edits.append(Edit(token.start, before, after=after, confidence=confidence))
    return edits
