"""Which pieces of text go on in each other: runs of the language against words that only meet where
two cells do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.ngrams.flow import FLOOR, LIMIT, NONE, Edges, between, flow
from kehoach.normalize.ngrams.model import ngrams
from kehoach.normalize.tokens import counted_tokens, counted_word

TOGETHER = [
    ("đôn", "đốc"),
    ("cơ", "cấu"),
    ("trực", "tuyến"),
    ("UBND", "phường"),
    ("năm", "2025"),
    ("hồ sơ công", "việc tại các phòng"),
    ("theo vị", "trí việc làm"),
    ("cấp có", "thẩm quyền"),
]
APART = [
    ("phường", "Thường"),
    ("môn", "Thường xuyên"),
    ("hội", "Quý"),
    ("cáo", "phòng"),
    ("kèm", "Trung tâm"),
]


@pytest.mark.parametrize(("left", "right"), TOGETHER)
def test_words_that_go_together(left: str, right: str) -> None:
    assert between(left, right) > 0.5


@pytest.mark.parametrize(("left", "right"), APART)
def test_words_that_do_not(left: str, right: str) -> None:
    assert between(left, right) < -0.5


def test_two_words_before_tell_more_than_one() -> None:
    assert between("theo vị", "trí việc") > between("vị", "việc")


def test_a_word_never_seen_says_nothing() -> None:
    assert between("xyzzy", "phường") == 0.0
    assert between("phường", "xyzzy") == 0.0
    assert between("", "phường") == 0.0


def test_sentences_end_with_some_words_and_not_with_others() -> None:
    unfinished, finished = Edges.of(["trách nhiệm của", "theo quy định này"]).stops()
    assert unfinished < 0 < finished


def test_texts_begin_with_some_words_and_not_with_others() -> None:
    inside, opening = Edges.of(["đốc các phòng", "Phòng Văn hóa"]).starts()
    assert inside < 0 < opening


def test_edges_are_the_first_two_and_the_last_two_words() -> None:
    edges = Edges.of(["Công an phường;", "2025", ""])
    words = [
        [ngrams().words[n] if n != NONE else None for n in row]
        for row in (*edges.heads, *edges.tails)
    ]
    assert words == [
        ["công", "#", None],
        ["an", None, None],
        ["phường", None, None],
        [";", "#", None],
    ]


def test_tones_are_in_one_place() -> None:
    assert counted_word("hoá") == counted_word("hóa")


@given(st.lists(st.text(max_size=60), min_size=2, max_size=6))
def test_any_texts_are_within_the_limits(texts: list[str]) -> None:
    edges = Edges.of(texts)
    found = flow(edges.tails[:, :-1], edges.heads[:, 1:])
    assert found.shape == (len(texts) - 1,)
    assert bool(np.all((found >= FLOOR) & (found <= LIMIT)))


@given(st.text(max_size=80))
def test_tokens_keep_every_letter_and_figure(text: str) -> None:
    kept = [c for piece in counted_tokens(text) for c in piece if c.isalpha()]
    assert kept == [c for c in text if c.isalpha()]
