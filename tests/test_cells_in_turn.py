"""Tables of a converter's text, cell after cell, blank lines for empty cells
(data/parsers/cells_in_turn.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grids import rows_told
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import FlowItem, Grid, Line, Span, lines_of
from kehoach.parsers.tables.cells_in_turn import with_tables_in_turn

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/cells_in_turn.yaml").read_text(encoding="utf-8")
)


def flow_of(texts: list[str], step: int = 1) -> list[FlowItem]:
    """The lines of a text that have words, each `step` lines below the one before."""
    numbered = enumerate(texts)
    return [
        Line(text, Span(first=1 + number * step, last=1 + number * step))
        for number, text in numbered
        if text
    ]


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("name", DATA["tables"])
def test_a_table_is_put_together(name: str, step: int) -> None:
    """Also where a blank line stands between all paragraphs (docx2txt)."""
    case = DATA["tables"][name]
    assert list(rows_told(with_tables_in_turn(flow_of(case["lines"], step)))) == case["want"]


@pytest.mark.parametrize("name", DATA["no tables"])
def test_other_lines_stay(name: str) -> None:
    flow = flow_of(DATA["no tables"][name])
    assert with_tables_in_turn(flow) == flow


def test_words_of_the_cell_above_are_unsure() -> None:
    case = DATA["tables"]["a cell of a list, and owners that cover the next row"]
    grid = with_tables_in_turn(flow_of(case["lines"]))[0]
    assert isinstance(grid, Grid)
    owners = [cell.lines[0] for cell in grid.cells if cell.col == 3 and cell.row > 0]
    assert [line.text for line in owners] == ["Các thôn", "Các thôn", "Công an xã"]
    assert [line.confidence < 1 for line in owners] == [False, True, False]


CELLS = st.sampled_from(["Rà soát", "Công an xã", "Quý I/2031", "1", "II. Kiểm tra", "", "Ghi chú"])


@given(st.lists(CELLS, max_size=40))
def test_no_line_is_lost(texts: list[str]) -> None:
    flow = flow_of(["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian", *texts])
    made = list(lines_of(with_tables_in_turn(flow)))
    assert {line.span.first for line in made} == {line.span.first for line in lines_of(flow)}
