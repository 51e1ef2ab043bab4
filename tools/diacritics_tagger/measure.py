"""Syllables right by source: the n-grams alone, the tagger alone, both together.

    PYTHONPATH=. python tools/diacritics_tagger/measure.py DATA --model DIR [--lines 1500]

DATA: what prepare.py and baseline.py wrote: sources that neither model has seen. Lines lose all
their marks (or `--keep` some) and are put right in the order of the source, in stretches of 1,000.
One thread.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import regex

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.changes import Edit, Mended, carried_out  # noqa: E402 (found by the above)
from kehoach.normalize.ngrams import lattice  # noqa: E402
from kehoach.normalize.ngrams import model as grams  # noqa: E402
from kehoach.normalize.tokens import word_of  # noqa: E402
from tools.diacritics_tagger.sources import DEV, TEST  # noqa: E402

if "--shipped" not in sys.argv:  # before anything else takes the n-grams that come along
    _model = grams.Ngrams.load(Path(sys.argv[1]) / "syllables")
    grams.ngrams = lambda: _model

from bench.language import accuracy  # noqa: E402
from kehoach.normalize.repair import restore, weighed  # noqa: E402
from kehoach.normalize.repair.tagger import Tagger, best  # noqa: E402

CHUNK = 1000
UNITS = frozenset(
    [
        "m",
        "km",
        "kg",
        "cm",
        "mm",
        "ml",
        "g",
        "h",
        "l",
        "s",
        "t",
        "tr",
        "đ",
        "kwh",
        "mg",
        "kv",
        "kw",
        "hz",
    ]
)
SMALL = regex.compile(r"(?<![\p{L}.'’])\p{Ll}{2,}(?![\p{L}.)'’])")
Mender = Callable[[Sequence[str]], list[str]]


def lost_letters(line: str) -> bool:
    """Does a line of the truth itself lack letters ("thng", "ngy")? Small words without any vowel
    tell."""
    words = [word for word in SMALL.findall(line) if word not in UNITS]
    return any(not grams.VOWEL.search(word) for word in words)


def bared(line: str, keep: float) -> str:
    """A line without its marks, but for a share of its words, by chance (the same every time)."""
    chance = random.Random(line)  # noqa: S311 (no secret)
    return regex.sub(
        r"\p{L}+", lambda m: m[0] if chance.random() < keep else restore.stripped(m[0]), line
    )


def by_ngrams(lines: Sequence[str]) -> list[str]:
    """As before the tagger: by the n-grams alone, without short forms."""
    whole = weighed.choices
    weighed.choices = lambda model, table, _tagger, lines, tokens: lattice.choices(
        model, table, lines, tokens
    )
    try:
        return by_both(lines, None, forms=False)
    finally:
        weighed.choices = whole


def by_both(lines: Sequence[str], tagger: Tagger | None, *, forms: bool) -> list[str]:
    """Lines that lost marks -> lines with them, as the program does it, with this tagger; `forms`:
    and short forms by what they stand for."""
    own, strokes = restore.tagger, restore.strokes
    restore.tagger = lambda: tagger
    if not forms:
        restore.strokes = lambda words, wanted: {}
    try:
        return [mended.text for mended in restore.restored([Mended.of(line) for line in lines])]
    finally:
        restore.tagger, restore.strokes = own, strokes


def alone(tagger: Tagger, lines: Sequence[str]) -> list[str]:
    """By the tagger only; words whose letters make one word, which it need not know, as that."""
    tokens = [restore.tokens_of(line) for line in lines]
    found = best(tagger, [[token.text for token in line] for line in tokens], word_of)
    model, known, out = grams.ngrams(), restore._by_skeleton(), []
    for line, own, words in zip(lines, tokens, found, strict=True):
        edits = []
        for token, likeliest in zip(own, words, strict=True):
            numbers = known.get(token.text.lower(), ())
            word = likeliest or (model.words[numbers[0]] if numbers else None)
            if word and word != token.text.lower():
                edits.append(Edit(token.start, token.text, restore.cased(word, token.text)))
        out.append(carried_out(line, edits))
    return out


def picked(lines: list[str], wanted: int, *, shuffle: bool) -> list[str]:
    """So many lines, in runs of 100 from all over."""
    if wanted and len(lines) > wanted:
        runs, step = wanted // 100, len(lines) / (wanted // 100)
        lines = [line for n in range(runs) for line in lines[int(n * step) : int(n * step) + 100]]
    if shuffle:
        lines = [lines[n] for n in np.random.default_rng(5).permutation(len(lines))]
    return lines


def tune(tagger: Tagger, sources: dict[str, list[str]]) -> None:
    """What is cut away, and how the two are weighed, on the dev sources."""
    own = weighed.CUT, weighed.MOST, weighed.GRAMS
    for share in (0.25, 0.5, 0.7, 0.85, 1.0, 1.25, 1.6):
        weighed.GRAMS = share
        _try(tagger, sources)
    weighed.CUT, weighed.MOST, weighed.GRAMS = own
    for cut, most in ((3.0, 4), (5.0, 3), (5.0, 4), (7.0, 3), (7.0, 6), (10.0, 6)):
        weighed.CUT, weighed.MOST = cut, most
        _try(tagger, sources)
    weighed.CUT, weighed.MOST, weighed.GRAMS = own


def _try(tagger: Tagger, sources: dict[str, list[str]]) -> None:
    rows = [
        accuracy(lines, by_both([bared(line, 0.0) for line in lines], tagger, forms=False))
        for lines in sources.values()
    ]
    total = sum(row[2] for row in rows)
    pooled = sum(row[1] * row[2] for row in rows) / total
    mean = sum(row[1] for row in rows) / len(rows)
    print(f"cut {weighed.CUT} most {weighed.MOST} grams {weighed.GRAMS}: {mean:.3f} {pooled:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("data", type=Path)
    add("--model", type=Path, help="the folder of diacritics.onnx")
    add("--lines", type=int, default=1500, help="lines a source, in runs of 100; 0: all")
    add("--set", choices=("test", "dev"), default="test")
    add("--sources", nargs="*", help="these alone")
    add("--shuffle", action="store_true", help="no help from the lines around")
    add("--sound", action="store_true", help="without lines whose truth lacks letters")
    add("--keep", type=float, default=0.0, help="this share of the words keeps its marks")
    add("--shipped", action="store_true", help="with the n-grams that ship, which saw the sources")
    add("--only", nargs="*", default=["grams", "tagger", "both", "forms"])
    add("--tune", action="store_true", help="try weights")
    add("--json", type=Path)
    options = parser.parse_args()
    tagger = Tagger.load(options.model) if options.model else Tagger.load()
    sources = {}
    for name in options.sources or (TEST if options.set == "test" else DEV):
        lines = (options.data / f"{name}.txt").read_text("utf-8").split("\n")[:-1]
        lines = picked(lines, options.lines, shuffle=options.shuffle)
        sources[name] = [line for line in lines if not options.sound or not lost_letters(line)]
    if options.tune:
        tune(tagger, sources)
        return
    menders: dict[str, Mender] = {
        "grams": by_ngrams,
        "tagger": lambda lines: alone(tagger, lines),
        "both": partial(by_both, tagger=tagger, forms=False),
        "forms": partial(by_both, tagger=tagger, forms=True),
    }
    menders = {name: mender for name, mender in menders.items() if name in options.only}
    figures = {
        name: measured(lines, menders, name, options.keep) for name, lines in sources.items()
    }
    for name in menders:
        rows = [own[name] for own in figures.values()]
        total = sum(row[2] for row in rows)
        mean = [sum(row[n] for row in rows) / len(rows) for n in (0, 1)]
        pooled = [sum(row[n] * row[2] for row in rows) / total for n in (0, 1)]
        speed = total / sum(row[2] / row[3] for row in rows)
        print(
            f"{name:8} mean of sources {mean[0]:.3f} {mean[1]:.3f}, "
            f"pooled {pooled[0]:.3f} {pooled[1]:.3f}, {speed:.0f}/s"
        )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def measured(
    lines: list[str], menders: dict[str, Mender], source: str, keep: float
) -> dict[str, list[float]]:
    """Of one source, by each: percent right to the letter, percent right with the tone mark on
    either vowel, syllables, syllables a second."""
    bare = [bared(line, keep) for line in lines]
    figures = {}
    for name, mender in menders.items():
        mender(bare[:50])
        start = time.process_time()
        got = [line for at in range(0, len(bare), CHUNK) for line in mender(bare[at : at + CHUNK])]
        seconds = time.process_time() - start
        exact, loose, count = accuracy(lines, got)
        figures[name] = [exact, loose, float(count), count / seconds]
        print(
            f"{source:18} {name:8} {exact:7.3f} exact {loose:7.3f} right of {count:7} "
            f"at {count / seconds:7.0f}/s",
            flush=True,
        )
    return figures


if __name__ == "__main__":
    main()
