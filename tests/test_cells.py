"""The text of one cell, against data/parsers/cells.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Line, Span
from kehoach.parsers.tables.cells import (
    Slot,
    cell_text,
    list_of,
    paragraphs_of,
    split_items,
    unmarked,
)

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/cells.yaml").read_text("utf-8")
)


def printed(*texts: str, complete: bool = False) -> list[Line]:
    return [Line(text, Span(), complete=complete) for text in texts]


@pytest.mark.parametrize("name", DATA["paragraphs"])
def test_paragraphs(name: str) -> None:
    case = DATA["paragraphs"][name]
    assert paragraphs_of(printed(*case["lines"])) == case["want"]


@pytest.mark.parametrize(("text", "want"), DATA["texts"].items())
def test_text(text: str, want: str) -> None:
    assert cell_text(printed(*text.split("\n"))) == want


@pytest.mark.parametrize("text", DATA["empty"])
def test_nothing_in_it(text: str) -> None:
    assert Slot(printed(text)).empty


@pytest.mark.parametrize("text", DATA["not_empty"])
def test_something_in_it(text: str) -> None:
    assert not Slot(printed(text)).empty


@pytest.mark.parametrize("case", DATA["items"], ids=lambda case: " ¶ ".join(case["of"]))
def test_products(case: dict[str, list[str]]) -> None:
    assert split_items(case["of"]) == case["want"]


def test_complete_lines_are_paragraphs() -> None:
    assert paragraphs_of(printed("Kế hoạch", "báo cáo", complete=True)) == ["Kế hoạch", "báo cáo"]


def test_a_list_drops_its_bullets_and_keeps_its_numbers() -> None:
    assert list_of(printed("- Kế hoạch", "- Báo cáo")) == ["Kế hoạch", "Báo cáo"]
    assert unmarked("1. Kế hoạch") == "1. Kế hoạch"


TEXTS = st.lists(
    st.sampled_from(
        ["- Kế hoạch", "Xã hội", "- xã hội", "báo cáo;", "1. Lập", "NQ-", "CP.", "95%", ""]
    )
)


@given(TEXTS)
def test_no_letter_of_a_cell_is_lost(texts: list[str]) -> None:
    def letters(parts: list[str]) -> str:
        return "".join(c for part in parts for c in part if not c.isspace())

    assert letters(paragraphs_of(printed(*texts))) == letters(texts)


@given(st.lists(st.text(alphabet="ab;(). ", max_size=12)))
def test_products_hold_all_words(paragraphs: list[str]) -> None:
    def letters(parts: list[str]) -> str:
        return "".join(c for part in parts for c in part if c.isalpha())

    items = split_items(paragraphs)
    assert letters(items) == letters(paragraphs)
    assert all(item == item.strip() and item for item in items)
