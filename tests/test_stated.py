"""Deadlines said in sentences and headings, against data/parsers/stated.yaml; and, whatever the
words, what is given stands in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_deadline import told

from kehoach.normalize.times.deadline import Period, parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.labelled_times import take_labelled
from kehoach.parsers.items.times.list_deadlines import time_of_heading, time_of_list
from kehoach.parsers.items.times.stated_deadlines import deadline_in

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/stated.yaml").read_text("utf-8")
)
YEAR_2031 = Period("năm 2031", date(2031, 1, 1), date(2031, 12, 31))


def context() -> Context:
    return Context(period=YEAR_2031, level="xã", unit="line")


def stated(text: str) -> list[str] | None:
    """What a paragraph states, in the notation of the data file."""
    own = context()
    _, phrase = take_labelled(text, own)
    phrase = phrase or deadline_in(text, own)
    if phrase is None:
        return None
    meaning = told(parse_deadline(phrase, YEAR_2031))
    return [phrase, "several" if isinstance(meaning, list) else meaning]


def heading(found: Stated | None) -> list[str] | None:
    if found is None:
        return None
    meaning = told(found.value)
    return [found.phrase, "several" if isinstance(meaning, list) else meaning]


def test_there_are_enough_sentences() -> None:
    assert len(DATA["stated"]) >= 70
    assert len(DATA["none"]) >= 50


@pytest.mark.parametrize(("text", "want"), DATA["stated"].items())
def test_a_sentence_states_its_deadline(text: str, want: list[str]) -> None:
    assert stated(text) == want


@pytest.mark.parametrize("text", DATA["none"])
def test_a_sentence_without_deadline(text: str) -> None:
    assert stated(text) is None


@pytest.mark.parametrize(("title", "want"), DATA["headings"].items())
def test_a_heading_gives_its_time(title: str, want: list[str] | None) -> None:
    assert heading(time_of_heading(title, context())) == want


@pytest.mark.parametrize(("text", "want"), DATA["lists"].items())
def test_a_sentence_speaks_of_a_list(text: str, want: list[str] | None) -> None:
    assert heading(time_of_list(text, context())) == want


@pytest.mark.parametrize(("text", "want"), DATA["without_label"].items())
def test_the_label_leaves_the_wording(text: str, want: str) -> None:
    assert take_labelled(text, context())[0] == want


WORDS = [
    "trước",
    "ngày",
    "30/6/2026",
    "trong",
    "quý",
    "II",
    "năm",
    "tháng",
    "hằng",
    "định",
    "kỳ",
    ",",
    ";",
    "(",
    ")",
    ".",
    "của",
    "và",
    "hoàn thành",
    "chậm nhất",
    "sau khi có",
    "6",
    "12",
    "từ",
    "đến",
    "hết",
    "cuối",
    "đầu",
    "2026",
    "31/2/2026",
    "/",
    "báo cáo",
    "trong 48 giờ sau khi",
    "Thường xuyên",
    "Thời hạn:",
    "26, 27/12",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_what_is_given_stands_in_the_sentence(words: list[str]) -> None:
    text = " ".join(words)
    found = deadline_in(text, Context(level="phường", unit="line"))
    assert found is None or (found != "" and found in text)


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_what_a_label_says_stands_in_the_sentence(words: list[str]) -> None:
    text = " ".join(words)
    rest, found = take_labelled(text, Context(level="phường", unit="line"))
    assert found is None or (found in text and len(rest) < len(text))
    assert found is not None or rest == text
