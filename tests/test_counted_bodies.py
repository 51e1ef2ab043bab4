"""Bodies that a number counts, hamlets by their names, adverbs before verbs, against
data/parsers/counted_bodies.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.parsers.items.bodies.sentence_owners import Owners, owners_in

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/counted_bodies.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "named"), DATA["owners"].items())
def test_who_does_it(text: str, named: list[str]) -> None:
    assert owners_in(text, "xã") == Owners(*named)


@pytest.mark.parametrize("text", DATA["nobody"])
def test_nobody(text: str) -> None:
    assert owners_in(text, "xã").lead == ""
