"""`make bench`, tables: cells and rows exact, beside peers on the same pages.

The truth is the Word file that the PDF was printed from: its cells by our DOCX reader, which sees
XML and no geometry. White space does not count (whether a broken line is a space is a matter of
taste), nor do header rows. A cell is exact when its whole text came out as one cell; a row is whole
when all cells that begin in it did, as one row. Peers read page by page and cannot know that a row
goes on overleaf, so a second count is kinder to them: the last row of a page and the first of the
next are also tried as one, cell by cell, and count when that is right.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from statistics import median

from bench.common import Figures, Paper, changed, papers, peer, say, scan_of, table
from kehoach.ingest.model import Grid
from kehoach.ingest.read import read
from kehoach.normalize.text import clean
from kehoach.parsers.tables.tables import RoleTable, read_tables
from kehoach.parsers.tables.white_grids import with_headers

PRINTED = ("pdfplumber", "camelot", "pymupdf", "table-stitcher", "pdfmonkey")
SCANNED = ("img2table",)
SCAN_DPI = 200
MIN_COLUMNS = 3
NAMES = {
    "kehoach": "kehoach",
    "pdfplumber": "pdfplumber `extract_tables`",
    "camelot": "Camelot lattice",
    "pymupdf": "PyMuPDF `find_tables`",
    "table-stitcher": "pdfplumber + table-stitcher",
    "pdfmonkey": "pdfmonkey (pdfplumber within)",
    "img2table": "img2table + Tesseract",
}

COUNTED = ("cells", "cells, joined", "rows", "rows, joined")

Row = tuple[str, ...]


def measure(folder: Path, quick: bool) -> Figures:
    """{"printed" or "scanned": {reader: {cells, rows, their kinder counts, seconds, papers}}}, sums
    over papers."""
    chosen = [paper for paper in papers() if truth_of(paper)]
    if quick:
        chosen = chosen[:2]
    few = [paper for paper in chosen if paper.ours] + [paper for paper in chosen if not paper.ours][
        :1
    ]
    return {
        "printed": _compared([(paper, paper.pdf) for paper in chosen], PRINTED, 1 if quick else 3),
        "scanned": _compared(
            [(paper, scan_of(paper, SCAN_DPI, folder)) for paper in few], SCANNED, 1
        ),
    }


def _compared(files: Sequence[tuple[Paper, Path]], readers: Sequence[str], rounds: int) -> Figures:
    sums: dict[str, Counter[str]] = {}
    seconds: dict[str, list[float]] = {}
    for paper, path in files:
        truth = truth_of(paper)
        took: dict[str, list[float]] = {}
        for _ in range(rounds):  # in turn: a busy moment hits all
            for name in ("kehoach", *readers):
                say(f"  tables: {name}: {path.name}")
                found = _ours(path) if name == "kehoach" else _theirs(name, path)
                if found is None:
                    continue
                if name not in took:
                    sums.setdefault(name, Counter()).update(_counted(truth, found))
                took.setdefault(name, []).append(found.seconds)
        for name, own in took.items():
            seconds.setdefault(name, []).append(median(own))
    return {
        name: {
            "papers": len(seconds[name]),
            **{key: 100 * own[key] / own[f"all {key.split(',')[0]}"] for key in COUNTED},
            "seconds": round(sum(seconds[name]), 2),
        }
        for name, own in sums.items()
    }


def _squeezed(text: str | None) -> str:
    return "".join(clean(text or "").split())


def truth_of(paper: Paper) -> list[Row]:
    """The rows of a Word file's tables: the texts of the cells that begin in each."""
    return _rows(_tables(paper.docx))


def _tables(path: Path) -> list[RoleTable]:
    grids = [item for item in with_headers(read(path).flow) if isinstance(item, Grid)]
    return read_tables([grid for grid in grids if grid.ruled and grid.n_cols >= MIN_COLUMNS])


def _rows(tables: Iterable[RoleTable]) -> list[Row]:
    """Tables of ours -> rows of texts; a merged cell stands in the row where it begins."""
    seen: set[int] = set()
    rows: list[Row] = []
    for one in tables:
        for slots in one.rows:
            fresh = {id(slot): slot for slot in slots if id(slot) not in seen}
            seen.update(fresh)
            rows.append(
                _told(" ".join(line.text for line in slot.lines) for slot in fresh.values())
            )
    return [row for row in rows if row]


def _told(cells: Iterable[str | None]) -> Row:
    return tuple(text for cell in cells if (text := _squeezed(cell)))


@dataclass(frozen=True)
class _Found:
    """The rows of a reader, those that may be rows over a page break, and the seconds it took."""

    rows: list[Row]
    over_pages: list[Row]
    seconds: float


def _ours(path: Path) -> _Found:
    """From the file to the rows over all pages."""
    start = time.perf_counter()
    rows = _rows(_tables(path))
    return _Found(rows, [], time.perf_counter() - start)


def _theirs(name: str, path: Path) -> _Found | None:
    answer = peer("tables", name, str(path))
    if answer is None:
        return None
    pages = [(page, rows) for page, rows in answer["tables"] if rows]
    return _Found(
        [_told(row) for _, rows in pages for row in rows], _over_pages(pages), answer["seconds"]
    )


def _over_pages(pages: Sequence[tuple[int, list[list[str | None]]]]) -> list[Row]:
    """The last row of a page with the first of the next, repeated header rows apart."""
    rows: list[Row] = []
    for (before, above), (after, below) in pairwise(pages):
        if after != before + 1 or len(above[-1]) != len(below[0]):
            continue
        repeated = sum(
            1
            for _ in takewhile(lambda two: two[0] == two[1], zip(pages[0][1], below, strict=False))
        )
        if repeated < len(below):
            rows.append(
                _told(
                    (a or "") + (b or "") for a, b in zip(above[-1], below[repeated], strict=True)
                )
            )
    return rows


def _counted(truth: Sequence[Row], found: _Found) -> Counter[str]:
    """How many cells and rows of the truth came out; each thing found counts once."""
    out = Counter({"all rows": len(truth), "all cells": sum(map(len, truth))})
    for name, rows in (("", found.rows), (", joined", [*found.rows, *found.over_pages])):
        out[f"rows{name}"] = (Counter(truth) & Counter(rows)).total()
        cells = Counter(cell for row in rows for cell in row)
        out[f"cells{name}"] = (Counter(cell for row in truth for cell in row) & cells).total()
    return out


def report(now: Figures, before: Figures) -> str:
    """The tables, with the changes since `before`."""
    text = "## Tables, beside peers on the same pages\n\n"
    text += "Percent of the cells and rows of the Word files that the pages were printed from, "
    text += (
        "header rows apart. `joined`: rows cut by a page break put together for the peer, where "
    )
    text += (
        "that is right; ours are as we join them. Seconds: the sum over the papers (PDF: medians "
    )
    text += "of alternating runs), imports and start-up apart.\n"
    heads = ["reader", "papers", "cells exact", "joined", "rows whole", "joined", "seconds"]
    for kind, title in (("printed", "Born-digital PDF"), ("scanned", f"Scans of {SCAN_DPI} dpi")):
        rows = []
        for name, own in sorted(now[kind].items(), key=lambda pair: -pair[1]["rows, joined"]):
            old = before.get(kind, {}).get(name, {})
            figures = [changed(own[k], old.get(k)) for k in COUNTED]
            rows.append([NAMES[name], own["papers"], *figures, f"{own['seconds']:.2f}"])
        text += f"\n{title}:\n\n{table(heads, rows)}\n"
    return text.rstrip()
