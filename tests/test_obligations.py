"""Hard dates outside tasks, against data/parsers/obligations.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_grid
from test_bodytasks import outline

from kehoach.normalize.times.period import Period
from kehoach.parsers.items.duties.assignments import read_assignments
from kehoach.parsers.items.duties.obligations import read_obligations
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.scheduled import scheduled
from kehoach.parsers.items.works.body import body_tasks
from kehoach.parsers.tables.tables import read_tables
from kehoach.schema import models

DATA: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/obligations.yaml").read_text("utf-8")
)
YEAR_2031 = Period("năm 2031", date(2031, 1, 1), date(2031, 12, 31))


def told(obligation: models.Obligation) -> str:
    """An obligation in the notation of the data file."""
    who = "; ".join(obligation.who.units) if obligation.who else "-"
    deadline = obligation.deadline
    words = (obligation.section, who, obligation.text, deadline.raw, deadline.kind)
    return " | ".join(map(str, words))


@pytest.mark.parametrize("name", DATA)
def test_obligations(name: str) -> None:
    case = DATA[name]
    root = outline(case["body"])
    own = Context(period=YEAR_2031, level="xã", unit="line")
    tasks = [task for _, task in body_tasks(root, own).placed]
    found = read_obligations(root, tasks, read_assignments(root, own), own)
    assert [told(obligation) for obligation in found] == case["want"]
    assert all(obligation.spans for obligation in found)


SCHEDULES: dict[str, dict[str, list[Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/schedules.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules(name: str) -> None:
    """The rows of a schedule are obligations, and it is told; other tables with days give none."""
    case = SCHEDULES[name]
    own = Context(period=YEAR_2031, level="xã", unit="line")
    (table,) = read_tables([make_grid(case["rows"], page=1)])
    found = scheduled(table, own, None)
    told_rows = [
        f"{each.who.raw if each.who else '-'} | {each.text} | "
        f"{each.deadline.kind} {each.deadline.end}"
        for each in found
    ]
    assert told_rows == case["want"]
    codes = [note.code for note in own.notes if note.code != "schedule_of_bodies"]
    assert codes == (["schedule_read"] if case["want"] else [])
