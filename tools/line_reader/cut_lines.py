"""Cut the printed lines of a scanned PDF as kehoach finds them.

    PYTHONPATH=. python -m tools.line_reader.cut_lines SCAN.pdf OUT.npz [--pages 1,2]

The page is straightened, evenly lit and freed of coloured ink by kehoach itself; Tesseract's block
pass finds the lines; each is cut with a fixed white around its box. OUT holds, for each line:
`page` (from 1), `hint` (what Tesseract read), `dpi` and its grey picture (`pixels`, all lines
behind one another, row by row; `shape` is height and width of each).
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import pypdfium2
from ingest import ocr_page, pieces
from ingest.letters import ABOVE, BELOW, setting_of
from ingest.ocr_page import UNSURE
from ingest.raster import pdf_page
from ingest.rulings import find_rulings, find_tables
from ingest.straighten import even_light, lift_colour, likely_turns, straighten
from ingest.tesseract import BLOCK, Read
from tools.line_reader.line_files import Cut, Pixels, save

SCAN_DPI = 225
WHITE_ABOVE, WHITE_BELOW, WHITE_BESIDE = 3.2, 2.0, 5.0
"""Points around a line's box; chosen among four on six real papers (docs/line-reader.md)."""


def lines_of_page(path: Path, number: int, timeout: float = 300.0) -> list[Cut]:
    """The lines of page `number` (from 1) of a scan, body first, then cell by cell."""
    raster = pdf_page(path, number, SCAN_DPI, timeout)
    grey = even_light(lift_colour(raster.pixels))
    turns = likely_turns(grey)
    tries = []
    for turn in dict.fromkeys([*turns, (turns[0] + 180) % 360]):
        sure, cuts = _lines_turned(grey, raster.dpi, turn, number, timeout)
        tries.append((sure, cuts))
        if sure >= UNSURE:
            break
    return max(tries, key=lambda own: own[0])[1]


def _lines_turned(
    grey: Pixels, dpi: float, turn: int, number: int, timeout: float
) -> tuple[float, list[Cut]]:
    """An evenly lit page, to be turned by `turn` degrees -> how sure Tesseract is of it, and its
    lines."""
    page = straighten(grey, dpi, turn)
    rulings = find_rulings(page)
    tables = find_tables(rulings)
    page.grey[rulings.mask > 0] = 255
    found = [*pieces.body_pieces(page, tables), *pieces.cell_pieces(page, tables)]
    scales = [piece.scale for piece in found]
    results = ocr_page._read(found, scales, BLOCK, page.dpi, time.monotonic() + timeout)
    sure = ocr_page._mean_confidence([word for result in results for word in result.words])
    cuts = []
    for piece, result in zip(found, results, strict=True):
        cuts += _lines_of_piece(piece, result, number, page.dpi)
    return sure, cuts


def _lines_of_piece(
    piece: pieces.Piece, result: ocr_page._Result, number: int, dpi: float
) -> list[Cut]:
    point = dpi / 72
    height, width = piece.image.shape
    lines: dict[int, list[Read]] = {}
    for word in result.words:
        x0, y0, x1, y1 = (round(v / result.scale) for v in (word.x0, word.y0, word.x1, word.y1))
        lines.setdefault(word.line, []).append(replace(word, x0=x0, y0=y0, x1=x1, y1=y1))
    cuts = []
    for words in lines.values():
        setting = setting_of([(word.text, *pieces._ink_extent(piece.ink, word)) for word in words])
        if setting is None:
            continue
        top = max(0, int(setting.base - ABOVE * setting.size - WHITE_ABOVE * point))
        bottom = min(height, int(setting.base + BELOW * setting.size + WHITE_BELOW * point))
        left = max(0, int(min(word.x0 for word in words) - WHITE_BESIDE * point))
        right = min(width, int(max(word.x1 for word in words) + WHITE_BESIDE * point))
        if bottom - top >= 8 and right - left >= 8:
            hint = " ".join(word.text for word in words)
            cuts.append(Cut(number, hint, dpi, piece.image[top:bottom, left:right].copy()))
    return cuts


def main() -> None:
    """Read the arguments, cut, save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scan", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", help="numbers from 1, parted by commas (all)")
    args = parser.parse_args()
    document = pypdfium2.PdfDocument(args.scan)
    numbers = [int(n) for n in args.pages.split(",")] if args.pages else range(1, len(document) + 1)
    cuts = [cut for number in numbers for cut in lines_of_page(args.scan, number)]
    save(cuts, args.out)
    print(f"{args.scan.name}: {len(cuts)} lines")


if __name__ == "__main__":
    main()
