"""Plans and procedures without a table of tasks -> what they order, against
data/parsers/plain_plans.yaml (learnt from) and plain_plans_held.yaml (kept back until the end). All
names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD, with_known_failures
from under_works import under_work

from kehoach import extract
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data" / "parsers"
PAPERS: dict[str, dict[str, Any]] = {
    name: paper
    for file in ("plain_plans.yaml", "plain_plans_held.yaml")
    for name, paper in yaml.safe_load((FOLDER / file).read_text("utf-8")).items()
}
NOT_YET: dict[str, str] = {
    "đại hội chi hội": "“Tiểu ban tuyên truyền” is not seen as a body: its second word is a verb",
    "giám sát tiếp công dân": "“Đơn vị được giám sát” is not seen as a body",
    "hướng dẫn bầu trưởng thôn": "a numbered point of a guidance outside its steps is no task",
    "phun hóa chất": "“Sau đợt 1 từ 07 đến 10 ngày” in a heading is not seen as a time",
}
"""Papers that are not read whole yet, and why."""


def plan_of(paper: dict[str, Any]) -> models.Plan:
    head = HEAD.format(symbol=paper.get("symbol", "KH"), title=paper["title"])
    body = "\n\n".join(paper["body"])
    appendix = "\n\n".join(paper.get("appendix", ()))
    return extract(f"{head}{body}{CLOSING}{appendix}".encode(), name="paper.txt")


def printed(value: models.Offices | models.Deadline | None) -> str:
    return value.raw.strip(" .").casefold() if value is not None else ""


def wanted(task: dict[str, Any]) -> tuple[str, str, str, int]:
    """The task of a truth: its first words `t`, who leads `l`, by when `d`, of how many points it
    consists `a`."""
    owner, time = (str(task.get(key) or "").strip(" .").casefold() for key in "ld")
    return task["t"].casefold(), owner, time, task.get("a", 0)


def told(task: models.Task, words: str) -> tuple[str, str, str, int]:
    opening = task.task.casefold()
    is_same = opening.startswith(words)
    values = map(printed, (task.lead, task.deadline))
    return (words if is_same else opening, *values, len(under_work(task)))


@pytest.mark.parametrize("name", with_known_failures(PAPERS, NOT_YET))
def test_what_is_ordered(name: str) -> None:
    paper = PAPERS[name]
    plan = plan_of(paper)
    truth = list(map(wanted, paper["tasks"]))
    assert len(plan.tasks) == len(truth), [task.task for task in plan.tasks]
    found = [told(task, words) for task, (words, *_) in zip(plan.tasks, truth, strict=True)]
    assert found == truth
    assert sum(len(given.duties) for given in plan.assignments) == paper["duties"]
    assert plan.status == paper.get("status", "ok")
