"""What other programs make of the same files. Runs in `.venv-bench` (`make bench` makes it), never
in ours: the peers bring their own OpenCV, and PyMuPDF is AGPL.

    .venv-bench/bin/python bench/peers.py versions
    .venv-bench/bin/python bench/peers.py tables {pdfplumber,camelot,pymupdf,img2table} FILE
    .venv-bench/bin/python bench/peers.py restore < LINES

Prints one JSON object on the last line: `seconds` (of the work alone, imports and a first small job
apart) and what came out. Settings are those with which each peer did best on our samples, told
beside each.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

Rows = list[list[str | None]]
Tables = list[tuple[int, Rows]]
"""Tables from the first to the last: the page, and rows of cells; None where a merged cell goes
on."""


def by_pdfplumber(path: Path) -> Tables:
    """Its default settings: ruled lines on both axes."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [(page.page_number, table) for page in pdf.pages for table in page.extract_tables()]


def by_camelot(path: Path) -> Tables:
    """Lattice, with `line_scale` 40: it finds the short rulings of low rows that 15, the default,
    misses."""
    camelot = importlib.import_module("camelot")
    found = camelot.read_pdf(str(path), pages="all", flavor="lattice", line_scale=40)
    ordered = sorted(found, key=lambda table: (table.page, -table._bbox[3]))
    return [
        (int(table.page), [[cell or None for cell in row] for row in table.data])
        for table in ordered
    ]


def by_pymupdf(path: Path) -> Tables:
    """`find_tables` by ruled lines, its default, without the layout model of version 2 (15 times
    slower, the same tables); the text of a cell by `get_text`, as `extract` loses spaces and moves
    commas."""
    pymupdf = importlib.import_module("pymupdf")
    pymupdf.use_layout(False)
    tables: Tables = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            for table in page.find_tables().tables:
                rows = [
                    [None if c is None else page.get_text("text", clip=c) for c in row.cells]
                    for row in table.rows
                ]
                tables.append((page.number + 1, rows))
    return tables


def by_img2table(path: Path) -> Tables:
    """Ruled tables of page images, with Tesseract `vie`; `detect_rotation`, without which it finds
    no table on a page that lies half a degree askew."""
    document = importlib.import_module("img2table.document").PDF(str(path), detect_rotation=True)
    ocr = importlib.import_module("img2table.ocr").TesseractOCR(n_threads=2, lang="vie")
    found = document.extract_tables(
        ocr=ocr, implicit_rows=False, implicit_columns=False, borderless_tables=False
    )
    return [(page + 1, _once(table)) for page, tables in sorted(found.items()) for table in tables]


def _once(table: Any) -> Rows:
    """img2table repeats a merged cell in all its positions: the first one keeps the text."""
    seen: set[tuple[float, ...]] = set()
    rows: Rows = []
    for row in table.content.values():
        rows.append([])
        for cell in row:
            box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
            rows[-1].append(None if box in seen else cell.value)
            seen.add(box)
    return rows


READERS: dict[str, Callable[[Path], Tables]] = {
    "pdfplumber": by_pdfplumber,
    "camelot": by_camelot,
    "pymupdf": by_pymupdf,
    "img2table": by_img2table,
}


def tables(name: str, path: Path) -> dict[str, Any]:
    """The tables of a file, twice read: the second time counts, when everything is loaded
    (img2table, slow: once)."""
    reader = READERS[name]
    if name != "img2table":
        reader(path)
    start = time.perf_counter()
    found = reader(path)
    return {"seconds": time.perf_counter() - start, "tables": found}


def restore(lines: list[str]) -> dict[str, Any]:
    """Diacritics put back by pyvi, as shipped; a line on which it fails stays as it is."""
    restorer = importlib.import_module("pyvi.ViUtils").add_accents
    restorer("Ke hoach cong tac")  # loads its model
    out, failed = [], 0
    start = time.perf_counter()
    for line in lines:
        try:
            out.append(restorer(line))
        except KeyError:  # of 0.1.1, on letters of other languages
            out.append(line)
            failed += 1
    return {"seconds": time.perf_counter() - start, "lines": out, "failed": failed}


def versions() -> dict[str, str]:
    """The versions of the peers that are installed."""
    found = {}
    for name in ("pdfplumber", "camelot-py", "PyMuPDF", "img2table", "ocrmypdf", "pyvi"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def main() -> int:
    """Do one job, print its result. Exit code 4: the peer is not installed."""
    job, *rest = sys.argv[1:]
    try:
        if job == "versions":
            result: Any = versions()
        elif job == "tables":
            result = tables(rest[0], Path(rest[1]))
        else:
            result = restore(json.load(sys.stdin))
    except ImportError as error:
        print(f"{job} {' '.join(rest[:1])}: {error}", file=sys.stderr)
        return 4
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
