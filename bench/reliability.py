"""How far the probability of a word that was read on a scan is to be believed: of the words that
were told with 0.9 to 1, how many are right.

    python -m bench.reliability [--dpi 200] [--pages 3]

A word is right when the printed page has it, once for each time it is read.
"""

from __future__ import annotations

import argparse
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.common import papers, say, scan_of, table
from kehoach.ingest.model import Document, Line, lines_of
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read

BINS = 10
Bins = list[list[int]]
"""For each tenth of probability: words, and those of them that are right."""


def reliability(printed: Document, scanned: Document) -> Bins:
    """Words of a scan by their probability, against the paper that was scanned."""
    left: dict[int, Counter[str]] = {}
    for number, word, _ in _words(printed):
        left.setdefault(number, Counter())[word] += 1
    bins = [[0, 0] for _ in range(BINS)]
    for number, word, probability in _words(scanned):
        own = bins[min(int(probability * BINS), BINS - 1)]
        there = left.get(number, Counter())
        own[0] += 1
        own[1] += there[word] > 0
        there[word] -= 1
    return bins


def _words(document: Document) -> Iterator[tuple[int, str, float]]:
    """(page, word, its probability)."""
    for line in lines_of(document.flow):
        yield from _words_of_line(line)


def _words_of_line(line: Line) -> Iterator[tuple[int, str, float]]:
    for word in line.words:
        for part in unicodedata.normalize("NFC", word.text).split():
            yield line.span.page or 0, part, word.confidence


def summed(all_bins: list[Bins]) -> Bins:
    """The bins of several papers as one.

    >>> summed([[[2, 1]], [[3, 3]]])
    [[5, 4]]
    """
    return [
        [sum(own[0] for own in same), sum(own[1] for own in same)]
        for same in zip(*all_bins, strict=True)
    ]


def reliability_table(bins: Bins) -> str:
    """As Markdown, the surest words first."""
    rows = []
    for number in reversed(range(BINS)):
        count, right = bins[number]
        share = f"{100 * right / count:.1f}" if count else "·"
        rows.append([f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}", str(count), share])
    return table(["probability", "words", "right %"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--pages", type=int, default=3, help="so many of each paper")
    asked = parser.parse_args()
    options = ReadOptions(pages=((1, asked.pages),))
    bins = []
    with tempfile.TemporaryDirectory() as folder:
        for paper in papers():
            say(f"  {paper.name}")
            scan = scan_of(paper, asked.dpi, Path(folder))
            bins.append(reliability(read(paper.pdf, options=options), read(scan, options=options)))
    print(reliability_table(summed(bins)))


if __name__ == "__main__":
    main()
