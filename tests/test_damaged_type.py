"""The kind of a paper whose title line a scan has damaged: data/parsers/damaged_types.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.ingest.model import Line, Span
from kehoach.parsers.parts import take_apart

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "parsers" / "damaged_types.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_kind(name: str) -> None:
    case = DATA[name]
    flow = [Line(text, Span(first=row, last=row)) for row, text in enumerate(case["lines"], 1)]
    parts = take_apart(flow)
    assert parts.kind == case["want"]


def test_nothing_is_dropped() -> None:
    case = DATA["a stamp of the margin in the line of the type"]
    flow = [Line(text, Span(first=row, last=row)) for row, text in enumerate(case["lines"], 1)]
    parts = take_apart(flow)
    assert [line.text for line in parts.head] == [*case["lines"][:2], "DEN i: : _¬"]
    assert [paragraph.text for paragraph in parts.title] == case["lines"][3:]
