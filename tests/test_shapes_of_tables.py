"""Tables of an odd shape (shapes_of_tables.txt): on their side, side by side, with a column for
each body, one within another, pasted as a picture. Beside other works none of theirs is lost
silently, and what holds no works stays quiet."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.shared import Cm
from pdf_maker import PageMaker, pdf_bytes
from PIL import Image, ImageDraw
from scan_maker import Wear, scanned

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

SAMPLE = Path(__file__).parent.parent / "samples/bang-6-cot/bang-6-cot.pdf"
DPI = 200
TABLE, PROSE = (4, (34, 115, 796, 224)), (2, (60, 80, 540, 300))
"""A page of the sample, and the part of it (points) that holds rows of a table, or sentences."""
ONE = "Hội Chữ thập đỏ phát gạo trước ngày 12/6/2031."


@cache
def _cut(page: int, box: tuple[int, int, int, int]) -> Image.Image:
    scale = DPI / 72
    pixels = scanned(SAMPLE, page, DPI, Wear())
    x0, y0, x1, y1 = (round(value * scale) for value in box)
    return Image.fromarray(pixels[y0:y1, x0:x1])


def _logo() -> Image.Image:
    picture = Image.new("RGB", (900, 300), "navy")
    ImageDraw.Draw(picture).ellipse((300, 20, 560, 280), fill="gold")
    return picture


def _photograph() -> Image.Image:
    rows = np.linspace(40, 220, 600)[:, None] * np.ones((1, 900))
    noise = np.random.default_rng(7).normal(0, 18, rows.shape)
    grey = np.clip(rows + noise, 0, 255).astype(np.uint8)
    return Image.fromarray(np.stack([grey, grey // 2 + 60, 255 - grey], axis=-1))


def _with_picture(picture: Image.Image, width: float = 16) -> Plan:
    paper, file = _paper(), io.BytesIO()
    picture.save(file, "PNG")
    paper.add_picture(io.BytesIO(file.getvalue()), width=Cm(width))
    return _read(paper)


def test_a_table_pasted_into_word_as_a_picture() -> None:
    plan = _with_picture(_cut(*TABLE))
    assert plan.status == "ok"
    first = plan.tasks[1]
    assert first.task.startswith("Kiện toàn Ban Chỉ đạo")
    assert first.lead is not None
    assert first.lead.raw == "Phòng Văn hóa - Xã hội"
    assert any("là ảnh chèn" in found.message for found in plan.findings)


@pytest.mark.parametrize("picture", [_logo, _photograph])
def test_pictures_that_hold_no_words(picture: Callable[[], Image.Image]) -> None:
    plan = _with_picture(picture())
    assert (plan.status, _works(plan)) == ("ok", [ONE])
    assert not any("nh " in found.message[:6] for found in plan.findings)


def test_sentences_pasted_as_a_picture_are_told() -> None:
    plan = _with_picture(_cut(*PROSE))
    assert (plan.status, _works(plan)) == ("partial", [ONE])
    assert any(found.message.startswith("Ảnh trong văn bản") for found in plan.findings)


def test_a_small_picture_is_not_looked_at() -> None:
    assert _with_picture(_cut(*PROSE), width=4).status == "ok"


def test_a_picture_that_nobody_can_open_is_told() -> None:
    file = io.BytesIO()
    _logo().save(file, "PNG")
    paper = _paper()
    paper.add_picture(io.BytesIO(file.getvalue()), width=Cm(16))
    (part,) = [part for part in paper.part.package.iter_parts() if "media" in part.partname]
    part._blob = part.blob[:60]
    plan = _read(paper)
    assert plan.status == "partial"
    assert any("16 x 5 cm" in found.message for found in plan.findings)


def test_a_table_pasted_into_a_pdf_as_a_picture() -> None:
    """(Helvetica has no Vietnamese letters.)"""
    picture, file = _cut(*TABLE), io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    page = PageMaker()
    for row, words in enumerate(("KE HOACH", "So: 87/KH-UBND", "I. NHIEM VU", "II. THUC HIEN")):
        page.text(60, 60 + 30 * row, words)
    page.photo((40, 200, 560, 275), file.getvalue(), picture.size)
    page.text(60, 300, "Noi nhan: Luu VT")
    plan = extract(pdf_bytes(page), name="giay.pdf")
    assert any(task.task.startswith("Kiện toàn Ban Chỉ đạo") for task in plan.tasks)
    spans = [span for task in plan.tasks for span in task.spans if span.bbox]
    assert all(200 <= span.bbox[1] <= span.bbox[3] <= 275 for span in spans if span.bbox)
