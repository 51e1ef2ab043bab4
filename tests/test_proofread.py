"""What proofreading notices, on the plans of data/parsers/proofread.yaml; figures and documents it
hands over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.schema.models import Plan
from kehoach.schema.rules.find import sentences
from kehoach.schema.rules.slips import proofread
from kehoach.schema.texts import texts

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/proofread.yaml").read_text("utf-8")
)
DOCUMENT = {
    "type": "Kế hoạch",
    "number": "27/KH-UBND",
    "issued_on": "2026-01-15",
    "unit": {"level": "phường", "name": "Sông Mây"},
    "province": "Lào Cai",
}


def plan_of(case: dict[str, Any]) -> Plan:
    """A ward's plan with the paragraphs and rows of the case."""
    over = case.get("plan", {})
    span = {"page": 1, "bbox": [0, 0, 1, 1]}
    blocks = [
        {"kind": "paragraph", "text": text, "spans": [span]} for text in case.get("texts", [])
    ]
    page = {
        "number": 1,
        "width": 595,
        "height": 842,
        "method": "ocr" if case.get("scanned") else "text",
    }
    tasks = [
        {"id": f"b1.0.{n}", "origin": "table", "task": text}
        for n, text in enumerate(case.get("tasks", []))
    ]
    return Plan.model_validate(
        {
            "status": "ok",
            "source": {
                "name": "x",
                "sha256": "0",
                "media_type": "application/pdf",
                "pages": [page],
            },
            "sections": [{"number": "I", "title": "NHIỆM VỤ", "level": 1, "blocks": blocks}],
            "tasks": tasks,
            **{key: value for key, value in over.items() if key != "document"},
            "document": {**DOCUMENT, **over.get("document", {})},
        }
    )


@pytest.mark.parametrize("name", DATA)
def test_what_is_noticed(name: str) -> None:
    case = DATA[name]
    proof = proofread(plan_of(case), rebuilt=bool(case.get("rebuilt")))
    assert [f"{note.code} {note.where}" for note in proof.notes] == case["want"]
    assert {note.code for note in proof.notes} <= set(sentences())


def test_every_detail_has_its_place_in_the_sentence() -> None:
    for name, case in DATA.items():
        for note in proofread(plan_of(case), rebuilt=False).notes:
            entry = sentences()[note.code]
            given = {
                "evidence": note.evidence,
                "suggestion": note.suggestion or "",
                **dict(note.details),
            }
            assert entry["vi"].format_map(given), name
            assert entry["en"].format_map(given), name


def test_a_document_is_one_reference_with_all_its_places() -> None:
    plan = plan_of(
        {
            "texts": [
                "Theo Nghị quyết số 91/NQ-CP ngày 05/5/2025 của Chính phủ về phục vụ Nhân dân.",
                "Tiếp tục thực hiện Nghị quyết số 91/NQ-CP và Quyết định số 7/QĐ-UBND ngày 09/01/2026 của UBND tỉnh.",
            ]
        }
    )
    first, second = proofread(plan, rebuilt=False).references
    assert (first.number, first.date, first.issuer) == ("91/NQ-CP", "2025-05-05", "Chính phủ")
    assert [mention.where for mention in first.mentions] == [
        "/sections/0/blocks/0",
        "/sections/0/blocks/1",
    ]
    assert (second.number, len(second.mentions)) == ("7/QĐ-UBND", 1)


def test_promises_of_body_and_table_are_told_apart() -> None:
    plan = plan_of(
        {
            "tasks": ["Số hóa 85% hồ sơ tiếp nhận mới", "Lập kế hoạch"],
            "plan": {
                "targets": [
                    {
                        "id": "c1",
                        "text": "Số hóa 90% hồ sơ",
                        "metrics": [{"comparator": "=", "value": 90}],
                    }
                ]
            },
        }
    )
    promises = proofread(plan, rebuilt=False).promises
    assert [promise.where for promise in promises] == ["/targets/body/0", "/tasks/0/task"]
    assert promises[1].metrics[0].value == 85


def test_wordings_come_once() -> None:
    plan = plan_of({"texts": ["Một."], "tasks": ["Hai", "Hai", "Ba"]})
    assert [text.text for text in texts(plan)] == ["NHIỆM VỤ", "Một.", "Hai", "Ba"]
