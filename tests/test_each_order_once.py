"""A dated order is one line of what is due: a task, or an obligation, never both."""

from __future__ import annotations

from typing import Any

import pytest

from kehoach import extract

HEAD = """ỦY BAN NHÂN DÂN
XÃ HÒA MẪU
Số: 8/{mark}-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Mẫu, ngày 5 tháng 5 năm 2031

"""
PLAN = f"""{HEAD.format(mark="KH")}KẾ HOẠCH
Giảm nghèo năm 2031

I. MỤC ĐÍCH
Giảm nghèo bền vững.

II. NHIỆM VỤ
"""
DIRECTIVE = f"""{HEAD.format(mark="CT")}CHỈ THỊ
Về việc tăng cường giảm nghèo

Chủ tịch UBND xã yêu cầu:

"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
TWO_DAYS = (
    "1. Phòng Kinh tế lập danh sách hộ nghèo trước ngày 10/6/2031, "
    "trình UBND xã phê duyệt trước ngày 20/6/2031.\n2. Công an xã rà soát hộ khẩu.\n"
)
IN_SENTENCES = (
    "1. Lập danh sách hộ nghèo trước ngày 10/6/2031. Trình UBND xã phê duyệt danh sách trước ngày "
    "20/6/2031.\n2. Công an xã rà soát hộ khẩu.\n"
)
IN_TABLE = """
| TT | Nội dung công việc | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Lập danh sách hộ nghèo | Phòng Kinh tế | {day} |
| 2 | Trao quà | Trạm Y tế | 30/8/2031 |

III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế: Lập danh sách hộ nghèo, trình UBND xã phê duyệt trước ngày 10/6/2031.
2. Trạm Y tế: Phối hợp với các thôn.
"""


def days_of(paper: str) -> tuple[list[Any], list[Any]]:
    plan = extract(f"{paper}{FOOT}".encode(), name="a.txt")
    times = [task.deadline for task in plan.tasks if task.deadline is not None]
    ends = [part.end for time in times for part in (time.parts or (time,))]
    return ends, [(one.deadline.raw, one.deadline.end) for one in plan.obligations]


@pytest.mark.parametrize("orders", [TWO_DAYS, IN_SENTENCES])
@pytest.mark.parametrize("head", [PLAN, DIRECTIVE])
def test_each_of_two_days_is_due_once(head: str, orders: str) -> None:
    of_tasks, of_others = days_of(head + orders)
    told = [*of_tasks, *(end for _, end in of_others)]
    assert sorted(told) == ["2031-06-10", "2031-06-20"]


def test_a_duty_that_says_a_row_again_is_due_once() -> None:
    of_tasks, of_others = days_of(PLAN + IN_TABLE.format(day="10/6/2031"))
    assert (of_tasks, of_others) == (["2031-06-10", "2031-08-30"], [])


def test_a_duty_with_another_day_than_the_row_is_kept() -> None:
    of_tasks, of_others = days_of(PLAN + IN_TABLE.format(day="01/6/2031"))
    assert of_tasks == ["2031-06-01", "2031-08-30"]
    assert of_others == [("trước ngày 10/6/2031", "2031-06-10")]
