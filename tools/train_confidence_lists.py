"""Learn what the traits of lists weigh (parsers/confidence/lists.py, depths.py), beside what is
known of values: parsers/confidence/weights.yaml, or weights_pictures.yaml.

    python tools/train_confidence_lists.py FOLDER … [--invented FOLDER …] [--pictures] [--dry]

Each folder holds readings at first sight of papers by one maker (`bench.confidences`), who is left
out whole where the printed figures are judged; a paper stands in one of them. What the weights told
until now is one figure, whose slope is learned; beside it are learned the traits that these weights
lack, and how much each field is to be believed (`kind=…`). Written are both together, so that the
file has one weight for each trait. Learn once from what was committed before: what is written is
not to be learned from again.

`--invented`: readings of plans composed by chance, which show lists read wrongly in many ways. How
many values of each of their fields are wrong has weights of its own, which are not kept.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

from train_confidence import (  # noqa: E402
    FREE,
    INVENTED,
    PRIORS,
    STRANGE,
    STRANGE_PICTURES,
    Numbers,
    Prior,
    fitted,
    matrix,
    probabilities,
    readings_in,
    rights,
    write,
)

from bench.calibration import report  # noqa: E402
from bench.confidences import Reading, Value, values  # noqa: E402
from bench.labels import fold  # noqa: E402
from kehoach.parsers.confidence.odds import BASE, PICTURE  # noqa: E402
from kehoach.parsers.confidence.values import values_of  # noqa: E402

KNOWN = "known"
"""The column of what the weights told until now."""
MIDDLE = 2.0
"""Odds about which the slope turns: 0.88, as most values are told."""
SEEN, PAPERS = 15, 6
"""Values and papers that must have a trait before it is learned."""
PENALTY, PENALTY_OF_SLOPE, PENALTY_OF_INVENTED = 60.0, 50.0, 1.0
"""How hard weights are drawn to nothing, the slope to 1."""
INVENTED_COUNTS = 0.5
"""How much a composed plan counts beside one that somebody wrote."""
OF_PAPERS = ("how=", "note ", "form=", "paper ")
"""How traits begin that whole papers have: these are too few to learn from."""
OF_LISTS = ("duties ", "aims ")
"""And those that tell the share of a list (with "=")."""
STRANGE_LISTS, STRANGE_LISTS_OF_PICTURES = 0.45, 0.0
"""By how much odds are told lower than learned here, as in train_confidence.py (`STRANGE`), whose
weights are what was told before."""


@dataclass(frozen=True)
class Lesson:
    """Values with a row each: the base, what was told until now, and the traits that are learned;
    `makers`: whose paper it is, "" of invented ones."""

    known: Sequence[Value]
    makers: Numbers
    traits: Sequence[str]
    rows: Numbers
    counted: Numbers
    prior: Prior


def told_until_now(known: Sequence[Value], before: dict[str, float]) -> Numbers:
    """The odds of each by the weights that were learned before."""
    return np.array(
        [before[BASE] + sum(before.get(trait, 0.0) for trait in one.traits) for one in known]
    )


def traits_of(known: Sequence[Value], before: dict[str, float]) -> list[str]:
    """Which are learned, in order."""
    counts = Counter[str]()
    papers: dict[str, set[str]] = {}
    for value in known:
        for trait in set(value.traits):
            counts[trait] += 1
            papers.setdefault(trait, set()).add(value.paper)
    return sorted(
        trait
        for trait, count in counts.items()
        if count >= SEEN and len(papers[trait]) >= PAPERS and _is_learned(trait, before)
    )


def _is_learned(trait: str, before: dict[str, float]) -> bool:
    if trait.startswith(("kind=", INVENTED)):
        return True
    if trait in before or trait in PRIORS or trait.startswith(OF_PAPERS):
        return False
    return not (trait.rpartition(": ")[2].startswith(OF_LISTS) and "=" in trait)


def importance(known: Sequence[Value]) -> Numbers:
    """Values of a paper together as the root of their number; 1 in the mean."""
    papers = Counter(value.paper for value in known)
    own = np.array([papers[value.paper] ** -0.5 for value in known])
    own *= len(own) / own.sum()
    own[[INVENTED in value.traits for value in known]] *= INVENTED_COUNTS
    return own


def lesson_of(
    known: Sequence[Value], makers: Sequence[str], before: dict[str, float], strange: float
) -> Lesson:
    """What is learned from; the odds of before were told lower by `strange`."""
    traits = [BASE, KNOWN, *traits_of(known, before)]
    rows = matrix(known, traits)
    rows[:, 1] = told_until_now(known, before) + strange - MIDDLE
    ridge = np.full(len(traits), PENALTY)
    ridge[:2] = FREE, PENALTY_OF_SLOPE
    ridge[[trait.startswith(INVENTED) for trait in traits]] = PENALTY_OF_INVENTED
    start = np.zeros(len(traits))
    start[:2] = MIDDLE, 1.0
    return Lesson(known, np.array(makers), traits, rows, importance(known), Prior(start, ridge))


def judged(lesson: Lesson, whole: Numbers, strange: float) -> list[Value]:
    """The values of every maker, judged by what the others and the invented plans taught."""
    right = rights(lesson.known)
    found: list[Value] = []
    for maker in sorted(set(lesson.makers) - {""}):
        own = lesson.makers == maker
        weights = fitted(
            lesson.rows[~own], right[~own], lesson.counted[~own], lesson.prior, start=whole
        )
        told = probabilities(lesson.rows[own], weights - _shift(len(weights), strange))
        held = [value for value, is_own in zip(lesson.known, own, strict=True) if is_own]
        found += [replace(value, told=float(sure)) for value, sure in zip(held, told, strict=True)]
    return found


def _shift(length: int, strange: float) -> Numbers:
    shift = np.zeros(length)
    shift[0] = strange
    return shift


def together(
    lesson: Lesson, weights: Numbers, before: dict[str, float], strange: tuple[float, float]
) -> dict[str, float]:
    """One weight for each trait: what it weighed, by the slope, and what was learned. `strange`: by
    how much odds were told lower before, and are from now on."""
    learned = dict(zip(lesson.traits, weights.tolist(), strict=True))
    base, slope = learned.pop(BASE), learned.pop(KNOWN)
    found = {trait: slope * weight for trait, weight in before.items()}
    found[BASE] = base + slope * (before[BASE] + strange[0] - MIDDLE) - strange[1]
    for trait, weight in learned.items():
        if not trait.startswith(INVENTED):
            found[trait] = found.get(trait, 0.0) + weight
    return {BASE: found.pop(BASE), **dict(sorted(found.items()))}


def values_in(readings: Iterable[Reading], *, pictures: bool, invented: bool) -> list[Value]:
    """The values that have a label of which nobody disagrees; of an invented plan with the traits
    of that, and without those of which its truth says nothing."""
    found: list[Value] = []
    for reading in readings:
        unsaid = _unsaid(reading) if invented else frozenset()
        found += [
            _marked(value) if invented else value
            for value in values([reading], judged=False)
            if not value.disputed
            and pictures == (PICTURE in value.traits)
            and value.pointer not in unsaid
        ]
    return found


def _marked(value: Value) -> Value:
    kind = next(trait for trait in value.traits if trait.startswith("kind="))
    return replace(value, traits=(*value.traits, INVENTED, f"{INVENTED} {kind}"))


def _unsaid(reading: Reading) -> frozenset[str]:
    """The pointers of values that a composed truth leaves open: grounds, where it has none, the
    number of a target, the kind of a paper that is drawn, a task with the words of another part of
    its line."""
    tasks = [fold(task["task"]) for task in reading.truth.get("tasks") or ()]
    has_bases = bool(reading.truth["document"].get("legal_bases"))
    found = {"/document/type"}
    for pointer, kind, value in values_of(reading.draft.plan):
        words = fold(value)
        is_part = any(
            task and (words.startswith(f"{task} ") or words.endswith(f" {task}")) for task in tasks
        )
        is_unsaid = kind == "targets/number" or (kind.startswith("bases/") and not has_bases)
        if is_unsaid or (kind == "tasks/task" and is_part):
            found.add(pointer)
    return frozenset(found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--invented", type=Path, nargs="*", default=[])
    parser.add_argument("--before", type=Path, help="weights learned earlier; those that ship")
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--dry", action="store_true", help="only print figures")
    asked = parser.parse_args()
    name = "weights_pictures.yaml" if asked.pictures else "weights.yaml"
    path = ROOT / "parsers" / "confidence" / name
    before = yaml.safe_load((asked.before or path).read_text("utf-8"))
    known: list[Value] = []
    makers: list[str] = []
    for folder in (*asked.folders, *asked.invented):
        is_invented = folder in asked.invented
        own = values_in(readings_in(folder), pictures=asked.pictures, invented=is_invented)
        known += own
        makers += ["" if is_invented else folder.name] * len(own)
    was, strange = STRANGE, STRANGE_LISTS
    if asked.pictures:
        was, strange = STRANGE_PICTURES, STRANGE_LISTS_OF_PICTURES
    lesson = lesson_of(known, makers, before, was)
    print(f"{len(known)} values, {len(lesson.traits)} traits", flush=True)
    weights = fitted(lesson.rows, rights(known), lesson.counted, lesson.prior)
    if not asked.dry:
        found = together(lesson, weights, before, (was, strange))
        write(list(found), np.array(list(found.values())), path)
    print(report(judged(lesson, weights, strange)))


if __name__ == "__main__":
    main()
