"""Pieces of HTML in a text or in Markdown: what converters of scans and of Office files write."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.ingest.sniff import HTML, TEXT, text_type
from kehoach.ingest.text.html_tables import find_html_tables
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

PAPERS = Path(__file__).parent / "data" / "html_in_text"


def read(name: str) -> Plan:
    return extract(PAPERS / f"{name}.md")


@pytest.mark.parametrize("name", ["bang-trong-markdown", "mot-dong"])
def test_a_table_of_tags_is_a_table(name: str) -> None:
    tasks = read(name).tasks
    assert [task.number for task in tasks] == ["1", "2"]
    assert [task.lead.raw for task in tasks if task.lead] == ["Văn phòng UBND xã"] * 2
    assert [task.deadline.raw for task in tasks if task.deadline] == [
        "Quý I/2026",
        "Trước 30/6/2026",
    ]


def test_words_of_a_table_of_tags_stand_where_the_file_has_them() -> None:
    plan = read("bang-trong-markdown")
    raw = (PAPERS / "bang-trong-markdown.md").read_text("utf-8").split("\n")
    for task in plan.tasks:
        assert task.deadline is not None
        source = task.sources.deadline
        assert source is not None
        (span,) = source.spans
        assert span.line_start is not None
        assert raw[span.line_start - 1][span.char_start : span.char_end] == task.deadline.raw


def test_words_beside_a_table_of_tags_stay() -> None:
    words = read("mot-dong").model_dump_json()
    assert "Bảng sau:" in words
    assert "(hết bảng)" in words
    assert "<" not in words


def test_markdown_that_opens_with_html_is_markdown() -> None:
    plan = read("mo-dau-bang-html")
    assert plan.document.title == "TỰ ĐÁNH GIÁ NHÀ TRƯỜNG NĂM 2026"
    assert [task.lead.raw for task in plan.tasks if task.lead] == ["Tổ Văn phòng", "Tổ Chủ nhiệm"]
    assert {task.group.title for task in plan.tasks if task.group} == {"Rà soát"}


def test_a_table_that_is_never_closed_is_told(tmp_path: Path) -> None:
    paper = tmp_path / "cut.md"
    whole = (PAPERS / "mot-dong.md").read_text("utf-8")
    paper.write_text(whole.partition("<td>Trước 30/6")[0], "utf-8")
    plan = extract(paper)
    assert [task.number for task in plan.tasks] == ["1", "2"]
    assert "truncated_text" in {finding.code for finding in plan.findings}
    assert plan.status == "partial"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("<p>Kế hoạch</p>\n\n| TT | Việc |\n|---|---|\n| 1 | A |", TEXT),
        ("<p>Kế hoạch</p>\n<table><tr><td>1</td></tr></table>", HTML),
        ("<!DOCTYPE html><p>Kế hoạch</p>\n\n| TT | Việc |\n|---|---|\n", HTML),
        ("<div>a</div>\n# Một\n# Hai\n", TEXT),
    ],
)
def test_what_opens_with_a_tag(text: str, media_type: str) -> None:
    assert text_type(text.encode()) == media_type


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<table><tr><td><table></table></td></tr></table>", [(0, 0)]),
        ("</table>\n<table>\n</table>", [(1, 2)]),
        ("<table>\n<tr><td>1\n\nNơi nhận", [(0, 1)]),
        ("<table> chữ", []),
        ("<table></table> và <TABLE\nborder=1></TABLE>", [(0, 0), (0, 1)]),
    ],
)
def test_where_tables_stand(text: str, found: list[tuple[int, int]]) -> None:
    tables = list(find_html_tables(text.split("\n")))
    assert [(table.first, table.last) for table in tables] == found


TORN = """\
KẾ HOẠCH

Xây dựng nghị quyết năm 2026

| TT | Tên văn bản | Cơ quan trình | Tiến độ | |
|
| I. Văn bản của Hội đồng nhân dân xã |
| |||||
| | Nghị quyết về phát triển kinh tế xã Bến Đá | Ban Kinh tế
| - Ban Pháp chế chủ trì thẩm tra; - các ban tham gia thẩm tra.
| - Trình tại kỳ họp thứ hai (tháng 4/2026). | Hồ sơ gồm tờ trình
| Nghị quyết về chính sách giáo dục của xã Bến Đá | Ban Văn hóa
| - Ban Pháp chế chủ trì thẩm tra; - các ban tham gia thẩm tra.
| - Trình tại kỳ họp thứ ba (tháng 7/2026). | Hồ sơ gồm tờ trình
|
"""


def test_rows_between_bars_that_are_torn_over_lines_are_told(tmp_path: Path) -> None:
    paper = tmp_path / "torn.md"
    paper.write_text(TORN, "utf-8")
    plan = extract(paper)
    assert "unread_table" in {finding.code for finding in plan.findings}
    assert plan.status == "partial"


def test_numbers_that_were_automatic_shift_no_column(tmp_path: Path) -> None:
    paper = tmp_path / "lost.md"
    paper.write_text(
        "STT | Tên dự án | Cơ quan trình | Cơ quan chủ trì thẩm tra | Tiến độ trình |\n"
        "|---|---|---|---|---|\n"
        "Nghị quyết về nước sạch | Ban Kinh tế | Ban Pháp chế | Tháng 9/2026 | |\n"
        "Nghị quyết về trường học | Ban Văn hóa | Ban Pháp chế | Tháng 10/2026 | |\n"
        "Nghị quyết về chợ | Ban Kinh tế | Ban Pháp chế | Tháng 11/2026 |\n",
        "utf-8",
    )
    tasks = extract(paper).tasks
    assert [task.lead.raw for task in tasks if task.lead] == [
        "Ban Kinh tế",
        "Ban Văn hóa",
        "Ban Kinh tế",
    ]
    assert [task.deadline.raw for task in tasks if task.deadline] == [
        "Tháng 9/2026",
        "Tháng 10/2026",
        "Tháng 11/2026",
    ]


def test_a_header_below_a_group_that_lacks_its_number_is_the_header(tmp_path: Path) -> None:
    """Cells on lines of their own: the heading of the numbers was merged with that of the group."""
    header = ["**Nội dung**", "**Đơn vị thực hiện**", "**Thời gian**", "**Sản phẩm**"]
    rows = [
        ["**I**", "**Kinh tế số nông nghiệp**"],
        header,
        ["1.1", "Xây dựng kế hoạch số hóa vùng trồng", "Phòng Kinh tế", "Quý I/2026", "Kế hoạch"],
        ["1.2", "Tập huấn bán hàng trực tuyến", "Hội Nông dân", "Quý II/2026", "Lớp tập huấn"],
        ["**II**", "**Kinh tế số y tế**"],
        header,
        ["2.1", "Triển khai hồ sơ sức khỏe điện tử", "Trạm Y tế", "Quý III/2026", "Hồ sơ"],
        ["2.2", "Rà soát danh sách người cao tuổi", "Trạm Y tế", "Quý IV/2026", "Danh sách"],
    ]
    lines = "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in rows)
    paper = tmp_path / "groups.md"
    paper.write_text(lines, "utf-8")
    plan = extract(paper)
    assert [task.number for task in plan.tasks] == ["1.1", "1.2", "2.1", "2.2"]
    assert [task.lead.raw for task in plan.tasks if task.lead] == [
        "Phòng Kinh tế",
        "Hội Nông dân",
        "Trạm Y tế",
        "Trạm Y tế",
    ]
    assert plan.tasks[0].task == "Xây dựng kế hoạch số hóa vùng trồng"


def test_a_blank_line_in_a_cell_ends_no_table(tmp_path: Path) -> None:
    paper = tmp_path / "blank.md"
    paper.write_text(
        "| **Thời gian** | **Nội dung công việc** |\n|---|---|\n"
        "| 05/5/2031 | Các thôn đăng ký danh sách |\n"
        "| 30/6/2031 | Hội Nông dân nộp hồ sơ tại xã.\n\nHạn cuối cùng gửi bản mềm. |\n"
        "| 25/7/2031 | Hội đồng xã xét hồ sơ |\n"
        "| 10/8/2031 | Hội đồng xã báo cáo kết quả |\n\n"
        "Kính đề nghị các thôn thực hiện.\n",
        "utf-8",
    )
    days = [task.deadline.raw for task in extract(paper).tasks if task.deadline]
    assert days == ["05/5/2031", "30/6/2031", "25/7/2031", "10/8/2031"]
