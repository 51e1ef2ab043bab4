"""How often what a person has to correct can be chosen instead of typed.

    .venv/bin/python -m bench.suggestions PAPERS TRUTHS [PAPERS TRUTHS …]

PAPERS is a folder of papers, TRUTHS one of their truths (`STEM.yaml`). For each task that paper and
truth share, owners and deadline are compared; where the program's is wrong or missing, the choices
of `corrections/suggesting.py` are asked for. Needs ../shared/tools/score.py, which pairs the tasks.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from bench.accuracy import scorer
from bench.common import say, table
from bench.sentences import owners_named
from kehoach import KehoachError, Plan, extract
from kehoach.corrections.suggesting import Suggestion, suggestions
from kehoach.corrections.values import context_of
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context

FIELDS = ("lead", "coordinating", "deadline")
FIRST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One value that is wrong: its field, the place of the right one among the choices (from 0,
    None for nowhere), how near that stands, how many were offered, seconds of processor time."""

    field: str
    is_missing: bool
    place: int | None
    nearness: str
    offered: int
    seconds: float


def main(folders: list[str]) -> None:
    """Print the table."""
    asked: list[Asked] = []
    for papers, truths in zip(folders[::2], folders[1::2], strict=True):
        for truth in sorted(Path(truths).glob("*.yaml")):
            for paper in sorted(Path(papers).glob(f"{truth.stem}.*")):
                asked += asked_of(paper, yaml.safe_load(truth.read_text(encoding="utf-8")))
    heads = ("field", "value was", "times", "right one offered", f"among the first {FIRST}", "row",
             "chapter", "paper", "choices")  # fmt: skip
    print(table(heads, rows(asked)))
    if asked:
        spent = [1000 * one.seconds for one in asked]
        print(f"\nmilliseconds: mean {mean(spent):.0f}, most {max(spent):.0f} (a paper's first)")


def asked_of(paper: Path, truth: dict[str, Any]) -> Iterator[Asked]:
    """The wrong values of one paper."""
    try:
        plan = extract(paper)
    except KehoachError as error:
        say(f"  {paper.name}: {error}")
        return
    score, context = scorer(), context_of(plan)
    if score is None:
        return
    tasks = plan.model_dump(mode="json")["tasks"]
    indexes = {id(task): index for index, task in enumerate(tasks)}
    for wanted, found in score.align(truth.get("tasks") or [], tasks, score.tasktext):
        for field in FIELDS if wanted and found else ():
            right = value_of(field, (wanted.get(field) or {}).get("raw"), context)
            told = value_of(field, (found[field] or {}).get("raw"), context)
            if right and told != right:
                yield _asked(plan, field, right, index=indexes[id(found)], is_missing=not told)


def _asked(plan: Plan, field: str, right: frozenset[str], *, index: int, is_missing: bool) -> Asked:
    begin = time.process_time()
    choices = suggestions(plan, f"/tasks/{index}/{field}")
    spent = time.process_time() - begin
    place = next(
        (place for place, one in enumerate(choices) if _is_right(one, field, right, plan)), None
    )
    nearness = choices[place].nearness if place is not None else ""
    return Asked(field, is_missing, place, nearness, len(choices), spent)


def _is_right(choice: Suggestion, field: str, right: frozenset[str], plan: Plan) -> bool:
    """Is a choice the deadline, or one of the bodies?"""
    return not right.isdisjoint(value_of(field, choice.words, context_of(plan)))


def value_of(field: str, words: str | None, context: Context) -> frozenset[str]:
    """Printed words as values to compare: the names of bodies, the meaning of a time."""
    if not words:
        return frozenset()
    if field != "deadline":
        return owners_named(words, context.level)
    value = parse_deadline(words, context.period)
    return frozenset({f"{value.kind} {value.start} {value.end}"}) if value else frozenset()


def rows(asked: list[Asked]) -> Iterator[list[object]]:
    """A row for each field and kind of mistake."""
    for field in FIELDS:
        for is_missing in (True, False):
            own = [one for one in asked if (one.field, one.is_missing) == (field, is_missing)]
            hits = [one for one in own if one.place is not None]
            if own:
                near = [sum(one.nearness == name for one in hits)
                        for name in ("row", "chapter", "paper")]  # fmt: skip
                first = sum(one.place is not None and one.place < FIRST for one in own)
                choices = mean(one.offered for one in own)
                kind = "missing" if is_missing else "wrong"
                yield [field, kind, len(own), len(hits), first, *near, choices]


if __name__ == "__main__":
    main(sys.argv[1:])
