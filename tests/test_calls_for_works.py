"""Sentences that only call for works, matters before orders, headings over circumstances, against
data/parsers/calls_for_works.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema.models import Task

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/calls_for_works.yaml").read_text("utf-8")
)
HEADS = {
    "notices": (
        "ỦY BAN NHÂN DÂN\nXÃ AN PHÚC\nSố: 12/TB-UBND\nAn Phúc, ngày 05 tháng 11 năm 2026\n\n"
        "THÔNG BÁO\n"
        "Kết luận của Chủ tịch UBND xã tại cuộc họp giao ban\n\n"
        "Ngày 04/11/2026, Chủ tịch UBND xã chủ trì họp giao ban và kết luận như sau:\n\n"
    ),
    "plans": (
        "ỦY BAN NHÂN DÂN\nXÃ AN PHÚC\nSố: 15/KH-UBND\nAn Phúc, ngày 05 tháng 01 năm 2031\n\n"
        "KẾ HOẠCH\nLàm sạch kênh rạch năm 2031\n\n"
    ),
}
CLOSING = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bền\n"


def told(task: Task) -> str:
    lead = task.lead.raw if task.lead else "-"
    deadline = task.deadline.raw if task.deadline else "-"
    return f"{task.number or '-'} | {task.task} | {lead} | {deadline}"


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in HEADS for name in DATA[kind]])
def test_what_the_points_are(kind: str, name: str) -> None:
    case = DATA[kind][name]
    plan = extract((HEADS[kind] + case["body"] + CLOSING).encode(), name="paper.txt")
    assert [told(task) for task in plan.tasks] == case["want"]
    if "notes" in case:
        assert [task.note for task in plan.tasks] == case["notes"]
