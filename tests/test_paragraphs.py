"""Printed lines joined into paragraphs: texts of data/parsers/paragraphs.yaml, and what always
holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Box, Line, Span, Word
from kehoach.ingest.text.document import parse_text
from kehoach.parsers.layout.paragraphs import Paragraph, to_paragraphs
from kehoach.parsers.layout.spans import merge_spans

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/paragraphs.yaml").read_text("utf-8")
)
WORDS = st.sampled_from(
    [
        "kế hoạch",
        "Phòng",
        "1.",
        "2.1.",
        "a)",
        "- ",
        "I.",
        "của",
        "(CCHC)",
        "100%",
        "3",
        "NQ-",
        "CP",
        ".",
        ";",
        "UBND",
    ]
)


def told(paragraphs: list[Paragraph]) -> list[str]:
    return [f"^ {p.text}" if p.footnote else p.text for p in paragraphs]


@pytest.mark.parametrize("name", DATA)
def test_text(name: str) -> None:
    paragraphs = to_paragraphs(parse_text(DATA[name]["text"].encode()))
    assert told(paragraphs) == DATA[name]["want"]


def complete(*texts: str, **marks: Any) -> list[Line]:
    return [
        Line(text, Span(first=n, last=n), complete=True, **marks) for n, text in enumerate(texts, 1)
    ]


def test_complete_lines_are_paragraphs_whatever_they_look_like() -> None:
    texts = ["Căn cứ Nghị quyết số 131/NQ-", "và các văn bản", "1. Mục đích,", "- đoàn thể"]
    assert told(to_paragraphs(complete(*texts))) == texts


def test_a_complete_footnote_stays_one() -> None:
    lines = [
        *complete("Mục tiêu1"),
        Line("1 Bộ tiêu chí.", Span(first=2, last=2), complete=True, footnote=True),
    ]
    assert told(to_paragraphs(lines)) == ["Mục tiêu1", "^ 1 Bộ tiêu chí."]


def test_a_footnote_that_comes_first_is_not_lost() -> None:
    """So it stands on a page that holds a table and nothing else."""
    note = Line("1 Bộ tiêu chí cấp xã.", Span(page=2), footnote=True, page_break=True)
    assert told(to_paragraphs([note])) == ["^ 1 Bộ tiêu chí cấp xã."]


def test_no_lines_no_paragraphs() -> None:
    assert to_paragraphs([]) == []


def test_a_paragraph_is_bold_when_all_its_lines_are() -> None:
    assert [p.bold for p in to_paragraphs(complete("Mục đích", bold=True))] == [True]
    assert [p.bold for p in to_paragraphs(complete("Mục đích", bold=None))] == [None]


def test_spans_of_one_paragraph_are_one_run_of_lines() -> None:
    paragraphs = to_paragraphs(parse_text(DATA["one paragraph per line"]["text"].encode()))
    assert [(s.first, s.last) for p in paragraphs for s in p.spans] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
    ]


def test_spans_on_two_pages_stay_two() -> None:
    assert merge_spans([Span(page=1), Span(page=1), Span(page=2)]) == (Span(page=1), Span(page=2))


def letters(texts: list[str]) -> str:
    return "".join(c for text in texts for c in text if not c.isspace())


@given(
    st.lists(
        st.tuples(st.lists(WORDS, min_size=1, max_size=14), st.integers(0, 2), st.booleans()),
        max_size=25,
    )
)
def test_joining_loses_no_letter(spec: list[tuple[list[str], int, bool]]) -> None:
    lines = [
        Line(" ".join(words), Span(first=n, last=n), gap=float(gap), page_break=page)
        for n, (words, gap, page) in enumerate(spec, 1)
    ]
    paragraphs = to_paragraphs(lines)
    noted = [p.text for p in paragraphs if p.footnote]
    plain = [p.text for p in paragraphs if not p.footnote]
    whole = letters([line.text for line in lines])
    assert sorted(letters(plain + noted)) == sorted(whole)
    if not noted:
        assert letters(plain) == whole


@given(st.lists(st.lists(WORDS, min_size=1, max_size=14), max_size=25))
def test_every_line_is_in_one_paragraph(spec: list[list[str]]) -> None:
    lines = [
        Line(" ".join(words), Span(first=n, last=n), gap=0.0) for n, words in enumerate(spec, 1)
    ]
    covered = sorted(
        n
        for p in to_paragraphs(lines)
        if not p.footnote
        for s in p.spans
        for n in (s.first, s.last)
        if n
    )
    assert all(1 <= n <= len(lines) for n in covered)
    assert not lines or covered


def column(left: float, right: float) -> list[Line]:
    """Items of two lines, the first of which fills a column between `left` and `right` (points)."""
    item = [
        ("- Trạm Y tế xử lý mọi ổ dịch có từ", left, right),
        ("30 người trở lên.", left, left + 60),
    ]
    return [
        Line(
            text,
            Span(page=1, box=box),
            size=12.0,
            row=row,
            gap=0.3,
            words=(Word("Trạm", replace(box, x1=x0 + 30), size=12.0),),
        )
        for row, (text, x0, x1) in enumerate(item * 5)
        for box in [Box(x0, 20.0 * row, x1, 20.0 * row + 12)]
    ]


def test_each_column_has_its_margins() -> None:
    lines = [*column(60, 380), *column(460, 780)]
    assert (
        told(to_paragraphs(lines)) == ["- Trạm Y tế xử lý mọi ổ dịch có từ 30 người trở lên."] * 10
    )


def scanned(rest: str, gap: float) -> list[Line]:
    """Points of two full lines each, parted by half a line of white; under the last one `rest`, so
    much white (heights of a line) over it."""
    spec = [
        ("1. Trạm Y tế xử lý mọi ổ dịch của", 0.55),
        ("các xóm trong ngày, báo cáo kết quả", 0.28),
    ] * 24 + [(rest, gap)]
    return [
        Line(
            text,
            Span(page=1, box=box),
            size=12.0,
            row=row,
            gap=white,
            words=(Word(text.split()[0], replace(box, x1=90.0), size=12.0),),
        )
        for row, (text, white) in enumerate(spec)
        for box in [Box(60.0, 20.0 * row, 380.0, 20.0 * row + 12)]
    ]


def test_low_letters_under_a_full_line_go_on_though_more_white_stands_over_them() -> None:
    assert told(to_paragraphs(scanned("cho ca ra vào", 0.46)))[-1].endswith("kết quả cho ca ra vào")
    assert told(to_paragraphs(scanned("Trạm trưởng", 0.46)))[-1] == "Trạm trưởng"
    assert told(to_paragraphs(scanned("cho ca ra vào", 1.6)))[-1] == "cho ca ra vào"
