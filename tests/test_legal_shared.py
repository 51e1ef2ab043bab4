"""Bases, provinces, places and dates of issue against the transcribed plans of ../shared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.normalize.gazetteer import infer_province
from kehoach.normalize.legal.bases import find_bases
from kehoach.normalize.text import clean, join_lines
from kehoach.normalize.times.dates import parse_issue_line

SHARED = Path(__file__).resolve().parents[2] / "shared"
PLANS = ("nghia-lo-2025", "bac-hong-linh-2025", "ngoc-trao-2023")
FIELDS = ("type", "number", "date", "date_raw", "issuer", "subject")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "truth").is_dir(), reason="no ../shared/truth beside the repository"
    ),
]


def truth(plan: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((SHARED / f"truth/{plan}.yaml").read_text("utf-8"))[
        "document"
    ]
    return document


def lines(plan: str) -> list[str]:
    return [
        clean(line)
        for line in (SHARED / f"plans/{plan}.txt").read_text("utf-8").splitlines()
        if line.strip()
    ]


def joined(printed: list[str]) -> str:
    text = ""
    for line in printed:
        text = join_lines(text, line)
    return text


def preamble(plan: str) -> str:
    printed = lines(plan)
    first = next(i for i, line in enumerate(printed) if re.match("Căn cứ|Thực hiện", line))
    last = next(i for i, line in enumerate(printed) if re.match(r"I\. ", line))
    return joined(printed[first:last])


@pytest.mark.parametrize("plan", PLANS)
def test_bases(plan: str) -> None:
    found = [
        {field: getattr(basis, field) for field in FIELDS} for basis in find_bases([preamble(plan)])
    ]
    want = [
        {field: basis[field] and str(basis[field]) for field in FIELDS}
        for basis in truth(plan)["legal_bases"]
    ]
    assert found == want


@pytest.mark.parametrize("plan", PLANS)
def test_province(plan: str) -> None:
    document = truth(plan)
    unit, year = document["unit"], int(str(document["issued_on"])[:4])
    assert (
        infer_province(unit["level"], unit["name"], [joined(lines(plan))], year)
        == document["province"]
    )


@pytest.mark.parametrize("plan", PLANS)
def test_issue_line(plan: str) -> None:
    document = truth(plan)
    if document["place"] is None:
        pytest.skip("the text has no letterhead")
    found = next(line for text in lines(plan)[:20] if (line := parse_issue_line(text)))
    assert (found.place, found.iso) == (document["place"], str(document["issued_on"]))
