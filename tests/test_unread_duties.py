"""A sentence that gives a duty and is nobody's in the plan is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import kehoach

PAPER = """UBND XÃ AN KHÊ
Số: 12/KH-UBND
An Khê, ngày 05 tháng 3 năm 2031
KẾ HOẠCH
Thu gom rác thải sinh hoạt năm 2031

I. NHIỆM VỤ
1. Lập danh sách các hộ: Phòng Kinh tế chủ trì, xong trước ngày 30/6/2031.

II. TỔ CHỨC THỰC HIỆN
1. Công an xã bảo đảm an ninh, trật tự tại các điểm tập kết.
2. {sentence}
"""


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("Người được giao trông coi điểm tập kết có trách nhiệm ghi sổ từng chuyến xe.", True),
        ("Các cụ trồng rừng ven suối đi thăm bãi rác mỗi tuần một lần.", True),
        ("Thứ hai, thứ tư, thứ sáu: Công an xã trực tại trụ sở.", False),
        ("Phòng Kinh tế có trách nhiệm báo cáo kết quả với UBND xã.", False),
        ("Yêu cầu các thôn nghiêm túc thực hiện; có vướng mắc, báo cáo UBND xã.", False),
        ("Kinh phí do ngân sách xã bảo đảm theo phân cấp hiện hành của tỉnh.", False),
        ("Căn cứ tình hình, các thôn có thể đổi ngày thu gom.", False),
        ("Kết quả thu gom là căn cứ xếp loại cuối năm của các thôn.", False),
    ],
)
def test_duties_of_nobody_are_told(tmp_path: Path, sentence: str, is_told: bool) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(PAPER.format(sentence=sentence), "utf-8")
    told = [found.evidence for found in kehoach.extract(paper).findings]
    assert (sentence in told) is is_told
