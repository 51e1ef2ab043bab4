"""How much of what was changed do `diff` and `compare` find, and how much do they make up?

    .venv/bin/python -m bench.compare [--count 200] [--seed 7] [--rounds 1] [--docx 0] [--details]

On a made province (`bench/province.py`), whose changes are known: revisions, plans of the year
after, and the superior's plan against the wards'. `--docx N`: of N wards the Word files are read,
too, and what was read is compared.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.province import Made, made_province
from bench.province_changes import Change
from bench.province_draw import Taken
from kehoach.compare.assigned import compared
from kehoach.compare.difference import difference
from kehoach.compare.model import Cell, Difference
from kehoach.compare.model import Change as Found
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

Fact = tuple[str, ...]
"""One thing that was changed, or that was told, in a form that both can be brought into."""
Plans = Callable[[Made], Plan]


@dataclass
class Tally:
    """Facts that were made, how many of them were found, and what was told beside."""

    made: int = 0
    found: int = 0
    told: int = 0
    false: int = 0
    unsure: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def add(self, name: str, made: set[Fact], told: set[Fact], unsure: int = 0) -> None:
        self.made += len(made)
        self.told += len(told)
        self.found += len(made & told)
        self.false += len(told - made)
        self.unsure += unsure
        self.missed.update(" ".join(fact[:2]) for fact in made - told)
        self.wrong.update(" ".join(fact[:2]) for fact in told - made)
        self.details += [f"{name} missed {fact}" for fact in sorted(made - told)]
        self.details += [f"{name} false  {fact}" for fact in sorted(told - made)]

    def line(self, name: str) -> str:
        found = 100 * self.found / max(1, self.made)
        false = 100 * self.false / max(1, self.told)
        return (
            f"{name:34} {self.made:7} {found:8.2f} % {self.told:7} {false:8.2f} % {self.unsure:7}"
        )


# --- diff -----------------------------------------------------------------------------------------


def made_facts(old: Made, new: Made) -> set[Fact]:
    """What a revision changed, by the places in the old plan and the new one."""
    return {fact for change in new.changes for fact in _made(change, old, new)}


def _made(change: Change, old: Made, new: Made) -> Iterator[Fact]:
    def place(made: Made) -> str:
        if change.part == "tasks":
            keys = [row.key for row in made.paper.rows]
        else:
            keys = [goal.key for goal in made.paper.goals]
        return str(keys.index(change.key)) if change.key in keys else "-"

    if change.part in ("tasks", "targets"):
        yield change.part, change.kind, change.field or "", place(old), place(new)
    else:
        yield change.part, change.kind, change.field or "", change.key


def told_facts(told: Difference, old: Plan, new: Plan) -> set[Fact]:
    """What a difference tells, likewise."""
    return {fact for change in told.changes for fact in _told(change, old, new)}


def _told(change: Found, old: Plan, new: Plan) -> Iterator[Fact]:
    kinds = [("changed", one.field) for one in change.fields]
    if change.is_moved:
        kinds.append(("moved", ""))
    if change.state in ("added", "removed"):
        kinds = [(change.state, "")]
    for kind, name in kinds:
        if change.part in ("tasks", "targets"):
            places = [(pointer or "-").split("/")[-1] for pointer in (change.old, change.new)]
            yield change.part, kind, name, *places
        else:
            yield change.part, kind, name, _key(change, old, new)


def _key(change: Found, old: Plan, new: Plan) -> str:
    """The number of a base, the body of duties."""
    pointer, plan = (change.new, new) if change.new else (change.old, old)
    index = (pointer or "").split("/")[-1]
    if change.part == "legal_bases":
        return plan.document.legal_bases[int(index)].number or "?"
    if change.part == "assignments":
        return plan.assignments[int(index)].unit
    return "" if change.part == "document" else change.text


def measure_diffs(
    wards: Sequence[Made], *, seed: int, rounds: int, of: Plans, year_after: bool
) -> tuple[Tally, float]:
    """The tally of all revisions, and the seconds that one difference took."""
    tally, seconds, count = Tally(), 0.0, 0
    for ward in wards:
        for number in range(rounds):
            again = ward.next_year if year_after else ward.revised
            new = again(f"{seed}/{number}/{year_after}")
            old_plan, new_plan = of(ward), of(new)
            begun = time.perf_counter()
            told = difference(old_plan, new_plan)
            seconds += time.perf_counter() - begun
            count += 1
            unsure = sum(not change.is_sure for change in told.changes)
            facts = told_facts(told, old_plan, new_plan)
            tally.add(f"{ward.paper.name}/{number}", made_facts(ward, new), facts, unsure=unsure)
    return tally, seconds / max(1, count)


# --- compare --------------------------------------------------------------------------------------

_PROMISES = {"later": "less", "rarer": "less", "earlier": "more", "oftener": "more"}


def measure_matrix(
    assigned: Made, wards: Sequence[Made], *, of: Plans
) -> tuple[Tally, Tally, float]:
    """What wards took up, with its place and promise: told for sure; and told for sure or as
    perhaps. Seconds in all."""
    plans = [(ward.paper.name, of(ward)) for ward in wards]
    superior = of(assigned)
    begun = time.perf_counter()
    told = compared(superior, plans)
    seconds = time.perf_counter() - begun
    keys = [row.key for row in assigned.paper.rows] + [goal.key for goal in assigned.paper.goals]
    sure, all_told = Tally(), Tally()
    for ward, taker in zip(wards, told.takers, strict=True):
        made = {fact for one in ward.taken for fact in _taken(one, ward)}
        cells = list(zip(keys, taker.cells, strict=True))
        found = {_cell_fact(key, cell) for key, cell in cells if cell.state == "taken"}
        perhaps = {_cell_fact(key, cell) for key, cell in cells if cell.state == "perhaps"}
        sure.add(ward.paper.name, made, found, unsure=len(perhaps))
        all_told.add(ward.paper.name, made, found | perhaps)
    return sure, all_told, seconds


def _taken(taken: Taken, ward: Made) -> Iterator[Fact]:
    """A thing that was taken up; a lapse of the clerk changes what it promises."""
    if taken.own is None:
        return
    lapses = {lapse.key: lapse.code for lapse in ward.paper.lapses}
    lapse = lapses.get(taken.own)
    if taken.part == "targets":
        promise, place = taken.figure, ward.target_of(taken.own)
    else:
        promise = _PROMISES.get(taken.date, "same")
        promise = {"missing_deadline": "less", "invalid_date": "other"}.get(lapse or "", promise)
        place = ward.task_of(taken.own)
    yield taken.part, promise, taken.assigned, str(place)


def _cell_fact(key: str, cell: Cell) -> Fact:
    _, part, place = (cell.where or "").split("/")
    return part, cell.promise or "same", key, place


class Reader:
    """Plans as they are read from the Word files."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "paper.docx"

    def __call__(self, made: Made) -> Plan:
        self._path.write_bytes(made.docx)
        return extract(self._path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=1, help="revisions of each plan")
    parser.add_argument("--docx", type=int, default=0, help="of so many wards, Word files read")
    parser.add_argument("--details", action="store_true", help="each thing missed or made up")
    told = parser.parse_args()
    province = made_province(told.count, told.seed)
    print(f"{'':34} {'made':>7} {'found':>10} {'told':>7} {'false':>10} {'unsure':>7}")
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder))
        runs: list[tuple[str, Sequence[Made], Plans]] = [
            ("plans", province.wards, lambda made: made.bare_plan)
        ]
        if told.docx:
            runs.append(("Word files", province.wards[: told.docx], reader))
        for name, wards, of in runs:
            for year_after in (False, True):
                tally, seconds = measure_diffs(
                    wards, seed=told.seed, rounds=told.rounds, of=of, year_after=year_after
                )
                kind = "year after" if year_after else "revisions"
                print(tally.line(f"diff, {name}, {kind}"), f"  {1000 * seconds:.1f} ms each")
                print("   missed", dict(tally.missed), " false", dict(tally.wrong))
                if told.details:
                    print("\n".join(f"   {line}" for line in tally.details))
            sure, all_told, seconds = measure_matrix(province.assigned, wards, of=of)
            print(sure.line(f"compare, {name}"), f"  {seconds:.1f} s in all")
            print(all_told.line("   and what is perhaps"))
            if told.details:
                print("\n".join(f"   {line}" for line in sure.details))


if __name__ == "__main__":
    main()
