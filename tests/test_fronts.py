"""Papers of the Front, of party and steering committees -> tasks and assignments, against
data/parsers/fronts.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_prose_papers import given, plan_of, told

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/fronts.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_papers_of_committees(name: str) -> None:
    case = DATA[name]
    plan = plan_of(case)
    assert [told(task) for task in plan.tasks] == case.get("tasks", [])
    assert [given(assignment) for assignment in plan.assignments] == case.get("assignments", [])
