"""Whole papers, most of them prose -> their tasks and assignments, against
data/parsers/prose_papers.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/prose_papers.yaml").read_text("utf-8")
)

TITLES = {
    "KH": "KẾ HOẠCH\nCông tác năm 2031",
    "CT": "CHỈ THỊ\nVề việc phòng, chống dịch bệnh trên cây trồng",
    "BC": "BÁO CÁO\nKết quả công tác quý III năm 2031",
    "TB": "THÔNG BÁO\nKết luận của Chủ tịch UBND xã tại cuộc họp giao ban",
    "CV": "V/v rà soát dữ liệu đất đai\n\nKính gửi: Các phòng, ban, đơn vị thuộc UBND xã.",
}


def plan_of(case: dict[str, Any]) -> models.Plan:
    symbol = case.get("symbol", "KH")
    head = HEAD.format(symbol=symbol, title=TITLES[symbol])
    paper = head + "\n\n".join(case["body"]) + CLOSING + "\n".join(case.get("appendix", ()))
    return extract(paper.encode(), name="paper.txt")


def told(task: models.Task) -> str:
    group = f"{task.group.number or '-'} {task.group.title}" if task.group else "-"
    lead = task.lead.raw if task.lead else ""
    deadline = task.deadline.raw if task.deadline else ""
    said = (task.origin, group, task.number or "-", task.task, lead, deadline)
    return " | ".join(said).strip()


def given(assignment: models.Assignment) -> str:
    return f"{assignment.number or '-'} | {assignment.unit} | {' // '.join(assignment.duties)}"


@pytest.mark.parametrize("name", DATA)
def test_what_is_ordered(name: str) -> None:
    case = DATA[name]
    plan = plan_of(case)
    assert [told(task) for task in plan.tasks] == case["tasks"]
    assert [given(assignment) for assignment in plan.assignments] == case["assignments"]
    left_out = [one.message for one in plan.findings if "điểm của phần lời" in one.message]
    assert len(left_out) == case.get("left_out", 0)
