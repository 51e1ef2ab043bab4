"""What a notice of conclusions agrees to, praises or takes note of orders nothing; what it gives
somebody behind that, or dates, does. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract

PAPER = """ỦY BAN NHÂN DÂN
XÃ HÒA MẪU
Số: 31/TB-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Mẫu, ngày 5 tháng 5 năm 2031

THÔNG BÁO
Kết luận của Chủ tịch UBND xã tại phiên họp tháng 5 năm 2031

Tại phiên họp, sau khi nghe các báo cáo, Chủ tịch UBND xã kết luận như sau:

1. Giao Phòng Kinh tế lập phương án bơm nước trước ngày 12/5/2031.
2. {point}
3. Trạm Y tế xã phun hóa chất trước ngày 15/5/2031.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG

Nguyễn Văn Mẫu
"""
OTHERS = [
    "Giao Phòng Kinh tế lập phương án bơm nước trước ngày 12/5/2031.",
    "Trạm Y tế xã phun hóa chất trước ngày 15/5/2031.",
]


def tasks_with(point: str) -> list[tuple[str, str]]:
    plan = extract(PAPER.format(point=point).encode(), name="a.txt")
    assert plan.assignments == ()
    told = [(one.task, one.lead.raw if one.lead else "") for one in plan.tasks]
    assert [task for task, _ in told if task in OTHERS] == OTHERS
    return [one for one in told if one[0] not in OTHERS]


@pytest.mark.parametrize(
    "point",
    [
        "Cơ bản thống nhất với báo cáo của Phòng Kinh tế và ý kiến của các đại biểu.",
        "Thống nhất phương án sắp xếp khu bán cá như đề xuất của Ban Quản lý chợ.",
        "Về mức thu phí chợ: Nhất trí giữ nguyên mức thu hiện hành.",
        "Chủ tịch UBND xã đánh giá cao tinh thần làm việc của các thôn, nhất là khi làm đường.",
        "UBND xã ghi nhận kiến nghị của tiểu thương về mái che và sẽ xem xét trong năm 2032.",
        "Biểu dương các thôn Đông, Đoài hoàn thành sớm việc thu quỹ.",
        "Thống nhất đánh giá: trong quý I năm 2031, xã đón 400 lượt khách, tăng 12%.",
    ],
)
def test_who_agrees_or_praises_gives_nothing_to_do(point: str) -> None:
    assert tasks_with(point) == []


@pytest.mark.parametrize(
    ("point", "task", "lead"),
    [
        (
            "Nhất trí giao Công an xã lập chốt kiểm soát.",
            "Nhất trí giao Công an xã lập chốt kiểm soát.",
            "Công an xã",
        ),
        (
            "Thống nhất tổ chức Ngày hội văn hóa vào ngày 30/5/2031 tại sân vận động xã.",
            "Thống nhất tổ chức Ngày hội văn hóa vào ngày 30/5/2031 tại sân vận động xã.",
            "",
        ),
        (
            "Ghi nhận, tổng hợp ý kiến cử tri gửi Thường trực HĐND xã trước ngày 25/5/2031.",
            "Ghi nhận, tổng hợp ý kiến cử tri gửi Thường trực HĐND xã trước ngày 25/5/2031.",
            "",
        ),
        (
            "Cơ bản nhất trí với báo cáo của Công an xã; giao Công an xã lập chốt kiểm soát.",
            "giao Công an xã lập chốt kiểm soát.",
            "Công an xã",
        ),
        (
            "Đồng ý mở chợ đêm đến hết 31/8/2031; giao Công an xã lập chốt trước 15/7/2031.",
            "giao Công an xã lập chốt trước 15/7/2031.",
            "Công an xã",
        ),
        (
            "Thủ trưởng các đơn vị chịu trách nhiệm trước Chủ tịch UBND xã về kết quả thực hiện. "
            "Giao Công an xã lập chốt kiểm soát.",
            "Giao Công an xã lập chốt kiểm soát.",
            "Công an xã",
        ),
        (
            "Ghi nhận kết quả đạt được. Yêu cầu Công an xã lập chốt kiểm soát.",
            "Yêu cầu Công an xã lập chốt kiểm soát.",
            "Công an xã",
        ),
    ],
)
def test_what_is_ordered_behind_an_opinion_is_a_task(point: str, task: str, lead: str) -> None:
    assert tasks_with(point) == [(task, lead)]
