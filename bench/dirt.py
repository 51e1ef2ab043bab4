"""Dirt and wear of scans: what the figures of a plan lose when its scan is dirty, its rulings are
broken, its sheets lie two by two. The loss wanted is 0.

    python -m bench.dirt [--kinds specks,hairs] [--papers bang-6-cot] [--seeds 1] [--dpi 200]

Each sample is printed, dirtied, worn as an office does, read, and scored against the truth; so is
the same scan without dirt. Prints a Markdown table: a row for each kind of dirt alone, and one for
what most papers have.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import numpy as np
from pdf2image import convert_from_path

from bench.accuracy import read_truth, score_plan, scorer
from bench.common import Paper, papers, say, table
from kehoach.ingest.read import read
from kehoach.pipeline import to_plan

FIGURES = ("document", "bases", "sections", "targets", "rows", "tasks")


def figures_of(scan: Path, truth: Path) -> dict[str, float]:
    """The figures of the plan that is read from a scan."""
    document = read(scan)
    plan = to_plan(document).model_dump(mode="json")
    scores, _ = score_plan(read_truth(truth), plan, scorer())
    return {name: scores[name] for name in FIGURES}


def dirty_scan(paper: Paper, folder: Path, kinds: Sequence[str], *, dpi: int, seed: int) -> Path:
    """A paper printed, dirtied or worn, and scanned by an office."""
    from dirt_maker import KINDS, dirtied  # type: ignore[import-not-found]  # tests/, without types
    from scan_maker import Wear, save, worn  # type: ignore[import-not-found]
    from sheet_wear_maker import worn_sheets  # type: ignore[import-not-found]

    office = Wear(skew=-0.4, noise=5, shade=15, quality=75)
    dirt = [kind for kind in kinds if kind in KINDS]
    pages = []
    for number, image in enumerate(convert_from_path(paper.pdf, dpi=dpi)):
        clean = np.array(image.convert("RGB"), np.uint8)
        pages.append(dirtied(clean, dpi, dirt, seed=100 * seed + number))
    sheets = worn_sheets(pages, dpi, [kind for kind in kinds if kind not in KINDS], seed)
    scans = [worn(sheet, office) for sheet in sheets]
    path: Path = save(folder / f"{paper.name}.pdf", scans, dpi, office.quality)
    return path


def main() -> None:
    from dirt_maker import KINDS, USUAL
    from sheet_wear_maker import FACING
    from sheet_wear_maker import KINDS as WEAR

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--papers", default="")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--dpi", type=int, default=200)
    asked = parser.parse_args()
    rows_wanted: dict[str, Sequence[str]] = {"none": ()}
    rows_wanted |= {kind: [kind] for kind in KINDS} | {"usual": USUAL}
    rows_wanted |= {kind: [kind] for kind in (*WEAR, FACING)}
    if asked.kinds:
        rows_wanted = {name: rows_wanted[name] for name in asked.kinds.split(",")}
    chosen = [paper for paper in papers() if paper.ours and asked.papers in paper.name]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, kinds in rows_wanted.items():
            found = []
            for paper in chosen:
                for seed in range(1, asked.seeds + 1):
                    assert paper.truth
                    scan = dirty_scan(paper, Path(folder), kinds, dpi=asked.dpi, seed=seed)
                    found.append(figures_of(scan, paper.truth))
                    say(f"  {name}: {paper.name} {seed}: {found[-1]['tasks']:.1f}")
            rows.append([name, *(mean(one[figure] for one in found) for figure in FIGURES)])
    print(table(["dirt", *FIGURES], rows))


if __name__ == "__main__":
    main()
