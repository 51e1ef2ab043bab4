"""What clerks type into a workbook: days as they write them; what cannot be understood is named by
its sheet, row and column, and nothing is written; a file that is no table is told to be none."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from follow_maker import Desk
from plan_maker import deadline_of, plan_of, task_of

from kehoach import cli
from kehoach.corrections.making import Maker
from kehoach.corrections.rows import corrections_of_rows
from kehoach.corrections.tables import read_table
from kehoach.emit.origin import Origin
from kehoach.emit.xlsx import to_xlsx
from kehoach.follow.edited import edited_rows
from kehoach.follow.layout import ALL
from kehoach.follow.reading import read_book
from kehoach.pipeline import extract
from kehoach.schema.models import Obligation, Plan

PLAN = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 45/KH-UBND
Tân Khê, ngày 10 tháng 3 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026

I. NHIỆM VỤ

| STT | Nhiệm vụ | Chủ trì | Thời hạn | Sản phẩm |
|---|---|---|---|---|
| 1 | Rà soát thủ tục hành chính của xã | Văn phòng HĐND và UBND | Trước 31/5/2026 | Báo cáo |
| 2 | Tổ chức hội nghị sơ kết cải cách hành chính | Phòng Kinh tế | Trước 30/6/2026 | Hội nghị |
| 3 | Tuyên truyền trên hệ thống loa | Phòng Văn hóa - Xã hội | Quý IV/2026 | Tin, bài |

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Khê
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    paper = tmp_path / "kh.txt"
    paper.write_text(PLAN, encoding="utf-8")
    made = tmp_path / "kh.xlsx"
    assert cli.run(["extract", str(paper), "-o", str(made)]) == 0
    return made


def type_into(book: Path, heading: str, row: int, value: Any) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened["Nhiệm vụ"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(row, headings.index(heading) + 1).value = value
    opened.save(book)


def deadlines(book: Path) -> list[dict[str, Any]]:
    plan = json.loads(book.with_suffix(".json").read_text(encoding="utf-8"))
    return [task["deadline"] for task in plan["tasks"]]


def apply(book: Path) -> int:
    return cli.run(["--lang", "vi", "apply", str(book), "--author", "lan"])


@pytest.mark.parametrize(
    ("typed", "held"),
    [("15/10/2026", "2026-10-15"), ("2026-10-15", "2026-10-15"), ("ngày 5/10/2026", "2026-10-05")],
)
def test_a_day_is_typed_as_people_write_it(book: Path, typed: str, held: str) -> None:
    type_into(book, "Đến ngày", 4, typed)
    assert apply(book) == 0
    assert deadlines(book)[2] | {"parts": []} == {
        **{"raw": "Quý IV/2026", "kind": "within", "start": "2026-10-01", "end": held},
        **{"recurrence": None, "parts": []},
    }


def test_what_was_taken_up_is_not_taken_up_again(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    type_into(book, "Đến ngày", 4, "15/10/2026")
    assert apply(book) == 0
    assert "đã ghi 1 chỗ sửa" in capsys.readouterr().err
    assert apply(book) == 0
    assert "không có gì khác" in capsys.readouterr().err
    assert cli.run(["extract", str(book.with_suffix(".txt")), "-o", str(book)]) == 0


@pytest.mark.parametrize("typed", ["31/02/2026", "cuối năm", "2026-13"])
def test_a_cell_that_cannot_be_understood_is_named(
    book: Path, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    type_into(book, "Đến ngày", 4, typed)
    for _ in range(2):
        assert apply(book) == 2
        told = capsys.readouterr().err
        assert f"trang tính “Nhiệm vụ”, dòng 4, cột “Đến ngày”: “{typed}” không phải ngày" in told
    assert not book.with_suffix(".json").exists()
    type_into(book, "Đến ngày", 4, "15/10/2026")
    assert apply(book) == 0


@pytest.mark.parametrize("heading", ["Đến ngày", "Từ ngày", "Thời hạn (nguyên văn)"])
def test_a_formula_that_nobody_computed_empties_nothing(
    book: Path, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    type_into(book, heading, 4, "=TODAY()")
    assert apply(book) == 2
    told = capsys.readouterr().err
    assert f"trang tính “Nhiệm vụ”, dòng 4, cột “{heading}”: công thức “=TODAY()”" in told
    assert not book.with_suffix(".json").exists()


def test_a_formula_in_a_column_of_ones_own_is_nobodys_business(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened["Nhiệm vụ"]
    sheet.cell(1, sheet.max_column + 1).value = "Còn lại"
    sheet.cell(2, sheet.max_column).value = "=TODAY()"
    opened.save(book)
    assert apply(book) == 0


@pytest.mark.parametrize(
    ("typed", "named", "text"),
    [
        ({"Từ ngày": "01/02/2027"}, "Từ ngày", "01/02/2027"),
        ({"Đến ngày": datetime(2026, 9, 30)}, "Đến ngày", "2026-09-30"),
        ({"Từ ngày": "12/2026", "Đến ngày": "10/10/2026"}, "Từ ngày", "12/2026"),
    ],
)
def test_what_ends_before_it_begins_is_refused(
    book: Path, typed: dict[str, Any], named: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for heading, value in typed.items():
        type_into(book, heading, 4, value)
    assert apply(book) == 2
    told = capsys.readouterr().err
    assert f"dòng 4, cột “{named}”: “{text}”: “Từ ngày” muộn hơn “Đến ngày”" in told
    assert not book.with_suffix(".json").exists()


def test_a_day_may_begin_and_end_a_time(book: Path) -> None:
    type_into(book, "Từ ngày", 2, "31/5/2026")
    type_into(book, "Từ ngày", 4, "05/10/2026")
    type_into(book, "Đến ngày", 4, "05/10/2026")
    assert apply(book) == 0


def test_a_day_of_the_spreadsheet_becomes_words_of_a_paper(book: Path) -> None:
    type_into(book, "Thời hạn (nguyên văn)", 2, datetime(2026, 3, 25))
    assert apply(book) == 0
    assert (deadlines(book)[0]["raw"], deadlines(book)[0]["end"]) == ("25/03/2026", "2026-03-25")
    assert apply(book) == 0
    assert deadlines(book)[0]["raw"] == "25/03/2026"


def test_a_word_file_is_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "kh.docx"
    docx.Document().save(str(paper))
    assert apply(paper) == 3
    assert "không phải bảng" in capsys.readouterr().err


# --- what the machine is not sure of --------------------------------------------------------------


def unsure_plan(book: Path) -> Plan:
    """The plan, the deadline of whose second task was not surely read."""
    plan = extract(book.with_suffix(".txt"))
    tasks = list(plan.tasks)
    sources = tasks[1].sources
    assert sources is not None
    assert sources.deadline is not None
    doubted = sources.deadline.model_copy(update={"confidence": 0.5})
    changed = sources.model_copy(update={"deadline": doubted})
    tasks[1] = tasks[1].model_copy(update={"sources": changed})
    return plan.model_copy(update={"tasks": tuple(tasks)})


def coloured(sheet: Any) -> set[tuple[int, str]]:
    headings = [cell.value for cell in sheet[1]]
    return {
        (cell.row, headings[cell.column - 1])
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def test_cells_that_are_not_sure_are_yellow(book: Path) -> None:
    plan = unsure_plan(book)
    book.write_bytes(to_xlsx(plan, Origin("kh.txt")))
    sheet = openpyxl.load_workbook(book)["Nhiệm vụ"]
    assert coloured(sheet) == {(3, "Thời hạn (nguyên văn)"), (3, "Đến ngày")}
    headings = [cell.value for cell in sheet[1]]
    sure = [row[headings.index("Độ tin cậy")].value for row in sheet.iter_rows(min_row=2)]
    assert sure[1] == 0.5
    assert min(sure[0], sure[2]) > 0.7


def test_a_coloured_workbook_is_taken_up_as_any(book: Path) -> None:
    plan = unsure_plan(book)
    book.write_bytes(to_xlsx(plan, Origin("kh.txt")))
    type_into(book, "Đến ngày", 3, "15/10/2026")
    read = corrections_of_rows(plan, read_table(book), maker=Maker("lan", by="workbook"))
    assert [one.patch[-1].value["end"] for one in read.corrections] == ["2026-10-15"]
    assert coloured(openpyxl.load_workbook(book)["Nhiệm vụ"])


# --- no words of programs -------------------------------------------------------------------------


def test_workbooks_speak_vietnamese(tmp_path: Path) -> None:
    when = deadline_of("Trước ngày 25 hằng tháng")
    assert when is not None
    report = Obligation(text="Báo cáo UBND xã trước ngày 25 hằng tháng", deadline=when)
    plan = plan_of([task_of("Kiểm tra kho lưu trữ", "Hằng quý")])
    plan = plan.model_copy(update={"obligations": (report,)})
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(plan, Origin("kh.txt"))))
    assert book["Mốc ngoài nhiệm vụ"]["I2"].value == "hằng tháng"
    assert "Loại điểm" in [cell.value for cell in book["Điểm phải xem"][1]]
    desk = Desk(tmp_path)
    desk.renew(plan)
    sources = [value for sheet, _, value in desk.found("Nguồn") if sheet == ALL]
    assert sources == ["bảng", "mốc ngoài nhiệm vụ"]


@pytest.mark.parametrize("words", ["obligation", "mốc ngoài nhiệm vụ"])
def test_a_date_outside_tasks_is_no_row_of_corrections(tmp_path: Path, words: str) -> None:
    when = deadline_of("Trước ngày 25 hằng tháng")
    assert when is not None
    report = Obligation(text="Báo cáo UBND xã", deadline=when)
    plan = plan_of([task_of("Kiểm tra kho lưu trữ", "Hằng quý")])
    desk = Desk(tmp_path)
    desk.renew(plan.model_copy(update={"obligations": (report,)}))
    desk.fill("Báo cáo UBND", Nguồn=words)
    assert [row.cells["task"] for row in edited_rows(read_book(desk.book))] == [
        "Kiểm tra kho lưu trữ"
    ]
