"""Tables of indicators with owners, and bullets that give each to somebody: invented papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.pipeline import extract
from kehoach.schema.models import Deadline, Offices, Plan

DATA = Path(__file__).parent / "data" / "parsers"
HEAD = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 15/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Khê, ngày 10 tháng 02 năm 2031

KẾ HOẠCH
{title}

Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2031 của UBND tỉnh Lâm Sơn,
Ủy ban nhân dân xã Tân Khê ban hành Kế hoạch như sau:

"""
SIGNED = """
Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Khê

"""
TITLE = "Thực hiện các chỉ tiêu kinh tế - xã hội năm 2031"


def cases(name: str) -> dict[str, dict[str, Any]]:
    return yaml.load((DATA / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


CASES = {**cases("indicators.yaml"), **cases("indicators_held.yaml")}


def read(folder: Path, case: dict[str, Any]) -> Plan:
    """The plan of a case: its text between a letterhead and a signature; behind "---" its annex."""
    body, _, annex = str(case["text"]).partition("---\n")
    title = str(case.get("title", TITLE))
    path = folder / "kh.md"
    path.write_text(HEAD.format(title=title) + body + SIGNED + annex, "utf-8")
    return extract(path)


def printed(part: Offices | Deadline | None) -> str:
    return part.raw if part is not None else ""


def told(plan: Plan) -> list[list[str]]:
    """The targets as the cases write them."""
    rows = []
    for target in plan.targets:
        figures = "; ".join(map(figure, target.metrics))
        row = [target.text, figures, printed(target.lead), printed(target.coordinating)]
        rows.append([*row, printed(target.deadline)])
    return rows


def figure(metric: Any) -> str:
    value = f"{metric.value:.10g}" if metric.value is not None else f"{metric.min}-{metric.max}"
    return f"{metric.comparator} {value} {metric.unit or ''}".strip()


@pytest.mark.parametrize("name", CASES)
def test_papers(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    plan = read(tmp_path, case)
    wanted = [[*map(str, row), *[""] * (5 - len(row))] for row in case["targets"]]
    assert told(plan) == wanted
    assert len(plan.tasks) == case["tasks"]
    assert set(case.get("told", ())) <= {finding.code for finding in plan.findings}


def test_what_is_beside_the_figure_is_kept_with_its_source(tmp_path: Path) -> None:
    plan = read(tmp_path, CASES["last year's figure beside the plan, lead and helper and term"])
    first = plan.targets[0]
    assert first.note == "Thực hiện năm 2030: 96"
    assert first.deadline is not None
    assert first.deadline.end == "2031-12-31"
    assert first.sources is not None
    assert first.sources.lead
    assert first.sources.deadline
    assert all("unlocated" not in source.how for source in first.sources.lead)


def test_figures_of_several_years_say_of_which(tmp_path: Path) -> None:
    plan = read(tmp_path, CASES["years side by side, who is responsible"])
    assert [metric.column for metric in plan.targets[0].metrics] == ["2026", "2028", "2030"]


def test_targets_of_an_annex_stand_under_their_group(tmp_path: Path) -> None:
    plan = read(tmp_path, CASES["annex that shares out indicators"])
    groups = [target.group.title for target in plan.targets if target.group]
    assert groups == ["Chính quyền số"] * 2 + ["Xã hội số"] * 3


def test_a_row_that_shares_out_a_target_of_the_body_is_that_target(tmp_path: Path) -> None:
    case = {
        "text": "I. CHỈ TIÊU\n- Trồng mới 45 ha rừng.\n- Tỷ lệ hộ nghèo dưới 2%.\n---\nPHỤ LỤC\n\n"
        "| TT | Chỉ tiêu | Chủ trì |\n| --- | --- | --- |\n"
        "| 1 | Trồng mới 45 ha rừng | Phòng Kinh tế |\n"
        "| 2 | Tỷ lệ hộ nghèo dưới 3% | Phòng Văn hóa - Xã hội |\n"
    }
    plan = read(tmp_path, case)
    assert [(target.text, printed(target.lead)) for target in plan.targets] == [
        ("Trồng mới 45 ha rừng.", "Phòng Kinh tế"),
        ("Tỷ lệ hộ nghèo dưới 2%.", ""),
        ("Tỷ lệ hộ nghèo dưới 3%", "Phòng Văn hóa - Xã hội"),
    ]


def test_targets_that_somebody_has_are_work_enough(tmp_path: Path) -> None:
    assert read(tmp_path, CASES["name, unit, plan of the year, who follows"]).status == "ok"
    assert read(tmp_path, CASES["results of last year are no promise"]).status == "partial"
