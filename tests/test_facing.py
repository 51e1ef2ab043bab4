"""Two pages on one sheet: told by their fold, laid out one after the other, every word in its
place on the sheet; broad pages that are one page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdf2image import convert_from_path

from kehoach.ingest.layout import flow_of
from kehoach.ingest.model import Box, Line, Page, Word, lines_of
from kehoach.ingest.ocr.facing import flow_of_sheet, fold_of
from kehoach.ingest.read import read
from tests.scan_maker import Wear, save, worn
from tests.sheet_wear_maker import FACING, worn_sheets

PAPER = Path(__file__).parents[1] / "samples/nhiem-vu-chu-cai/nhiem-vu-chu-cai.pdf"
SHEET = Page(1, width=1190.0, height=842.0, method="ocr")
ROWS = range(80, 720, 20)


def column(word: str, x: float, *, wide: float = 400.0) -> list[Word]:
    return [Word(f"{word}{y}", Box(x, y, x + wide, y + 14), size=13.0) for y in ROWS]


def texts(words: list[Word], page: Page) -> list[str]:
    return [line.text for line in lines_of(flow_of_sheet(words, [], page, flow_of))]


def test_the_left_page_is_read_before_the_right() -> None:
    words = [word for pair in zip(column("a", 90), column("b", 690), strict=True) for word in pair]
    assert texts(words, SHEET) == [f"a{y}" for y in ROWS] + [f"b{y}" for y in ROWS]


def test_words_keep_their_places_on_the_sheet() -> None:
    words = [*column("a", 90), *column("b", 690)]
    flow = flow_of_sheet(words, [], SHEET, flow_of)
    lines = [item for item in flow if isinstance(item, Line)]
    assert {line.words[0].box for line in lines} == {word.box for word in words}
    assert {line.span.box.x0 for line in lines if line.span.box} == {90, 690}


@pytest.mark.parametrize(
    ("boxes", "page"),
    [
        pytest.param([*column("a", 90), *column("b", 690)],
                     Page(1, width=595.0, height=842.0, method="ocr"), id="an upright page"),
        pytest.param([*column("a", 90), *column("b", 690), Word("x", Box(90, 20, 1100, 34), 13.0)],
                     SHEET, id="a line over both"),
        pytest.param([*column("a", 90), *column("b", 510, wide=590.0)], SHEET, id="a narrow gap"),
        pytest.param([*column("a", 90), *column("b", 690)[:5]], SHEET, id="a signature"),
        pytest.param(column("a", 90), SHEET, id="one column"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_one_page(boxes: list[Word], page: Page) -> None:
    assert fold_of([word.box for word in boxes], page) is None


@pytest.mark.slow
def test_a_scanned_sheet_reads_as_its_pages(tmp_path: Path) -> None:
    images = convert_from_path(PAPER, dpi=200, first_page=1, last_page=2)
    pages = [np.array(image.convert("RGB"), np.uint8) for image in images]
    wear = Wear(skew=-0.4, noise=5, shade=15, quality=75)
    (sheet,) = (worn(sheet, wear) for sheet in worn_sheets(pages, 200, [FACING], seed=5))
    beside = read(save(tmp_path / "sheet.pdf", [sheet], 200))
    after = read(save(tmp_path / "pages.pdf", [worn(page, wear) for page in pages], 200))
    wanted = [line.text for line in lines_of(after.flow)]
    found = [line.text for line in lines_of(beside.flow)]
    same = sum(one == other for one, other in zip(wanted, found, strict=False))
    assert same >= 0.95 * len(wanted)
