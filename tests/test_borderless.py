"""Tables without ruled lines on pages: words at places become grids, prose and letterheads stay
lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_maker import PageMaker, make_pdf

from kehoach.ingest.geometry import line_of
from kehoach.ingest.model import Box, FlowItem, Grid, Line, Word
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.rows.rows import table_tasks
from kehoach.parsers.tables.borderless import find_borderless
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import read_tables
from tests.readers import read_pdf

PITCH = 12.0
CHAR, SPACE = 4.5, 2.5
SIX = (40, 62, 190, 290, 375, 460)
"""Left edges of six columns."""

HEADER = ("TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian")
ROWS = (
    ("1", "Rà soát các quy trình¶nội bộ của phường", "Báo cáo", "Văn phòng", "Công an", "Quý I"),
    ("2", "Lập danh mục hồ sơ", "Danh mục", "Phòng Kinh tế", "Các phòng", "Tháng 3"),
    (
        "3",
        "Số hóa hồ sơ đất đai¶của các tổ dân phố",
        "Hồ sơ đã quét",
        "Phòng Kinh tế",
        "Công an",
        "Quý II",
    ),
    ("4", "Mở lớp tập huấn", "Lớp học", "Công an", "Văn phòng", "Tháng 5"),
    (
        "5",
        "Kiểm tra đột xuất việc¶chấp hành giờ giấc",
        "Biên bản",
        "Văn phòng",
        "Công an",
        "Hằng quý",
    ),
    ("6", "Tổng kết công tác", "Báo cáo", "Văn phòng", "Các phòng", "Tháng 12"),
)


def words_at(
    text: str, x: float, y: float, *, bold: bool = False, char: float = CHAR
) -> list[Word]:
    """The words of one printed piece, set from `x` on."""
    words = []
    for part in text.split():
        right = x + char * len(part)
        words.append(Word(part, Box(x, y, right, y + 9), 9.0, bold=bold))
        x = right + SPACE
    return words


class Paper:
    """Printed rows, one under the other."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.page, self.y = 1, 60.0

    def turn(self) -> Paper:
        self.page, self.y = self.page + 1, 60.0
        return self

    def row(
        self, cells: Sequence[str], xs: Sequence[float] = SIX, *, bold: bool = False, gap: float = 5
    ) -> Paper:
        """A table row: the lines of a cell are parted by ¶."""
        parts = [cell.split("¶") for cell in cells]
        for n in range(max(len(own) for own in parts)):
            words = [
                w
                for own, x in zip(parts, xs, strict=False)
                if n < len(own)
                for w in words_at(own[n], x, self.y, bold=bold)
            ]
            self.lines.append(line_of(words, self.page))
            self.y += PITCH
        self.y += gap
        return self

    def text(self, text: str, x: float = 72, *, bold: bool = False) -> Paper:
        return self.row([text], [x], bold=bold)


def told(grid: Grid) -> list[list[str]]:
    """The rows of a grid; a cell stands where it begins."""
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell_text(cell.lines))
    return rows


def plain(row: Sequence[str]) -> list[str]:
    return [cell.replace("¶", " ") for cell in row]


def grids(flow: Sequence[FlowItem]) -> list[Grid]:
    return [item for item in flow if isinstance(item, Grid)]


def table(rows: Sequence[Sequence[str]] = ROWS) -> Paper:
    paper = Paper().row(HEADER, bold=True)
    for row in rows:
        paper.row(row)
    return paper


# --- tables ---------------------------------------------------------------------------------------


def test_rows_and_wrapped_cells() -> None:
    (grid,) = find_borderless(table().lines)
    assert isinstance(grid, Grid)
    assert (grid.n_cols, grid.header_rows, grid.span.page) == (6, 1, 1)
    assert told(grid) == [list(HEADER), *map(plain, ROWS)]


@pytest.mark.parametrize("count", [5, 6])
def test_rows_need_no_white_between_them(count: int) -> None:
    """The index column tells where a row begins."""
    paper = Paper().row(HEADER[:count], gap=0)
    for row in ROWS:
        paper.row(row[:count], gap=0)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid) == [list(HEADER[:count]), *(plain(row[:count]) for row in ROWS)]


def test_a_table_without_an_index_is_parted_by_its_white() -> None:
    paper = Paper().row(HEADER[1:], SIX[1:])
    for row in ROWS:
        paper.row(row[1:], SIX[1:], gap=8)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid) == [list(HEADER[1:]), *(plain(row[1:]) for row in ROWS)]


def test_a_header_over_several_printed_rows() -> None:
    paper = Paper().row(
        (
            "TT",
            "Nhiệm vụ",
            "Kết quả,¶sản phẩm",
            "Cơ quan¶chủ trì",
            "Cơ quan¶phối hợp",
            "Thời gian¶hoàn¶thành",
        )
    )
    for row in ROWS:
        paper.row(row)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid)[0] == [
        "TT",
        "Nhiệm vụ",
        "Kết quả, sản phẩm",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian hoàn thành",
    ]
    assert told(grid)[1:] == [plain(row) for row in ROWS]


def test_a_group_row_in_bold() -> None:
    paper = table(ROWS[:3]).row(
        ["CẢI CÁCH TÀI CHÍNH CÔNG VÀ HIỆN ĐẠI HÓA HÀNH CHÍNH"], [150], bold=True
    )
    for row in ROWS[3:]:
        paper.row(row)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid)[4] == ["CẢI CÁCH TÀI CHÍNH CÔNG VÀ HIỆN ĐẠI HÓA HÀNH CHÍNH"]
    assert [cell.col_span for cell in grid.cells if cell.row == 4] == [6]
    assert [told(grid)[n] for n in (3, 5)] == [plain(ROWS[2]), plain(ROWS[3])]


def test_a_group_row_with_its_number() -> None:
    paper = Paper().row(HEADER).row(["I", "CẢI CÁCH THỂ CHẾ VÀ THỦ TỤC HÀNH CHÍNH"], bold=True)
    for row in ROWS:
        paper.row(row)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid)[1] == ["I", "CẢI CÁCH THỂ CHẾ VÀ THỦ TỤC HÀNH CHÍNH"]
    assert [cell.col_span for cell in grid.cells if cell.row == 1] == [1, 5]


def test_a_task_over_several_activities_is_one_cell() -> None:
    header = ("TT", "Nhiệm vụ", "Hoạt động", "Sản phẩm", "Chủ trì", "Thời gian")
    rows = (
        ("1", "Số hóa hồ sơ", "Quét hồ sơ đất đai", "Hồ sơ quét", "Văn phòng", "Quý I"),
        ("", "", "Nhập dữ liệu hộ tịch", "Dữ liệu", "Công an", "Quý II"),
        ("2", "Tập huấn", "Mở lớp kỹ năng số", "Lớp học", "Văn phòng", "Quý III"),
        ("3", "Tổng kết", "Họp các tổ dân phố", "Báo cáo", "Văn phòng", "Quý IV"),
    )
    paper = Paper().row(header)
    for row in rows:
        paper.row(row)
    (grid,) = find_borderless(paper.lines)
    assert isinstance(grid, Grid)
    assert told(grid) == [
        list(header),
        list(rows[0]),
        list(rows[1][2:]),
        list(rows[2]),
        list(rows[3]),
    ]
    assert [cell.row_span for cell in grid.cells if cell.row == 1] == [2, 2, 1, 1, 1, 1]


def test_the_page_after_repeats_the_header() -> None:
    paper = table(ROWS[:4]).turn().row(HEADER, bold=True)
    for row in ROWS[4:]:
        paper.row(row)
    first, second = grids(find_borderless(paper.lines))
    assert [g.span.page for g in (first, second)] == [1, 2]
    assert [g.header_rows for g in (first, second)] == [1, 1]
    assert told(second) == [list(HEADER), *map(plain, ROWS[4:])]


def test_the_page_after_has_no_header() -> None:
    paper = table(ROWS[:4]).turn()
    for row in ROWS[4:]:
        paper.row(row)
    _, second = grids(find_borderless(paper.lines))
    assert (second.header_rows, second.n_cols) == (0, 6)
    assert told(second) == [plain(row) for row in ROWS[4:]]


def test_pages_give_the_tasks_of_one_table() -> None:
    paper = table(ROWS[:4]).turn().row(HEADER, bold=True)
    for row in ROWS[4:]:
        paper.row(row)
    (joined,) = read_tables(grids(find_borderless(paper.lines)))
    tasks = table_tasks(joined, Context(level="phường"), 1, None)
    assert [(t.number, t.task) for t in tasks] == [(row[0], plain(row)[1]) for row in ROWS]
    assert [t.lead.raw if t.lead else "" for t in tasks] == [row[3] for row in ROWS]


def test_lines_before_the_table_and_the_next_appendix_stay_lines() -> None:
    paper = Paper().text("Phụ lục I", 250).text("DANH MỤC NHIỆM VỤ NĂM 2026", 200)
    paper.row(HEADER)
    for row in ROWS:
        paper.row(row)
    paper.text("Phụ lục II", 250).text("Danh sách các tổ dân phố.")
    flow = find_borderless(paper.lines)
    assert [type(item) for item in flow] == [Line, Line, Grid, Line, Line]


def test_a_table_of_a_pdf(tmp_path: Path) -> None:
    header = ("TT", "Nhiem vu", "San pham", "Chu tri", "Phoi hop", "Thoi gian")
    rows = (
        ("1", "Ra soat cac quy¶trinh noi bo", "Bao cao", "Van phong", "Cong an", "Quy I"),
        ("2", "Lap danh muc", "Danh muc", "Van phong", "Cac phong", "Quy II"),
        ("3", "Mo lop tap huan¶cho can bo", "Lop hoc", "Cong an", "Van phong", "Quy III"),
        ("4", "Tong ket", "Bao cao", "Van phong", "Cac phong", "Quy IV"),
    )
    page, y = PageMaker(), 100.0
    for row in (header, *rows):
        parts = [cell.split("¶") for cell in row]
        for own, x in zip(parts, SIX, strict=True):
            for n, piece in enumerate(own):
                page.text(x + 20, y + 12 * n, piece, 9)
        y += 12 * max(map(len, parts)) + 5
    (grid,) = grids(find_borderless(read_pdf(make_pdf(tmp_path / "x.pdf", page))[1]))
    assert told(grid) == [list(header), *map(plain, rows)]


CELL = st.lists(
    st.sampled_from(["Báo cáo", "kế hoạch", "Công an", "các phòng", "Quý I", "2026"]),
    min_size=1,
    max_size=3,
)


@given(st.lists(st.tuples(*[CELL] * 5), min_size=1, max_size=6), st.integers(0, 5))
def test_no_word_is_lost_or_said_twice(rows: list[tuple[list[str], ...]], cut: int) -> None:
    paper = Paper().row(HEADER)
    for n, row in enumerate(rows, 1):
        paper.row([str(n), *("¶".join(cell) for cell in row)])
        if n == cut:
            paper.turn()
    whole = sorted(word.text for line in paper.lines for word in line.words)
    flow = find_borderless(paper.lines)
    assert all(isinstance(item, Grid) for item in flow)
    assert (
        sorted(
            w for g in grids(flow) for c in g.cells for line in c.lines for w in line.text.split()
        )
        == whole
    )


# --- what is no table -----------------------------------------------------------------------------


def test_a_letterhead_of_two_columns_is_none() -> None:
    paper = Paper()
    for left, right in (
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("PHƯỜNG HẢI YÊN TRUNG", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 12/KH-UBND", "Hải Yên Trung, ngày 15 tháng 01 năm 2026"),
    ):
        paper.row([left, right], [80, 300])
    assert find_borderless(paper.lines) == paper.lines


def stretched(text: str, left: float = 72, right: float = 520) -> list[Word]:
    """A justified line: its words spread over the whole width."""
    parts = text.split()
    white = (right - left - sum(CHAR * len(part) for part in parts)) / (len(parts) - 1)
    words = []
    for part in parts:
        words.append(Word(part, Box(left, 0, left + CHAR * len(part), 9), 9.0))
        left += CHAR * len(part) + white
    return words


PROSE = (
    "Thời gian thực hiện, đơn vị chủ trì, đơn vị phối hợp và sản phẩm của từng nhiệm vụ "
    "được nêu tại",
    "kế hoạch này; các phòng chủ trì nội dung nào thì phối hợp với Văn phòng",
    "rà soát nhiệm vụ, thời gian, sản phẩm và",
    "báo cáo kết quả thực hiện theo nội dung được giao trước ngày 15 tháng cuối quý để tổng hợp.",
)


@pytest.mark.parametrize("times", [1, 4])
def test_justified_prose_about_tasks_is_none(times: int) -> None:
    lines = []
    for n, text in enumerate(PROSE * times):
        y = 60 + PITCH * n
        words = [Word(w.text, Box(w.box.x0, y, w.box.x1, y + 9), w.size) for w in stretched(text)]
        lines.append(line_of(words, 1))
    assert find_borderless(lines) == lines


def test_a_list_of_names_is_none() -> None:
    paper = Paper().row(("TT", "Họ và tên", "Chức vụ", "Số điện thoại", "Ghi chú"), SIX)
    for n in range(1, 6):
        paper.row((str(n), "Đoàn Khắc Vĩnh", "Chủ tịch", "0900000000", "Ủy viên"), SIX)
    assert find_borderless(paper.lines) == paper.lines


def test_a_signature_block_is_none() -> None:
    paper = Paper().row(["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"], [72, 330])
    paper.row(["- Như trên;", "CHỦ TỊCH"], [72, 370]).row(
        ["- Lưu: VT.", "Đoàn Khắc Vĩnh"], [72, 360]
    )
    assert find_borderless(paper.lines) == paper.lines


def test_lines_of_a_text_have_no_places() -> None:
    lines = [
        Line("TT Nhiệm vụ Chủ trì Thời gian", table().lines[0].span),
        Line("1 Lập", table().lines[0].span),
    ]
    assert find_borderless(lines) == lines


def test_nothing() -> None:
    assert find_borderless([]) == []


# --- narrow columns and cells in the middle of their rows -----------------------------------------


def test_a_number_that_a_narrow_column_broke_is_whole() -> None:
    paper = Paper().row(HEADER)
    paper.row(("1.¶1", *ROWS[0][1:])).row(("1.¶2", *ROWS[2][1:])).row(("1.¶3", *ROWS[4][1:]))
    (grid,) = grids(find_borderless(paper.lines))
    assert [row[0].replace(" ", "") for row in told(grid)[1:]] == ["1.1", "1.2", "1.3"]


def test_a_word_that_a_narrow_column_broke_is_whole() -> None:
    paper = table().row(("7", "Trực ban", "Sổ trực", "Công an", "Văn phòng", "Thườn¶g xuyên"))
    (grid,) = grids(find_borderless(paper.lines))
    assert told(grid)[-1][-1] == "Thường xuyên"


def test_the_header_ends_where_it_ends_on_the_next_page() -> None:
    header = ("TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian¶hoàn¶thành")
    paper = Paper().row(header, gap=0)
    for row in ROWS:
        paper.row(row, gap=0)
    paper.turn().row(header, gap=0)
    for row in reversed(ROWS):
        paper.row(row, gap=0)
    first, second = grids(find_borderless(paper.lines))
    assert told(first)[1:] == [plain(row) for row in ROWS]
    assert told(second)[1:] == [plain(row) for row in reversed(ROWS)]


def centred(rows: Sequence[Sequence[str]]) -> list[Line]:
    """Printed rows of a table whose cells stand in the middle of their rows."""
    y = 60.0 + PITCH
    words: dict[float, list[Word]] = {}
    for row in rows:
        parts = [cell.split("¶") for cell in row]
        tall = max(map(len, parts))
        for own, x in zip(parts, SIX[-len(parts) :], strict=True):
            top = y + (tall - len(own)) * PITCH / 2
            for n, text in enumerate(own):
                words.setdefault(top + n * PITCH, []).extend(words_at(text, x, top + n * PITCH))
        y += tall * PITCH
    return [line_of(words[top], 1) for top in sorted(words)]


MIDDLE = (
    (
        "1",
        "Rà soát các quy trình¶nội bộ của phường¶và các tổ",
        "Báo cáo",
        "Văn phòng",
        "Công an",
        "Quý I",
    ),
    ("2", "Lập danh mục¶hồ sơ", "Danh mục", "Phòng¶Kinh tế", "Các phòng", "Tháng 3"),
    (
        "3",
        "Số hóa hồ sơ đất đai¶của các tổ dân phố¶và các hộ¶trong phường",
        "Hồ sơ",
        "Phòng¶Kinh tế",
        "Công an",
        "Quý II",
    ),
    ("4", "Mở lớp tập huấn¶cho cán bộ", "Lớp học", "Công an", "Văn phòng", "Tháng 5"),
    (
        "5",
        "Kiểm tra đột xuất việc¶chấp hành giờ giấc¶tại trụ sở",
        "Biên bản¶kiểm tra",
        "Văn phòng",
        "Công an",
        "Hằng quý",
    ),
)


def test_cells_in_the_middle_of_their_rows() -> None:
    lines = [*Paper().row(HEADER).lines, *centred(MIDDLE)]
    (grid,) = grids(find_borderless(lines))
    assert told(grid)[1:] == [plain(row) for row in MIDDLE]


@given(st.permutations(MIDDLE))
def test_cells_in_the_middle_in_any_order(rows: list[tuple[str, ...]]) -> None:
    """Each row comes out whole, whichever stand above and below it; no word is lost."""
    lines = [*Paper().row(HEADER).lines, *centred(rows)]
    (grid,) = grids(find_borderless(lines))
    assert told(grid)[1:] == [plain(row) for row in rows]


def test_the_rest_of_a_heading_stands_close_under_it_and_the_rows_far_below() -> None:
    """ "Đơn vị làm" / "chính": the word left is no group of the rows, whose numbers stand in
    the middle."""
    header = ("TT", "Việc", "Đơn vị làm¶chính", "Cùng làm", "Hạn xong")
    rows = [(row[0], row[1], row[3].replace("¶", " "), row[4], row[5]) for row in MIDDLE]
    below = [
        line_of([replace(word, box=_lower(word.box, by=26)) for word in line.words], 1)
        for line in centred(rows)
    ]
    lines = [*Paper().row(header, SIX[1:]).lines, *below]
    (grid,) = grids(find_borderless(lines))
    assert told(grid)[0] == [plain(header)[0], *plain(header)[1:]]
    assert told(grid)[1][2] == "Văn phòng"


def _lower(box: Box, by: float) -> Box:
    return Box(box.x0, box.y0 + by, box.x1, box.y1 + by)


CAMPAIGN = (
    ("Đợt ra quân", "Thời gian", "Chỉ tiêu vận¶động", "Phụ trách", "Phối hợp"),
    ("Ra quân¶đầu xuân", "Tháng 1", "180 người", "Công an", "Hội¶Phụ nữ"),
    ("Tuần lễ¶làm vườn", "Quý II", "1.200 hộ", "Hội¶Nông dân", "Các thôn"),
    ("Nước rút", "Quý IV", "400 người", "Công an", "Các thôn"),
)


def test_a_heading_of_two_lines_stands_around_those_of_one() -> None:
    (grid,) = grids(find_borderless(centred(CAMPAIGN)))
    assert told(grid) == [plain(row) for row in CAMPAIGN]
