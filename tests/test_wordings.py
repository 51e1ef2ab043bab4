"""Whole papers in the many wordings of clerks, against data/parsers/wordings.yaml, and in the many
ways to set a plan, against styles.yaml. All names are fictional."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_prose_papers import given, plan_of

from kehoach.schema import models

PARSERS = Path(__file__).parent / "data/parsers"
DATA: dict[str, dict[str, Any]] = {}
for name in ("wordings.yaml", "styles.yaml"):
    DATA |= yaml.safe_load((PARSERS / name).read_text("utf-8"))


def told(task: models.Task) -> str:
    group = f"{task.group.number or '-'} {task.group.title}" if task.group else "-"
    owners = [offices.raw if offices else "" for offices in (task.lead, task.coordinating)]
    deadline = task.deadline.raw if task.deadline else ""
    return as_told((task.origin, group, task.number or "-", task.task, *owners, deadline))


def as_told(fields: tuple[str, ...]) -> str:
    return " | ".join(field.strip() for field in fields).strip()


def is_doubt(finding: models.Finding) -> bool:
    """A note that one value is not sure? How many there are is learned (docs/confidence.md)."""
    return (finding.code, finding.severity) == ("low_confidence", "info")


@pytest.mark.parametrize("name", DATA)
def test_wording(name: str) -> None:
    case = DATA[name]
    plan = plan_of(case)
    wanted = [as_told(tuple(line.split("|"))) for line in case["tasks"]]
    assert [told(task) for task in plan.tasks] == wanted
    for number, products in case.get("products", {}).items():
        assert list(plan.tasks[number].deliverables) == products
    assert [given(assignment) for assignment in plan.assignments] == case["assignments"]
    codes = Counter(finding.code for finding in plan.findings if not is_doubt(finding))
    assert not codes.keys() & set(case.get("never", ()))
    assert all(codes[code] == 1 for code in case.get("once", ()))
