"""Lists whose points part task, owner and time by a sign, and sentences that name the owner of a
whole list, against data/parsers/parted_lists.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_prose_papers import plan_of

from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/parted_lists.yaml").read_text("utf-8")
)


def told(task: models.Task) -> str:
    group = f"{task.group.number or '-'} {task.group.title}" if task.group else "-"
    owners = [offices.raw if offices else "" for offices in (task.lead, task.coordinating)]
    deadline = task.deadline.raw if task.deadline else ""
    return " | ".join((group, task.number or "-", task.task, *owners, deadline)).strip()


@pytest.mark.parametrize("name", DATA)
def test_parts_come_apart(name: str) -> None:
    assert [told(task) for task in plan_of(DATA[name]).tasks] == [
        one.strip() for one in DATA[name]["tasks"]
    ]
