"""How to read the cells of a scanned table: each alone or the page at once, with the rulings in the
picture or out.

    .venv/bin/python bench/scan_trials.py PRINTED.pdf SCAN.pdf [--pages 4]

The cells of the printed paper are the truth; a cell is right when its letters, digits and marks are
all the same (white space apart). Prints a Markdown table: cells exact, edits per character, seconds
per page.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from kehoach.ingest.grid import build_grid
from kehoach.ingest.model import Grid, Word
from kehoach.ingest.ocr.deskew import DeskewedPage, deskew, even_light, ink_of, lift_colour
from kehoach.ingest.ocr.raster import pdf_page
from kehoach.ingest.ocr.regions import LETTER, USUAL_LETTER, Region, cell_regions, words_of
from kehoach.ingest.ocr.rulings import RuledTable, find_rulings, find_tables
from kehoach.ingest.ocr.tesseract import BLOCK, ReadingMode
from kehoach.ingest.ocr.tesseract_regions import RegionReader
from kehoach.ingest.ocr.words import SeenWord
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read

AUTO, SPARSE = ReadingMode(3), ReadingMode(11)
"""Tesseract's page segmentation modes: automatic, and text wherever it stands."""
LIMIT = 300.0
Reader = Callable[[DeskewedPage, list[RuledTable]], list[SeenWord]]


def by_cell(page: DeskewedPage, tables: list[RuledTable]) -> list[SeenWord]:
    """Each cell alone."""
    return _words(page, cell_regions(page, tables), BLOCK)


def at_once(mode: ReadingMode) -> Reader:
    """The page as one picture, read in this mode."""

    def whole(page: DeskewedPage, tables: list[RuledTable]) -> list[SeenWord]:
        ink = ink_of(page.grey, page.level)
        region = Region(page.grey, ink, x=0, y=0, letter=USUAL_LETTER)
        return _words(page, [region], mode)

    return whole


def _words(page: DeskewedPage, regions: list[Region], mode: ReadingMode) -> list[SeenWord]:
    reader = RegionReader(page.dpi, end=time.monotonic() + LIMIT)
    readings = reader.read(regions, [region.scale for region in regions], mode)
    words: list[SeenWord] = []
    for region, reading in zip(regions, readings, strict=True):
        words += words_of(region, reading.words, reading.scale, page=page)
    return words


TRIALS: tuple[tuple[str, bool, Reader], ...] = (
    ("each cell alone (psm 6), rulings out", True, by_cell),
    ("each cell alone (psm 6), rulings in", False, by_cell),
    ("page at once, psm 6, rulings out", True, at_once(BLOCK)),
    ("page at once, psm 6, rulings in", False, at_once(BLOCK)),
    ("page at once, psm 3, rulings out", True, at_once(AUTO)),
    ("page at once, psm 11, rulings out", True, at_once(SPARSE)),
)


def text_of(grid: Grid) -> dict[tuple[int, int], str]:
    """The text of each cell, by row and column, without white space."""
    return {
        (c.row, c.col): "".join("".join(line.text.split()) for line in c.lines) for c in grid.cells
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("printed", type=Path)
    parser.add_argument("scan", type=Path)
    parser.add_argument("--pages", type=int, default=4, help="so many pages that have a table")
    asked = parser.parse_args()
    flow = [
        item
        for item in read(asked.printed, options=ReadOptions()).flow
        if isinstance(item, Grid) and item.ruled
    ]
    by_page: dict[int, list[Grid]] = {}
    for grid in flow:
        by_page.setdefault(grid.span.page or 0, []).append(grid)
    chosen = list(by_page.items())[: asked.pages]
    print(f"{asked.scan.name}, {len(chosen)} pages (x-height {LETTER:.0f} pixels)\n")
    print("| how | cells exact % | edits per character % | seconds per page |\n|---|---|---|---|")
    for name, removed, reader in TRIALS:
        right = cells = edits = letters = 0
        taken = 0.0
        for number, truth in chosen:
            raster = pdf_page(asked.scan, number, 300, LIMIT)
            page = deskew(even_light(lift_colour(raster.pixels)), raster.dpi, 0)
            rulings = find_rulings(page)
            tables = find_tables(rulings)
            if removed:
                page.grey[np.asarray(rulings.mask) > 0] = 255
            start = time.perf_counter()
            words = [
                Word(w.text, w.box, w.size, confidence=w.confidence) for w in reader(page, tables)
            ]
            taken += time.perf_counter() - start
            grids = [build_grid(table.cells, _inside(words, table), number) for table in tables]
            for wanted, grid in zip(truth, grids, strict=False):
                found = text_of(grid)
                for place, text in text_of(wanted).items():
                    if text:
                        cells, letters = cells + 1, letters + len(text)
                        right += found.get(place) == text
                        edits += Levenshtein.distance(text, found.get(place, ""))
        share = (
            100 * right / max(cells, 1),
            100 * edits / max(letters, 1),
            taken / max(len(chosen), 1),
        )
        print(f"| {name} | {share[0]:.1f} | {share[1]:.2f} | {share[2]:.1f} |", flush=True)
    print(f"\n{cells} cells")


def _inside(words: list[Word], table: RuledTable) -> list[Word]:
    return [word for word in words if table.box.holds_middle_of(word.box)]


if __name__ == "__main__":
    main()
