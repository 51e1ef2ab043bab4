"""Word tables without borders or headings of their own that go on with the table above."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx_maker import make_docx, p, tbl, tc, tr

from kehoach.pipeline import extract
from kehoach.schema.models import Plan

HEAD = ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời hạn", "Sản phẩm"]
ROWS = [
    ["1", "Nạo vét mương Bến", "Phòng Kinh tế", "12/3/2031", "Biên bản"],
    ["2", "Dọn rác cầu Sậy", "Công an xã", "20/3/2031", "Ảnh chụp"],
]


def plan(folder: Path, *below: Sequence[Sequence[str]], between: str = "") -> Plan:
    """A plan with a table of tasks, right under it others without any border."""
    tables = [_table([HEAD, *ROWS]), *(p(between) + _table(rows) for rows in below)]
    body = "".join((*map(p, ("UBND XÃ BÃI SẬY", "KẾ HOẠCH", "Dọn kênh năm 2031")), *tables))
    return extract(make_docx(folder / "x.docx", p("I. NHIỆM VỤ").join(("", body))))


def _table(rows: Sequence[Sequence[str]]) -> str:
    return tbl(*(tr(*map(tc, row)) for row in rows))


@pytest.mark.parametrize("count", [1, 2])
def test_rows_whose_numbers_go_on(tmp_path: Path, count: int) -> None:
    rows = [
        [str(3 + at), f"Kè bờ đoạn {at + 1}", "Phòng Kinh tế", f"{at + 5}/4/2031", "Hồ sơ"]
        for at in range(count)
    ]
    tasks = plan(tmp_path, rows).tasks
    assert [task.number for task in tasks] == ["1", "2", "3", "4"][: 2 + count]
    assert [task.deadline and task.deadline.raw for task in tasks[2:]] == [row[3] for row in rows]


def test_the_rest_of_a_row(tmp_path: Path) -> None:
    tasks = plan(tmp_path, [["", "và chân cầu", "", "", "Biên bản"]]).tasks
    assert [task.task for task in tasks][1] == "Dọn rác cầu Sậy và chân cầu"


def test_a_rest_over_the_headings_said_again(tmp_path: Path) -> None:
    """The first row of the part belongs to the row above the break, not to the header."""
    row = ["3", "Trồng tre giữ bờ", "Phòng", "", ""]
    rest = [["", "", "Kinh tế", "10/4/2031", "20 khóm"], HEAD, ["4", "Kẻ biển", "Công an xã"]]
    tasks = plan(tmp_path, [row], [*rest[:2], [*rest[2], "11/4/2031", "Biển"]]).tasks
    assert [task.number for task in tasks] == ["1", "2", "3", "4"]
    assert tasks[2].deadline is not None
    assert tasks[2].deadline.raw == "10/4/2031"
    assert tasks[2].deliverables == ("20 khóm",)


@pytest.mark.parametrize(
    ("between", "row"),
    [
        ("Người nhận bảng này ký tên:", ["3", "Lê Văn Tre", "Thôn Bến", "", ""]),
        ("", ["7", "Lê Văn Tre", "Thôn Bến", "", ""]),
        ("", ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"]),
    ],
)
def test_what_does_not_go_on(tmp_path: Path, between: str, row: list[str]) -> None:
    """Words between, another number, or fewer columns: no row of the table above."""
    assert len(plan(tmp_path, [row], between=between).tasks) == 2
