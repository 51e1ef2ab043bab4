"""`make bench`, encodings: papers and lines of the years before Unicode, beside viparse.

Papers: Word files in old typefaces with what they say, of `../shared/legacy`; counted are letters
with a mark (or đ) that stand in what was read (bench/legacy.py). Lines: held-out lines of the
corpus of `../shared` written in each encoding that we know (normalize/repair/legacy.yaml), and read
back; each reader gets all of them at once and has to find the encoding itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from bench.common import ROOT, SHARED, Figures, changed, peer, say, table
from bench.language import coded, fold_tones, measuring_lines
from bench.legacy import WORD, Count, measured, words_read
from kehoach.normalize.changes import Mended
from kehoach.normalize.repair import legacy
from kehoach.normalize.text import clean

NAMES = ("kehoach", "viparse")


def measure(folder: Path, quick: bool) -> Figures:
    """{"papers": {paper: {letters, reader: percent right}}, "lines": {encoding: {reader: percent}},
    "seconds": {reader: of all papers}}."""
    del folder  # what is made here stays in memory
    if not SHARED.exists():
        say("  encodings: ../shared is absent, nothing to measure with")
        return {"papers": {}, "lines": {}, "seconds": {}}
    seconds = dict.fromkeys(NAMES, 0.0)
    truths = sorted((SHARED / "legacy").glob("*.truth.txt"))
    papers = {
        truth.name.removesuffix(".truth.txt"): _paper(truth, seconds)
        for truth in (truths[:2] if quick else truths)
    }
    return {
        "papers": papers,
        "lines": _lines(measuring_lines(100 if quick else 1500)),
        "seconds": seconds,
    }


def _paper(truth: Path, seconds: dict[str, float]) -> Figures:
    """The share of right letters with marks, in percent, by each reader; adds to `seconds`."""
    name = truth.name.removesuffix(".truth.txt")
    path = next(p for p in sorted(truth.parent.glob(f"{name}.*")) if p.suffix != ".txt")
    say(f"  encodings: {path.name}")
    words = WORD.findall(clean(truth.read_text("utf-8", "replace")))
    start = time.perf_counter()
    ours, _ = measured(words, words_read(path))
    seconds["kehoach"] += time.perf_counter() - start
    figures: Figures = {"form": path.suffix, "letters": ours.letters} | _told("kehoach", ours)
    if answer := peer("paper", "viparse", str(path)):
        seconds["viparse"] += answer["seconds"]
        theirs, _ = measured(words, WORD.findall(clean(answer["text"])))
        figures |= _told("viparse", theirs)
    return figures


def _told(name: str, count: Count) -> Figures:
    return {
        name: 100 * count.right / count.letters,
        f"{name}, in case": 100 * count.in_case / count.letters,
    }


def _lines(lines: Sequence[str]) -> Figures:
    """Percent of lines equal to the letter, case aside where the encoding has no capitals with
    tones."""
    tables = yaml.safe_load((ROOT / "normalize/repair/legacy.yaml").read_text("utf-8"))
    found: Figures = {}
    for name, own in tables.items():
        say(f"  encodings: lines in {name}")
        wanted = [fold_tones(line) if name == legacy.SMALL_ONLY else line for line in lines]
        given = coded(wanted, own)
        ours = [mended.text for mended in legacy.decoded([Mended.of(line) for line in given])]
        found[name] = {"lines": len(lines), "kehoach": _equal(wanted, ours)}
        if answer := peer("decode", "viparse", lines=given):
            found[name]["viparse"] = _equal(wanted, answer["lines"])
    return found


def _equal(wanted: Sequence[str], got: Sequence[str]) -> float:
    """Percent of lines that are equal, white space and case aside."""
    same = sum(
        " ".join(a.split()).lower() == " ".join(b.split()).lower()
        for a, b in zip(wanted, got, strict=True)
    )
    return 100 * same / len(wanted)


def report(now: Figures, before: Figures) -> str:
    """The tables, with the changes since `before`."""
    text = "## Encodings of the years before Unicode, beside viparse\n\n"
    text += "Word files in old typefaces: percent of the letters with a mark (or đ) that came out "
    text += (
        "right, and of those in the same case, too. Seconds for all papers, both by LibreOffice "
    )
    text += f"where a paper is `.doc`: {_seconds(now['seconds'])}.\n\n"
    heads = ["paper", "form", "letters", "kehoach", "in case", "viparse", "in case"]
    keys = [f"{name}{case}" for name in NAMES for case in ("", ", in case")]
    rows = []
    for paper, own in now["papers"].items():
        old = before.get("papers", {}).get(paper, {})
        figures = [changed(own.get(key), old.get(key), 2) for key in keys]
        rows.append([paper, own["form"], own["letters"], *figures])
    text += table(heads, rows)
    text += "\n\nLines written in each encoding and read back, percent equal (case and white space "
    text += "aside); the tables of the encodings are ours:\n\n"
    lines = [
        [name, own["lines"], *(changed(own.get(reader), None, 2) for reader in NAMES)]
        for name, own in now["lines"].items()
    ]
    return text + table(["encoding", "lines", *NAMES], lines)


def _seconds(seconds: Figures) -> str:
    return ", ".join(f"{name} {own:.1f}" for name, own in seconds.items())
