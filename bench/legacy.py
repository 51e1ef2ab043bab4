"""How many letters with marks come out right of papers in an encoding of the years before Unicode.

    python -m bench.legacy FOLDER

FOLDER holds papers (`.doc`, `.rtf`, `.docx`, `.pdf`, `.txt`) and beside each `NAME.truth.txt`, what
it says. Letters of the truth that have a mark (or are đ) are counted, and how many of them stand in
what was read; case is measured beside. Public papers lie in `../shared/legacy`.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import regex
from rapidfuzz.distance import Levenshtein

from kehoach.ingest.model import lines_of
from kehoach.ingest.read import read
from kehoach.normalize.text import clean
from kehoach.parsers.mending import mend

WORD = regex.compile(r"[\p{L}\p{M}]+")
_MARKED = regex.compile(r"[^\W\d_a-zA-Z]")


@dataclass(slots=True)
class Count:
    """Letters with marks: all, those that came out, those in the same case too; words missed."""

    letters: int = 0
    right: int = 0
    in_case: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.letters += other.letters
        self.right += other.right
        self.in_case += other.in_case
        return self

    def __str__(self) -> str:
        """Percentages of those letters."""
        every = max(self.letters, 1)
        return f"{100 * self.right / every:6.2f} % ({100 * self.in_case / every:6.2f} % in case)"


def words_read(path: Path) -> list[str]:
    """The words of a paper as the program has them, footnotes and tables too."""
    document, _ = mend(read(path))
    return [word for line in lines_of(document.flow) for word in WORD.findall(clean(line.text))]


def measured(truth: list[str], found: list[str]) -> tuple[Count, Counter[tuple[str, str]]]:
    """Two runs of words -> how many letters with marks agree, and which words differ."""
    count, misses = Count(), Counter[tuple[str, str]]()
    pairs, missing, others = _paired(truth, found)
    # Text boxes stand at their anchors here, elsewhere at the end: what is missing may be there.
    elsewhere = Counter(word.lower() for word in others)
    for right in missing:
        is_elsewhere = elsewhere[right.lower()] > 0
        elsewhere[right.lower()] -= is_elsewhere
        pairs.append((right, right if is_elsewhere else ""))
    for right, word in pairs:
        marked = len(_MARKED.findall(right))
        count.letters += marked
        if right.lower() == word.lower():
            count.right += marked
            count.in_case += sum(
                a == b for a, b in zip(right, word, strict=True) if _MARKED.match(a)
            )
        elif marked:
            same = _letters_kept(right.lower(), word.lower())
            count.right += same
            count.in_case += same
            misses[right, word] += marked - same
    return count, misses


def _paired(
    truth: list[str], found: list[str]
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Words of the truth, each with the one that was read for it; those that found none, and those
    read without one."""
    pairs: list[tuple[str, str]] = []
    missing: list[str] = []
    others: list[str] = []
    keys = [word.lower() for word in truth], [word.lower() for word in found]
    for step in Levenshtein.opcodes(*keys):
        rights = truth[step.src_start : step.src_end]
        words = found[step.dest_start : step.dest_end]
        pairs += zip(rights, words, strict=False)
        missing += rights[len(words) :]
        others += words[len(rights) :]
    return pairs, missing, others


def _letters_kept(right: str, word: str) -> int:
    kept = 0
    for step in Levenshtein.opcodes(right, word):
        if step.tag == "equal":
            kept += len(_MARKED.findall(right[step.src_start : step.src_end]))
    return kept


def main() -> None:
    """Measure every paper of a folder."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/legacy")
    every, missed = Count(), Counter[tuple[str, str]]()
    for truth in sorted(folder.glob("*.truth.txt")):
        name = truth.name.removesuffix(".truth.txt")
        paper = next(path for path in sorted(folder.glob(f"{name}.*")) if path.suffix != ".txt")
        words = WORD.findall(clean(truth.read_text("utf-8", "replace")))
        count, misses = measured(words, words_read(paper))
        print(f"{paper.name:32} {count.letters:7} {count}")
        every += count
        missed += misses
    print(f"{'all':32} {every.letters:7} {every}")
    for (right, word), letters in missed.most_common(int(sys.argv[2]) if sys.argv[2:] else 40):
        print(f"  {letters:4} {right!r} read {word!r}")


if __name__ == "__main__":
    main()
