"""Headers of flattened tables: their words, run together over short lines, parted into headings
again."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Line, Span
from kehoach.parsers.flattened.header import FlatHeader, find_header, numbering_end, repetitions

BODY = (
    "1",
    "Rà soát quy trình nội bộ",
    "Báo cáo",
    "Văn phòng HĐND và UBND",
    "Công an phường",
    "Quý I/2026",
)


def lines(text: str) -> list[Line]:
    """Lines parted by " / "."""
    return [Line(own.strip(), Span(first=n, last=n)) for n, own in enumerate(text.split(" / "), 1)]


def read(text: str) -> FlatHeader:
    found = find_header(lines(f"{text} / {' / '.join(BODY)}"))
    assert found is not None
    return found


CASES = yaml.safe_load(
    (Path(__file__).parent / "data" / "parsers" / "flat_headers.yaml").read_text("utf-8")
)
HEADERS = {name: (case["text"], tuple(case["roles"])) for name, case in CASES["headers"].items()}
SIX = ("index", "task", "deliverable", "lead", "coordinating", "deadline")


@pytest.mark.parametrize("name", HEADERS)
def test_header(name: str) -> None:
    text, roles = HEADERS[name]
    found = read(text)
    assert found.columns.roles == roles
    assert (found.first, found.last) == (0, text.count(" / ") + 1)


def test_titles_are_the_papers_own() -> None:
    assert read(HEADERS["wrapped headings"][0]).columns.titles == (
        "TT",
        "Nhiệm vụ",
        "Kết quả, sản phẩm",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian hoàn thành",
    )


def test_the_numbers_before_headings_are_told() -> None:
    assert read(HEADERS["numbered"][0]).numbers == (1, 2, 3, 4, 5, 6)
    assert read(HEADERS["one heading a line"][0]).numbers == (None,) * 6


def test_lines_before_the_header_are_passed_over() -> None:
    found = find_header(
        lines(
            "PHỤ LỤC / DANH MỤC NHIỆM VỤ / (Kèm theo Kế hoạch số 12/KH-UBND) / "
            + HEADERS["numbered"][0]
        )
    )
    assert found is not None
    assert found.first == 3
    assert found.columns.roles == SIX


def test_a_header_is_looked_for_from_a_line_on() -> None:
    text = HEADERS["one heading a line"][0]
    twice = lines(f"{text} / {' / '.join(BODY)} / {text}")
    found = find_header(twice, 1 + len(BODY))
    assert found is not None
    assert (found.first, found.last) == (12, 18)


# --- pages ----------------------------------------------------------------------------------------


def test_the_header_of_each_page_is_found_however_it_is_wrapped() -> None:
    head = "TT / Nhiệm vụ / Sản phẩm / Cơ quan chủ trì / Cơ quan phối hợp / Thời gian"
    again = "TT Nhiệm vụ / Sản / phẩm / Cơ quan / chủ trì Cơ quan / phối hợp / Thời gian"
    body = " / ".join(BODY)
    paper = lines(f"{head} / {body} / {again} / {body} / {head} / {body}")
    found = find_header(paper)
    assert found is not None
    assert repetitions(paper, found) == [(12, 19), (25, 31)]


def test_a_part_of_the_header_is_no_repetition() -> None:
    head = "TT / Nhiệm vụ / Sản phẩm / Chủ trì / Thời gian"
    paper = lines(f"{head} / 1 / Lập / TT / Nhiệm vụ / Sản phẩm / Chủ trì / Văn phòng")
    found = find_header(paper)
    assert found is not None
    assert repetitions(paper, found) == []


@pytest.mark.parametrize(
    ("text", "width", "end"),
    [
        ("(1) / (2) / (3) / (4)", 4, 4),
        ("(1) (2) (3) (4)", 4, 1),
        ("1 / 2 / 3 / 4 / 1 / Lập", 4, 4),
        ("(1) / (2) (3) / (4) / 1", 4, 3),
        ("(1) / (2) / (3)=(1)+(2)", 3, 0),
        ("1 / Lập kế hoạch", 4, 0),
        ("(1) / (3) / (4) / (5)", 4, 0),
        ("Lập", 4, 0),
    ],
)
def test_a_row_that_numbers_the_columns(text: str, width: int, end: int) -> None:
    assert numbering_end(lines(text), 0, width) == end


# --- what is no header ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", CASES["none"])
def test_no_header(text: str) -> None:
    assert find_header(lines(text)) is None


def test_no_lines() -> None:
    assert find_header([]) is None


# --- wrapped at random ----------------------------------------------------------------------------

ORDERS = [
    {
        "TT": "index",
        "Nhiệm vụ": "task",
        "Kết quả, sản phẩm": "deliverable",
        "Cơ quan chủ trì": "lead",
        "Cơ quan phối hợp": "coordinating",
        "Thời gian hoàn thành": "deadline",
    },
    {
        "STT": "index",
        "Nội dung công việc": "task",
        "Đơn vị chủ trì": "lead",
        "Đơn vị phối hợp": "coordinating",
        "Thời gian thực hiện": "deadline",
        "Sản phẩm đầu ra": "deliverable",
        "Ghi chú": "note",
    },
]


@given(st.sampled_from(ORDERS), st.integers(0, 10_000))
def test_any_wrapping_between_words_is_read(columns: dict[str, str], seed: int) -> None:
    """Headings may share a line or be wrapped, never both in one: each heading starts a line or
    stands whole on one."""
    rng = Random(seed)  # noqa: S311
    printed: list[str] = []
    for heading in columns:
        words = heading.split()
        if rng.random() < 0.5:
            printed += words if rng.random() < 0.5 else heading.split(" ", 1)
        elif printed and rng.random() < 0.3:
            printed[-1] += " " + heading
        else:
            printed.append(heading)
    found = find_header(lines(" / ".join([*printed, *BODY])))
    assert found is not None
    assert found.columns.roles == tuple(columns.values())
    assert (found.first, found.last) == (0, len(printed))
