"""The part of `make bench` on confidences: are they probabilities, and are the wrong values among
the least sure?

Values of our samples, and of the plans of ../shared, in every form, printed and scanned. These are
among the papers that the weights were learned from; figures of plans that were left out of the
learning are printed by tools/train_confidence.py (docs/confidence.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from bench.calibration import HEADS, by_group, figures, group_of, reliability, row_of
from bench.common import Figures, changed, say, table
from bench.confidences import Case, printed_cases, read_case, scanned_cases, values

QUICK = ("docx", "pdf")


def measure(folder: Path, quick: bool) -> Figures:
    """For each form of paper, and for all, what bench.calibration counts; and the reliability of
    all. `quick`: nothing is scanned."""
    known = list(values(map(read_case, _cases(folder / "confidence", quick))))
    groups = {**by_group(known, lambda value: group_of(value.form)), "all": known}
    told = {name: figures(own) for name, own in groups.items()}
    steps = {str(row[0]): {"values": row[1], "told": row[2], "right": row[3]}
             for row in reliability(known)}  # fmt: skip
    return {"forms": told, "steps": steps}


def _cases(folder: Path, quick: bool) -> Iterator[Case]:
    scans = () if quick else scanned_cases(folder)
    for case in chain(printed_cases(), scans):
        if not quick or case.form in QUICK:
            say(f"  {case.name}")
            yield case


def report(told: Figures, before: Figures) -> str:
    """The tables, as Markdown, with what changed."""
    forms: Mapping[str, Figures] = told["forms"]
    rows = []
    for name, own in forms.items():
        earlier = before.get("forms", {}).get(name, {})
        row = row_of(name, own)
        row[-2] = changed(own["found"], earlier.get("found"))
        rows.append(row)
    steps = [[name, *own.values()] for name, own in told["steps"].items()]
    text = (
        '## Confidence of values\n\nShares in percent; "possible": all that a tenth can hold.\n\n'
    )
    text += table(HEADS, rows) + "\n\n"
    return text + table(["confidence", "values", "told %", "right %"], steps)
