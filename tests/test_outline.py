"""Section trees, against the bodies of data/parsers/outline.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Grid, Span
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.layout.outline import Leaf, Node, build_outline
from kehoach.parsers.layout.paragraphs import Paragraph

DATA: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/outline.yaml").read_text("utf-8")
)
BOLD = {"B": True, "N": False}


def item(told: str, number: int = 0) -> Paragraph | Grid:
    """A paragraph in the notation of the data file; "T" is a grid."""
    span = Span(first=number, last=number)
    if told == "T":
        return Grid(0, 0, (), span)
    sign, _, text = told.partition(" ")
    if sign == "F":
        return Paragraph(text, (span,), footnote=True)
    if sign not in BOLD or read_mark(told):
        sign, text = "", told
    bold = BOLD.get(sign)
    return Paragraph(
        text, (span,), read_mark(text), bold=bold, italic=None if bold is None else False
    )


def tree(node: Node) -> list[str]:
    """A tree in the notation of the data file."""
    told: list[str] = []
    closed = False
    for child in node.children:
        if isinstance(child, Node):
            told += [f"{child.path if child.number else '-'} {child.title}", *tree(child)]
            closed = True
        elif isinstance(child, Leaf):
            mark = f"^ {node.path} " if closed else "  "
            told.append(
                f"{mark}{child.kind}{f' {child.number}' if child.number else ''} | {child.text}"
            )
        else:
            told.append("  grid")
    return told


def outline(name: str) -> list[str]:
    return tree(build_outline([item(told, n) for n, told in enumerate(DATA[name]["body"], 1)]))


@pytest.mark.parametrize("name", DATA)
def test_tree(name: str) -> None:
    assert outline(name) == DATA[name]["want"]


def test_levels_count_headings_not_ranks() -> None:
    root = build_outline([item(t) for t in ("I. MỤC TIÊU", "1.1. Mục tiêu chung", "- Cao.")])
    assert [(node.number, node.level) for node in root.walk()] == [(None, 0), ("I", 1), ("1.1", 2)]


def test_the_same_number_under_two_headings_has_two_paths() -> None:
    body = ["I. MỤC TIÊU", "1. Chung", "- Cao.", "II. NHIỆM VỤ", "1. Riêng", "- Nhiều."]
    root = build_outline([item(t) for t in body])
    assert [node.path for node in root.walk()] == [None, "I", "I.1", "II", "II.1"]


PIECES = st.sampled_from(
    [
        *("I. MỤC ĐÍCH", "II. YÊU CẦU", "1. Chung", "2. Riêng.", "1.1. Rà soát", "a) Mục tiêu"),
        *("- Tuyên truyền;", "+ Trên loa.", "Thực hiện tốt.", "TỔ CHỨC THỰC HIỆN", "A. ĐÁNH GIÁ"),
        *("B 1. Chung", "N 1. Chung", "T", "F 1 Chú."),
    ]
)


@given(st.lists(PIECES, max_size=20))
def test_every_item_stands_once_in_the_tree(body: list[str]) -> None:
    items = [item(told, n) for n, told in enumerate(body, 1)]
    root = build_outline(items)
    grids = sum(isinstance(child, Grid) for node in root.walk() for child in node.children)
    spans = [span.first for node in root.walk() for leaf in node.leaves() for span in leaf.spans]
    spans += [span.first for node in root.walk() for span in node.spans]
    assert grids == body.count("T")
    assert sorted(n for n in spans if n) == [n for n, told in enumerate(body, 1) if told != "T"]


@given(st.lists(PIECES, max_size=20))
def test_children_stand_deeper_than_their_heading(body: list[str]) -> None:
    for node in build_outline([item(told) for told in body]).walk():
        assert all(
            child.level == node.level + 1 and child.rank > node.rank for child in node.nodes()
        )


def test_a_point_that_skips_a_number_stands_beside_the_heading_before_it() -> None:
    body = ["1. Công an xã:", "- Tuần tra.", "2. Các thôn:", "- Họp dân.", "4. Văn phòng theo dõi."]
    root = build_outline([item(told) for told in body])
    assert [leaf.text for leaf in root.leaves()] == ["Văn phòng theo dõi."]


def test_one_far_behind_its_number_does_not() -> None:
    body = ["1. Công an xã:", "- Tuần tra.", "2. Các thôn:", "- Họp dân.", "9. Văn phòng theo dõi."]
    root = build_outline([item(told) for told in body])
    assert not root.leaves()
