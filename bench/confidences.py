"""Values of papers whose truth is known, with what is known of how each was read: what confidences
are learned from (tools/train_confidence.py), and measured on (bench/side_confidence.py).

Papers: our samples in every form, printed and scanned, dirtied and photographed; plans set in
random layouts (bench/layouts.py, made once, `--layouts`); the truths of ../shared and those that
`--truths` names (TRUTH.yaml beside its paper). bench/forgetful.py reads them once more with a
program that has forgotten words.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.accuracy import read_truth
from bench.common import SHARED, Paper, papers, say, scan_of
from bench.dirt import dirty_scan
from bench.disputed import disputed
from bench.labels import Labels, labels_of
from bench.photograph import POSES, photographs
from kehoach.errors import KehoachError
from kehoach.ingest.options import ReadOptions, default_cache
from kehoach.ingest.page_order import in_order
from kehoach.ingest.read import read, read_as_one
from kehoach.parsers.confidence.judging import Known
from kehoach.parsers.mending import mend
from kehoach.pipeline import drafts_of
from kehoach.schema.rules.base import Draft

FORMS = ("docx", "html", "pdf", "txt")
SCANS = {300: "clean", 200: "office", 150: "bad"}
FORGETFUL = "forgetful"
PRINTED = "as_printed"
"""In the truth of a scan, the plan (as JSON) that is read from the file that was printed."""
DIRT = ("usual", "faded half", "poor JPEG")


@dataclass(frozen=True)
class Case:
    """A paper in one form, and its truth. `paper` names the plan: what is learned from a plan is
    never measured on it."""

    paper: str
    form: str
    files: tuple[Path, ...]
    truth: Mapping[str, Any]

    @property
    def name(self) -> str:
        """As it is told and kept."""
        return f"{self.paper}.{self.form}".replace("/", "-")


@dataclass(frozen=True)
class Reading:
    """A paper that was read: its draft, and its truth."""

    paper: str
    form: str
    draft: Draft
    truth: Mapping[str, Any]

    def labels(self) -> Labels:
        """Which of its values are right."""
        return labels_of(self.draft.plan.model_dump(mode="json"), self.truth)

    def disputed(self) -> frozenset[str]:
        """Of which of its values readers disagree; of a scan, those that are read just so from the
        file that was printed, too: the picture is not to blame for them."""
        plan = self.draft.plan.model_dump(mode="json")
        found = disputed(plan, self.truth)
        if PRINTED not in self.truth:
            return found
        labels = labels_of(plan, self.truth[PRINTED])
        return found.union(pointer for pointer, is_right in labels.items() if is_right)


@dataclass(frozen=True)
class Value:
    """A value with its traits; `right` as the truth says; `told`: the confidence the plan has;
    `disputed`: wrong by the truth, though another reader would have it so; `measures`: as
    `measures.table.NAMES`."""

    paper: str
    form: str
    pointer: str
    traits: tuple[str, ...]
    right: bool
    told: float
    disputed: bool = False
    measures: tuple[float, ...] = ()


def values(readings: Iterable[Reading], *, judged: bool = True) -> Iterator[Value]:
    """The labelled values of readings; `judged`: with what the plan tells of each (else 0), for
    which weights and trees must know the traits and measures as they are now."""
    for reading in readings:
        known, labels = Known(reading.draft), reading.labels()
        left_out = reading.disputed()
        measures = known.measures.tolist()
        for own, (pointer, kind, value) in zip(measures, known.values, strict=True):
            if pointer in labels:
                right = labels[pointer]
                yield Value(
                    reading.paper,
                    reading.form,
                    pointer,
                    traits=tuple(known.traits(pointer, kind, value)),
                    right=right,
                    told=known.told[pointer] if judged else 0.0,
                    disputed=not right and pointer in left_out,
                    measures=tuple(own),
                )


def read_case(case: Case) -> Reading:
    """Read a paper."""
    options = ReadOptions(cache=default_cache())
    if len(case.files) > 1:
        document = read_as_one(in_order(list(case.files)), options=options)
    else:
        document = read(case.files[0], options=options)
    draft, _ = drafts_of(mend(document)[0])
    return Reading(case.paper, case.form, draft, case.truth)


def kept(cases: Iterable[Case], folder: Path) -> Iterator[Reading]:
    """Read papers, each once: what is in the folder is not read again."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        path = folder / f"{case.name}.pickle"
        if not path.exists():
            say(f"  {case.name}")
            try:
                path.write_bytes(pickle.dumps(read_case(case)))
            except KehoachError as error:
                say(f"  {case.name}: {error}")
                continue
        yield pickle.loads(path.read_bytes())  # noqa: S301 (our own files)


# --- which papers ---------------------------------------------------------------------------------


def printed_cases() -> Iterator[Case]:
    """Samples, and the plans of ../shared, as files of each form."""
    for paper in papers():
        assert paper.truth is not None
        truth = read_truth(paper.truth)
        for form in FORMS:
            file = paper.pdf.with_suffix(f".{form}")
            if file.exists():
                yield Case(paper.name, form, (file,), truth)


def scanned_cases(folder: Path, dirt: Sequence[str] = DIRT) -> Iterator[Case]:
    """The same printed and scanned; samples dirtied and photographed, too."""
    folder.mkdir(parents=True, exist_ok=True)
    for paper in papers():
        assert paper.truth is not None
        truth = read_truth(paper.truth)
        for dpi, wear in SCANS.items():
            scan = scan_of(paper, dpi, folder)
            yield Case(paper.name, f"scan {wear}", (scan,), truth)
        if paper.ours:
            yield from _worn_cases(paper, folder, dirt, truth)


def _worn_cases(
    paper: Paper, folder: Path, dirt: Sequence[str], truth: Mapping[str, Any]
) -> Iterator[Case]:
    from dirt_maker import USUAL  # type: ignore[import-not-found]  # tests/, without types

    for number, kind in enumerate(dirt, start=1):
        own = folder / kind
        own.mkdir(exist_ok=True)
        scan = own / f"{paper.name}.pdf"
        kinds = USUAL if kind == "usual" else (kind,)
        if not scan.exists():
            dirty_scan(paper, own, kinds, dpi=200, seed=number)
        yield Case(paper.name, f"scan {kind}", (scan,), truth)
    for seed, (kind, pose) in enumerate(POSES.items()):
        own = folder / f"{paper.name}-{kind}"
        if not own.exists():
            own.mkdir()
            photographs(paper.pdf, own, pose, seed)
        yield Case(paper.name, f"photo {kind}", tuple(sorted(own.iterdir())), truth)


def layout_cases(folder: Path) -> Iterator[Case]:
    """Plans in random layouts, as `bench/layouts.py render` left them."""
    for path in sorted(folder.glob("*-*.json")):
        record = read_truth(path)
        for form in ("docx", "pdf"):
            file = path.with_suffix(f".{form}")
            if file.exists():
                name = f"layout {path.stem} {form}"
                yield Case(str(record["id"]), name, (file,), _printed(record))


_UNDER = ("number", "objective")
"""Cells under a merged one, where they are left blank."""
_NOT_SAID = ("/document/place", "/document/signer/role")
"""What a layout prints otherwise than the truth has it."""


def _printed(record: dict[str, Any]) -> dict[str, Any]:
    """The truth of a layout, with the fields that it leaves open: cells under a merged one."""
    blank = record["layout"]["merges"] == "blank"
    return {**record["truth"], "open": [*_NOT_SAID, *(_UNDER if blank else ())]}


def forgetful_cases(cases: Iterable[Case], seed: int) -> Iterator[Case]:
    """The same cases, under the name of what a forgetful program reads (bench/forgetful.py)."""
    for case in cases:
        yield replace(case, form=f"{FORGETFUL}-{seed} {case.form}")


def truth_cases(truths: Iterable[Path], folders: Sequence[Path]) -> Iterator[Case]:
    """Further truths, each with the file of its paper: of the same name, in one of the folders."""
    for path in truths:
        stem = path.stem.removesuffix(".full")
        for folder in (path.parent, *folders):
            for file in sorted(folder.glob(f"{stem}*")):
                if file.suffix not in (".yaml", ".json") and "scan" not in file.suffixes:
                    yield Case(stem, file.suffix[1:], (file,), read_truth(path))


def main() -> int:
    """Read the papers that are named, into a folder."""
    import argparse

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layouts", type=Path)
    parser.add_argument("--truths", type=Path, nargs="*", default=[])
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--forgetful", type=int, help="the seed of what this program forgot")
    asked = parser.parse_args()
    where = [SHARED / "plans", SHARED / "plans" / "real"]
    cases: list[Case] = [*printed_cases(), *truth_cases(asked.truths, where)]
    if asked.layouts:
        cases += layout_cases(asked.layouts)
    if asked.forgetful is not None:
        cases = list(forgetful_cases(cases, asked.forgetful))
    for _ in kept(cases, asked.folder):
        pass
    if asked.scans:
        for _ in kept(scanned_cases(asked.folder / "scans"), asked.folder):
            pass
    return 0


if __name__ == "__main__":  # by its own name, under which what is kept will be looked for
    from bench import confidences

    sys.exit(confidences.main())
