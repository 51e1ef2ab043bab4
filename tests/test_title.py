"""Titles of every make, against data/parsers/titles.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Grid, Line, Span
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.parts import Parts, take_apart
from kehoach.parsers.title import read_title

DATA: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/titles.yaml").read_text("utf-8")
)


def text_lines(entries: list[str]) -> list[Line]:
    """Lines of a text: "_ " says that a blank line stands above."""
    lines = []
    for number, entry in enumerate(entries, start=1):
        gap = 1.0 if entry.startswith("_ ") else 0.0
        lines.append(Line(entry.removeprefix("_ "), Span(first=number, last=number), gap=gap))
    return lines


def printed_lines(entries: list[str]) -> list[Line]:
    """Whole paragraphs of a format that tells of bold ("B …") and centred ("C …") ones."""
    lines = []
    for number, entry in enumerate(entries, start=1):
        marks, _, text = entry.partition(" ")
        span = Span(first=number, last=number)
        bold, centered = "B" in marks, "C" in marks
        lines.append(Line(text, span, complete=True, bold=bold, centered=centered, italic=False))
    return lines


def told(parts: Parts) -> list[str | None]:
    def joined(paragraphs: tuple[Paragraph, ...]) -> str | None:
        return " ".join(paragraph.text for paragraph in paragraphs) or None

    behind = next((item for item in (*parts.preamble, *parts.body)), None)
    assert not isinstance(behind, Grid)
    return [parts.kind, joined(parts.title), joined(parts.decider), behind and behind.text]


@pytest.mark.parametrize("name", DATA["text"])
def test_title_of_a_text(name: str) -> None:
    case = DATA["text"][name]
    check(told(take_apart(text_lines(case["lines"]))), case["want"])


@pytest.mark.parametrize("name", DATA["print"])
def test_title_of_a_print(name: str) -> None:
    case = DATA["print"][name]
    check(told(take_apart(printed_lines(case["lines"]))), case["want"])


def check(found: list[str | None], want: list[str | None]) -> None:
    """The first three as wanted; what follows begins so."""
    assert found[:3] == want[:3]
    assert str(found[3]).startswith(str(want[3]))


WORDS = ["KẾ", "Căn cứ", "năm 2031", "(Kèm theo", "-----", "I. MỤC ĐÍCH", "Thực hiện", "TÂN KHÊ."]


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_a_title_takes_lines_from_the_front_alone(entries: list[str]) -> None:
    lines = text_lines(entries)
    title, taken = read_title(lines)
    assert 0 <= taken <= len(lines)
    assert [line for line in lines[:taken] if line in title] == title


def test_the_week_in_brackets_is_no_part_of_the_title_of_a_calendar() -> None:
    week = "C (Từ ngày 03/6/2030 đến ngày 08/6/2030)"
    calendar, _ = read_title(printed_lines(["BC LỊCH LÀM VIỆC TUẦN 23", week]))
    assert [line.text for line in calendar] == ["LỊCH LÀM VIỆC TUẦN 23"]
    plan, _ = read_title(printed_lines(["BC Cao điểm thu gom rác", week]))
    assert len(plan) == 2
