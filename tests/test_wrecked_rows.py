"""Rows that were put together wrongly are told, against data/parsers/wrecked_rows.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.ingest.model import Note
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.wrecked_rows import wrecked_rows
from kehoach.schema import models

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/wrecked_rows.yaml").read_text("utf-8")
)


def _plan(case: dict[str, Any]) -> models.Plan:
    return models.Plan.model_construct(
        sections=(),
        appendices=(),
        loose=tuple(
            models.Block(kind="paragraph", text=text, spans=(), confidence=1.0)
            for text in case.get("loose", ())
        ),
        tasks=tuple(map(_task, case.get("tasks", ()))),
        targets=tuple(
            models.Target(id="c", origin="table", **target) for target in case.get("targets", ())
        ),
    )


def _task(row: dict[str, Any]) -> models.Task:
    lead = models.Offices(raw=row["lead"], units=(row["lead"],)) if "lead" in row else None
    return models.Task(id="t", origin="table", number=row["number"], task=row["task"], lead=lead)


@pytest.mark.parametrize("name", CASES)
def test_the_first_wrong_row_is_told(name: str) -> None:
    case = CASES[name]
    context = Context(unit="line", rebuilt=case.get("rebuilt", False))
    notes = list(wrecked_rows(_plan(case), context))
    told = [note.evidence.startswith(case["want"] or "") for note in notes]
    assert told == ([True] if case["want"] else [])


def test_a_table_is_told_once() -> None:
    case = CASES["the number of the next row within a row"]
    context = Context(unit="line")
    context.notes.append(Note("unread_table", "STT Nội dung"))
    assert list(wrecked_rows(_plan(case), context)) == []
