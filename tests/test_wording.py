"""Slips of the pen against the sentences of data/wording.yaml, and what holds for any text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.spelling.missing_word import missing_word
from kehoach.normalize.spelling.misspelled import is_syllable, letters, misspelt, near
from kehoach.normalize.spelling.wordcounts import Slip, counts
from kehoach.normalize.spelling.wording import short_form_slips, slips

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/wording.yaml").read_text("utf-8")
)
CASES = [
    (text, want)
    for group in ("repeated", "marks", "misspelt", "torn")
    for text, want in DATA[group].items()
]


def told(text: str) -> list[str]:
    """The slips of a text in the notation of the data file; one inside another is left out."""
    kept: list[Slip] = []
    for slip in (*slips(text), *missing_word(text), *misspelt(text)):
        if not any(slip.start < other.end and other.start < slip.end for other in kept):
            kept.append(slip)
    kept.sort(key=lambda slip: slip.start)
    return [
        f"{slip.kind}: {text[slip.start : slip.end]} -> {slip.suggestion or ''}" for slip in kept
    ]


@pytest.mark.parametrize(("text", "want"), CASES)
def test_slip(text: str, want: list[str]) -> None:
    assert told(text) == want


@pytest.mark.parametrize("text", DATA["negatives"])
def test_right_wording(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param(text, want, marks=pytest.mark.xfail(strict=True))
        for text, want in DATA["known_failures"].items()
    ],
)
def test_known_failure(text: str, want: list[str]) -> None:
    assert told(text) == want


@pytest.mark.parametrize(("text", "want"), DATA["short_forms"].items())
def test_short_form(text: str, want: list[str]) -> None:
    printed = Counter(
        word for word in text.replace(";", " ").replace(",", " ").split() if word.isupper()
    )
    found = short_form_slips(text, printed)
    assert [f"{s.kind}: {text[s.start : s.end]} -> {s.suggestion}" for s in found] == want


@pytest.mark.parametrize(
    "word",
    ["kiệm", "nghiêng", "quyết", "giếng", "uỷ", "khuỷu", "yêu", "ý", "oanh", "ngoằng", "rượu"],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["kiẹm", "hoat", "gíá", "zalo", "fanpage", "bt", "nghềệ", "chac"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_common_words_are_syllables() -> None:
    """Orthography as written down here allows what people write: nearly all common words of the
    corpus."""
    held = counts()
    common = [
        word
        for word, seen in zip(held.words, held.single, strict=True)
        if word.isalpha() and seen > 20000
    ]
    odd = [word for word in common if not is_syllable(word) and len(word) > 1]
    assert len(common) > 300
    assert len(odd) <= 0.01 * len(common), odd


def test_letters_put_the_tone_last() -> None:
    assert letters("kiểm") == "kiêmR"
    assert "kiếm" in near("kiểm")
    assert "kĩ" not in near("kỹ")


@given(st.text(max_size=80))
def test_any_text_gives_slips_inside_it(text: str) -> None:
    for slip in (*slips(text), *misspelt(text), *missing_word(text)):
        assert 0 <= slip.start < slip.end <= len(text)
        assert slip.suggestion is None or slip.suggestion


@given(st.sampled_from(DATA["negatives"]), st.sampled_from(DATA["negatives"]))
def test_right_sentences_stay_right_together(one: str, other: str) -> None:
    assert told(f"{one}. {other}") == [] or one == other
