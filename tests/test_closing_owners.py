"""Names that close a point and tell who does it (data/parsers/closing_owners.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.normalize.text import with_round_brackets
from kehoach.parsers.items.owners.closing_owners import closing_owner

NAMES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/closing_owners.yaml").read_text("utf-8")
)["names"]


@pytest.mark.parametrize(("text", "want"), NAMES.items())
def test_a_point(text: str, want: str, tmp_path: Path) -> None:
    paper = tmp_path / "ke-hoach.txt"
    points = f"KẾ HOẠCH\nCông tác năm 2031\n\nII. NHIỆM VỤ\n1. {text}\n"
    paper.write_text(HEAD + points + CLOSING, encoding="utf-8")
    (task,) = extract(paper).tasks
    told = [owner.raw if owner else "" for owner in (task.lead, task.coordinating)]
    assert " | ".join(told) == want


@given(st.text(max_size=160))
def test_what_is_named_stands_in_the_text(text: str) -> None:
    told = closing_owner(text, "xã")
    for names in (told.leads, told.helps):
        assert names in with_round_brackets(text)
