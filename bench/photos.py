"""Photographs: what the figures of a plan lose when its pages come from a phone.

    python -m bench.photos [--papers bang-6-cot] [--kinds aslant,wavy] [--as-is] [--seed 1]

Each sample (and each plan of ../shared that is named) is printed, then scanned flat (200 dpi, as an
office does) and photographed page by page in several poses (`bench/photograph.py`); the pictures
are read as one paper and scored against the truth. `--as-is`: the sheet is not sought, as it was
before there was a reader of photographs. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench.accuracy import read_truth, score_plan, scorer
from bench.common import Paper, papers, say, scan_of, table
from bench.photograph import POSES, photographs
from kehoach.ingest.model import Document
from kehoach.ingest.ocr import page as page_reader
from kehoach.ingest.ocr.photo.flatten import FlatSheet
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.page_order import in_order
from kehoach.ingest.read import read, read_as_one
from kehoach.pipeline import to_plan

FIGURES = ("document", "sections", "targets", "rows", "tasks")
FLAT = "scan"


def figures_of(document: Document, truth: Path) -> dict[str, float]:
    """The figures of the plan in a document."""
    plan = to_plan(document).model_dump(mode="json")
    scores, _ = score_plan(read_truth(truth), plan, scorer())
    return {name: scores[name] for name in FIGURES}


def row_of(paper: Paper, kind: str, folder: Path, seed: int) -> list[object]:
    """A row of the table: a paper scanned flat or photographed in one pose."""
    own = folder / f"{paper.name}-{kind}"
    own.mkdir(exist_ok=True)
    if kind == FLAT:
        files = [scan_of(paper, 200, own)]
    elif not any(own.iterdir()):
        files = photographs(paper.pdf, own, POSES[kind], seed)
    else:
        files = in_order(list(own.iterdir()))
    start = time.perf_counter()
    document = read(files[0]) if kind == FLAT else read_as_one(files)
    taken = time.perf_counter() - start
    assert paper.truth is not None
    figures = figures_of(document, paper.truth)
    return [paper.name, kind, *figures.values(), taken / len(document.pages)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--papers", default="")
    parser.add_argument("--kinds", default=",".join([FLAT, *POSES]))
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
                rows.append(row_of(paper, kind, folder, asked.seed))
                say(" ".join(map(str, rows[-1])))
    print(table(["paper", "how", *FIGURES, "s/page"], rows))


def _as_it_is(image: Pixels, dpi: float) -> FlatSheet:
    return FlatSheet(image, dpi, is_photograph=False)


if __name__ == "__main__":
    main()
