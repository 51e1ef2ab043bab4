"""Remarks that speak of one work apart, or give an order of their own. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 41/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\nSửa bến thuyền năm 2031\n\n"
    "I. NHIỆM VỤ\n\n"
)
TABLE = (
    "| TT | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|\n"
    "| 1 | Kè bờ trên | Phòng Kinh tế | 10/4/2031 |\n"
    "| 2 | Thay cọc gỗ | Công an xã | 15/7/2031 |\n\n"
)
LIST = (
    "1. Phòng Kinh tế kè bờ trên trước ngày 10/4/2031.\n"
    "2. Công an xã thay cọc gỗ trước ngày 15/7/2031.\n\n"
)
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def plan_of(works: str, remark: str, behind: str = "") -> models.Plan:
    """A plan of works with a remark under them, and what stands behind its signature."""
    name = "bang.md" if works is TABLE else "loi.txt"
    return extract((HEAD + works + remark + END + behind).encode(), name=name)


def told_of(plan: models.Plan, words: str) -> list[str]:
    """The evidence of the findings that say some words."""
    return [told.evidence for told in plan.findings if words in told.message]


@pytest.mark.parametrize("works", [TABLE, LIST])
def test_a_remark_on_one_work_stands_with_it(works: str) -> None:
    remark = "Ghi chú: Riêng nhiệm vụ 2 hoàn thành trước ngày 15/8/2031."
    plan = plan_of(works, remark)
    first, second = plan.tasks
    assert (first.note, first.confidence > 0.8) == (None, True)
    assert (second.note, second.confidence) == (remark, 0.6)
    assert told_of(plan, "nói riêng") == [remark]


@pytest.mark.parametrize(
    "remark",
    [
        "Ghi chú: Nhiệm vụ 2 đã có dự toán.",
        "Ghi chú: Riêng năm 2030 đã kè 20 m.",
        "(*) Theo Quyết định số 12/QĐ-UBND ngày 10/02/2031.",
        "(*) Công an xã là đơn vị đã thay cọc năm 2030.",
    ],
)
def test_remarks_that_order_nothing(remark: str) -> None:
    plan = plan_of(LIST, remark)
    assert [task.note for task in plan.tasks] == [None, None]
    assert not told_of(plan, "nói riêng")
    assert not told_of(plan, "Ghi chú (hoặc")


@pytest.mark.parametrize("works", [TABLE, LIST])
@pytest.mark.parametrize(
    "remark",
    [
        "(*) Giao Văn phòng HĐND và UBND xã mua sơn trước ngày 30/6/2031.",
        "Ghi chú: Ngoài ra, Trạm Y tế xã trực cấp cứu tại bến trước ngày 30/6/2031.",
    ],
)
def test_an_order_in_a_remark_is_not_lost_without_a_word(works: str, remark: str) -> None:
    plan = plan_of(works, remark)
    is_task = any(task.task in remark for task in plan.tasks)
    assert is_task or told_of(plan, "Ghi chú (hoặc") == [remark]
    assert is_task or plan.status == "partial"


def test_an_order_behind_the_signature_is_told() -> None:
    plan = plan_of(LIST, "", behind="\n3. Đoàn xã sửa mạn thuyền trước ngày 20/7/2031.\n")
    assert told_of(plan, "sau phần chữ ký") == ["Đoàn xã sửa mạn thuyền trước ngày 20/7/2031."]
    assert plan.status == "partial"


def test_who_does_a_part_does_not_lead_the_rest() -> None:
    plan = plan_of(
        "Các nhiệm vụ sau do Đoàn xã chủ trì (trừ mục 2 do Công an xã chủ trì):\n"
        "1. Kè bờ trên trước ngày 10/4/2031.\n"
        "2. Thay cọc gỗ trước ngày 15/7/2031.\n",
        "",
    )
    first, second = plan.tasks
    assert first.lead
    assert first.lead.raw == "Đoàn xã"
    assert second.confidence == 0.6
    assert "Công an xã" in (second.note or "")
