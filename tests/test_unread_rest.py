"""What became no work beside what did is told, against data/parsers/unread_rest.yaml, and of tables
against unread_tables.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_obligations import outline

from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.unread_rest import unread_rest
from kehoach.parsers.unread_tables import unread_tables
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data/parsers"
CASES: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "unread_rest.yaml").read_text("utf-8"))
TABLES: dict[str, dict[str, Any]] = yaml.safe_load(
    (FOLDER / "unread_tables.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", CASES)
def test_what_is_left_beside_work(name: str) -> None:
    case = CASES[name]
    root, context = outline(case["body"].strip().split("\n")), Context(level="xã", unit="line")
    read = [leaf for leaf in root.all_leaves() if leaf.text.startswith(tuple(case["read"]))]
    assert len(read) == len(case["read"])
    tasks = tuple(
        models.Task(id=str(n), origin="body", task=leaf.text, spans=context.spans(leaf.spans))
        for n, leaf in enumerate(read)
    )
    plan = models.Plan.model_construct(
        document=models.DocumentInfo(type=case.get("type", "Kế hoạch")),
        tasks=tasks,
        targets=(),
        assignments=(),
        obligations=(),
    )
    notes = list(unread_rest(root, plan, context))
    assert [note.code for note in notes] == [code for code, _ in case["want"]]
    for note, (_, words) in zip(notes, case["want"], strict=True):
        assert words in note.evidence


def _cells(row: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.split("|"))


@pytest.mark.parametrize("name", TABLES)
def test_tables_that_may_order_something(name: str) -> None:
    case = TABLES[name]
    table = models.OtherTable(
        columns=_cells(case["columns"]), rows=tuple(map(_cells, case["rows"]))
    )
    plan = models.Plan.model_construct(
        document=models.DocumentInfo(type="Kế hoạch"),
        tables=(table,),
        sections=(),
        tasks=(),
        targets=(),
        assignments=(),
        obligations=(),
        preamble=(),
        loose=(),
    )
    notes = list(unread_tables(plan))
    assert [note.evidence for note in notes] == ([case["want"]] if case["want"] else [])
