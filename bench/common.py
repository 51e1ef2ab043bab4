"""What the parts of `make bench` share: papers and scans to measure with, peers, medians, tables of
Markdown."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PEERS = ROOT / ".venv-bench" / "bin" / "python"
sys.path[:0] = [entry for entry in (str(ROOT), str(ROOT / "tests")) if entry not in sys.path]

Figures = dict[str, Any]
PLAN_20 = ROOT / "bench" / "plan-20-pages.pdf"
TIMEOUT = 900.0
"""Seconds that one job of a peer may take."""


def say(text: str) -> None:
    """Progress, on standard error: standard output is for the report."""
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Paper:
    """A plan that exists printed (PDF) and as the Word file that the PDF was printed from, with its
    truth."""

    name: str
    pdf: Path
    docx: Path
    truth: Path | None
    ours: bool  # a sample of this repository, not a plan of ../shared


def papers() -> list[Paper]:
    """The samples, then the plans of ../shared where it is."""
    found = [
        Paper(pdf.stem, pdf, pdf.with_suffix(".docx"), pdf.parent / "expected.json", True)
        for pdf in sorted((ROOT / "samples").glob("*/*.pdf"))
    ]
    for truth in sorted((SHARED / "truth").glob("*.yaml")):
        pdf = SHARED / "plans" / f"{truth.stem}.pdf"
        if pdf.exists():
            found.append(Paper(truth.stem, pdf, pdf.with_suffix(".docx"), truth, False))
    return found


def scan_of(paper: Paper, dpi: int, folder: Path, pages: int | None = None) -> Path:
    """A paper, or its first `pages`, printed and scanned: clean at 300 dpi, as from an office at
    200, crooked and under a seal at 150. The wear is the same every time. For a plan of ../shared
    its own scan, None made."""
    from pdf2image import pdfinfo_from_path
    from scan_maker import Wear, save, scanned  # type: ignore[import-not-found]  # tests/, without types

    if not paper.ours:
        found = sorted((SHARED / "plans").glob(f"{paper.name}.scan{dpi}-*.pdf"))
        if found:
            return found[0]
    path = folder / f"{paper.name}.{dpi}.pdf"
    if not path.exists():
        wear = {
            300: Wear(skew=0.1, noise=2, quality=85),
            200: Wear(skew=-0.4, noise=5, shade=15, quality=75),
            150: Wear(skew=0.8, noise=9, shade=30, seal=True, quality=60),
        }[dpi]
        pages = pages or int(pdfinfo_from_path(str(paper.pdf))["Pages"])
        save(
            path, [scanned(paper.pdf, n, dpi, wear) for n in range(1, pages + 1)], dpi, wear.quality
        )
    return path


def peer(*words: str, lines: Sequence[str] | None = None) -> Any | None:
    """A job of bench/peers.py in the peers' own environment; None, told, where the peer is missing
    or fails."""
    if not PEERS.exists():
        say(f"  {' '.join(words[:2])}: no .venv-bench (make bench makes it)")
        return None
    command = [str(PEERS), str(ROOT / "bench" / "peers.py"), *words]
    given = None if lines is None else json.dumps(list(lines))
    try:
        done = subprocess.run(command, capture_output=True, text=True, input=given, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        say(f"  {' '.join(words[:2])}: not done after {TIMEOUT:.0f} s")
        return None
    if done.returncode:
        say(f"  {' '.join(words[:2])}: failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown; figures with one decimal, None as a dot."""

    def shown(value: object) -> str:
        if value is None:
            return "·"
        return f"{value:.1f}" if isinstance(value, float) else str(value)

    body = ["| " + " | ".join(map(shown, row)) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|", *body])


def changed(now: float | None, before: float | None, digits: int = 1) -> str:
    """A figure, with its change since the last results where there is one: `99.1 (+0.4)`."""
    if now is None:
        return "·"
    told = f"{now:.{digits}f}"
    if before is None or round(now - before, digits) == 0:
        return told
    return f"{told} ({now - before:+.{digits}f})"
