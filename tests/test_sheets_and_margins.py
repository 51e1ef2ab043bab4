"""Two pages on one sheet, and what a browser prints in the margins of each."""

from __future__ import annotations

from pathlib import Path

from pdf_maker import A4, PageMaker, make_pdf

from kehoach.ingest.model import Line
from tests.readers import read_pdf

LINES = (
    "I. NHIEM VU TRONG TAM CUA XA TRONG NAM",
    "1. Phong Kinh te ra soat toan bo cong trinh",
    "thuy loi truoc mua mua bao trong nam nay va",
    "2. Cong an xa lap chot tai ngam tran va ben",
    "do, bao dam giao thong thong suot ca ngay,",
    "3. Tram Y te du phong thuoc va hoa chat cho",
    "hai thang, kiem tra nguon nuoc cua cac thon,",
    "4. Hoi Phu nu nau com cho doi xung kich va",
    "5. Doan Thanh nien giup dan don nha cua.",
)
STEP, LEFT, RIGHT, SIZE = 18, 40, 460, 12


def sheet(*columns: tuple[str, ...], x: tuple[int, ...] = (LEFT, RIGHT)) -> PageMaker:
    """A landscape page with text in columns."""
    page = PageMaker(width=A4[1], height=A4[0])
    for start, lines in zip(x, columns, strict=True):
        for number, words in enumerate(lines):
            page.text(start, 60 + number * STEP, words, size=SIZE)
    return page


def texts(folder: Path, *pages: PageMaker) -> list[str]:
    flow = read_pdf(make_pdf(folder / "x.pdf", *pages))[1]
    return [item.text if isinstance(item, Line) else "(table)" for item in flow]


def test_the_left_page_of_a_sheet_is_read_before_the_right_one(tmp_path: Path) -> None:
    second = tuple(line.replace("NHIEM VU", "TO CHUC").lower() for line in LINES)
    assert texts(tmp_path, sheet(LINES, second)) == [*LINES, *second]


def test_a_table_without_rulings_on_a_wide_page_is_no_two_pages(tmp_path: Path) -> None:
    cells = tuple(f"Viec {number}" for number in range(9))
    found = texts(tmp_path, sheet(cells, cells, cells, cells, x=(40, 200, 460, 640)))
    assert found != [*cells, *cells, *cells, *cells]


def printed(number: int, pages: int, *, foot: str) -> PageMaker:
    """An upright page as a browser prints it."""
    page = PageMaker()
    page.text(30, 15, "11/28/31, 4:06 AM", size=8).text(260, 15, "Ke hoach 2031.html", size=8)
    for place, words in enumerate(LINES):
        page.text(80, 120 + place * STEP, f"{words} {number}")
    page.text(30, 820, foot, size=8)
    return page.text(540, 820, f"{number}/{pages}", size=8)


def test_what_a_browser_prints_in_the_margins_is_left_out(tmp_path: Path) -> None:
    for pages in (2, 3):
        made = [
            printed(number, pages, foot="file:///C:/ke-hoach.html")
            for number in range(1, pages + 1)
        ]
        found = " ".join(texts(tmp_path, *made))
        assert "file:" not in found
        assert found.count("Phong Kinh te") == pages


def test_what_stands_in_the_margins_of_two_pages_of_an_office_stays_on_the_first(
    tmp_path: Path,
) -> None:
    made = [
        PageMaker().text(80, 30, "UY BAN NHAN DAN XA").text(80, 300, line) for line in LINES[:2]
    ]
    assert " ".join(texts(tmp_path, *made)).count("UY BAN NHAN DAN XA") == 1
