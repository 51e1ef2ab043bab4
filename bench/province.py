"""A made province: the plan of a province, the plans of its wards, their revisions and the plans of
the year after, with the truth of all of it. For what reads, follows and compares many plans.

    .venv/bin/python -m bench.province OUT [--count 200] [--seed 7] [--docx 20]

In OUT: `assigned/` the superior's plan, `plans/` those of the wards, `revised/` and `next-year/`
these again (a plan's name stays), all as JSON of `kehoach`; the DOCX of some in `papers/`,
`papers-revised/`, `papers-next-year/` and `papers-assigned/`; `truth.json`: who took up what, who
copied whom, what slipped, what each revision changed. The same seed gives the same bytes.

As a library: `province = made_province(200)`, then `province.wards[3].plan`, `.docx`,
`.revised(seed=1)`; a revision is a `Made` as well and may be revised again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.province_changes import Change, next_year, revised
from bench.province_draw import (
    COPIES,
    Taken,
    chance,
    copied,
    places,
    superior,
    ward,
    with_lapses,
)
from bench.province_model import Paper, docx_of, plan_of
from kehoach.emit.json import to_bytes
from kehoach.schema.models import Plan

YEAR = 2031


@dataclass(frozen=True)
class Made:
    """A made paper: what it is, its plan, its Word file. `taken`: what it took up of its superior's
    plan; `changes`: what it changed of the paper that it revises."""

    paper: Paper
    taken: tuple[Taken, ...] = ()
    changes: tuple[Change, ...] = ()

    @cached_property
    def plan(self) -> Plan:
        """With the findings of the rules (some 20 ms)."""
        return plan_of(self.paper)

    @cached_property
    def bare_plan(self) -> Plan:
        """Without findings (some 3 ms)."""
        return plan_of(self.paper, judged=False)

    @cached_property
    def docx(self) -> bytes:
        return docx_of(self.paper)

    def task_of(self, key: str) -> int:
        """The place of a row in `plan.tasks`."""
        return [row.key for row in self.paper.rows].index(key)

    def target_of(self, key: str) -> int:
        """The place of a target in `plan.targets`."""
        return [goal.key for goal in self.paper.goals].index(key)

    def revised(self, seed: object, steps: int = 8) -> Made:
        """Issued anew, with changes."""
        paper, changes = revised(self.paper, chance(seed, self.paper.name), steps)
        return Made(paper, changes=changes)

    def next_year(self, seed: object, steps: int = 8) -> Made:
        """The plan of the year after."""
        paper, changes = next_year(self.paper, chance(seed, self.paper.name), steps)
        return Made(paper, changes=changes)


@dataclass(frozen=True)
class Province:
    """The superior's plan and those of the wards, in the order of their names."""

    assigned: Made
    wards: tuple[Made, ...]


def made_province(count: int = 200, seed: int = 7, year: int = YEAR) -> Province:
    """The plans of so many wards. A ward that copies has its source's rows, and what it took up;
    its copy has lapses of its own."""
    random = chance(seed, "superior")
    assigned = superior(random, year)
    names = places(random)
    if count > len(names):
        raise SystemExit(f"{len(names)} wards at most")
    clean: list[Made] = []
    for number, place in enumerate(names[:count], start=1):
        # one stream a ward: the first hundred of two hundred are the hundred
        own = chance(seed, number)
        name = f"ward-{number:03d}"
        if clean and own.random() < COPIES:
            source = own.choice(clean[-20:])
            clean.append(replace(source, paper=copied(own, source.paper, place, name=name)))
            continue
        paper, taken = ward(own, assigned, place, name=name)
        clean.append(Made(paper, taken))
    made = [
        replace(one, paper=with_lapses(chance(seed, "lapses", n), one.paper, names))
        for n, one in enumerate(clean, start=1)
    ]
    return Province(Made(assigned), tuple(made))


def written(province: Province, out: Path, *, seed: int, docx: int, only_papers: bool) -> None:
    """The whole province into a folder."""
    revisions = [one.revised(f"{seed}/revised") for one in province.wards]
    later = [one.next_year(f"{seed}/next") for one in province.wards]
    folders = {"assigned": [province.assigned], "plans": province.wards, "revised": revisions,
               "next-year": later}  # fmt: skip
    for folder, all_made in folders.items():
        papers = out / ("papers" if folder == "plans" else f"papers-{folder}")
        for number, made in enumerate(all_made):
            if not only_papers:
                _write(out / folder / f"{made.paper.name}.json", to_bytes(made.plan))
            if number < docx:
                _write(papers / f"{made.paper.name}.docx", made.docx)
    truth = {
        "seed": seed,
        "assigned": _rows_told(province.assigned),
        "wards": [
            {**_rows_told(made), "taken": [asdict(one) for one in made.taken],
             "lapses": [asdict(one) for one in made.paper.lapses]}
            for made in province.wards
        ],
        "revised": list(map(_changes_told, province.wards, revisions)),
        "next_year": list(map(_changes_told, province.wards, later)),
    }  # fmt: skip
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    _write(out / "truth.json", f"{text}\n".encode())


def _rows_told(made: Made) -> dict[str, Any]:
    """Where rows and targets stand in the plan, by their keys."""
    return {
        "name": made.paper.name,
        "ward": f"{made.paper.level} {made.paper.place}",
        "copied_from": made.paper.copied_from,
        "tasks": [row.key for row in made.paper.rows],
        "targets": [goal.key for goal in made.paper.goals],
    }


def _changes_told(old: Made, new: Made) -> dict[str, Any]:
    """Each change, with the places of its row in the old plan and in the new one."""
    olds, news = _rows_told(old), _rows_told(new)

    def place(told: dict[str, Any], change: Change) -> int | None:
        keys: Sequence[str] = told.get(change.part, ())
        return keys.index(change.key) if change.key in keys else None

    changes = [
        {**asdict(one), "old": place(olds, one), "new": place(news, one)} for one in new.changes
    ]
    return {"name": new.paper.name, "tasks": news["tasks"], "targets": news["targets"],
            "changes": changes}  # fmt: skip


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=200, help="wards")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--docx", type=int, default=0, help="of so many, the Word files, too")
    parser.add_argument("--only-papers", action="store_true", help="no JSON")
    told = parser.parse_args()
    province = made_province(told.count, told.seed)
    written(province, told.out, seed=told.seed, docx=told.docx, only_papers=told.only_papers)
    print(f"{told.out}: {told.count} plans")


if __name__ == "__main__":
    main()
