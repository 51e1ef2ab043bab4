"""What a hand changes in a paper that is in order, against data/findings/human_faults_*.yaml: each
fault is told at its place and nothing else is; what only looks like a fault is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_findings_of_papers import TWINS, _as_docx, _is_at, _loud

from kehoach import extract

FOLDER = Path(__file__).parent / "data/findings"
FILES = ("human_faults_one", "human_faults_two", "conflicts")
NOT_YET: dict[str, str] = yaml.safe_load((FOLDER / "human_faults_not_yet.yaml").read_text("utf-8"))
"""Cases that fail, and why."""


def _cases(kind: str) -> Iterator[Any]:
    for file in FILES:
        data = yaml.safe_load((FOLDER / f"{file}.yaml").read_text("utf-8"))
        for number, case in enumerate(data[kind]):
            name = f"{file} {kind} {number}"
            text = data["papers"][case["paper"]]
            assert case["for"] in text, name
            reason = NOT_YET.get(name)
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            changed = text.replace(case["for"], case["put"], 1)
            if "also" in case:
                assert case["also"]["for"] in changed, name
                changed = changed.replace(case["also"]["for"], case["also"]["put"], 1)
            yield pytest.param(changed, case, id=name, marks=marks)


def _codes(case: dict[str, Any]) -> set[str]:
    codes = case["tells"]
    found = set(codes) if isinstance(codes, list) else {codes}
    return found | TWINS if found & TWINS else found


@pytest.mark.parametrize(("text", "case"), list(_cases("faults")))
def test_fault_is_told(text: str, case: dict[str, Any], tmp_path: Path) -> None:
    plan = extract(_as_docx(text, tmp_path / "ke-hoach.docx"))
    codes = _codes(case)
    assert [own for own in plan.findings if own.code in codes and _is_at(own, case["at"])]
    assert [own.code for own in _loud(plan) if own.code not in codes] == []


@pytest.mark.parametrize(("text", "case"), list(_cases("sound")))
def test_nothing_is_told(text: str, case: dict[str, Any], tmp_path: Path) -> None:
    assert not _loud(extract(_as_docx(text, tmp_path / "ke-hoach.docx"))), case["why"]
