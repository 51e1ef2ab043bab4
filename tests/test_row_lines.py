"""Small tables of a text whose rows stand one behind the other -> tasks, against
data/parsers/row_lines.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/row_lines.yaml").read_text("utf-8")
)
TITLE = "THÔNG BÁO\nKết luận của Chủ tịch UBND xã tại cuộc họp giao ban"
CHAPTER = "1. Đánh giá chung\nCác thôn đã cố gắng.\n2. Mốc tiến độ phải hoàn thành\n"


def told(task: models.Task) -> str:
    lead = task.lead.raw if task.lead else ""
    deadline = task.deadline.raw if task.deadline else ""
    return f"{task.task} | {lead} | {deadline}"


@pytest.mark.parametrize("name", DATA)
def test_rows(name: str) -> None:
    case = DATA[name]
    lines = "\n".join(case["lines"])
    paper = HEAD.format(symbol="TB", title=TITLE) + CHAPTER + lines + CLOSING
    plan = extract(paper.encode(), name="paper.txt")
    in_table = [told(task) for task in plan.tasks if task.origin == "table"]
    assert in_table == (case["rows"] or [])
    unread = [one for one in plan.findings if one.code == "unread_table"]
    assert bool(unread) == (case["rows"] is None)
