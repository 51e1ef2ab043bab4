"""Deadlines said in sentences: whatever the words, what is given stands in them (cases:
bodytasks.yaml)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.items.context import Context
from kehoach.parsers.items.stated_deadlines import deadline_in

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
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_what_is_given_stands_in_the_sentence(words: list[str]) -> None:
    text = " ".join(words)
    found = deadline_in(text, Context(level="phường", unit="line"))
    assert found is None or (found != "" and found in text)
