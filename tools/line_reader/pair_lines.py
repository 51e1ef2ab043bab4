"""Cut the lines of a made scan by the boxes that the born-digital PDF of the same paper tells.

    PYTHONPATH=. python -m tools.line_reader.pair_lines PLAN.pdf PLAN.scan.pdf OUT.npz [--pages 1,2]

The scan's page is prepared as kehoach does and then laid upon the drawn PDF page (an affine map,
found by ECC), so that the boxes fit to about a pixel. OUT is as `cut_lines` writes it; `hint` is
the true text. Lines that a table's rule, a wide gap or a change of type size parts are separate
lines.
"""

from __future__ import annotations

import argparse
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pdfplumber
from ingest.raster import pdf_page
from ingest.straighten import even_light, lift_colour, straighten
from tools.line_reader.cut_lines import (
    SCAN_DPI,
    WHITE_ABOVE,
    WHITE_BELOW,
    WHITE_BESIDE,
)
from tools.line_reader.line_files import Cut, Pixels, save

FIT_DPI = 100
"""Resolution at which scan and drawn page are laid upon each other."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line: text, left, right, base line and type size in points from the upper left."""

    text: str
    left: float
    right: float
    base: float
    size: float


def text_lines(page: Any) -> list[TextLine]:
    """The lines of a pdfplumber page."""
    rules = [(line["x0"], line["top"], line["bottom"]) for line in [*page.lines, *page.rects]]
    words = page.extract_words(extra_attrs=["size"], x_tolerance_ratio=0.15, keep_blank_chars=False)
    rows: dict[int, list[dict[str, Any]]] = {}
    for word in words:
        rows.setdefault(round(word["bottom"] / 2.0), []).append(word)
    found = []
    for row in rows.values():
        row.sort(key=lambda word: word["x0"])
        runs: list[list[dict[str, Any]]] = []
        for word in row:
            last = runs[-1][-1] if runs else None
            if last is None or _parted(last, word, rules):
                runs.append([word])
            else:
                runs[-1].append(word)
        for run in runs:
            size = float(np.median([word["size"] for word in run]))
            text = unicodedata.normalize("NFC", " ".join(word["text"] for word in run))
            base = float(np.median([word["bottom"] for word in run])) - 0.216 * size
            found.append(TextLine(text, run[0]["x0"], run[-1]["x1"], base, size))
    return found


def _parted(
    last: dict[str, Any], word: dict[str, Any], rules: list[tuple[float, float, float]]
) -> bool:
    gap = word["x0"] - last["x1"]
    middle = (word["top"] + word["bottom"]) / 2
    ruled = any(
        last["x1"] - 1 < x < word["x0"] + 1 and top < middle < bottom for x, top, bottom in rules
    )
    return bool(gap > 1.3 * word["size"] or ruled or abs(word["size"] - last["size"]) > 0.6)


def laid_upon(scan: Pixels, drawn: Pixels) -> np.ndarray[Any, Any]:
    """The affine map (2 x 3) from pixels of `drawn` to pixels of `scan`, both at FIT_DPI."""
    height, width = drawn.shape
    soft = [
        cv2.GaussianBlur(255 - image, (0, 0), 2.5).astype(np.float32) / 255
        for image in (drawn, scan)
    ]
    canvas = np.zeros((height, width), np.float32)
    rows, columns = min(height, scan.shape[0]), min(width, scan.shape[1])
    canvas[:rows, :columns] = soft[1][:rows, :columns]
    (dx, dy), _ = cv2.phaseCorrelate(soft[0], canvas)
    start = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 200, 1e-5)
    everywhere = np.full(soft[1].shape, 255, np.uint8)
    _, found = cv2.findTransformECC(soft[0], soft[1], start, cv2.MOTION_AFFINE, stop, everywhere, 3)
    return np.asarray(found, np.float64)


def lines_of_pair(plan: Path, scan: Path, number: int) -> list[Cut]:
    """The lines of page `number` (from 1), cut from the scan, with their true text."""
    raster = pdf_page(scan, number, SCAN_DPI, 120)
    page = straighten(even_light(lift_colour(raster.pixels)), raster.dpi, 0)
    colours = pdf_page(plan, number, FIT_DPI, 120).pixels
    drawn = colours if colours.ndim == 2 else cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    share = FIT_DPI / page.dpi
    small = cv2.resize(page.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    fit = laid_upon(np.asarray(small, np.uint8), np.asarray(drawn, np.uint8))
    unit = FIT_DPI / 72
    point = page.dpi / 72
    cuts = []
    with pdfplumber.open(plan) as document:
        lines = text_lines(document.pages[number - 1])
    for line in lines:
        ends = [np.array([x * unit, line.base * unit, 1.0]) for x in (line.left, line.right)]
        (left, base0), (right, base1) = ((fit @ end) / share for end in ends)
        base, size = (base0 + base1) / 2, line.size * point
        top = int(base - 0.8 * size - WHITE_ABOVE * point)
        bottom = int(base + 0.2 * size + WHITE_BELOW * point)
        x0, x1 = int(left - WHITE_BESIDE * point), int(right + WHITE_BESIDE * point)
        if top < 0 or x0 < 0 or bottom > page.grey.shape[0] or x1 > page.grey.shape[1]:
            continue
        cuts.append(Cut(number, line.text, page.dpi, page.grey[top:bottom, x0:x1].copy()))
    return cuts


def main() -> None:
    """Read the arguments, cut, save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plan", type=Path)
    parser.add_argument("scan", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", default="1")
    args = parser.parse_args()
    cuts = []
    for number in args.pages.split(","):
        try:
            cuts += lines_of_pair(args.plan, args.scan, int(number))
        except cv2.error as error:
            print(f"{args.scan.name} page {number}: {error.err}")
    save(cuts, args.out)
    print(f"{args.scan.name}: {len(cuts)} lines")


if __name__ == "__main__":
    main()
