"""Tables of a text's chapters that lost their grid and cannot be put together: told, not lost. All
names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract

HEAD = """ỦY BAN NHÂN DÂN
XÃ SÔNG MÂY
KẾ HOẠCH
Phòng cháy năm 2031
I. YÊU CẦU
Chủ động phòng ngừa, chữa cháy kịp thời.
II. CÔNG VIỆC
"""
END = """III. TỔ CHỨC THỰC HIỆN
Các đơn vị thực hiện nghiêm Kế hoạch này.
Nơi nhận:
- Lưu: VT.
"""
BY_COLUMN = """TT Nội dung Chủ trì Thời gian
1
2
3
Mở chuyên mục trên loa
Tập huấn chữa cháy
Kiểm tra hộ kinh doanh
Phòng Kinh tế
Công an xã
Ban Chỉ huy Quân sự
Tháng 3/2031
Tháng 4/2031
Quý II/2031
"""
SENTENCES = (
    "Mỗi nhiệm vụ phải rõ nội dung, cơ quan chủ trì, thời gian và sản phẩm.",
    "Đơn vị phối hợp: Công an xã. Thời gian thực hiện: thường xuyên, theo yêu cầu nhiệm vụ.",
)


def test_a_table_column_after_column_is_told_as_unread() -> None:
    plan = extract((HEAD + BY_COLUMN + END).encode(), name="giay.txt")
    assert plan.status == "partial"
    assert any(finding.code == "unread_table" for finding in plan.findings)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_names_what_columns_hold_is_no_table(sentence: str) -> None:
    plan = extract((HEAD + f"- {sentence}\n" + END).encode(), name="giay.txt")
    assert not any(finding.code == "unread_table" for finding in plan.findings)
