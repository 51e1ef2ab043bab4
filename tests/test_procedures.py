"""Plans whose work stands in steps and terms (elections, meetings, inspections) -> tasks,
assignments and obligations, against data/parsers/procedures.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_phases import plan_as_told

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/procedures.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_procedures(name: str) -> None:
    plan = plan_as_told(DATA[name])
    codes = {finding.code for finding in plan.findings}
    assert "duplicate_word" not in codes  # "Đoàn kiểm tra kiểm tra thực tế"
