"""Words that cannot be are read again; what can be is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from kehoach.ingest.model import Box, Line, Span, Word
from kehoach.ingest.ocr.second_look import cannot_be, read_again
from kehoach.parsers.mending import _mended_scan

PICTURE = np.full((40, 400), 255, np.uint8)


@pytest.mark.parametrize(
    ("word", "before"),
    [
        ("Sh00", ""), ("(Oh30)", ""), ("24h75", ""), ("31/13/2025", ""), ("00/01/2025", ""),
        ("45", "ngày"), ("13", "Tháng"), ("15/K1-UBND", "số"),
    ],
)  # fmt: skip
def test_forms_that_cannot_be(word: str, before: str) -> None:
    assert cannot_be(word, before)


@pytest.mark.parametrize(
    ("word", "before"),
    [
        ("8h00", ""), ("17h30", ""), ("31/12/2025", ""), ("31", "ngày"), ("12", "tháng"),
        ("15/KH-UBND", "số"), ("01/2025/QĐ-UBND", ""), ("505/QĐ-TTg", ""), ("45", "khoản"),
        ("128/NQ-HĐND", ""), ("Covid-19", ""), ("1.5/10.000", ""), ("4/5", ""), ("10km", ""),
    ],
)  # fmt: skip
def test_forms_that_may_be(word: str, before: str) -> None:
    assert not cannot_be(word, before)


def test_what_two_readings_agree_on_is_offered() -> None:
    readings = iter([["lúc", "8h00"], ["lúc", "Sh00"], ["lúc", "8h00"], ["x"], ["x"], ["x"]])
    assert read_again(["lúc", "Sh00"], PICTURE, lambda _: next(readings)) == {1: "8h00"}


def test_nothing_is_made_up_where_readings_do_not_agree() -> None:
    readings = iter([["lúc", "8h00"], ["lúc", "6h00"], ["lúc", "Sh00"], ["x"], ["x"], ["x"]])
    assert read_again(["lúc", "Sh00"], PICTURE, lambda _: next(readings)) == {}


def test_a_sound_line_is_not_read_again() -> None:
    def never(_: object) -> list[str]:
        raise AssertionError

    assert read_again(["lúc", "8h00", "ngày", "31"], PICTURE, never) == {}


def test_the_repair_is_told() -> None:
    words = (
        Word("Lúc", Box(0, 0, 20, 10), 13.0),
        Word("Sh00", Box(24, 0, 50, 10), 13.0, again="8h00"),
    )
    line = Line("Lúc Sh00", Span(page=1), words=words)
    (mended,) = _mended_scan([line])
    assert mended.text == "Lúc 8h00"
    assert mended.original == "Lúc Sh00"
