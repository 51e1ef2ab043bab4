"""Tables of crawled text whose cells are parted by lines that hold only a bar."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.ingest.text.bars import is_bar
from kehoach.ingest.text.document import parse_text

HEADER = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"]


def pipe_table(*rows: list[str]) -> str:
    """Rows as the crawler leaves them: a bar before each cell and one after the row; ¶ parts the
    lines of a cell."""
    lines: list[str] = []
    for row in rows:
        for cell in row:
            lines.append("|")
            lines += cell.split("¶") if cell else []
        lines.append("|")
    return "\n".join(lines) + "\n"


def read(text: str) -> list[FlowItem]:
    return list(parse_text(text.encode()))


def told(grid: FlowItem) -> list[list[str]]:
    assert isinstance(grid, Grid)
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append("¶".join(line.text for line in cell.lines))
    return rows


def test_rows_and_cells() -> None:
    rows = [
        HEADER,
        ["1", "Lập kế hoạch", "Văn phòng", "Quý I"],
        ["2", "Rà soát¶quy trình", "Công an", "Quý II"],
    ]
    (grid,) = read(pipe_table(*rows))
    assert told(grid) == rows
    assert isinstance(grid, Grid)
    assert (grid.n_rows, grid.n_cols, grid.ruled) == (3, 4, True)


def test_a_row_of_one_cell_covers_all_columns() -> None:
    (grid,) = read(pipe_table(HEADER, ["I. THỂ CHẾ"], ["1", "Lập", "Văn phòng", "Quý I"]))
    assert told(grid) == [HEADER, ["I. THỂ CHẾ"], ["1", "Lập", "Văn phòng", "Quý I"]]
    assert isinstance(grid, Grid)
    assert [cell.col_span for cell in grid.cells if cell.row == 1] == [4]


@pytest.mark.parametrize("empty", [1, 2])
def test_an_empty_cell_inside_a_row(empty: int) -> None:
    row = ["1", "Lập", "Văn phòng", "Quý I"]
    row[empty] = ""
    rows = [HEADER, row, ["2", "Rà soát", "Công an", "Quý II"]]
    (grid,) = read(pipe_table(*rows))
    assert told(grid) == rows


@pytest.mark.parametrize("empty", [(1, 2), (2, 3)])
def test_two_empty_cells_side_by_side(empty: tuple[int, ...]) -> None:
    row = ["" if n in empty else cell for n, cell in enumerate(["1", "Lập", "Văn phòng", "Quý I"])]
    rows = [HEADER, row, ["2", "Rà soát", "Công an", "Quý II"]]
    (grid,) = read(pipe_table(*rows))
    assert told(grid) == rows


def test_an_empty_cell_at_the_end_of_a_row() -> None:
    rows = [HEADER, ["1", "Lập", "Văn phòng", ""], ["2", "Rà soát", "Công an", "Quý II"]]
    (grid,) = read(pipe_table(*rows))
    assert told(grid) == rows


def test_blank_lines_between_cells_and_bars_are_layout() -> None:
    rows = [HEADER, ["1", "Lập", "Văn phòng", "Quý I"]]
    text = pipe_table(*rows)
    assert told(read(text.replace("Lập\n", "Lập\n\n"))[0]) == rows
    assert told(read(text.replace("|\n", "  | \n"))[0]) == rows


def test_a_letterhead_is_not_ruled() -> None:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM¶Độc lập - Tự do - Hạnh phúc"
    rows = [
        ["ỦY BAN NHÂN DÂN¶XÃ KHE LỒ THƯỢNG", motto],
        ["Số: 3/KH-UBND", "Khe Lồ Thượng, ngày 15 tháng 01 năm 2026"],
    ]
    grid, line = read(pipe_table(*rows) + "\nKẾ HOẠCH\n")
    assert told(grid) == rows
    assert isinstance(grid, Grid)
    assert (grid.n_cols, grid.ruled) == (2, False)
    assert isinstance(line, Line)
    assert line.text == "KẾ HOẠCH"


def test_lines_keep_their_numbers() -> None:
    (first, grid, last) = read(
        "Mở đầu.\n" + pipe_table(HEADER, ["1", "Lập", "Văn phòng", "Quý I"]) + "\nKết thúc.\n"
    )
    assert isinstance(grid, Grid)
    assert (first.span.first, grid.span.first, grid.span.last, last.span.first) == (1, 2, 19, 21)
    assert [cell.lines[0].span.first for cell in grid.cells[:2]] == [3, 5]


def test_two_tables_are_parted_by_words_after_a_blank_line() -> None:
    one, two = (
        [HEADER, ["1", "Lập", "Văn phòng", "Quý I"]],
        [HEADER, ["2", "Rà soát", "Công an", "Quý II"]],
    )
    flow = read(pipe_table(*one) + "\nPhụ lục II\n" + pipe_table(*two))
    assert [type(item) for item in flow] == [Grid, Line, Grid]
    assert [told(item) for item in flow if isinstance(item, Grid)] == [one, two]


@pytest.mark.parametrize(
    "text",
    ["Một dòng.\n|\nHai dòng.\n", "|\nMột dòng.\n", "Một dòng.\n|\n", "|\nMột\n|\n\nHai dòng.\n"],
)
def test_one_or_two_bars_are_no_table(text: str) -> None:
    flow = read(text)
    assert all(isinstance(item, Line) for item in flow)
    assert [item.text for item in flow if isinstance(item, Line)] == [
        t for t in text.split("\n") if t.strip("| ")
    ]


def test_bars_alone_are_nothing() -> None:
    assert read("|\n|\n|\n|\n") == []


def test_a_bar_inside_words_is_no_bar() -> None:
    assert is_bar(" | ")
    assert not is_bar("a | b")
    assert not is_bar("||")
    assert not is_bar("")


CELL = st.sampled_from(["Lập", "Rà soát¶quy trình", "Văn phòng", "Quý I", "100%", "- Báo cáo;"])
ROW = st.one_of(st.lists(CELL, min_size=4, max_size=4), st.lists(CELL, min_size=1, max_size=1))


@given(st.lists(ROW, max_size=8))
def test_full_rows_come_out_as_they_went_in(rows: list[list[str]]) -> None:
    # Seven titles one behind the other read as well as a narrower table behind this one.
    titles = [len(list(run)) for width, run in groupby(rows, key=len) if width == 1]
    assume(max(titles, default=0) < 7)
    # A cell that stands in each column is one that was merged.
    assume(all(len(set(row)) > 1 or len(row) == 1 for row in rows))
    (grid,) = read(pipe_table(HEADER, *rows))
    assert told(grid) == [HEADER, *rows]


@given(st.lists(st.sampled_from(["|", "|", "", "Lập", "Quý I", "Kế hoạch."]), max_size=20))
def test_no_line_is_lost(raw: list[str]) -> None:
    kept: list[str] = []
    for item in read("\n".join(raw)):
        kept += (
            [item.text]
            if isinstance(item, Line)
            else [x.text for cell in item.cells for x in cell.lines]
        )
    assert kept == [line for line in raw if line not in ("|", "")]


def test_a_title_with_its_paper_between_two_tables_is_no_cell() -> None:
    caption = "**LỊCH CÔNG BỐ SỐ LIỆU NĂM 2031**\n*(Ban\nhành kèm theo Quyết định số 8/QĐ-STC)*\n"
    text = pipe_table(["Nơi nhận:¶- Như trên;", "GIÁM ĐỐC¶Lê Mẫu"]) + caption
    rows = [
        ["STT", "Tên số liệu", "Thời gian", "Đơn vị"],
        ["1", "Số hộ", "Tháng 3", "Phòng Một"],
        ["2", "Số khẩu", "Tháng 4", "Phòng Hai"],
    ]
    items = read(text + pipe_table(*rows))
    assert [told(item) for item in items if isinstance(item, Grid)][-1] == rows
    assert any(isinstance(item, Line) and item.text.startswith("LỊCH CÔNG BỐ") for item in items)


def test_the_body_of_a_letter_between_two_tables_is_no_cell() -> None:
    points = [f"**{n}. Phòng số {n}**\n{'- Rà soát, báo cáo kết quả. ' * 12}" for n in range(1, 7)]
    text = pipe_table(["**Kính gửi:**", "- Các phòng;¶- Trạm Y tế."])
    text += "\n".join(points) + "\n" + pipe_table(["Nơi nhận:¶- Như trên;", "GIÁM ĐỐC¶Lê Mẫu"])
    items = read(text)
    assert [item.n_cols for item in items if isinstance(item, Grid)] == [2, 2]
    assert sum(isinstance(item, Line) and "Phòng số" in item.text for item in items) == len(points)


def test_cells_that_a_row_on_one_line_lacks_are_lent_and_doubtful() -> None:
    rows = [
        "| TT | Nhiệm vụ | Chủ trì | Thời gian |",
        "|---|---|---|---|",
        "| 1 | Lắp loa tại thôn Đông | Phòng Kinh tế | Quý I |",
        "| 2 | Tập huấn tổ công nghệ số | Công an xã | Quý II |",
        "| 3 | Cấp chữ ký số cho công chức | Quý III |",
        "| 4 | Đăng bài trên trang tin | Trạm Y tế | Quý IV |",
    ]
    (grid,) = read("\n".join(rows) + "\n")
    assert isinstance(grid, Grid)
    lent = [cell for cell in grid.cells if (cell.row, cell.col) == (3, 2)]
    assert [line.text for cell in lent for line in cell.lines] == ["Công an xã"]
    assert all(line.confidence < 1.0 for cell in lent for line in cell.lines)
    assert all(cell.row_span == 1 for cell in grid.cells)
