"""How far confidences are to be believed on papers by other hands: of each folder every paper X.*
beside its truth X.truth.yaml is read, by the program as it is.

    python -m bench.strangers_confidence FOLDER … [--values]

Printed are two rows, papers with letters and papers read from a picture; with `--values` the wrong
values that were told as sure, too. Values of which readers disagree (bench/disputed.py) are left
out, in the rows that say so they count as wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.accuracy import read_truth
from bench.calibration import HEADS, SURE, figures, row_of
from bench.common import say, table
from bench.confidences import Case, Reading, Value, read_case, values
from kehoach.errors import KehoachError
from kehoach.parsers.confidence.odds import PICTURE

TRUTH = ".truth.yaml"


def cases_in(folder: Path) -> Iterator[Case]:
    """The papers of a folder that have a truth beside them."""
    for path in sorted(folder.glob(f"*{TRUTH}")):
        stem = path.name.removesuffix(TRUTH)
        for file in sorted(folder.glob(f"{stem}.*")):
            if file.suffix not in (".yaml", ".json"):
                yield Case(stem, f"{folder.name} {file.suffix[1:]}", (file,), read_truth(path))


def read_all(cases: Iterable[Case]) -> Iterator[Reading]:
    """The papers as they are read; one that is not read is named."""
    for case in cases:
        try:
            yield read_case(case)
        except KehoachError as error:
            say(f"{case.name}: {error}")


def report(known: Sequence[Value]) -> str:
    """The rows, as Markdown."""
    undisputed = [value for value in known if not value.disputed]
    rows = []
    for name, own in (("", undisputed), (", disputed ones as wrong", list(known))):
        pictures = [value for value in own if PICTURE in value.traits]
        letters = [value for value in own if PICTURE not in value.traits]
        for form, each in (("text", letters), ("pictures", pictures)):
            if each:
                rows.append(row_of(form + name, figures(each)))
    return table(HEADS, rows)


def main() -> int:
    """Read the folders that are named, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--values", action="store_true", help="name what was sure and wrong")
    asked = parser.parse_args()
    known = list(values(read_all(case for folder in asked.folders for case in cases_in(folder))))
    print(report(known))
    for value in known if asked.values else ():
        if value.told >= SURE and not (value.right or value.disputed):
            print(f"{value.told:.2f} {value.paper} {value.pointer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
