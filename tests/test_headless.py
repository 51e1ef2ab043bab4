"""Tables without a header: the roles of their columns from what these hold, against
data/parsers/headless.yaml; and what must not be taken for such a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_grid
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Line, Span
from kehoach.parsers.flattened.headless import read_headless
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.rows.rows import table_tasks
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.content_roles import described, kind_of, roles_from_content
from kehoach.parsers.tables.tables import read_tables
from kehoach.schema import models

DATA: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/headless.yaml").read_text("utf-8")
)
SURE = 1.0


@pytest.mark.parametrize("name", DATA["grids"])
def test_grid(name: str) -> None:
    case = DATA["grids"][name]
    pages = [make_grid(rows, page=number) for number, rows in enumerate(case["pages"], 1)]
    (table,) = read_tables(pages)
    if case["roles"] is None:
        assert table.columns.kind == "other"
        assert table_text(table.rows) + " ".join(table.columns.titles)
        return
    assert list(table.columns.roles) == case["roles"]
    assert len(table.rows) == case["rows"]
    assert table.columns.assumed or table.columns.listed
    if table.columns.assumed:
        assert all(task.confidence < SURE for task in table_tasks(table, Context(), 1, None))
    assert "?" not in described(table.columns)


def table_text(rows: list[list[Slot]]) -> str:
    return " ".join(line.text for row in rows for slot in dict.fromkeys(row) for line in slot.lines)


def loose(texts: list[str]) -> list[Line]:
    return [Line(text, Span(first=n, last=n)) for n, text in enumerate(texts, 1)]


def told(task: models.Task) -> str:
    group = task.group.number if task.group else "-"
    lead = task.lead.raw.replace("\n", " ") if task.lead else "-"
    time = task.deadline.raw if task.deadline else "-"
    return f"{group} | {task.number} | {task.task} | {lead} | {time}"


@pytest.mark.parametrize("name", DATA["loose"])
def test_loose_lines(name: str) -> None:
    case = DATA["loose"][name]
    table = read_headless(loose(case["lines"]))
    if table is None:
        assert case["tasks"] == []
        return
    tasks = table_tasks(table, Context(), 1, None)
    assert [told(task) for task in tasks] == case["tasks"]
    assert table.columns.assumed


def test_pages_read_across_the_columns_keep_their_words() -> None:
    """Where a line holds a number and a time, that is a row; all its words are kept, in doubt."""
    case = DATA["loose"]["cells one after the other"]["lines"]
    across = [
        "III CẢI CÁCH TỔ CHỨC",
        "Rà soát đề án vị",
        "1 trí việc làm của xã Phòng Kinh tế Các phòng chuyên môn Đề án Quý III/2031",
        "theo quy định",
        "Lập danh sách cán",
        "2 bộ các thôn Văn phòng Các phòng Báo cáo Tháng 9/2031",
    ]
    table = read_headless(loose([*case, *across]))
    assert table is not None
    tasks = table_tasks(table, Context(), 1, None)[3:]
    assert [(task.number, task.deadline.raw if task.deadline else "") for task in tasks] == [
        ("1", "Quý III/2031"),
        ("2", "Tháng 9/2031"),
    ]
    assert all(task.confidence <= 0.3 for task in tasks)
    words = table_text(table.rows).split()
    assert sorted(words) == sorted(" ".join([*case, *across]).split())


CELLS = st.text(alphabet="aăâbcdđeê 0123456789.,/-PTQKN", max_size=30)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6))
def test_any_rows_give_columns_or_none(rows: list[list[str]]) -> None:
    """Whatever stands in them: either no columns, or a task and an owner or a time."""
    slots = [[Slot([Line(text, Span())] if text else []) for text in row] for row in rows]
    columns = roles_from_content(slots)
    if columns is not None:
        assert "task" in columns.roles
        assert {"lead", "deadline"} & set(columns.roles)
        assert 0 < columns.confidence < SURE


@given(CELLS)
def test_every_cell_has_a_kind(text: str) -> None:
    assert kind_of(text)
