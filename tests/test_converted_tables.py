"""Tables as other programs write them into text: what of them must be read, and how (texts of wards
that do not exist, in data/ingest/converted_tables.yaml)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.ingest.model import Grid
from kehoach.ingest.text.document import parse_text
from kehoach.pipeline import extract

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/ingest/converted_tables.yaml").read_text(encoding="utf-8")
)
MOST_SECONDS = 10.0


def grids_of(text: str) -> list[list[str]]:
    """The grids of a text, a string a row, cells between bars."""
    found: list[list[str]] = []
    for item in parse_text(text.encode()):
        if not isinstance(item, Grid):
            continue
        rows: list[str] = []
        for row in range(item.n_rows):
            cells = [cell for cell in item.cells if cell.row == row]
            words = (" / ".join(line.text for line in cell.lines) for cell in cells)
            rows.append(" | ".join(words))
        found.append(rows)
    return found


def as_inner_text(tables: list[Any]) -> str:
    """Paragraphs, and tables as lists of rows, as a browser gives their text: a paragraph of a cell
    ends with a blank line, a cell with a line of a tab, a row with more."""
    parts: list[str] = []
    for table in tables:
        if isinstance(table, str):
            parts.append(table)
            continue
        rows = ["\n\n\t\n\n".join(cell.replace(" / ", "\n\n") for cell in row) for row in table]
        parts.append("\n\n\n\n\n".join(rows))
    return "\n\n".join(parts)


@pytest.mark.parametrize("name", DATA["inner text"])
def test_lines_of_a_tab_part_the_cells(name: str) -> None:
    case = DATA["inner text"][name]
    assert grids_of(as_inner_text(case["page"])) == case["want"]


@pytest.mark.parametrize("name", DATA["html2text"])
def test_a_bar_among_the_words_of_a_cell_shifts_no_other_row(name: str) -> None:
    case = DATA["html2text"][name]
    lines = [f"{line}  " if line else line for line in case["lines"]]
    assert grids_of("\n".join(lines)) == [case["want"]]


@pytest.mark.parametrize("name", DATA["cells over two columns"])
def test_a_cell_over_owners_and_times_is_what_it_says(name: str, tmp_path: Path) -> None:
    case = DATA["cells over two columns"][name]
    paper = tmp_path / "paper.md"
    paper.write_text(case["text"], encoding="utf-8")
    tasks = extract(paper).tasks
    told = [(task.lead and task.lead.raw, task.deadline and task.deadline.raw) for task in tasks]
    assert [list(pair) for pair in told] == case["want"]


def test_points_that_end_with_a_day_are_no_column_of_times(tmp_path: Path) -> None:
    points = "\n".join(f"- Kiểm tra nhà {n} trước ngày {n}/4/2031;" for n in range(1, 9))
    paper = tmp_path / "paper.txt"
    paper.write_text(f"{DATA['head']}\nI. NHIỆM VỤ\n1. Công an xã\n{points}\n", encoding="utf-8")
    plan = extract(paper)
    assert len(plan.tasks) == 8
    assert "unread_table" not in [finding.code for finding in plan.findings]


def test_a_drawn_table_that_is_askew_costs_no_square_of_its_lines() -> None:
    rule = "+----+----------+---------+"
    rows = "\n".join(f"| {n:>8}| Phát tờ  | Công an |\n{rule}" for n in range(3000))
    begin = time.process_time()
    assert grids_of(f"{rule}\n{rows}") == []
    assert time.process_time() - begin < MOST_SECONDS


@pytest.mark.parametrize("name", DATA["merged down"])
def test_short_rows_keep_their_works(name: str, tmp_path: Path) -> None:
    case = DATA["merged down"][name]
    lines = [DATA["head"], "", "I. NHIỆM VỤ", "", *case["lines"]]
    paper = tmp_path / "plan.md"
    paper.write_text("\n".join(lines), encoding="utf-8")
    told: list[str] = []
    for task in extract(paper).tasks:
        besides = [own.raw if own else "" for own in (task.lead, task.coordinating, task.deadline)]
        told.append(" | ".join([task.task, *besides]))
    assert told == case["want"]
