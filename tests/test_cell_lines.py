"""Tables pasted cell by cell, a line each (data/parsers/cell_lines.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grids import rows_told
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import FlowItem, Grid, Line, Span, lines_of
from kehoach.parsers.tables.cell_lines import (
    cells_by_column,
    headings_alone,
    with_tables_of_lines,
)
from kehoach.pipeline import extract

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/cell_lines.yaml").read_text(encoding="utf-8")
)
HEADINGS = ["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"]


def flow_of(texts: list[str]) -> list[FlowItem]:
    return [Line(text, Span(first=number, last=number)) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize("name", DATA["tables"])
def test_a_table_is_put_together(name: str) -> None:
    case = DATA["tables"][name]
    flow = with_tables_of_lines(flow_of(case["lines"]))
    assert list(rows_told(flow)) == case["want"]


@pytest.mark.parametrize("name", DATA["headings alone"])
def test_headings_on_lines_of_their_own(name: str) -> None:
    are_headings, lines = DATA["headings alone"][name]
    found = [line.text for line in headings_alone(flow_of(lines))]
    assert found == (lines[:1] if are_headings else [])


@pytest.mark.parametrize("name", DATA["no tables"])
def test_other_lines_stay(name: str) -> None:
    flow = flow_of(DATA["no tables"][name])
    assert with_tables_of_lines(flow) == flow


CELLS = st.sampled_from(["Rà soát", "Công an xã", "Quý I/2031", "1", "b)", "2. Mở lớp", "Ghi chú"])


@given(st.lists(CELLS, max_size=40))
def test_no_line_is_lost_or_moved(texts: list[str]) -> None:
    flow = flow_of([*HEADINGS, *texts])
    made = with_tables_of_lines(flow)
    kept = sorted(lines_of(made), key=lambda line: line.span.first or 0)
    assert kept == flow
    if not any(isinstance(item, Grid) for item in made):
        assert made == flow


def test_cells_out_of_their_order_are_told(tmp_path: Path) -> None:
    """Column after column: which time belongs to which number is anybody's guess."""
    paper = tmp_path / "paper.txt"
    paper.write_text(DATA["column after column"], encoding="utf-8")
    plan = extract(paper)
    assert plan.status == "partial"
    assert "unread_table" in [finding.code for finding in plan.findings]


def test_a_row_that_goes_on_with_the_number_of_its_group_ended_it(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(DATA["groups of lettered rows"], encoding="utf-8")
    plan = extract(paper)
    told = [(task.number, task.group.title if task.group else None) for task in plan.tasks]
    assert told == [("a", "Tuyên truyền"), ("b", "Tuyên truyền"), ("2", None), ("3", None)]


def bare(*texts: str) -> list[Line]:
    return [Line(text, Span(first=place, last=place)) for place, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("Rà soát hộ nghèo", "2", "3", "II", "4", "5", "Các thôn"), "2"),
        (("Vá đường", "Quý I/2031", "Quý II/2031", "Tháng 5/2031", "31/8/2031"), "Quý I/2031"),
        (("TT", "Nhiệm vụ", "Chủ trì", "1", "2", "3", "1", "Vá đường", "Các thôn"), None),
        (("Bắt đầu", "01/3/2031", "30/4/2031", "2", "Vá đường"), None),
    ],
)  # fmt: skip
def test_cells_that_stand_column_after_column_are_told(
    texts: tuple[str, ...], told: str | None
) -> None:
    found = cells_by_column(bare(*texts))
    assert (found and found.text) == told
