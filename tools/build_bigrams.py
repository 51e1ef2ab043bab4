"""Count neighbouring words of the administrative corpus: normalize/bigrams.npz.

    python tools/build_bigrams.py ../shared/corpus/admin.train.txt.xz

Words seen fewer than 25 times and pairs seen fewer than 3 times are left out. Every fourth line is not read: from those
lines tools/train_flattened.py takes its sentences, which the counts must not know. The same input gives the same file.
Sources and licences: docs/models.md.
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from normalize.bigrams import NUMBER, OTHER, STEPS, STOP, token, tokens  # noqa: E402 (found by the line above)

HELD_OUT = 4
RARE_WORD, RARE_PAIR = 25, 3


def logarithms(counts: np.ndarray) -> np.ndarray:
    """Counts -> one byte each."""
    return np.minimum(np.round(np.log2(counts) * STEPS), 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "normalize" / "bigrams.npz")
    arguments = parser.parse_args()
    with lzma.open(arguments.corpus, "rt", encoding="utf-8") as file:
        lines = [tokens(line) for n, line in enumerate(file) if n % HELD_OUT]
    written = Counter(word for line in lines for word in line)
    names = {word: token(word) for word in written}
    counts: Counter[str] = Counter()
    for word, count in written.items():
        counts[names[word]] += count
    special = (STOP, OTHER, NUMBER)
    known = [*special, *sorted(w for w, c in counts.items() if c >= RARE_WORD and w not in special)]
    ids = {word: n for n, word in enumerate(known)}
    size = len(known)
    of = {word: ids.get(name, size) for word, name in names.items()}
    stream: list[int] = []
    for line in lines:
        stream += [0, *(of[word] for word in line)]
    text = np.array([*stream, 0], dtype=np.int64)
    left, right = text[:-1], text[1:]
    inside = (left < size) & (right < size)
    pairs, seen = np.unique(left[inside] * size + right[inside], return_counts=True)
    kept = seen >= RARE_PAIR
    pairs, seen = pairs[kept], seen[kept]
    np.savez_compressed(
        arguments.out,
        words=np.array(known, dtype=np.str_),
        single=logarithms(np.bincount(text, minlength=size)[:size]),
        steps=np.diff(pairs, prepend=0).astype(np.uint32),
        seen=logarithms(seen),
    )
    print(f"{len(text)} words read, {size} kept, {len(pairs)} pairs, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
