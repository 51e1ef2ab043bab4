"""Small papers in prose -> which of their sentences are tasks, and in which words each
(data/parsers/cut_sentences.yaml). All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD, with_known_failures

from kehoach import extract
from kehoach.schema.models import Task

FOLDER = Path(__file__).parent / "data/parsers"
CASES: dict[str, dict[str, Any]] = {
    case["name"]: case
    for file in sorted(FOLDER.glob("cut_sentences*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
}
KINDS = {
    "letter": (
        "",
        "V/v tăng cường quản lý trên địa bàn xã\n\nKính gửi: Các phòng, đơn vị; các thôn.\n\n"
        "Để bảo đảm tiến độ, Chủ tịch UBND xã yêu cầu:\n",
    ),
    "directive": (
        "CT",
        "CHỈ THỊ\nVề việc tăng cường quản lý trên địa bàn xã\n\n"
        "Để chấn chỉnh các tồn tại, Chủ tịch UBND xã yêu cầu:\n",
    ),
    "notice": (
        "TB",
        "THÔNG BÁO\nKết luận của Chủ tịch UBND xã tại phiên họp tháng 3 năm 2031\n\n"
        "Sau khi nghe các ý kiến, Chủ tịch UBND xã kết luận như sau:\n",
    ),
    "plan": ("KH", "KẾ HOẠCH\nCông tác trên địa bàn xã năm 2031\n"),
}
NOT_YET: dict[str, str] = {}
"""Papers that are not read whole yet, and why."""


def paper_of(case: dict[str, Any]) -> str:
    symbol, title = KINDS[case["kind"]]
    head = HEAD.format(symbol=symbol or "KT", title=title).replace("45/KT-UBND", "45/UBND-KT")
    return head + case["body"].replace("\n", "\n\n") + CLOSING


def told(task: Task, expected: str) -> str:
    words = (task.task or "").strip(" .,;")
    if "||" not in expected:
        return words
    return f"{words} || {task.lead.raw if task.lead else '-'}"


@pytest.mark.parametrize("name", with_known_failures(CASES, NOT_YET))
def test_which_sentences_are_tasks(name: str) -> None:
    case = CASES[name]
    plan = extract(paper_of(case).encode(), name="giay.txt")
    expected: list[str] = case["tasks"]
    padded = [*expected, *[""] * len(plan.tasks)]
    assert [told(*pair) for pair in zip(plan.tasks, padded, strict=False)] == expected
    duties = [duty.strip(" .;") for one in plan.assignments for duty in one.duties]
    assert duties == case.get("duties", [])
