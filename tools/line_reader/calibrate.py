"""The temperature by which a reader's word probabilities come true.

    python -m tools.line_reader.calibrate READER.onnx READER.json --fit LINES.npz ...
        [--check LINES.npz ...] [--write]

The log-probabilities of each column are divided by the temperature and normed again. A letter's
probability is the highest of its class within its columns; a word's is made of its letters' (the
product, or the least of them). A word is right when it stands in the truth, in its place. The
temperature that makes the right and wrong words of --fit likeliest is written into READER.json,
with `word_probability` telling how words are made of letters.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from tools.line_reader.line_files import load
from tools.line_reader.measure import Reader, plain

TEMPERATURES = [round(0.7 + 0.1 * step, 2) for step in range(19)]
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001)
LEAST = 1e-6


def words_of(
    scores: NDArray[np.float32], classes: Sequence[str], temperature: float
) -> list[tuple[str, list[float]]]:
    """Log-probabilities (columns, classes) -> words, each with its letters' probabilities."""
    best = scores.argmax(axis=1)
    written = np.nonzero(best)[0]  # what a blank column is sure of does not matter
    own = scores[written] / temperature
    own -= own.max(axis=1, keepdims=True)
    shares = np.zeros(len(best))
    shares[written] = 1 / np.exp(own).sum(axis=1)
    words: list[tuple[str, list[float]]] = [("", [])]
    before = 0
    for code, share in zip(best.tolist(), shares.tolist(), strict=True):
        if code and code == before and words[-1][1] and classes[code] != " ":
            words[-1][1][-1] = max(words[-1][1][-1], share)
        elif code and code != before:
            if classes[code] == " ":
                words.append(("", []))
            else:
                words[-1] = (words[-1][0] + classes[code], [*words[-1][1], share])
        before = code
    return [word for word in words if word[0]]


def judged(read: Sequence[str], true: Sequence[str]) -> list[bool]:
    """Is each word read right, in its place?"""
    right = [False] * len(read)
    for step in Levenshtein.opcodes(read, true):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    return right


def table(
    lines: Sequence[tuple[NDArray[np.float32], str]], classes: Sequence[str], temperature: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """For each word of all lines: product and least of its letters' probabilities, and whether
    it is right."""
    product, least, right = [], [], []
    for scores, text in lines:
        words = words_of(scores, classes, temperature)
        right += judged([plain(word) for word, _ in words], plain(text).split())
        product += [float(np.prod(letters)) for _, letters in words]
        least += [min(letters) for _, letters in words]
    return np.array(product), np.array(least), np.array(right)


def surprise(share: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean negative log-likelihood of right and wrong."""
    share = share.clip(LEAST, 1 - LEAST)
    return float(-np.where(right, np.log(share), np.log1p(-share)).mean())


def reliability(share: NDArray[np.float64], right: NDArray[np.bool_]) -> str:
    """Words by their probability: how many, mean probability, how many of them are right."""
    rows = []
    for low, high in itertools.pairwise(BINS):
        own = (share >= low) & (share < high)
        if own.any():
            told, came = 100 * share[own].mean(), 100 * right[own].mean()
            rows.append(
                f"    {low:.3f}-{min(high, 1):.3f}  {own.sum():6d} words  "
                f"told {told:6.2f} %  right {came:6.2f} %"
            )
    return "\n".join(rows)


def main() -> None:
    """Read the arguments, fit, check, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("description", type=Path)
    parser.add_argument("--fit", nargs="+", type=Path, required=True)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    reader = Reader(args.model, args.description)

    def scored(paths: Sequence[Path]) -> list[tuple[NDArray[np.float32], str]]:
        return [(reader.scores(cut.pixels), cut.hint) for path in paths for cut in load(path)]

    fit, check = scored(args.fit), scored(args.check)
    found: dict[str, tuple[float, float]] = {}
    for temperature in TEMPERATURES:
        product, least, right = table(fit, reader.classes, temperature)
        for name, share in (("product", product), ("least", least)):
            loss = surprise(share, right)
            if name not in found or loss < found[name][0]:
                found[name] = (loss, temperature)
    for name, (loss, temperature) in found.items():
        print(f"{name}: temperature {temperature}, surprise {loss:.4f}")
        for title, lines in (("fitted on", fit), ("checked on", check)):
            if lines:
                product, least, right = table(lines, reader.classes, temperature)
                share = product if name == "product" else least
                print(
                    f"  {title}: surprise {surprise(share, right):.4f}\n{reliability(share, right)}"
                )
    if args.write:
        name = min(found, key=lambda own: found[own][0])
        description = json.loads(args.description.read_text(encoding="utf-8"))
        description |= {"temperature": found[name][1], "word_probability": name}
        args.description.write_text(
            json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
