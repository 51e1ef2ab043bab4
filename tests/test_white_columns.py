"""Columns of tables without rulings that little white parts, and where such tables end."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.geometry import line_of
from kehoach.ingest.model import Cell, Grid, Line
from kehoach.parsers.tables.borderless import find_borderless
from tests.test_borderless import HEADER, ROWS, SIX, Paper, grids, plain, table, told, words_at

NARROW = (40, 53, 146, 213, 262)
"""Left edges of columns of which cells nearly fill the width."""
TIGHT = ("TT", "Chương trình", "Đối tượng", "Thời gian", "Đơn vị thực hiện")
TIGHT_ROWS = (
    ("1", "Kỹ năng số cho tổ¶dân phố Hải Yên", "Tổ công nghệ¶số cộng", "Quý I", "Văn phòng"),
    ("2", "Nghiệp vụ một cửa¶cho công chức mới", "Công chức bộ", "Quý II", "Phòng Kinh tế"),
    ("3", "An toàn thông tin¶và bảo vệ dữ liệu", "Viên chức các", "Quý III", "Công an"),
)
AFTER = (
    "III. KINH PHÍ: Văn phòng lập dự toán và trình Ủy ban nhân dân phường quyết định",
    "theo quy định về ngân sách.",
    "IV. TỔ CHỨC THỰC HIỆN: các phòng báo cáo kết quả thực hiện nội dung được giao",
    "trước ngày 15 tháng cuối quý để tổng hợp.",
)


def tight(header: Sequence[str] = TIGHT, rows: Sequence[Sequence[str]] = TIGHT_ROWS) -> Paper:
    paper = Paper().row(header, NARROW)
    for row in rows:
        paper.row(row, NARROW)
    return paper


def test_columns_that_stand_a_blank_apart() -> None:
    (grid,) = grids(find_borderless(tight().lines))
    assert told(grid) == [list(TIGHT), *map(plain, TIGHT_ROWS)]


def test_the_prose_below_a_table_is_none_of_its_rows() -> None:
    paper = tight()
    for text in AFTER:
        paper.text(text, 40)
    grid, *rest = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid)[-1] == plain(TIGHT_ROWS[-1])
    assert [line.text for line in rest if isinstance(line, Line)] == list(AFTER)


def test_a_table_follows_another_below_a_heading() -> None:
    paper = table()
    paper.text("IV. PHÂN CÔNG NHIỆM VỤ CỤ THỂ CỦA CÁC THÀNH VIÊN TỔ GIÚP VIỆC PHƯỜNG", 40)
    persons = ("STT", "Họ và tên", "Nhiệm vụ được phân công", "Ghi chú")
    members = [
        ("1", "Đoàn Khắc Vĩnh", "Chỉ đạo chung", "Tổ trưởng"),
        ("2", "Lê Thị Hạ Vân", "Tổng hợp báo cáo", "Thư ký"),
        ("3", "Ngô Bá Thạch", "Số hóa hồ sơ", "Tổ viên"),
    ]
    for row in (persons, *members):
        paper.row(row, (40, 75, 220, 400))
    first, heading, second = find_borderless(paper.lines)
    assert isinstance(first, Grid)
    assert isinstance(heading, Line)
    assert isinstance(second, Grid)
    assert told(first)[-1] == plain(ROWS[-1])
    assert told(second) == [list(persons), *map(list, members)]


def test_three_columns_whose_rows_are_counted() -> None:
    paper = Paper().row(("TT", "Nội dung công việc", "Thời gian thực hiện"), (40, 75, 400))
    rows = [
        ("1", "Rà soát hộ nghèo của xã Tân Khê Thượng", "Tháng 10"),
        ("2", "Mở lớp dạy nghề ngắn hạn", "Quý II"),
        ("3", "Cấp thẻ bảo hiểm y tế", "Quý III"),
    ]
    for row in rows:
        paper.row(row, (40, 75, 400))
    (grid,) = grids(find_borderless(paper.lines))
    assert told(grid)[1:] == [list(row) for row in rows]


def test_a_coloured_row_is_one_of_the_table() -> None:
    lines = table().lines
    row = next(line for line in lines if line.text.startswith("2 "))
    cells = tuple(
        Cell(0, column, lines=(line_of(words_at(text, x, row.words[0].box.y0), 1),), page=1)
        for column, (text, x) in enumerate(zip(ROWS[1], SIX, strict=True))
    )
    coloured = Grid(1, n_cols=6, cells=cells, span=row.span)
    place = lines.index(row)
    (grid,) = find_borderless([*lines[:place], coloured, *lines[place + 1 :]])
    assert isinstance(grid, Grid)
    assert told(grid) == [list(HEADER), *map(plain, ROWS)]


def test_a_coloured_row_beside_no_table_stays() -> None:
    line = line_of(words_at("Xã Tân Khê Thượng", 40, 60), 1)
    cells = tuple(Cell(0, column, lines=(line,), page=1) for column in range(3))
    alone = Grid(1, n_cols=3, cells=cells, span=line.span)
    assert find_borderless([line, alone, line]) == [line, alone, line]


def test_owners_left_of_the_tasks_cover_one() -> None:
    """An empty cell of owners is a lack, told as such; it takes nobody from the row above."""
    header = ("TT", "Cơ quan chủ trì", "Nội dung nhiệm vụ", "Sản phẩm", "Thời hạn")
    paper = Paper().row(header)
    paper.row(("1", "Phòng Kinh tế", "Lập danh mục chợ;", "Danh mục", "Quý I"))
    paper.row(("", "", "Kẻ vạch chỗ ngồi;", "Biên bản", "Quý II"))
    paper.row(("2", "Công an", "Kiểm tra cháy nổ", "Biên bản", "Quý I"))
    (grid,) = grids(find_borderless(paper.lines))
    owners = [cell for cell in grid.cells if cell.col == 1 and cell.row]
    texts = [" ".join(line.text for line in cell.lines) for cell in owners]
    assert [text for text in texts if text] == ["Phòng Kinh tế", "Công an"]
    assert {cell.row_span for cell in owners} == {1}


SAID = (
    "Đoàn Thanh niên xã quay phim, chụp ảnh các buổi diễn tập ở thôn Đông, nộp Văn phòng trong "
    "quý I."
)


def test_text_between_the_rows_stays_text() -> None:
    paper = Paper().row(HEADER, bold=True)
    for row in ROWS[:3]:
        paper.row(row)
    paper.text(SAID)
    for row in ROWS[3:]:
        paper.row(row)
    first, said, second = find_borderless(paper.lines)
    assert isinstance(first, Grid)
    assert isinstance(said, Line)
    assert isinstance(second, Grid)
    assert [*told(first)[1:], *told(second)] == [plain(row) for row in ROWS]


def test_a_title_over_the_columns_stays_in_the_table() -> None:
    paper = Paper().row(HEADER, bold=True)
    for row in ROWS[:3]:
        paper.row(row)
    paper.text("NÂNG CAO NĂNG LỰC CỦA CÁN BỘ, CÔNG CHỨC VÀ TỔ CÔNG NGHỆ SỐ Ở CÁC THÔN", bold=True)
    for row in ROWS[3:]:
        paper.row(row)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)


def test_the_heading_below_a_table_is_none_of_its_rows() -> None:
    paper = table()
    paper.text("III. TỔ CHỨC", bold=True)
    for text in AFTER:
        paper.text(f"Các thôn và Văn phòng xã: {text}", SIX[0])
    grid, heading, *_ = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert isinstance(heading, Line)
    assert told(grid)[-1] == plain(ROWS[-1])


WHO_AND_WHEN = ("Nội dung công việc", "Chủ trì", "Thời gian")
FAR_APART = [
    ("Phát tờ rơi tại chợ xã", "Công an xã", "Tháng 3"),
    ("Mua bình chữa cháy", "", "Tháng 4"),
    ("Diễn tập tại Trường Tiểu học¶xã Tân Khê", "Trạm Y tế", ""),
    ("Sơ kết", "Văn phòng", "Tháng 6"),
]


def test_three_columns_without_numbers_that_say_who_and_when() -> None:
    paper = Paper().row(WHO_AND_WHEN, (40, 250, 400), gap=18)
    for row in FAR_APART:
        paper.row(row, (40, 250, 400), gap=18)
    (grid,) = grids(find_borderless(paper.lines))
    assert told(grid)[1:] == [plain(row) for row in FAR_APART]


def test_three_columns_without_times_are_none() -> None:
    paper = Paper().row(WHO_AND_WHEN, (40, 250, 400), gap=18)
    for work, who, _ in FAR_APART:
        paper.row((work, who, "Hội trường"), (40, 250, 400), gap=18)
    assert not grids(find_borderless(paper.lines))


def test_a_numbered_heading_above_the_prose_ends_the_table() -> None:
    paper = tight()
    paper.text("2. Kinh phí", 60)
    for text in AFTER:
        paper.text(text, 40)
    grid, *rest = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid)[-1] == plain(TIGHT_ROWS[-1])
    assert [line.text for line in rest if isinstance(line, Line)] == ["2. Kinh phí", *AFTER]


def test_a_row_that_counts_on_is_no_heading() -> None:
    paper = tight()
    paper.text("4. Kinh phí", 40)
    for text in AFTER:
        paper.text(text, 40)
    grid, *_ = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert "Kinh phí" in " ".join(told(grid)[-1])
