"""Photographs: what the figures of a plan lose when its pages come from a phone.

    python -m bench.photos [--papers bang-6-cot] [--kinds aslant,wavy] [--pages 4] [--as-is]
                           [--seed 1]

Each sample (and each plan of ../shared that is named) is printed, then scanned flat (200 dpi, as an
office does) and photographed page by page in several poses (`bench/photograph.py`); the pictures
are read as one paper and scored against the truth. `--pages`: only so many from the first, scored
against the plan that the PDF's own text gives on them. `--as-is`: the sheet is not sought, as it
was before there was a reader of photographs. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.accuracy import read_truth, score_plan, scorer
from bench.common import Paper, papers, say, scan_of, table
from bench.photograph import POSES, photographs
from kehoach.ingest.model import Document
from kehoach.ingest.ocr import page as page_reader
from kehoach.ingest.ocr.photo.flatten import FlatSheet
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.page_order import in_order
from kehoach.ingest.read import read, read_as_one
from kehoach.pipeline import to_plan

FIGURES = ("document", "sections", "targets", "rows", "tasks")
FLAT = "scan"


def figures_of(document: Document, truth: dict[str, Any]) -> dict[str, float]:
    """The figures of the plan in a document."""
    plan = to_plan(document).model_dump(mode="json")
    scores, _ = score_plan(truth, plan, scorer())
    return {name: scores[name] for name in FIGURES}


def truth_of(paper: Paper, pages: int | None) -> dict[str, Any]:
    """The truth of a paper; of its first pages alone, what the PDF's own text gives."""
    if pages is None:
        assert paper.truth is not None
        return read_truth(paper.truth)
    return to_plan(read(paper.pdf, options=first_pages(pages))).model_dump(mode="json")


def first_pages(pages: int | None) -> ReadOptions:
    """How a paper is read up to a page; None for all of it."""
    return ReadOptions(pages=((1, pages),) if pages else ())


def row_of(paper: Paper, kind: str, folder: Path, asked: argparse.Namespace) -> list[object]:
    """A row of the table: a paper scanned flat or photographed in one pose."""
    own = folder / f"{paper.name}-{kind}"
    own.mkdir(exist_ok=True)
    if kind == FLAT:
        files = [scan_of(paper, 200, own)]
    elif not any(own.iterdir()):
        files = photographs(paper.pdf, own, POSES[kind], asked.seed, last=asked.pages)
    else:
        files = in_order(list(own.iterdir()))
    start = time.perf_counter()
    if kind == FLAT:
        document = read(files[0], options=first_pages(asked.pages))
    else:
        document = read_as_one(files)
    taken = time.perf_counter() - start
    figures = figures_of(document, truth_of(paper, asked.pages))
    return [paper.name, kind, *figures.values(), taken / len(document.pages)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--papers", default="")
    parser.add_argument("--kinds", default=",".join([FLAT, *POSES]))
    parser.add_argument("--pages", type=int)
    parser.add_argument("--as-is", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder of the pictures, made once")
    asked = parser.parse_args()
    if asked.as_is:
        setattr(page_reader, "flat_sheet", _as_it_is)  # noqa: B010 (mypy knows the name as imported)
    names = asked.papers.split(",") if asked.papers else []
    chosen = [one for one in papers() if one.name in names or (not names and one.ours)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for paper in chosen:
            for kind in asked.kinds.split(","):
                rows.append(row_of(paper, kind, folder, asked))
                say(" ".join(map(str, rows[-1])))
    print(table(["paper", "how", *FIGURES, "s/page"], rows))


def _as_it_is(image: Pixels, dpi: float) -> FlatSheet:
    return FlatSheet(image, dpi, is_photograph=False)


if __name__ == "__main__":
    main()
