"""Learn how sure values are: parsers/confidence/weights.yaml, from papers whose truth is known.

    python -m bench.confidences FOLDER [--layouts DIR] [--truths …] [--scans]   # read them once
    python tools/train_confidence.py FOLDER [--out FILE] [--dry]

Logistic regression with an L2 penalty, fitted by Newton's method (iteratively reweighted least
squares); no randomness. The values of a paper count together as the square root of their number:
a plan that was read in twenty forms says little more than in five. Printed are the figures of
values that were judged by a model learned without their plan (cross-validation by plan). Only
weights of traits are kept, no words of any paper.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.calibration import report  # noqa: E402
from bench.confidences import Value, values  # noqa: E402
from kehoach.parsers.confidence.judging import BASE  # noqa: E402

Numbers = NDArray[np.float64]
SEEN = 25
"""Values that a trait must have to be learned."""
PENALTY = 10.0
ROUNDS = 12
FOLDS = 8


def traits_of(known: Sequence[Value]) -> list[str]:
    """The traits that are learned, in order; the base first."""
    counts = Counter(trait for value in known for trait in set(value.traits))
    return [BASE, *sorted(trait for trait, count in counts.items() if count >= SEEN)]


def matrix(known: Sequence[Value], traits: Sequence[str]) -> Numbers:
    """A row of each value: 1 for each trait that it has."""
    at = {trait: index for index, trait in enumerate(traits)}
    found = np.zeros((len(known), len(traits)))
    found[:, 0] = 1.0
    for row, value in enumerate(known):
        found[row, [at[trait] for trait in value.traits if trait in at]] = 1.0
    return found


def importance(known: Sequence[Value]) -> Numbers:
    """How much each value counts; 1 in the mean."""
    counts = Counter(value.paper for value in known)
    own = np.array([counts[value.paper] ** -0.5 for value in known])
    return np.asarray(own / own.mean())


def fitted(rows: Numbers, right: Numbers, counted: Numbers, penalty: float = PENALTY) -> Numbers:
    """The weights of a logistic regression; the base is not penalised."""
    weights = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(ROUNDS):
        sure = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (counted * (right - sure)) - ridge * weights
        spread = np.maximum(sure * (1 - sure), 1e-6) * counted
        curve = (rows * spread[:, None]).T @ rows + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return weights


def cross_validated(known: list[Value]) -> list[Value]:
    """The values, each judged by what was learned from other plans."""
    names = sorted({value.paper for value in known})
    fold_of = {name: index % FOLDS for index, name in enumerate(names)}
    judged: list[Value] = []
    for fold in range(FOLDS):
        own = [value for value in known if fold_of[value.paper] == fold]
        others = [value for value in known if fold_of[value.paper] != fold]
        traits = traits_of(others)
        weights = learned(others, traits)
        odds = matrix(own, traits) @ weights
        sure = 1.0 / (1.0 + np.exp(-odds))
        judged += [replace(value, told=float(each)) for value, each in zip(own, sure, strict=True)]
    return judged


def learned(known: Sequence[Value], traits: Sequence[str]) -> Numbers:
    """The weights of traits."""
    right = np.array([float(value.right) for value in known])
    return fitted(matrix(known, traits), right, importance(known))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry", action="store_true", help="only print figures")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "parsers" / "confidence" / "weights.yaml"
    )
    asked = parser.parse_args()
    readings = [
        pickle.loads(path.read_bytes())  # noqa: S301 (our own files)
        for path in sorted(asked.folder.glob("*.pickle"))
    ]
    known = list(values(readings))
    print(f"{len(readings)} readings, {len(known)} values")
    print(report(cross_validated(known)))
    if asked.dry:
        return
    traits = traits_of(known)
    weights = learned(known, traits)
    kept = [(trait, weight) for trait, weight in zip(traits, weights, strict=True)]
    lines = [f"{_quoted(trait)}: {weight:.2f}" for trait, weight in kept if abs(weight) >= 0.02]
    head = "# How much each trait of a value (traits.py) speaks for it: natural logarithm of odds.\n"
    head += "# Learned by tools/train_confidence.py; do not edit.\n"
    asked.out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _quoted(trait: str) -> str:
    return trait if trait.isalpha() else f'"{trait}"'


if __name__ == "__main__":
    main()
