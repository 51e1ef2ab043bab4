"""The period that a chapter on the time tells, where title and opening tell none, against
data/parsers/periods_of_chapters.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_outline import item

from kehoach.parsers.layout.outline import build_outline
from kehoach.parsers.periods import period_of_chapter

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/periods_of_chapters.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_period(name: str) -> None:
    period = period_of_chapter(build_outline([item(told) for told in DATA[name]["body"]]))
    assert (period.raw if period else None) == DATA[name]["want"]
