"""Owners in sentences and headings, against
data/parsers/sentence_owners.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.remark_owners import remark_owner
from kehoach.parsers.items.bodies.sentence_owners import owners_in
from kehoach.parsers.items.owners.heading_owners import heading_owner

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/sentence_owners.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("text", DATA["names"])
def test_names(text: str) -> None:
    owners = owners_in(text, "xã")
    assert f"{owners.lead} | {owners.coordinating}" == DATA["names"][text]


@pytest.mark.parametrize("text", DATA["nobody"])
def test_nobody(text: str) -> None:
    owners = owners_in(text, "xã")
    assert (owners.lead, owners.coordinating) == ("", "")


@pytest.mark.parametrize("title", DATA["headings"])
def test_heading(title: str) -> None:
    assert heading_owner(title, "xã")[1] == DATA["headings"][title]


@given(st.text(max_size=120))
def test_what_is_named_stands_in_the_text(text: str) -> None:
    owners = owners_in(text, "xã")
    words = " ".join(text.split())
    assert owners.lead in words
    assert owners.coordinating in words
    assert 0 <= bodies_end(text) <= len(text)


REMARKS: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/remark_owners.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "lead"), REMARKS.items())
def test_a_remark_names_who_does_it(text: str, lead: str) -> None:
    assert remark_owner(text, "xã") == lead
