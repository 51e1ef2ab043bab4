"""Tables of crawled text and Markdown -> grids with merged cells, against data/ingest/pipes.yaml;
the marks of such text -> bold, italic, whole paragraphs, against data/ingest/markup.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Grid, Line
from kehoach.ingest.text.document import parse_text
from kehoach.ingest.text.markup import read_block

DATA = Path(__file__).parent / "data/ingest"
PIPES: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "pipes.yaml").read_text("utf-8"))
MARKUP: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "markup.yaml").read_text("utf-8"))
_SLASH = regex.compile(r"(?:^|\s)/(?=\s|$)")


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in _SLASH.split(row)]


def crawled(rows: list[str]) -> str:
    lines: list[str] = []
    for row in rows:
        for cell in cells(row):
            lines.append("|")
            lines += cell.split("¶") if cell else []
        lines.append("|")
    return "\n".join(lines) + "\n"


def told(grid: Grid) -> list[list[str]]:
    rows = [["?"] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.col, cell.col + cell.col_span):
                words = "¶".join(line.text for line in cell.lines)
                covered = "^" if row > cell.row else "<" if column > cell.col else words
                rows[row][column] = covered
    return rows


@pytest.mark.parametrize("name", PIPES)
def test_grid(name: str) -> None:
    case = PIPES[name]
    text = case.get("text") or crawled(case["rows"])
    grids = [item for item in parse_text(text.encode()) if isinstance(item, Grid)]
    assert [told(grid) for grid in grids] == [[cells(row) for row in case["want"]]]


def told_line(line: Line) -> str:
    marks = "".join(
        sign
        for sign, is_so in (("B", line.bold), ("I", line.italic), ("P", line.complete))
        if is_so
    )
    return f"{marks or '-'} {line.text}"


@pytest.mark.parametrize("name", MARKUP)
def test_marks(name: str) -> None:
    case = MARKUP[name]
    found = [item for item in parse_text(case["text"].encode()) if isinstance(item, Line)]
    assert [told_line(line) for line in found] == case["want"]


@given(st.lists(st.text(alphabet="ab*_# \\|[](<>&;-", max_size=30), max_size=4))
def test_marks_leave_no_letter_out(lines: list[str]) -> None:
    shown = "".join(line.text for line in read_block(lines))
    assert len(read_block(lines)) == len(lines)
    if not any(sign in "".join(lines) for sign in "[<&"):
        assert [char for char in shown if char in "ab"] == [
            char for line in lines for char in line if char in "ab"
        ]
