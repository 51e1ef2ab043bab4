"""Papers that name their type in small letters alone (data/parsers/small_types.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.pipeline import extract
from kehoach.schema.models import Plan

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/small_types.yaml").read_text(encoding="utf-8")
)


def plan_of(text: str, folder: Path) -> Plan:
    paper = folder / "paper.txt"
    paper.write_text(text, encoding="utf-8")
    return extract(paper)


@pytest.mark.parametrize("name", DATA["papers"])
def test_a_plan_is_read(name: str, tmp_path: Path) -> None:
    case = DATA["papers"][name]
    plan = plan_of(case["head"] + DATA["body"], tmp_path)
    document = plan.document
    told = f"{document.type} | {document.title} | {document.issuer}"
    assert told.lower() == case["want"].lower()
    assert [task.number for task in plan.tasks] == ["1", "2"]
    assert [given.unit for given in plan.assignments] == ["Văn phòng HĐND và UBND xã"]
    assert plan.status == "ok"


@pytest.mark.parametrize("name", DATA["chapters"])
def test_chapters_tell_a_plan(name: str, tmp_path: Path) -> None:
    case = DATA["chapters"][name]
    assert plan_of(case["text"], tmp_path).document.type == case["want"]


@pytest.mark.parametrize("name", DATA["no plans"])
def test_other_papers_stay_what_they_are(name: str, tmp_path: Path) -> None:
    plan = plan_of(DATA["no plans"][name], tmp_path)
    assert "not_a_plan" in [finding.code for finding in plan.findings]
    assert not plan.tasks
