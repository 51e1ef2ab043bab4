"""Tables of PDFs of which rulings are missing: between rows, under the last row of a page, over the
first; in all columns or in some."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_maker import PageMaker, make_pdf

from kehoach.ingest.model import Grid
from kehoach.ingest.open_tables import Rule, closing_rules
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.lost_rules import UNPARTED
from kehoach.parsers.tables.tables import RoleTable, read_tables
from tests.readers import read_pdf

XS = (60.0, 90.0, 280.0, 400.0, 530.0)
HEAD = ("TT", "Nhiem vu", "Co quan chu tri", "Thoi gian")
STEP = 14
LINES_A_ROW = 3

Rows = Sequence[tuple[str, ...]]
"""Cells by row; their lines parted by "/"."""

ONE = ("1", "Ra soat danh muc thu tuc/hanh chinh cua xa", "Van phong", "Thang 3/2031")
TWO = ("2", "So hoa ho so con hieu luc", "Trung tam Phuc vu/hanh chinh cong", "Quy II/2031")
THREE = ("3", "Tap huan ky nang so cho/To cong nghe so/cong dong", "Phong Van hoa", "30/6/2031")


def page(
    rows: Rows,
    *,
    unruled: Sequence[int] = (),
    columns: Sequence[int] = range(4),
    middle: bool = False,
) -> PageMaker:
    """A table from the top of a page; `unruled` are the lines across that are missing (0 is the one
    over the first row), in some columns or all; cells at the top of their rows or in the middle."""
    height = LINES_A_ROW * STEP + 4
    ys = [80.0 + height * row for row in range(len(rows) + 1)]
    drawn = PageMaker()
    for x in XS:
        drawn.line(x, ys[0], x, ys[-1])
    for place, y in enumerate(ys):
        for column in range(len(XS) - 1):
            if place not in unruled or column not in columns:
                drawn.line(XS[column], y, XS[column + 1], y)
    for top, cells in zip(ys, rows, strict=False):
        for x, cell in zip(XS, cells, strict=False):
            lines = cell.split("/") if "20" not in cell else [cell]
            down = 2 + (STEP * (LINES_A_ROW - len(lines)) / 2 if middle else 0)
            for number, line in enumerate(lines):
                drawn.text(x + 4, top + down + STEP * number, line, size=11)
    return drawn


def table(folder: Path, *pages: PageMaker) -> RoleTable:
    """The one table of a paper."""
    flow = read_pdf(make_pdf(folder / "x.pdf", *pages))[1]
    (found,) = read_tables([item for item in flow if isinstance(item, Grid)])
    return found


def told(found: RoleTable) -> list[tuple[str, ...]]:
    return [tuple(cell_text(slot.lines) for slot in row) for row in found.rows]


def whole(rows: Rows) -> list[tuple[str, ...]]:
    return [tuple(cell if "20" in cell else cell.replace("/", " ") for cell in row) for row in rows]


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("unruled", [(2,), (3,), (2, 3), (2, 3, 4)])
def test_rows_without_a_rule_between_them(
    tmp_path: Path, unruled: tuple[int, ...], middle: bool
) -> None:
    rows = [ONE, TWO, THREE]
    found = table(tmp_path, page([HEAD, *rows], unruled=unruled, middle=middle))
    assert told(found) == whole(rows)
    assert not found.doubts


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("unruled", [(1,), (1, 2, 3), (0, 1, 2, 3, 4)])
def test_a_header_without_a_rule_under_it(
    tmp_path: Path, unruled: tuple[int, ...], middle: bool
) -> None:
    rows = [ONE, TWO, THREE]
    found = table(tmp_path, page([HEAD, *rows], unruled=unruled, middle=middle))
    assert found.columns.titles == HEAD
    assert told(found) == whole(rows)


@pytest.mark.parametrize("columns", [(0, 1), (1, 2), (0, 3)])
def test_a_rule_that_is_missing_in_some_columns(tmp_path: Path, columns: tuple[int, ...]) -> None:
    rows = [ONE, TWO, THREE]
    found = table(tmp_path, page([HEAD, *rows], unruled=(3,), columns=columns))
    assert told(found) == whole(rows)


@pytest.mark.parametrize(
    "numbers", [("1.1", "1.2", "1.3"), ("I", "1", "2"), ("1", "1.1", "2"), ("9)", "10)", "11)")]
)
def test_numbers_of_other_kinds(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    rows = [(number, *row[1:]) for number, row in zip(numbers, (ONE, TWO, THREE), strict=True)]
    assert told(table(tmp_path, page([HEAD, *rows], unruled=(2, 3)))) == whole(rows)


def test_a_table_that_is_open_where_the_page_ends(tmp_path: Path) -> None:
    above = page([HEAD, ONE, TWO], unruled=(3,))
    below = page([THREE, ("4", *ONE[1:])], unruled=(0, 1))
    assert told(table(tmp_path, above, below)) == whole([ONE, TWO, THREE, ("4", *ONE[1:])])


def test_the_rest_of_a_row_above_the_first_number_of_a_page(tmp_path: Path) -> None:
    above = page([HEAD, ONE, ("2", "So hoa ho so/con hieu luc, cac/ket qua giai quyet", *TWO[2:])])
    rest = ("", "thu tuc hanh chinh cua xa.", "", "")
    found = table(tmp_path, above, page([rest, THREE], unruled=(0, 1)))
    assert [row[0] for row in told(found)] == ["1", "2", "3"]
    assert told(found)[1][1].endswith("giai quyet thu tuc hanh chinh cua xa.")
    assert told(found)[2] == whole([THREE])[0]


# --- what only looks so ---------------------------------------------------------------------------


def test_a_number_that_a_narrow_column_broke(tmp_path: Path) -> None:
    rows = [("11", *ONE[1:]), ("1/2", *TWO[1:])]
    found = table(tmp_path, page([HEAD, *rows]))
    assert len(found.rows) == 2
    assert not found.doubts


def test_an_owner_beside_two_rows_stays_one(tmp_path: Path) -> None:
    rows = [ONE, ("2", TWO[1], "Van phong", TWO[3]), ("3", THREE[1], "", THREE[3])]
    found = table(tmp_path, page([HEAD, *rows], unruled=(3,), columns=(2,)))
    assert [row[2] for row in told(found)] == ["Van phong"] * 3


def test_rows_that_cannot_be_told_apart_are_doubted(tmp_path: Path) -> None:
    rows = [HEAD, ("1/2", "Ra soat/danh muc/thu tuc", "Van phong", "Thang 3/2031")]
    found = table(tmp_path, page(rows))
    assert len(found.rows) == 1
    assert found.doubts == {0: UNPARTED}


def test_a_table_that_is_closed_is_left_alone() -> None:
    down = [Rule(at, 100, 300) for at in (50, 150, 250, 400)]
    top, bottom = Rule(100, 50, 400), Rule(300, 50, 400)
    assert closing_rules([top, bottom], down) == []
    assert closing_rules([Rule(105, 50, 400), Rule(294, 50, 400)], down) == []  # they stick out
    assert closing_rules([top], down) == [bottom]
    assert closing_rules([], down) == [top, bottom]


def test_few_lines_down_a_page_are_no_table() -> None:
    assert closing_rules([], [Rule(at, 100, 300) for at in (50, 400)]) == []
    staggered = [Rule(50 + 90 * at, 100, 300 - 20 * at) for at in range(4)]
    assert closing_rules([], staggered) == [Rule(100, 50, 320)]


def test_a_counted_word_in_the_first_column_is_no_header(tmp_path: Path) -> None:
    head = ("Buoc", "Noi dung cong viec", "Co quan chu tri", "Thoi gian")
    found = table(tmp_path, page([head, ("Buoc/1", *ONE[1:]), ("Buoc/2", *TWO[1:])]))
    assert told(found) == whole([("Buoc 1", *ONE[1:]), ("Buoc 2", *TWO[1:])])
