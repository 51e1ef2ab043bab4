"""Which ids stay: over formats and rescans of one paper, and after a row was inserted, moved or
reworded.

    .venv/bin/python -m bench.identity [--trials 20]

Plans: the samples, and those of ../shared with their scans where it is (minutes). A figure is the
share of the ids of the first that the second has as well, for the same thing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.common import ROOT, SHARED
from bench.revisions import REVISIONS, Revision
from kehoach.pipeline import extract
from kehoach.schema.identity import with_ids
from kehoach.schema.models import Plan

KINDS = ("tasks", "targets", "assignments", "obligations")


def kept_over(first: Plan, second: Plan) -> tuple[int, int]:
    """How many ids of the first plan the second has, and how many there are; the plan's own is
    one."""
    own, other = _ids(first), _ids(second)
    return len(own & other), len(own)


def _ids(plan: Plan) -> set[str | None]:
    return {plan.id, *(part.id for kind in KINDS for part in getattr(plan, kind))}


def kept_after(plan: Plan, revision: Revision) -> tuple[int, int, bool | None]:
    """Of the tasks that were there before: how many keep their id, how many there are, and whether
    the one that was changed does (None for one that is new)."""
    named = with_ids(revision.plan)
    pairs = [
        (plan.tasks[before].id, task.id)
        for before, task in zip(revision.before, named.tasks, strict=True)
        if before is not None
    ]
    kept = sum(old == new for old, new in pairs)
    before = revision.before[revision.touched]
    if before is None:
        return kept, len(pairs), None
    return kept, len(pairs), plan.tasks[before].id == named.tasks[revision.touched].id


def forms() -> Iterator[tuple[str, list[Path]]]:
    """Each paper in all its forms, the born-digital ones first."""
    for truth in sorted((ROOT / "samples").glob("*/expected.json")):
        name = truth.parent.name
        yield name, _of_stem(truth.parent, name)
    for truth in sorted((SHARED / "truth").glob("*.yaml")):
        found = _of_stem(SHARED / "plans", truth.stem)
        if len(found) > 1:
            yield truth.stem, found


def _of_stem(folder: Path, stem: str) -> list[Path]:
    order = (".docx", ".pdf", ".html", ".txt")
    found = [folder / f"{stem}{form}" for form in order if (folder / f"{stem}{form}").exists()]
    return [*found, *sorted(folder.glob(f"{stem}.scan*.pdf"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20)
    trials = parser.parse_args().trials
    firsts: dict[str, Plan] = {}
    print("| paper | form | ids kept |\n|---|---|---|")
    for name, paths in forms():
        firsts[name] = extract(paths[0])
        for path in paths[1:]:
            kept, total = kept_over(firsts[name], extract(path))
            print(f"| {name} | {path.name.removeprefix(name)} | {kept} of {total} |", flush=True)
    print("\n| change | of all ids | of the changed rows |\n|---|---|---|")
    for kind, revise in REVISIONS.items():
        random = Random(kind)  # noqa: S311 (a made set, the same every time)
        found = [
            kept_after(plan, revise(plan, random))
            for plan in firsts.values()
            for _ in range(trials)
            if len(plan.tasks) > 1
        ]
        kept, total = sum(one[0] for one in found), sum(one[1] for one in found)
        changed = [one[2] for one in found if one[2] is not None]
        share = f"{sum(changed) / len(changed):.1%}" if changed else "–"
        print(f"| {kind} | {kept / total:.1%} | {share} |")


if __name__ == "__main__":
    main()
