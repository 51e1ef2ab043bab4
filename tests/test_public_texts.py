"""Texts as sites give them: news, notices, plans of events, timetables; data/public_texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.normalize.text import fold

CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}: {name}": case
    for path in sorted((Path(__file__).parent / "data/public_texts").glob("*.yaml"))
    for name, case in yaml.safe_load(path.read_text("utf-8")).items()
}


@pytest.mark.parametrize("name", CASES)
def test_work_of_a_public_text(name: str) -> None:
    case = CASES[name]
    misses = _misses(case)
    if case.get("known"):
        assert misses, "no longer wrong: take it out of `known`"
        pytest.xfail(misses[0])
    assert not misses


def _misses(case: dict[str, Any]) -> list[str]:
    """What is not found once, with its owner and (of tasks) its time; and what is found besides."""
    plan = extract(case["text"].encode(), name="paper.txt")
    found: list[tuple[str, str, str | None]] = [
        (
            " ".join([task.task or "", *task.activities]),
            _plain(task.lead.raw if task.lead else None),
            _plain(task.deadline.raw if task.deadline else None),
        )
        for task in plan.tasks
    ]
    for assignment in plan.assignments:
        found += [(duty, _plain(assignment.unit), None) for duty in assignment.duties]
    misses = []
    for wanted in case["want"]:
        words, who, when = (f"{wanted} | |".split("|"))[:3]
        hits = [one for one in found if fold(words.strip()) in fold(one[0])]
        if not hits:
            misses.append(f"lost: {wanted}")
            continue
        hit = min(hits, key=lambda one: len(one[0]))
        found.remove(hit)
        if hit[1] != _plain(who) or hit[2] not in (None, _plain(when)):
            misses.append(f"{wanted}: {hit[1:]}")
    return misses + [f"invented: {one[0]}" for one in found]


def _plain(words: str | None) -> str:
    return fold(words or "").strip(" .;,")
