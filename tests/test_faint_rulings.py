"""Tables whose rulings a fixed grey level misses: pale, dotted, dashed; and text without."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from kehoach.ingest.ocr.deskew import DeskewedPage
from kehoach.ingest.ocr.rulings import RuledTable, find_rulings, find_tables

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
