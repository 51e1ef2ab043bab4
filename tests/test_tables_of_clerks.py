"""Tables, calendars, programmes of days and notices in shapes that clerks write, and in the forms
in which texts keep them, read as a whole (tables_of_clerks.yaml, tables_in_texts.yaml,
ways_of_offices.yaml, works_in_tables.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.normalize.offices.parse import parse_offices
from kehoach.schema.models import Task

CASES: list[dict[str, Any]] = [
    case
    for name in ("tables_of_clerks", "tables_in_texts", "ways_of_offices", "works_in_tables")
    for case in yaml.safe_load(
        (Path(__file__).parent / f"data/parsers/{name}.yaml").read_text("utf-8")
    )
]


def told(task: Task, want: dict[str, Any]) -> dict[str, Any]:
    """What came out for the keys that a case looks at."""
    every = {
        "number": task.number,
        "task": task.task,
        "objective": task.objective,
        "lead": task.lead.raw if task.lead else None,
        "units": list(task.lead.units) if task.lead else None,
        "coordinating": task.coordinating.raw if task.coordinating else None,
        "note": task.note,
        "deliverables": list(task.deliverables),
        "group": task.group.title if task.group else None,
        "raw": task.deadline.raw if task.deadline else None,
        "start": task.deadline.start if task.deadline else None,
        "day": task.deadline.end if task.deadline else None,
    }
    return {key: every[key] for key in want}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_papers_of_clerks(case: dict[str, Any]) -> None:
    plan = extract(case["paper"].encode(), name="giay.md")
    if "tasks" in case:
        pairs = zip(plan.tasks, case["tasks"], strict=True)
        assert [told(task, want) for task, want in pairs] == case["tasks"]
    document = plan.document.model_dump()
    wanted = case.get("document", {})
    assert {key: document[key] for key in wanted} == wanted
    if "duties" in case:
        found = [f"{one.unit} | {one.number}" for one in plan.assignments]
        assert found == case["duties"]


NAMES = {
    "Ban Chỉ đạo 57 xã": ["Ban Chỉ đạo 57 xã"],  # not the listed Ban Chỉ đạo 35
    "Ban Chỉ đạo 35": ["Ban Chỉ đạo 35"],
    "Phó Hiệu trưởng Lê Thị Nga": ["Phó Hiệu trưởng Lê Thị Nga"],
    "Ban Giám hiệu, GVCN các lớp": ["Ban Giám hiệu", "GVCN các lớp"],
    "Giáo viên chủ nhiệm các lớp": ["Giáo viên chủ nhiệm các lớp"],
}


@pytest.mark.parametrize("cell", NAMES)
def test_bodies_are_not_cut_or_mistaken(cell: str) -> None:
    assert list(parse_offices(cell).units) == NAMES[cell]
