"""Legal references and bases against data/legal.yaml, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.legal.bases import find_bases
from kehoach.normalize.legal.references import find_references, parse_number

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/legal.yaml").read_text("utf-8")
)
WORDS = [
    *(
        "Căn cứ",
        "Thực hiện",
        "Theo đề nghị",
        "Quyết định",
        "Nghị quyết",
        "Luật",
        "số",
        "12/QĐ-UBND",
        "57-NQ/TW",
    ),
    *(
        "/KH-UBND",
        "NQ- CP",
        "ngày",
        "15/7/2025",
        "tháng",
        "năm",
        "của",
        "UBND tỉnh",
        "Bộ Tài chính",
        "về việc",
    ),
    *("ban hành", "và", ",", ";", ".", ":", "như sau:", "tại", "(", ")", "\n", "  ", "sau đây gọi"),
]
LIKE_PREAMBLES = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
ANY_TEXT = st.text() | LIKE_PREAMBLES


@pytest.mark.parametrize(("text", "want"), DATA["references"].items())
def test_references(text: str, want: list[list[Any]]) -> None:
    found = [[ref.type, ref.number, ref.date] for ref in find_references(text)]
    assert found == [[kind, number, date and str(date)] for kind, number, date in want]


@pytest.mark.parametrize("text", DATA["nothing"])
def test_no_reference(text: str) -> None:
    assert find_references(text) == ()


@pytest.mark.parametrize(("text", "want"), DATA["problems"].items())
def test_problems(text: str, want: list[str]) -> None:
    (reference,) = find_references(text)
    assert list(reference.problems) == want


@pytest.mark.parametrize(("text", "want"), DATA["issuers"].items())
def test_issuer(text: str, want: str) -> None:
    assert find_references(text)[0].issuer == want


@pytest.mark.parametrize(("text", "want"), DATA["subjects"].items())
def test_subject(text: str, want: str | None) -> None:
    assert find_references(text)[0].subject == want


@pytest.mark.parametrize(("text", "want"), DATA["numbers"].items())
def test_number(text: str, want: list[Any]) -> None:
    number = parse_number(text)
    assert number is not None
    assert [number.number, number.symbol, number.type] == want


@pytest.mark.parametrize("text", DATA["no_numbers"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


def check_bases(case: dict[str, Any]) -> None:
    found = [
        [basis.type, basis.number, basis.issuer, basis.subject]
        for basis in find_bases(case["text"])
    ]
    assert found == case["bases"]


@pytest.mark.parametrize("case", DATA["preambles"], ids=lambda case: case["text"][0][:40])
def test_bases(case: dict[str, Any]) -> None:
    check_bases(case)


@pytest.mark.parametrize("case", DATA["preambles"], ids=lambda case: case["text"][0][:40])
def test_bases_without_diacritics(case: dict[str, Any]) -> None:
    """A stripped paper has the same bases, as far as type and number tell."""
    from unidecode import unidecode

    found = find_bases([unidecode(text) for text in case["text"]])
    want = [(kind, number and unidecode(number)) for kind, number, *_ in case["bases"]]
    assert [(basis.type, basis.number) for basis in found] == want


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", DATA["known_failures"], ids=lambda case: case["text"][0][:40])
def test_known_failure(case: dict[str, Any]) -> None:
    check_bases(case)


def test_symbol_and_paragraph() -> None:
    first, second = find_bases(
        ["Căn cứ Quyết định số 212-QĐ/TU;", "Căn cứ Nghị định số 79/2025/NĐ-CP;"]
    )
    assert (first.symbol, first.paragraph) == ("QĐ/TU", 0)
    assert (second.symbol, second.paragraph) == ("NĐ-CP", 1)


@given(ANY_TEXT)
def test_references_lie_in_the_text(text: str) -> None:
    for reference in find_references(text):
        assert 0 <= reference.start < reference.end <= len(text)
        assert text[reference.start : reference.end] == reference.raw


@given(st.lists(ANY_TEXT, max_size=4))
def test_bases_lie_in_their_paragraph_in_order(texts: list[str]) -> None:
    bases = find_bases(texts)
    for basis in bases:
        assert texts[basis.paragraph][basis.start : basis.end] == basis.raw
    places = [(basis.paragraph, basis.start) for basis in bases]
    assert places == sorted(places)


@given(ANY_TEXT)
def test_number_lies_in_the_text(text: str) -> None:
    if number := parse_number(text):
        assert 0 <= number.start < number.end <= len(text)
