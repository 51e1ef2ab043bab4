"""PDFs with a text layer: words, tables, columns, page numbers, footnotes, stamps, and files that
cannot be read."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from pdf_maker import PageMaker, make_pdf, pdf_bytes

from kehoach.errors import (
    BrokenFileError,
    EncryptedFileError,
    KehoachError,
    NoPagesError,
    NoTextError,
    TooLargeError,
)
from kehoach.ingest.model import Box, FlowItem, Grid, Line
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read
from kehoach.parsers.layout.paragraphs import to_paragraphs
from tests.readers import read_pdf


def flow(folder: Path, *pages: PageMaker) -> list[FlowItem]:
    return list(read_pdf(make_pdf(folder / "x.pdf", *pages))[1])


def lines(folder: Path, *pages: PageMaker) -> list[Line]:
    return [item for item in flow(folder, *pages) if isinstance(item, Line)]


def grid(folder: Path, page: PageMaker) -> Grid:
    (found,) = [item for item in flow(folder, page) if isinstance(item, Grid)]
    return found


def told(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    """Cells as (row, column, rows, columns, text)."""
    return [
        (c.row, c.col, c.row_span, c.col_span, "|".join(line.text for line in c.lines))
        for c in grid.cells
    ]


def body(*texts: str, top: float = 100) -> PageMaker:
    """Lines of a page from the left margin, 20 points apart."""
    page = PageMaker()
    for n, text in enumerate(texts):
        page.text(72, top + 20 * n, text)
    return page


# --- words and lines ------------------------------------------------------------------------------


def test_words_become_lines_from_top_to_bottom(tmp_path: Path) -> None:
    page = body("Ke hoach cong tac", "cua phuong nam 2026")
    assert [line.text for line in lines(tmp_path, page)] == [
        "Ke hoach cong tac",
        "cua phuong nam 2026",
    ]


def test_the_order_of_drawing_does_not_matter(tmp_path: Path) -> None:
    page = PageMaker().text(72, 140, "dong hai").text(102, 100, "mot").text(72, 100, "dong")
    assert [line.text for line in lines(tmp_path, page)] == ["dong mot", "dong hai"]


def test_boxes_are_points_from_the_top_left(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, body("Ke hoach", top=100))
    box = line.span.box
    assert box is not None
    assert line.span.page == 1
    assert box.x0 == pytest.approx(72, abs=1)
    assert box.y0 == pytest.approx(100, abs=3)
    assert box.y1 == pytest.approx(112, abs=3)


def test_fonts_tell_bold_and_italic(tmp_path: Path) -> None:
    page = (
        PageMaker()
        .text(72, 100, "Muc dich", font="F2")
        .text(72, 120, "ghi chu", font="F3")
        .text(72, 140, "thuong")
    )
    assert [(line.bold, line.italic) for line in lines(tmp_path, page)] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_line_of_two_fonts_is_not_bold(tmp_path: Path) -> None:
    page = PageMaker().text(72, 100, "Muc dich:", font="F2").text(140, 100, "nang cao")
    assert [line.bold for line in lines(tmp_path, page)] == [False]


def test_a_centred_line_is_told(tmp_path: Path) -> None:
    page = body(
        "Mot dong dai het ca chieu rong cua trang giay nay va con dai hon nua day a", top=140
    )
    page.text(265, 100, "KE HOACH", font="F2")
    assert [line.centered for line in lines(tmp_path, page)] == [True, False]


RAGGED = (
    (108, "1. Nang cao nhan thuc cua can bo va nguoi dan tren dia ban p."),
    (72, "cong tac dan van va quy che dan chu o co so, gop phan hoan thanh cac chi tieu"),
    (72, "duoc giao cho cac don vi."),
)


def test_the_first_line_of_a_ragged_paragraph_is_not_centred(tmp_path: Path) -> None:
    page = PageMaker()
    for n, (x, words) in enumerate(RAGGED):
        page.text(x, 100 + 18 * n, words)
    assert [line.centered for line in lines(tmp_path, page)] == [False, False, False]


@pytest.mark.xfail(
    strict=True, reason="_BoxJoiner: the next word would have fitted behind the first line"
)
def test_a_ragged_paragraph_is_one(tmp_path: Path) -> None:
    page = PageMaker()
    for n, (x, words) in enumerate(RAGGED):
        page.text(x, 100 + 18 * n, words)
    assert len(to_paragraphs(lines(tmp_path, page))) == 1


def test_short_sections_after_a_table_keep_their_headings(tmp_path: Path) -> None:
    page = PageMaker().text(108, 100, "II. KINH PHI", font="F2").text(108, 118, "Trong du toan.")
    assert [p.text for p in to_paragraphs(lines(tmp_path, page))] == [
        "II. KINH PHI",
        "Trong du toan.",
    ]


def test_a_justified_paragraph_is_one(tmp_path: Path) -> None:
    page = PageMaker().text(
        108, 100, "1. Nang cao nhan thuc cua can bo va nguoi dan tren dia ban phuong ve co"
    )
    page.text(
        72, 118, "cong tac dan van va quy che dan chu o co so, gop phan hoan thanh cac chi tieu"
    )
    page.text(72, 136, "duoc giao.").text(108, 160, "2. Ngan.")
    assert [p.text[:2] for p in to_paragraphs(lines(tmp_path, page))] == ["1.", "2."]


def test_the_first_line_of_each_page_is_told(tmp_path: Path) -> None:
    found = lines(tmp_path, body("mot", "hai", "ba"), body("bon", "nam"))
    assert [line.page_break for line in found] == [True, False, False, True, False]
    assert [line.span.page for line in found] == [1, 1, 1, 2, 2]


def test_pages_tell_size_and_method(tmp_path: Path) -> None:
    pages, _, notes = read_pdf(
        make_pdf(tmp_path / "x.pdf", body("mot hai ba"), PageMaker(842, 595).text(72, 72, "bon"))
    )
    assert [(p.number, p.width, p.height, p.method) for p in pages] == [
        (1, 595, 842, "text"),
        (2, 842, 595, "text"),
    ]
    assert notes == ()


def test_a_turned_page_is_read_upright_and_told(tmp_path: Path) -> None:
    (page,), items, _ = read_pdf(
        make_pdf(tmp_path / "x.pdf", PageMaker(rotate=90).text(72, 100, "mot hai ba bon"))
    )
    assert (page.width, page.height, page.rotation) == (842, 595, 90)
    assert items


def test_an_empty_page_is_no_trouble(tmp_path: Path) -> None:
    pages, items, notes = read_pdf(make_pdf(tmp_path / "x.pdf", PageMaker(), body("mot")))
    assert [p.method for p in pages] == ["text", "text"]
    assert len(items) == 1
    assert notes == ()


# --- page numbers and footnotes -------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2", "2/5"])
@pytest.mark.parametrize("y", [40, 790])
def test_a_page_number_is_dropped(tmp_path: Path, number: str, y: float) -> None:
    page = body("mot hai ba", "bon nam").text(290, y, number)
    assert [line.text for line in lines(tmp_path, page)] == ["mot hai ba", "bon nam"]


def test_a_number_in_the_text_stays(tmp_path: Path) -> None:
    assert [line.text for line in lines(tmp_path, body("mot", "2", "ba", top=300))] == [
        "mot",
        "2",
        "ba",
    ]


def test_a_year_at_the_top_of_a_sentence_stays(tmp_path: Path) -> None:
    page = PageMaker().text(72, 60, "nam 2026 la nam").text(72, 80, "ban le")
    assert len(lines(tmp_path, page)) == 2


def test_small_print_at_the_foot_is_a_footnote(tmp_path: Path) -> None:
    page = body("Muc tieu cua ke hoach", "la nang cao", "chat luong phuc vu")
    page.text(72, 740, "1", size=6).text(77, 741, "Bo tieu chi cap xa", size=9).text(
        72, 754, "ban hanh nam 2024", size=9
    )
    assert [line.footnote for line in lines(tmp_path, page)] == [False, False, False, True, True]


def test_small_print_without_a_mark_is_no_footnote(tmp_path: Path) -> None:
    page = body("Muc tieu cua ke hoach", "la nang cao", "chat luong").text(
        72, 740, "ban hanh nam 2024", size=9
    )
    assert not any(line.footnote for line in lines(tmp_path, page))


# --- tables ---------------------------------------------------------------------------------------

XS, YS = (72, 122, 272, 422), (100, 130, 160, 190)


def test_a_ruled_table_is_a_grid(tmp_path: Path) -> None:
    page = (
        PageMaker()
        .grid(XS, YS[:3])
        .text(80, 110, "TT")
        .text(130, 110, "Nhiem vu")
        .text(80, 140, "1")
    )
    page.text(280, 110, "Chu tri").text(130, 140, "Lap ke hoach").text(280, 140, "Cong an")
    found = grid(tmp_path, page)
    assert (found.n_rows, found.n_cols, found.ruled) == (2, 3, True)
    assert told(found) == [
        (0, 0, 1, 1, "TT"), (0, 1, 1, 1, "Nhiem vu"), (0, 2, 1, 1, "Chu tri"),
        (1, 0, 1, 1, "1"), (1, 1, 1, 1, "Lap ke hoach"), (1, 2, 1, 1, "Cong an"),
    ]  # fmt: skip


def test_merged_cells_keep_their_extent(tmp_path: Path) -> None:
    page = PageMaker()
    for x in (72, 422):
        page.line(x, 100, x, 190)
    page.line(122, 130, 122, 190).line(272, 130, 272, 190)
    for y in (100, 130, 190):
        page.line(72, y, 422, y)
    page.line(72, 160, 272, 160)  # the third column is merged downward, the first row across
    page.text(80, 110, "DANH MUC").text(80, 140, "1").text(80, 170, "2").text(130, 140, "Lap").text(
        130, 170, "Gui"
    )
    page.text(280, 150, "Cong an")
    assert told(grid(tmp_path, page)) == [
        (0, 0, 1, 3, "DANH MUC"),
        (1, 0, 1, 1, "1"), (1, 1, 1, 1, "Lap"), (1, 2, 2, 1, "Cong an"),
        (2, 0, 1, 1, "2"), (2, 1, 1, 1, "Gui"),
    ]  # fmt: skip


def test_every_position_is_covered_once(tmp_path: Path) -> None:
    page = (
        PageMaker()
        .grid(XS, YS)
        .text(80, 110, "TT")
        .text(130, 110, "Nhiem vu")
        .text(280, 110, "Chu tri")
    )
    found = grid(tmp_path, page)
    covered = [
        (r, c) for cell in found.cells for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.col, cell.col + cell.col_span)
    ]  # fmt: skip
    assert sorted(covered) == [(r, c) for r in range(found.n_rows) for c in range(found.n_cols)]


def test_a_cell_has_lines(tmp_path: Path) -> None:
    page = PageMaker().grid((72, 122, 272), (100, 160)).text(80, 110, "1")
    page.text(130, 105, "Ra soat quy trinh").text(130, 120, "noi bo cua phuong")
    assert told(grid(tmp_path, page))[1] == (0, 1, 1, 1, "Ra soat quy trinh|noi bo cua phuong")


def test_text_around_a_table_stays_in_order(tmp_path: Path) -> None:
    page = (
        PageMaker()
        .text(72, 80, "truoc bang")
        .grid(XS, YS[:3])
        .text(80, 110, "TT")
        .text(72, 300, "sau bang")
    )
    kinds = [item.text if isinstance(item, Line) else "grid" for item in flow(tmp_path, page)]
    assert kinds == ["truoc bang", "grid", "sau bang"]


def test_a_lone_frame_is_no_table(tmp_path: Path) -> None:
    page = PageMaker().grid((72, 422), (100, 130)).text(80, 110, "Mot khung chu")
    assert [item.text for item in lines(tmp_path, page)] == ["Mot khung chu"]


def test_a_rule_under_a_title_is_no_table(tmp_path: Path) -> None:
    page = body("KE HOACH", "Cong tac dan van").line(250, 118, 350, 118)
    assert [item.text for item in lines(tmp_path, page)] == ["KE HOACH", "Cong tac dan van"]


def test_two_tables_on_a_page(tmp_path: Path) -> None:
    page = (
        PageMaker()
        .grid(XS, (100, 130, 160))
        .grid(XS, (300, 330, 360))
        .text(80, 110, "mot")
        .text(80, 310, "hai")
    )
    found = [item for item in flow(tmp_path, page) if isinstance(item, Grid)]
    assert [told(g)[0][4] for g in found] == ["mot", "hai"]


# --- two columns without rules --------------------------------------------------------------------


def test_a_letterhead_is_an_unruled_grid(tmp_path: Path) -> None:
    page = PageMaker().text(72, 60, "UY BAN NHAN DAN").text(300, 60, "CONG HOA XA HOI")
    page.text(72, 80, "PHUONG HAI YEN").text(300, 80, "Doc lap - Tu do").text(
        72, 100, "So: 27/KH-UBND"
    )
    page.text(300, 100, "Hai Yen, ngay 15").text(
        72, 200, "Mot dong van ban dai het ca chieu rong cua trang giay nay"
    )
    items = flow(tmp_path, page)
    assert isinstance(items[0], Grid)
    assert not items[0].ruled
    assert told(items[0]) == [
        (0, 0, 1, 1, "UY BAN NHAN DAN"), (0, 1, 1, 1, "CONG HOA XA HOI"),
        (1, 0, 1, 1, "PHUONG HAI YEN"), (1, 1, 1, 1, "Doc lap - Tu do"),
        (2, 0, 1, 1, "So: 27/KH-UBND"), (2, 1, 1, 1, "Hai Yen, ngay 15"),
    ]  # fmt: skip


def test_plain_text_is_no_column(tmp_path: Path) -> None:
    items = flow(tmp_path, body("Mot dong van ban cua ke hoach", "va mot dong nua", "het."))
    assert all(isinstance(item, Line) for item in items)


# --- stamps ---------------------------------------------------------------------------------------


def test_the_number_of_a_signature_field_is_read(tmp_path: Path) -> None:
    page = (
        body("Uy ban nhan dan phuong")
        .text(72, 160, "So:")
        .text(130, 160, "/KH-UBND")
        .stamp(92, 160, "27")
    )
    found = [line.text for line in lines(tmp_path, page)]
    assert found[0] == "Uy ban nhan dan phuong"
    assert "27" in found[1].split("/")[0]


def test_a_filled_form_field_is_read(tmp_path: Path) -> None:
    page = (
        body("Uy ban nhan dan phuong").text(72, 160, "So:").stamp(100, 160, "", value="27/KH-UBND")
    )
    assert lines(tmp_path, page)[1].text == "So: 27/KH-UBND"


def test_the_words_of_a_certificate_are_no_text(tmp_path: Path) -> None:
    page = body("Uy ban nhan dan phuong").stamp(300, 160, "Ky boi: Van phong")
    assert [line.text for line in lines(tmp_path, page)] == ["Uy ban nhan dan phuong"]


# --- files that cannot be read --------------------------------------------------------------------


def test_encrypted(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFileError):
        read_pdf(make_pdf(tmp_path / "x.pdf", body("mot hai ba"), encrypted=True))


def test_no_pages(tmp_path: Path) -> None:
    with pytest.raises(NoPagesError):
        read_pdf(make_pdf(tmp_path / "x.pdf"))


def test_too_many_pages(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        read_pdf(make_pdf(tmp_path / "x.pdf", body("mot"), body("hai")), ReadOptions(max_pages=1))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.4\n%%EOF", b"%PDF-1.4\nxref\ntrailer\n<< /Root 1 0 R >>"]
)
def test_nothing_but_a_head(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    with pytest.raises((BrokenFileError, NoPagesError)):
        read_pdf(path)


def test_truncated_anywhere_it_is_told(tmp_path: Path) -> None:
    """A file cut off is read as far as it goes or refused with one of our errors; nothing else
    comes out."""
    whole = pdf_bytes(body("mot hai ba bon"), body("nam sau bay"))
    path = tmp_path / "x.pdf"
    refused = 0
    for end in range(20, len(whole), 97):
        path.write_bytes(whole[:end])
        try:
            read_pdf(path)
        except KehoachError:
            refused += 1
    assert refused > 3


def test_a_damaged_byte_is_told(tmp_path: Path) -> None:
    whole = pdf_bytes(body("mot hai ba bon").grid(XS, YS).stamp(100, 50, "27"))
    path = tmp_path / "x.pdf"
    for at in range(10, len(whole), 97):
        path.write_bytes(whole[:at] + b"<" + whole[at + 1 :])
        with contextlib.suppress(KehoachError):
            read_pdf(path)


def test_a_page_that_is_a_picture_is_told(tmp_path: Path) -> None:
    pages, _, notes = read_pdf(
        make_pdf(tmp_path / "x.pdf", body("mot hai ba bon"), PageMaker().image())
    )
    assert [page.method for page in pages] == ["text", "none"]
    assert [(note.code, note.evidence) for note in notes] == [("unreadable_page", "2")]
    assert notes[0].span is not None
    assert notes[0].span.page == 2


def test_a_page_number_over_a_picture_is_no_text(tmp_path: Path) -> None:
    _, _, notes = read_pdf(
        make_pdf(tmp_path / "x.pdf", body("mot hai ba"), PageMaker().image().text(290, 40, "2"))
    )
    assert [note.code for note in notes] == ["unreadable_page"]


def test_a_page_with_text_and_a_picture_is_text(tmp_path: Path) -> None:
    (page,), _, notes = read_pdf(
        make_pdf(tmp_path / "x.pdf", body("mot hai ba bon", "nam sau").image())
    )
    assert page.method == "text"
    assert notes == ()


def test_nothing_but_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTextError):
        read(make_pdf(tmp_path / "x.pdf", PageMaker().image(), PageMaker().image()))


def test_reading_is_deterministic_and_leaves_the_file_alone(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "x.pdf", body("mot hai", "ba bon").grid(XS, (300, 330, 360)).text(80, 310, "TT")
    )
    before = path.read_bytes()
    assert read_pdf(path) == read_pdf(path)
    assert path.read_bytes() == before


def test_every_box_lies_on_its_page(tmp_path: Path) -> None:
    page = (
        body("mot hai ba", "bon nam")
        .grid(XS, (300, 330, 360))
        .text(80, 310, "TT")
        .stamp(300, 160, "27")
    )
    for item in flow(tmp_path, page):
        box = item.span.box
        assert isinstance(box, Box)
        assert 0 <= box.x0 <= box.x1 <= 595
        assert 0 <= box.y0 <= box.y1 <= 842
