"""Deadlines and periods against the phrases of data/deadlines.yaml, and what holds for any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kehoach.normalize.times.deadline import DeadlineValue, Period, parse_deadline, parse_period
from kehoach.normalize.times.period import period_of_opening

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/deadlines.yaml").read_text("utf-8")
)
YEAR_2025 = Period("năm 2025", date(2025, 1, 1), date(2025, 12, 31))
PERIODS = {
    "year_2025": YEAR_2025,
    "year_2031": Period("năm 2031", date(2031, 1, 1), date(2031, 12, 31)),
    "school_2031": Period("năm học 2031-2032", date(2031, 9, 1), date(2032, 5, 31)),
    "no_period": None,
    "years_2021_2025": Period("giai đoạn 2021-2025", date(2021, 1, 1), date(2025, 12, 31)),
    "open_2025": Period("đến năm 2025", None, date(2025, 12, 31)),
    "half_2025": Period("6 tháng cuối năm 2025", date(2025, 7, 1), date(2025, 12, 31)),
}
CASES = [(section, raw, want) for section in PERIODS for raw, want in DATA[section].items()]


def told(value: DeadlineValue | None) -> str | list[str]:
    """A value in the notation of the data file."""
    if value is None:
        return "-"
    if value.kind is None:
        return "~"
    if value.kind == "several":
        return [str(told(part)) for part in value.parts]
    dates = f"{value.start or ''}..{value.end or ''}"
    return " ".join(word for word in (value.kind, dates, value.recurrence) if word)


def test_there_are_enough_phrases() -> None:
    assert len(CASES) >= 300


@pytest.mark.parametrize(("section", "raw", "want"), CASES)
def test_phrase(section: str, raw: str, want: str | list[str]) -> None:
    value = parse_deadline(raw, PERIODS[section])
    assert told(value) == want
    assert value is None or value.raw == raw


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param(raw, want, marks=pytest.mark.xfail(strict=True))
        for raw, want in DATA["known_failures"].items()
    ],
)
def test_known_failure(raw: str, want: str | list[str]) -> None:
    assert told(parse_deadline(raw, YEAR_2025)) == want


@pytest.mark.parametrize(("raw", "want"), DATA["parts"].items())
def test_parts_keep_their_wording(raw: str, want: list[str]) -> None:
    value = parse_deadline(raw, YEAR_2025)
    assert value is not None
    assert [part.raw for part in value.parts] == want


@pytest.mark.parametrize(("title", "want"), DATA["periods"].items())
def test_period(title: str, want: str | None) -> None:
    period = parse_period(title)
    assert (period and f"{period.raw} | {period.start or ''}..{period.end or ''}") == want


@pytest.mark.parametrize(("paragraph", "want"), DATA["openings"].items())
def test_period_of_an_opening(paragraph: str, want: str | None) -> None:
    period = period_of_opening(paragraph)
    assert (period and f"{period.raw} | {period.start or ''}..{period.end or ''}") == want


def test_doubt_lowers_confidence() -> None:
    def doubt(raw: str) -> float:
        value = parse_deadline(raw)
        assert value is not None
        return value.confidence

    assert doubt("Tháng 7/2025") == 1.0
    assert doubt("31/6/2025") < doubt("Quý III") < doubt("Kế hoạch quý III/2025") < 1.0
    assert doubt("Không") == 0.0


WORDS = st.lists(
    st.sampled_from(
        [
            *[
                "trước",
                "ngày",
                "tháng",
                "quý",
                "năm",
                "đến",
                "từ",
                "hằng",
                "theo",
                "khi",
                "sau",
                "Thường",
                "xuyên",
                "định",
                "kỳ",
                "và",
                "hoặc",
                "đã",
                "cuối",
                "đầu",
            ],
            *[
                "2025",
                "31/12",
                "31/12/2025",
                "15/7/205",
                "III",
                "IV",
                "-",
                ";",
                ",",
                "\n",
                "(",
                ")",
                ":",
                "6",
                "00/00/0000",
            ],
            *[
                "số 81/KH-UBND",
                "2021-2025",
                "2030 - 2021",
                "/",
                ".",
                "lần/năm",
                "0",
                "Quý V",
                "tháng 13",
                "99",
            ],
        ]
    ),
    max_size=14,
).map(" ".join)
ANY = st.one_of(st.text(max_size=60), WORDS)


@example("ĐẾN'0000000'CUOI NAM")
@given(ANY)
def test_any_text_gives_a_sane_value(raw: str) -> None:
    value = parse_deadline(raw, YEAR_2025)
    if value is None:
        return
    assert value.raw == raw
    assert 0 <= value.confidence <= 1
    assert (value.kind == "several") == (len(value.parts) > 1)
    for one in (value, *value.parts):
        assert one.start is None or one.end is None or one.start <= one.end
        assert one.kind != "by" or one.start is None
    assert all(part.kind not in (None, "several") and not part.parts for part in value.parts)


@given(ANY)
def test_any_title_gives_a_sane_period(title: str) -> None:
    period = parse_period(title)
    if period is not None:
        assert period.raw
        assert period.start is None or period.end is None or period.start <= period.end


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["Trước ngày {}", "{}", "chậm nhất {}"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    value = parse_deadline(form.format(f"{day.day:02}/{day.month}/{day.year}"))
    assert value is not None
    assert (value.kind, value.start, value.end) == ("by", None, day)


@given(st.integers(1, 12), st.integers(2000, 2099))
def test_every_month_is_read_back(month: int, year: int) -> None:
    value = parse_deadline(f"Tháng {month}/{year}")
    assert value is not None
    assert value.kind == "within"
    assert value.start == date(year, month, 1)
    assert value.end is not None
    assert (value.end.year, value.end.month) == (year, month)


@pytest.mark.parametrize("text", ["hai mươi lăm " * 60 + "lượt", "mười lăm " * 80 + "ngày"])
def test_numbers_in_words_without_end(text: str) -> None:
    """Each word more doubled the ways to read them once: this would never have come back."""
    value = parse_deadline(text)
    assert value is None or value.kind is None
