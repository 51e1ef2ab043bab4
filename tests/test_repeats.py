"""Cells that say "as above" (data/parsers/repeats.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_grid

from kehoach.ingest.model import Line, Span
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.rows.rows import table_tasks
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.repeats import is_repeat_mark
from kehoach.parsers.tables.tables import read_tables
from kehoach.schema import models

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/repeats.yaml").read_text("utf-8")
)
HEADER = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"]


@pytest.mark.parametrize("text", DATA["marks"])
def test_marks(text: str) -> None:
    assert is_repeat_mark(text)


@pytest.mark.parametrize("text", DATA["none"])
def test_what_is_no_mark(text: str) -> None:
    assert not is_repeat_mark(text)


def told(task: models.Task) -> str:
    """A task in the notation of the data file."""
    owners = [
        f"{offices.raw} = {'; '.join(offices.units)}" if offices else ""
        for offices in (task.lead, task.coordinating)
    ]
    due = f"{task.deadline.raw} = {task.deadline.end}" if task.deadline else ""
    return " | ".join([*owners, due, "; ".join(task.deliverables), str(task.confidence)])


@pytest.mark.parametrize("name", DATA["tables"])
def test_tables(name: str) -> None:
    case = DATA["tables"][name]
    context = Context(level="xã")
    (table,) = read_tables([make_grid([HEADER, *case["rows"]], page=1)])
    tasks = table_tasks(table, context, 1, None)
    assert [told(task) for task in tasks] == case["tasks"]
    assert [note.code for note in context.notes] == case["told"]


def test_a_faint_sign_on_a_scan_may_be_dirt() -> None:
    faint = Slot(lines=[Line('"', Span(page=1), confidence=0.5)])
    clear = Slot(lines=[Line('"', Span(page=1))])
    assert (faint.repeats, clear.repeats) == (False, True)
