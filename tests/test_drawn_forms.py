"""Papers whose content we know, in forms drawn by chance (bench/odd_forms.py): most of their tasks
are read, with whom and when. The floors are below what is reached: a form that is lost breaks them,
one paper does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from bench.labels import fold
from bench.odd_forms import Record, made
from bench.odd_tasks import WAYS, Way
from bench.odd_ways import WAYS as FURTHER_WAYS
from kehoach import extract
from kehoach.schema import models

CONTENTS = sorted((Path(__file__).parent / "data/drawn_forms").glob("*.yaml"))
SEEDS = range(1, 9)
ALIKE = 90
FLOORS = {"task": 0.9, "lead": 0.83, "deadline": 0.85}
"""Shares of what the papers say."""


def found(task: Record, plan: models.Plan) -> models.Task | None:
    """The task of the plan with the words of the one that stands in the paper."""
    words = fold(task["task"])
    alike = [(fuzz.partial_ratio(words, fold(own.task)), own) for own in plan.tasks]
    best = max(alike, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def counted(task: Record, plan: models.Plan) -> Counter[str]:
    """What the paper says of a task, and what of it the plan has ("+")."""
    own = found(task, plan)
    count = Counter({"task": 1, "+task": own is not None})
    for field in ("lead", "deadline"):
        said = task.get(field)
        if said is None:
            continue
        read = getattr(own, field) if own is not None else None
        count[field] += 1
        count[f"+{field}"] += read is not None and fold(read.raw) == fold(said["raw"])
    return count


def is_given(task: Record, plan: models.Plan) -> bool:
    """Is it told as a duty of a body? A sentence with its owner may be read as one."""
    duties = [duty for one in plan.assignments for duty in one.duties]
    return any(fuzz.partial_ratio(fold(task["task"]), fold(duty)) >= ALIKE for duty in duties)


@pytest.mark.slow
@pytest.mark.parametrize("ways", [WAYS, FURTHER_WAYS], ids=["odd", "usual"])
def test_drawn_forms_are_read(ways: Sequence[Way], tmp_path: Path) -> None:
    total: Counter[str] = Counter()
    for case in made(CONTENTS, tmp_path, SEEDS, ways):
        plan = extract(case.files[0])
        for task in case.truth["tasks"]:
            if not is_given(task, plan):
                total += counted(task, plan)
    shares = {name: total[f"+{name}"] / total[name] for name in FLOORS}
    assert all(share >= FLOORS[name] for name, share in shares.items()), shares
