"""`make bench`, text of scans: beside plain Tesseract, OCRmyPDF and TrueOCR, on the same pages
and cores, runs in turn.

Two figures, as the order of reading differs where there are tables: words right (as a bag, F1) on
all pages, and wrong letters (edits per letter of what was printed, in reading order) on the pages
without a table.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from rapidfuzz.distance import Levenshtein

from bench.common import PEERS, TIMEOUT, Figures, changed, papers, peer, say, scan_of, table
from bench.reliability import reliability, reliability_table, summed
from bench.scans import page_texts
from kehoach.ingest.model import Document, Grid
from kehoach.ingest.options import cores
from kehoach.ingest.read import read

DPI = 200
Texts = dict[int, str]
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def timed(reader: Callable[[Path], Texts]) -> Callable[[Path], tuple[Texts, float]]:
    """A reader that tells its texts, and the seconds from the file to them."""

    def read_timed(path: Path) -> tuple[Texts, float]:
        start = time.perf_counter()
        texts = reader(path)
        return texts, time.perf_counter() - start

    return read_timed


def by_kehoach(path: Path) -> Texts:
    """The whole program: pages straightened, tables found, lines read."""
    return page_texts(read(path))


def by_trueocr(path: Path) -> tuple[Texts, float]:
    """Pages drawn by Poppler, read one after another on both cores by TrueOCR's default mode; the
    start of its process, a second that a service pays once, is left out."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        draw = ["pdftoppm", "-r", str(DPI), "-gray", "-png", str(path), f"{folder}/p"]
        subprocess.run(draw, check=True, timeout=TIMEOUT)
        drawn = time.perf_counter() - start
        answer = peer("pages", "trueocr", folder)
    if answer is None:
        raise FileNotFoundError("trueocr")
    return dict(enumerate(map(_even, answer["texts"]), 1)), drawn + answer["seconds"]


def by_tesseract(path: Path) -> Texts:
    """Pages drawn by Poppler at the resolution of the scan, read by `tesseract -l vie`, one page a
    core."""
    with tempfile.TemporaryDirectory() as folder:
        draw = ["pdftoppm", "-r", str(DPI), "-gray", str(path), f"{folder}/p"]
        subprocess.run(draw, check=True, timeout=TIMEOUT)

        def one(picture: Path) -> str:
            command = ["tesseract", str(picture), "-", "-l", "vie", "--dpi", str(DPI)]
            done = subprocess.run(
                command, check=True, capture_output=True, text=True, env=ONE_THREAD, timeout=TIMEOUT
            )
            return done.stdout

        with ThreadPoolExecutor(cores()) as pool:
            return dict(
                enumerate(map(_even, pool.map(one, sorted(Path(folder).glob("p*.pgm")))), 1)
            )


def by_ocrmypdf(path: Path) -> Texts:
    """With deskewing, without which it reads our crooked pages worse; its text from the sidecar."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        command = [
            *(str(PEERS), "-m", "ocrmypdf", "--quiet", "--language", "vie"),
            *("--jobs", str(cores()), "--deskew", "--output-type", "pdf", "--optimize", "0"),
            *("--sidecar", str(text), str(path), f"{folder}/out.pdf"),
        ]
        subprocess.run(command, check=True, capture_output=True, env=ONE_THREAD, timeout=TIMEOUT)
        return dict(enumerate(map(_even, text.read_text(encoding="utf-8").split("\f")), 1))


READERS: dict[str, Callable[[Path], tuple[Texts, float]]] = {
    "kehoach": timed(by_kehoach),
    "Tesseract `vie` alone": timed(by_tesseract),
    "OCRmyPDF": timed(by_ocrmypdf),
    "TrueOCR": by_trueocr,
}


def _even(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def measure(folder: Path, quick: bool) -> Figures:
    """{reader: {words, letters, pages a second}} over the samples' scans and one of ../shared."""
    chosen = [paper for paper in papers() if paper.ours]
    chosen = chosen[:1] if quick else chosen + [paper for paper in papers() if not paper.ours][-1:]
    counts: dict[str, Counter[str]] = {}
    seconds: dict[str, float] = defaultdict(float)
    pages: Counter[str] = Counter()
    bins = []
    for paper in chosen:
        printed, scan = read(paper.pdf), scan_of(paper, DPI, folder)
        took: dict[str, list[float]] = {}
        for _ in range(1 if quick else 2):  # in turn: a busy moment hits all
            for name, reader in READERS.items():
                say(f"  text: {name}: {scan.name}")
                try:
                    texts, seconds_taken = reader(scan)
                except (OSError, subprocess.SubprocessError) as error:
                    say(f"  {name}: missing or failed ({type(error).__name__})")
                    continue
                took.setdefault(name, []).append(seconds_taken)
                if len(took[name]) == 1:
                    counts.setdefault(name, Counter()).update(_compared(printed, texts))
        bins.append(reliability(printed, read(scan)))
        for name, own in took.items():
            seconds[name] += median(own)
            pages[name] += len(printed.pages)
    figures: Figures = {
        name: {
            "words right %": 200 * own["same words"] / (own["printed words"] + own["read words"]),
            "wrong letters %": 100 * own["edits"] / own["letters"] if own["letters"] else None,
            "pages a second": pages[name] / seconds[name],
            "pages": pages[name],
        }
        for name, own in counts.items()
    }
    figures["kehoach"]["reliability"] = summed(bins)
    return figures


def _compared(printed: Document, texts: Texts) -> Counter[str]:
    ruled = {item.span.page for item in printed.flow if isinstance(item, Grid) and item.ruled}
    out: Counter[str] = Counter()
    for number, truth in page_texts(printed).items():
        found = texts.get(number, "")
        wanted, got = Counter(truth.split()), Counter(found.split())
        out["same words"] += (wanted & got).total()
        out["printed words"] += wanted.total()
        out["read words"] += got.total()
        if number not in ruled:
            out["edits"] += Levenshtein.distance(truth, found)
            out["letters"] += len(truth)
    return out


def report(now: Figures, before: Figures) -> str:
    """The table, with the changes since `before`."""
    ours = now["kehoach"]["pages a second"]
    rows = []
    for name, own in sorted(now.items(), key=lambda pair: -pair[1]["words right %"]):
        old = before.get(name, {})
        words = changed(own["words right %"], old.get("words right %"), 2)
        letters = changed(own["wrong letters %"], old.get("wrong letters %"), 2)
        rows.append(
            [
                name,
                words,
                letters,
                f"{own['pages a second']:.2f}",
                f"{ours / own['pages a second']:.2f}",
            ]
        )
    heads = ["reader", "words right % (all pages)", "wrong letters % (pages without a table)"]
    heads += ["pages/s", "kehoach's speed against it"]
    text = f"## Text of scans, {DPI} dpi, {now['kehoach']['pages']} pages\n\n"
    text += "Same pages, same cores, runs in turn, medians. Kehoach reads the tables too.\n\n"
    text += table(heads, rows)
    if bins := now["kehoach"].get("reliability"):
        text += "\n\nHow far kehoach's probability of a word is to be believed:\n\n"
        text += reliability_table(bins)
    return text
