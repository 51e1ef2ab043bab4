"""Scans: accuracy against the truth, character errors against our own renderings, and pages per
second beside OCRmyPDF.

    python bench/scans.py [--shared ../shared] [--speed ngoc-trao-2023.scan200-office.pdf]
                          [--only WORD]

Prints Markdown tables. Nothing is cached, every page is read anew; both programs get the same cores
in the same run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from kehoach.emit.json import to_json
from kehoach.ingest.model import Document, lines_of
from kehoach.ingest.options import cores
from kehoach.ingest.read import read
from kehoach.pipeline import to_plan

FIGURES = ("document", "bases", "sections", "targets", "rows", "tasks")
_SCORE = re.compile(r"^(\w+)\s+([\d.]+)\s", re.MULTILINE)


def page_texts(document: Document) -> dict[int, str]:
    """The text of each page in reading order, white space evened."""
    texts: dict[int, list[str]] = {page.number: [] for page in document.pages}
    for line in lines_of(document.flow):
        texts[line.span.page or 0].append(line.text)
    return {
        n: unicodedata.normalize("NFC", " ".join(" ".join(own).split())) for n, own in texts.items()
    }


def character_errors(printed: Document, scanned: Document) -> float:
    """Edits per character of the printed text, page by page, in percent."""
    truth, found = page_texts(printed), page_texts(scanned)
    edits = sum(Levenshtein.distance(text, found.get(number, "")) for number, text in truth.items())
    return 100 * edits / max(sum(map(len, truth.values())), 1)


def scores(shared: Path, truth: Path, document: Document) -> dict[str, float]:
    """The figures of score.py for the plan in a document."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        plan.write_text(to_json(to_plan(document)), encoding="utf-8")
        command = [sys.executable, str(shared / "tools/score.py"), str(truth), str(plan)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: float(figure) for name, figure in _SCORE.findall(done.stdout)}


def accuracy(shared: Path, only: str) -> None:
    """One row per scan that has a truth."""
    print("| scan | " + " | ".join(FIGURES) + " | CER % | pages/s |")
    print("|---" * (len(FIGURES) + 3) + "|")
    for scan in sorted((shared / "plans").glob("*.scan*.pdf")):
        if only not in scan.name:
            continue
        name = scan.name.split(".")[0]
        start = time.perf_counter()
        document = read(scan)
        taken = time.perf_counter() - start
        figures = scores(shared, shared / f"truth/{name}.yaml", document)
        errors = character_errors(read(shared / f"plans/{name}.pdf"), document)
        told = " | ".join(f"{figures[figure]:.1f}" for figure in FIGURES)
        print(
            f"| {scan.name} | {told} | {errors:.2f} | {len(document.pages) / taken:.2f} |",
            flush=True,
        )


def speed(scan: Path) -> None:
    """Pages per second of ours and of OCRmyPDF, one after the other, twice; the better run of each
    counts."""
    best: dict[str, float] = {}
    pages = 0
    for _ in range(2):
        start = time.perf_counter()
        pages = len(read(scan).pages)
        best["kehoach"] = min(best.get("kehoach", 1e9), time.perf_counter() - start)
        best["OCRmyPDF"] = min(best.get("OCRmyPDF", 1e9), _ocrmypdf(scan))
    print("\n| program | pages/s | |\n|---|---|---|")
    for name, taken in best.items():
        print(f"| {name} | {pages / taken:.2f} | {best['OCRmyPDF'] / taken:.2f} of OCRmyPDF |")


def _ocrmypdf(scan: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "ocrmypdf",
            "--quiet",
            "--language",
            "vie",
            "--jobs",
            str(cores()),
        ]
        command += [
            "--output-type",
            "pdf",
            "--optimize",
            "0",
            str(scan),
            str(Path(folder) / "out.pdf"),
        ]
        start = time.perf_counter()
        subprocess.run(command, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared"
    )
    parser.add_argument("--speed", default="ngoc-trao-2023.scan200-office.pdf")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    if not (asked.shared / "plans").is_dir():
        sys.exit(f"no plans in {asked.shared}")
    if asked.only != "-":
        accuracy(asked.shared, asked.only)
    speed(asked.shared / "plans" / asked.speed)


if __name__ == "__main__":
    main()
