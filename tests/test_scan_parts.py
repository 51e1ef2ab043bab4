"""The steps of reading a scan, each alone: straightening, seals, rulings, text layers, known
misreadings, the cache."""

from __future__ import annotations

import io
import os
import platform
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pdfplumber
import pytesseract
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from kehoach.errors import BrokenFileError, CrashError, TooLargeError
from kehoach.ingest.model import Box, Cell, Grid, Line, Span, Word
from kehoach.ingest.ocr.cache import PageCache, PageKey, clear
from kehoach.ingest.ocr.deskew import DeskewedPage, deskew, even_light, lift_colour, likely_turns
from kehoach.ingest.ocr.document import _low_confidence
from kehoach.ingest.ocr.glyphs import reach, setting_of
from kehoach.ingest.ocr.list_marks import NUMERALS, roman, with_list_marks
from kehoach.ingest.ocr.memory import give_back_pictures
from kehoach.ingest.ocr.page import SeenPage, SeenTable
from kehoach.ingest.ocr.pixels import PixelBox
from kehoach.ingest.ocr.raster import MAX_PIXELS, bounded_dpi, image_page, image_pages, pdf_page
from kehoach.ingest.ocr.regions import _columns
from kehoach.ingest.ocr.rulings import find_rulings, find_tables
from kehoach.ingest.ocr.words import SeenWord
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.pdf.page import quick
from kehoach.ingest.pdf.text_layer import must_read_picture
from kehoach.pipeline import extract
from tests.scan_maker import Laid, Pixels, Wear, overlaid, save, scanned, worn

SAMPLE = Path(__file__).parents[1] / "samples/bang-6-cot/bang-6-cot.pdf"
VIETNAMESE = "Uy ban nhan dan phuong"


@pytest.fixture(scope="module")
def body() -> Pixels:
    return scanned(SAMPLE, 1, 100, Wear())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [1, 4])
def test_a_page_is_set_upright_by_the_look_of_its_lines(turn: int, page: int) -> None:
    pixels = scanned(SAMPLE, page, 100, Wear(skew=0.8, noise=10, turn=turn))
    assert likely_turns(even_light(lift_colour(pixels))) == [(360 - turn) % 360]


@settings(max_examples=8, deadline=None)
@given(skew=st.floats(-6, 6))
def test_skew_is_found(skew: float) -> None:
    pixels = scanned(SAMPLE, 1, 100, Wear(skew=skew, noise=8))
    assert deskew(even_light(lift_colour(pixels)), 100, 0, 100).skew == pytest.approx(
        -skew, abs=0.25
    )


def test_light_is_evened(body: Pixels) -> None:
    dim = even_light(lift_colour(worn(body, Wear(shade=110))))
    assert np.percentile(dim[:, -60:], 50) > 235, "the dark side is paper again"
    assert dim.min() < 60, "and print stays dark"


def test_a_seal_is_lifted_and_the_print_under_it_stays(body: Pixels) -> None:
    plain, sealed = lift_colour(body), lift_colour(worn(body, Wear(seal=True)))
    assert (sealed < 120).sum() == pytest.approx((plain < 120).sum(), rel=0.02)
    assert (worn(body, Wear(seal=True))[..., 1] < 120).sum() > 1.03 * (plain < 120).sum(), (
        "there was a seal"
    )


def drawn(
    rows: list[int], columns: list[int], *, broken: int = 0, skip: tuple[tuple[int, int], ...] = ()
) -> DeskewedPage:
    """A ruled table at 300 dpi: edges in pixels, gaps of `broken` pixels in every line; `skip`
    holds sides that are not drawn, as (row, column) whose right side is missing."""
    grey = np.full((rows[-1] + 200, columns[-1] + 200), 255, np.uint8)
    for y in rows:
        cv2.line(grey, (columns[0], y), (columns[-1], y), 0, 3)
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, x in enumerate(columns):
            if (row, column - 1) not in skip:
                cv2.line(grey, (x, top), (x, bottom), 0, 3)
    if broken:
        for at in range(columns[0] + 130, columns[-1], 310):
            grey[:, at : at + broken] = np.where(
                grey[:, at : at + broken] == 0, 255, grey[:, at : at + broken]
            )
    return DeskewedPage(grey, 300, 0, 0.0)


def test_cells_of_a_ruled_table() -> None:
    (table,) = find_tables(find_rulings(drawn([100, 200, 400, 470], [100, 300, 800, 1400])))
    assert len(table.cells) == 9
    assert table.cells[0].x1 == pytest.approx(300 * 0.24, abs=1)


def test_broken_rulings_are_bridged() -> None:
    (table,) = find_tables(
        find_rulings(drawn([100, 200, 400, 600], [100, 300, 800, 1400], broken=25))
    )
    assert len(table.cells) == 9


def test_a_merged_cell_is_one() -> None:
    (table,) = find_tables(
        find_rulings(drawn([100, 200, 270, 600], [100, 300, 800, 1400], skip=((1, 1),)))
    )
    assert len(table.cells) == 8
    assert max(cell.x1 - cell.x0 for cell in table.cells) == pytest.approx(1100 * 0.24, abs=2)


@settings(max_examples=15, deadline=None)
@given(
    heights=st.lists(st.integers(70, 300), min_size=2, max_size=6),
    widths=st.lists(st.integers(100, 500), min_size=2, max_size=6),
)
def test_every_table_is_found_whatever_its_shape(heights: list[int], widths: list[int]) -> None:
    rows, columns = np.cumsum([100, *heights]).tolist(), np.cumsum([100, *widths]).tolist()
    (table,) = find_tables(find_rulings(drawn(rows, columns)))
    assert len(table.cells) == len(heights) * len(widths)


def printed(width: int, height: int, columns: list[tuple[int, int, int]]) -> Pixels:
    """White paper with strokes as high as letters: (left, right, pitch) of each column of lines."""
    page = np.full((height, width), 255, np.uint8)
    for left, right, pitch in columns:
        for top in range(20, height - 40, pitch):
            for x in range(left, right, 14):
                page[top : top + 18, x : x + 8] = 0
    return page


def test_recipients_and_signature_are_read_apart() -> None:
    prose = printed(1600, 600, [(150, 1450, 56)])
    foot = printed(1600, 700, [(150, 650, 42), (900, 1450, 61)])
    page = np.vstack([prose, foot])
    parts = _columns(page, 128, 0, len(page))
    whole, left, right = parts
    assert (whole.left, whole.right) == (0, 1600)
    assert right == PixelBox(left.right, left.top, right=1600, bottom=1300)
    assert 650 < left.right < 900
    assert 540 < left.top < 622, "between the last line of prose and the first of the columns"


@pytest.mark.parametrize("columns", [[(150, 1450, 56)], [(150, 650, 42)], []])
def test_one_column_is_read_whole(columns: list[tuple[int, int, int]]) -> None:
    page = printed(1600, 1200, columns)
    assert _columns(page, 128, 0, 1200) == [PixelBox(0, 0, right=1600, bottom=1200)]


def test_text_is_no_table(body: Pixels) -> None:
    page = deskew(even_light(lift_colour(worn(body, Wear(noise=12, skew=1)))), 100, 0)
    assert find_tables(find_rulings(page)) == []


def test_a_lone_frame_is_no_table() -> None:
    assert find_tables(find_rulings(drawn([100, 700], [100, 900]))) == []


def test_letter_size_from_the_ink() -> None:
    words = []
    for word in ("nam", "Quyết", "định", "UBND"):
        above, below = reach(word)
        words.append((word, 100 - 40 * above, 100 + 40 * below))
    setting = setting_of(words)
    assert setting is not None
    assert (setting.size, setting.base) == (pytest.approx(40), pytest.approx(100))
    assert setting_of([("---", 0.0, 3.0)]) is None


# --- text layers ----------------------------------------------------------------------------------


def decision(
    text: list[tuple[float, float, str]], *, invisible: bool = False, laid: Laid | None = None
) -> bool:
    """Is the picture of this page read? The font has no "ế": "Œ" (its "ê") stands for it."""
    data = io.BytesIO()
    Image.new("RGB", (300, 420), "white").save(data, "JPEG")
    made = overlaid(data.getvalue(), text, invisible=invisible, laid=laid)
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        page = quick(pdf.pages[0])
        words = [
            Word(str(w["text"]).replace("Œ", "ế"), Box(w["x0"], w["top"], w["x1"], w["bottom"]), 11)
            for w in page.extract_words()
        ]
        return must_read_picture(page, words)


OF_OTHER_OCR = [(60.0, 700.0 - 14 * n, "k\xea s\xea th\xea \xf4 k\xea ho\xe1ch") for n in range(20)]
"""Words enough, with marks as Vietnamese has them."""


def test_a_signature_over_a_scan_is_no_text_layer() -> None:
    assert decision(
        [
            (400, 800, "Ky boi: Van phong Uy ban nhan dan"),
            (400, 788, "Thoi gian ky: 09.03.2020 13:45"),
        ]
    )


def test_the_layer_of_an_english_ocr_is_not_trusted() -> None:
    assert decision(
        [
            (60, 700 - 14 * n, "UY BAN NHAN DAN Doc lap - Tu do - Hanh phuc va cac don vi")
            for n in range(20)
        ]
    )


def test_an_invisible_layer_is_read_anew() -> None:
    words = [
        (60, 700 - 14 * n, "kế hoạch".encode().decode("latin-1", "replace")) for n in range(30)
    ]
    assert decision([(x, y, "a b c d \xea \xf4") for x, y, _ in words], invisible=True)


def test_a_layer_under_the_picture_is_not_read_but_text_on_a_ground_is() -> None:
    assert decision(OF_OTHER_OCR, laid=Laid(over=True))
    assert not decision(OF_OTHER_OCR)
    assert not decision(OF_OTHER_OCR, laid=Laid(over=True, more=b"/SMask 5 0 R"))


def test_a_layer_without_ink_on_a_scan_of_a_smaller_sheet() -> None:
    low = [(x, y / 2, words) for x, y, words in OF_OTHER_OCR]
    assert decision(low, invisible=True, laid=Laid(width=330))
    assert not decision(low, laid=Laid(width=330))
    assert not decision(low, invisible=True, laid=Laid(width=120))  # a seal, or a drawing


def test_garbage_without_a_picture_stays_text() -> None:
    with pdfplumber.open(SAMPLE) as pdf:
        words = [Word("xyz", Box(0, 0, 9, 9), 11)] * 200
        assert not must_read_picture(pdf.pages[0], words)


# --- known misreadings ----------------------------------------------------------------------------


def line(text: str, *, x: float = 80, confidence: float = 0.95) -> Line:
    words, at = [], x
    for word in text.split():
        words.append(Word(word, Box(at, 100, at + 5 * len(word), 112), 12, confidence=confidence))
        at += 5 * len(word) + 4
    return Line(
        text, Span(page=1, box=Box(x, 100, at, 112)), words=tuple(words), confidence=confidence
    )


def mended(*texts: str) -> list[str]:
    flow = with_list_marks([line(text) for text in texts])
    return [item.text for item in flow if isinstance(item, Line)]


def test_a_group_numeral_broken_in_its_narrow_cell() -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["VI", "NHIỆM VỤ CHUNG", ""],
        ["1", "Rà soát", "Văn phòng"],
        ["VỊ\n1", "NHIỆM VỤ RIÊNG", ""],
    ]
    cells = tuple(
        Cell(at, col, lines=tuple(line(part) for part in text.split("\n") if part))
        for at, row in enumerate(rows)
        for col, text in enumerate(row)
    )
    (grid,) = with_list_marks([Grid(len(rows), 3, cells, Span(page=1))])
    assert isinstance(grid, Grid)
    numbers = [" ".join(own.text for own in cell.lines) for cell in grid.cells if cell.col == 0]
    assert numbers == ["TT", "VI", "1", "VII"]


@pytest.mark.parametrize("value", range(1, len(NUMERALS)))
def test_right_numerals_stay(value: int) -> None:
    assert roman(NUMERALS[value]) == NUMERALS[value]


def test_misread_marks_are_mended() -> None:
    assert mended("L. MỤC ĐÍCH", "IL. NHIỆM VỤ", "HI. TỔ CHỨC") == [
        "I. MỤC ĐÍCH",
        "II. NHIỆM VỤ",
        "III. TỔ CHỨC",
    ]
    assert mended("e) Một", "8) Hai", "h) Ba", "¡) Bốn") == ["e) Một", "g) Hai", "h) Ba", "i) Bốn"]
    assert mended("~ Báo cáo") == ["- Báo cáo"]
    assert mended("Trước Quý HI năm 2025") == ["Trước Quý III năm 2025"]
    assert mended("1. Quý Inăm 2025") == ["1. Quý I năm 2025"]


@pytest.mark.parametrize(
    "texts",
    [
        (
            "I. MỤC ĐÍCH",
            "II. YÊU CẦU",
            "II. TỔ CHỨC",
        ),  # a clean numeral that repeats is the paper's own mistake
        ("a) Một", "c) Hai"),  # a letter left out is the paper's own
        ("L. Nguyễn Văn An",),
        ("Quý 1/2023", "Hạng H năm 2025"),
        ("8) Tám", "9) Chín"),
    ],
)
def test_what_may_be_right_is_left_alone(texts: tuple[str, ...]) -> None:
    assert mended(*texts) == list(texts)


# --- images, pages, cache -------------------------------------------------------------------------


def test_resolution_is_told_or_guessed(tmp_path: Path) -> None:
    told, untold = tmp_path / "a.png", tmp_path / "b.jpg"
    Image.new("L", (1654, 2339), "white").save(told, dpi=(200, 200))
    Image.new("L", (1654, 2339), "white").save(untold)
    assert image_page(told, 1).dpi == pytest.approx(200, abs=1)
    assert image_page(untold, 1).dpi == pytest.approx(200, abs=1)
    assert image_pages(told, 5)[0] == (pytest.approx(595, abs=2), pytest.approx(842, abs=2))


def test_broken_and_huge_images_are_refused(tmp_path: Path) -> None:
    broken, huge, many = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.tif"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"junk" * 20)
    Image.new("1", (12000, 6000)).save(huge)
    Image.new("1", (20, 20)).save(many, save_all=True, append_images=[Image.new("1", (20, 20))] * 4)
    with pytest.raises(BrokenFileError):
        image_pages(broken, 5)
    with pytest.raises(TooLargeError):
        image_pages(huge, 5)
    with pytest.raises(TooLargeError):
        image_pages(many, 3)


def test_a_poster_is_drawn_with_bounded_pixels() -> None:
    dpi = bounded_dpi(7200, 7200, 300)
    assert (7200 / 72 * dpi) ** 2 <= MAX_PIXELS * 1.001
    assert bounded_dpi(595, 842, 300) == 300


def test_page_ranges() -> None:
    options = ReadOptions(pages=((1, 3), (8, 8)))
    assert [n for n in range(1, 10) if options.wants(n)] == [1, 2, 3, 8]
    assert ReadOptions().wants(77)


READING = SeenPage(
    595.0, 842.0, 90, 0.5, (SeenWord("Kế", Box(1, 2, 3, 4), 13.0, 1.2, 0.9),),
    (SeenTable((Box(0, 0, 9, 9),), (SeenWord("1", Box(1, 1, 2, 2), 12.0, 1.0, 0.8),)),), 0.04,
)  # fmt: skip

KEY = PageKey("f" * 64, page=1, dpi=200)


def test_the_cache_gives_back_what_it_got(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "cache")
    assert cache.get(KEY) is None
    cache.put(KEY, READING)
    assert cache.get(KEY) == READING
    assert cache.get(replace(KEY, dpi=300)) is None
    assert cache.get(replace(KEY, sha256="e" * 64)) is None
    cache.close()
    assert clear(tmp_path / "cache") == 1
    assert clear(tmp_path / "none") == 0


def test_a_cache_that_cannot_be_used_is_done_without(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    cache = PageCache(file)
    cache.put(KEY, READING)
    assert cache.get(KEY) is None
    cache.close()


# --- memory ---------------------------------------------------------------------------------------


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep little")
def test_what_a_page_took_is_given_back() -> None:
    """Blocks too small to be mapped, of which the last stays, so that the heap cannot shrink."""
    blocks = [bytes(100_000) for _ in range(600)]
    last = blocks[-1]
    before = _resident()
    blocks.clear()
    give_back_pictures()
    assert len(last) == 100_000
    assert before - _resident() > 40 * 2**20


def _resident() -> int:
    """Bytes of this process in memory."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_a_tesseract_that_is_killed_leaves_no_page_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: Pixels
) -> None:
    """Where memory runs out the system kills it: that is no fault of the page, and the paper is
    read again another time."""
    fake = tmp_path / "tesseract"
    asked = f'case "$1" in --*) exec {shutil.which("tesseract")} "$@";; esac'
    fake.write_text(f"#!/bin/sh\n{asked}\nkill -9 $$\n")
    fake.chmod(0o755)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(fake))
    scan = tmp_path / "scan.png"
    Image.fromarray(body).save(scan, dpi=(100, 100))
    with pytest.raises(CrashError):
        extract(scan, ReadOptions(reader="tesseract"))


def test_a_plus_and_a_number_that_were_surely_read_stay() -> None:
    assert mended("- Một", "+ Hai", "+ Ba") == ["- Một", "+ Hai", "+ Ba"]
    assert mended("1. MỤC ĐÍCH", "2. NHIỆM VỤ") == ["1. MỤC ĐÍCH", "2. NHIỆM VỤ"]
    assert mended("4) Bốn việc", "5) Năm việc") == ["4) Bốn việc", "5) Năm việc"]


def test_numbers_of_rows_are_told_by_their_neighbours() -> None:
    marks = ["TT", "7", "s", "9", "10", "II", "IV", "12"]
    cells = tuple(
        Cell(row, col, lines=(line(text),))
        for row, mark in enumerate(marks)
        for col, text in enumerate((mark, "Rà soát", "Văn phòng"))
        if mark != "IV" or col < 2  # the heading of a group
    )
    (grid,) = with_list_marks([Grid(len(marks), 3, cells, Span(page=1))])
    assert isinstance(grid, Grid)
    assert [cell.lines[0].text for cell in grid.cells if cell.col == 0] == [
        "TT", "7", "8", "9", "10", "11", "IV", "12",
    ]  # fmt: skip


def test_a_scan_is_drawn_pixel_by_pixel(tmp_path: Path) -> None:
    grey = np.random.default_rng(1).integers(0, 255, (1754, 1241, 1), np.uint8)
    pixels = np.repeat(grey, 3, axis=2)
    path = save(tmp_path / "scan.pdf", [pixels], 150, quality=95)
    drawn = pdf_page(path, 1, 150.0, 60).pixels
    assert drawn.shape == pixels.shape
    (embedded,) = (image.image for image in PdfReader(path).pages[0].images)
    assert np.abs(np.asarray(embedded, np.int16) - drawn).mean() < 1


def _line_of_scan(text: str, confidence: float) -> Line:
    box = Box(0.0, 0.0, 30.0, 10.0)
    return Line(text, Span(page=1), words=(Word(text, box, 10.0, confidence=confidence),))


@pytest.mark.parametrize(
    ("text", "is_crisp", "is_told"),
    [
        ("14g00", True, False),
        ("9g00", True, False),
        ("7:30", True, False),
        ("14g00", False, True),  # on a bad page the figures may be others
        ("74g00", True, True),
        ("Trạm Y tê", True, True),
    ],
)
def test_hours_of_crisp_pages_are_not_doubted(text: str, is_crisp: bool, is_told: bool) -> None:
    notes = _low_confidence([_line_of_scan(text, 0.4)], is_crisp=is_crisp)
    assert [note.evidence for note in notes] == ([text] if is_told else [])
