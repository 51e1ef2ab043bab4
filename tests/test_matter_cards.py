"""Works told as cards of labels, one after the other (data/parsers/matter_cards.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema.models import Task

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/matter_cards.yaml").read_text("utf-8")
)


def told(task: Task) -> str:
    group = task.group.title if task.group else "-"
    lead = task.lead.raw if task.lead else "-"
    return f"{group} | {task.task} | {lead} | {task.deadline.raw if task.deadline else '-'}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_each_card_is_a_task(case: dict[str, Any]) -> None:
    plan = extract(case["paper"].encode(), name="the.txt")
    assert [told(task) for task in plan.tasks] == case["tasks"]
