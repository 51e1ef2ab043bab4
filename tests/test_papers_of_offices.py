"""Whole papers of many offices, against data/parsers/papers_of_offices.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/papers_of_offices.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_what_a_paper_says_of_itself(name: str) -> None:
    info = extract(DATA[name]["paper"].encode(), name="paper.txt").document
    told = info.model_dump(include={"type", "number", "issuer", "province", "place", "issued_on"})
    told |= {
        "title": info.title,
        "decided_by": info.decided_by,
        "level": info.unit.level if info.unit else None,
        "signer": [info.signer.role, info.signer.name] if info.signer else None,
        "recipients": list(info.recipients),
        "bases": [basis.number for basis in info.legal_bases],
    }
    assert told == DATA[name]["want"]
