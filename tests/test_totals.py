"""Columns without a role and rows of totals in tables of tasks, against data/parsers/totals.yaml:
nothing of an orderly table is lost."""

from __future__ import annotations

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
