"""The forms in which texts are compared: what they do not mind, and what they keep apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.text import comparison_key

SAME = [
    ("Ủy ban", "Uỷ ban"),
    ("hoà", "hòa"),
    ("thuỷ", "thủy"),
    ("kỹ", "kĩ"),
    ("lý", "lí"),
    ("quý", "quí"),
    ("ý", "í"),
]
APART = [("túy", "túi"), ("dạy", "dại"), ("thủy", "thủi"), ("lấy", "lấi"), ("tay", "tai")]
LETTERS = st.one_of(st.characters(), st.sampled_from("ủuyỷýhoàòaq5ự \u0300\u0301"))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_word_spelt_in_two_ways_has_one_key(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_words_have_two_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@given(st.text(alphabet=LETTERS, max_size=12))
def test_a_key_is_its_own_key(text: str) -> None:
    key = comparison_key(text)
    assert comparison_key(key) == key
