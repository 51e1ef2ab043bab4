"""Dates and letterhead lines against data/dates.yaml, and what holds for any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.times.dates import iso_date, parse_date, parse_issue_line

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/dates.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "want"), DATA["dates"].items())
def test_date(text: str, want: str | date) -> None:
    value = parse_date(text)
    assert value is not None
    assert (value.iso, value.valid) == (str(want), True)
    assert value.precision == {10: "day", 7: "month", 4: "year"}[len(str(want))]


@pytest.mark.parametrize("text", DATA["invalid"])
def test_no_calendar_has_it(text: str) -> None:
    value = parse_date(text)
    assert value is not None
    assert (value.raw, value.iso, value.precision, value.valid) == (text, None, None, False)


@pytest.mark.parametrize("text", DATA["none"])
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


def check_issue_line(text: str, want: list[Any]) -> None:
    line = parse_issue_line(text)
    assert line is not None
    assert [line.place, line.iso, line.complete] == want


@pytest.mark.parametrize(("text", "want"), DATA["issue_lines"].items())
def test_issue_line(text: str, want: list[Any]) -> None:
    check_issue_line(text, want)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("text", "want"), DATA["known_failures"].items())
def test_known_failure(text: str, want: list[Any]) -> None:
    check_issue_line(text, want)


@pytest.mark.parametrize("text", DATA["no_issue_lines"])
def test_no_issue_line(text: str) -> None:
    assert parse_issue_line(text) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("/.-"))
def test_every_day_is_read(day: date, mark: str) -> None:
    for text in (
        f"{day.day}{mark}{day.month:02}{mark}{day.year}",
        f"{day:%d} tháng {day.month} năm {day.year}",
    ):
        value = parse_date(text)
        assert value is not None
        assert value.iso == day.isoformat()


@given(st.integers(-10, 3000), st.none() | st.integers(-2, 40), st.none() | st.integers(-2, 40))
def test_iso_is_a_date(year: int, month: int | None, day: int | None) -> None:
    iso = iso_date(year, month, day)
    if iso is not None:
        date.fromisoformat(iso + "-01" * (2 - iso.count("-")))


@given(st.text() | st.text(alphabet="ngày tháng năm 0123456789/.…,\nSố:KHUBND-Đ", max_size=80))
def test_any_text(text: str) -> None:
    parse_date(text)
    parse_issue_line(text)
