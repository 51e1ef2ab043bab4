"""What is told of short papers, against data/findings/heard_*.yaml: the one defect of each, at its
place and nothing else; nothing of those in order, which are complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_findings_of_papers import FRAMES, _as_docx, _is_at, _loud

from kehoach import extract
from kehoach.schema.models import Plan

FOLDER = Path(__file__).parent / "data/findings"
FILES = ("heard_one", "heard_two", "heard_three")
NOT_YET: dict[str, str] = yaml.safe_load((FOLDER / "heard_not_yet.yaml").read_text("utf-8")) or {}
"""Cases that fail, and why."""


def _cases(kind: str) -> Iterator[Any]:
    for file in FILES:
        data = yaml.safe_load((FOLDER / f"{file}.yaml").read_text("utf-8"))
        for number, case in enumerate(data[kind]):
            name = f"{file} {kind} {number}"
            reason = NOT_YET.get(name)
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(case, id=name, marks=marks)


def _read(case: dict[str, Any], folder: Path) -> Plan:
    text = FRAMES[case["in"]].replace("{x}", case["text"].rstrip("\n"))
    return extract(_as_docx(text, folder / "ke-hoach.docx"))


@pytest.mark.parametrize("case", list(_cases("quiet")))
def test_nothing_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    plan = _read(case, tmp_path)
    loud = [found.code for found in _loud(plan) if found.code not in case.get("loud_may", ())]
    assert (loud, plan.status) == ([], "ok")


@pytest.mark.parametrize("case", list(_cases("told")))
def test_the_defect_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    """`may_read`: so many tasks read make the loss none."""
    plan = _read(case, tmp_path)
    if len(plan.tasks) >= case.get("may_read", 1000):
        return
    hits = [own for own in plan.findings if own.code in case["tells"] and _is_at(own, case["at"])]
    assert hits
    assert [own.code for own in _loud(plan) if own.code not in case["tells"]] == []
    if case.get("partial"):
        assert plan.status == "partial"
