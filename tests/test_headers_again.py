"""Tables written with bars whose headings stand again among the rows, also in another order, and
tables whose works stand under months."""

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
Công tác văn hóa năm 2031

I. MỤC ĐÍCH
Nâng cao đời sống văn hóa.

II. NHIỆM VỤ

{table}

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
ABOVE = """| TT | Nội dung công việc | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Tổ chức hội thi văn nghệ | Phòng Văn hóa - Xã hội | 30/4/2031 |
"""
AGAIN = {
    "the same": "| TT | Nội dung công việc | Cơ quan chủ trì | Thời hạn |\n"
    "| 2 | Sửa nhà văn hóa thôn Đông | Phòng Kinh tế | 30/6/2031 |\n",
    "another order": "| TT | Nội dung công việc | Thời hạn | Cơ quan chủ trì |\n"
    "| 2 | Sửa nhà văn hóa thôn Đông | 30/6/2031 | Phòng Kinh tế |\n",
    "over a rule": "| TT | Nội dung công việc | Thời hạn | Cơ quan chủ trì |\n|---|---|---|---|\n"
    "| 2 | Sửa nhà văn hóa thôn Đông | 30/6/2031 | Phòng Kinh tế |\n",
    "in bold": "| **TT** | **Cơ quan chủ trì** | **Nội dung công việc** | **Thời hạn** |\n"
    "| 2 | Phòng Kinh tế | Sửa nhà văn hóa thôn Đông | 30/6/2031 |\n",
}
UNDER_MONTHS = """| TT | {heading} | Tháng 1 | Tháng 2 | Tháng 3 |
|---|---|---|---|---|
| 1 | {first} | Tổ chức Hội xuân | Kiểm tra lễ hội đầu năm | Tổng kết phong trào đọc sách |
| 2 | {second} | Tuần tra dịp Tết | | Rà soát hộ kinh doanh |
"""


def read(table: str) -> Any:
    return extract(PAPER.format(table=table).encode(), name="a.txt")


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
def test_headings_among_the_rows_are_no_row(again: str) -> None:
    told = [(one.task, one.lead.raw, one.deadline.end) for one in read(ABOVE + again).tasks]
    assert told == [
        ("Tổ chức hội thi văn nghệ", "Phòng Văn hóa - Xã hội", "2031-04-30"),
        ("Sửa nhà văn hóa thôn Đông", "Phòng Kinh tế", "2031-06-30"),
    ]


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("Đơn vị", "Phòng Văn hóa - Xã hội", "Công an xã"),
        ("Thôn, đơn vị", "Thôn Đông", "Thôn Đoài"),
        ("Tổ dân phố", "Số 3", "Số 4"),
    ],
)
def test_works_under_months_are_led_by_their_row(heading: str, first: str, second: str) -> None:
    plan = read(UNDER_MONTHS.format(heading=heading, first=first, second=second))
    told = [(one.task, one.lead.raw, one.deadline.end) for one in plan.tasks]
    assert told == [
        ("Tổ chức Hội xuân", first, "2031-01-31"),
        ("Kiểm tra lễ hội đầu năm", first, "2031-02-28"),
        ("Tổng kết phong trào đọc sách", first, "2031-03-31"),
        ("Tuần tra dịp Tết", second, "2031-01-31"),
        ("Rà soát hộ kinh doanh", second, "2031-03-31"),
    ]


def test_what_works_under_months_belong_to_is_no_body() -> None:
    table = UNDER_MONTHS.format(heading="Lĩnh vực", first="Văn hóa", second="An ninh")
    assert [one.lead for one in read(table).tasks] == [None] * 5
