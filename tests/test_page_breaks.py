"""Rows over a page break: is the first row of the next page new, or the rest of the last? Which
merged cells go on?"""

from __future__ import annotations

import pytest
from grid_maker import make_grid

from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.header_rows import Matrix
from kehoach.parsers.tables.page_breaks import flows_on, join_parts
from kehoach.parsers.tables.tables import to_matrix

COLUMNS = Columns(
    "tasks", ("TT", "Mục tiêu", "Nhiệm vụ", "Chủ trì", "Thời gian"),
    ("index", "objective", "task", "lead", "deadline"), 1.0,
)  # fmt: skip


def part(*rows: list[str], page: int = 1) -> Matrix:
    return to_matrix(make_grid([list(row) for row in rows], page=page))


def told(rows: Matrix) -> list[list[str]]:
    return [[cell_text(slot.lines) for slot in row] for row in rows]


def slot(text: str, *, fills: bool | None = None) -> Slot:
    """A cell alone; `fills`: do its words reach its bottom edge (None: there are no boxes)?"""
    cell = make_grid([[text]], page=None if fills is None else 1).cells[0]
    own = Slot(list(cell.lines), box=cell.box)
    if fills is False and own.box is not None:
        own.box = type(own.box)(own.box.x0, own.box.y0, own.box.x1, own.box.y1 + 100)
    return own


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Rà soát các quy trình của", "phường và công khai"),
        ("Rà soát các quy trình", "nội bộ, điện tử"),
        ("Phòng Văn hóa,", "xã hội"),
        ("Văn phòng HĐND và", "UBND phường"),
        ("Nghị quyết số 12/NQ-", "CP của Chính phủ"),
        ("Báo cáo tháng, quý, năm của", "Phòng Kinh tế"),
        ("Kế hoạch (bản", "giấy)"),
    ],
)
def test_the_rest_of_a_text(above: str, below: str) -> None:
    assert flows_on(slot(above), slot(below)) > 0


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Rà soát quy trình.", "Công khai thủ tục"),
        ("Rà soát quy trình;", "Công khai thủ tục"),
        ("Rà soát quy trình", "- Công khai thủ tục"),
        ("Rà soát quy trình", "2.1. Công khai thủ tục"),
        ("Văn phòng", "Công an phường"),
        ("", "Công an phường"),
    ],
)
def test_a_fresh_text(above: str, below: str) -> None:
    assert flows_on(slot(above), slot(below)) < 0


def test_white_space_below_the_words_speaks_against_it() -> None:
    assert flows_on(slot("Rà soát", fills=False), slot("Công khai")) < flows_on(
        slot("Rà soát", fills=True), slot("Công khai")
    )


def test_an_empty_cell_says_nothing() -> None:
    assert flows_on(slot("Rà soát"), slot("")) == 0.0
    assert flows_on(slot("Rà soát"), slot("-")) == 0.0


def test_evidence_is_bounded() -> None:
    for above in ("Rà soát của", "Rà soát.", "", "và"):
        for below in ("phường", "- Phường", "Phường", "1. Phường"):
            assert -1.0 <= flows_on(slot(above, fills=True), slot(below)) <= 1.0


def test_an_index_opens_a_row_whatever_the_words_say() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ của", "Văn phòng và", "Quý"])
    more = part(["2", "cải cách", "rà soát", "công an", "quý II"], page=2)
    assert join_parts(rows, more, COLUMNS) is None
    assert len(rows) == 2


def test_a_row_with_no_words_is_the_rest_of_the_last() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ", "Văn phòng", "Quý I"])
    assert join_parts(rows, part(["", "", "", "", ""], page=2), COLUMNS) is None
    assert told(rows) == [["1", "Số hóa", "Quét hồ sơ", "Văn phòng", "Quý I"]]


def test_the_rest_goes_where_its_cell_stands() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ của", "Văn phòng", "Quý I"])
    join_parts(
        rows,
        part(["", "", "phường", "", ""], ["2", "Cải cách", "Rà soát", "Công an", "Quý II"], page=2),
        COLUMNS,
    )
    assert told(rows) == [
        ["1", "Số hóa", "Quét hồ sơ của phường", "Văn phòng", "Quý I"],
        ["2", "Cải cách", "Rà soát", "Công an", "Quý II"],
    ]


def test_the_rest_of_a_merged_cell_stands_in_all_its_rows() -> None:
    rows = part(
        ["1", "Số hóa và", "Quét.", "Văn phòng", "Quý I"],
        ["^", "^", "Nhập liệu của", "Công an", "Quý II"],
    )
    join_parts(rows, part(["", "kết nối", "phường", "", ""], page=2), COLUMNS)
    assert told(rows) == [
        ["1", "Số hóa và kết nối", "Quét.", "Văn phòng", "Quý I"],
        ["1", "Số hóa và kết nối", "Nhập liệu của phường", "Công an", "Quý II"],
    ]


def test_a_new_row_under_a_merged_objective() -> None:
    rows = part(["1", "Số hóa", "Quét.", "Văn phòng", "Quý I"])
    join_parts(rows, part(["", "", "Nhập liệu.", "Công an.", "Quý II"], page=2), COLUMNS)
    assert told(rows)[1] == ["1", "Số hóa", "Nhập liệu.", "Công an.", "Quý II"]
    assert rows[0][1] is rows[1][1]


def test_a_new_objective_under_an_empty_index_keeps_no_old_index() -> None:
    rows = part(["1", "Số hóa.", "Quét.", "Văn phòng", "Quý I"])
    join_parts(rows, part(["", "Cải cách.", "Rà soát.", "Công an.", "Quý II"], page=2), COLUMNS)
    assert told(rows)[1] == ["", "Cải cách.", "Rà soát.", "Công an.", "Quý II"]


def test_an_owner_left_blank_is_not_inherited() -> None:
    rows = part(["1", "Số hóa.", "Quét.", "Văn phòng", "Quý I"])
    join_parts(rows, part(["", "", "Nhập liệu.", "", "Quý II"], page=2), COLUMNS)
    assert told(rows)[1][3] == ""


def test_an_owner_merged_on_the_page_above_goes_on() -> None:
    rows = part(
        ["1", "Số hóa.", "Quét.", "Văn phòng", "Quý I"], ["^", "^", "Sắp xếp.", "^", "Quý I"]
    )
    join_parts(rows, part(["", "", "Nhập liệu.", "", "Quý II"], page=2), COLUMNS)
    assert told(rows)[2] == ["1", "Số hóa.", "Nhập liệu.", "Văn phòng", "Quý II"]


def test_a_group_row_is_never_the_rest() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ của", "Văn phòng", "Quý I"])
    join_parts(rows, part(["phường và các đơn vị", "<", "<", "<", "<"], page=2), COLUMNS)
    assert len(rows) == 2
    assert told(rows)[0][2] == "Quét hồ sơ của"


def test_a_doubt_is_told_with_its_row() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ", "Văn phòng", "Quý I"])
    doubt = join_parts(rows, part(["", "", "nhập liệu", "Công an", "Quý II"], page=2), COLUMNS)
    assert doubt is not None
    row, confidence = doubt
    assert 0 <= row < len(rows)
    assert 0.5 <= confidence < 1


def test_a_sure_join_is_no_doubt() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ của", "Văn phòng", "Quý I"])
    assert join_parts(rows, part(["", "", "phường", "", ""], page=2), COLUMNS) is None


def test_the_row_of_a_doubt_is_the_row_it_is_about() -> None:
    rows = part(["1", "Số hóa", "Quét hồ sơ", "Văn phòng", "Quý I"])
    more = part(
        ["", "", "nhập liệu", "Công an", "Quý II"],
        ["2", "B", "C", "D", "E"],
        ["3", "B", "C", "D", "E"],
        page=2,
    )
    doubt = join_parts(rows, more, COLUMNS)
    assert doubt is not None
    assert "nhập liệu" in " ".join(told(rows)[doubt[0]])


def test_the_first_part_has_nothing_above() -> None:
    rows: Matrix = []
    assert join_parts(rows, part(["1", "A", "B", "C", "D"]), COLUMNS) is None
    assert len(rows) == 1
    assert join_parts(rows, [], COLUMNS) is None
    assert len(rows) == 1


CALENDAR = Columns(
    "tasks", ("Thứ, ngày", "Giờ", "Nội dung", "Chủ trì"), (None, "deadline", "task", "lead"), 1.0
)


@pytest.mark.parametrize(
    ("above", "below", "height"),
    [
        (["Thứ Năm 15/01", "15h00", "Thăm hộ nghèo", "Chủ tịch"], "Thứ Sáu 16/01", 2),
        (["", "15h00", "Thăm hộ nghèo", "Chủ tịch"], "", 2),
        (["Thứ Năm 15/01", "Cả ngày -", "Thăm hộ nghèo tại", "Chủ tịch"], "", 1),
    ],
)
def test_each_hour_and_day_has_its_row(above: list[str], below: str, height: int) -> None:
    rows = part(above)
    join_parts(rows, part([below, "7h30", "quét dọn", "Đoàn Thanh niên"], page=2), CALENDAR)
    assert len(rows) == height
