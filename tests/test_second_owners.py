"""All who lead in one sentence, against data/parsers/second_owners.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.second_owners import with_second_owners

CASES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/second_owners.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "leads"), CASES.items())
def test_each_clause_may_name_who_leads(text: str, leads: str) -> None:
    first = owners_said(text, "xã").lead
    assert with_second_owners(first, text, "xã").split("\n") == leads.split(" / ")
