"""Pages that lean: the slope of drawn rulings is measured, and the page set upright by it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kehoach.ingest.ocr.deskew import DeskewedPage, Lean
from kehoach.ingest.ocr.photo.upright import LEAST_SLOPE, lean_of, moved_aside, upright
from kehoach.ingest.ocr.pixels import Pixels, as_pixels

DPI = 225.0
COLUMNS = (180, 300, 800, 1150, 1400, 1680)
LEANS = [(0.03, 0.0), (-0.03, 0.0), (0.02, 0.02), (-0.015, 0.015), (0.0, -0.05)]


def a_page(*, ruled: bool = True) -> DeskewedPage:
    """A page with letters, and a table of six rulings unless told otherwise."""
    grey = np.full((2600, 1840), 245, np.uint8)
    for row in range(300, 2300, 60):
        for column in range(200, 1650, 40):
            cv2.rectangle(grey, (column, row), (column + 14, row + 26), 60, 2)
    if ruled:
        grey[1000:1700, 150:1720] = 245
        for x in COLUMNS:
            cv2.line(grey, (x, 1020), (x, 1680), 30, 3)
        for y in (1020, 1200, 1440, 1680):
            cv2.line(grey, (COLUMNS[0], y), (COLUMNS[-1], y), 30, 3)
    return DeskewedPage(as_pixels(grey), DPI, rotation=0, skew=0.0)


def leaning(page: DeskewedPage, left: float, right: float) -> DeskewedPage:
    """The page with rulings of these slopes at its left and right edge."""
    middle = page.grey.shape[0] / 2
    pixels: Pixels = moved_aside(page.grey, Lean(-left, -right, middle=middle))
    return DeskewedPage(pixels, DPI, rotation=0, skew=0.0)


@pytest.mark.parametrize(("left", "right"), LEANS)
def test_slopes_are_measured_and_taken_back(left: float, right: float) -> None:
    page = leaning(a_page(), left, right)
    lean = lean_of(page)
    assert lean is not None
    assert (lean.left, lean.right) == pytest.approx((left, right), abs=0.003)
    again = lean_of(upright(page))
    assert again is None or again.largest < LEAST_SLOPE


@pytest.mark.parametrize("page", [a_page(), a_page(ruled=False)], ids=["upright", "no table"])
def test_what_does_not_lean_stays_as_it_is(page: DeskewedPage) -> None:
    assert lean_of(page) is None
    assert upright(page) is page


def test_letters_alone_tell_nothing() -> None:
    assert lean_of(leaning(a_page(ruled=False), 0.04, 0.04)) is None
