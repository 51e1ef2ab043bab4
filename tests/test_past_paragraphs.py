"""Paragraphs of a letter that tell what was, before the one that orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.pipeline import extract

LETTER = """ỦY BAN NHÂN DÂN
XÃ PHÚ ĐIỀN
Số: 55/UBND-KT
V/v hỗ trợ nhà ở
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Điền, ngày 20 tháng 10 năm 2031

Kính gửi: Phòng Kinh tế; Công an xã

{past}

Để kịp thời hạn, UBND xã đề nghị Phòng Kinh tế trình danh sách trước ngày 30/10/2031./.

Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Phạm Đình Hòa
"""
TELLS = (
    "Ngày 26/4/2031, Chủ tịch UBND xã đã ban hành Quyết định số 22/QĐ-UBND về hỗ trợ nhà ở.",
    "Ngày 01/7/2031, UBND tỉnh ban hành Hướng dẫn, các xã gửi danh sách trước ngày 31/8/2031.",
    "Do các thôn phải đối chiếu hồ sơ, nên đến ngày 23/9/2031 mới có 05 thôn báo cáo.",
    "Tại Công văn số 8/UBND ngày 09/9/2031, xã đã giao Phòng Kinh tế rà soát trước ngày 30/9/2031.",
)
ORDERS = (
    "Ngày 25/10/2031, Công an xã tổ chức đối thoại với các hộ.",
    "Theo Công văn số 8/UBND ngày 09/9/2031, đề nghị Công an xã rà soát hộ khẩu.",
)


@pytest.mark.parametrize(
    ("past", "count"), [*((text, 1) for text in TELLS), *((text, 2) for text in ORDERS)]
)
def test_orders_beside_the_past(past: str, count: int, tmp_path: Path) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text(LETTER.format(past=past), encoding="utf-8")
    plan = extract(paper)
    assert plan.status == "ok"
    assert len(plan.tasks) == count
    assert not [one for one in plan.findings if one.severity != "info"]
    assert count > 1 or not plan.obligations
