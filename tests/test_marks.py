"""List marks and heading numbers, against the lines of data/parsers/marks.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.layout.marks import Mark, Rank, follows, read_mark
from kehoach.schema.numerals import roman

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/marks.yaml").read_text("utf-8")
)


def test_there_are_enough_lines() -> None:
    assert len(DATA["marks"]) + len(DATA["negatives"]) >= 80


@pytest.mark.parametrize(("text", "want"), DATA["marks"].items())
def test_mark(text: str, want: tuple[str, str | None, str]) -> None:
    rank, number, rest = want
    assert read_mark(text) == Mark(Rank[rank], number, rest)


@pytest.mark.parametrize("text", DATA["negatives"])
def test_no_mark(text: str) -> None:
    assert read_mark(text) is None


@pytest.mark.parametrize(("before", "after"), DATA["follows"]["next"])
def test_follows(before: str, after: str) -> None:
    assert follows(before, after)


@pytest.mark.parametrize(("before", "after"), DATA["follows"]["not_next"])
def test_does_not_follow(before: str, after: str) -> None:
    assert not follows(before, after)


@pytest.mark.parametrize(("number", "value"), DATA["roman"].items())
def test_roman(number: str, value: int) -> None:
    assert roman(number) == value


@given(st.text(max_size=60))
def test_any_text_is_read_and_a_mark_leaves_its_rest_alone(text: str) -> None:
    mark = read_mark(text)
    assert mark is None or text.endswith(mark.rest)


@given(st.text(max_size=8), st.text(max_size=8))
def test_no_number_follows_itself(before: str, after: str) -> None:
    assert not follows(before, before)
    assert not (follows(before, after) and follows(after, before))
