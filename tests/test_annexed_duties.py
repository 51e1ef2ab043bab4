"""Appendices that say in points who does what give what a chapter of the body would give."""

from __future__ import annotations

from typing import Any

import pytest

from kehoach import extract

PAPER = """ỦY BAN NHÂN DÂN
XÃ HÒA MẪU
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Mẫu, ngày 5 tháng 1 năm 2031

KẾ HOẠCH
Phòng, chống thiên tai năm 2031

I. NHIỆM VỤ
1. Kiểm tra hồ đập trước mùa mưa. Phòng Kinh tế chủ trì, hoàn thành trước ngày 30/4/2031.
2. Tổ chức diễn tập di dời dân. Ban Chỉ huy Quân sự xã chủ trì, trong tháng 5/2031.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu

PHỤ LỤC
{title}
(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2031 của Ủy ban nhân dân xã Hòa Mẫu)

{points}
"""
IN_POINTS = """1. Phòng Kinh tế:
- Lập danh sách hộ ở vùng trũng trước ngày 30/4/2031.
- Chủ trì kiểm tra hồ, đập, kênh mương.
2. Công an xã:
- Tổ chức cắm biển cảnh báo tại ngầm tràn Suối Lạnh.
3. Trạm Y tế: Chuẩn bị cơ số thuốc, báo cáo trước ngày 15/5/2031.
"""
IN_CHAPTERS = """I. PHÒNG KINH TẾ
1. Lập danh sách hộ ở vùng trũng trước ngày 30/4/2031.
2. Chủ trì kiểm tra hồ, đập, kênh mương.
II. CÔNG AN XÃ
1. Tổ chức cắm biển cảnh báo tại ngầm tràn Suối Lạnh.
III. TRẠM Y TẾ
1. Chuẩn bị cơ số thuốc, báo cáo trước ngày 15/5/2031.
"""


def read(title: str, points: str) -> Any:
    return extract(PAPER.format(title=title, points=points).encode(), name="a.txt")


@pytest.mark.parametrize("points", [IN_POINTS, IN_CHAPTERS])
def test_points_of_an_appendix_are_duties(points: str) -> None:
    plan = read("PHÂN CÔNG NHIỆM VỤ", points)
    told = {given.unit: len(given.duties) for given in plan.assignments}
    assert told == {"Phòng Kinh tế": 2, "Công an xã": 1, "Trạm Y tế xã": 1}
    groups = {(given.group.number, given.group.title) for given in plan.assignments}
    assert groups == {(None, "PHÂN CÔNG NHIỆM VỤ")}
    days = {one.deadline.end for one in plan.obligations}
    assert days == {"2031-04-30", "2031-05-15"}
    assert (len(plan.tasks), len(plan.appendices), plan.status) == (2, 1, "ok")


def test_works_of_an_appendix_are_tasks() -> None:
    works = """1. Cắm biển cảnh báo tại ngầm tràn. Công an xã chủ trì, xong trước ngày 15/5/2031.
2. Mua sắm áo phao. Ban Chỉ huy Quân sự xã chủ trì, xong trước ngày 31/5/2031.
"""
    plan = read("DANH MỤC NHIỆM VỤ TRỌNG TÂM", works)
    leads = [task.lead.raw for task in plan.tasks[2:]]
    assert leads == ["Công an xã", "Ban Chỉ huy Quân sự xã"]
    assert len({task.id for task in plan.tasks}) == 4


@pytest.mark.parametrize(
    ("title", "points"),
    [
        ("MỨC HỖ TRỢ CÁC HỘ BỊ THIỆT HẠI", "1. Nhà sập: 60 triệu đồng.\n2. Công an xã: 5 triệu."),
        ("DANH SÁCH CÁC HỒ CHỨA NƯỚC", "1. Hồ Khe Lạnh\n2. Hồ Đá Bạc\n3. Hồ Suối Mơ"),
        ("MẪU BÁO CÁO KẾT QUẢ", "1. Công tác chỉ đạo:\n2. Kết quả thực hiện:"),
    ],
)
def test_other_appendices_are_only_kept(title: str, points: str) -> None:
    plan = read(title, points)
    assert (len(plan.tasks), plan.assignments, plan.obligations) == (2, (), ())
    assert len(plan.appendices) == 1


def test_a_table_of_the_appendix_is_read_as_before() -> None:
    table = """| TT | Nội dung công việc | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Mua áo phao | Phòng Kinh tế | 30/4/2031 |
| 2 | Cắm biển cảnh báo ngầm tràn | Công an xã | 30/6/2031 |
"""
    plan = read("PHÂN CÔNG NHIỆM VỤ", table)
    assert [task.origin for task in plan.tasks] == ["body", "body", "table", "table"]
    assert plan.assignments == ()
