"""Tables of an odd shape (shapes_of_tables.txt): on their side, side by side, with a column for each
body, one within another, pasted as a picture. Beside other works none of theirs is lost silently,
and what holds no works stays quiet."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.shared import Cm
from PIL import Image, ImageDraw

from kehoach import extract
from kehoach.schema.models import Plan
from tests.table_papers import FORMS, Case, read_cases
from tests.test_table_papers import misses_of

CASES = read_cases(Path(__file__).parent / "data/parsers/shapes_of_tables.txt")
EACH = [
    (case, form)
    for case in CASES
    for form in ("docx", "html", "pipe")
    if form in (case.forms or FORMS)
]


@pytest.mark.parametrize(("case", "form"), EACH, ids=lambda one: getattr(one, "name", str(one)))
def test_tables_of_an_odd_shape(case: Case, form: str) -> None:
    data, name = FORMS[form](case)
    plan = extract(data, name=name)
    assert not misses_of(case, plan)
    if case.told is not None:
        assert plan.status == case.told[0], [found.message for found in plan.findings]


# --- in Word: beside each other in a table, and one within another ----------------------------


def _filled(table: docx.table.Table, rows: list[list[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


HEAD = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]


def _paper() -> docx.document.Document:
    paper = docx.Document()
    for line in (
        *("UBND XÃ TÂN KHÊ", "Số: 87/KH-UBND", "Tân Khê, ngày 05 tháng 3 năm 2031"),
        *("KẾ HOẠCH", "Việc tháng Sáu năm 2031", "I. NHIỆM VỤ"),
        "1. Hội Chữ thập đỏ phát gạo trước ngày 12/6/2031.",
    ):
        paper.add_paragraph(line)
    return paper


def _read(paper: docx.document.Document) -> Plan:
    for line in ("Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Bình"):
        paper.add_paragraph(line)
    file = io.BytesIO()
    paper.save(file)
    return extract(file.getvalue(), name="giay.docx")


def _works(plan: Plan) -> list[str]:
    return [task.task for task in plan.tasks]


def test_tables_that_a_table_lays_out() -> None:
    paper = _paper()
    outer = paper.add_table(rows=1, cols=2)
    for cell, number in zip(outer.rows[0].cells, (1, 2), strict=True):
        cell.paragraphs[0].text = f"Nhóm {number}"
        rows = [HEAD, [str(number), f"Rào ao số {number}", "Phòng Kinh tế", f"1{number}/7/2031"]]
        _filled(cell.add_table(rows=2, cols=4), rows)
    plan = _read(paper)
    assert _works(plan)[1:] == ["Rào ao số 1", "Rào ao số 2"]
    assert [str(task.deadline.raw) for task in plan.tasks[1:] if task.deadline] == [
        "11/7/2031",
        "12/7/2031",
    ]


def test_a_table_in_a_cell_is_one_of_its_own() -> None:
    paper = _paper()
    table = paper.add_table(rows=3, cols=4, style="Table Grid")
    rows = [HEAD, ["1", "Rào ao đình", "Phòng Kinh tế", "11/7/2031"]]
    rows.append(["2", "Nhóm việc giao thông:", "Công an xã", "20/7/2031"])
    _filled(table, rows)
    inner = [["Việc con", "Hạn riêng"], ["Sơn gờ giảm tốc", "14/7/2031"]]
    inner.append(["Cắt cành phượng", "15/7/2031"])
    _filled(table.cell(2, 1).add_table(rows=3, cols=2), inner)
    plan = _read(paper)
    wanted = ["Rào ao đình", "Nhóm việc giao thông:", "Sơn gờ giảm tốc", "Cắt cành phượng"]
    assert _works(plan)[1:] == wanted
    assert plan.tasks[-1].deadline is not None
    assert plan.tasks[-1].deadline.raw == "15/7/2031"


def test_a_signature_block_with_a_small_table_stays_one() -> None:
    paper = _paper()
    outer = paper.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    outer.cell(0, 1).add_table(rows=1, cols=1).cell(0, 0).text = "CHỦ TỊCH"
    assert _works(_read(paper)) == ["Hội Chữ thập đỏ phát gạo trước ngày 12/6/2031."]


# --- pasted as a picture ------------------------------------------------------------------------


def _drawn(rows: list[list[str]], width: int = 420, height: int = 70) -> io.BytesIO:
    """A ruled table as a picture."""
    size = (width * len(rows[0]) + 20, height * len(rows) + 20)
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            x, y = 10 + across * width, 10 + down * height
            pen.rectangle((x, y, x + width, y + height), outline="black", width=2)
            pen.text((x + 14, y + 16), text, fill="black", font=_font(30))
    return _file(picture)
