"""Whom a letter is written to, against data/parsers/addressees.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_flow

from kehoach.ingest.model import Line
from kehoach.parsers.addressees import read_addressees
from kehoach.parsers.layout.paragraphs import to_paragraphs

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/addressees.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_addressees(name: str) -> None:
    lines = [line for line in make_flow(DATA[name]["lines"]) if isinstance(line, Line)]
    assert list(read_addressees(to_paragraphs(lines))) == DATA[name]["want"]
