"""Learn how sure values are: parsers/confidence/weights.yaml, from papers whose truth is known.

    python -m bench.confidences FOLDER [--layouts DIR] [--truths …] [--scans]   # read them once
    python -m bench.odd_forms PAPERS --truths … --read FOLDER                   # invented forms
    python tools/train_confidence.py FOLDER … [--before FILE …] [--keep] [--makers] [--out FILE]
    python tools/train_confidence.py FOLDER … --pictures --before FILE …        # of pictures

The folders hold readings at first sight: of papers that nobody had taught the program (it must have
been the program of that time). What it was taught says little of what it will meet.

Logistic regression with an L2 penalty, fitted by Newton's method (iteratively reweighted least
squares); no randomness. The values of a paper count together as the square root of their number:
a plan that was read in twenty forms says little more than in five. Papers in invented odd forms
(bench/odd_forms.py) count less, and have a weight of their own that is not kept: they are far odder
than what offices write, and shall teach which traits speak against a value, not how many values are
wrong. Values of which readers disagree (bench/disputed.py) are left out. Printed are the figures of
values that were judged by a model learned without the papers of their maker. Only weights of traits
are kept, no words of any paper. `--before`: weights that were learned earlier, from many more
papers; what is learned is drawn towards their mean. `--keep`: what they weigh stays, learned are
only the traits of PRIORS that they lack. `--pictures`: learned are the weights of papers that are
read from a picture, by themselves. `--makers`: each folder holds the papers of one maker, who is
left out whole; a paper that is read in several belongs to the first.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.calibration import report  # noqa: E402
from bench.confidences import FORGETFUL, Reading, Value, values  # noqa: E402
from bench.odd_forms import ODD  # noqa: E402
from kehoach.parsers.confidence.odds import BASE, PICTURE  # noqa: E402

Numbers = NDArray[Any]
SEEN = 15
"""Values that a trait must have to be learned."""
PENALTY = 250.0
"""How hard weights are drawn to what was known before. With less for new traits, real papers that
nobody had opened are told better, but the least sure tenth of nine kept ones worse
(docs/confidence.md)."""
PRIORS = {
    "level=none": -1.5,
    "how=unlocated": -1.5,
    "level=paper": -0.7,
    "level=above": -0.3,
    "share=0": -0.7,
    "share=1": -0.5,
    "share=2": -0.2,
    "least=0": -0.7,
    "least=1": -0.5,
    "least=2": -0.3,
    "mean=0": -0.7,
    "mean=1": -0.4,
    "restored=3": -0.7,
    "restored=2": -0.4,
    "item=0": -1.5,
    "item=1": -1.0,
    "item=2": -0.5,
    "odd letters": -0.5,
    "number with words": -2.0,
    "two fields of the same words": -1.5,
    "two fields in one place": -0.7,
    "lead in capitals": -0.5,
    "coordinating in capitals": -0.5,
    "deliverables in capitals": -0.5,
    "task shorter than others": -0.7,
    "many activities": -0.3,
    "strange=2": -0.3,
    "strange=3": -0.7,
    "open bracket": -0.5,
    "cut": -0.5,
    "goes on": -0.7,
    "last word goes on": -0.3,
    "another goes on": -0.3,
    "all but another": -0.5,
    "covered=0": -0.5,
    "time ends before it begins": -0.7,
    "time before the paper": -0.3,
    "unknown lead": -0.5,
    "time=not understood": -1.0,
    "table tasks have none": -1.0,
    "table tasks have l": -1.0,
    "table tasks have p": -0.5,
    "table tasks of unknown": -0.3,
    "body tasks have none": -0.5,
    "body tasks of orders": -0.7,
    "body tasks of unknown": -0.7,
    "targets few": -0.5,
    "targets of orders": -1.0,
    "targets of unknown": -1.0,
    "targets figures=0": -0.7,
    "number of a sentence": -4.0,
    "number with a label": -0.7,
    "body opens otherwise": -0.3,
    "body holds a time": -2.5,
    "body begins with a verb": -1.5,
    "body of one word": -1.0,
    "long body": -0.7,
    "body with a full stop": -0.7,
    "body in a sentence": -2.5,
    "body ends in a verb": -1.0,
    "recipient begins with a verb": -3.0,
    "long recipient": -1.5,
    "recipient of sentences": -3.0,
    "wording holds a label": -1.5,
    "wording begins with a counted label": -1.0,
    "wording holds a point": -1.5,
    "wording ends in a body or time in brackets": -0.7,
    "time of sentences": -1.5,
    "time goes on": -1.0,
    "product holds a time": -0.3,
    "product opens as a body": -0.7,
    "group with a full stop": -0.3,
    "name otherwise": -1.5,
    "time within its sentence": -0.5,
    "time in the words of the task alone": -0.3,
    "field of another kind": -2.0,
    "list of odd fields=1": -1.0,
    "list of odd fields=2": -2.0,
    "time in capitals": -1.0,
    "wording keeps its owner or time in brackets": -1.0,
    "label among the bodies": -1.5,
    "odd fields in another list": -0.3,
    "product without words": -3.0,
    "wording is a code": -3.0,
    "task is its group": -2.0,
    "product longer than its task": -0.7,
    "group holds a time": -0.7,
    "basis without figures": -0.5,
    **{f"picture {read} below 0.5": -0.7 for read in ("number", "date", "name", "words")},
    **{f"picture {read} below 0.7": -0.5 for read in ("number", "date", "name", "words")},
    **{f"picture {read} below 0.85": -0.5 for read in ("number", "date", "name", "words")},
    **{f"picture {read} below 0.95": -0.3 for read in ("number", "date", "name", "words")},
    "picture sentence below 0.5": -0.5,
    "picture figures below 0.6": -0.5,
    "picture figures below 0.9": -0.3,
    "picture date without its day": -0.7,
    **{f"picture {read} torn": -0.5 for read in ("number", "date", "name", "words")},
    "picture white over 1.4": -0.5,
    "picture white over 3.0": -1.0,
    "picture row over columns": -1.0,
    "group keeps a label": -1.5,
    "group keeps its number": -1.5,
    "wording keeps its number": -1.5,
    "wording ends in brackets of parts": -1.5,
    "wording begins with a condition": -0.7,
    "wording bids": -0.5,
    "title in capitals": -1.0,
    "title of a month": -1.0,
    "title opens with about": -1.0,
    "title holds a theme": -1.0,
    "title of few words": -1.0,
    "period of a school year": -1.5,
    "period without its year": -2.0,
    "type seldom": -1.0,
    "type calendar": -0.7,
    "issuer in capitals": -0.7,
    "issuer in short": -0.7,
    "recipient ends in capitals": -1.0,
    "recipient with odd signs": -1.0,
    "figure of one": -0.7,
    "figure of a range": -0.7,
    "figure with a bound": -0.3,
    "long figure": -0.5,
}
"""What a trait weighs where no paper says otherwise: some are rare, and must not count for
nothing."""
ROUNDS = 40
FOLDS = 14
"""Parts of the papers: those of one maker are in one part, and left out together."""
STRANGE = 0.6
"""By how much the odds (their natural logarithm) are told lower than learned: most of what is
learned from are papers that the program knows, most of what it will read are not. On papers left
out 0.2 to 0.6 err alike, more than that errs more; of these, the one that leaves fewest wrong among
those told sure (docs/confidence.md)."""
STRANGE_PICTURES = 0.3
"""The same of papers read from pictures: their weights are learned from papers at first sight and
forms that the program did not know, alone."""
FORGETFUL_COUNTS = 0.25
"""How much a value counts that a forgetful program read, beside one of the whole program: the words
that it lacks are more than those that are strange to us in most papers."""
INVENTED = "invented"
"""The trait of values from papers in invented forms; its weight is not kept."""
INVENTED_COUNTS = 0.15
"""How much they count: with more, the 39 odd papers at first sight are ranked no better that are
left out of the learning, and the least sure tenth of usual ones holds fewer wrong values."""
CLOSE = 1e-5
"""A gain so small, as a share of the whole loss, ends the search."""
FREE = 1e-3
"""The penalty of what is drawn nowhere."""
SHORTEST = 1e-3
"""A step is halved until it gains, down to this share of it."""
LIGHT = 0.02
"""A weight smaller than this is left out."""


def traits_of(known: Sequence[Value], priors: Iterable[str]) -> list[str]:
    """The traits that are learned, in order, those with a prior always; the base first."""
    counts = Counter(trait for value in known for trait in set(value.traits))
    seen = {trait for trait, count in counts.items() if count >= SEEN}
    return [BASE, *sorted(seen | set(priors))]


FROZEN = 1e9
"""The penalty of what stays as it was."""
PENALTY_OF_NEW = 20.0
"""How hard the traits of PRIORS are drawn that the weights before lack."""
PENALTY_OF_PICTURES = 60.0
"""How hard the others are drawn, of pictures."""


def priors_of(before: Sequence[Path]) -> dict[str, float]:
    """What traits weigh where no paper says otherwise: as learned before (the mean of several), or
    as set beforehand."""
    learned: list[dict[str, float]] = [
        PRIORS | yaml.safe_load(path.read_text("utf-8")) for path in before
    ]
    known = set(PRIORS).union(*learned) - {BASE}
    return {
        trait: sum(one.get(trait, 0.0) for one in learned) / len(learned)
        if learned
        else PRIORS[trait]
        for trait in known
    }


def mean_of(before: Sequence[Path], trait: str) -> float:
    """What a trait weighs in the mean of weights learned earlier."""
    weights = [yaml.safe_load(path.read_text("utf-8")).get(trait, 0.0) for path in before]
    return float(np.mean(weights))


def matrix(known: Sequence[Value], traits: Sequence[str]) -> Numbers:
    """A row of each value: 1 for each trait that it has."""
    at = {trait: index for index, trait in enumerate(traits)}
    found = np.zeros((len(known), len(traits)), np.float32)
    found[:, 0] = 1.0
    for row, value in enumerate(known):
        found[row, [at[trait] for trait in value.traits if trait in at]] = 1.0
    return found


@dataclass(frozen=True)
class Alike:
    """Values of one paper that have the same traits, right or wrong all of them: learned as one."""

    values: Sequence[Value]
    of_each: Sequence[int]
    """For each value that was known, the index of the one that stands for it."""
    counts: Numbers

    @classmethod
    def of(cls, known: Iterable[Value]) -> Alike:
        """Those that are alike together: papers are read many times."""
        places: dict[tuple[str, tuple[str, ...], bool], int] = {}
        kept: list[Value] = []
        of_each: list[int] = []
        for value in known:
            key = (value.paper, value.traits, value.right)
            if key not in places:
                places[key] = len(kept)
                kept.append(value)
            of_each.append(places[key])
        return cls(kept, of_each, np.bincount(of_each).astype(np.float32))


def importance(alike: Alike) -> Numbers:
    """How much each counts: values of a paper together as the root of their number, those read
    forgetfully less; 1 in the mean."""
    papers = Counter[str]()
    for value, count in zip(alike.values, alike.counts, strict=True):
        papers[value.paper] += int(count)
    own = np.array([papers[value.paper] ** -0.5 for value in alike.values], np.float32)
    own *= alike.counts
    forgetful = [value.form.startswith(FORGETFUL) for value in alike.values]
    own[forgetful] *= FORGETFUL_COUNTS
    own[[INVENTED in value.traits for value in alike.values]] *= INVENTED_COUNTS
    own *= alike.counts.sum() / own.sum()
    return np.asarray(own, np.float32)


@dataclass(frozen=True)
class Prior:
    """What traits weigh where no paper says otherwise, and how hard they are drawn to it."""

    weights: Numbers
    ridge: Numbers

    @classmethod
    def of(
        cls,
        traits: Sequence[str],
        priors: Mapping[str, float],
        penalty: float = PENALTY,
        new: Collection[str] = (),
    ) -> Prior:
        """Of the traits, in order, those that are new less hard; what is not kept is free, and the
        base, but where all stay as they were."""
        ridge = np.array([PENALTY_OF_NEW if trait in new else penalty for trait in traits])
        ridge[[trait == INVENTED for trait in traits]] = FREE
        if penalty < FROZEN:
            ridge[[trait == BASE for trait in traits]] = FREE
        return cls(np.array([priors.get(trait, 0.0) for trait in traits]), ridge)


def fitted(
    rows: Numbers, right: Numbers, counted: Numbers, prior: Prior, start: Numbers | None = None
) -> Numbers:
    """The weights of a logistic regression, drawn towards `prior`. `start`: from where they are
    sought."""
    weights = (prior.weights if start is None else start).copy()
    ridge = prior.ridge
    counted = counted.astype(np.float32)

    def loss_of(tried: Numbers) -> float:
        odds = (rows @ tried.astype(np.float32)).astype(np.float64)
        told = counted @ (np.logaddexp(0.0, odds) - right * odds)
        return float(told + 0.5 * ridge @ (tried - prior.weights) ** 2)

    loss = loss_of(weights)
    for _ in range(ROUNDS):
        sure = probabilities(rows, weights)
        slope = rows.T @ (counted * (right - sure)) - ridge * (weights - prior.weights)
        spread = np.sqrt(np.maximum(sure * (1 - sure), 1e-6) * counted)
        scaled = rows * spread[:, None]
        curve = (scaled.T @ scaled).astype(np.float64) + np.diag(ridge)
        step, share = np.linalg.solve(curve, slope), 1.0
        while (found := loss_of(weights + share * step)) > loss and share > SHORTEST:
            share /= 2
        if found >= loss:
            break
        weights += share * step
        gain, loss = loss - found, found
        if gain < CLOSE * loss:
            break
    return weights


def probabilities(rows: Numbers, weights: Numbers) -> Numbers:
    """How sure each value is."""
    odds = rows @ weights.astype(np.float32)
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))), np.float32)


@dataclass(frozen=True)
class Lesson:
    """What is learned from: values, a row of traits of each, how much each counts, and what the
    traits weigh where no paper says otherwise."""

    alike: Alike
    rows: Numbers
    counted: Numbers
    prior: Prior
    strange: float = STRANGE
    makers: Mapping[str, str] = field(default_factory=dict)
    """Of papers the name of who made them, where it is not the beginning of their names."""


def maker_of(paper: str) -> str:
    """Who made a paper, as far as its name tells.

    >>> maker_of("luong-minh-cu-tri-2026")
    'luong-minh'
    """
    return "-".join(paper.split("-")[:2])


def cross_validated(known: Sequence[Value], lesson: Lesson, whole: Numbers) -> list[Value]:
    """The values, each judged by what was learned from papers of other makers; `whole` are the
    weights that were learned from all, from where the others are sought."""
    alike, rows = lesson.alike, lesson.rows
    maker = [lesson.makers.get(one.paper) or maker_of(one.paper) for one in alike.values]
    fold_of = {name: index % FOLDS for index, name in enumerate(sorted(set(maker)))}
    fold = np.array([fold_of[name] for name in maker])
    right = rights(alike.values)
    told = np.zeros(len(alike.values))
    for number in set(fold_of.values()):
        others = fold != number
        weights = fitted(
            rows[others], right[others], lesson.counted[others], lesson.prior, start=whole
        )
        told[~others] = probabilities(rows[~others], doubting(weights, lesson.strange))
    return [
        replace(value, told=float(told[place]))
        for value, place in zip(known, alike.of_each, strict=True)
    ]


def doubting(weights: Numbers, strange: float = STRANGE) -> Numbers:
    """The weights as they are told by: the base, which every value has, less by that."""
    return np.concatenate([weights[:1] - strange, weights[1:]])


def rights(known: Sequence[Value]) -> Numbers:
    """1 for each value that is right, else 0."""
    return np.array([float(value.right) for value in known], np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument(
        "--before", type=Path, nargs="*", default=[], help="weights learned earlier"
    )
    parser.add_argument("--keep", action="store_true", help="learn what --before lacks alone")
    parser.add_argument("--pictures", action="store_true", help="of papers read from pictures")
    parser.add_argument("--makers", action="store_true", help="each folder is of one maker")
    parser.add_argument("--dry", action="store_true", help="only print figures")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    readings = {folder: readings_in(folder) for folder in asked.folders}
    makers: dict[str, str] = {}
    for folder, own in readings.items() if asked.makers else ():
        for one in own:
            makers.setdefault(one.paper, folder.name)
    read = [
        value
        for value in values((one for own in readings.values() for one in own), judged=False)
        if asked.pictures == (PICTURE in value.traits) or not (asked.pictures or asked.keep)
    ]
    known = [_marked(value) for value in read if not value.disputed]
    priors = priors_of(asked.before)
    traits = traits_of(known, priors)
    told = f"{len(read)} values, {len(read) - len(known)} disputed, {len(traits)} traits"
    print(f"{sum(map(len, readings.values()))} readings, {told}", flush=True)
    alike = Alike.of(known)
    rows = matrix(alike.values, traits)
    strange = STRANGE_PICTURES if asked.pictures else STRANGE
    new: frozenset[str] = frozenset()
    penalty = PENALTY_OF_PICTURES if asked.pictures else FROZEN if asked.keep else PENALTY
    if asked.keep or asked.pictures:
        priors[BASE] = mean_of(asked.before, BASE) + strange
        new = frozenset(trait for trait in PRIORS if not mean_of(asked.before, trait))
    lesson = Lesson(
        alike, rows, importance(alike), Prior.of(traits, priors, penalty, new), strange, makers
    )
    weights = fitted(rows, rights(alike.values), lesson.counted, lesson.prior)
    if not asked.dry:
        name = "weights_pictures.yaml" if asked.pictures else "weights.yaml"
        path = asked.out or ROOT / "parsers" / "confidence" / name
        write(traits, doubting(weights, strange), path)
    print(report(cross_validated(known, lesson, weights)))


def _marked(value: Value) -> Value:
    """With the trait of an invented form, where it has one."""
    if not value.form.startswith(ODD):
        return value
    return replace(value, traits=(*value.traits, INVENTED))


def readings_in(folder: Path) -> list[Reading]:
    """What bench.confidences has kept in a folder."""
    return [
        pickle.loads(path.read_bytes())  # noqa: S301 (our own files)
        for path in sorted(folder.glob("*.pickle"))
    ]


def write(traits: Sequence[str], weights: Numbers, path: Path) -> None:
    """Keep the weights that count."""
    lines = [
        f"{_quoted(trait)}: {weight:.2f}"
        for trait, weight in zip(traits, weights, strict=True)
        if abs(round(float(weight), 2)) >= LIGHT and trait != INVENTED
    ]
    head = (
        "# How much each trait of a value (traits.py) speaks for it: natural logarithm of odds.\n"
    )
    head += "# Learned by tools/train_confidence.py; do not edit.\n"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _quoted(trait: str) -> str:
    return trait if trait.isalpha() else f'"{trait}"'


if __name__ == "__main__":
    main()
