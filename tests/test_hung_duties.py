"""Where a duty hangs in prose, and what is none, against data/parsers/hung_duties.yaml: papers of
short lines, read line by line. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from under_works import under_work

from kehoach import extract

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/hung_duties.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA["papers"])
def test_where_a_duty_hangs(name: str) -> None:
    case = DATA["papers"][name]
    paper = DATA["head"] + case["body"] + DATA["closing"]
    plan = extract(paper.encode(), name="paper.txt")
    if "tasks" in case:
        told = [(task.task, task.lead, task.deadline) for task in plan.tasks]
        assert case["tasks"] == [
            f"{task} | {lead.raw if lead else '-'} | {deadline.raw if deadline else '-'}"
            for task, lead, deadline in told
        ]
    if "activities" in case:
        assert case["activities"] == [len(under_work(task)) for task in plan.tasks]
    if "duties" in case:
        assert case["duties"] == [
            f"{given.unit} | {' // '.join(given.duties)}" for given in plan.assignments
        ]
    if "status" in case:
        assert case["status"] == plan.status
