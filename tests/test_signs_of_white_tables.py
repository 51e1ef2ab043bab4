"""What shows that the cells of a table set by blanks ran into each other, and what does not: a plan
whose table came out right keeps its "ok"."""

from __future__ import annotations

import pytest

from kehoach import extract
from tests.table_papers import Case, as_layout

RIGHT = {
    "a person with a post, over three lines": [
        "TT | Nhiệm vụ | Người thực hiện | Đơn vị phối hợp | Sản phẩm | Thời hạn",
        "---",
        "1 | Vận động hiến đất mở đường liên thôn | Đ/c Lê Văn Bảy - Phó Chủ tịch UBND xã"
        " | Phòng Kinh tế; Phòng Văn hóa - Xã hội | Biên bản | Tháng 8/2031",
        "2 | Nạo vét mương tiêu úng | Hội Nông dân | Các thôn | Báo cáo | Quý II/2031",
    ],
    "times of one work, each with its label": [
        "TT | Nhiệm vụ | Chủ trì | Thời hạn",
        "---",
        "1 | Báo cáo kết quả cải cách hành chính | Văn phòng"
        " | 6 tháng: trước 10/6/2031¶Năm: trước 05/12/2031",
        "2 | Nạo vét mương tiêu úng | Hội Nông dân | Quý II/2031",
    ],
}


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT)
def test_a_right_table_is_ok(rows: list[str]) -> None:
    data, name = as_layout(Case("right", [rows]))
    plan = extract(data, name=name)
    assert len(plan.tasks) == 2
    assert plan.status == "ok", [finding.evidence for finding in plan.findings]


def test_a_time_below_another_in_one_row_is_told() -> None:
    rows = [
        "TT | Nhiệm vụ | Chủ trì | Thời hạn",
        "---",
        "1 | Sửa đường nội đồng | Các thôn | Tháng 4/2031¶Tháng 6/2031",
        "2 | Nạo vét mương | Hội Nông dân | Quý II/2031",
        "3 | Trồng hoa | Hội Phụ nữ | Quý III/2031",
    ]
    data, name = as_layout(Case("twice", [rows]))
    plan = extract(data, name=name)
    assert plan.status == "partial"


def test_headings_printed_again_over_no_row() -> None:
    """The last page of a table may hold its headings alone."""
    rows = ["TT | Nhiệm vụ | Chủ trì | Thời hạn", "---"]
    rows += [f"{n} | Trồng cây tuyến {n} | Hội Phụ nữ | 30/6/2031" for n in range(1, 8)]
    rows += ["TT | Nhiệm vụ | Chủ trì | Thời hạn"]
    data, name = as_layout(Case("again", [rows], after=[]))
    text = data.decode().split("Nơi nhận")[0].rstrip()
    plan = extract(text.encode(), name=name)
    assert [task.number for task in plan.tasks] == [str(n) for n in range(1, 8)]
