"""Column headings -> roles, against data/parsers/columns.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.tables.columns import Columns, read_columns, score

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/columns.yaml").read_text("utf-8")
)


def read(*headings: str | list[str]) -> Columns | None:
    return read_columns([[h] if isinstance(h, str) else h for h in headings])


def test_there_are_enough_headings() -> None:
    assert len(DATA["roles"]) + len(DATA["leads"]) + len(DATA["tasks"]) >= 60


@pytest.mark.parametrize("heading", DATA["roles"])
def test_role(heading: str) -> None:
    columns = read("Nhiệm vụ", heading, "Chủ trì")
    assert columns is not None
    assert columns.roles == ("task", DATA["roles"][heading], "lead")


@pytest.mark.parametrize("heading", DATA["leads"])
def test_lead(heading: str) -> None:
    columns = read("Nhiệm vụ", heading, "Thời gian")
    assert columns is not None
    assert columns.roles == ("task", "lead", "deadline")


@pytest.mark.parametrize("heading", DATA["tasks"])
def test_task(heading: str) -> None:
    columns = read("Chủ trì", heading, "Thời gian")
    assert columns is not None
    assert columns.roles == ("lead", "task", "deadline")


@pytest.mark.parametrize("name", DATA["headers"])
def test_header(name: str) -> None:
    header = DATA["headers"][name]
    columns = read(*header["columns"])
    assert columns is not None
    assert (columns.kind, list(columns.roles)) == (header["kind"], header["roles"])
    assert columns.confidence > header.get("surer_than", 0)


@pytest.mark.parametrize("headings", DATA["negatives"], ids=" | ".join)
def test_no_header(headings: list[str]) -> None:
    assert read(*headings) is None


@pytest.mark.parametrize("headings", DATA.get("known_failures_negative") or [], ids=" | ".join)
@pytest.mark.xfail(strict=True, reason="taken for a table of ours")
def test_no_header_known_failure(headings: list[str]) -> None:
    assert read(*headings) is None


def test_confidence_is_the_share_of_known_headings() -> None:
    columns = read("TT", "Nhiệm vụ", "Chủ trì", "Đường dẫn")
    assert columns is not None
    assert columns.confidence == 0.75


def test_titles_are_the_papers_own() -> None:
    columns = read("TT", "Nhiệm vụ", ["Phân công", "Chủ trì"], "Thời gian")
    assert columns is not None
    assert columns.titles == ("TT", "Nhiệm vụ", "Phân công Chủ trì", "Thời gian")
    assert (columns.of("lead"), columns.of("budget")) == (2, None)


def test_the_whole_heading_beats_a_part_of_it() -> None:
    assert score("thoi gian", ("thoi gian",)) > score("thoi gian trinh", ("thoi gian",)) > 0
    assert score("thoi gianh", ("thoi gian",)) == 0


HEADINGS = st.sampled_from([*DATA["roles"], *DATA["leads"], *DATA["tasks"], ""])


@given(st.lists(HEADINGS, max_size=10))
def test_a_role_is_given_once(headings: list[str]) -> None:
    columns = read(*headings)
    if columns is not None and columns.kind == "tasks":
        roles = [role for role in columns.roles if role]
        assert len(roles) == len(set(roles))
        assert "task" in roles
