"""Dirt on scans: each kind is taken off an empty page, and nothing of the print is."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np
import pytest

from kehoach.ingest.ocr.deskew import DeskewedPage
from kehoach.ingest.ocr.dirt import take_off_blots, take_off_specks
from kehoach.ingest.ocr.page import read_page
from tests.dirt_maker import USUAL, dirtied
from tests.scan_maker import Wear, scanned, worn

DPI = 225.0
SAMPLES = Path(__file__).parents[1] / "samples"


def page_of(pixels: np.ndarray) -> DeskewedPage:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return DeskewedPage(np.asarray(grey, np.uint8), DPI, rotation=0, skew=0.0)


def blank() -> np.ndarray:
    return np.full((2631, 1860, 3), 255, np.uint8)


def print_line(pixels: np.ndarray, y: int, *, left: int = 300, letters: int = 40) -> None:
    """A line of letters as small rectangles, each with a mark above and a stop at the end."""
    for number in range(letters):
        x = left + 28 * number
        pixels[y : y + 20, x : x + 14] = 0
        pixels[y - 10 : y - 6, x + 3 : x + 10] = 0
    end = left + 28 * letters
    pixels[y + 15 : y + 20, end : end + 5] = 0


def cleaned(pixels: np.ndarray) -> np.ndarray:
    page = page_of(pixels)
    take_off_blots(page)
    take_off_specks(page, [])
    return page.grey


@pytest.mark.parametrize("kind", ["punch holes", "scanner edges", "specks", "margin crumbs"])
def test_each_kind_goes_from_a_page_with_text(kind: str) -> None:
    pixels = blank()
    for y in range(1150, 1500, 60):
        print_line(pixels, y)
    dirty = dirtied(pixels, DPI, [kind], seed=3)
    before = int((cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < 150).sum())
    added = int((cv2.cvtColor(dirty, cv2.COLOR_RGB2GRAY) < 150).sum()) - before
    left_over = int((cleaned(dirty) < 150).sum()) - before
    assert abs(left_over) < 0.1 * added


def test_print_stays() -> None:
    pixels = blank()
    for y in range(400, 2200, 60):
        print_line(pixels, y)
    cv2.rectangle(pixels, (1414, 408), (1427, 412), (0, 0, 0), -1)  # a dash after a line
    for y in (470, 530):
        cv2.circle(pixels, (250, y), 6, (0, 0, 0), -1)  # bullets
    for x in range(300, 900, 9):  # dots of a form
        pixels[2300:2304, x : x + 4] = 0
    pixels[2400:2422, 900:910] = 0  # a page number
    before = page_of(pixels).grey.copy()
    assert (cleaned(pixels) == before).all()


def test_a_dot_that_stands_alone_in_a_cell_goes_and_a_figure_stays() -> None:
    from kehoach.ingest.model import Box

    pixels = blank()
    print_line(pixels, 400)
    pixels[1000:1006, 500:506] = 0
    pixels[1100:1122, 500:510] = 0
    page = page_of(pixels)
    take_off_specks(page, [Box(100, 250, 500, 500)])
    assert page.grey[1000:1006, 500:506].min() == 255
    assert page.grey[1100:1122, 500:510].max() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "number"), [("bang-6-cot", 4), ("tuong-thuat", 1)])
def test_a_dirty_page_says_what_the_clean_one_says(paper: str, number: int) -> None:
    pdf = SAMPLES / paper / f"{paper}.pdf"
    wear = Wear(skew=-0.4, noise=5, shade=15)
    clean = scanned(pdf, number, 200, Wear())
    words = []
    for page in (clean, dirtied(clean, 200, USUAL, seed=5)):
        seen = read_page(worn(page, wear), 200, timeout=60)
        words.append([word.text for word in seen.words])
    assert SequenceMatcher(None, *words, autojunk=False).ratio() > 0.97
