"""`make bench`, speed: each figure a ratio of runs in turn, each run in a process of its own
(bench/worker.py)."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench.common import PLAN_20, ROOT, SHARED, Figures, papers, say, scan_of, table
from bench.speed_pdf import startup_seconds

GROWTH = (1, 10, 100, 1000)
Run = dict[str, float]


def run(root: Path, job: str, path: Path) -> Run:
    """One job in a process of its own -> seconds, cpu, peak (MB), looks."""
    command = [sys.executable, str(ROOT / "bench" / "worker.py"), str(root), job, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(folder: Path, quick: bool, than: str = "") -> Figures:
    """Born-digital PDFs beside pdfplumber alone (and beside the code of commit `than`), growth,
    pieces, start-up."""
    return {
        "pdf": _pdfs(folder, quick, than),
        "than": than,
        "growth": _growth(folder, GROWTH[:3] if quick else GROWTH),
        "pieces": _pieces(),
        "startup": startup_seconds(),
        "cold": _cold(folder, 1 if quick else 7),
        "profile": _profiles(folder),
    }


def _pdfs(folder: Path, quick: bool, than: str) -> Figures:
    sides: dict[str, tuple[Path, str]] = {
        "pypdfium2": (ROOT, "pypdfium2"),
        "pdfplumber": (ROOT, "pdfplumber"),
        "kehoach": (ROOT, "extract"),
    }
    if than:
        old = folder / "old"
        _git("worktree", "add", "--detach", "--force", str(old), than)
        sides["old"] = (old, "extract")
    chosen = [PLAN_20, *(paper.pdf for paper in papers())]
    chosen += sorted((SHARED / "plans/real").glob("*-danso.pdf"))
    try:
        return {
            path.stem: _alternating(path, sides, 1 if quick else 3)
            for path in (chosen[:2] if quick else chosen)
        }
    finally:
        if than:
            _git("worktree", "remove", "--force", str(folder / "old"))


def _git(*words: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True)


def _alternating(path: Path, sides: dict[str, tuple[Path, str]], rounds: int) -> Figures:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        pages = len(pdf.pages)
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, (root, job) in sides.items():
            say(f"  speed: {name}: {path.name}")
            runs[name].append(run(root, job, path))
    figures: Figures = {"pages": pages}
    for name, own in runs.items():
        for key in ("seconds", "cpu", "peak"):
            figures[f"{name} {key}"] = round(median(one[key] for one in own), 3)
    return figures


PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_words(), page.extract_tables()
"""
PYPDFIUM2 = """
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    page.get_textpage().get_text_range()
"""


def _cold(folder: Path, rounds: int) -> Figures:
    """A paper of one page from the command to its end, starts and imports in it, as a clerk waits:
    seconds, medians of runs in turn."""
    import pypdfium2

    path = folder / "one-page.pdf"
    one = pypdfium2.PdfDocument.new()
    one.import_pages(pypdfium2.PdfDocument(PLAN_20), [0])
    one.save(path)
    python, out = sys.executable, str(folder / "one-page.json")
    commands = {
        "kehoach extract": [python, "-m", "kehoach", "extract", str(path), "-o", out],
        "Python with pdfplumber, words and tables": [python, "-c", PDFPLUMBER, str(path)],
        "Python with pypdfium2, text": [python, "-c", PYPDFIUM2, str(path)],
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            say(f"  speed: {name}: {path.name}")
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
            took[name].append(time.perf_counter() - start)
    assert Path(out).exists(), "kehoach extract wrote no plan"
    return {name: median(own) for name, own in took.items()}


def _growth(folder: Path, counts: tuple[int, ...]) -> Figures:
    """The 20 pages over and over: a plan as long as a book."""
    import pypdfium2

    found: Figures = {}
    source = pypdfium2.PdfDocument(PLAN_20)
    for count in counts:
        path = folder / f"pages-{count}.pdf"
        grown = pypdfium2.PdfDocument.new()
        for done in range(0, count, len(source)):
            grown.import_pages(source, list(range(min(len(source), count - done))))
        grown.save(path)
        say(f"  speed: {count} pages")
        reading, whole = run(ROOT, "read", path), run(ROOT, "extract", path)
        found[str(count)] = {
            "read": reading["seconds"],
            "extract": whole["seconds"],
            "peak": whole["peak"],
        }
    return found


def _pieces() -> Figures:
    """The plan of 20 pages: what each step takes, in milliseconds (medians of five, one
    process)."""
    from kehoach.commands.formats import FORMATS, rendered
    from kehoach.commands.papers import plain
    from kehoach.emit.json import from_json, to_json
    from kehoach.ingest.read import read
    from kehoach.pipeline import to_plan

    document = read(PLAN_20)
    plan = to_plan(document)
    text = to_json(plan).encode()
    steps: dict[str, Callable[[], object]] = {
        "read: file to document": lambda: read(PLAN_20),
        "understand and check: document to plan with findings": lambda: to_plan(document),
        "take a plan back from its JSON": lambda: from_json(text),
    }
    with tempfile.TemporaryDirectory() as out:
        paper = plain(PLAN_20)
        for name in FORMATS:
            target = Path(out) / f"x.{name}"
            steps[f"export: {name}"] = partial(rendered, plan, name, paper=paper, target=target)
        return {name: round(1000 * _median_of_five(step), 1) for name, step in steps.items()}


def _median_of_five(step: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return median(times)


def _profiles(folder: Path) -> Figures:
    """The shares of a page's time by place, for a PDF and for a scan of 200 dpi."""
    scan = scan_of(next(paper for paper in papers() if paper.name == "bang-8-cot"), 200, folder)
    found: Figures = {}
    for name, path in (("PDF", PLAN_20), ("scan", scan)):
        say(f"  profile: {name}")
        looks = run(ROOT, "profile", path)["looks"]
        assert isinstance(looks, dict)
        total = sum(looks.values())
        found[name] = {place: 100 * count / total for place, count in looks.items()}
    return found


def _slope(growth: Figures, key: str, first: str, last: str) -> float:
    """The power of the number of pages with which a figure grows: 1 is in step."""
    return math.log(growth[last][key] / growth[first][key]) / math.log(int(last) / int(first))


def report(now: Figures, before: Figures) -> str:
    """The tables of speed and the profile."""
    return "\n\n".join(
        [
            "## Speed\n\nBorn-digital PDF, file to plan with findings, beside pdfplumber reading "
            "words and tables and nothing else; wall clock, medians of runs in turn, a process "
            "each. Ratio below 1: kehoach is quicker. Bare characters: each character and its "
            "box by pypdfium2, the limit for any reader in Python.",
            _table_of_pdfs(now, before),
            "Growth (the same 20 pages over and over):",
            _table_of_growth(now["growth"]),
            f"The steps on {PLAN_20.name}, warm:",
            table(["step", "ms"], [[name, value] for name, value in now["pieces"].items()]),
            f"`kehoach --help`: {now['startup']:.2f} s.",
            "A paper of one page, from the command to its end, starts and imports in it:",
            table(
                ["command", "s"], [[name, f"{s:.2f}"] for name, s in now.get("cold", {}).items()]
            ),
            "## Profile\n\nWhere the time of a page goes: the innermost module of ours on the "
            "stack, or the library for PDF under it, looked at every 4 ms; all threads (waiting "
            "for Tesseract counts as `ingest/tesseract`). Percent.",
            *(f"{name}:\n\n{_ranked(places)}" for name, places in now["profile"].items()),
        ]
    )


def _table_of_pdfs(now: Figures, before: Figures) -> str:
    heads = ["PDF", "pages", "pages/s", "of pdfplumber's time", "processor time"]
    heads += ["ms a page", "bare characters, ms", "peak MB", "pdfplumber MB"]
    heads += [f"times quicker than {now['than']}"] if now["than"] else []
    rows = []
    for name, figures in now["pdf"].items():
        ratio = figures["kehoach seconds"] / figures["pdfplumber seconds"]
        ratio_told = f"{ratio:.2f}"
        old = before.get("pdf", {}).get(name)
        if old:
            old_ratio = old["kehoach seconds"] / old["pdfplumber seconds"]
            ratio_told += f" ({ratio - old_ratio:+.2f})"
        row = [name, figures["pages"]]
        row.append(f"{figures['pages'] / figures['kehoach seconds']:.1f}")
        row.append(ratio_told)
        row.append(f"{figures['kehoach cpu'] / figures['pdfplumber cpu']:.2f}")
        row += [_ms_a_page(figures, side) for side in ("kehoach", "pypdfium2")]
        row += [round(figures["kehoach peak"]), round(figures["pdfplumber peak"])]
        if now["than"]:
            quicker = figures["old seconds"] / figures["kehoach seconds"]
            cpu = figures["old cpu"] / figures["kehoach cpu"]
            row.append(f"{quicker:.2f} (processor time: {cpu:.2f})")
        rows.append(row)
    return table(heads, rows)


def _ms_a_page(figures: Figures, side: str) -> float | None:
    """None where the figures were kept from before that side was measured."""
    seconds = figures.get(f"{side} seconds")
    return None if seconds is None else 1000 * seconds / figures["pages"]


def _table_of_growth(growth: Figures) -> str:
    rows = []
    for pages, figures in growth.items():
        per_page = 1000 * figures["extract"] / int(pages)
        seconds = [f"{figures['read']:.2f}", f"{figures['extract']:.2f}", f"{per_page:.0f}"]
        rows.append([pages, *seconds, round(figures["peak"])])
    heads = ["pages", "read, s", "file to plan, s", "ms a page", "peak MB"]
    steps = []
    for first, last in pairwise(list(growth)[1:]):
        read, extract, peak = (
            f"{_slope(growth, key, first=first, last=last):.2f}"
            for key in ("read", "extract", "peak")
        )
        steps.append(f"{first} to {last} pages: read {read}, file to plan {extract}, memory {peak}")
    powers = f"Power of the number of pages (1: in step): {'; '.join(steps)}."
    return f"{table(heads, rows)}\n\n{powers}"


def _ranked(places: dict[str, float]) -> str:
    ranked = sorted(places.items(), key=lambda pair: -pair[1])[:12]
    return table(["place", "share"], [[place, share] for place, share in ranked])
