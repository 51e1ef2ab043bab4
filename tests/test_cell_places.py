"""Where a finding of a Word file stands, as a person finds it: in which row and column of the
table, not in which of its paragraphs, which count cells, too."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from kehoach import cli
from kehoach.emit.cell_places import cell_places
from kehoach.emit.letters.model import letter_of
from kehoach.emit.origin import Origin
from kehoach.emit.rows import finding_rows
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

HEAD = ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Sản phẩm")
ROWS = (
    ("1", "Rà soát thủ tục hành chính của xã", "Văn phòng HĐND và UBND", "30/5/2031", "Báo cáo"),
    ("2", "Tổ chức hội nghị sơ kết cải cách hành chính", "Phòng Kinh tế", "31/6/2031", "Hội nghị"),
    ("3", "Tuyên truyền trên hệ thống loa", "Phòng Văn hóa - Xã hội", "", "Tin, bài"),
    ("4", "Tập huấn cho công chức một cửa", "Phòng Kinh tế", "30/9/2031", "Lớp tập huấn"),
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    document = docx.Document()
    for line in ("ỦY BAN NHÂN DÂN", "XÃ TÂN KHÊ", "Số: 45/KH-UBND",
                 "Tân Khê, ngày 10 tháng 3 năm 2031", "KẾ HOẠCH",
                 "Cải cách hành chính năm 2031", "I. NHIỆM VỤ"):  # fmt: skip
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(HEAD), style="Table Grid")
    for row in (HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    document.add_paragraph("1. Văn phòng theo dõi, báo cáo trước ngày 31/11/2031.")
    path = tmp_path_factory.mktemp("cells") / "kh.docx"
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def plan(paper: Path) -> Plan:
    return extract(paper)


def test_check_tells_row_and_column(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["--lang", "vi", "check", str(paper)])
    told = capsys.readouterr().out
    assert "bảng nhiệm vụ, dòng STT 2, cột thời hạn" in told
    assert "bảng nhiệm vụ, dòng STT 3" in told
    assert "đoạn" in told, "a paragraph outside tables is told as ever"
    cli.run(["--lang", "en", "check", str(paper), "--format", "html"])
    assert "table of tasks, row no. 2, column “deadline”" in capsys.readouterr().out


def test_letters_and_workbooks_tell_it_likewise(plan: Plan) -> None:
    sheet = letter_of("xã Tân Khê", [(plan, "kh.docx", "kh.docx")])
    assert "bảng nhiệm vụ, dòng STT 2, cột thời hạn" in [point.place for point in sheet.points]
    rows = list(finding_rows(plan, Origin("kh.docx")))
    assert "bảng nhiệm vụ, dòng STT 2, cột thời hạn" in [row["place"] for row in rows]


def test_a_paper_with_lines_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "kh.txt"
    lines = [f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * 5, *ROWS)]
    path.write_text("KẾ HOẠCH\nCải cách năm 2031\n\nI. NHIỆM VỤ\n\n" + "\n".join(lines), "utf-8")
    plan = extract(path)
    cells = cell_places(plan)
    assert [cells.told(task.spans, "", "vi") for task in plan.tasks] == [None] * len(plan.tasks)
    assert plan.tasks
