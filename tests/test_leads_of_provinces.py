"""Who leads and who helps on papers of provinces and of the Government, against
data/parsers/leads_of_provinces.yaml. Names are fictional, but for provinces whose level is asked
for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.normalize.offices.parse import parse_offices
from kehoach.parsers.items.bodies.further_owners import owners_said

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/leads_of_provinces.yaml").read_text("utf-8")
)
PAPERS = {paper["kind"]: paper for paper in DATA["papers"]}


@pytest.mark.parametrize("text", DATA["sentences"])
def test_sentence(text: str) -> None:
    said = owners_said(text)
    assert f"{said.lead} | {said.coordinating}" == DATA["sentences"][text]


@pytest.mark.parametrize("text", DATA["own"])
def test_province_does_not_order_itself(text: str) -> None:
    said = owners_said(text, "tỉnh")
    assert f"{said.lead} | {said.coordinating}" == DATA["own"][text]


@pytest.mark.parametrize("cell", DATA["bodies"])
def test_bodies(cell: str) -> None:
    assert list(parse_offices(cell, "tỉnh", "-").units) == DATA["bodies"][cell]


@pytest.mark.parametrize("kind", PAPERS)
def test_paper(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(PAPERS[kind]["paper"], "utf-8")
    leads = [
        (task.task, task.lead.raw.strip(" .") if task.lead else "") for task in extract(path).tasks
    ]
    wanted = [tuple(line.split(" | ")) for line in PAPERS[kind]["leads"]]
    assert len(leads) == len(wanted)
    for (task, lead), (opening, body) in zip(leads, wanted, strict=True):
        assert task.startswith(opening)
        assert lead == body.strip()
