"""How well damaged Vietnamese is mended: diacritics put back, OCR repaired, old encodings read, sound text left.

    .venv/bin/python bench/language.py [--lines 6000] [--json FILE]

Measured on lines of ../shared/corpus that training did not see (tools/corpus.py) and on the first lines of
an-tuong-2025.txt with their truth. Peers: the most frequent word for the letters, and pyvi when it is installed
(`pip install pyvi`). One core, one process; each figure says what it counts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import regex
import yaml
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

from normalize import legacy, repair, restore  # noqa: E402 (found by the line above)
from normalize.changes import Mended  # noqa: E402
from normalize.ngrams import ngrams  # noqa: E402
from normalize.text import fold  # noqa: E402
from tools.corpus import measuring  # noqa: E402

SYLLABLE = regex.compile(r"\p{L}[\p{L}\p{M}]*")
CHUNK = 1000
FEW = 300
"""pyvi is slow: it gets so many lines."""

Mender = Callable[[Sequence[str]], list[str]]


def ours(lines: Sequence[str]) -> list[str]:
    """Restored as the command does, in chunks."""
    out: list[str] = []
    for at in range(0, len(lines), CHUNK):
        out += [mended.text for mended in restore.restored([Mended.of(line) for line in lines[at : at + CHUNK]])]
    return out


def most_frequent(lines: Sequence[str]) -> list[str]:
    """Each word as the likeliest with its letters, whatever stands beside it."""
    model, known = ngrams(), restore._by_skeleton()

    def best(found: regex.Match[str]) -> str:
        numbers = known.get(found.group().lower(), ())
        return restore.cased(model.words[numbers[0]], found.group()) if numbers else found.group()

    return [SYLLABLE.sub(best, line) for line in lines]


def pyvi(lines: Sequence[str]) -> list[str]:
    """The peer, as shipped; a line on which it fails stays as it is. Raises ImportError where it is not installed."""
    from pyvi import ViUtils

    out = []
    failed = 0
    for line in lines:
        try:
            out.append(ViUtils.add_accents(line))
        except KeyError:  # of 0.1.1, on letters of other languages
            out.append(line)
            failed += 1
    if failed:
        print(f"pyvi: failed on {failed} of {len(lines)} lines")
    return out


def accuracy(truth: Sequence[str], got: Sequence[str]) -> tuple[float, float, int]:
    """Percent of syllables that are right to the letter, and with the tone mark on either vowel; and how many."""
    exact = loose = count = 0
    for line, other in zip(truth, got, strict=True):
        a, b = SYLLABLE.findall(line), SYLLABLE.findall(other)
        count += len(a)
        if len(a) == len(b):
            exact += sum(x.lower() == y.lower() for x, y in zip(a, b, strict=True))
            loose += sum(fold(x) == fold(y) for x, y in zip(a, b, strict=True))
    return 100 * exact / count, 100 * loose / count, count


def restoration(lines: Sequence[str]) -> dict[str, float]:
    """Stripped lines restored by us and by the peers."""
    bare = [restore.stripped(line) for line in lines]
    ours(bare[:50])  # the model is in memory, as in a running program
    figures: dict[str, float] = {}
    peers: list[tuple[str, Mender, int]] = [("kehoach", ours, len(lines)), ("most frequent", most_frequent, len(lines))]
    peers.append(("pyvi", pyvi, FEW))
    for name, mender, few in peers:
        start = time.perf_counter()
        try:
            got = mender(bare[:few])
        except ImportError:
            print(f"{name}: not installed")
            continue
        seconds = time.perf_counter() - start
        exact, loose, count = accuracy(lines[:few], got)
        figures |= {f"{name}: syllables right %": exact, f"{name}: tone placement aside %": loose}
        figures[f"{name}: syllables a second"] = count / seconds
    return figures


def false_changes(lines: Sequence[str]) -> dict[str, float]:
    """Clean lines that go through everything: syllables changed, percent."""
    count = changed = 0
    for at in range(0, len(lines), CHUNK):
        part = [Mended.of(line) for line in lines[at : at + CHUNK]]
        for line, mended in zip(lines[at : at + CHUNK], restore.restored(legacy.decoded(part)), strict=True):
            count += len(SYLLABLE.findall(line))
            changed += sum(len(step.edits) for step in mended.steps)
    return {"clean text: syllables changed %": 100 * changed / count}


def antuong() -> dict[str, float]:
    """The paper read by an English OCR: syllable errors before and after, percent (edit distance over the truth)."""
    rows = [
        row.split("\t") for row in (SHARED / "truth/an-tuong-2025.lines.tsv").read_text("utf-8").splitlines() if row
    ]
    raw = (SHARED / "plans/an-tuong-2025.txt").read_text("utf-8").split("\n")
    start = time.perf_counter()
    mended = [line.text for line in repair.repaired([Mended.of(line) for line in raw], "eng")]
    seconds = time.perf_counter() - start

    def errors(lines: Sequence[str]) -> float:
        wrong = count = 0
        for number, _, truth in rows:
            a = [fold(word) for word in regex.findall(r"[\p{L}\p{M}]+|\d+", truth)]
            b = [fold(word) for word in regex.findall(r"[\p{L}\p{M}]+|\d+", lines[int(number) - 1])]
            wrong, count = wrong + Levenshtein.distance(a, b), count + len(a)
        return 100 * wrong / count

    return {
        "An Tường: syllable errors as read %": errors(raw),
        "An Tường: syllable errors repaired %": errors(mended),
        "An Tường: whole paper, seconds": seconds,
    }


def encodings(lines: Sequence[str]) -> dict[str, float]:
    """Lines written in old encodings and read back: percent equal to the letter (capitals aside in TCVN3, which has
    none with tones)."""
    tables = yaml.safe_load((ROOT / "normalize/legacy.yaml").read_text("utf-8"))
    figures = {}
    for name, table in tables.items():
        if "bytes" in table:
            code = {letter: chr(int(byte, 16)) for letter, byte in table["bytes"].items()}
        else:
            code = dict(table["pairs"])
        wanted = [fold_tones(line) if name == legacy.SMALL_ONLY else line for line in lines]
        coded = ["".join(code.get(letter, letter) for letter in line) for line in wanted]
        got = [mended.text for mended in legacy.decoded([Mended.of(line) for line in coded])]
        same = sum(a == b for a, b in zip(wanted, got, strict=True))
        figures[f"{name}: lines exact %"] = 100 * same / len(lines)
    return figures


def fold_tones(line: str) -> str:
    """Capitals that TCVN3 has not as small letters."""
    kept = "ĂÂĐÊÔƠƯ"
    return "".join(c.lower() if c.isalpha() and not c.isascii() and c not in kept else c for c in line)


def main() -> int:
    """Measure everything, print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=6000, help="so many of the lines held out, 0: all")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not SHARED.exists():
        print("../shared is absent: nothing to measure with", file=sys.stderr)
        return 3
    lines = measuring(SHARED / "corpus")
    if options.lines:
        step = max(1, len(lines) // options.lines)
        lines = lines[::step]
    figures = {"lines": float(len(lines)), **restoration(lines), **false_changes(lines), **antuong()}
    figures |= encodings(lines[:1500])
    for name, value in figures.items():
        print(f"{name:45} {value:12,.3f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
