"""Pages read quickly: the letters, lines and pictures of pdfplumber's own page, to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdf_maker import PageMaker, make_pdf
from pdfplumber.utils.exceptions import PdfminerException

from kehoach.ingest.pdf.page import quick

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*/*.pdf"))
NOT_OURS = ("mcid", "tag")
"""Marks of tagged content, which no reader of plans asks for."""


def both(path: Path, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The objects of a page as pdfplumber has them and as we have them, what only pdfplumber tells
    left out."""
    with pdfplumber.open(path) as first, pdfplumber.open(path) as second:
        theirs, ours = dict(first.pages[number].objects), dict(quick(second.pages[number]).objects)
    asked = ours["char"][0].keys() if ours.get("char") else ()
    theirs["char"] = [{key: char[key] for key in asked} for char in theirs.get("char", ())]
    ours.setdefault("char", [])
    for objects in theirs, ours:
        for kind, found in objects.items():
            objects[kind] = [
                {k: v for k, v in one.items() if k not in (*NOT_OURS, "stream")} for one in found
            ]
    return theirs, ours


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_samples(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        last = len(pdf.pages) - 1
    for number in {0, last}:
        theirs, ours = both(path, number)
        assert len(ours["char"]) > 100
        assert ours == theirs


TURNED = "0.866 0.5 -0.5 0.866 200 300"


@pytest.mark.parametrize(
    "ops",
    [
        [f"BT /F1 12 Tf {TURNED} Tm (nghieng) Tj ET"],
        ["BT /F2 12 Tf -1 0 0 1 300 300 Tm (guong) Tj 1 0 0 -1 300 200 Tm (lon nguoc) Tj ET"],
        [
            "BT /F1 9 Tf 3 Tc 5 Tw 150 Tz 4 Ts 72 500 Td [(gian c) 20 (ach) -300 (chu)] TJ T* "
            "(dong) ' ET"
        ],
        ["BT /F1 -12 Tf 72 500 Td (am) Tj /F1 0 Tf (khong) Tj ET"],
        ["q 2 0 0 3 10 20 cm BT /F3 8 Tf 20 30 Td (phong to) Tj ET Q"],
        ["BT /F9 12 Tf 72 500 Td (phong chu la) Tj ET", "1 2 3 m", "72 72 m 90 90 l S"],
        ["0.5 w 72 72 200 100 re S 10 10 m 20 30 40 50 60 70 c S BT /F1 12 Tf (goc) Tj ET"],
    ],
)
@pytest.mark.parametrize("rotate", [0, 90, 180])
def test_every_way_to_set_letters(tmp_path: Path, ops: list[str], rotate: int) -> None:
    page = PageMaker(rotate=rotate).text(72, 100, "Ke hoach")
    page.ops += ops
    theirs, ours = both(make_pdf(tmp_path / "x.pdf", page), 0)
    assert ours["char"]
    assert ours == theirs


def test_a_page_that_begins_elsewhere(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "x.pdf", PageMaker().text(72, 100, "mot"), PageMaker().text(72, 100, "hai")
    )
    path.write_bytes(path.read_bytes().replace(b"[0 0 595.0 842.0]", b"[9 7 595.0 842.0]"))
    for number in (0, 1):
        theirs, ours = both(path, number)
        assert ours["char"][0]["x0"] == theirs["char"][0]["x0"]
        assert ours == theirs


def test_pictures(tmp_path: Path) -> None:
    theirs, ours = both(make_pdf(tmp_path / "x.pdf", PageMaker().image().text(72, 100, "anh")), 0)
    assert len(ours["image"]) == 1
    assert ours == theirs


def test_a_form_within_itself_ends(tmp_path: Path) -> None:
    """A form that draws itself (CWE-835) is drawn once, as pdfplumber draws it."""
    page = PageMaker().text(72, 100, "truoc").image().text(72, 130, "sau")
    path = make_pdf(tmp_path / "x.pdf", page)
    data = path.read_bytes()
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Im1 6 0 R >> >>"
    )
    begin = data.index(b"/Type /XObject /Subtype /Image")
    end = data.index(b" >>", begin)
    number = int(data[: data.rindex(b" 0 obj", 0, begin)].split()[-1])
    broken = data[:begin] + form.replace(b"6 0 R", b"%d 0 R" % number) + data[end:]
    path.write_bytes(
        broken
    )  # the places of what follows are wrong now: pdfminer finds them by searching
    theirs, ours = both(path, 0)
    assert "".join(char["text"] for char in ours["char"]) == "truocsau"
    assert ours == theirs


def test_a_page_that_cannot_be_drawn_is_told_as_pdfplumber_tells_it(tmp_path: Path) -> None:
    page = PageMaker().text(72, 100, "loi")
    page.ops.append(r"BT /F1 12 Tf (\777) Tj ET")
    path = make_pdf(tmp_path / "x.pdf", page)
    with pdfplumber.open(path) as pdf, pytest.raises(PdfminerException):
        _ = pdf.pages[0].chars
    with pdfplumber.open(path) as pdf, pytest.raises(PdfminerException):
        _ = quick(pdf.pages[0]).chars
