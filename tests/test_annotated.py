"""Copies of papers with the findings in them: comments in Word, highlights in PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx_maker import make_docx, p, r, tbl, tc, tr
from pdf_maker import PageMaker, make_pdf
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from read_papers import plan_of
from scan_maker import Wear, save, scanned

from kehoach import cli, pipeline
from kehoach.emit.annotated.copying import annotated
from kehoach.emit.annotated.remarks import notes_of, remarks_of
from kehoach.errors import CopySuffixError, ExitCode, NotAnnotatedError, NotThePaperError
from kehoach.ingest.read import read
from kehoach.ingest.render.page import page_view
from kehoach.schema.models import Plan

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = ("bang-6-cot", "bang-8-cot", "nhiem-vu-chu-cai", "quyet-dinh", "tuong-thuat")


def sample(name: str, suffix: str) -> Path:
    return SAMPLES / name / f"{name}{suffix}"


def pressed(text: str) -> str:
    return "".join(text.split())


# --- Word -----------------------------------------------------------------------------------------


def opened(copy: bytes) -> Any:
    return Document(io.BytesIO(copy))


def commented(document: Any) -> list[tuple[str, Any]]:
    """The comments of a Word file: the text of each, and the paragraph where it begins."""
    starts = {
        int(start.get(qn("w:id"))): start
        for start in document.element.body.iter(qn("w:commentRangeStart"))
    }
    return [
        (comment.text, next(starts[comment.comment_id].iterancestors(qn("w:p"))))
        for comment in document.comments
    ]


def words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def paragraphs_of(document: Any) -> list[Any]:
    """Of the samples, whose files have neither boxes nor frames, spans count these."""
    return list(document.element.body.iter(qn("w:p")))


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_is_a_comment_in_a_paragraph_of_its_place(name: str) -> None:
    paper = sample(name, ".docx")
    plan = plan_of(paper)
    copy = opened(annotated(paper, plan, "vi").data)
    comments = commented(copy)
    remarks = remarks_of(plan, "vi")
    assert [text for text, _ in comments] == [remark.text for remark in remarks]
    order = paragraphs_of(copy)
    for remark, (_, place) in zip(remarks, comments, strict=True):
        (first, *_), last = remark.spans, remark.spans[-1]
        assert first.paragraph_start is not None
        inside = order[first.paragraph_start - 1 : last.paragraph_end]
        rows = {row for one in inside for row in one.iterancestors(qn("w:tr"))}
        is_in_row = rows & set(place.iterancestors(qn("w:tr"))) and words(place) == ""
        assert words(place) in map(words, inside) or is_in_row


@pytest.mark.parametrize("name", NAMES)
def test_words_of_the_paper_stay_as_they_are(name: str) -> None:
    paper = sample(name, ".docx")
    copy = annotated(paper, plan_of(paper), "vi")
    was = [words(paragraph) for paragraph in paragraphs_of(opened(paper.read_bytes()))]
    assert [words(paragraph) for paragraph in paragraphs_of(opened(copy.data))] == was


def test_a_copy_is_read_as_its_paper(tmp_path: Path) -> None:
    paper = sample("bang-6-cot", ".docx")
    plan = plan_of(paper)
    again = tmp_path / "bang-6-cot.docx"
    again.write_bytes(annotated(paper, plan, "vi").data)
    assert pipeline.extract(again).tasks == plan.tasks


def test_what_is_missing_is_said_in_the_empty_cell() -> None:
    paper = sample("bang-6-cot", ".docx")
    comments = commented(opened(annotated(paper, plan_of(paper), "vi").data))
    lacking = [place for text, place in comments if "Nhiệm vụ không" in text]
    assert len(lacking) == 3
    for paragraph in lacking:
        cell = next(paragraph.iterancestors(qn("w:tc")))
        assert words(cell) == ""


def test_a_comment_marks_the_words_it_is_about(tmp_path: Path) -> None:
    torn = r("<w:t xml:space='preserve'>Căn cứ Quyết định số 14/QĐ-UBND ngày </w:t>") + r(
        "<w:t>15/7</w:t>"
    )
    more = r("<w:t>/205</w:t>") + r("<w:t xml:space='preserve'> của UBND tỉnh Lâm Hà;</w:t>")
    body = (
        p("ỦY BAN NHÂN DÂN XÃ TÂN KHÊ")
        + p("KẾ HOẠCH")
        + p("Cải cách hành chính năm 2026")
        + f"<w:p>{torn}{more}</w:p>"
        + p("I. NHIỆM VỤ")
        + p("1. Văn phòng HĐND và UBND xã rà soát thủ tục, xong trước ngày 30/6/2026.")
    )
    paper = make_docx(tmp_path / "a.docx", body)
    copy = annotated(paper, pipeline.extract(paper), "vi")
    document = opened(copy.data)
    wrong = next(comment for comment in document.comments if "15/7/205" in comment.text)
    inside: list[str] = []
    is_inside = False
    for element in document.element.body.iter():
        if element.get(qn("w:id")) == str(wrong.comment_id):
            is_inside = element.tag == qn("w:commentRangeStart")
        if is_inside and element.tag == qn("w:t"):
            inside.append(element.text or "")
    assert "".join(inside) == "15/7/205"


def test_merged_and_nested_tables_take_comments(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return tc(p(text), properties)

    head = tr(*map(cell, ("TT", "Nội dung", "Chủ trì", "Thời hạn")))
    merged = tr(cell("I. Cải cách thể chế", '<w:gridSpan w:val="4"/>'))
    rows = [
        tr(*map(cell, ("1", "Rà soát văn bản", "Phòng Kinh tế", "Quý II/2026"))),
        tr(*map(cell, ("2", "Niêm yết thủ tục", "", "Quý III/2026"))),
        tr(*map(cell, ("3", "Số hóa hồ sơ", "Văn phòng HĐND và UBND", ""))),
    ]
    body = (
        p("ỦY BAN NHÂN DÂN XÃ TÂN KHÊ")
        + p("KẾ HOẠCH")
        + p("Cải cách hành chính năm 2026")
        + tbl(head, merged, *rows)
    )
    paper = make_docx(tmp_path / "a.docx", body)
    comments = commented(opened(annotated(paper, pipeline.extract(paper), "vi").data))
    empty = {
        text.splitlines()[0]: [words(cell) for cell in place.iterancestors(qn("w:tr"))]
        for text, place in comments
        if words(place) == "" and next(place.iterancestors(qn("w:tc")), None) is not None
    }
    assert {rows[0] for rows in empty.values()} == {
        "2Niêm yết thủ tụcQuý III/2026",
        "3Số hóa hồ sơVăn phòng HĐND và UBND",
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_copy(tmp_path: Path) -> None:
    paper = sample("bang-8-cot", ".docx")
    copy = tmp_path / "copy.docx"
    copy.write_bytes(annotated(paper, plan_of(paper), "vi").data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", tmp_path, copy]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "copy.odt") as odt:
        content = odt.read("content.xml").decode()
    assert content.count("<office:annotation ") == len(remarks_of(plan_of(paper), "vi"))


# --- PDF ------------------------------------------------------------------------------------------


def drawn(pdf: bytes, page: int) -> np.ndarray[Any, Any]:
    """A page as a viewer shows it, one pixel a point."""
    command = ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), "-png", "-"]
    png = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def highlights(pdf: bytes) -> list[tuple[int, str, Any]]:
    """Page (from 1), text and annotation of every highlight."""
    found: list[tuple[int, str, Any]] = []
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        for mark in page.get("/Annots") or ():
            one = mark.get_object()
            if one["/Subtype"] == "/Highlight":
                found.append((number, str(one.get("/Contents", "")), one))
    return found


def only(pdf: bytes, page: int, text: str) -> bytes:
    """The PDF with this one highlight, for its place to be seen."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for number, sheet in enumerate(writer.pages, start=1):
        marks = sheet.get("/Annots") or []
        kept = [
            mark
            for mark in marks
            if number == page and str(mark.get_object().get("/Contents", "")) == text
        ]
        marks[:] = kept
    copy = io.BytesIO()
    writer.write(copy)
    return copy.getvalue()


def words_under(pdf: bytes, page: int, text: str) -> str:
    """The words where a viewer shows the colour of a highlight."""
    shown = drawn(only(pdf, page, text), page)
    colour = (shown.max(axis=2) - shown.min(axis=2)) > 30
    rows, columns = np.nonzero(colour)
    assert len(rows), "no colour on the page"
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        sheet = opened.pages[page - 1]
        box = (columns.min() - 6, rows.min() - 1, columns.max() + 7, rows.max() + 2)
        return str(sheet.within_bbox(_inside(box, sheet), strict=False).extract_text())


def _inside(box: tuple[int, int, int, int], sheet: Any) -> tuple[float, float, float, float]:
    return (
        max(box[0], 0) + sheet.bbox[0],
        max(box[1], 0) + sheet.bbox[1],
        min(box[2] + sheet.bbox[0], sheet.bbox[2]),
        min(box[3] + sheet.bbox[1], sheet.bbox[3]),
    )


def marked_words(paper: Path) -> dict[str, str]:
    """The evidence of every finding on one line of a PDF, and the words under its highlight."""
    plan = pipeline.extract(paper)
    copy = annotated(paper, plan, "vi").data
    found: dict[str, str] = {}
    remarks = {remark.text: remark for remark in remarks_of(plan, "vi")}
    for page, text, _ in highlights(copy):
        remark = remarks.get(text)
        if remark is not None and len(remark.spans) == 1:
            found[remark.evidence] = words_under(copy, page, text)
    return found


def test_highlights_lie_on_the_words() -> None:
    found = marked_words(sample("bang-6-cot", ".pdf"))
    assert len(found) > 3
    assert pressed("15/7/205") in pressed(found["15/7/205"])
    assert pressed(found["Các phòng, đơn vị"]) == pressed("Các phòng, đơn vị")


def turned(path: Path, quarters: int) -> Path:
    """A sample whose pages claim to be turned, and are cropped."""
    writer = PdfWriter(clone_from=PdfReader(sample("bang-6-cot", ".pdf")))
    for page in writer.pages:
        page.cropbox = RectangleObject((5, 7, page.mediabox.right - 11, page.mediabox.top - 3))
        page.rotate(90 * quarters)
    with path.open("wb") as file:
        writer.write(file)
    return path


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_is_drawn_as_it_was_read(quarters: int, tmp_path: Path) -> None:
    paper = turned(tmp_path / "turned.pdf", quarters)
    document = read(paper)
    view = page_view(paper, document.media_type, document.pages[0], dpi=72)
    upright = page_view(
        sample("bang-6-cot", ".pdf"), document.media_type, document.pages[0], dpi=72
    )
    assert view.shape == upright.shape
    for axis in (0, 1):  # where there is print: a turned sheet is drawn a part of a pixel aside
        printed, wanted = (
            np.nonzero((one < 128).any(axis=2).any(axis=axis))[0] for one in (view, upright)
        )
        assert printed[0] == pytest.approx(wanted[0], abs=2)
        assert printed[-1] == pytest.approx(wanted[-1], abs=2)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_highlights_lie_on_the_words_of_turned_and_cropped_pages(
    quarters: int, tmp_path: Path
) -> None:
    paper = turned(tmp_path / "turned.pdf", quarters)
    upright = sample("bang-6-cot", ".pdf")
    was = quads_of(annotated(upright, plan_of(upright), "vi").data)
    now = quads_of(annotated(paper, pipeline.extract(paper), "vi").data)
    assert now.keys() >= was.keys()  # of a signer whose name is not found there it is told, too
    for text, quads in was.items():
        assert now[text] == pytest.approx(quads, abs=0.2), text


def quads_of(pdf: bytes) -> dict[str, list[float]]:
    """The corners of each highlight with a text. A page's turn does not move its words in the file,
    so that highlights stay where they are, too."""
    return {
        text: [float(number) for number in mark["/QuadPoints"]]
        for _, text, mark in highlights(pdf)
        if text
    }


def test_a_place_over_two_pages_is_told_once() -> None:
    paper = sample("bang-8-cot", ".pdf")
    plan = plan_of(paper)
    marks = highlights(annotated(paper, plan, "vi").data)
    notes = notes_of(remarks_of(plan, "vi"))
    assert [text for _, text, _ in marks if text] == [note.text for note in notes]


def test_scans_lie_in_the_copy_as_they_were_read(tmp_path: Path) -> None:
    pages = [scanned(sample("bang-6-cot", ".pdf"), 1, 150, Wear(skew=1.5))]
    paper = save(tmp_path / "scan.pdf", pages, dpi=150)
    plan = pipeline.extract(paper)
    copy = annotated(paper, plan, "vi").data
    marks = highlights(copy)
    wrong = next(mark for _, text, mark in marks if "15/7/205" in text)
    x0, y0, x1, y1 = map(float, wrong["/Rect"])
    sheet = PdfReader(io.BytesIO(copy)).pages[0]
    assert float(sheet.mediabox.width) == pytest.approx(plan.source.pages[0].width, abs=1)
    ink = drawn(copy, 1)
    height = ink.shape[0]
    strip = ink[round(height - y1) : round(height - y0), round(x0) : round(x1)]
    assert (strip.max(axis=2) < 140).mean() > 0.02, "there is no print under the highlight"


def test_pictures_become_pdf(tmp_path: Path) -> None:
    pixels = scanned(sample("bang-6-cot", ".pdf"), 1, 150, Wear())
    paper = tmp_path / "page.png"
    Image.fromarray(pixels).save(paper, dpi=(150, 150))
    copy = annotated(paper, pipeline.extract(paper), "en")
    assert copy.suffix == ".pdf"
    assert any("15/7/205" in text for _, text, _ in highlights(copy.data))


def test_what_has_no_place_is_pinned_to_the_first_page(tmp_path: Path) -> None:
    page = PageMaker()
    for index, line in enumerate(("KE HOACH", "Cai cach hanh chinh nam 2026", "1. Ra soat.")):
        page = page.text(80, 700 - 20 * index, line)
    paper = make_pdf(tmp_path / "a.pdf", page)
    plan = plan_of(sample("bang-6-cot", ".pdf"))
    bare = plan.findings[0].model_copy(update={"spans": (), "where": ""})
    document = plan.document.model_copy(update={"sources": None})
    told = plan.model_copy(update={"findings": (bare, bare), "document": document})
    copy = PdfReader(io.BytesIO(annotated(paper, told, "vi").data))
    (pin,) = [mark.get_object() for mark in copy.pages[0]["/Annots"]]
    assert pin["/Subtype"] == "/Text"
    assert str(pin["/Contents"]).count(bare.message) == 2


# --- the command ----------------------------------------------------------------------------------


def run(*arguments: str | Path) -> int:
    return int(cli.run(["--lang", "vi", "check", *map(str, arguments)]))


def test_the_originals_stay(tmp_path: Path) -> None:
    papers = [shutil.copy(sample(name, ".docx"), tmp_path) for name in NAMES[:2]]
    before = [Path(paper).read_bytes() for paper in papers]
    run(*papers, "--annotate", tmp_path)
    assert [Path(paper).read_bytes() for paper in papers] == before
    made = sorted(path.name for path in tmp_path.iterdir())
    assert [f"{name}.nhan-xet.docx" for name in NAMES[:2]] == [n for n in made if "nhan-xet" in n]


def test_a_copy_is_never_an_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = Path(shutil.copy(sample("bang-6-cot", ".docx"), tmp_path / "a.docx"))
    other = Path(shutil.copy(sample("bang-8-cot", ".docx"), tmp_path / "a.nhan-xet.docx"))
    was = other.read_bytes()
    assert run(paper, other, "--annotate", tmp_path) == ExitCode.USAGE
    assert other.read_bytes() == was
    assert run(paper, "--annotate", paper) == ExitCode.USAGE
    assert "đầu vào" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("suffix", "out", "error"),
    [
        (".pdf", "copy.docx", CopySuffixError),
        (".txt", "copy.docx", NotAnnotatedError),
        (".html", "copy.docx", NotAnnotatedError),
    ],
)
def test_what_cannot_be_is_said(
    suffix: str, out: str, error: type[Exception], tmp_path: Path, capsys: Any
) -> None:
    run(sample("bang-6-cot", suffix), "--annotate", tmp_path / out)
    told = capsys.readouterr()
    sentence = getattr(error, "vi").split("{")[0]  # noqa: B009 (a class attribute of ours)
    assert sentence in told.err
    assert "15/7/205" in told.out, "the findings are told all the same"
    assert not (tmp_path / out).exists()


def test_the_json_of_a_plan_is_no_paper(tmp_path: Path) -> None:
    paper = sample("bang-6-cot", ".docx")
    plan: Plan = plan_of(paper)
    with pytest.raises(NotThePaperError):
        annotated(sample("bang-6-cot", ".txt"), plan, "vi")
