"""Tables whose rulings a copier broke or wore away, beside the same tables whole: as many cells, in
the same rows; and text that no line parts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pdf2image import convert_from_path

from kehoach.ingest.ocr.deskew import DeskewedPage, deskew, even_light, lift_colour
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.ocr.rulings import find_rulings, find_tables
from kehoach.ingest.ocr.strokes import Ruling
from kehoach.ingest.ocr.torn_rulings import Printed, put_together
from tests.scan_maker import Wear, worn
from tests.sheet_wear_maker import KINDS, worn_sheets

SAMPLES = Path(__file__).parents[1] / "samples"
DPI = 200
PAGES = {"bang-6-cot": (4, 90), "bang-8-cot": (5, 102), "quyet-dinh": (5, 84)}
"""A page with a table, and its cells (counted in the PDF)."""
OFFICE = Wear(skew=-0.4, noise=5, shade=15, quality=75)
MOST_LOST = {"thin lines": 0.04, "faded half": 0.04, "broken rulings": 0.08, "copied seals": 0.06}
"""The share of cells that are joined or parted wrongly at most."""


@cache
def clean(name: str) -> Pixels:
    page, _ = PAGES[name]
    (image,) = convert_from_path(
        SAMPLES / name / f"{name}.pdf", dpi=DPI, first_page=page, last_page=page
    )
    return np.array(image.convert("RGB"), np.uint8)


def cells_of(image: NDArray[np.uint8]) -> int:
    page = deskew(even_light(lift_colour(image)), DPI, 0)
    return sum(len(table.cells) for table in find_tables(find_rulings(page)))


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_plain_scan_keeps_its_cells(name: str) -> None:
    """Marks one below the other are no column, and stems on the line of a column part no row."""
    assert cells_of(worn(clean(name), OFFICE)) == PAGES[name][1]


@pytest.mark.slow
@pytest.mark.parametrize("kind", MOST_LOST)
def test_worn_rulings_keep_nearly_all_cells(kind: str) -> None:
    wrong = cells = 0
    for name, (_, wanted) in PAGES.items():
        (sheet,) = worn_sheets([clean(name)], DPI, [kind], seed=21)
        wrong += abs(cells_of(worn(sheet, OFFICE)) - wanted)
        cells += wanted
    assert wrong <= MOST_LOST[kind] * cells


def test_wear_is_the_same_each_time() -> None:
    page = np.full((300, 220, 3), 255, np.uint8)
    page[100:103] = 0
    for kind in KINDS:
        first, second = (worn_sheets([page], 72, [kind], seed=3) for _ in range(2))
        assert (first[0] == second[0]).all()


# --- lines put together ---------------------------------------------------------------------------

ACROSS = [Ruling(at, 50, 250) for at in (100, 130, 145, 180)]
SIDES = [Ruling(50, 100, 180), Ruling(250, 100, 180)]


def blank(*letters: tuple[int, int, int, int]) -> Printed:
    """A page of 300 points without print, one pixel a point, but for boxes of ink (x0, y0, x1,
    y1)."""
    ink = np.zeros((300, 300), np.uint8)
    for x0, y0, x1, y1 in letters:
        ink[y0:y1, x0:x1] = 255
    return Printed(ink, points=1.0)


def column(pieces: list[Ruling], printed: Printed) -> list[tuple[float, float]]:
    """The lines at x = 150 that are made of pieces, between the sides of the table."""
    _, down, _ = put_together(ACROSS, [*SIDES, *pieces], printed)
    return [(line.start, line.end) for line in down if line.at == 150]


def test_a_line_ends_where_others_cross_it() -> None:
    assert column([Ruling(150, 100, 165)], blank()) == [(100, 180)]


def test_a_gap_that_one_end_explains_is_closed() -> None:
    assert column([Ruling(150, 100, 112), Ruling(150, 130, 180)], blank()) == [(100, 180)]


def test_a_line_stops_at_a_row_of_one_cell() -> None:
    """Between 130 and 145 two columns are one cell."""
    pieces = [Ruling(150, 100, 130), Ruling(150, 145, 180)]
    assert column(pieces, blank()) == [(100, 130), (145, 180)]


def test_a_line_goes_on_through_no_letters() -> None:
    words = blank((120, 160, 180, 176))
    assert column([Ruling(150, 100, 152)], words) == [(100, 152)]
    assert column([Ruling(150, 100, 152)], blank((120, 160, 145, 176))) == [(100, 180)]


def test_what_was_torn_off_is_told() -> None:
    _, _, torn = put_together(ACROSS, [*SIDES, Ruling(150, 100, 165)], blank())
    assert [(part.at, part.start, part.end) for part in torn.down] == [(150, 165, 180)]


@pytest.mark.parametrize("level", [170, 205])
def test_a_table_worn_on_one_side(level: int) -> None:
    """Black lines on the left half, pale ones on the right."""
    grey = np.full((900, 1500), 250, np.uint8)
    for y in range(100, 801, 140):
        grey[y : y + 3, 100:700] = 20
        grey[y : y + 3, 700:1400] = level
    for x in range(100, 1401, 260):
        grey[100:803, x : x + 3] = 20 if x < 700 else level
    noise = np.random.default_rng(4).normal(0, 4, grey.shape)
    page = DeskewedPage(np.clip(grey + noise, 0, 255).astype(np.uint8), 225.0, rotation=0, skew=0.0)
    (table,) = find_tables(find_rulings(page))
    assert len(table.cells) == 25
