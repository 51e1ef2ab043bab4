"""Work calendars: each entry is a task on its day, with who leads and who comes
(data/parsers/work_calendars.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.normalize.times.period import parse_period
from kehoach.parsers.calendars.openings import opens_entry, read_opening
from kehoach.schema.models import Task

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/work_calendars.yaml").read_text("utf-8")
)
WEEK = parse_period("Từ ngày 05/10/2026 đến ngày 09/10/2026")


def told(task: Task, want: dict[str, Any]) -> dict[str, Any]:
    """What came out for the keys that a case looks at."""
    deadline = task.deadline
    every = {
        "task": task.task,
        "lead": task.lead.raw if task.lead else None,
        "coordinating": task.coordinating.raw if task.coordinating else None,
        "note": task.note,
        "raw": deadline.raw if deadline else None,
        "day": deadline.end if deadline else None,
    }
    return {key: every[key] for key in want}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_entries_come_out(case: dict[str, Any]) -> None:
    plan = extract(case["paper"].encode(), name="lich.txt")
    wanted = [{**want, "day": str(want["day"])} for want in case["tasks"]]
    pairs = zip(plan.tasks, wanted, strict=True)
    assert [told(task, want) for task, want in pairs] == wanted
    assert plan.status == "ok" or not wanted
    codes = {finding.code for finding in plan.findings}
    assert not codes & set(case.get("quiet", ()))
    if "title" in case:
        assert plan.document.title == case["title"]
    if "period" in case:
        assert plan.document.period is not None
        days = [plan.document.period.start, plan.document.period.end]
        assert days == [str(day) for day in case["period"]]
    if "obligations" in case:
        assert len(plan.obligations) == case["obligations"]


LINES = {
    "Thứ Hai, ngày 05/10: 8h00 Họp": ("Thứ Hai, ngày 05/10", "2026-10-05", "", "8h00", "Họp"),
    "Sáng thứ Hai, ngày 05/10: 7h30, họp": (
        "thứ Hai, ngày 05/10",
        "2026-10-05",
        "Sáng",
        "7h30",
        "họp",
    ),
    "THỨ BA": ("THỨ BA", "2026-10-06", "", "", ""),
    "Ngày 07 tháng 10 năm 2026": ("Ngày 07 tháng 10 năm 2026", "2026-10-07", "", "", ""),
    "Chiều: 14h00 - 16h30: Tập huấn": ("", None, "Chiều", "14h00 - 16h30", "Tập huấn"),
    "Thứ hai, kinh phí thực hiện": ("", None, "", "", "Thứ hai, kinh phí thực hiện"),
    "Sáng kiến kinh nghiệm": ("", None, "", "", "Sáng kiến kinh nghiệm"),
    "Ngày 05/10/2026 UBND xã họp": ("", None, "", "", "Ngày 05/10/2026 UBND xã họp"),
    "Thứ Hai, ngày 31/02/2026": ("Thứ Hai, ngày 31/02/2026", None, "", "", ""),
}


@pytest.mark.parametrize("line", LINES)
def test_how_a_line_opens(line: str) -> None:
    opening = read_opening(line, WEEK)
    said = (opening.day, opening.date, opening.part, opening.time, opening.rest)
    assert said == LINES[line]


def test_marks_do_not_hide_an_hour() -> None:
    assert opens_entry("- 07h30: Chào cờ")
    assert not opens_entry("- Chào cờ lúc 07h30")
