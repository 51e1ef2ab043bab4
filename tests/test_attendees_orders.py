"""A dated order under the heading on who takes part is a task of a notice; the others name them."""

from __future__ import annotations

from typing import Any

import pytest

from kehoach import extract

PAPER = """ỦY BAN NHÂN DÂN
XÃ HÒA MẪU
Số: 31/TB-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Mẫu, ngày 5 tháng 5 năm 2031

THÔNG BÁO
Về việc tổ chức ra quân làm vệ sinh môi trường

Ủy ban nhân dân xã thông báo việc ra quân làm vệ sinh môi trường như sau:

1. Thời gian: 07 giờ 00 ngày 20/5/2031.
2. Địa điểm: Nhà văn hóa các thôn.
3. {heading}:
- Cán bộ, công chức xã; đoàn viên, hội viên các đoàn thể.
- {point}
4. Nội dung:
- Đoàn Thanh niên chuẩn bị dụng cụ trước ngày 18/5/2031.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
ORDER = "Các thôn lập danh sách người tham gia, gửi về Văn phòng xã trước ngày 15/5/2031."


def read(heading: str, point: str) -> Any:
    return extract(PAPER.format(heading=heading, point=point).encode(), name="a.txt")


@pytest.mark.parametrize("heading", ["Thành phần", "Thành phần tham gia", "Đối tượng"])
def test_a_dated_order_among_those_who_take_part(heading: str) -> None:
    plan = read(heading, ORDER)
    assert [(one.task, one.lead.raw, one.deadline.end) for one in plan.tasks] == [
        (ORDER, "Các thôn", "2031-05-15"),
        ("Đoàn Thanh niên chuẩn bị dụng cụ trước ngày 18/5/2031.", "Đoàn Thanh niên", "2031-05-18"),
    ]
    assert plan.obligations == ()


@pytest.mark.parametrize(
    "point",
    [
        "Đại diện các thôn, mỗi thôn 10 người.",
        "Hội viên Hội Phụ nữ xã kết nạp trước ngày 01/01/2031.",
        "Công an xã, Ban Chỉ huy Quân sự xã.",
    ],
)
def test_those_who_only_take_part_have_no_task(point: str) -> None:
    assert len(read("Thành phần", point).tasks) == 1


def test_what_was_done_is_no_order() -> None:
    point = "Các thôn lập danh sách người tham gia, gửi về Văn phòng xã trước ngày 15/5/2030."
    assert len(read("Kết quả thực hiện năm 2030", point).tasks) == 1
