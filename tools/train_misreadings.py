"""Learn which letters Tesseract takes for which: normalize/repair/misread-eng.npz and
normalize/repair/misread-vie.npz.

    .venv/bin/python tools/train_misreadings.py eng.tsv --out normalize/repair/misread-eng.npz

The pairs come from tools/render_misreadings.py. Words of a printed and a read line are aligned by
likeness; letters of word pairs by EM (one printed letter -> up to three read ones); counted are
single letters and, as Brill & Moore (2000) do, pairs of neighbours ("ươ" -> "uo"), for what is
misread depends on what stands beside it. Sources: docs/models.md.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from math import log
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.ngrams.model import UNKNOWN, ngrams  # noqa: E402
from kehoach.normalize.repair.misread import RAREST, Channel  # noqa: E402 (found by the line above)
from kehoach.normalize.repair.ocr_tokens import core_of  # noqa: E402
from kehoach.normalize.repair.restore import stripped  # noqa: E402
from kehoach.normalize.tokens import word_of  # noqa: E402

LONGEST = 3
ROUNDS = 4
FLOOR = {0: -9.0, 1: -9.5, 2: -12.5, 3: -16.0}
"""What an unseen reading of a letter is worth, by how many letters it has."""
RARE = 2
NEAR, NEAREST = -9.0, 12
"""Looked up beforehand are words worth more than this, at most so many for each."""

Pair = tuple[str, str]
Pieces = list[tuple[str, str]]


def line_pairs(path: Path) -> Iterator[Pair]:
    """Printed and read lines; what was hardly read at all teaches nothing."""
    for row in path.read_text(encoding="utf-8").splitlines():
        printed, _, read = row.partition("\t")
        if Indel.normalized_similarity(stripped(printed).lower(), stripped(read).lower()) > 0.55:
            yield printed, read


def word_pairs(printed: str, read: str) -> Iterator[Pair]:
    """Words of a printed line and what was read of each, where one word was read as one."""
    a, b = printed.split(), read.split()
    likeness = np.array(
        [
            [Levenshtein.normalized_similarity(stripped(x).lower(), stripped(y).lower()) for y in b]
            for x in a
        ]
    )
    best = np.zeros((len(a) + 1, len(b) + 1))
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            best[i, j] = max(
                best[i - 1, j], best[i, j - 1], best[i - 1, j - 1] + likeness[i - 1, j - 1] - 0.25
            )
    i, j = len(a), len(b)
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            yield a[i], b[j]


def syllables(pairs: Iterator[Pair]) -> Counter[Pair]:
    """Words as the model names them, and what was read of them, without the marks around."""
    counted: Counter[Pair] = Counter()
    for printed, read in pairs:
        word, seen = core_of(printed).text, core_of(read).text
        if word.isalpha() and seen and len(word) <= 7 and len(seen) <= 11:
            counted[word_of(word), seen.lower()] += 1
    return counted


def first_guess(letter: str, read: str) -> float:
    """What it is worth to read `read` for a letter, before anything is known: its own letter
    without marks is best."""
    if read in (letter, stripped(letter)):
        return -0.3
    if len(read) == 1:
        return -1.0 if stripped(read) == stripped(letter) else -3.0
    return -4.0 if not read else -2.0 - 1.5 * len(read)


def aligned(word: str, read: str, worth: dict[Pair, float], unseen: bool) -> Pieces:
    """The likeliest cut of what was read into what was read for each letter."""
    n, m = len(word), len(read)
    best = [[-1e9] * (m + 1) for _ in range(n + 1)]
    came = [[0] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for i in range(1, n + 1):
        letter = word[i - 1]
        for j in range(m + 1):
            for size in range(min(LONGEST, j) + 1):
                before = best[i - 1][j - size]
                if before <= -1e8:
                    continue
                piece = read[j - size : j]
                known = worth.get((letter, piece))
                score = before + (
                    known
                    if known is not None
                    else first_guess(letter, piece)
                    if unseen
                    else FLOOR[size]
                )
                if score > best[i][j]:
                    best[i][j], came[i][j] = score, size
    if best[n][m] <= -1e8:
        return []
    pieces: Pieces = []
    j = m
    for i in range(n, 0, -1):
        size = came[i][j]
        pieces.append((word[i - 1], read[j - size : j]))
        j -= size
    return pieces[::-1]


def learned(counted: Counter[Pair]) -> tuple[Counter[Pair], Counter[str]]:
    """How often each letter, and each two neighbours, were read as what; how often they stood in
    print."""
    worth: dict[Pair, float] = {}
    for turn in range(ROUNDS):
        seen: Counter[Pair] = Counter()
        for (word, read), count in counted.items():
            for piece in aligned(word, read, worth, unseen=turn == 0):
                seen[piece] += count
        total: Counter[str] = Counter()
        for (letter, _), count in seen.items():
            total[letter] += count
        worth = {
            piece: log(count / total[piece[0]]) for piece, count in seen.items() if count >= RARE
        }
    seen, total = Counter(), Counter()
    for (word, read), count in counted.items():
        pieces = aligned(word, read, worth, unseen=False)
        for n, (letter, piece) in enumerate(pieces):
            seen[letter, piece] += count
            total[letter] += count
            if n:
                before, read_before = pieces[n - 1]
                seen[before + letter, read_before + piece] += count
                total[before + letter] += count
    return seen, total


def look_ahead(path: Path) -> None:
    """Add to the file what each word of the model may be a misreading of."""
    model = ngrams()
    channel = Channel.load(path, model)
    rows: list[tuple[str, str, float]] = []
    for number, word in enumerate(model.words):
        if (
            number > UNKNOWN
            and word.isalpha()
            and 1 < len(word) <= 7
            and model.single[number] > RAREST
        ):
            found = [pair for pair in channel.words_for(word) if pair[1] > NEAR][:NEAREST]
            rows += [(word, model.words[other], worth) for other, worth in found]
    with np.load(path, allow_pickle=False) as held:
        kept = dict(held)
    np.savez_compressed(
        path,
        **kept,
        seen=np.array([row[0] for row in rows], dtype=np.str_),
        meant=np.array([row[1] for row in rows], dtype=np.str_),
        meant_worth=np.minimum(np.round([-row[2] * 16 for row in rows]), 255).astype(np.uint8),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--ahead",
        action="store_true",
        help="look all words up beforehand: for a reader who is mostly right",
    )
    options = parser.parse_args()
    lines = [pair for path in options.pairs for pair in line_pairs(path)]
    counted = syllables(pair for line in lines for pair in word_pairs(*line))
    seen, total = learned(counted)
    kept = {
        piece: n
        for piece, n in seen.items()
        if n >= RARE and len(piece[1]) <= LONGEST + len(piece[0]) - 1
    }
    printed = sorted({letters for letters, _ in kept}, key=lambda letters: (len(letters), letters))
    read = sorted({piece for _, piece in kept}, key=lambda piece: (len(piece), piece))
    at, to = (
        {letters: n for n, letters in enumerate(printed)},
        {piece: n for n, piece in enumerate(read)},
    )
    rows = sorted(
        (at[letters], to[piece], n / (total[letters] + 1.0)) for (letters, piece), n in kept.items()
    )
    np.savez_compressed(
        options.out,
        printed=np.array(printed, dtype=np.str_),
        read=np.array(read, dtype=np.str_),
        letters=np.array([row[0] for row in rows], dtype=np.uint16),
        pieces=np.array([row[1] for row in rows], dtype=np.uint16),
        worth=np.minimum(np.round([-log(row[2]) * 16 for row in rows]), 255).astype(np.uint8),
    )
    if options.ahead:
        look_ahead(options.out)
    words = sum(counted.values())
    right = sum(count for (word, seen), count in counted.items() if word_of(seen) == word)
    share = right / max(words, 1)
    print(f"{len(lines)} lines, {words} words ({share:.1%} read right), {len(rows)} confusions")
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
