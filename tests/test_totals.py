"""Columns without a role and rows of totals in tables of tasks, against data/parsers/totals.yaml:
nothing of an orderly table is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/totals.yaml").read_text("utf-8")
)
HEAD = """**ỦY BAN NHÂN DÂN**
**XÃ TÂN KHÊ**
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
**Độc lập - Tự do - Hạnh phúc**

Số: 45/KH-UBND
Tân Khê, ngày 10 tháng 3 năm 2031

**KẾ HOẠCH**
**Công tác năm 2031**

I. NHIỆM VỤ

"""
FOOT = """

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Khê
"""


@pytest.mark.parametrize("name", DATA)
def test_nothing_is_lost(name: str) -> None:
    header, *rows = DATA[name]["table"]
    ruled = "|" + "---|" * (header.count("|") - 1)
    plan = extract((HEAD + "\n".join([header, ruled, *rows]) + FOOT).encode(), name="paper.md")
    assert [f"{task.task} | {task.note or ''}" for task in plan.tasks] == DATA[name]["tasks"]
    assert plan.unplaced == ()
    assert plan.status == "ok"


SUMS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/findings/sums.yaml").read_text("utf-8")
)
TOLD = re.compile(r"ghi (?P<told>.+?), cộng .* được (?P<real>[\d.,]*\d(?: [^\W\d]+)*)")


@pytest.mark.parametrize("name", SUMS)
def test_sums_that_do_not_add_up_are_told(name: str, tmp_path: Path) -> None:
    case = SUMS[name]
    heads = f"| {case['heads']} |"
    table = [heads, *(f"| {row} |".replace("| |", "|  |") for row in case["rows"])]
    behind = f"\n\nII. KINH PHÍ\n\n{case['behind']}" if "behind" in case else ""
    paper = tmp_path / "kh.txt"
    paper.write_text(f"{HEAD}{chr(10).join(table)}{behind}{FOOT}", "utf-8")
    plan = extract(paper)
    matches = [TOLD.search(own.message) for own in plan.findings if own.code == "target_conflict"]
    assert [f"{own['told']} | {own['real']}" for own in matches if own] == case["told"]


def test_a_sum_of_targets_is_told_once_and_is_none() -> None:
    """A table that shares out targets is kept as printed, too."""
    rows = ["| 1 | Thôn Đông | 12 |", "| 2 | Thôn Đoài | 8 |", "| | Cộng | 30 |"]
    table = ["CHỈ TIÊU GIAO CHO CÁC THÔN", "", "| TT | Thôn | Số hộ giảm |", "|---|---|---|", *rows]
    plan = extract((HEAD + "\n".join(table) + FOOT).encode(), name="paper.md")
    assert [target.text for target in plan.targets] == ["Thôn Đông", "Thôn Đoài"]
    told = [own.message for own in plan.findings if TOLD.search(own.message)]
    assert told == ["Tổng của cột “Số hộ giảm” ghi 30, cộng các dòng được 20."]
