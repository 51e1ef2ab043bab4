"""Several papers in one file, against data/parsers/several_documents.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.ingest.model import Document, FlowItem, Line, Span
from kehoach.parsers.several import split_documents

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/several_documents.yaml").read_text("utf-8")
)
TWO_LETTERS = "two letters, one after the other"


def document_of(entries: list[str]) -> Document:
    flow: tuple[FlowItem, ...] = tuple(
        Line(entry, Span(first=number, last=number)) for number, entry in enumerate(entries, 1)
    )
    return Document("papers.txt", "0" * 64, "text/plain", pages=(), flow=flow)


@pytest.mark.parametrize("name", DATA)
def test_papers_of_a_file(name: str) -> None:
    document = document_of(DATA[name]["lines"])
    papers = split_documents(document)
    openings = [item.text for paper in papers for item in paper.flow[:1] if isinstance(item, Line)]
    assert openings == DATA[name]["want"]
    assert [item for paper in papers for item in paper.flow] == list(document.flow)


def test_each_paper_is_told_as_its_own() -> None:
    plan = extract("\n".join(DATA[TWO_LETTERS]["lines"]).encode(), name="letters.txt")
    assert plan.document.number == "12/UBND-VP"
    assert [other.document.number for other in plan.more_documents] == ["3/VP-TH"]
    assert "several_documents" in [finding.code for finding in plan.findings]
    assert plan.document.signer is not None
    assert plan.document.signer.name == "Đoàn Khắc Vĩnh"
