"""Workbooks: task lists as clerks keep them, and hostile ones."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side
from parcel_maker import TASKS, old_task_list, put_table, saved, shared_strings, task_list

from kehoach import extract
from kehoach.errors import (
    BrokenFileError,
    BrokenXmlError,
    EncryptedFileError,
    ForbiddenXmlError,
    KehoachError,
    OldOfficeError,
    TooLargeError,
    ZipBombError,
)
from kehoach.ingest.model import Grid, Line, Reading
from kehoach.ingest.options import DEFAULT_OPTIONS
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits
from kehoach.ingest.sheets import model as sheets_model
from kehoach.ingest.sheets.document import read_xls, read_xlsx
from kehoach.ingest.sheets.layout import flow_of
from kehoach.ingest.sheets.model import Area, Field, Sheet
from kehoach.ingest.sniff import XLS, XLSB, XLSX, sniff
from kehoach.ingest.source import Source
from kehoach.schema.models import Plan

NAMES = [row[1] for row in TASKS if len(row) > 2]


def read(data: bytes, tmp_path: Path, limits: Limits = DEFAULT_LIMITS) -> Reading:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    return read_xlsx(Source(path, XLSX, sha256="", limits=limits), DEFAULT_OPTIONS)


def codes(plan: Plan) -> set[str]:
    return {finding.code for finding in plan.findings}


def with_part(data: bytes, name: str, change: Any) -> bytes:
    """A package with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return buffer.getvalue()


class TestTaskLists:
    @pytest.mark.parametrize("boxed", [True, False])
    @pytest.mark.parametrize("whole", [True, False])
    def test_every_task_is_read(self, boxed: bool, whole: bool) -> None:
        plan = extract(saved(task_list(boxed=boxed, whole=whole)))
        assert [task.task for task in plan.tasks] == NAMES
        assert [task.number for task in plan.tasks] == ["1", "2", "3", "4"]
        assert [task.group.title for task in plan.tasks if task.group] == [
            "CẢI CÁCH THỂ CHẾ", "CẢI CÁCH THỂ CHẾ", "CHUYỂN ĐỔI SỐ", "CHUYỂN ĐỔI SỐ",
        ]  # fmt: skip
        deadlines = [task.deadline.raw for task in plan.tasks if task.deadline]
        assert deadlines == ["30/06/2031", "Quý II/2031", "Tháng 9/2031", "Thường xuyên"]
        assert plan.status == "ok"

    def test_titles_of_groups_without_lines_do_not_end_the_table(self) -> None:
        book = task_list()
        sheet = book.active
        assert sheet is not None
        titles = [row[0].row for row in sheet.iter_rows() if str(row[0].value).startswith("I")]
        for number in titles:
            for cell in sheet[number]:
                cell.border = Border()
        plan = extract(saved(book))
        assert [task.task for task in plan.tasks] == NAMES
        assert {task.group.title for task in plan.tasks if task.group} == {
            "CẢI CÁCH THỂ CHẾ", "CHUYỂN ĐỔI SỐ",
        }  # fmt: skip
        assert "low_confidence" not in codes(plan)

    def test_letterhead_title_and_signature(self) -> None:
        info = extract(saved(task_list())).document
        assert (info.type, info.number, info.issued_on) == (
            "Kế hoạch", "12/KH-UBND", "2031-01-15",
        )  # fmt: skip
        assert (info.issuer, info.title) == ("UBND xã Tân Khê", "Cải cách hành chính năm 2031")
        assert info.signer is not None
        assert (info.signer.role, info.signer.name) == ("CHỦ TỊCH", "Lò Thị Hạnh")

    def test_rows_are_counted_as_the_spreadsheet_does(self) -> None:
        task = extract(saved(task_list())).tasks[0]
        assert [(span.line_start, span.line_end) for span in task.spans] == [(10, 10)]

    def test_several_sheets(self) -> None:
        book = task_list(whole=False)
        more = book.create_sheet("Phụ lục II")
        put_table(more, 1, boxed=True, rows=[(7, "Sắp xếp kho lưu trữ", "Kho", "Phòng Kinh tế")])
        tasks = extract(saved(book)).tasks
        assert [task.task for task in tasks] == [*NAMES, "Sắp xếp kho lưu trữ"]

    def test_a_merged_cell_counts_for_each_row(self) -> None:
        book = task_list(whole=False)
        sheet = book.active
        assert sheet is not None
        sheet.merge_cells("D3:D4")
        tasks = extract(saved(book)).tasks
        assert [task.lead.raw for task in tasks[:2] if task.lead] == ["Văn phòng HĐND và UBND"] * 2

    def test_a_hidden_sheet_is_told(self) -> None:
        book = task_list(whole=False)
        book.create_sheet("Danh mục").sheet_state = "veryHidden"
        plan = extract(saved(book))
        assert [task.task for task in plan.tasks] == NAMES
        assert "hidden_sheet" in codes(plan)

    def test_a_formula_that_was_never_computed_is_told(self) -> None:
        book = task_list(whole=False)
        sheet = book.active
        assert sheet is not None
        sheet["C3"] = '="Quyết"&" định"'
        assert "formula_without_value" in codes(extract(saved(book)))

    def test_excel_97(self, tmp_path: Path) -> None:
        path = old_task_list(tmp_path / "x.xls")
        assert sniff(path) == XLS
        plan = extract(path)
        assert [task.task for task in plan.tasks] == NAMES
        assert plan.tasks[0].deadline is not None
        assert plan.tasks[0].deadline.end == "2031-06-30"
        assert plan.document.title == "Cải cách hành chính năm 2031"
        assert "hidden_sheet" in codes(plan)

    def test_a_workbook_of_macros_is_read_and_no_macro_looked_at(self, tmp_path: Path) -> None:
        data = with_part(
            saved(task_list()),
            "[Content_Types].xml",
            lambda part: part.replace(
                b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                b"ms-excel.sheet.macroEnabled.main",
            ),
        )
        buffer = io.BytesIO(data)
        with zipfile.ZipFile(buffer, "a") as package:
            package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")
        path = tmp_path / "x.xlsm"
        path.write_bytes(buffer.getvalue())
        assert sniff(path) == XLSX
        assert len(extract(path).tasks) == len(NAMES)


class TestShapes:
    def test_struck_words_are_none(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"], sheet["A2"] = "còn", "bỏ"
        sheet["A2"].font = Font(strike=True)
        flow = read(saved(book), tmp_path).flow
        assert [item.text for item in flow if isinstance(item, Line)] == ["còn"]

    def test_shared_strings_and_runs(self, tmp_path: Path) -> None:
        flow = read(shared_strings([["một"], ["một"], ["hai\r\nba _x000D_"]]), tmp_path).flow
        texts = [item.text for item in flow if isinstance(item, Line)]
        assert texts == ["một", "một", "hai", "ba _x000D_", "còn lại"]

    def test_percentages_and_decimals(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"], sheet["A2"], sheet["A3"] = 0.95, 1.5, True
        sheet["A1"].number_format = "0%"
        flow = read(saved(book), tmp_path).flow
        assert [item.text for item in flow if isinstance(item, Line)] == ["95%", "1,5"]

    @given(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5), st.booleans()), max_size=20),
        st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=6),
    )
    def test_each_position_is_covered_once(
        self, cells: list[tuple[int, int, bool]], areas: list[tuple[int, int, int, int]]
    ) -> None:
        places = {(row, col): boxed for row, col, boxed in cells}
        fields = tuple(
            Field(row, col, text=f"{row}.{col}", boxed=boxed)
            for (row, col), boxed in places.items()
        )
        merges = tuple(
            Area(min(a, c), min(b, d), bottom=max(a, c), right=max(b, d)) for a, b, c, d in areas
        )
        flow = flow_of(Sheet("x", fields, merges))
        for grid in (item for item in flow if isinstance(item, Grid)):
            covered = [
                (row, col)
                for cell in grid.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            ]
            assert len(covered) == len(set(covered)) == grid.n_rows * grid.n_cols


class TestHostile:
    def test_a_million_formatted_rows(self, tmp_path: Path) -> None:
        rows = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(1000, 1_048_577))
        data = with_part(
            saved(task_list()),
            "xl/worksheets/sheet1.xml",
            lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"),
        )
        start = time.perf_counter()
        reading = read(data, tmp_path)
        assert time.perf_counter() - start < 60
        assert [grid.n_rows for grid in reading.flow if isinstance(grid, Grid) and grid.ruled] == [
            7
        ]

    @pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
    def test_a_billion_laughs(self, part: str, tmp_path: Path) -> None:
        workbook = shared_strings([["a", "b"]])
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

        def laughing(content: bytes) -> bytes:
            head = b"<?xml version='1.0'?>" if content.startswith(b"<?xml") else b""
            return head + laughs + content[content.index(b"?>") + 2 if head else 0 :]

        with pytest.raises(ForbiddenXmlError):
            read(with_part(workbook, part, laughing), tmp_path)

    def test_one_string_in_too_many_cells(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sheets_model, "MOST_LETTERS", 100)
        with pytest.raises(TooLargeError):
            read(saved(task_list()), tmp_path)

    def test_words_at_the_ends_of_a_sheet(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for number in range(3000):
            sheet.cell(number + 1, number + 1, "x")
            sheet.cell(number + 1, number + 2, "x")
            sheet.cell(number + 1, number + 3, "x")
        with pytest.raises(TooLargeError):
            read(saved(book), tmp_path)

    def test_a_part_that_packs_too_well(self, tmp_path: Path) -> None:
        data = with_part(
            saved(task_list()), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 9_000_000
        )
        with pytest.raises(ZipBombError):
            read(data, tmp_path)

    def test_a_sheet_of_too_many_bytes(self, tmp_path: Path) -> None:
        with pytest.raises(TooLargeError):
            read(saved(task_list()), tmp_path, replace(DEFAULT_LIMITS, max_xml=700))

    @pytest.mark.parametrize(
        "row", [b'<row r="99999999"><c><v>1</v></c></row>', b'<row r="0"><c><v>1</v></c></row>']
    )
    def test_rows_that_no_sheet_has(self, row: bytes, tmp_path: Path) -> None:
        data = with_part(
            saved(task_list()),
            "xl/worksheets/sheet1.xml",
            lambda part: part.replace(b"</sheetData>", row + b"</sheetData>"),
        )
        with pytest.raises(TooLargeError):
            read(data, tmp_path)

    def test_a_sheet_cut_in_two(self, tmp_path: Path) -> None:
        data = with_part(
            saved(task_list()), "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]
        )
        with pytest.raises(BrokenXmlError):
            read(data, tmp_path)

    def test_a_link_to_another_file_is_not_followed(self, tmp_path: Path) -> None:
        data = with_part(
            saved(task_list()),
            "xl/_rels/workbook.xml.rels",
            lambda part: part.replace(b"/xl/worksheets/sheet1.xml", b"../../../etc/passwd"),
        )
        assert read(data, tmp_path).flow == ()

    def test_an_old_workbook_cut_short(self, tmp_path: Path) -> None:
        whole = old_task_list(tmp_path / "x.xls").read_bytes()
        for share in (0.3, 0.6, 0.9):
            path = tmp_path / f"{share}.xls"
            path.write_bytes(whole[: int(len(whole) * share)])
            with pytest.raises(KehoachError):
                extract(path)

    def test_an_old_workbook_with_nonsense_in_it(self, tmp_path: Path) -> None:
        whole = bytearray(old_task_list(tmp_path / "x.xls").read_bytes())
        whole[1024:1400] = bytes(range(188)) * 2
        path = tmp_path / "y.xls"
        path.write_bytes(whole)
        with pytest.raises(BrokenFileError):
            read_xls(Source(path, XLS, sha256=""), DEFAULT_OPTIONS)

    def test_passwords(self, tmp_path: Path) -> None:
        path = tmp_path / "x.xlsx"
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        path.write_bytes(ole + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
        with pytest.raises(EncryptedFileError):
            extract(path)

    @pytest.mark.parametrize(
        ("mark", "instead"),
        [("ms-excel.sheet.binary.macroEnabled", ".xlsx"), ("presentationml", "PDF")],
    )
    def test_what_is_not_read_is_told_with_the_way_out(
        self, mark: str, instead: str, tmp_path: Path
    ) -> None:
        path = tmp_path / "x"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("[Content_Types].xml", f"application/vnd.{mark}")
        with pytest.raises(OldOfficeError) as told:
            extract(path)
        assert instead in told.value.message("vi")
        assert instead in told.value.message("en")


def test_the_bytes_are_those_of_a_real_program(tmp_path: Path) -> None:
    """What we read is what openpyxl reads, cell for cell."""
    data = saved(task_list())
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    grids = [item for item in read(data, tmp_path).flow if isinstance(item, Grid)]
    ours = {line.text for grid in grids for cell in grid.cells for line in cell.lines}
    assert {word for word in words if "2031-" not in word} >= ours - {"30/06/2031"}
    assert XLSB != XLSX


def test_a_title_over_a_table_with_a_header_of_its_own_parts_them() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    put_table(sheet, 1, boxed=True)
    rows = sheet.max_row
    sheet.cell(rows + 1, 1, "LỊCH TRỰC")
    side = Side(style="thin")
    for number, words in enumerate((("Ngày trực", "Người trực"), ("06/11/2031", "Lê Thị Sen"))):
        for column, text in enumerate(words, 1):
            cell = sheet.cell(rows + 2 + number, column, text)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    plan = extract(saved(book))
    assert [task.task for task in plan.tasks] == NAMES
