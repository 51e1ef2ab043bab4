"""Works that a paper takes back or changes, in a remark or in points that amend another paper. All
names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 41/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\n{title}\n\nII. NỘI DUNG\n\n"
)
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def plan_of(*lines: str, title: str = "Sửa bến thuyền năm 2031") -> models.Plan:
    """A plan of these lines."""
    text = HEAD.format(title=title) + "\n".join(lines) + END
    return extract(text.encode(), name="bang.md" if lines[0].startswith("|") else "loi.txt")


def told_of(plan: models.Plan, words: str) -> list[str]:
    """The pointers of the findings that say some words."""
    return [told.where for told in plan.findings if words in told.message]


@pytest.mark.parametrize(
    ("remark", "sure", "told"),
    [
        ("Đã hủy theo Thông báo 7", 0.4, "không còn làm"),
        ("Lùi đến quý IV", 0.6, "đã đổi"),
        ("Chuyển sang năm 2032", 0.6, "đã đổi"),
        ("Thay bằng kè đá", 0.5, "đã đổi"),
    ],
)
def test_a_remark_that_takes_a_work_back_or_moves_it(remark: str, sure: float, told: str) -> None:
    plan = plan_of(
        "| TT | Nhiệm vụ | Chủ trì | Thời hạn | Ghi chú |",
        "|---|---|---|---|---|",
        f"| 1 | Kè bờ trên | Phòng Kinh tế | 10/6/2031 | {remark} |",
        "| 2 | Thay cọc gỗ | Công an xã | 12/6/2031 | Bỏ cọc mục |",
    )
    one, other = plan.tasks
    assert (one.confidence, other.confidence) == (sure, 1.0)
    assert told_of(plan, told) == ["/tasks/0/note"]


def test_points_that_amend_are_no_works_like_others() -> None:
    plan = plan_of(
        "1. Bãi bỏ nhiệm vụ số 4 “Công an xã gác bến trước ngày 10/5/2031”.",
        "2. Điều chỉnh thời hạn nhiệm vụ số 6 từ ngày 15/6/2031 thành ngày 15/9/2031.",
        "3. Bổ sung nhiệm vụ số 9: Trạm Y tế xã trực bến trước ngày 01/10/2031.",
        "4. Phòng Kinh tế kè bờ trên trước ngày 20/10/2031.",
        title="Sửa đổi, bổ sung Kế hoạch số 12/KH-UBND về sửa bến thuyền năm 2031",
    )
    revoked, moved, added, own = plan.tasks
    assert (revoked.lead, revoked.deadline) == (None, None)
    assert moved.deadline
    assert (moved.deadline.raw, moved.deadline.end) == ("ngày 15/9/2031", "2031-09-15")
    assert added.lead
    assert added.lead.raw == "Trạm Y tế xã"
    assert max(revoked.confidence, moved.confidence) <= 0.5
    assert own.confidence > 0.9
    assert told_of(plan, "sửa đổi, bãi bỏ") == ["/tasks/0", "/tasks/1", "/tasks/2"]


def test_works_that_change_things_are_works() -> None:
    plan = plan_of(
        "1. Phòng Kinh tế sửa đổi Quy chế bến bãi trước ngày 10/5/2031.",
        "2. Bãi bỏ các rào chắn cũ trước ngày 12/5/2031.",
        "3. Bổ sung nhiệm vụ cho Tổ tự quản trước ngày 15/5/2031.",
    )
    assert not told_of(plan, "sửa đổi, bãi bỏ")
    assert all(task.deadline is not None for task in plan.tasks)
