"""Which words may have been meant where diacritics are lost, by a small neural tagger
(onnxruntime).

The tagger sees the letters of each word without marks, its capitals, the pairs that it makes
with its neighbours, and the marked words that were kept; residual convolutions look some twenty
words to either side. It scores the words that share those letters. How it was made and how well
it works: docs/diacritics-tagger.md. Trained by tools/diacritics_tagger.

Texts come as tokens and their folded words (`word_of`), one text after another; the reader knows
nothing of lattices.
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.networks import open_network

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]

EDGE, UNKNOWN = 0, 1
PIECE = 1 << 16
"""Tokens whose inner numbers (1.3 kB each) are held at once: what a paper needs does not grow with
them."""
STRETCH = 1024
"""So many tokens go through the network at a time."""
NEVER = np.float32(-1e9)
MODELS = Path(__file__).parent / "models"


class Seen(NamedTuple):
    """What the tagger sees of a token: the number of its letters, its capitals, the row of the
    word when it is a marked one (else 0); and the first row and the number of the words with
    these letters."""

    letters: int
    case: int
    known: int
    first: int
    size: int


BETWEEN = Seen(EDGE, case=0, known=0, first=0, size=0)
"""What the tagger sees between two texts."""


@dataclass(slots=True)
class Tagger:
    """`words`: the words that can be told apart, those with the same letters in a row. `table`
    and `chances`: what each is scored with, (words + 1, width) and (words + 1,), row 0 unused."""

    session: Any
    letters: dict[str, int]
    special: dict[str, int]
    words: tuple[str, ...]
    rows: dict[str, int]
    spans: dict[str, tuple[int, int]]
    pairs: int
    reach: int
    table: Scores
    chances: Scores

    @classmethod
    def load(cls, folder: Path = MODELS, threads: int = 1) -> Tagger:
        """Read diacritics.onnx and diacritics.json. Raises ImportError where onnxruntime is not
        installed."""
        session = open_network(folder / "diacritics.onnx", threads=threads)
        stored = json.loads((folder / "diacritics.json").read_text("utf-8"))
        one: Ids = np.zeros((1, 1), dtype=np.int64)
        nothing = dict.fromkeys(("letters", "case", "pair", "known"), one)
        table, chances = session.run(["words", "chances"], nothing)
        words = tuple(stored["outputs"])
        spans: dict[str, tuple[int, int]] = {}
        for row, word in enumerate(words, 1):
            first, count = spans.get(without_marks(word), (row, 0))
            spans[without_marks(word)] = (first, count + 1)
        special = {word: n for n, word in enumerate(stored["special"])}
        names = stored["skeletons"]
        letters = {name: n for n, name in enumerate(names) if n >= len(special)}
        rows = {word: row for row, word in enumerate(words, 1)}
        return cls(
            session,
            letters=letters,
            special=special,
            words=words,
            rows=rows,
            spans=spans,
            pairs=stored["pairs"],
            reach=stored["reach"],
            table=table,
            chances=chances,
        )

    def seen(self, token: str, word: str) -> Seen:
        """What is seen of a token; `word`: the token folded."""
        if not token[0].isalpha():
            return Seen(self.special.get(word, UNKNOWN), case=0, known=0, first=0, size=0)
        skeleton = without_marks(word)
        known = 0 if word.isascii() else self.rows.get(word, 0)
        first, count = self.spans.get(skeleton, (0, 0))
        return Seen(
            self.letters.get(skeleton, UNKNOWN),
            case_of(token),
            known=known,
            first=first,
            size=count,
        )

    def columns(self, seen: Seen, words: Sequence[str]) -> list[int]:
        """Which of the words with the letters of a token each of `words` is, -1 where it is none
        of them: the columns of `scores`."""
        places = [self.rows.get(word, -1) - seen.first for word in words]
        return [place if 0 <= place < seen.size else -1 for place in places]

    def scores(self, seen: Ids) -> Scores:
        """The tokens of one paper in order, each a row of the numbers of its `Seen`, BETWEEN
        after each text -> the logarithms of how likely each word with the letters of each token
        is, (tokens, most words), NEVER where there is none."""
        letters, case, known, first, count = seen.T
        total = len(letters)
        out = np.full((total, int(count.max(initial=1))), NEVER, dtype=np.float32)
        for begin in range(0, total, PIECE):
            end = min(begin + PIECE, total)
            low, high = max(0, begin - self.reach - 1), min(total, end + self.reach)
            hidden = self.hidden(letters[low:high], case[low:high], known[low:high])
            hidden = hidden[begin - low : end - low]
            logarithms = self.logarithms(hidden, first[begin:end], count[begin:end])
            out[begin:end, : logarithms.shape[1]] = logarithms
        return out

    def hidden(self, letters: Ids, case: Ids, known: Ids) -> Scores:
        """All (tokens,) -> what the network makes of each token, (tokens, width)."""
        total, reach = len(letters), self.reach
        before = np.r_[np.zeros(1, dtype=np.int64), letters[:-1]]
        pair = (before * 40503 + letters * 1000003 + before * letters % 8191) % self.pairs
        out = np.empty((total, self.table.shape[1]), dtype=np.float32)
        inputs = {"letters": letters, "case": case, "pair": pair, "known": known}
        for first in range(0, total, STRETCH):
            last = min(first + STRETCH, total)
            low, high = max(0, first - reach), min(total, last + reach)
            part = {name: column[None, low:high] for name, column in inputs.items()}
            out[first:last] = self.session.run(["hidden"], part)[0][0, first - low : last - low]
        return out

    def logarithms(self, hidden: Scores, first: Ids, count: Ids) -> Scores:
        """(tokens, width), and of each token the span of its words -> (tokens, most words), in
        logarithms."""
        out = np.full((len(hidden), int(count.max(initial=1))), NEVER, dtype=np.float32)
        order = np.argsort(first, kind="stable")
        order = order[np.searchsorted(first[order], 1) :]
        groups = np.flatnonzero(np.diff(first[order], prepend=0)).tolist()
        for at, end in itertools.pairwise([*groups, len(order)]):
            tokens = order[at:end]
            low, size = int(first[tokens[0]]), int(count[tokens[0]])
            scores = (
                hidden[tokens] @ self.table[low : low + size].T + self.chances[low : low + size]
            )
            scores -= scores.max(axis=1, keepdims=True)
            scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
            out[tokens, :size] = scores
        return out


def case_of(token: str) -> int:
    """0 small letters, 1 a capital first, 2 all capitals (two letters and more), 3 mixed.

    >>> [case_of(token) for token in ("uy", "Uy", "UY", "A", "TTg")]
    [0, 1, 2, 1, 3]
    """
    if token.islower():
        return 0
    if token.isupper():
        return 2 if len(token) > 1 else 1
    return 1 if token[0].isupper() and token[1:].islower() else 3


def without_marks(word: str) -> str:
    """A small-letter word without any diacritic.

    >>> without_marks("đường")
    'duong'
    """
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d")


def best(
    tagger: Tagger, texts: Sequence[Sequence[str]], word_of: Callable[[str], str]
) -> list[list[str | None]]:
    """Of every token of every text the likeliest word with its letters (folded), None where
    there is no choice. For comparison; a program weighs the tagger's scores with those of the
    n-grams."""
    rows: list[Seen] = []
    for text in texts:
        rows += [tagger.seen(token, word_of(token)) for token in text]
        rows.append(BETWEEN)
    columns = tagger.scores(np.array(rows, dtype=np.int64)).argmax(axis=1).tolist()
    found = [
        tagger.words[seen.first + column - 1] if seen.size else None
        for seen, column in zip(rows, columns, strict=True)
    ]
    out: list[list[str | None]] = []
    begin = 0
    for text in texts:
        out.append(found[begin : begin + len(text)])
        begin += len(text) + 1
    return out


@cache
def tagger() -> Tagger:
    """The tagger that comes with the package."""
    return Tagger.load()
