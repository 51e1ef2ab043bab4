"""Which words follow each other: pairs of the language against pairs that only meet where two cells do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.bigrams import FLOOR, LIMIT, STOP, UNKNOWN, bigrams, edge_words, token, tokens

TOGETHER = [("đôn", "đốc"), ("cơ", "cấu"), ("trực", "tuyến"), ("UBND", "phường"), ("TTHC", "thuộc"), ("năm", "2025")]
APART = [("phường", "Thường"), ("môn", "Thường"), ("hội", "Quý"), ("cáo", "phòng")]


@pytest.mark.parametrize(("left", "right"), TOGETHER)
def test_words_that_go_together(left: str, right: str) -> None:
    assert bigrams().between(left, right) > 0.5


@pytest.mark.parametrize(("left", "right"), APART)
def test_words_that_do_not(left: str, right: str) -> None:
    assert bigrams().between(left, right) < -0.5


def test_a_word_never_seen_says_nothing() -> None:
    assert bigrams().between("xyzzy", "phường") == 0.0
    assert bigrams().between("phường", "xyzzy") == 0.0


def test_sentences_end_with_some_words_and_not_with_others() -> None:
    known = bigrams()
    stop = known.id_of(STOP)
    unfinished, finished = known.association([known.id_of("đôn"), known.id_of("này")], [stop, stop])
    assert unfinished < 0 < finished


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Phòng Văn hóa", "phòng", "hóa"),
        ("UBND phường;", "ủy", None),  # a mark stands at the end
        ("- Công an", None, "an"),
        ("của HĐND", "của", "dân"),
        ("năm 2025", "năm", "#"),
        ("", None, None),
        ("…", None, None),
    ],
)
def test_edges_of_a_piece_of_text(text: str, first: str | None, last: str | None) -> None:
    ids = bigrams().ids
    assert edge_words(text) == tuple(UNKNOWN if word is None else ids[word] for word in (first, last))


def test_tones_are_in_one_place() -> None:
    assert token("hoá") == token("hóa")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_within_the_limits(one: str, other: str) -> None:
    found = bigrams().association(edge_words(one), edge_words(other))
    assert found.shape == (2,)
    assert bool(np.all((found >= FLOOR) & (found <= LIMIT)))


@given(st.text(max_size=80))
def test_tokens_keep_every_letter_and_figure(text: str) -> None:
    kept = [c for piece in tokens(text) for c in piece if c.isalpha()]
    assert kept == [c for c in text if c.isalpha()]
