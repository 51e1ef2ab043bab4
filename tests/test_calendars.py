"""Calendars, rosters, lists of things with their times: each row comes out as a task, or as an
obligation where it is an appointment (data/parsers/calendars.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema.models import Deadline, Offices, Plan, Task

FRAME = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 15/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Khê, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
{title}
Thực hiện chỉ đạo của cấp trên, Ủy ban nhân dân xã Tân Khê ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Bảo đảm công việc được thực hiện kịp thời, đúng quy định.
II. {heading}
{table}III. TỔ CHỨC THỰC HIỆN
Trên đây là Kế hoạch của Ủy ban nhân dân xã Tân Khê./.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Mẫu
"""
LOADED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/calendars.yaml").read_text("utf-8")
)
CASES = [pytest.param(case, id=case["name"]) for case in LOADED]


def plan_of(case: dict[str, Any], folder: Path) -> Plan:
    path = folder / "lich.txt"
    path.write_text(FRAME.format(**case), encoding="utf-8")
    return extract(path)


def lead_of(lead: Offices | None) -> list[str]:
    return list(lead.units) if lead is not None else []


def day_of(deadline: Deadline | None, end: str) -> str | None:
    return getattr(deadline, end) if deadline is not None else None


def told(task: Task, want: dict[str, Any]) -> dict[str, Any]:
    """What came out for the keys that a case looks at."""
    every = {
        "text": task.task,
        "number": task.number,
        "note": task.note,
        "lead": lead_of(task.lead) or None,
        "deliverables": list(task.deliverables),
        "start": day_of(task.deadline, "start"),
        "end": day_of(task.deadline, "end"),
        "deadline": task.deadline,
    }
    return {key: every[key] for key in want}


def wanted(want: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if key in ("start", "end") else value for key, value in want.items()}


@pytest.mark.parametrize("case", CASES)
def test_rows_come_out(case: dict[str, Any], tmp_path: Path) -> None:
    plan = plan_of(case, tmp_path)
    pairs = zip(plan.tasks, case["tasks"], strict=True)
    assert [(told(task, want), wanted(want)) for task, want in pairs] == [
        (wanted(want), wanted(want)) for want in case["tasks"]
    ]
    appointed = [
        {"who": each.who.raw if each.who else None, "end": each.deadline.end}
        for each in plan.obligations
    ]
    assert appointed == [wanted(want) for want in case.get("obligations", [])]


@pytest.mark.parametrize("case", CASES)
def test_orderly_tables_raise_no_alarm(case: dict[str, Any], tmp_path: Path) -> None:
    """A table may lack a column of owners, or of times: that is told. All else is a false alarm."""
    plan = plan_of(case, tmp_path)
    alarms = {found.code for found in plan.findings if found.severity != "info"}
    assert alarms <= {"missing_owner", "missing_deadline"}
    assert plan.status == "ok"
