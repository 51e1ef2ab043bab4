"""Tables set by blanks as programs print pages of a PDF, and the plain text of one: every row with
who and when, or the paper is told as not wholly read (laid_out/papers.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract

FOLDER = Path(__file__).parent / "data/laid_out"
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "papers.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["paper"]))
def test_a_table_is_read_whole_or_told(case: dict[str, Any]) -> None:
    plan = extract(FOLDER / case["paper"])
    assert plan.status == case["status"]
    if plan.status == "partial":
        return
    told = [
        f"{task.task} | {task.lead.raw if task.lead else ''} | "
        f"{task.deadline.raw if task.deadline else ''}"
        for task in plan.tasks
    ]
    assert told == case["rows"]
