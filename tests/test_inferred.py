"""Leads inferred from duties, on the cases of data/parsers/inferred.yaml. What is stated is never
touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.parsers.items.owners.inferred_leads import with_inferred_leads
from kehoach.schema.models import Assignment, Group, Offices, Task

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/inferred.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_inferred_lead(name: str) -> None:
    case = DATA[name]
    lead = Offices(raw=case["lead"], units=(case["lead"],)) if "lead" in case else None
    group = Group(number="I", title=case["group"]) if "group" in case else None
    task = Task(id="t", origin="body", task=case["task"], group=group, lead=lead)
    duties = [one.split(": ", 1) for one in case["duties"]]
    (found,) = with_inferred_leads(
        [task], [Assignment(unit=unit, duties=(duty,)) for unit, duty in duties]
    )
    assert found.lead == lead
    inferred = found.inferred_lead
    assert (inferred.units[0] if inferred else "-") == case["want"]
    if inferred is not None:
        assert inferred.inferred
        at = int(inferred.where.split("/")[2])
        assert inferred.evidence == duties[at][1]
        assert 0 < inferred.confidence < 1
