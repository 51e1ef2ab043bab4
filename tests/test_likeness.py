"""Wordings that may be alike are found without comparing every two, and none is missed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from kehoach.schema.rules.likeness import _FIGURES, MIN_WORDS, SAME, _comparable

WORDS = st.sampled_from(
    [
        "rà",
        "soát",
        "quy",
        "chế",
        "làm",
        "việc",
        "năm",
        "2031",
        "2032",
        "của",
        "phường",
        "tổ",
        "chức",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@st.composite
def wordings(draw: st.DrawFn) -> list[str]:
    """Texts, some of them others with a word or two changed."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=8))
    for text in draw(st.lists(st.sampled_from(texts), max_size=6)):
        own = text.split()
        for _ in range(draw(st.integers(0, 2))):
            own[draw(st.integers(0, len(own) - 1))] = draw(WORDS)
        texts.append(" ".join(own[draw(st.integers(0, 1)) :]) or text)
    return texts


@given(wordings())
def test_as_if_every_two_were_compared(texts: list[str]) -> None:
    split = [text.split() for text in texts]
    every = [
        (a, b)
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        if min(len(split[a]), len(split[b])) >= MIN_WORDS
        and _FIGURES.findall(texts[a]) == _FIGURES.findall(texts[b])
        and abs(len(texts[a]) - len(texts[b])) <= 0.15 * len(texts[a])
        and Indel.normalized_similarity(split[a], split[b]) >= SAME - 1e-6
    ]
    assert list(_comparable(texts)) == every
