"""Owners against the cells of data/offices.yaml, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.roles import split_roles
from kehoach.normalize.offices.value import OfficesValue

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/offices.yaml").read_text("utf-8")
)
CASES = [(level, raw, want) for level in ("phường", "xã") for raw, want in DATA[level].items()]
NAMES = sorted(set(directory_of_offices().names.values()))


def told(value: OfficesValue) -> list[str]:
    """A value in the notation of the data file."""
    marks = (
        "*" if many else "" if known else "~"
        for many, known in zip(value.collective, value.known, strict=True)
    )
    return [name + mark for name, mark in zip(value.units, marks, strict=True)]


@pytest.mark.parametrize(("level", "raw", "want"), CASES)
def test_cell(level: str, raw: str, want: list[str]) -> None:
    value = parse_offices(raw, level)
    assert told(value) == want
    assert value.raw == raw


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param(raw, want, marks=pytest.mark.xfail(strict=True))
        for raw, want in DATA["known_failures"].items()
    ],
)
def test_known_failure(raw: str, want: list[str]) -> None:
    assert told(parse_offices(raw, "phường")) == want


@pytest.mark.parametrize(("raw", "want"), DATA["roles"].items())
def test_a_cell_that_names_both_comes_apart(raw: str, want: str) -> None:
    assert " | ".join(split_roles(raw)) == want


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_directory_is_itself(name: str) -> None:
    value = parse_offices(name)
    assert (value.units, value.known) == ((name,), (True,))
    levelled = parse_offices(name, "xã").units
    assert levelled in ((name,), (f"{name} xã",))
    assert parse_offices(levelled[0], "xã").units == levelled


def test_without_a_level_none_is_added() -> None:
    assert parse_offices("VP HĐND&UBND").units == ("Văn phòng HĐND và UBND",)
    assert parse_offices("VP HĐND&UBND xã").units == ("Văn phòng HĐND và UBND xã",)


PIECES = st.lists(
    st.sampled_from(
        [
            *[
                "Phòng VHXH",
                "các cơ quan",
                "đơn vị",
                "liên quan",
                "và",
                ",",
                ";",
                "-",
                "\n",
                "(",
                ")",
                "thuộc",
            ],
            *[
                "UBND phường",
                "Sở",
                "Nội vụ",
                "phối hợp",
                "Văn phòng",
                "HĐND",
                "&",
                "UBND",
                "Các",
                "phòng",
                ":",
            ],
            *[
                "Bình Minh",
                "xã",
                "chủ trì",
                ".",
                "Trung tâm",
                "PVHCC",
                "/",
                "tổ dân phố",
                "Bộ",
                "Kinh tế",
            ],
            *["Chủ tịch", "Phó", "Giám đốc", "Đ/c", "Nguyễn Văn A", "Ấp", "1", "2", "Trường"],
            *["MN", "TH", "giao", "(gồm", "các", "xã, phường", "Ban Chỉ đạo", "Ban Quản lý"],
            *["khu công nghiệp", "công trình", "[", "]", "Tổ CNSCĐ", "thôn", "phòng chống"],
        ]
    ),
    max_size=12,
).map(" ".join)


@given(st.one_of(st.text(max_size=60), PIECES), st.sampled_from([None, "phường", "xã"]))
def test_any_text_gives_a_sane_value(raw: str, level: str | None) -> None:
    value = parse_offices(raw, level)
    assert value.raw == raw
    assert len(value.units) == len(value.collective) == len(value.known)
    assert all(unit == unit.strip() and unit for unit in value.units)
    assert len(set(value.units)) == len(value.units)


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    st.sampled_from(["; ", "\n"]),
)
def test_a_list_of_names_comes_apart(names: list[str], mark: str) -> None:
    assert parse_offices(mark.join(names)).units == tuple(names)


@pytest.mark.parametrize(
    "raw", ["Chủ tịch, các Phó Chủ tịch", "Giám đốc, Phó Giám đốc", "Chủ tịch và"]
)
def test_offices_without_a_body_end_a_cell(raw: str) -> None:
    assert parse_offices(raw).units is not None
