"""`make bench`, lines: single printed lines cut from pages as an office scans them, beside readers
whose weights lie in their wheel (TrueOCR, AsterOCR) and Tesseract.

Pages of the samples are drawn at 200 dpi, shaded, made noisy and pressed as JPEG, but lie straight,
so that the boxes of the PDF tell where each line stands: all readers get the same pictures. A line
is cut twice, with the white that our reader was taught and close to its letters, and of each reader
the better of the two counts. Nobody's language model or dictionary of ours helps here.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import regex
from numpy.typing import NDArray
from PIL import Image
from rapidfuzz.distance import Levenshtein

from bench.common import TIMEOUT, Figures, changed, papers, peer, say, table
from kehoach.ingest.model import Line, lines_of
from kehoach.ingest.ocr.line_reader import letters_of, line_model
from kehoach.ingest.read import read

DPI = 200
EVERY, EVERY_QUICK = 3, 10
"""Every so manieth line is read."""
CUTS = {"as kehoach cuts": (3.2, 2.0, 5.0), "close": (1.0, 1.0, 2.0)}
"""Points of white above, below and beside the box of the letters."""
NAMES = ("kehoach", "TrueOCR", "AsterOCR", "Tesseract `vie`")
_LEADER = regex.compile(r"\.{4,}|…|_{3,}")
_WORDS = regex.compile(r"\p{L}{2,}")

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a reader made of all lines, in their order, and the seconds that it took."""

    texts: list[str]
    seconds: float


def measure(folder: Path, quick: bool) -> Figures:
    """{"lines": how many, "readers": {reader: {letters, syllables, perfect, ms, cut}}}: percent
    wrong or perfect, milliseconds a line on the wall."""
    chosen = [paper.pdf for paper in papers() if paper.ours]
    truths: list[str] = []
    folders = {cut: folder / f"lines-{number}" for number, cut in enumerate(CUTS)}
    for own in folders.values():
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir()
    for pdf in chosen[:1] if quick else chosen:
        say(f"  lines: cutting {pdf.name}")
        for line, page in _chosen(pdf, EVERY_QUICK if quick else EVERY):
            for cut, own in folders.items():
                picture = _cut(page, line, CUTS[cut])
                cv2.imwrite(str(own / f"{len(truths):05}.png"), picture)
            truths.append(_even(line.text))
    found: Figures = {"lines": len(truths), "readers": {}}
    for name in NAMES:
        say(f"  lines: {name}")
        tried = {cut: _counted(truths, _read(name, own)) for cut, own in folders.items()}
        done = {cut: figures for cut, figures in tried.items() if figures}
        if done:
            best = min(done, key=lambda cut: done[cut]["letters"])
            found["readers"][name] = done[best] | {"cut": best}
    return found


def _chosen(pdf: Path, every: int) -> Iterator[tuple[Line, Pixels]]:
    """Lines of words, each with its worn page; dotted leaders and rules are no text."""
    from scan_maker import Wear, scanned  # type: ignore[import-not-found]  # tests/, without types

    pages: dict[int, Pixels] = {}
    wear = Wear(noise=5, shade=15)
    texts = [line for line in lines_of(read(pdf).flow) if _is_text(line)]
    for line in texts[::every]:
        number = line.span.page or 1
        if number not in pages:
            pages = {number: _pressed(scanned(pdf, number, DPI, wear))}
        yield line, pages[number]


def _is_text(line: Line) -> bool:
    return bool(line.span.box and _WORDS.search(line.text) and not _LEADER.search(line.text))


def _pressed(page: Pixels) -> Pixels:
    """A page as JPEG leaves it, grey."""
    file = io.BytesIO()
    Image.fromarray(page).convert("L").save(file, format="JPEG", quality=75)
    return np.array(Image.open(file), np.uint8)


def _cut(page: Pixels, line: Line, white: tuple[float, float, float]) -> Pixels:
    assert line.span.box is not None
    box, (above, below, beside) = line.span.box, white
    edges = (box.y0 - above, box.y1 + below, box.x0 - beside, box.x1 + beside)
    top, bottom, left, right = (max(0, round(edge * DPI / 72)) for edge in edges)
    return page[top:bottom, left:right]


def _even(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _read(name: str, folder: Path) -> _Reading | None:
    """All lines of a folder by one reader; None where it is missing."""
    if name == "kehoach":
        return _by_kehoach(folder)
    if name.startswith("Tesseract"):
        return _by_tesseract(folder)
    answer = peer("lines", name.lower(), str(folder))
    return answer and _Reading(answer["texts"], answer["seconds"])


def _by_kehoach(folder: Path) -> _Reading:
    """The network alone, likeliest letters, on one thread."""
    model = line_model()
    pictures = [
        np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)
        for path in sorted(folder.glob("*.png"))
    ]
    model.scores(pictures[0])
    start = time.perf_counter()
    texts = [
        "".join(letter.text for letter in letters_of(model.scores(picture), model.classes))
        for picture in pictures
    ]
    return _Reading(texts, time.perf_counter() - start)


def _by_tesseract(folder: Path) -> _Reading | None:
    """All lines by one program (`--psm 7`), so that its start counts once."""
    listing = folder / "lines.txt"
    names = [str(path) for path in sorted(folder.glob("*.png"))]
    listing.write_text("\n".join(names), encoding="utf-8")
    command = ["tesseract", str(listing), "-", "-l", "vie", "--psm", "7", "--dpi", str(DPI)]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            timeout=TIMEOUT,
        )
    except (OSError, subprocess.SubprocessError) as error:
        say(f"  Tesseract: missing or failed ({type(error).__name__})")
        return None
    return _Reading(done.stdout.split("\f")[: len(names)], time.perf_counter() - start)


def _counted(truths: Sequence[str], reading: _Reading | None) -> Figures:
    """Percent of letters and syllables wrong, of lines perfect; empty for no reading."""
    if reading is None:
        return {}
    pairs = [(truth, _even(text)) for truth, text in zip(truths, reading.texts, strict=True)]
    letters = sum(len(truth) for truth in truths)
    syllables = sum(len(truth.split()) for truth in truths)
    wrong = sum(Levenshtein.distance(truth, text) for truth, text in pairs)
    wrong_syllables = sum(Levenshtein.distance(a.split(), b.split()) for a, b in pairs)
    return {
        "letters": 100 * wrong / letters,
        "syllables": 100 * wrong_syllables / syllables,
        "perfect": 100 * sum(truth == text for truth, text in pairs) / len(pairs),
        "ms": 1000 * reading.seconds / len(pairs),
    }


def report(now: Figures, before: Figures) -> str:
    """The table, with the changes since `before`."""
    text = f"## Single lines, {DPI} dpi, {now['lines']} lines\n\n"
    text += "The same pictures for all, each reader with the cut that suits it better; the network "
    text += "of kehoach alone, on one thread, the peers on as many as they take.\n\n"
    rows = []
    for name, own in sorted(now["readers"].items(), key=lambda pair: pair[1]["letters"]):
        old = before.get("readers", {}).get(name, {})
        figures = [changed(own[key], old.get(key), 2) for key in ("letters", "syllables")]
        figures.append(changed(own["perfect"], old.get("perfect")))
        rows.append([name, *figures, own["ms"], own["cut"]])
    heads = ["reader", "letters wrong %", "syllables wrong %", "lines perfect %", "ms a line"]
    return text + table([*heads, "cut"], rows)
