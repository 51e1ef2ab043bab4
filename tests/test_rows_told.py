"""Tables and lists of invented communes, row by row (rows_told.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema.models import Deadline, Task

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/rows_told.yaml").read_text("utf-8")
)


def time_of(due: Deadline | None) -> str:
    return f"{due.kind} {due.start or ''}..{due.end or ''}" if due is not None else ""


def told(task: Task) -> str:
    lead = task.lead.raw if task.lead is not None else ""
    work = "; ".join((task.task, *task.activities))
    fields = [task.number or "", work, lead, time_of(task.deadline)]
    if task.group is not None:
        fields.insert(1, task.group.title)
    return " | ".join(fields).strip()


@pytest.mark.parametrize("name", CASES["papers"])
def test_each_row_has_its_own(name: str) -> None:
    case = CASES["papers"][name]
    plan = extract(f"{CASES[case.get('over', 'head')]}{case['text']}".encode(), name="giay.txt")
    assert [told(task) for task in plan.tasks] == [row.strip() for row in case["rows"]]
    if "raw" in case:
        assert [task.deadline and task.deadline.raw for task in plan.tasks] == case["raw"]
    if "inherited" in case:
        ways = [task.sources and task.sources.deadline for task in plan.tasks]
        assert ["inherited" in way.how for way in ways if way] == case["inherited"]
    if "notes" in case:
        assert [task.note for task in plan.tasks] == case["notes"]
    for code in case.get("found", ()):
        assert code in {found.code for found in plan.findings}
