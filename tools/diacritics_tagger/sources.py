"""Which lines of the corpus belong to which source, and which sources measure instead of
teaching."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tools.corpus import ADMIN, GENERAL, held_out, read  # noqa: E402 (found by the line above)


class Block(NamedTuple):
    """A source: its name, and its first and last line (from 1) in the file."""

    name: str
    first: int
    last: int


BLOCKS = {
    ADMIN: (
        Block("phapdien-diepxuan", 1, 348926),
        Block("phapdien-quangthai", 348927, 436036),
        Block("phapdien-saladnga", 436037, 533725),
        Block("diepxuan-vanban", 533726, 572282),
        Block("vlc-laws", 572283, 598838),
        Block("ansvar-laws", 598839, 601560),
        Block("thutuc", 601561, 603676),
        Block("tnt305-official", 603677, 628919),
        Block("dvhcvn-nq", 628920, 631678),
        Block("vnmasterplan", 631679, 634792),
        Block("baucu-luongminh", 634793, 636420),
        Block("tumorong", 636421, 636728),
        Block("binhdinhnews", 636729, 638335),
        Block("phuongtuongmai", 638336, 639125),
        Block("word_recommend", 639126, 641454),
        Block("binhduong-trichyeu", 641455, 644558),
        Block("office-docs", 644559, 663868),
    ),
    GENERAL: (
        Block("viwiki", 1, 297083),
        Block("tnt305-wiki", 297084, 548042),
        Block("unc-news", 548043, 607384),
    ),
}
TEST = ("thutuc", "tnt305-official", "baucu-luongminh", "word_recommend", "unc-news")
"""Whole sources that measure, and nothing else."""
DEV = ("vnmasterplan", "tumorong", "binhdinhnews", "phuongtuongmai")
"""Whole sources by which weights are tuned and the training is watched."""
TAUGHT = "taught"


def part_of(name: str) -> str:
    """Is a source for "test", "dev" or "train"?"""
    return "test" if name in TEST else "dev" if name in DEV else "train"


def lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Each line of the corpus with the name of its source. Lines that `tools.corpus` holds out
    from the n-grams are left out where the source teaches, so that bench/language.py measures a
    tagger, too."""
    for file, blocks in BLOCKS.items():
        owners = iter(blocks)
        block = next(owners)
        for number, line in enumerate(read(folder / file), 1):
            if number > block.last:
                block = next(owners)
            if file == ADMIN and held_out(number) and part_of(block.name) == "train":
                continue
            yield block.name, line
