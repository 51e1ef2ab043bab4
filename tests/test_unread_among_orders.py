"""A block among orders that says what somebody does, and of whom nobody knew who that is, is told:
no paper that lost an order calls itself whole. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract

PAPER = """ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN KHÊ                       Độc lập - Tự do - Hạnh phúc
Số: 03/CT-UBND                   Tân Khê, ngày 04 tháng 3 năm 2031

CHỈ THỊ
Về việc tăng cường quản lý trên địa bàn xã Tân Khê

Thời gian qua, công tác quản lý đã có chuyển biến. Tuy nhiên, một số việc còn chậm.
Để chấn chỉnh tình trạng trên, Chủ tịch Ủy ban nhân dân xã yêu cầu:

- Công an xã tuần tra các chợ trước ngày 10/4/2031.
- {point}
- Trạm Y tế xã phun hóa chất tại ba thôn.

Nơi nhận:                        CHỦ TỊCH
- Các phòng, ban;
- Lưu: VT.
                                 Lê Văn Khê
"""
LOST = ["Bạch Khê Ba Lan 7 lập danh sách học sinh có nguyện vọng ở nội trú."]
"""Of somebody whom no directory knows, and no word tells as a body."""
WHOLE = [
    "Trường Tiểu học Khê Đông lập danh sách học sinh có nguyện vọng ở nội trú.",
    "Người dân phản ánh việc chở quá người trên bến đò về số 0200.1000.",
    "Trưởng thôn nào để xảy ra cháy rừng mà không báo thì phải kiểm điểm trước UBND xã.",
]


@pytest.mark.parametrize("point", LOST)
def test_a_lost_order_is_told(point: str) -> None:
    plan = extract(PAPER.format(point=point).encode(), name="paper.txt")
    is_read = any(task.task == point for task in plan.tasks)
    assert is_read or plan.status == "partial"


@pytest.mark.parametrize("point", WHOLE)
def test_what_is_read_or_no_order_is_not(point: str) -> None:
    plan = extract(PAPER.format(point=point).encode(), name="paper.txt")
    assert plan.status == "ok"
