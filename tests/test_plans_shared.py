"""Real plans of ../shared, scored by its score.py against the bars of the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from read_papers import plan_of

from bench.accuracy import scorer

SHARED = Path(__file__).parents[2] / "shared"
PAPERS = (
    "nghia-lo-2025.txt",
    "nghia-lo-2025.docx",
    "nghia-lo-2025.pdf",
    "bac-hong-linh-2025.docx",
    "bac-hong-linh-2025.pdf",
    "ngoc-trao-2023.docx",
    "ngoc-trao-2023.pdf",
)
BARS = {
    "rows": 100,
    "text": 98,
    "group": 98,
    "number": 98,
    "deliverables": 98,
    "lead": 98,
    "deadline": 98,
    "document": 95,
    "sections": 97,
    "bases": 95,
    "targets": 95,
    "lead.units": 97,
    "coordinating": 97,
    "deadline.date": 97,
    "tasks": 98,
    "findings": 90,
}

# Below its bar today, "paper:column", and why.
KNOWN_FAILURES: dict[str, str] = {}

pytestmark = pytest.mark.shared


@cache
def scores(paper: str) -> dict[str, Any]:
    truth = yaml.load(
        (SHARED / "truth" / f"{paper.rsplit('.', 1)[0]}.yaml").read_text("utf-8"),
        Loader=yaml.CSafeLoader,
    )
    plan = plan_of(SHARED / "plans" / paper).model_dump(mode="json")
    return {name.strip(): tally for name, tally in scorer().score(truth, plan).items()}


def case(paper: str, column: str) -> Any:
    reason = KNOWN_FAILURES.get(f"{paper}:{column}")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(paper, column, id=f"{paper}:{column}", marks=marks)


@pytest.mark.parametrize(
    ("paper", "column"), [case(paper, column) for paper in PAPERS for column in BARS]
)
def test_bar(paper: str, column: str) -> None:
    for path in (SHARED / "tools/score.py", SHARED / "plans" / paper):
        if not path.exists():
            pytest.skip(f"{path.name} is not in ../shared")
    tally = scores(paper)[column]
    assert tally.f1 >= BARS[column], [
        tuple(str(part)[:80] for part in wrong) for wrong in tally.wrong[:5]
    ]
