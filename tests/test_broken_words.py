"""Slips that the form of a word shows, on the sentences of data/broken_words.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.normalize.spelling.broken import broken_words

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/broken_words.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "want"), DATA["told"].items())
def test_broken_word(text: str, want: list[str]) -> None:
    found = broken_words(text)
    assert [f"{s.kind}: {text[s.start : s.end]} -> {s.suggestion or ''}" for s in found] == want


@pytest.mark.parametrize("text", DATA["right"])
def test_right_word(text: str) -> None:
    assert list(broken_words(text)) == []
