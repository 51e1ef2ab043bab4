"""Learn the trees that judge values beside the weights: parsers/confidence/forest.npz, and
forest_pictures.npz.

    python tools/train_confidence_forest.py FOLDER … [--before FILE] [--invented FOLDER …] [--dry]
    python tools/train_confidence_forest.py FOLDER … --pictures FOLDER …    # those of pictures

Each folder holds readings of papers by one maker (`bench.confidences`): at first sight, and by a
program of later that had been taught by some of them. What was wrong at first sight is what it will
do to papers that nobody has seen, but not in fields that it has since learned to read. Learned are
extremely random trees (Geurts, Ernst, Wehenkel 2006): at each node some columns are drawn, of each
a limit between its least and its greatest figure, and taken is what parts right values from wrong
ones best. The columns are the field, the measures (parsers/confidence/measures/) and the traits of
a value. The same readings give the same trees. Needed is scikit-learn 1.9.1, which the program
itself has no use for (`pip install scikit-learn==1.9.1`, in an environment of its own).

Printed are figures of papers whose maker was left out whole, of the trees and of the weights of
lists (`train_confidence_lists.py`, from `--before` and with `--invented`), mixed as the program
does it. Papers that were read from a picture are left out; `--pictures` names the folders of
these, and learned are other trees, from papers with letters and from pictures together.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

from train_confidence import STRANGE, fitted, readings_in, rights  # noqa: E402
from train_confidence_lists import (  # noqa: E402
    OF_PAPERS,
    STRANGE_LISTS,
    importance,
    lesson_of,
    values_in,
)

from bench.calibration import report  # noqa: E402
from bench.confidences import Value  # noqa: E402
from kehoach.parsers.confidence.forest import LEAF, Forest  # noqa: E402
from kehoach.parsers.confidence.measures.table import NAMES  # noqa: E402
from kehoach.parsers.confidence.odds import PICTURE, mixed, told_of  # noqa: E402

PATH = ROOT / "parsers" / "confidence" / "forest.npz"
PATH_OF_PICTURES = PATH.with_name("forest_pictures.npz")
Numbers = NDArray[Any]
TREES, SEED = 30, 53
LEAST = 10
"""Values that a leaf must have."""
DRAWN = 0.1
"""The share of the columns that are drawn at a node."""
DIGITS = 3
"""Digits that are kept of the share of a leaf."""
SEEN, PAPERS = 15, 6
"""Values and papers that must have a trait before a tree may ask for it."""
USUAL, USUAL_COUNTS = 0.9, 10.0
"""The share of right values of a field, and for how many it stands, beside those that were seen."""


def forest_of(known: Sequence[Value], counted: Numbers, traits: Sequence[str]) -> Forest:
    """The trees that these values teach; `counted`: how much each counts."""
    bare = without_trees(fields_of(known, counted), traits)
    trees = ExtraTreesClassifier(
        n_estimators=TREES, min_samples_leaf=LEAST, max_features=DRAWN, random_state=SEED, n_jobs=2
    )
    trees.fit(rows_of(known, bare), rights(known), sample_weight=counted)
    return with_trees(bare, [each.tree_ for each in trees.estimators_])


def of_pictures(known: Sequence[Value], seen: Sequence[Value]) -> Forest:
    """The trees of papers that were read from pictures: they may ask whether one was. `seen`: the
    values of those; both kinds of papers count as their values are many."""
    together = [*known, *seen]
    counted = np.concatenate([importance(known), importance(seen)])
    print(f"{len(known)} values, {len(seen)} of pictures", flush=True)
    return forest_of(together, counted, [*traits_of(together), PICTURE])


def without_trees(fields: dict[str, float], traits: Sequence[str]) -> Forest:
    """What trees may ask for, before there are any."""
    none = np.zeros(0, np.int32)
    return Forest(
        fields=fields,
        measures=NAMES,
        traits=traits,
        roots=none,
        columns=none.astype(np.int16),
        limits=none.astype(np.float32),
        steps=none.astype(np.int16),
    )


def with_trees(bare: Forest, trees: Sequence[Any]) -> Forest:
    """The trees as scikit-learn holds them (a first child stands right behind its parent), as ours.
    Limits of traits, which are 0 or 1, are a half: all between are the same."""
    first_trait = 1 + len(bare.measures)
    columns: list[Numbers] = []
    limits: list[Numbers] = []
    steps: list[Numbers] = []
    for tree in trees:
        places = np.arange(tree.node_count)
        is_leaf = tree.children_left < 0
        if not np.array_equal(tree.children_left[~is_leaf], places[~is_leaf] + 1):
            raise ValueError("a first child does not stand behind its parent")
        asked = np.where(tree.feature >= first_trait, 0.5, tree.threshold)
        share = tree.value[:, 0, 1] / tree.value[:, 0].sum(axis=1)
        columns.append(np.where(is_leaf, LEAF, tree.feature))
        limits.append(np.where(is_leaf, share.round(DIGITS), asked))
        steps.append(np.where(is_leaf, 0, tree.children_right - places))
    sizes = [len(own) for own in columns]
    return replace(
        bare,
        roots=np.cumsum([0, *sizes[:-1]]).astype(np.int32),
        columns=np.concatenate(columns).astype(np.int16),
        limits=np.concatenate(limits).astype(np.float32),
        steps=np.concatenate(steps).astype(np.int16),
    )


def rows_of(known: Sequence[Value], asked: Forest) -> Numbers:
    """What the trees ask of each value."""
    return asked.rows(
        [kind_of(value) for value in known],
        np.array([value.measures for value in known], np.float32),
        [asked.places(value.traits) for value in known],
    )


def kind_of(value: Value) -> str:
    """The kind of a value's field."""
    told = next(trait for trait in value.traits if trait.startswith("kind="))
    return told.removeprefix("kind=")


def fields_of(known: Sequence[Value], counted: Numbers) -> dict[str, float]:
    """Which share of each field is right, drawn a little to what is usual."""
    whole: dict[str, float] = defaultdict(lambda: USUAL_COUNTS)
    right: dict[str, float] = defaultdict(lambda: USUAL_COUNTS * USUAL)
    for value, count in zip(known, counted.tolist(), strict=True):
        whole[kind_of(value)] += count
        right[kind_of(value)] += count * value.right
    return {kind: right[kind] / whole[kind] for kind in sorted(whole)}


def traits_of(known: Sequence[Value]) -> list[str]:
    """Which traits the trees may ask for, in order: no rare ones, and none of whole papers."""
    counts = Counter[str]()
    papers: dict[str, set[str]] = defaultdict(set)
    for value in known:
        for trait in set(value.traits):
            counts[trait] += 1
            papers[trait].add(value.paper)
    return sorted(
        trait
        for trait, count in counts.items()
        if count >= SEEN and len(papers[trait]) >= PAPERS and not trait.startswith(OF_PAPERS)
    )


def lists_judged(
    known: Sequence[Value], makers: Sequence[str], before: dict[str, float]
) -> Numbers:
    """The odds of each value by the weights of lists that were learned without its maker, as they
    are learned: `known` are the values of makers, then the invented ones (maker "")."""
    lesson = lesson_of(known, makers, before, STRANGE)
    right = rights(known)
    whole = fitted(lesson.rows, right, lesson.counted, lesson.prior)
    found = np.zeros(len(known))
    for maker in sorted(set(makers) - {""}):
        own = lesson.makers == maker
        weights = fitted(
            lesson.rows[~own], right[~own], lesson.counted[~own], lesson.prior, start=whole
        )
        found[own] = lesson.rows[own] @ weights
    return found


def trees_judged(known: Sequence[Value], makers: Sequence[str], traits: Sequence[str]) -> Numbers:
    """The odds of each by trees that were grown without its maker."""
    maker_of = np.array(makers)
    found = np.zeros(len(known))
    for maker in sorted(set(makers)):
        own = maker_of == maker
        others = [value for value, is_own in zip(known, own, strict=True) if not is_own]
        trees = forest_of(others, importance(others), traits)
        judged = [value for value, is_own in zip(known, own, strict=True) if is_own]
        found[own] = trees.odds(rows_of(judged, trees))
    return found


def judged(
    known: Sequence[Value], makers: Sequence[str], before: dict[str, float], invented: list[Value]
) -> list[Value]:
    """The values as they are told where nothing of their maker was learned."""
    of_lists = lists_judged([*known, *invented], [*makers, *[""] * len(invented)], before)
    of_trees = trees_judged(known, makers, traits_of(known))
    return [
        replace(value, told=told_of(mixed(weights - STRANGE_LISTS, trees)))
        for value, weights, trees in zip(known, of_lists.tolist(), of_trees.tolist(), strict=False)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--before", type=Path, help="the weights that lists were learned beside")
    parser.add_argument("--invented", type=Path, nargs="*", default=[])
    parser.add_argument("--pictures", type=Path, nargs="*", default=[])
    parser.add_argument("--dry", action="store_true", help="only print figures")
    asked = parser.parse_args()
    known: list[Value] = []
    makers: list[str] = []
    for folder in asked.folders:
        own = values_in(readings_in(folder), pictures=False, invented=False)
        known += own
        makers += [folder.name] * len(own)
    if asked.pictures:
        seen = [
            value
            for folder in asked.pictures
            for value in values_in(readings_in(folder), pictures=True, invented=False)
        ]
        of_pictures(known, seen).save(PATH_OF_PICTURES)
        return
    traits = traits_of(known)
    print(f"{len(known)} values, {len(NAMES)} measures, {len(traits)} traits", flush=True)
    if not asked.dry:
        forest_of(known, importance(known), traits).save(PATH)
    if asked.before:
        before = yaml.safe_load(asked.before.read_text("utf-8"))
        invented = [
            value
            for folder in asked.invented
            for value in values_in(readings_in(folder), pictures=False, invented=True)
        ]
        print(report(judged(known, makers, before, invented)))


if __name__ == "__main__":
    main()
