"""Number and day that stand elsewhere than in a letterhead, and what only looks like a loss,
against data/parsers/heads_elsewhere.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/heads_elsewhere.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", list(CASES))
def test_a_head_elsewhere(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    paper = tmp_path / "a.txt"
    paper.write_text(case["text"], "utf-8")
    plan = extract(paper)
    document = plan.document.model_dump(mode="json")
    wanted = case.get("document", {})
    assert {field: document[field] for field in wanted} == wanted
    told = [found.code for found in plan.findings if found.code in case["asks"]]
    assert told == case.get("told", [])
