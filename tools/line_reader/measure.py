"""How well a reader reads: real papers, made scans, pictures without text, time.

    python -m tools.line_reader.measure READER.onnx READER.json --real LINES.npz=TRUTH.tsv ...
        [--pairs LINES.npz ...] [--blanks BLANKS.npz] [--details]

READER.json (or classes.json) holds `classes`. Real lines are matched to their transcription by what
Tesseract read in them, so that the matching is the same for every reader; what is written by hand
is left out. Letters: edits per letter of the truth; syllables the same by words.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations, product
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import regex
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from tools.line_reader.line_files import Cut, load

HEIGHT = 40
LEAST_ALIKE, LEAST_SHARE = 75, 0.8
"""How alike (0..100) a transcription and Tesseract's reading are at least, and how much of the
longer the shorter is."""


class Reader:
    """An exported reader: one session on one thread."""

    def __init__(self, model: Path, description: Path, threads: int = 1) -> None:
        self.classes: list[str] = json.loads(description.read_text(encoding="utf-8"))["classes"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(model), options)

    def scores(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """A grey line -> log-probabilities (columns, classes)."""
        width = max(16, round(pixels.shape[1] * HEIGHT / pixels.shape[0]))
        how = cv2.INTER_AREA if pixels.shape[0] > HEIGHT else cv2.INTER_LINEAR
        line = cv2.resize(pixels, (width, HEIGHT), interpolation=how)
        found = self.session.run(None, {"lines": line[None, None].astype(np.float32) / 255})[0][0]
        return np.asarray(found, np.float32)

    def read(self, pixels: NDArray[np.uint8]) -> str:
        """A grey line -> its text, the best class of each column (CTC, greedy)."""
        letters, before = [], 0
        for code in self.scores(pixels).argmax(1).tolist():
            if code not in (0, before):
                letters.append(self.classes[code])
            before = code
        return plain("".join(letters))


def plain(text: str) -> str:
    """NFC, single spaces; a run of dots, however long, as one; letters of word processors' own
    (private use) out."""
    text = regex.sub(r"\p{Co}", "", unicodedata.normalize("NFC", text))
    return " ".join(regex.sub(r"(?:\.{3,}|…)[.…]*", "…", text).split())


@dataclass(slots=True)
class Score:
    """Sums over lines, and the lines that were read wrong (true, read)."""

    lines: int = 0
    perfect: int = 0
    letters: int = 0
    edits: int = 0
    syllables: int = 0
    wrong_syllables: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def add(self, true: str, read: str, lines: int = 1) -> None:
        """Count a line (or several that were cut as one)."""
        own = Levenshtein.distance(true, read)
        self.lines, self.letters, self.edits = (
            self.lines + lines,
            self.letters + len(true),
            self.edits + own,
        )
        self.syllables += len(true.split())
        self.wrong_syllables += Levenshtein.distance(true.split(), read.split())
        if own:
            self.wrong.append((true, read))
        else:
            self.perfect += lines

    def __str__(self) -> str:
        letters, syllables = (
            100 * self.edits / self.letters,
            100 * self.wrong_syllables / self.syllables,
        )
        return (
            f"{self.perfect}/{self.lines} lines perfect, "
            f"letters wrong {self.edits}/{self.letters} {letters:.3f} %, "
            f"syllables {self.wrong_syllables}/{self.syllables} {syllables:.2f} %"
        )


def matched(cuts: Sequence[Cut], truth: Path) -> tuple[dict[int, list[str]], int, list[int]]:
    """Transcribed lines by the number of the cut they stand in, how many stand in none, and cuts
    without any."""
    own: dict[int, list[str]] = {}
    hands: set[int] = set()
    lost = 0
    for row in truth.read_text(encoding="utf-8").splitlines():
        page, kind, text = row.split("\t")[:3]
        text = plain(text)
        best, at = 0.0, -1
        for number, cut in enumerate(cuts):
            if cut.page != int(page) or number in hands:
                continue
            hint = plain(cut.hint)
            alike = fuzz.ratio(text, hint)
            taken = sum(map(len, own.get(number, [])))
            if taken and taken + len(text) > 1.2 * len(hint):
                continue
            if len(hint) > 1.3 * len(text):
                alike = max(alike, fuzz.partial_ratio(text, hint) - 4)
            if alike > best and len(hint) >= LEAST_SHARE * len(text):
                best, at = alike, number
        if at < 0 or best < LEAST_ALIKE:
            lost += kind != "hand"
        elif kind == "hand":
            hands.add(at)
        else:
            own.setdefault(at, []).append(text)
    own = {number: texts for number, texts in own.items() if number not in hands}
    return (
        own,
        lost,
        [number for number in range(len(cuts)) if number not in own and number not in hands],
    )


def stretch(true: str, read: str) -> str:
    """The part of a reading that is nearest to `true`."""
    ends = [place for place, letter in enumerate(f" {read} ") if letter == " "]
    parts = (read[a:b].strip() for a, b in product(ends, ends) if a < b)
    return min(parts, key=lambda part: Levenshtein.distance(true, part), default="")


def on_real(reader: Reader, lines: Path, truth: Path) -> tuple[Score, str]:
    """Real lines -> their score, and what is to be known about the rest."""
    cuts = load(lines)
    own, lost, rest = matched(cuts, truth)
    score = Score()
    for number, texts in own.items():
        read = reader.read(cuts[number].pixels)
        true = min(
            (" ".join(order) for order in permutations(texts)),
            key=lambda t: Levenshtein.distance(t, read),
        )
        if len(plain(cuts[number].hint)) > 1.25 * len(
            true
        ):  # a line beside it that was not transcribed
            read = stretch(true, read)
        score.add(true, read, len(texts))
    filled = [text for number in rest if (text := reader.read(cuts[number].pixels))]
    return (
        score,
        f"{lost} lines not cut; of {len(rest)} other cuts {len(filled)} read as text: "
        f"{filled[:12]}",
    )


def on_pairs(reader: Reader, lines: Path) -> Score:
    """Lines of a made scan -> their score."""
    score = Score()
    for cut in load(lines):
        true = plain(cut.hint)
        if true and all(letter in reader.classes for letter in true):
            score.add(true, reader.read(cut.pixels))
    return score


def main() -> None:
    """Read the arguments, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("description", type=Path)
    parser.add_argument("--real", nargs="*", default=[], metavar="LINES=TRUTH")
    parser.add_argument("--pairs", nargs="*", type=Path, default=[])
    parser.add_argument("--blanks", type=Path)
    parser.add_argument("--details", action="store_true")
    args = parser.parse_args()
    reader = Reader(args.model, args.description)
    wrong: list[tuple[str, str]] = []
    begun, pixels, count = time.perf_counter(), 0, 0
    for pair in args.real:
        lines, truth = pair.split("=")
        score, note = on_real(reader, Path(lines), Path(truth))
        print(f"{Path(lines).stem}: {score}\n    {note}")
        wrong += score.wrong
    total = Score()
    for path in args.pairs:
        score = on_pairs(reader, path)
        print(f"{path.stem}: {score}")
        wrong += score.wrong
        for name in ("lines", "perfect", "letters", "edits", "syllables", "wrong_syllables"):
            setattr(total, name, getattr(total, name) + getattr(score, name))
    if args.pairs:
        print(f"made scans together: {total}")
    if args.blanks:
        cuts = load(args.blanks)
        read = [text for cut in cuts if (text := reader.read(cut.pixels))]
        print(f"without text: {len(read)} of {len(cuts)} read as text: {read[:20]}")
    cuts = [cut for path in args.pairs for cut in load(path)[:40]]
    for cut in cuts[:5]:
        reader.scores(cut.pixels)
    begun = time.perf_counter()
    for cut in cuts:
        reader.scores(cut.pixels)
    seconds = time.perf_counter() - begun
    pixels = sum(cut.pixels.shape[1] * HEIGHT // cut.pixels.shape[0] for cut in cuts)
    count = max(len(cuts), 1)
    print(
        f"{1000 * seconds / count:.1f} ms a line of {pixels // count} pixels; "
        f"{args.model.stat().st_size / 1e6:.2f} MB"
    )
    if args.details:
        for true, text in wrong:
            print(f"    {true}\n    {text}\n")


if __name__ == "__main__":
    main()
