"""Tables whose rulings a fixed grey level misses: pale, dotted, dashed; and text without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scan_maker import Wear, scanned

from kehoach.ingest.ocr.deskew import DeskewedPage, deskew, even_light
from kehoach.ingest.ocr.rulings import RuledTable, find_rulings, find_tables

SAMPLES = Path(__file__).parent.parent / "samples"
DPI = 225.0
ROWS, COLUMNS = 6, 4
LEFT, TOP, WIDE, HIGH = 200, 300, 350, 140
Pen = Callable[[np.ndarray], np.ndarray]
"""The grey levels of a line (all black) -> those of it drawn by another pen."""


def pale(line: np.ndarray) -> np.ndarray:
    return np.full_like(line, 205)


def dotted(line: np.ndarray) -> np.ndarray:
    return np.where(np.arange(line.shape[-1]) % 10 < 5, line, 250).astype(np.uint8)


def dashed(line: np.ndarray) -> np.ndarray:
    return np.where(np.arange(line.shape[-1]) % 24 < 12, line, 250).astype(np.uint8)


def print_words(grey: np.ndarray) -> None:
    """Stems as high as letters in each cell, at one indent, as text has them."""
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = LEFT + WIDE * column + 20, TOP + HIGH * row + 40
            for letter in range(12):
                grey[y : y + 26, x + 18 * letter : x + 18 * letter + 4] = 20
                grey[y + 22 : y + 26, x + 18 * letter : x + 18 * letter + 12] = 20


def tables_of(pen: Pen | None) -> list[RuledTable]:
    grey = np.full((1400, 1860), 250, np.uint8)
    print_words(grey)
    if pen is not None:
        black = np.zeros(WIDE * COLUMNS, np.uint8)
        for row in range(ROWS + 1):
            y = TOP + HIGH * row
            grey[y : y + 3, LEFT : LEFT + WIDE * COLUMNS] = pen(black)
        black = np.zeros(HIGH * ROWS, np.uint8)
        for column in range(COLUMNS + 1):
            x = LEFT + WIDE * column
            upright = pen(black)[:, None]
            part = grey[TOP : TOP + HIGH * ROWS, x : x + 3]
            grey[TOP : TOP + HIGH * ROWS, x : x + 3] = np.minimum(part, upright)
    noise = np.random.default_rng(2).normal(0, 4, grey.shape)
    noisy = np.clip(grey + noise, 0, 255).astype(np.uint8)
    page = DeskewedPage(noisy, DPI, rotation=0, skew=0.0)
    return find_tables(find_rulings(page))


@pytest.mark.parametrize("pen", [pale, dotted, dashed])
def test_each_cell_of_a_faint_table_is_found(pen: Pen) -> None:
    (table,) = tables_of(pen)
    assert len(table.cells) == ROWS * COLUMNS


def test_text_alone_is_no_table() -> None:
    assert tables_of(None) == []


def headed(*, banner: bool, grey_of_rules: int) -> list[RuledTable]:
    """A table with black rules, those of its columns pale in the uppermost row."""
    grey = np.full((1400, 1860), 250, np.uint8)
    print_words(grey)
    if banner:  # one run of letters over all columns instead of the words of a header
        grey[TOP : TOP + HIGH, LEFT : LEFT + WIDE * COLUMNS] = 250
        for x in range(LEFT + 20, LEFT + WIDE * COLUMNS - 200, 18):
            grey[TOP + 40 : TOP + 66, x : x + 4] = 20
            grey[TOP + 62 : TOP + 66, x : x + 16] = 20
    for row in range(ROWS + 1):
        y = TOP + HIGH * row
        grey[y : y + 3, LEFT : LEFT + WIDE * COLUMNS] = 0
    for column in range(COLUMNS + 1):
        x = LEFT + WIDE * column
        grey[TOP + HIGH : TOP + HIGH * ROWS, x : x + 3] = 0
        is_side = column in (0, COLUMNS)
        header = grey[TOP + 3 : TOP + HIGH, x : x + 3]
        header[:] = 0 if is_side else np.minimum(header, grey_of_rules)
    noise = np.random.default_rng(2).normal(0, 4, grey.shape)
    noisy = np.clip(grey + noise, 0, 255).astype(np.uint8)
    return find_tables(find_rulings(DeskewedPage(noisy, DPI, rotation=0, skew=0.0)))


@pytest.mark.parametrize("grey_of_rules", [225, 240, 250])
def test_columns_go_on_through_a_header_whose_rules_are_pale(grey_of_rules: int) -> None:
    (table,) = headed(banner=False, grey_of_rules=grey_of_rules)
    assert len(table.cells) == ROWS * COLUMNS


def test_a_banner_over_all_columns_stays_one_cell() -> None:
    (table,) = headed(banner=True, grey_of_rules=250)
    assert len(table.cells) == (ROWS - 1) * COLUMNS + 1


def test_the_grey_strip_between_two_lines_of_text_is_no_ruling() -> None:
    """Grey paper of which only a strip is left between the letters of one line and of the next."""
    grey = np.full((1400, 1860), 232, np.uint8)
    for row in range(3):
        grey[TOP + HIGH * row : TOP + HIGH * row + 3, LEFT : LEFT + WIDE * 2 + 3] = 0
    for column in range(3):
        x = LEFT + WIDE * column
        grey[TOP : TOP + HIGH * 2 + 3, x : x + 3] = 0
    for line in range(2):
        y = TOP + 30 + 46 * line
        for letter in range(25):
            x = LEFT + 14 + 13 * letter
            grey[y : y + 28, x : x + 4] = 20
            grey[y : y + 4, x : x + 10] = 20
            grey[y + 24 : y + 28, x : x + 10] = 20
    noise = np.random.default_rng(2).normal(0, 4, grey.shape)
    noisy = np.clip(grey + noise, 0, 255).astype(np.uint8)
    (table,) = find_tables(find_rulings(DeskewedPage(noisy, DPI, rotation=0, skew=0.0)))
    assert len(table.cells) == 4


def test_letters_whose_tails_touch_the_rulings_of_low_rows_are_no_column() -> None:
    """Rows as high as one line: "g", "p", "y" of the first column hang on the rules below it."""
    wear = Wear(skew=-0.4, noise=5, shade=15, quality=75)
    grey = scanned(SAMPLES / "quyet-dinh/quyet-dinh.pdf", 4, 200, wear)[:, :, 1]
    rulings = find_rulings(deskew(even_light(grey), 200, 0))
    assert len({round(line.at) for line in rulings.down}) == 5
