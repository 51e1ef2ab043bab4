"""What stands for a lead and is none, against data/parsers/merged_orders.yaml; paragraphs of
several orders are tried in test_unread_rest.py."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from test_obligations import outline

from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.merged_orders import merged_orders
from kehoach.schema import models

CASES: dict[str, dict[str, str | None]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/merged_orders.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", CASES)
def test_what_stands_for_a_lead(name: str) -> None:
    lead, want = CASES[name]["lead"] or "", CASES[name]["want"]
    offices = models.Offices(raw=lead, units=(lead,))
    tasks = [
        models.Task(id=number, origin="table", task="Rà soát văn bản", lead=offices)
        for number in ("1", "2")
    ]
    document = models.DocumentInfo.model_construct(type="Công văn")
    plan = models.Plan.model_construct(document=document, tasks=tuple(tasks))
    root, context = outline(["I. NHIỆM VỤ"]), Context(level="tỉnh", unit="line")
    codes = [note.code for note in merged_orders(root, plan, context)]
    assert codes == ([want] if want else [])


def test_a_few_words_before_a_comma_are_no_work() -> None:
    tasks = [
        models.Task(id="1", origin="body", task="Gia Lai,"),
        models.Task(id="2", origin="body", task="Đọc sách, võ thuật"),
        models.Task(id="3", origin="body", task="Văn phòng in ấn,"),
    ]
    document = models.DocumentInfo.model_construct(type="Công văn")
    plan = models.Plan.model_construct(document=document, tasks=tuple(tasks))
    root, context = outline(["I. NHIỆM VỤ"]), Context(level="tỉnh", unit="line")
    notes = list(merged_orders(root, plan, context))
    assert [(note.code, note.evidence) for note in notes] == [("work_cut", "Gia Lai,")]
