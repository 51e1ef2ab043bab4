"""Syllables right by source: the n-grams alone, the tagger alone, both together.

    PYTHONPATH=. python tools/diacritics_tagger/measure.py /work/tagger-data --model DIR [--lines 1500] [--set test]

`/work/tagger-data`: what prepare.py and baseline.py wrote: sources that neither model has seen. Lines are stripped of
all marks and put right as one paper a source, in stretches of 1,000 lines. One thread.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402 (threads are set before)
import regex  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from normalize import ngrams as grams  # noqa: E402 (found by the line above)
from tools.diacritics_tagger.sources import DEV, TEST  # noqa: E402

CHUNK = 1000
FLOOR = -9.0
"""What a word is worth that the n-grams know and the tagger does not."""


def module(path: Path) -> Any:
    """A module by its file: normalize/repair is a folder in the new order of things, a module in the old one."""
    spec = importlib.util.spec_from_file_location(f"beside_{path.stem}", path)
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


reader = module(ROOT / "normalize" / "repair" / "tagger.py")
shortforms = module(ROOT / "normalize" / "repair" / "shortforms.py")


@dataclass(frozen=True)
class Weights:
    """How tagger and n-grams are weighed: `tagger` times the logarithm of the tagger's probability, `grams` times that
    of the n-grams; a word is left out that the tagger finds `cut` (natural logarithm) less likely than its best; at
    most `kept` words of a token are weighed."""

    tagger: float = 1.0
    grams: float = 1.0
    cut: float = 7.0
    kept: int = 4


UNITS = frozenset("m km kg cm mm ml g h l s t tr đ kwh mg kv kw hz".split())

def lost_letters(line: str) -> bool:
    """Does a line of the truth itself lack letters ("bo co", "x hội")? Small words without any vowel tell."""
    words = [word for word in regex.findall(r"(?<![\p{L}.'’])\p{Ll}{2,}(?![\p{L}.)'’])", line) if word not in UNITS]
    return any(not grams.VOWEL.search(word) for word in words)


class Restorer:
    """Lines without marks -> lines with them, by both models."""

    def __init__(self, tagger: Any, weights: Weights, lost: float | None = None) -> None:
        from normalize import restore  # noqa: PLC0415 (after the n-grams are set)
        from normalize.lattice import Table  # noqa: PLC0415

        self.restore, self.tagger, self.weights = restore, tagger, weights
        self.model = grams.ngrams()
        self.table = Table(lambda token: restore.candidates(token, lost or restore.MOST))
        self.columns: list[list[int]] = [[-1]]
        self.arrays: tuple[NDArray[Any], ...] = ()
        self.short = True
        self.extras: dict[str, int] = {}

    def _row(self, token: str) -> int:
        row = self.table.row(token)
        if row == len(self.columns):
            number = self.tagger.seen(token, grams.word_of(token))
            first, count = self.tagger._columns[number][3:]
            words = [self.model.words[n] for n in self.table.words[row]]
            places = [self.tagger.rows.get(word, 0) - first for word in words]
            self.columns.append([place if count and 0 <= place < count else -1 for place in places])
        return row

    def _tables(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """(rows, candidates): words, scores of their own, columns of the tagger."""
        if not self.arrays or len(self.arrays[0]) != len(self.table.words):
            from normalize.decode import NEVER  # noqa: PLC0415

            width = max(map(len, self.table.words))
            size = (len(self.table.words), width)
            words, scores = np.zeros(size, dtype=np.int64), np.full(size, NEVER, dtype=np.float32)
            columns = np.full(size, -1, dtype=np.int64)
            for n, own in enumerate(self.table.words):
                words[n, : len(own)], scores[n, : len(own)] = own, self.table.scores[n]
                columns[n, : len(own)] = self.columns[n]
            self.arrays = (words, scores, columns)
        return self.arrays  # type: ignore[return-value]

    def prepared(self, lines: Sequence[str]) -> Any:
        """Texts of tokens and the tagger's logarithms for them."""
        from normalize.lattice import LONGEST, runs  # noqa: PLC0415

        tokens = [self.restore.tokens_of(line) for line in lines]
        texts = []
        for run in runs(lines, tokens):
            places = [(n, k) for n in run for k in range(len(tokens[n]))]
            for cut in range(0, len(places), LONGEST):
                part = places[cut : cut + LONGEST]
                texts.append((part, [self._row(tokens[n][k].text) for n, k in part]))
        numbers = [[self.tagger.seen(t, "") for t in (tokens[n][k].text for n, k in part)] for part, _ in texts]
        logs, _, count = self.tagger.scores(numbers)
        return tokens, texts, logs, count

    def restored(self, lines: Sequence[str], prepared: Any = None) -> list[str]:
        """The lines with their marks."""
        from normalize.changes import carried_out  # noqa: PLC0415
        from normalize.lattice import BATCH, Choice, edits_of  # noqa: PLC0415
        from normalize.decode import NEVER, Lattice, best_path, sureness  # noqa: PLC0415

        weights = self.weights
        tokens, texts, logs, count = prepared or self.prepared(lines)
        words, own, columns = self._tables()
        rows = np.array([row for _, text in texts for row in (*text, 0)], dtype=np.int64)
        words, own, columns = words[rows], own[rows], columns[rows]
        tag = np.take_along_axis(logs, np.maximum(columns, 0), axis=1)
        tag = np.where(columns >= 0, tag, FLOOR)
        tag[count == 0] = 0
        worth = own + weights.tagger * tag
        worth[tag < tag.max(axis=1, keepdims=True, initial=NEVER, where=own > NEVER / 2) - weights.cut] = NEVER
        if worth.shape[1] > weights.kept:
            few = np.argpartition(-worth, weights.kept - 1, axis=1)[:, : weights.kept]
            few.sort(axis=1)
            worth, words = np.take_along_axis(worth, few, axis=1), np.take_along_axis(words, few, axis=1)
        order = np.argsort(worth <= NEVER / 2, axis=1, kind="stable")
        worth, words = np.take_along_axis(worth, order, axis=1), np.take_along_axis(words, order, axis=1)
        worth = worth / np.float32(weights.grams)
        worth[worth < NEVER / 2] = NEVER
        starts = np.cumsum([0, *(len(text) + 1 for _, text in texts)])
        chosen = [[Choice(0, 1.0)] * len(line) for line in tokens]
        by_length = sorted(range(len(texts)), key=lambda n: len(texts[n][1]))
        for at in range(0, len(texts), BATCH):
            batch = by_length[at : at + BATCH]
            longest = max(len(texts[n][1]) for n in batch) + 1
            places = np.full((len(batch), longest), len(worth) - 1, dtype=np.int64)
            for line, n in enumerate(batch):
                places[line, : len(texts[n][1])] = np.arange(starts[n], starts[n + 1] - 1)
            lattice = Lattice(words[places], worth[places])
            path = best_path(self.model, lattice)
            picked = np.take_along_axis(lattice.words, path[:, :, None], axis=2)[:, :, 0].tolist()
            sure = sureness(self.model, lattice, path).tolist()
            for line, n in enumerate(batch):
                for (number, token), word, share in zip(texts[n][0], picked[line], sure[line], strict=False):
                    chosen[number][token] = Choice(word, share)
        self._strokes(tokens, chosen)
        cased, letters = self.restore.cased, self.restore._is_letters
        return [
            carried_out(line, edits_of(self.model, line_tokens, picks, cased, letters))
            for line, line_tokens, picks in zip(lines, tokens, chosen, strict=True)
        ]

    def _strokes(self, tokens: Any, chosen: Any) -> None:
        """Short forms that the paper spells out: chosen again."""
        from normalize.lattice import Choice  # noqa: PLC0415

        names = self.model.words
        flat = [(token.text, pick.word) for line, picks in zip(tokens, chosen, strict=True)
                for token, pick in zip(line, picks, strict=True)]  # fmt: skip
        words = [names[word] if word > 1 else text.lower() for text, word in flat]
        forms = {text.lower() for text, _ in flat if "D" in text and len(text) > 1 and text.isupper()}
        known = self.restore._by_skeleton()
        wanted = {form: form in known for form in sorted(forms) if not grams.VOWEL.search(form)}
        self.forms = shortforms.strokes(words, wanted)
        if not self.short or not self.forms:
            return
        for line, picks in zip(tokens, chosen, strict=True):
            for n, token in enumerate(line):
                if "D" in token.text and token.text.isupper() and (full := self.forms.get(token.text.lower())):
                    number = self.extra(full)
                    picks[n] = Choice(number, 0.9)

    def extra(self, word: str) -> int:
        """The number of a word, which the vocabulary gets if it has not got it (measuring only)."""
        number = self.model.ids.get(word) or self.extras.get(word)
        if number is None:
            number = self.extras[word] = len(self.model.words)
            object.__setattr__(self.model, "words", (*self.model.words, word))
        return number


def alone(tagger: Any, lines: Sequence[str]) -> list[str]:
    """By the tagger only."""
    from normalize import restore  # noqa: PLC0415
    from normalize.changes import Edit, carried_out  # noqa: PLC0415

    tokens = [restore.tokens_of(line) for line in lines]
    found = reader.best(tagger, [[token.text for token in line] for line in tokens], grams.word_of)  # fmt: skip
    model, known, out = grams.ngrams(), restore._by_skeleton(), []

    def only(token: str) -> str | None:
        """The word of letters that make one word only, which the tagger need not know."""
        numbers = known.get(token.lower(), ())
        return model.words[numbers[0]] if numbers else None

    for line, line_tokens, words in zip(lines, tokens, found, strict=True):
        edits = [Edit(t.start, t.text, restore.cased(word, t.text))
                 for t, found_word in zip(line_tokens, words, strict=True)
                 if (word := found_word or only(t.text)) and word != t.text.lower()]  # fmt: skip
        out.append(carried_out(line, edits))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--lines", type=int, default=1500, help="so many lines a source, in runs of 100; 0: all")
    parser.add_argument("--set", choices=("test", "dev"), default="test")
    parser.add_argument("--shuffle", action="store_true", help="lines in another order: no help from the lines around")
    parser.add_argument("--only", nargs="*", default=["grams", "tagger", "both"])
    parser.add_argument("--sound", action="store_true", help="without lines whose truth lacks letters")
    parser.add_argument("--keep", type=float, default=0.0, help="this share of the words keeps its marks")
    parser.add_argument("--tune", action="store_true", help="try weights (on the dev sources)")
    for name, value in vars(Weights()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    model = grams.Ngrams.load(options.data / "syllables")
    grams.ngrams = lambda: model
    from bench.language import accuracy, ours  # noqa: PLC0415 (after the n-grams are set)
    from normalize import restore  # noqa: PLC0415

    weights = Weights(options.tagger, options.grams, options.cut, options.kept)
    tagger = reader.Tagger.load(options.model) if options.model else None
    sources = {name: picked((options.data / f"{name}.txt").read_text("utf-8").split("\n")[:-1], options)
               for name in (TEST if options.set == "test" else DEV)}  # fmt: skip
    if options.sound:
        sources = {name: [line for line in lines if not lost_letters(line)] for name, lines in sources.items()}
    if options.tune:
        tune(tagger, sources, weights)
        return
    menders: dict[str, Callable[[Sequence[str]], list[str]]] = {"grams": ours}
    if tagger:
        both = Restorer(tagger, weights, next(n for n in (restore.MOST, 0.9, 0.6, 0.3, 0.1) if n <= 1 - options.keep + 0.04))
        menders |= {"tagger": lambda lines: alone(tagger, lines), "both": both.restored}
    menders = {name: mender for name, mender in menders.items() if name in options.only}
    figures: dict[str, dict[str, list[float]]] = {}
    for source, lines in sources.items():
        bare = [bared(line, options.keep) for line in lines]
        for name, mender in menders.items():
            mender(bare[:50])
            start = time.perf_counter()
            got = [line for at in range(0, len(bare), CHUNK) for line in mender(bare[at : at + CHUNK])]
            seconds = time.perf_counter() - start
            exact, loose, count = accuracy(lines, got)
            figures.setdefault(source, {})[name] = [exact, loose, count, count / seconds]
            print(f"{source:18} {name:8} {exact:7.3f} exact {loose:7.3f} right of {count:7} at {count / seconds:7.0f}/s",
                  flush=True)  # fmt: skip
    for name in menders:
        rows = [own[name] for own in figures.values()]
        total = sum(row[2] for row in rows)
        mean = [sum(row[n] for row in rows) / len(rows) for n in (0, 1)]
        pooled = [sum(row[n] * row[2] for row in rows) / total for n in (0, 1)]
        speed = total / sum(row[2] / row[3] for row in rows)
        print(f"{name:8} mean of sources {mean[0]:.3f} {mean[1]:.3f}, pooled {pooled[0]:.3f} {pooled[1]:.3f}, {speed:.0f}/s")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


def bared(line: str, keep: float) -> str:
    """A line without its marks, but for a share of its words, by chance (the same every time)."""
    from normalize import restore  # noqa: PLC0415

    chance = random.Random(line)
    return regex.sub(r"\p{L}+", lambda m: m[0] if chance.random() < keep else restore.stripped(m[0]), line)


def picked(lines: list[str], options: argparse.Namespace) -> list[str]:
    """So many lines, in runs of 100 from all over."""
    if options.lines and len(lines) > options.lines:
        runs, step = options.lines // 100, len(lines) / (options.lines // 100)
        lines = [line for n in range(runs) for line in lines[int(n * step) : int(n * step) + 100]]
    if options.shuffle:
        lines = [lines[n] for n in np.random.default_rng(5).permutation(len(lines))]
    return lines


def tune(tagger: Any, sources: dict[str, list[str]], base: Weights) -> None:
    """Every weight by itself, from the base on."""
    from bench.language import accuracy  # noqa: PLC0415
    from normalize import restore  # noqa: PLC0415

    restorer = Restorer(tagger, base)
    bare = {name: [restore.stripped(line) for line in lines] for name, lines in sources.items()}
    ready = {name: restorer.prepared(lines) for name, lines in bare.items()}
    tries = [Weights(t, g, base.cut, base.kept) for t, g in
             ((1, 0.01), (1, 0.25), (1, 0.5), (1, 0.75), (1, 1), (1, 1.4), (1, 2))]  # fmt: skip
    tries += [Weights(base.tagger, base.grams, cut, kept) for cut, kept in
              ((3, 4), (5, 3), (5, 4), (7, 3), (7, 4), (7, 6), (10, 6))]  # fmt: skip
    for weights in tries:
        restorer.weights = weights
        rows, start = [], time.perf_counter()
        for name, lines in bare.items():
            rows.append(accuracy(sources[name], restorer.restored(lines, ready[name])))
        total, seconds = sum(row[2] for row in rows), time.perf_counter() - start
        print(weights, f"mean {np.mean([row[1] for row in rows]):.3f} pooled "
              f"{sum(row[1] * row[2] for row in rows) / total:.3f} decoding {total / seconds:.0f}/s", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
