"""What is told of whole papers, and what not: data/parsers/told_of_papers.yaml. All names are
fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/told_of_papers.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_told_of_a_paper(name: str) -> None:
    case = DATA[name]
    plan = extract("\n".join(case["lines"]).encode(), name=case["name"])
    told = {finding.code for finding in plan.findings}
    assert told.isdisjoint(case.get("not", ())), [one.message for one in plan.findings]
    assert told.issuperset(case.get("told", ()))
    quiet = {one.severity for one in plan.findings if one.code in case.get("quiet", ())}
    assert quiet <= {"info"}
    if "tasks" in case:
        assert len(plan.tasks) == case["tasks"]
