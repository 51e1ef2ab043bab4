"""Points that title the orders under them (data/parsers/titles_over_orders.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema.models import Task

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/titles_over_orders.yaml").read_text("utf-8")
)


def told(task: Task) -> str:
    group = f"{task.group.number} | {task.group.title}" if task.group else "- | -"
    lead = task.lead.raw if task.lead else "-"
    return f"{group} | {task.number or '-'} | {task.task} | {lead}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_orders_stand_under_their_title(case: dict[str, Any]) -> None:
    plan = extract(case["paper"].encode(), name="the.txt")
    assert [told(task) for task in plan.tasks] == case["tasks"]
