"""Whom a letter is written to, against data/parsers/addressees.yaml."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_flow, make_grid

from kehoach.ingest.model import Line
from kehoach.parsers.addressees import read_addressees
from kehoach.parsers.frames import open_frames
from kehoach.parsers.layout.paragraphs import to_paragraphs
from kehoach.parsers.parts import take_apart

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/addressees.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_addressees(name: str) -> None:
    lines = [line for line in make_flow(DATA[name]["lines"]) if isinstance(line, Line)]
    assert list(read_addressees(to_paragraphs(lines))) == DATA[name]["want"]


def test_those_in_a_cell_beside_the_address_follow_it() -> None:
    """Nothing of them is a letterhead: no body of theirs issued the letter."""
    grid = replace(make_grid([["Kính gửi:", "- Sở Tài chính; / - Sở Y tế."]]), ruled=False)
    opened = open_frames([grid, *make_flow(["Sở Nội vụ đề nghị các Sở thực hiện:"])])
    texts = [line.text for line in opened if isinstance(line, Line)]
    assert texts[0] == "Kính gửi:"
    assert texts[-1] == "Sở Nội vụ đề nghị các Sở thực hiện:"
    parts = take_apart([grid, *make_flow(["Sở Nội vụ đề nghị các Sở thực hiện:"])])
    assert not parts.head
