"""Text for drawing, from the shared corpus and gazetteer: a sample that fits the lent machine.

python -m tools.line_reader.prepare SHARED OUTDIR [--admin 65000 --general 11250]
"""

from __future__ import annotations

import argparse
import csv
import lzma
import random
import unicodedata
from pathlib import Path

_WEIGHTS = (
    (0, 533_725, 1.0),
    (533_725, 572_282, 3.0),
    (603_676, 641_454, 6.0),
    (641_454, 663_868, 5.0),
)
"""Lines of the administrative file (from, to) and how much likelier they are drawn: the
codification of laws is most of the corpus, decisions, plans and notices are what the reader will
see."""


def sample(path: Path, count: int, weighted: bool) -> list[str]:
    """`count` lines of an .xz file, in the order of the file."""
    chance = random.Random(11)
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = [unicodedata.normalize("NFC", line.rstrip("\n")) for line in file]
    weights = [1.0] * len(lines)
    if weighted:
        for start, stop, weight in _WEIGHTS:
            for number in range(start, min(stop, len(lines))):
                weights[number] = weight
    keys = sorted(range(len(lines)), key=lambda number: -(chance.random() ** (1 / weights[number])))
    return [lines[number] for number in sorted(keys[:count])]


def places(gazetteer: Path) -> list[str]:
    """Names of units of the gazetteer, new and old, once each."""
    names: dict[str, None] = {}
    for name, columns in (
        ("units-2025.csv", ("name", "province")),
        ("units-before-2025.csv", ("name", "district")),
    ):
        with (gazetteer / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names.update(
                    dict.fromkeys(unicodedata.normalize("NFC", row[column]) for column in columns)
                )
    names.pop("", None)
    return list(names)


def main() -> None:
    """Read the arguments, write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--admin", type=int, default=65_000)
    parser.add_argument("--general", type=int, default=11_250)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, count in (("admin", args.admin), ("general", args.general)):
        lines = sample(args.shared / "corpus" / f"{name}.train.txt.xz", count, name == "admin")
        with lzma.open(args.out / f"{name}.xz", "wt", encoding="utf-8", preset=6) as file:
            file.write("\n".join(lines))
    table = (args.shared / "corpus" / "syllables.tsv").read_text(encoding="utf-8")
    (args.out / "syllables.tsv").write_text(table, encoding="utf-8")
    (args.out / "places.txt").write_text(
        "\n".join(places(args.shared / "gazetteer")), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
