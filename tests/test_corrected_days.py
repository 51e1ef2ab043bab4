"""A day that no calendar has is told until a person puts it right, and one that a person types is
told, too."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache

import pytest

from kehoach import extract
from kehoach.corrections.applying import with_corrections
from kehoach.corrections.making import Maker, difference
from kehoach.emit.json import from_json, to_json
from kehoach.schema.models import Plan

MAKER = Maker("Lê Thị Lan", at=datetime(2031, 3, 1, tzinfo=UTC))
PAPER = """ỦY BAN NHÂN DÂN
XÃ PHÚ ĐIỀN
Số: 103/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Điền, ngày 25 tháng 01 năm 2031

KẾ HOẠCH
Phát triển du lịch cộng đồng năm 2031

UBND xã ban hành Kế hoạch như sau:
I. NHIỆM VỤ
{tasks}
II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế theo dõi, tổng hợp báo cáo UBND xã trước ngày 10/12/2031.

Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phạm Đình Hòa
"""
TABLE = """| TT | Nhiệm vụ | Chủ trì | Thời gian |
| 1 | Dựng nhà trưng bày | Phòng Kinh tế | Trước 31/6/2031 |
| 2 | Mua áo phao | Phòng Kinh tế | Trước 30/4/2031 |
| 3 | Trồng hoa ven đường | Phòng Kinh tế | Trước 31/6/2031 |"""
PROSE = """1. Phòng Kinh tế dựng nhà trưng bày sản phẩm gốm, xong trước ngày 31/6/2031.
2. Phòng Kinh tế mua áo phao cho khách đi thuyền, xong trước ngày 30/4/2031.
3. Phòng Kinh tế trồng hoa ven đường vào làng gốm, xong trước ngày 30/5/2031."""


@cache
def read(tasks: str) -> Plan:
    paper = PAPER.format(tasks=tasks).encode()
    return from_json(to_json(extract(paper, name="ke-hoach.txt")).encode())


def impossible(plan: Plan) -> list[tuple[str | None, str]]:
    return [(one.evidence, one.where) for one in plan.findings if one.code == "invalid_date"]


def put(plan: Plan, **times: str) -> Plan:
    """A plan whose tasks got other times by a person, by words of the task."""
    data = json.loads(to_json(plan))
    for task in data["tasks"]:
        for words, time in times.items():
            if words.replace("_", " ") in task["task"]:
                task["deadline"] = {"raw": time}
    left = from_json(json.dumps(data, ensure_ascii=False).encode())
    return with_corrections(plan, difference(plan, left, MAKER).corrections)


@pytest.mark.parametrize("tasks", [TABLE, PROSE])
def test_a_day_that_was_put_right_is_told_no_more(tasks: str) -> None:
    plan = read(tasks)
    assert [day for day, _ in impossible(plan)] == ["31/6/2031"]
    assert impossible(put(plan, áo_phao="trước ngày 15/4/2031")) == impossible(plan)
    mended = put(plan, nhà_trưng_bày="trước ngày 30/6/2031", hoa_ven="trước ngày 30/6/2031")
    assert impossible(mended) == []


def test_a_day_is_told_while_another_row_has_it() -> None:
    plan = put(read(TABLE), nhà_trưng_bày="trước ngày 30/6/2031")
    assert [day for day, _ in impossible(plan)] == ["31/6/2031"]


@pytest.mark.parametrize("tasks", [TABLE, PROSE])
def test_a_day_that_a_person_types_is_told(tasks: str) -> None:
    plan = put(read(tasks), áo_phao="trước 32/6/2031")
    assert ("32/6/2031", "/tasks/1/deadline") in impossible(plan)
    assert not any(one.code == "unclear_deadline" for one in plan.findings)
    often = put(read(tasks), áo_phao="hằng tháng")
    assert ("32/6/2031", "/tasks/1/deadline") not in impossible(often)
