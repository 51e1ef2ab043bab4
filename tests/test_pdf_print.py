"""PDFs as programs write them: contents in pieces, letters drawn twice or over the text, pages
turned without saying so; and hostile twins of each."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from pdf_maker import PageMaker, assembled, make_pdf

from kehoach.errors import KehoachError, NoSuchPageError, PageTimeoutError
from kehoach.ingest.model import FlowItem, Line, Note
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.pdf.contents import MAX_STREAMS
from tests.readers import read_pdf

LINES = (
    "Can cu Ke hoach so 9 cua Uy ban nhan dan tinh ve cai cach hanh chinh",
    "Uy ban nhan dan xa Tan Khe ban hanh ke hoach thuc hien nhu sau",
)


def page(*more: str, lines: tuple[str, ...] = LINES) -> PageMaker:
    """A page of lines, and operators of its own."""
    made = PageMaker()
    for number, words in enumerate(lines):
        made.text(72, 100 + 24 * number, words)
    made.ops += more
    return made


def texts(items: tuple[FlowItem, ...]) -> list[str]:
    return [item.text for item in items if isinstance(item, Line)]


def told(notes: tuple[Note, ...], code: str) -> list[str]:
    return [note.evidence for note in notes if note.code == code]


def in_pieces(contents: bytes, *objects: bytes) -> bytes:
    """A PDF of one page whose /Contents are these, `objects` from number 5 on."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    sheet = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s "
        b"/Resources << /Font << /F1 4 0 R >> >> >>" % contents
    )
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, sheet, font, *objects])


def stream(ops: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(ops), ops)


HALVES = (
    stream(b"BT /F1 12 Tf 72 700 Td (mot hai ba) Tj ET BT /F1 12"),
    stream(b"Tf 72 650 Td (bon nam sau) Tj ET"),
)


@pytest.mark.parametrize(
    ("contents", "objects"),
    [
        (b"[5 0 R 6 0 R]", HALVES),
        (b"7 0 R", (*HALVES, b"[5 0 R 6 0 R]")),
        (b"[7 0 R 8 0 R]", (*HALVES, b"[5 0 R]", b"6 0 R")),
        (b"[5 0 R null 99 0 R 6 0 R (x)]", HALVES),
        (b"7 0 R", (*HALVES, b"[5 0 R 7 0 R 6 0 R]")),
    ],
    ids=["array", "array elsewhere", "arrays in an array", "holes", "an array that holds itself"],
)
def test_contents_in_pieces(tmp_path: Path, contents: bytes, objects: tuple[bytes, ...]) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(in_pieces(contents, *objects))
    (read,), items, notes = read_pdf(path)
    assert read.method == "text"
    assert texts(items) == ["mot hai ba", "bon nam sau"]
    assert notes == ()


@pytest.mark.parametrize(
    "contents",
    [b"[" + b"5 0 R " * (MAX_STREAMS + 5) + b"]", b"[" * 3000 + b"5 0 R" + b"]" * 3000, b"[]"],
    ids=["too many", "too deep", "none"],
)
def test_hostile_contents_are_told(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(in_pieces(contents, *HALVES))
    start = time.monotonic()
    # Read in another way, or refused in words: nothing else comes out.
    with contextlib.suppress(KehoachError):
        read_pdf(path)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.9])
def test_letters_drawn_twice_are_read_once(tmp_path: Path, shift: float) -> None:
    made = page()
    made.ops += [f"1 0 0 1 {shift} 0 cm", *made.ops]
    _, items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", made))
    assert texts(items) == list(LINES)


def test_double_letters_are_no_repetition(tmp_path: Path) -> None:
    words = "1111 llll iiii ....... 2222 aa oo"
    _, items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", PageMaker().text(72, 100, words, size=8)))
    assert texts(items) == [words]


SLANTED = "0.75 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DU THAO) Tj ET 0 g"


def test_a_slanted_watermark_stays_out_and_is_told_once(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "x.pdf", page(SLANTED), page(SLANTED))
    _, items, notes = read_pdf(path)
    assert texts(items) == [*LINES, *LINES]
    assert told(notes, "watermark") == ["DU THAO"]


@pytest.mark.parametrize("colour", ["0.8 g", "0.9 0.7 0.7 rg", "0 0 0 0.2 k"])
def test_large_pale_words_are_a_watermark(tmp_path: Path, colour: str) -> None:
    over = f"{colour} BT /F1 60 Tf 80 720 Td (BAN SAO) Tj ET 0 g"
    _, items, notes = read_pdf(make_pdf(tmp_path / "x.pdf", page(over)))
    assert texts(items) == list(LINES)
    assert told(notes, "watermark") == ["BAN SAO"]


def grey(y: float, words: str) -> str:
    return f"0.7 g BT /F1 8 Tf 72 {y} Td ({words}) Tj ET 0 g"


def test_a_grey_stamp_on_several_pages_stays_out(tmp_path: Path) -> None:
    pages = [page(grey(500, f"In luc 14:0{n} ngay 12/02/2031")) for n in range(2)]
    _, items, notes = read_pdf(make_pdf(tmp_path / "x.pdf", *pages))
    assert texts(items) == [*LINES, *LINES]
    assert len(told(notes, "watermark")) == 1


def test_a_grey_stamp_across_a_line_stays_out(tmp_path: Path) -> None:
    _, items, notes = read_pdf(make_pdf(tmp_path / "x.pdf", page(grey(731, "vanthu.tankhe in"))))
    assert texts(items) == list(LINES)
    assert told(notes, "watermark") == ["vanthu.tankhe in"]


def test_grey_print_by_itself_is_text(tmp_path: Path) -> None:
    _, items, notes = read_pdf(make_pdf(tmp_path / "x.pdf", page(grey(500, "Bieu mau so 2"))))
    assert texts(items) == [*LINES, "Bieu mau so 2"]
    assert told(notes, "watermark") == []


def test_a_page_all_in_grey_is_text(tmp_path: Path) -> None:
    made = page()
    made.ops.insert(0, "0.7 g")
    _, items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", made))
    assert texts(items) == list(LINES)


@pytest.mark.parametrize(
    ("matrix", "size"),
    [
        ("0 1 -1 0 842 0", (842.0, 595.0)),
        ("0 -1 1 0 0 595", (842.0, 595.0)),
        ("-1 0 0 -1 595 842", (595.0, 842.0)),
    ],
    ids=["left", "right", "upside down"],
)
def test_a_page_turned_by_its_matrix_is_read(
    tmp_path: Path, matrix: str, size: tuple[float, float]
) -> None:
    made = page()
    made.ops.insert(0, f"{matrix} cm")
    made.width, made.height = size
    (read,), items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", made))
    assert texts(items) == list(LINES)
    assert (read.width, read.height) == (595, 842)


def test_a_turned_cell_does_not_turn_the_page(tmp_path: Path) -> None:
    aside = "BT /F1 12 Tf 0 1 -1 0 60 300 Tm (Noi dung) Tj ET"
    (read,), items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", page(aside)))
    assert read.rotation == 0
    assert set(LINES) <= set(texts(items))


def test_small_print_whose_spaces_are_gaps(tmp_path: Path) -> None:
    made = PageMaker()
    x = 72.0
    for word in ("mot", "hai", "ba", "bon"):
        made.text(x, 100, word, size=7)
        x += {"mot": 11.7, "hai": 9.4, "ba": 7.8, "bon": 0.0}[word] + 2.2
    _, items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", made))
    assert texts(items) == ["mot hai ba bon"]


def test_a_gap_a_little_less_than_a_blank_parts_words(tmp_path: Path) -> None:
    """As between words set in two types, where the blank belongs to neither."""
    made = PageMaker()
    x = 72.0
    for word, width in (("mot", 18.34), ("hai", 14.67), ("ba", 12.23)):
        made.text(x, 100, word, size=11)
        x += width + 2.65
    _, items, _ = read_pdf(make_pdf(tmp_path / "x.pdf", made))
    assert texts(items) == ["mot hai ba"]


def test_pages_left_out_are_told(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "x.pdf", *(page() for _ in range(7)))
    _, _, notes = read_pdf(path, options=ReadOptions(pages=((3, 4), (6, 9))))
    assert told(notes, "pages_left_out") == ["1-2, 5 / 7"]


def test_pages_that_are_not_there_are_told(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "x.pdf", page())
    with pytest.raises(NoSuchPageError) as caught:
        read_pdf(path, options=ReadOptions(pages=((5, 7),)))
    assert "5-7" in caught.value.message("vi")
    assert "1 " in caught.value.message("en")


def test_a_time_limit_is_told_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(*_: object, **__: object) -> None:
        raise PageTimeoutError

    monkeypatch.setattr("kehoach.ingest.ocr.document.read_page", too_slow)
    with pytest.raises(PageTimeoutError):
        read_pdf(make_pdf(tmp_path / "x.pdf", PageMaker().image()))
