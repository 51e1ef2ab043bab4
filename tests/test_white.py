"""Paragraphs of a page that only a little white parts, nothing being indented; and a title set like
the body."""

from __future__ import annotations

from pathlib import Path

from pdf_maker import PageMaker, make_pdf

from kehoach.ingest.model import Line
from kehoach.parsers.layout.paragraphs import to_paragraphs
from kehoach.parsers.layout.white import NARROW, WIDE, parting_white
from kehoach.parsers.title import read_title
from tests.readers import read_pdf

LEFT, STEP, WHITE = 80, 16, 4

HEADING = "2. Hoan thien cac quy hoach, ke hoach lien quan den ben bai, ngam tran cua"
BLOCKS = (
    (
        "1. Tuyen truyen den tung ho dan ve phong chong thien tai, cuu ho va cuu nan",
        "trong mua lu.",
    ),
    ("- Trien khai quy hoach tong the cac khu vuc can bao ve, cac khu nuoi ca va", "ho chua nuoc."),
    (HEADING,),
    ("- Phat trien cang ca, ben thuyen: tiep tuc moi goi dau tu vao cac ben bai va", "kho lanh."),
    ("3. Kiem tra cac cong trinh thuy loi truoc mua mua bao, bao dam an toan cho cac", "thon ban."),
    ("- Phoi hop voi cac xa ben canh trong viec canh bao, so tan dan cu o ven song", "khi co lu."),
    ("4. Chuan bi vat tu, phuong tien, nhan luc tai cho cho tung thon, moi thon mot", "kho nho."),
    ("- Phan cong nguoi truc ban ngay va dem trong suot mua mua bao, ghi so truc va", "giao ca."),
)


def lines_of_page(folder: Path, *, white: int) -> list[Line]:
    """The blocks as lines of a page, so much white (points) between them."""
    page = PageMaker()
    y = 60.0
    for block in BLOCKS:
        for words in block:
            page.text(LEFT, y, words, size=11)
            y += STEP
        y += white
    flow = read_pdf(make_pdf(folder / "x.pdf", page))[1]
    return [item for item in flow if isinstance(item, Line)]


def test_a_little_white_parts_paragraphs_where_it_stands_over_all(tmp_path: Path) -> None:
    lines = lines_of_page(tmp_path, white=WHITE)
    found = [paragraph.text for paragraph in to_paragraphs(lines)]
    assert found == [" ".join(block) for block in BLOCKS]
    usual = min(line.gap for line in lines if line.gap is not None)
    assert parting_white(lines, usual) == NARROW


def test_without_it_only_wide_white_does(tmp_path: Path) -> None:
    lines = lines_of_page(tmp_path, white=0)
    usual = min(line.gap for line in lines if line.gap is not None)
    assert parting_white(lines, usual) == WIDE


def titled(folder: Path, *lines: str) -> str:
    """What is taken for the title of a page that holds these lines under the type."""
    page = PageMaker()
    for number, words in enumerate(lines):
        page.text(LEFT, 60 + number * STEP, words, size=11)
    flow = read_pdf(make_pdf(folder / "x.pdf", page))[1]
    return " ".join(line.text for line in read_title(flow)[0])


GROUNDS = "Can cu Ke hoach so 04/KH-UBND ngay 04/12/2030 cua UBND tinh ve phong chong lut;"


def test_a_title_set_like_the_body_over_the_grounds(tmp_path: Path) -> None:
    first = (
        "Phong chong thien tai, cuu ho va cuu nan tren dia ban xa Tan Khe nam 2031, vao cac dot lon"
    )
    second = "trong mua mua bao va nhung thang cuoi nam"
    assert titled(tmp_path, first, second, GROUNDS) == f"{first} {second}"


def test_a_sentence_over_the_grounds_or_over_others_is_no_title(tmp_path: Path) -> None:
    sentence = "Phong chong thien tai la viec cua toan dan."
    assert titled(tmp_path, sentence, GROUNDS) == ""
    assert titled(tmp_path, "Phong chong thien tai", "1. Kiem tra ngam tran va ben do.") == ""
