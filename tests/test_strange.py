"""Fictional papers of a stranger (data/strange), who wrote them and their truths before he saw what
the program says of them; scored by ../shared/tools/score.py, no column may fall under its floor."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from bench.accuracy import scorer
from kehoach.pipeline import extract

STRANGE = Path(__file__).parent / "data/strange"
FLOORS: dict[str, dict[str, float]] = yaml.safe_load((STRANGE / "floors.yaml").read_text("utf-8"))
COLUMNS = {
    "document": "document",
    "rows": "rows",
    "tasks": "tasks",
    "leads": "lead",
    "deadlines": "deadline.date",
}
"""What floors.yaml names -> what the scorer calls it."""
NOTHING_TO_FIND = 100.0
"""What a column counts that neither the truth nor the plan has."""


@cache
def scores(paper: str) -> dict[str, float]:
    """The figures of a paper, by the names of floors.yaml."""
    path = STRANGE / paper
    truth = yaml.load(path.with_suffix(".yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    plan = extract(path).model_dump(mode="json")
    told = {name.strip(): tally.f1 for name, tally in scorer().score(truth, plan).items()}
    return {name: told.get(column, NOTHING_TO_FIND) for name, column in COLUMNS.items()}


def test_every_paper_has_its_floors() -> None:
    papers = {path.name for path in STRANGE.iterdir() if path.suffix != ".yaml"}
    assert papers == set(FLOORS)
    for floors in FLOORS.values():
        assert set(floors) == set(COLUMNS)


@pytest.mark.shared
@pytest.mark.parametrize("paper", FLOORS)
def test_floors(paper: str) -> None:
    if scorer() is None:
        pytest.skip("needs ../shared/tools/score.py")
    reached = scores(paper)
    fallen = {
        name: (reached[name], floor)
        for name, floor in FLOORS[paper].items()
        if reached[name] < floor
    }
    assert not fallen
