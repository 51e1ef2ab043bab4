"""Footnotes of printed pages: the notes at the foot are no orders, and their raised numbers no part
of the words before them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_maker import PageMaker, make_pdf

from kehoach.ingest.model import FlowItem, Grid, Line
from tests.readers import read_pdf


def page_of(*, note: str = "3. Xem Bien ban so 7.", size: float = 9, y: float = 60) -> PageMaker:
    """A page of text of 14 points: a day with a small 3 behind it, then a stop; a note below."""
    page = PageMaker()
    page.text(60, y + 0, "Ra soat bang ke ho cua cac thon,", size=14)
    page.text(60, y + 20, "ban giao truoc ngay 20/02/2029", size=14)
    page.text(257, y + 20 - (1 if size < 14 else 0), "3", size=size)
    page.text(257 + 0.56 * size, y + 20, ".", size=14)
    page.text(60, y + 40, "Bao cao ket qua ve Van phong.", size=14)
    page.text(60, 780, note, size=10)
    return page


def flow(tmp_path: Path, page: PageMaker) -> tuple[FlowItem, ...]:
    return read_pdf(make_pdf(tmp_path / "a.pdf", page)).flow


def lines(tmp_path: Path, page: PageMaker) -> list[Line]:
    return [item for item in flow(tmp_path, page) if isinstance(item, Line)]


def test_a_raised_number_is_no_part_of_the_day_before_it(tmp_path: Path) -> None:
    found = lines(tmp_path, page_of())
    assert found[1].text == "ban giao truoc ngay 20/02/2029."
    assert [line.footnote for line in found] == [False, False, False, True]
    assert found[3].text == "3. Xem Bien ban so 7."


@pytest.mark.parametrize("note", ["4. Xem Bien ban so 7.", "Ghi chu: Xem Bien ban so 7."])
def test_without_its_note_it_stays(tmp_path: Path, note: str) -> None:
    found = lines(tmp_path, page_of(note=note))
    assert found[1].text == "ban giao truoc ngay 20/02/20293."
    assert not any(line.footnote for line in found)


def test_a_number_as_large_as_the_text_stays(tmp_path: Path) -> None:
    found = lines(tmp_path, page_of(size=14))
    assert "20/02/20293" in found[1].text
    assert not any(line.footnote for line in found)


def test_a_square_stays_one_where_a_note_has_its_number(tmp_path: Path) -> None:
    page = page_of(note="3. Xem Bien ban so 7.")
    page.text(60, 160, "Dao ho chua 620 m", size=14)
    page.text(180.4, 159, "3", size=9)
    assert "620 m3" in [line.text for line in lines(tmp_path, page)][3]


def test_numbers_leave_cells_too(tmp_path: Path) -> None:
    page = page_of(y=200)
    page.grid([50, 200, 320], [60, 90, 120])
    page.text(56, 66, "Viec", size=14).text(206, 66, "Han", size=14)
    page.text(56, 96, "Hop thon", size=14).text(206, 96, "30/6/2029", size=14)
    page.text(268.7, 95, "3", size=9)
    grid = next(item for item in flow(tmp_path, page) if isinstance(item, Grid))
    assert [line.text for cell in grid.cells for line in cell.lines][-1] == "30/6/2029"


def test_a_note_under_the_signature_is_no_recipient(tmp_path: Path) -> None:
    page = page_of()
    for number, (left, right) in enumerate([("Noi nhan:", "TRUONG BAN"), ("- Luu: VT.", "Le An")]):
        page.text(60, 300 + 20 * number, left, size=11)
        page.text(400, 300 + 20 * number, right, size=14)
    last = flow(tmp_path, page)[-1]
    assert isinstance(last, Line)
    assert last.footnote
