"""Count which words begin what a body does, and which go on with its name:
parsers/items/bodies/verbs_behind_bodies.tsv.xz.

    .venv/bin/python tools/train_verbs.py ../shared/corpus

A verb stands behind the name of a body with which a sentence opens, and behind words such as "đã",
"sẽ", "để", "việc"; what continues a name, a noun, stands behind "các", "của", a number. Of each
word, and of each two in a row, the file tells how often it stood as a verb among all such places;
and of a verb which syllables before it make one word with it ("Tiểu | học"). Two minutes, 2 GB of
memory; the same corpus gives the same bytes. Lines that `tools.corpus` holds out are not counted.
Sources and licences: docs/models.md.
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.text import fold  # noqa: E402 (found by the line above)
from tools.corpus import GENERAL, read, teaching  # noqa: E402

OUT = ROOT / "parsers" / "items" / "bodies" / "verbs_behind_bodies.tsv.xz"
PHRASES = yaml.safe_load((ROOT / "tools" / "phrases.yaml").read_text(encoding="utf-8"))
BEFORE_VERBS = frozenset(PHRASES["before_verbs"])
BEFORE_NOUNS = frozenset(PHRASES["before_nouns"])
MARKS = ".,;:!?()\"'“”‘’[]…-–/"
LEAST_WORD, LEAST_PAIR = 12, 6
"""So often must a word, or two, have stood where one can tell."""
LEAST_VERB = 0.15
"""So large a part of its places must a word have had as a verb for what follows it to be told."""
LEAST_CHANGE = 0.15
"""Two words are told where the second changes what the first says by so much."""
GLUED, GLUED_BEFORE, LEAST_GLUED = 0.08, 0.25, 30
"""So large a part of what follows a syllable is the next one of its word, or of what stands before
that one is the syllable ("Tiền | phong"); and so often they stand together."""
LONGEST_NAME = 10


@dataclass
class Counts:
    """How often words, and two in a row, stood as verbs and as nouns, and what follows what."""

    verbs: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, line: str, names: frozenset[tuple[str, ...]]) -> None:
        """Count the places of a line."""
        tokens = line.split()
        plain = [word_of(token) for token in tokens]
        self.words.update(plain)
        self.pairs.update(pairwise(plain))
        behind_name = _stop_of_name(plain, names)
        for at in range(1, len(tokens)):
            if tokens[at - 1][-1] in MARKS or not tokens[at].islower() or not plain[at].isalpha():
                continue
            told = self._side_of(plain[at - 1], is_behind_name=at == behind_name)
            if told is None:
                continue
            told[plain[at]] += 1
            is_pair = at + 1 < len(tokens) and tokens[at][-1] not in MARKS
            if is_pair and tokens[at + 1].islower() and plain[at + 1].isalpha():
                told[f"{plain[at]} {plain[at + 1]}"] += 1

    def _side_of(self, before: str, *, is_behind_name: bool) -> Counter[str] | None:
        if is_behind_name or before in BEFORE_VERBS:
            return self.verbs
        return self.nouns if before in BEFORE_NOUNS or before.isdecimal() else None


def _stop_of_name(plain: list[str], names: frozenset[tuple[str, ...]]) -> int:
    """Behind the longest name of a body with which a line opens; -1 where it opens with none."""
    for size in range(min(LONGEST_NAME, len(plain)), 1, -1):
        if tuple(plain[:size]) in names:
            return size
    return -1


@lru_cache(maxsize=1 << 17)
def word_of(token: str) -> str:
    """A token without marks of punctuation, in small letters."""
    return fold(token.strip(MARKS)) or token


def names_of_bodies() -> frozenset[tuple[str, ...]]:
    """The names of the directory, as words."""
    files = ("offices.yaml", "state.yaml")
    read_in = (
        yaml.safe_load((ROOT / "normalize" / "offices" / file).read_text("utf-8")) for file in files
    )
    listed = chain.from_iterable(
        values for file in read_in for values in file.values() if isinstance(values, dict)
    )
    return frozenset(tuple(fold(str(name)).split()) for name in listed)


def told(counts: Counts) -> Iterator[str]:
    """The lines of the file: a word, or two, and how many of a hundred places had it as a verb;
    then pairs of syllables of which the second goes on with a word ("-")."""
    shares = {
        word: (counts.verbs[word] + 0.5) / (counts.verbs[word] + counts.nouns[word] + 1)
        for word in counts.verbs.keys() | counts.nouns.keys()
        if counts.verbs[word] + counts.nouns[word] >= (LEAST_PAIR if " " in word else LEAST_WORD)
    }
    kept = {word for word, share in shares.items() if " " not in word and share >= LEAST_VERB}
    for word in sorted(shares):
        first = word.partition(" ")[0]
        is_pair = first != word
        changes = abs(shares[word] - shares.get(first, 0.0)) >= LEAST_CHANGE
        if not is_pair or (changes and first in kept):
            yield f"{word}\t{round(100 * shares[word])}"
    for (before, word), count in sorted(counts.pairs.items()):
        share = max(count / counts.words[before] / GLUED, count / counts.words[word] / GLUED_BEFORE)
        is_one = count >= LEAST_GLUED and share >= 1
        if is_one and word in kept and before not in BEFORE_VERBS and before.isalpha():
            yield f"{before} {word}\t-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    counts, names = Counts(), names_of_bodies()
    lines: Iterable[str] = chain(
        (line for _, line in teaching(args.corpus)), read(args.corpus / GENERAL)
    )
    for line in lines:
        counts.take(line, names)
    text = "\n".join(told(counts)) + "\n"
    args.out.write_bytes(lzma.compress(text.encode("utf-8"), preset=9))
    print(text.count("\n"), "lines,", args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
