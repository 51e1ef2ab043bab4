"""One sheet per ward: what it says, that it does no harm, and that a batch writes it and leaves
alone what people made of it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from batch_maker import ROOT
from batch_maker import batch_without_parquet as batch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from read_papers import plan_of

from kehoach import cli
from kehoach.emit.letters.html import to_html
from kehoach.emit.letters.model import MAX_GAPS, Letter, letter_of
from kehoach.emit.letters.word import to_docx
from kehoach.schema.models import Plan, Task

SAMPLE = ROOT / "samples" / "bang-6-cot" / "bang-6-cot.pdf"
PROSE = ROOT / "samples" / "tuong-thuat" / "tuong-thuat.docx"
HARM = '=cmd|" /C calc"!A0 <script>alert(1)</script> {{ 7*7 }} \x1b[2J \u202e \ud800 \x00 ]]>'


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(SAMPLE)


@pytest.fixture(scope="module")
def letter(plan: Plan) -> Letter:
    return letter_of("phường Tân Mộc Hạ", [(plan, "bang-6-cot.pdf", "bang-6-cot.pdf")])


def word_text(data: bytes) -> str:
    """All that a Word file says, tables too."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(docx.oxml.ns.qn("w:t")))
        for paragraph in body.iter(docx.oxml.ns.qn("w:p"))
    )


def test_cells_to_fill_in_are_those_that_are_empty(plan: Plan, letter: Letter) -> None:
    lacking = [
        task
        for task in plan.tasks
        if task.lead is None or task.deadline is None or not task.deliverables
    ]
    assert [gap.number for gap in letter.gaps] == [task.number for task in lacking]
    for gap, task in zip(letter.gaps, lacking, strict=True):
        assert gap.lead == (task.lead.raw if task.lead else "")
        assert gap.deadline == (task.deadline.raw if task.deadline else "")
    assert (letter.tasks, letter.whole_tasks) == (len(plan.tasks), len(plan.tasks) - len(lacking))


def test_points_are_of_the_paper_not_of_its_reading(plan: Plan, letter: Letter) -> None:
    names = [point.name for point in letter.points]
    assert "Ngày không hợp lệ" in names
    assert "Thiếu thời hạn" not in names, "it stands in the table to fill in"
    codes = {finding.code for finding in plan.findings}
    assert "low_confidence" in codes
    assert "Đọc chưa chắc" not in names
    assert all(point.place.startswith("trang ") for point in letter.points)


@pytest.mark.parametrize("write", [to_html, to_docx])
def test_a_sheet_says_all_in_both_forms(letter: Letter, write: Any) -> None:
    data = write(letter)
    text = word_text(data) if write is to_docx else data.decode("utf-8")
    assert "Kính gửi: UBND phường Tân Mộc Hạ" in text
    assert "Xin điền vào các ô tô vàng" in text
    assert text.count("……………") >= 3
    for gap in letter.gaps:
        assert gap.task in text
    for point in letter.points:
        assert point.message in text
        assert point.suggestion in text
    assert write(letter) == data, "the same sheet, the same bytes"


def test_a_plan_that_lacks_nothing_is_thanked_for(plan: Plan) -> None:
    whole = [task for task in plan.tasks if task.lead and task.deadline and task.deliverables]
    complete = plan.model_copy(update={"tasks": tuple(whole), "findings": ()})
    letter = letter_of("phường Tân Mộc Hạ", [(complete, "a.pdf", "a.pdf")])
    assert letter.is_whole
    text = word_text(to_docx(letter))
    assert "không có điểm nào phải sửa" in text
    assert "Gửi về" not in text
    dated = complete.model_copy(
        update={"document": complete.document.model_copy(update={"issued_on": None})}
    )
    assert not letter_of("phường Tân Mộc Hạ", [(dated, "a.pdf", "a.pdf")]).is_whole


def test_a_plan_without_tasks_is_not_praised(plan: Plan) -> None:
    bare = plan.model_copy(update={"tasks": (), "findings": ()})
    letter = letter_of("phường Tân Mộc Hạ", [(bare, "a.pdf", "a.pdf")])
    assert not letter.is_whole
    assert "không tìm thấy nhiệm vụ nào" in to_html(letter).decode("utf-8")


def test_a_long_plan_gets_a_short_sheet(plan: Plan) -> None:
    many = tuple(
        Task(id=f"t{number}", origin="table", task=f"Việc {number}") for number in range(200)
    )
    long = plan.model_copy(update={"tasks": many, "findings": plan.findings * 30})
    letter = letter_of("phường Tân Mộc Hạ", [(long, "a.pdf", "a.pdf")])
    assert (len(letter.gaps), letter.more_gaps) == (MAX_GAPS, 200 - MAX_GAPS)
    text = word_text(to_docx(letter))
    assert f"Còn {200 - MAX_GAPS} nhiệm vụ khác" in text
    assert f"Còn {letter.more_points} điểm khác" in text


@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(), max_size=60))
@example(HARM)
def test_no_word_of_a_paper_becomes_markup(text: str) -> None:
    task = Task(id="t", origin="table", task=text, number=text)
    plan = Plan.model_validate(
        {
            "status": "ok",
            "source": {"name": "x", "sha256": "0" * 64, "media_type": "text/plain"},
            "document": {"title": text, "number": text},
            "findings": [
                {
                    "code": "spelling",
                    "severity": "info",
                    "where": "",
                    "message": text,
                    "message_en": text,
                    "evidence": text,
                    "suggestion": text,
                }
            ],
        }
    ).model_copy(update={"tasks": (task,)})
    letter = letter_of(text, [(plan, text, text)])
    page = to_html(letter).decode("utf-8")
    assert not re.search(r"<script|<img src=x|<iframe", page, re.IGNORECASE)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", page)
    with zipfile.ZipFile(io.BytesIO(to_docx(letter))) as package:
        body = package.read("word/document.xml").decode("utf-8")
        assert not [name for name in package.namelist() if "vba" in name.lower()]
        relations = package.read("word/_rels/document.xml.rels").decode("utf-8")
    assert not re.search(r"w:instrText|w:fldSimple|w:hyperlink", body)
    assert 'TargetMode="External"' not in relations
    docx.Document(io.BytesIO(to_docx(letter)))


def letters_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "letters").iterdir())}


def test_a_batch_writes_a_sheet_per_ward(tmp_path: Path) -> None:
    papers, out = tmp_path / "vào", tmp_path / "ra"
    papers.mkdir()
    shutil.copy(SAMPLE, papers)
    shutil.copy(PROSE, papers)
    batch(papers, out, letters=True)
    first = letters_of(out)
    assert set(first) == {
        f"{ward}{suffix}"
        for ward in ("phường Tân Mộc Hạ", "xã Khe Lồ Thượng")
        for suffix in (".html", ".docx")
    }
    page = first["phường Tân Mộc Hạ.html"].decode("utf-8")
    assert page.count("data:image/jpeg;base64,") >= 3, "places in a PDF are shown"
    with zipfile.ZipFile(io.BytesIO(first["phường Tân Mộc Hạ.docx"])) as package:
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
    assert len(pictures) == page.count("data:image/jpeg;base64,")
    batch(papers, out, letters=True)
    assert letters_of(out) == first

    filled = out / "letters" / "phường Tân Mộc Hạ.docx"
    filled.write_bytes(b"what a clerk wrote")
    batch(papers, out)
    assert filled.read_bytes() == b"what a clerk wrote", "nobody asked for letters"
    _, log = batch(papers, out, letters=True)
    aside = out / "letters" / "phường Tân Mộc Hạ.edited-1.docx"
    assert aside.read_bytes() == b"what a clerk wrote"
    assert [facts["name"] for event, facts in log if event == "aside"] == [
        "letters/phường Tân Mộc Hạ.edited-1.docx"
    ]
    assert filled.read_bytes() == first["phường Tân Mộc Hạ.docx"]

    (papers / SAMPLE.name).unlink()
    batch(papers, out, letters=True)
    assert set(letters_of(out)) == {
        "xã Khe Lồ Thượng.html",
        "xã Khe Lồ Thượng.docx",
        aside.name,
    }, "the sheet of a ward that is gone goes, what a person made stays"


def test_names_of_wards_never_leave_the_folder(tmp_path: Path) -> None:
    papers, out = tmp_path / "vào", tmp_path / "ra"
    papers.mkdir()
    text = (ROOT / "samples" / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.txt").read_text("utf-8")
    for number, name in enumerate(("../../X", "<b>Đông", "=1+1")):
        paper = text.replace("VẠN SƠN ĐÔNG", name.upper()).replace("Vạn Sơn Đông", name)
        (papers / f"{number}.txt").write_text(paper, encoding="utf-8")
    batch(papers, out, letters=True)
    assert {path.name for path in tmp_path.iterdir()} == {"vào", "ra"}
    names = list(letters_of(out))
    assert len(names) % 2 == 0
    assert names
    assert not [name for name in names if re.search(r'[\\/:*?"<>|]', name)]


def test_the_command_has_the_option(tmp_path: Path) -> None:
    papers = tmp_path / "vào"
    papers.mkdir()
    shutil.copy(PROSE.with_suffix(".txt"), papers)
    assert cli.run(["batch", str(papers), "-o", str(tmp_path / "ra"), "--letters", "--quiet"]) == 0
    assert (tmp_path / "ra" / "letters" / "xã Khe Lồ Thượng.docx").exists()
