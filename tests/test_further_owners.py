"""Owners that a sentence names further on, against data/parsers/further_owners.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import owners_in

FOLDER = Path(__file__).parent / "data/parsers"
DATA: dict[str, Any] = yaml.safe_load((FOLDER / "further_owners.yaml").read_text("utf-8"))
AT_BEGINNING: dict[str, Any] = yaml.safe_load((FOLDER / "sentence_owners.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "named"), DATA["names"].items())
def test_names(text: str, named: str) -> None:
    owners = owners_said(text, "xã")
    assert f"{owners.lead} | {owners.coordinating}" == named


@pytest.mark.parametrize("text", [*DATA["nobody"], *AT_BEGINNING["nobody"]])
def test_nobody(text: str) -> None:
    owners = owners_said(text, "xã")
    assert (owners.lead, owners.coordinating) == ("", "")


@pytest.mark.parametrize("text", AT_BEGINNING["names"])
def test_what_is_named_at_the_beginning_stays(text: str) -> None:
    first, said = owners_in(text, "xã"), owners_said(text, "xã")
    assert said.lead == first.lead or not first.lead
    assert said.coordinating == first.coordinating or not first.coordinating


WORDS = st.sampled_from(
    [
        "giao",
        "do",
        "Công an xã",
        "Phòng Kinh tế",
        "thực hiện",
        ",",
        ";",
        "cùng với",
        "các thôn",
        "từ",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_what_is_named_stands_in_the_text(text: str) -> None:
    owners = owners_said(text, "xã")
    assert owners.lead in text
    assert owners.coordinating in text
