"""Papers of Word that came through a converter: markitdown, pandoc, html2text. Whatever form a
table took, its rows, owners and times are those of the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.ingest.model import FlowItem, Grid
from kehoach.ingest.sniff import HTML, TEXT, text_type
from kehoach.ingest.text.document import parse_text
from kehoach.ingest.text.nested_lists import with_places
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

PAPERS = Path(__file__).parent / "data" / "converted"
CONVERTERS = (
    "markitdown.md",
    "pandoc-gfm.md",
    "pandoc-markdown.md",
    "pandoc-plain.txt",
    "html2text.md",
)
MERGED = (
    ("1", "Tuyên truyền", "Phòng Văn hóa - Xã hội", "Các thôn", "Trước 30/3/2031"),
    ("2", "Tuyên truyền", "Phòng Văn hóa - Xã hội", "Hạt Kiểm lâm", "Tháng 4/2031"),
    ("3", "Tuyên truyền", "Phòng Văn hóa - Xã hội", "", "Từ tháng 4 đến tháng 7/2031"),
    ("4", "Chuẩn bị lực lượng", "Phòng Kinh tế", "Ban Chỉ huy Quân sự xã", "Quý II/2031"),
    ("5", "Chuẩn bị lực lượng", "Phòng Kinh tế", "", "15/4/2031"),
    ("6", "Chuẩn bị lực lượng", "Ban Chỉ huy Quân sự xã", "Công an xã; các thôn", "Tháng 5/2031"),
)
SIMPLE = (
    ("1", "NHIỆM VỤ", "Phòng Văn hóa - Xã hội", "Thư viện xã", "05/4/2031"),
    ("2", "NHIỆM VỤ", "Văn phòng HĐND và UBND", "Đoàn Thanh niên xã", "18/4/2031"),
    ("3", "NHIỆM VỤ", "Trường Tiểu học Đồng Quả", "Hội Khuyến học xã", "21/4/2031"),
)


def rows_of(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Number, group, lead, partners and time of each task, "" for what is not told."""
    rows: list[tuple[str, ...]] = []
    for task in plan.tasks:
        named = (task.lead, task.coordinating, task.deadline)
        group = task.group.title if task.group else None
        rows.append((task.number or "", group or "", *(one.raw if one else "" for one in named)))
    return tuple(rows)


def grids_of(text: str) -> list[Grid]:
    flow: tuple[FlowItem, ...] = parse_text(text.encode())
    return [item for item in flow if isinstance(item, Grid)]


@pytest.mark.parametrize("converter", CONVERTERS)
def test_merged_cells_are_those_of_the_paper(converter: str) -> None:
    plan = extract(PAPERS / f"bang-gop.{converter}")
    assert plan.status == "ok"
    assert rows_of(plan) == MERGED
    assert plan.tasks[0].deliverables == ("Tờ rơi", "Danh sách nhận")


@pytest.mark.parametrize("converter", CONVERTERS)
def test_plain_tables_are_those_of_the_paper(converter: str) -> None:
    plan = extract(PAPERS / f"bang-thuong.{converter}")
    assert plan.status == "ok"
    assert rows_of(plan) == SIMPLE


def around(paper: str) -> tuple[str | None, ...]:
    """What the letterhead and the closing of a paper say: number, place, day, capacity, name."""
    document = extract(PAPERS / paper).document
    assert document.signer is not None
    assert document.recipients == ("UBND tỉnh", "Các thôn", "Lưu: VT")
    day, signer = str(document.issued_on), document.signer
    return document.number, document.place, day, signer.role, signer.name


@pytest.mark.parametrize("converter", CONVERTERS)
def test_letterhead_and_closing_are_those_of_the_paper(converter: str) -> None:
    told = around(f"bang-gop.{converter}")
    assert told == ("47/KH-UBND", "Đồng Quả", "2031-03-12", "PHÓ CHỦ TỊCH", "Ngô Thế Quyền")


@pytest.mark.parametrize("name", ["mot-hang", "mot-dong"])
def test_letterhead_and_closing_in_one_line_each(name: str) -> None:
    told = around(f"{name}.md")
    assert told == ("61/KH-UBND", "Đồng Quả", "2031-05-12", "CHỦ TỊCH", "Lò Thị Sương")


def test_nested_lists_keep_their_depth() -> None:
    plan = extract(PAPERS / "danh-sach-long.md")
    assert plan.status == "ok"
    tasks = [(task.group.title if task.group else "", task.task) for task in plan.tasks]
    assert tasks == [
        ("Tuyên truyền", "Mở 03 lớp tập huấn cho chủ nhà trọ."),
        ("Tuyên truyền", "Phát 800 tờ rơi hướng dẫn dùng điện an toàn."),
        ("Kiểm tra", "Kiểm tra 25 cơ sở sản xuất."),
        ("Kiểm tra", "Kiểm tra chợ Đồng Quả và các kho hàng."),
    ]
    assert [task.lead.raw for task in plan.tasks if task.lead] == [
        "Công an xã",
        "Đoàn Thanh niên xã",
        "Công an xã",
        "Phòng Kinh tế",
    ]


def test_places_of_points_in_lists() -> None:
    raw = ["1. **A**", "   1. **B**", "* + - c", "* 1. **D**", "     + e", "1. **F**"]
    anew = with_places(raw)
    assert [anew[number] for number in range(len(raw))] == [
        "1. **A**",
        "1.1. **B**",
        "- c",
        "1.2. **D**",
        "- e",
        "2. **F**",
    ]


@pytest.mark.parametrize("line", ["- 1. Rà soát", "1. Rà soát", "* Rà soát", "- - -"])
def test_lists_that_stand_alone_stay_as_they_are(line: str) -> None:
    assert with_places([line, "2. Kiểm tra"]) == {}


def test_dashes_under_a_letterhead_are_no_table() -> None:
    head = "UBND XÃ ĐỒNG QUẢ      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert grids_of(f"{head}\n------- --------------\nSố: 12/KH-UBND   Đồng Quả\n") == []


def test_words_across_dashed_columns_are_no_table() -> None:
    assert grids_of("TT Việc Ai\n---- ---- ----\nMột câu dài chạy qua cả ba cột\n") == []


def test_padded_cells_hold_no_paragraphs() -> None:
    """Two blanks part paragraphs only where the header is underlined as markdownify does it."""
    (grid,) = grids_of("| TT | Việc | Ai |\n|----|------|----|\n| 1 | Rà  Soát | Công an |\n")
    assert [line.text for cell in grid.cells for line in cell.lines][3:5] == ["1", "Rà Soát"]


def test_a_fragment_of_html_is_html() -> None:
    table = "<table><tr><td>1</td></tr></table>"
    assert text_type(f"{table}\n\n<p>Một</p>\n\n<p>Hai</p>\n\n<p>Ba</p>".encode()) == HTML
    assert text_type(f"{table}\n\nMột.\n\nHai.\n\nBa.".encode()) == TEXT


def test_an_empty_cell_that_somebody_typed_covers_nothing() -> None:
    """One blank between two bars is a covered column in tables of markdownify alone."""
    typed = "| TT | Việc | Ai | Khi |\n| --- | --- | --- | --- |\n| 1 | Rà soát | | Quý I |\n"
    (grid,) = grids_of(typed)
    assert {cell.col_span for cell in grid.cells} == {1}
    (grid,) = grids_of(f"{typed}| 2 | Kiểm tra |  | Quý II |\n| **II** | **Việc khác** | | |\n")
    assert [cell.col_span for cell in grid.cells if cell.row == 3] == [1, 3]
