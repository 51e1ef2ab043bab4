"""Owners in sentences and headings, short forms of a paper, against
data/parsers/sentence_owners.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.items.heading_owners import heading_owner
from kehoach.parsers.items.sentence_owners import bodies_end, owners_in
from kehoach.parsers.items.short_forms import as_printed, expanded, read_short_forms

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


@pytest.mark.parametrize("text", DATA["short_forms"])
def test_short_forms(text: str) -> None:
    assert read_short_forms([text]) == DATA["short_forms"][text]


def test_a_short_form_is_written_out_and_put_back() -> None:
    forms = {"TCT1": "Tổ công tác số 1 xã"}
    long = expanded("TCT1 kiểm tra, không phải TCT12.", forms)
    assert long == "Tổ công tác số 1 xã kiểm tra, không phải TCT12."
    assert as_printed("Tổ công tác số 1 xã", forms) == "TCT1"


@given(st.text(max_size=120))
def test_what_is_named_stands_in_the_text(text: str) -> None:
    owners = owners_in(text, "xã")
    words = " ".join(text.split())
    assert owners.lead in words and owners.coordinating in words
    assert 0 <= bodies_end(text) <= len(text)
