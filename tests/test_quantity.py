"""Figures against the commitments of data/quantities.yaml, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.quantity import MetricValue, parse_metrics

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/quantities.yaml").read_text("utf-8")
)


def told(metric: MetricValue) -> str:
    """A figure in the notation of the data file."""
    if metric.comparator == "range":
        return f"range {metric.min:.10g}..{metric.max:.10g} {metric.unit}"
    return f"{metric.comparator} {metric.value:.10g} {metric.unit}"


@pytest.mark.parametrize(("text", "want"), DATA["cases"].items())
def test_commitment(text: str, want: list[str]) -> None:
    assert [told(metric) for metric in parse_metrics(text)] == want


@pytest.mark.parametrize("text", DATA["negatives"])
def test_no_commitment(text: str) -> None:
    assert parse_metrics(text) == ()


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param(text, want, marks=pytest.mark.xfail(strict=True))
        for text, want in DATA["known_failures"].items()
    ],
)
def test_known_failure(text: str, want: list[str]) -> None:
    assert [told(metric) for metric in parse_metrics(text)] == want


@pytest.mark.parametrize(("text", "want"), DATA["measures"].items())
def test_what_a_figure_measures(text: str, want: list[str]) -> None:
    assert [metric.measure or "-" for metric in parse_metrics(text)] == want


PIECES = st.lists(
    st.sampled_from(
        [
            *[
                "đạt",
                "từ",
                "đến",
                "tối",
                "thiểu",
                "trên",
                "dưới",
                "giảm",
                "không",
                "quá",
                "%",
                "‰",
                "trở",
                "lên",
                "cuộc",
                "người",
                "95",
                "100",
                "1.000",
                "0,5",
                "-",
                "(",
                ")",
                "năm",
            ],
            *[
                "2025",
                "số",
                "“",
                "”",
                "31/12/2025",
                "≥",
                "<",
                "lần/năm",
                "biên chế",
                "vốn nhà nước",
                ":",
                "9" * 30,
            ],
        ]
    ),
    max_size=14,
).map(" ".join)


@given(st.one_of(st.text(max_size=60), PIECES))
def test_any_text_gives_sane_figures(text: str) -> None:
    for metric in parse_metrics(text):
        assert metric.unit
        assert metric.raw in text
        if metric.comparator == "range":
            assert metric.value is None
            assert metric.min is not None
            assert metric.max is not None
            assert metric.min <= metric.max
        else:
            assert metric.value is not None
            assert metric.min is metric.max is None


@given(
    st.integers(0, 100),
    st.sampled_from([("tối thiểu", ">="), ("trên", ">"), ("không quá", "<="), ("đạt", "=")]),
)
def test_every_share_is_read_back(share: int, cue: tuple[str, str]) -> None:
    (metric,) = parse_metrics(f"tỷ lệ hồ sơ {cue[0]} {share}%")
    assert (metric.comparator, metric.value, metric.unit) == (cue[1], float(share), "%")
