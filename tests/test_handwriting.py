"""Letterheads filled in by hand: number and day are not read, and told; print is not taken for a
hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from pdf2image import convert_from_path

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.handwriting import without_handwriting
from kehoach.ingest.ocr.handwritten_digits import ReadNumber
from kehoach.ingest.ocr.page import SeenPage, read_page
from kehoach.ingest.ocr.words import SeenWord
from kehoach.pipeline import extract
from tests.handwriting_maker import Hand, Pen, write
from tests.scan_maker import Wear, save, worn

SAMPLES = Path(__file__).parents[1] / "samples"
PAPER = SAMPLES / "bang-8-cot/bang-8-cot.pdf"
DPI = 200


@dataclass(frozen=True, slots=True)
class Blank:
    """A place of the letterhead to write into: its box in points, how many figures it has."""

    box: tuple[float, float, float, float]
    figures: int


def blanks() -> Iterator[Blank]:
    """The number and the day of the sample."""
    with pdfplumber.open(PAPER) as opened:
        words = opened.pages[0].extract_words(x_tolerance=1.5)
    for before, word in pairwise(words):
        box = (word["x0"], word["top"], word["x1"], word["bottom"])
        if before["text"] == "Số:":
            number, _, _ = word["text"].partition("/")
            end = box[0] + (box[2] - box[0]) * 0.92 * len(number) / len(word["text"])
            yield Blank((box[0], box[1], end, box[3]), len(number))
        elif before["text"] == "ngày" and word["text"].isdigit() and box[1] < 200:
            yield Blank(box, 2)


def filled_in(*, blue: bool, seed: int) -> np.ndarray:
    """The first page with its number and day written by hand."""
    (image,) = convert_from_path(PAPER, dpi=DPI, first_page=1, last_page=1)
    page = np.array(image.convert("RGB"), np.uint8)
    chance = np.random.default_rng(seed)
    hand = Hand.some(chance, blue=blue)
    scale = DPI / 72
    for blank in blanks():
        x0, top, x1, bottom = (round(edge * scale) for edge in blank.box)
        page[top:bottom, x0:x1] = 255
        figures = "".join(str(figure) for figure in chance.integers(0, 10, blank.figures))
        foot = top + 0.8 * (bottom - top)
        write(page, figures, (x0 - 2 * scale, foot), Pen(hand, scale, chance))
    return page


def head_of(seen: SeenPage) -> str:
    return " ".join(word.text for word in seen.words if word.box.y0 < 180)


@pytest.mark.slow
@pytest.mark.parametrize("blue", [False, True])
def test_what_was_written_by_hand_is_told(blue: bool, tmp_path: Path) -> None:
    page = worn(filled_in(blue=blue, seed=4), Wear(skew=0.3, noise=4, shade=15))
    plan = extract(save(tmp_path / "tay.pdf", [page], DPI))
    told = {
        finding.code: finding for finding in plan.findings if finding.code.startswith("handwri")
    }
    assert sum(finding.code.startswith("handwri") for finding in plan.findings) == 2
    assert all(finding.spans and finding.spans[0].bbox for finding in told.values())
    if "handwriting_read" not in told:  # what was not surely read is not stated
        assert plan.document.number is None
        assert str(plan.document.issued_on) in {"2026-01", "None"}


@pytest.mark.slow
@pytest.mark.parametrize("dpi", [150, 300])
def test_print_is_no_hand(dpi: int) -> None:
    (image,) = convert_from_path(PAPER, dpi=dpi, first_page=1, last_page=1)
    page = worn(np.array(image.convert("RGB"), np.uint8), Wear(skew=-0.6, noise=9, shade=30))
    seen = read_page(page, dpi, timeout=60)
    assert seen.handwritten == ()
    assert "ngày 05 tháng 01 năm 2026" in head_of(seen) or "tháng 01 năm 2026" in head_of(seen)


def words_from(*told: tuple[str, float, float]) -> list[SeenWord]:
    """Words of one line: text, confidence, stroke."""
    words: list[SeenWord] = []
    x = 100.0
    for text, confidence, stroke in told:
        box = Box(x, 60.0, x + 6.0 * len(text), 74.0)
        words.append(SeenWord(text, box, size=14.0, stroke=stroke, confidence=confidence))
        x = box.x1 + 4
    return words


DATE_BY_HAND = [
    ("Phú", 1.0, 1.0), ("An,", 1.0, 1.0), ("ngày", 1.0, 1.0), ("22", 0.2, 1.5),
    ("tháng", 1.0, 1.0), ("01", 1.0, 1.0), ("năm", 1.0, 1.0), ("2026", 1.0, 1.0),
]  # fmt: skip


def _unsure(box: Box, size: float) -> ReadNumber | None:
    """A reader of hands that is never sure."""
    return None


@pytest.mark.parametrize(
    ("read", "want", "number"),
    [
        (ReadNumber("22", 0.99), "Phú An, ngày 22 tháng 01 năm 2026", "22"),
        (ReadNumber("22", 0.8), "Phú An, ngày … tháng 01 năm 2026", None),
        (ReadNumber("42", 0.99), "Phú An, ngày … tháng 01 năm 2026", None),  # no day
        (ReadNumber("0", 0.99), "Phú An, ngày … tháng 01 năm 2026", None),
        (ReadNumber("", 0.99), "Phú An, ngày … tháng 01 năm 2026", None),
    ],
)
def test_a_hand_is_read_where_it_is_sure_and_may_be(
    read: ReadNumber, want: str, number: str | None
) -> None:
    kept, written = without_handwriting(
        words_from(*DATE_BY_HAND),
        lambda box: [],
        lambda box, size: read if read.digits else None,
        page_height=842.0,
    )
    assert " ".join(word.text for word in kept) == want
    assert [own.number for own in written] == [number]


def test_the_number_before_the_symbol_is_read(tmp_path: Path) -> None:
    asked: list[Box] = []

    def reader(box: Box, size: float) -> ReadNumber:
        asked.append(box)
        return ReadNumber("68", 0.99)

    line = words_from(("Số:", 1.0, 1.0), ("63/KH-UBND", 0.4, 1.6))
    kept, _ = without_handwriting(line, lambda box: [], reader, page_height=842.0)
    assert kept[-1].text == "68/KH-UBND"
    assert asked[0].x1 < line[1].box.x0 + 0.25 * line[1].box.width  # the symbol is print


@pytest.mark.parametrize(
    ("told", "want"),
    [
        ([("Số:", 1.0, 1.0), ("486", 0.7, 1.4), ("/QĐ-UBND", 1.0, 1.0)], "Số: …/QĐ-UBND"),
        ([("Sô:", 0.9, 1.0), ("77KH-UBND", 0.3, 1.2)], "Sô: …/KH-UBND"),
        ([("Số:", 1.0, 1.0), ("12/KH-UBND", 0.99, 1.05)], "Số: 12/KH-UBND"),
        ([("Số:", 1.0, 1.0), ("12/KH-UBND", 1.0, 1.45)], "Số: 12/KH-UBND"),  # bold
        (DATE_BY_HAND, "Phú An, ngày … tháng 01 năm 2026"),
        (DATE_BY_HAND[:-1], "Phú An, ngày 22 tháng 01 năm"),  # no date of a letterhead
    ],
)
def test_fields_of_a_letterhead(told: list[tuple[str, float, float]], want: str) -> None:
    kept, written = without_handwriting(
        words_from(*told), lambda box: [], _unsure, page_height=842.0
    )
    assert " ".join(word.text for word in kept) == want
    assert bool(written) == ("…" in want)


def test_ink_that_nobody_read_is_told() -> None:
    words = words_from(*DATE_BY_HAND)
    gap = [word for word in words if word.text != "22"]
    ink = [Box(155.0, 62.0, 163.0, 73.0)]
    kept, written = without_handwriting(
        gap,
        lambda box: [one for one in ink if box.holds_middle_of(one)],
        _unsure,
        page_height=842.0,
    )
    assert len(written) == (" … " in " ".join(word.text for word in kept))


def test_a_line_of_print_is_handed_back_as_it_is() -> None:
    words = words_from(("tháng,", 1.0, 1.0), ("6", 1.0, 1.0), ("tháng,", 1.0, 1.0))
    kept, written = without_handwriting(words, lambda box: [], _unsure, page_height=842.0)
    assert (kept, written) == (words, [])


def test_the_symbol_of_a_number_left_blank_is_no_hand() -> None:
    """Behind a wide white it is read as a line of its own: its first strokes are no ink beside
    print."""
    before, symbol = words_from(("Số:", 1.0, 1.0), ("/KH-UBND", 1.0, 1.0))
    far = replace(symbol, box=Box(143.0, 60.2, x1=201.0, y1=74.2))
    ink = [Box(143.0, 61.0, x1=147.0, y1=73.0), Box(147.5, 61.0, x1=151.0, y1=73.0)]
    kept, written = without_handwriting(
        [before, far],
        lambda box: [one for one in ink if box.holds_middle_of(one)],
        _unsure,
        page_height=842.0,
    )
    assert (kept, written) == ([before, far], [])


@pytest.mark.parametrize(("doubt", "found"), [(0.7, 0), (0.999, 1)])
def test_figures_doubted_as_the_print_beside_them_are_no_hand(doubt: float, found: int) -> None:
    """On a blurry page a tenth of the print is read with less confidence than the number."""
    line = words_from(("Số:", 1.0, 1.17), ("21/KH-MNHP", 0.85, 1.7))
    below = words_from(*[("chữ", 1.0, 1.2)] * 17, *[("mờ", doubt, 1.3)] * 3)
    others = [replace(word, box=replace(word.box, y0=90.0, y1=104.0), size=13.0) for word in below]
    _, written = without_handwriting([*line, *others], lambda box: [], _unsure, page_height=842.0)
    assert len(written) == found
