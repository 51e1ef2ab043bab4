"""Papers that order by phases, steps and days, that give work to persons and offices, and chapters
that only their content tells -> tasks, assignments and obligations, against
data/parsers/phases.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_prose_papers import given, plan_of, told

from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/phases.yaml").read_text("utf-8")
)


def due(obligation: models.Obligation) -> str:
    who = "; ".join(obligation.who.units) if obligation.who else ""
    return f"{obligation.deadline.raw} | {who}"


def plan_as_told(case: dict[str, Any]) -> models.Plan:
    """The plan of a case, of which all is read that the case tells, and no more."""
    plan = plan_of(case)
    assert [told(task) for task in plan.tasks] == case.get("tasks", [])
    assert [given(assignment) for assignment in plan.assignments] == case.get("assignments", [])
    assert [due(obligation) for obligation in plan.obligations] == case.get("obligations", [])
    doubtful = [one for one in plan.findings if "nhận ra từ nội dung" in one.message]
    assert len(doubtful) == case.get("doubtful", 0)
    return plan


@pytest.mark.parametrize("name", DATA)
def test_phases(name: str) -> None:
    plan_as_told(DATA[name])
