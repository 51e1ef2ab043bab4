"""Programmes of work whose months stand in capitals without a number: chapters from the sentence on
that announces them, whether or not blank lines part them."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_papers import CLOSING, HEAD

from kehoach import extract

PROGRAMME = """CHƯƠNG TRÌNH
Công tác quý IV năm 2031

Phòng Văn hóa - Xã hội xây dựng chương trình công tác quý IV như sau:

THÁNG 10
- Tham mưu tổ chức Ngày Người cao tuổi (đ/c Hường).
- Kiểm tra bếp ăn bán trú 09 trường từ ngày 12/10 đến ngày 23/10.
CÔNG VIỆC THƯỜNG XUYÊN
- Chi trả trợ cấp xã hội qua tài khoản (đ/c Khải phối hợp Trạm Y tế xã).
TỔ CHỨC THỰC HIỆN
Văn phòng theo dõi, đôn đốc.
"""


@pytest.mark.parametrize("is_spaced", [False, True])
def test_months_are_chapters(is_spaced: bool, tmp_path: Path) -> None:
    text = PROGRAMME.replace("\n-", "\n\n-").replace(".\n", ".\n\n") if is_spaced else PROGRAMME
    paper = tmp_path / "chuong-trinh.txt"
    paper.write_text(HEAD + text + CLOSING, encoding="utf-8")
    told = [
        (
            task.group.title if task.group else "",
            task.lead.raw if task.lead else "",
            task.deadline.raw if task.deadline else "",
        )
        for task in extract(paper).tasks
    ]
    assert told == [
        ("THÁNG 10", "đ/c Hường", "THÁNG 10"),
        ("THÁNG 10", "", "từ ngày 12/10 đến ngày 23/10"),
        ("CÔNG VIỆC THƯỜNG XUYÊN", "đ/c Khải", "THƯỜNG XUYÊN"),
    ]
