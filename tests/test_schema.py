"""The promise to other systems: field names, JSON Schema, and what is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pydantic import ValidationError
from read_papers import contract

from kehoach.emit.json import from_json, to_json
from kehoach.schema.contract import json_schema
from kehoach.schema.models import Plan, Span

EXAMPLE = Path(__file__).parent / "data" / "schema" / "plan.json"

# The names of the contract. Adding one is fine; losing one breaks somebody's system.
CONTRACT = {
    "Plan": "schema_version status source document sections targets tasks assignments findings",
    "Source": "name sha256 media_type pages",
    "SourcePage": "number width height method rotation confidence",
    "DocumentInfo": "type number symbol issuer unit province place issued_on title period signer "
    "recipients legal_bases",
    "Unit": "level name code",
    "Period": "raw start end",
    "Signer": "role name",
    "LegalBasis": "type number date date_raw issuer subject raw",
    "Section": "number title level blocks sections spans",
    "Block": "kind number text spans",
    "Target": "id number section text metrics spans",
    "Metric": "comparator value unit min max",
    "Task": "id origin group number objective task activities deliverables lead coordinating "
    "deadline budget spans",
    "Group": "number title",
    "Offices": "raw units",
    "Deadline": "raw kind start end recurrence parts",
    "Assignment": "unit number duties",
    "Finding": "code severity where message evidence spans",
}


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return data


def test_schema_is_valid_against_the_draft() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_schema_names_every_field_of_the_contract() -> None:
    schema: dict[str, Any] = json_schema()
    for model, names in CONTRACT.items():
        described = schema if model == "Plan" else schema["$defs"][model]
        assert set(names.split()) <= set(described["properties"]), model


def _lost(before: object, after: object, where: str = "") -> list[str]:
    """What the second has lost or changed of the first; a field more is nothing lost."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line for key in before for line in _lost(before[key], after.get(key), f"{where}/{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [
            line
            for number, (one, other) in pairs
            for line in _lost(one, other, f"{where}/{number}")
        ]
    return [] if before == after else [where]


def test_example_validates_and_round_trips(example: dict[str, Any]) -> None:
    contract().validate(example)
    plan = from_json(EXAMPLE.read_bytes())
    text = to_json(plan)
    assert _lost(example, json.loads(text)) == ["/schema_version"]  # read as one of this version
    assert to_json(from_json(text.encode())) == text
    assert from_json(text.encode()) == plan


def test_example_uses_every_field(example: dict[str, Any]) -> None:
    """Otherwise the round trip proves less than it seems to."""
    seen: dict[str, bool] = {}

    def walk(value: object, name: str) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, key)
        elif isinstance(value, list):
            for item in value:
                walk(item, name)
        seen[name] = seen.get(name, False) or value not in (None, [], "")

    walk(example, "plan")
    assert [name for name, filled in seen.items() if not filled] == []


def test_plan_is_immutable() -> None:
    plan = from_json(EXAMPLE.read_bytes())
    with pytest.raises(ValidationError):
        plan.tasks[0].task = "khác"


def test_span_tells_only_what_it_knows() -> None:
    assert Span(line_start=812, line_end=815).model_dump() == {"line_start": 812, "line_end": 815}
    assert Span(page=1, bbox=(0, 0, 10, 20)).model_dump(mode="json") == {
        "page": 1,
        "bbox": [0, 0, 10, 20],
    }


def _set(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(plan: dict[str, Any]) -> None:
        place: Any = plan
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(plan: dict[str, Any]) -> None:
        place: Any = plan
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


WRONG = {
    "another version": _set("schema_version", to="2.0"),
    "unknown status": _set("status", to="done"),
    "no status": _drop("status"),
    "no source": _drop("source"),
    "no sha256": _drop("source", "sha256"),
    "unknown method": _set("source", "pages", 0, "method", to="magic"),
    "half a date": _set("document", "issued_on", to="6/8/2025"),
    "month where a day is needed": _set("document", "period", "start", to="2025-07"),
    "unknown kind of block": _set("preamble", 0, "kind", to="heading"),
    "section without title": _drop("sections", 0, "title"),
    "level in words": _set("sections", 0, "level", to="một"),
    "unknown comparator": _set("targets", 0, "metrics", 0, "comparator", to="~"),
    "figure in words": _set("targets", 0, "metrics", 0, "value", to="95%"),
    "task without wording": _drop("tasks", 0, "task"),
    "task of unknown origin": _set("tasks", 0, "origin", to="ocr"),
    "unknown kind of deadline": _set("tasks", 0, "deadline", "kind", to="soon"),
    "unknown recurrence": _set("tasks", 0, "deadline", "parts", 1, "recurrence", to="hourly"),
    "units as one text": _set("tasks", 0, "lead", "units", to="Phòng Kinh tế"),
    "confidence above 1": _set("tasks", 0, "confidence", to=1.01),
    "negative confidence": _set("sections", 0, "confidence", to=-0.1),
    "unknown severity": _set("findings", 0, "severity", to="fatal"),
    "box of three": _set("tasks", 0, "spans", 0, "bbox", to=[1, 2, 3]),
    "unknown field": _set("owner", to="?"),
    "unknown field deep inside": _set("tasks", 0, "lead", "unit", to="?"),
    "null for a list": _set("tasks", to=None),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_models_refuse_what_is_wrong(
    example: dict[str, Any], change: Callable[[dict[str, Any]], None]
) -> None:
    plan = copy.deepcopy(example)
    change(plan)
    with pytest.raises(ValidationError):
        Plan.model_validate_json(json.dumps(plan), strict=True)


# The schema is open for what later versions add; our own models are not.
BEYOND_SCHEMA = {"unknown field", "unknown field deep inside"}


@pytest.mark.parametrize("name", [name for name in WRONG if name not in BEYOND_SCHEMA])
def test_schema_refuses_what_the_models_refuse(example: dict[str, Any], name: str) -> None:
    plan = copy.deepcopy(example)
    WRONG[name](plan)
    assert not contract().is_valid(plan)
