"""Grids -> tables and tasks: data/parsers/tables.yaml and rows.yaml, and tables cut at random."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_grid
from hypothesis import example, given
from hypothesis import strategies as st

from kehoach.ingest.model import Grid, Line, Span
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.rows.rows import table_tasks
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.header_rows import find_header
from kehoach.parsers.tables.tables import RoleTable, read_tables, to_matrix
from kehoach.parsers.tables.white_grids import with_headers
from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/tables.yaml").read_text("utf-8")
)
HEADER = ["TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Thời gian"]


def grids_of(name: str) -> list[Grid]:
    return [
        make_grid(
            [[text.replace("¶", "\n") for text in row] for row in page["rows"]],
            page=number,
            edges=page.get("edges", ()),
            bold_rows=page.get("bold", ()),
        )
        for number, page in enumerate(DATA[name]["pages"], 1)
    ]


def told(table: RoleTable) -> list[list[str]]:
    return [[cell_text(slot.lines) for slot in row] for row in table.rows]


@pytest.mark.parametrize("name", DATA)
def test_table(name: str) -> None:
    assert [told(table) for table in read_tables(grids_of(name))] == DATA[name]["tables"]


def test_a_merged_cell_is_one_slot() -> None:
    matrix = to_matrix(make_grid([["a", "<", "b"], ["^", "<", "c"]]))
    assert len({id(slot) for row in matrix for slot in row}) == 3


def test_a_merged_cell_covers_rows_and_columns() -> None:
    matrix = to_matrix(make_grid([["a", "b"], ["^", "c"]]))
    assert matrix[0][0] is matrix[1][0]
    assert (matrix[0][0].row_span, matrix[0][0].col_span) == (2, 1)


def test_what_the_format_calls_header_is_header() -> None:
    grid = make_grid(
        [["TT", "Nhiệm vụ", "Thời gian"], ["(1)", "(2)", "(3)"], ["1", "Lập", "Quý I"]],
        header_rows=2,
    )
    start, columns = find_header(to_matrix(grid), grid.header_rows)
    assert start == 2
    assert columns is not None
    assert columns.roles == ("index", "task", "deadline")


def test_a_sentence_about_tasks_is_no_header() -> None:
    grid = make_grid([["Nơi nhận:", "CHỦ TỊCH"], ["- Như trên;", "Đoàn Thử"]])
    assert find_header(to_matrix(grid)) == (0, None)


def test_a_row_that_the_page_cut_over_a_long_one_is_no_header() -> None:
    task = "2. Đếm đàn trâu của từng thôn, cập nhật hằng tháng, đối chiếu với sổ của thú y bản"
    offices = "Chủ trì: Phòng Kinh tế. Phối hợp: Trạm Thú y, các thôn, Hội Nông dân, Hội Phụ nữ xã"
    rows = [["(Sản phẩm 3)", "", "", "chế biến."], [task, offices, "Quý II/2031", "Dự toán xã"]]
    assert find_header(to_matrix(make_grid(rows, page=2))) == (0, None)


def test_no_grids_no_tables() -> None:
    assert read_tables([]) == []


def test_the_part_of_a_page_without_boxes_is_joined_too() -> None:
    parts = [make_grid([HEADER, ["1", "Lập", "Kế hoạch", "Văn phòng", "Quý I"]]),
             make_grid([["2", "Báo cáo", "Báo cáo", "Văn phòng", "Quý IV"]])]  # fmt: skip
    assert [row[0] for table in read_tables(parts) for row in told(table)] == ["1", "2"]


WORDS = st.sampled_from(
    ["Rà soát", "quy trình của", "Văn phòng", "- Báo cáo", "kế hoạch;", "Quý II.", "và", "95%"]
)
CELL = st.lists(WORDS, max_size=3).map("\n".join)
ROW = st.tuples(CELL, CELL, CELL, CELL)


def numbered(rows: list[tuple[str, ...]]) -> list[list[str]]:
    return [[str(n), f"Việc {n}\n{row[0]}".strip(), *row[1:]] for n, row in enumerate(rows, 1)]


def split(rows: list[list[str]], cuts: list[int], *, repeat: bool) -> list[Grid]:
    """A table cut before the rows `cuts`, one part a page; the header on each or on the first."""
    bounds = [0, *sorted({cut for cut in cuts if 0 < cut < len(rows)}), len(rows)]
    parts = [rows[a:b] for a, b in pairwise(bounds)]
    return [
        make_grid([HEADER, *part] if repeat or page == 1 else part, page=page)
        for page, part in enumerate(parts, 1)
    ]


@example([("", "", "", "95%"), ("", "", "", "Rà soát")], [1], False)
@given(
    st.lists(ROW, min_size=1, max_size=6), st.lists(st.integers(1, 6), max_size=3), st.booleans()
)
def test_a_table_cut_between_rows_is_the_same_table(
    rows: list[tuple[str, ...]], cuts: list[int], repeat: bool
) -> None:
    (whole,) = read_tables(split(numbered(rows), [], repeat=True))
    (joined,) = read_tables(split(numbered(rows), cuts, repeat=repeat))
    assert told(joined) == told(whole) == [[cell_text(s.lines) for s in r] for r in whole.rows]
    assert joined.columns == whole.columns
    assert joined.doubts == whole.doubts


def lines_of_table(table: RoleTable) -> list[Line]:
    """Every line of the table's rows, each once, in reading order."""
    seen: dict[int, Slot] = {id(slot): slot for row in table.rows for slot in row}
    return [line for slot in seen.values() for line in slot.lines]


@given(
    st.lists(ROW, min_size=1, max_size=6),
    st.lists(st.integers(1, 6), max_size=3),
    st.lists(st.booleans()),
)
def test_every_line_ends_in_one_slot(
    rows: list[tuple[str, ...]], cuts: list[int], blanks: list[bool]
) -> None:
    """Whatever the index column tells or hides, no printed line is lost and none comes out
    twice."""
    table = numbered(rows)
    for row, blank in zip(table, blanks, strict=False):
        if blank:
            row[0] = ""
    parts = split(table, cuts, repeat=True)
    wanted = sorted(
        line.text for grid in parts for cell in grid.cells if cell.row > 0 for line in cell.lines
    )
    found = sorted(line.text for t in read_tables(parts) for line in lines_of_table(t))
    assert found == wanted


ROWS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/rows.yaml").read_text("utf-8")
)


def told_task(task: models.Task) -> str:
    """A task in the notation of rows.yaml."""
    groups = [f"{g.number or '-'} {g.title}" for g in (task.group, task.subgroup) if g is not None]
    owners = [o.raw for o in (task.lead, task.coordinating) if o is not None]
    parts = [
        " / ".join(groups) or "-",
        task.number or "-",
        task.task,
        "; ".join(task.activities),
        "; ".join(task.deliverables),
        " + ".join(owners),
        task.deadline.raw if task.deadline else "",
    ]
    return " | ".join(parts)


@pytest.mark.parametrize("name", ROWS)
def test_rows(name: str) -> None:
    case = ROWS[name]
    rows = [[text.replace("¶", "\n") for text in row] for row in case["rows"]]
    (table,) = read_tables([make_grid(rows, page=1, bold_rows=case.get("bold", ()))])
    tasks = table_tasks(table, Context(level="phường"), 1, None)
    assert [told_task(task) for task in tasks] == case["tasks"]


def test_a_lost_row_is_told() -> None:
    context = Context()
    (table,) = read_tables([make_grid([HEADER, ["1", "", "", "Văn phòng", "Quý I"]], page=1)])
    assert table_tasks(table, context, 1, None) == []
    assert [note.code for note in context.notes] == ["row_left"]


def test_ids_of_tasks_are_unique_and_the_same_again() -> None:
    rows = [
        HEADER,
        ["I. MỘT", "<", "<", "<", "<"],
        *(["1", f"Việc {n}", "", "Văn phòng", "Quý I"] for n in range(4)),
    ]
    ids = [
        [task.id for task in table_tasks(table, Context(), 1, None)]
        for _ in range(2)
        for table in read_tables([make_grid(rows, page=1)])
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 4


@pytest.mark.parametrize(("page", "headed"), [(None, True), (1, False)])
def test_two_columns_are_a_table_where_the_format_says_so(page: int | None, headed: bool) -> None:
    """Words of a PDF page that stand side by side are no table for all their headings."""
    rows = [["Nhiệm vụ", "Đơn vị"], ["Rà soát", "Công an xã"], ["Báo cáo", "Phòng Kinh tế"]]
    grid = replace(make_grid(rows, page=page or 1), ruled=False, span=Span(page=page))
    (found,) = with_headers([grid])
    assert isinstance(found, Grid)
    assert found.ruled == headed
