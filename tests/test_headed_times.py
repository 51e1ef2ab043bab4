"""Columns that are headed by times, told by the whole header (data/parsers/headed_times.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.parsers.tables.headed_times import headed_times

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/headed_times.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: " | ".join(case["headings"]))
def test_times(case: dict[str, Any]) -> None:
    read = headed_times([heading.split(" / ") for heading in case["headings"]])
    unclear = dict.fromkeys(read.others - read.parts.keys(), "?")
    assert unclear | read.years | read.parts == case["times"]
