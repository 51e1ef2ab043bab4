"""Plans whose work stands in steps and terms (elections, meetings, inspections) -> tasks,
assignments and obligations, against data/parsers/procedures.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_phases import due
from test_prose_papers import given, plan_of, told

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/procedures.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_procedures(name: str) -> None:
    case = DATA[name]
    plan = plan_of(case)
    assert [told(task) for task in plan.tasks] == case.get("tasks", [])
    assert [given(assignment) for assignment in plan.assignments] == case.get("assignments", [])
    assert [due(obligation) for obligation in plan.obligations] == case.get("obligations", [])
    doubtful = [one for one in plan.findings if "nhận ra từ nội dung" in one.message]
    assert len(doubtful) == case.get("doubtful", 0)
    codes = {finding.code for finding in plan.findings}
    assert "duplicate_word" not in codes  # "Đoàn kiểm tra kiểm tra thực tế"
