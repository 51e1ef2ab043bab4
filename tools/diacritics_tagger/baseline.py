"""The n-grams of normalize/syllables counted without the sources that measure: what the tagger
is compared with.

.venv/bin/python tools/diacritics_tagger/baseline.py ../shared/corpus --out
DATA/syllables
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tools import train_syllables  # noqa: E402 (found by the line above)
from tools.corpus import ADMIN, GENERAL  # noqa: E402
from tools.diacritics_tagger.sources import BLOCKS, lines, part_of  # noqa: E402


def _of(file: str, folder: Path) -> Iterator[str]:
    own = {block.name for block in BLOCKS[file]}
    return (line for name, line in lines(folder) if name in own and part_of(name) == "train")


def _teaching(folder: Path) -> Iterator[tuple[int, str]]:
    return enumerate(_of(ADMIN, folder), 1)


def _read(path: Path) -> Iterator[str]:
    return _of(GENERAL, path.parent)


if __name__ == "__main__":
    train_syllables.teaching = _teaching
    train_syllables.read = _read
    train_syllables.main()
