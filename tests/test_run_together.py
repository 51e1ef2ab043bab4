"""Lines that a copy ran together, against data/parsers/run_together.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_flow

from kehoach.parsers.parts import text_of
from kehoach.parsers.run_together import part_headings_and_points, part_type_and_title

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/run_together.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_lines_are_parted(name: str) -> None:
    case = DATA[name]
    if "head" in case:
        parted = part_type_and_title(make_flow(case["head"]))
    else:
        parted = part_headings_and_points(make_flow(case["flow"]))
    assert [text_of(item) for item in parted] == case["want"]
