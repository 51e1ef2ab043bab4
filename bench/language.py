"""How well damaged Vietnamese is mended: diacritics put back, OCR repaired, old encodings read,
sound text left.

    .venv/bin/python bench/language.py [--lines 6000] [--json FILE]

Measured on lines of ../shared/corpus that training did not see (tools/corpus.py) and on the first
lines of an-tuong-2025.txt with their truth. Peers: the most frequent word for the letters, and pyvi
where `.venv-bench` is (bench/peers.py). One core, one process; each figure says what it counts.
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

from bench.common import peer  # noqa: E402
from kehoach.normalize.changes import Mended  # noqa: E402
from kehoach.normalize.ngrams.model import ngrams  # noqa: E402
from kehoach.normalize.repair import legacy, ocr_words, restore  # noqa: E402
from kehoach.normalize.text import fold  # noqa: E402
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
        out += [
            mended.text
            for mended in restore.restored([Mended.of(line) for line in lines[at : at + CHUNK]])
        ]
    return out


def most_frequent(lines: Sequence[str]) -> list[str]:
    """Each word as the likeliest with its letters, whatever stands beside it."""
    model, known = ngrams(), restore._by_skeleton()

    def best(found: regex.Match[str]) -> str:
        numbers = known.get(found.group().lower(), ())
        return restore.cased(model.words[numbers[0]], found.group()) if numbers else found.group()

    return [SYLLABLE.sub(best, line) for line in lines]


def accuracy(truth: Sequence[str], got: Sequence[str]) -> tuple[float, float, int]:
    """Percent of syllables that are right to the letter, and with the tone mark on either vowel;
    and how many."""
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
    menders: list[tuple[str, Mender]] = [("kehoach", ours), ("most frequent", most_frequent)]
    for name, mender in menders:
        start = time.perf_counter()
        got = mender(bare)
        figures |= _told(name, lines, got, time.perf_counter() - start)
    if pyvi := peer("restore", "pyvi", lines=bare[:FEW]):
        if pyvi["failed"]:
            print(f"pyvi: failed on {pyvi['failed']} of {FEW} lines", file=sys.stderr)
        figures |= _told("pyvi", lines[:FEW], pyvi["lines"], pyvi["seconds"])
    return figures


def _told(name: str, lines: Sequence[str], got: Sequence[str], seconds: float) -> dict[str, float]:
    exact, loose, count = accuracy(lines, got)
    return {
        f"{name}: syllables right %": exact,
        f"{name}: tone placement aside %": loose,
        f"{name}: syllables a second": count / seconds,
    }


def false_changes(lines: Sequence[str]) -> dict[str, float]:
    """Clean lines that go through everything: syllables changed, percent."""
    count = changed = 0
    for at in range(0, len(lines), CHUNK):
        part = [Mended.of(line) for line in lines[at : at + CHUNK]]
        for line, mended in zip(
            lines[at : at + CHUNK], restore.restored(legacy.decoded(part)), strict=True
        ):
            count += len(SYLLABLE.findall(line))
            changed += sum(len(step.edits) for step in mended.steps)
    return {"clean text: syllables changed %": 100 * changed / count}


def antuong() -> dict[str, float]:
    """The paper read by an English OCR: syllable errors before and after, percent (edit distance
    over the truth)."""
    rows = [
        row.split("\t")
        for row in (SHARED / "truth/an-tuong-2025.lines.tsv").read_text("utf-8").splitlines()
        if row
    ]
    raw = (SHARED / "plans/an-tuong-2025.txt").read_text("utf-8").split("\n")
    start = time.perf_counter()
    mended = [line.text for line in ocr_words.repaired([Mended.of(line) for line in raw], "eng")]
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
    """Lines written in old encodings and read back: percent equal to the letter (capitals aside in
    TCVN3, which has none with tones)."""
    tables = yaml.safe_load((ROOT / "normalize/repair/legacy.yaml").read_text("utf-8"))
    figures = {}
    for name, table in tables.items():
        wanted = [fold_tones(line) if name == legacy.SMALL_ONLY else line for line in lines]
        given = coded(wanted, table)
        got = [mended.text for mended in legacy.decoded([Mended.of(line) for line in given])]
        same = sum(a == b for a, b in zip(wanted, got, strict=True))
        figures[f"{name}: lines exact %"] = 100 * same / len(lines)
    return figures


def coded(lines: Sequence[str], table: dict[str, dict[str, str]]) -> list[str]:
    """Lines written in an encoding of normalize/repair/legacy.yaml, as they look when its bytes are
    taken for Latin-1."""
    if "bytes" in table:
        code = {letter: chr(int(byte, 16)) for letter, byte in table["bytes"].items()}
    else:
        code = dict(table["pairs"])
    return ["".join(code.get(letter, letter) for letter in line) for line in lines]


def fold_tones(line: str) -> str:
    """Capitals that TCVN3 has not as small letters."""
    kept = "ĂÂĐÊÔƠƯ"
    return "".join(
        c.lower() if c.isalpha() and not c.isascii() and c not in kept else c for c in line
    )


def measuring_lines(wanted: int) -> list[str]:
    """About so many of the lines held out, from all of them (0: all)."""
    lines = measuring(SHARED / "corpus")
    return lines[:: max(1, len(lines) // wanted)] if wanted else lines


def measure(wanted: int) -> dict[str, float]:
    """All figures, on about so many of the lines held out (0: all)."""
    lines = measuring_lines(wanted)
    figures = {
        "lines": float(len(lines)),
        **restoration(lines),
        **false_changes(lines),
        **antuong(),
    }
    return figures | encodings(lines[:1500])


def main() -> int:
    """Measure everything, print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--lines", type=int, default=6000, help="so many of the lines held out, 0: all"
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not SHARED.exists():
        print("../shared is absent: nothing to measure with", file=sys.stderr)
        return 3
    figures = measure(options.lines)
    for name, value in figures.items():
        print(f"{name:45} {value:12,.3f}")
    if options.json:
        options.json.write_text(
            json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
