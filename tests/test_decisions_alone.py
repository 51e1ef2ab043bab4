"""Decisions that carry neither plan nor table: their orders are tasks; rules stay duties."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.pipeline import extract

HEAD = """ỦY BAN NHÂN DÂN
XÃ PHÚ ĐIỀN
Số: 55/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Điền, ngày 20 tháng 12 năm 2030

QUYẾT ĐỊNH
{title}

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
Căn cứ Luật Tổ chức chính quyền địa phương;

QUYẾT ĐỊNH:
Điều 1. {first}
Điều 2. Trách nhiệm của các đơn vị
1. Phòng Kinh tế niêm yết danh mục tại trụ sở trước ngày 10/01/2031.
2. Công an xã
a) Kiểm tra việc thực hiện tại các thôn.
b) Báo cáo kết quả trước ngày 15/02/2031.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Phạm Đình Hòa
"""
PUBLISHING = ("Về việc công bố danh mục bến đò", "Công bố danh mục 05 bến đò của xã.")
RULES = ("Ban hành Quy chế quản lý bến đò", "Ban hành kèm theo Quyết định này Quy chế.")


@pytest.mark.parametrize(
    ("carried", "tasks", "are_duties"), [(PUBLISHING, 3, False), (RULES, 0, True)]
)
def test_orders_of_articles(
    carried: tuple[str, str], tasks: int, are_duties: bool, tmp_path: Path
) -> None:
    title, first = carried
    paper = tmp_path / "quyet-dinh.txt"
    paper.write_text(HEAD.format(title=title, first=first), encoding="utf-8")
    plan = extract(paper)
    assert (len(plan.tasks), bool(plan.assignments)) == (tasks, are_duties)
    leads = [task.lead.units for task in plan.tasks if task.lead is not None]
    assert leads == [("Phòng Kinh tế",), ("Công an xã",), ("Công an xã",)][:tasks]


CARRIED_OUT = """Điều 2. Tổ chức thực hiện
1. Giao Phòng Kinh tế hướng dẫn các thôn trước ngày 10/01/2031.
2. Giao Trưởng các thôn Đông, Đoài:
a) Họp dân trước ngày 15/01/2031.
b) Niêm yết danh sách trước ngày 20/01/2031.
3. Công an xã thu hồi con dấu cũ trước ngày 25/01/2031.
"""


def test_points_of_carrying_out_are_of_those_over_them(tmp_path: Path) -> None:
    """However many of them have a day; what the first article rules itself is nobody's work."""
    ruling = "Giải thể 02 tổ tự quản kể từ ngày 01/02/2031. Các tổ sau sáp nhập có con dấu riêng."
    whole = HEAD.format(title="Về việc giải thể các tổ tự quản", first=ruling)
    head, _, rest = whole.partition("Điều 2.")
    paper = tmp_path / "quyet-dinh.txt"
    paper.write_text(head + CARRIED_OUT + rest[rest.index("Điều 3.") :], encoding="utf-8")
    leads = [task.lead.raw if task.lead else "" for task in extract(paper).tasks]
    whom = "Trưởng các thôn Đông, Đoài"
    assert leads == ["Phòng Kinh tế", whom, whom, "Công an xã"]
