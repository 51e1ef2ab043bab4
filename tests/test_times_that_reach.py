"""Times that reach further than their own line, and times that must not: whole small papers of
fictional communes (data/times/reach.yaml, reach_held.yaml).

Of the first 45 in reach.yaml 25 were read right before the program was taught them; of the 15 in
reach_held.yaml, written before and run when that was done, 10 at first sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD, with_known_failures
from test_times_of_clerks import YEAR

from kehoach import extract
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data/times"
CASES: dict[str, Any] = {
    name: case
    for part in ("reach.yaml", "reach_held.yaml", "occasions.yaml", "times_of_papers.yaml")
    for name, case in yaml.safe_load((FOLDER / part).read_text("utf-8")).items()
}
HEADS = {
    "KH": YEAR,
    "CT": "CHỈ THỊ\nVề việc tăng cường vệ sinh môi trường",
    "CV": "V/v rà soát dữ liệu đất đai\n\nKính gửi: Các phòng, ban, đơn vị thuộc UBND xã.",
}
NOT_YET: dict[str, str] = {
    "two rounds with months": "the words that say how many rounds there are are a rhythm, too",
}
"""Papers that are not read right yet, and why."""


def _paper(case: dict[str, Any]) -> str:
    """The paper of a case: each line a paragraph, the lines of a table together."""
    kind = case.get("kind", "KH")
    opening = ["I. MỤC ĐÍCH", "Nâng cao hiệu quả công tác."] if kind == "KH" else []
    lines = [*opening, *case["body"].splitlines()]
    text = ""
    for before, line in zip(["", *lines], lines, strict=False):
        is_inside = line.startswith("|") and before.startswith("|")
        text += ("\n" if is_inside else "\n\n") + line
    title = case.get("title") or HEADS[kind]
    return HEAD.format(symbol=kind, title=title) + text.strip() + CLOSING


def _said(due: models.Deadline | None) -> object:
    if due is None:
        return None
    if due.parts:
        return [due.raw, [_meaning(part) for part in due.parts]]
    return f"{due.raw} | {_meaning(due)}"


def _meaning(due: models.Deadline) -> str:
    days = f"{due.start or ''}..{due.end or ''}"
    return " ".join(word for word in (due.kind or "~", days, due.recurrence) if word)


@pytest.mark.parametrize("name", with_known_failures(CASES, NOT_YET))
def test_reach(name: str) -> None:
    plan = extract(_paper(CASES[name]).encode(), name="p.txt")
    assert [_said(task.deadline) for task in plan.tasks] == CASES[name]["want"]
