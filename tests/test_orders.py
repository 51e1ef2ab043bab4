"""Whole papers of prose -> what they order, each order once: data/orders. All names are
fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from plain_papers import with_known_failures

from kehoach import extract
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data" / "orders"
FILES = (
    "learnt.yaml",
    "held.yaml",
    "articles.yaml",
    "articles_held.yaml",
    "beside_formulas.yaml",
    "letters.yaml",
    "letters_held.yaml",
    "real_papers.yaml",
    "points_in_place.yaml",
    "ministries.yaml",
)
PAPERS: dict[str, dict[str, Any]] = {
    name: paper
    for file in FILES
    for name, paper in yaml.safe_load((FOLDER / file).read_text("utf-8")).items()
}
JOINING = {"và", "các", "xã", "phường", "việt", "nam"}
"""Words of a body's name that may stand in it or not."""
NOT_YET = {
    "a school's plan with rules, an agenda and the duties of its people": "a school's “Kế toán” is "
    "told by the name of the office in a commune",
    "a ward's letter that asks its addressees, one line for one office apart": "“mỗi ngày 02 lần” "
    "is not seen as a time",
    "a department's letter of guidance by matters, whose doers stand in the sentence that opens "
    "it": "“theo từng học kỳ” is not seen as a time",
    "a department's letter to communes that asks them and gives its own centre a part": "“các xã "
    "Tân Khê, Đồng Rùa” are not seen as bodies: only the first name stands behind its level",
    "a decision with members in a table, and duties and rights of the group": "“khi có tình huống "
    "khẩn cấp” behind an act is not seen as a time",
    "conclusions of a chairman by matters, orders in the matter's line": "of two times in a point "
    "the first, that of the event, is taken for its owner's",
    "a province's decision on a council, tasks of council and of its standing office in one "
    "article each": "“trong 02 ngày làm việc” with nothing behind it is not seen as a time",
    "a department's letter by tasks over bullets": "“mỗi năm ít nhất một lần” is not seen as a "
    "time",
    "a telegram to provinces along a river": "of “từ 18 giờ ngày 14/9/2033” the hour is left out",
    "a letter that asks in plain paragraphs and wants a paper handed in": "the quarter that is "
    "reported on is taken for the time of the report",
}
"""Papers that are not read whole yet, and why."""


def cells(line: str) -> tuple[str, ...]:
    """ "task | lead | coordinating | deadline" -> the four."""
    parts = [part.strip(" .") for part in f"{line} ".split(" |")]
    return tuple(parts)


def printed(value: models.Offices | models.Deadline | None) -> str:
    return value.raw.strip(" .") if value is not None else ""


def task_told(task: models.Task) -> tuple[str, ...]:
    words = (task.task.strip(" ."), *map(printed, (task.lead, task.coordinating, task.deadline)))
    return tuple(words)


def duties_told(plan: models.Plan) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for given in plan.assignments:
        details = {detail.duty: detail for detail in given.details}
        for duty in given.duties:
            detail = details.get(duty, models.DutyDetail(duty=duty))
            values = map(printed, (detail.coordinating, detail.deadline))
            found.append((body(given.unit), duty.strip(" ."), *values))
    return found


def body(name: str) -> str:
    words = regex.findall(r"\w+", name.lower())
    return " ".join(word for word in words if word not in JOINING)


@pytest.mark.parametrize("name", with_known_failures(PAPERS, NOT_YET))
def test_orders(name: str) -> None:
    paper = PAPERS[name]
    plan = extract(paper["paper"].encode(), name="paper.txt")
    assert [task_told(task) for task in plan.tasks] == list(map(cells, paper["tasks"]))
    wanted = [(body(unit), *rest) for unit, *rest in map(cells, paper["duties"])]
    assert duties_told(plan) == wanted
    told = {finding.code for finding in plan.findings}
    assert told.isdisjoint(paper["quiet"])
    assert plan.status == paper.get("status", "ok")
    assert plan.document.type == paper.get("type", plan.document.type)


ANNOUNCED: dict[str, str] = yaml.safe_load(
    (FOLDER / "announced_in_general.yaml").read_text("utf-8")
)
LETTER = """UBND XÃ TÂN KHÊ

Số: 41/UBND-VP

Tân Khê, ngày 12 tháng 5 năm 2033

V/v dọn vệ sinh trụ sở

Kính gửi:
- Các phòng, đơn vị thuộc UBND xã;
- Công an xã.

Thực hiện Kế hoạch số 12/KH-UBND ngày 02/5/2033 của UBND xã, {announcing}

1. Tổ chức tổng vệ sinh trụ sở, xong trước ngày 20/5/2033.

2. Rà soát hồ sơ lưu tại kho trước ngày 25/5/2033.

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH
Hoàng Văn Khê
"""


@pytest.mark.parametrize("announcing", ANNOUNCED)
def test_those_a_letter_is_written_to_lead(announcing: str, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(LETTER.format(announcing=announcing), "utf-8")
    leads = [task.lead and task.lead.raw for task in extract(paper).tasks]
    assert leads == [ANNOUNCED[announcing]] * 2
