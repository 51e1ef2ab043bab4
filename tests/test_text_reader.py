"""Text files -> lines: encodings, page marks, crawled text, against data/ingest/text.yaml."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kehoach.errors import KehoachError
from kehoach.ingest.model import Cell, Grid, Line, Span
from kehoach.ingest.text.document import _guessed_rows, decode, parse_text
from kehoach.ingest.text.tab_rows import rows_left_out
from kehoach.normalize.repair.mend import mended

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/ingest/text.yaml").read_text("utf-8")
)
SENTENCE = "Kế hoạch cải cách hành chính của phường, được sửa đổi"


def lines_of(data: bytes) -> list[Line]:
    return [item for item in parse_text(data) if isinstance(item, Line)]


@pytest.mark.parametrize("name", DATA)
def test_lines(name: str) -> None:
    found = lines_of(DATA[name]["text"].encode())
    assert [
        f"{'+' if line.page_break else ''}{line.span.first} {line.text}" for line in found
    ] == DATA[name]["want"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    (line,) = lines_of("Quyết định".encode(encoding))
    assert line.text == "Quyết định"


def test_bytes_of_an_old_encoding_are_kept_for_the_mender() -> None:
    # cp1258 keeps the letter and its tone apart
    data = "quyê\u0301t đi\u0323nh cu\u0309a phươ\u0300ng".encode("cp1258")
    (line,) = lines_of(data)
    assert mended([line.text])[0].text == "quyết định của phường"


def test_utf_16_of_the_other_order() -> None:
    assert decode(b"\xfe\xff" + SENTENCE.encode("utf-16-be")).lstrip("\ufeff") == SENTENCE


def test_binary_data_is_no_text() -> None:
    with pytest.raises(KehoachError):
        lines_of(b"\x00\x01\xff\xfe\x00\x80\x81" * 20)


def test_a_broken_byte_costs_one_letter_not_the_file() -> None:
    data = (SENTENCE + "\n").encode() * 3
    cut = data[:30] + b"\xff" + data[31:]
    assert SENTENCE in [line.text for line in lines_of(cut)]


def test_gaps_count_blank_lines() -> None:
    assert [line.gap for line in lines_of("một\n\n\nhai\nba\n".encode())] == [0, 2, 0]


def test_lines_of_text_do_not_know_their_font() -> None:
    (line,) = lines_of(b"KE HOACH")
    assert (line.bold, line.italic, line.centered, line.complete) == (None, None, None, False)


@given(st.text(max_size=200))
def test_any_text_is_read_and_lines_are_counted_in_order(text: str) -> None:
    data = text.encode("utf-8", "replace")
    numbers = [line.span.first for line in lines_of(data)]
    assert all(n is not None for n in numbers)
    assert numbers == sorted(set(numbers), key=lambda n: n or 0)
    assert all(line.text == line.text.strip() != "" for line in lines_of(data))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(KehoachError):
        parse_text(data)


# --- tables of crawled text -----------------------------------------------------------------------


def table_of(text: str) -> Grid:
    (found,) = [item for item in parse_text(text.encode()) if isinstance(item, Grid)]
    return found


def told(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(" ".join(line.text for line in cell.lines))
    return rows


def pipe_table(*rows: list[str]) -> str:
    return "".join(
        "|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in rows
    )


def test_cells_parted_by_bars_are_a_grid() -> None:
    grid = table_of(
        "Mở đầu\n"
        + pipe_table(["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát", "Công an"])
        + "\nKết thúc\n"
    )
    assert (grid.n_rows, grid.n_cols, grid.ruled) == (2, 3, True)
    assert told(grid) == [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát", "Công an"]]


def test_text_around_bars_stays_in_order() -> None:
    flow = parse_text(
        ("Mở đầu\n" + pipe_table(["TT", "Nhiệm vụ", "Chủ trì"]) + "\nKết thúc\n").encode()
    )
    assert [item.text if isinstance(item, Line) else "grid" for item in flow] == [
        "Mở đầu",
        "grid",
        "Kết thúc",
    ]


def test_a_row_of_one_cell_is_as_wide_as_the_table() -> None:
    grid = table_of(
        pipe_table(["TT", "Nhiệm vụ", "Chủ trì"], ["I. THỂ CHẾ"], ["1", "Rà soát", "Công an"])
    )
    assert [(cell.row, cell.col_span) for cell in grid.cells if cell.row == 1] == [(1, 3)]


def test_two_columns_in_bars_are_a_layout() -> None:
    grid = table_of(
        pipe_table(["ỦY BAN NHÂN DÂN", "CỘNG HÒA"], ["Số: 27/KH-UBND", "Hải Yên, ngày 15"])
    )
    assert not grid.ruled


def test_spans_of_cells_are_lines_of_the_file() -> None:
    grid = table_of("Mở đầu\n" + pipe_table(["TT", "Nhiệm vụ", "Chủ trì"]))
    assert [line.span.first for cell in grid.cells for line in cell.lines] == [3, 5, 7]


@example([["Rà soát"], ["Công an", "Công an"], ["Công an"]])
@example([["TT"], ["Công an"], ["Công an", "Công an"]])
@given(
    st.lists(
        st.lists(st.sampled_from(["TT", "Rà soát", "Công an", ""]), min_size=1, max_size=4),
        max_size=6,
    )
)
def test_no_word_between_bars_is_lost(rows: list[list[str]]) -> None:
    # What stands in three columns or more beside each other was one merged cell: it is said once.
    assume(all(len(row) < 3 or len(set(row) - {""}) > 1 for row in rows))
    threes = (row[start : start + 3] for row in rows for start in range(len(row) - 2))
    assume(all(len(set(three)) > 1 for three in threes))
    flow = parse_text(pipe_table(*rows).encode())
    found = [
        line.text
        for item in flow
        if isinstance(item, Grid)
        for cell in item.cells
        for line in cell.lines
    ]
    found += [item.text for item in flow if isinstance(item, Line)]
    assert sorted(found) == sorted(cell for row in rows for cell in row if cell)


@given(
    st.lists(
        st.lists(st.sampled_from(["TT", "Rà soát", "Công an"]), min_size=1, max_size=4), max_size=6
    )
)
def test_every_position_is_covered_once(rows: list[list[str]]) -> None:
    for item in parse_text(pipe_table(*rows).encode()):
        if isinstance(item, Grid):
            covered = [
                (r, c)
                for cell in item.cells
                for r in range(cell.row, cell.row + cell.row_span)
                for c in range(cell.col, cell.col + cell.col_span)
            ]
            assert sorted(covered) == [
                (r, c) for r in range(item.n_rows) for c in range(item.n_cols)
            ]


def test_a_dash_alone_is_the_mark_of_the_line_below() -> None:
    printed = "Nhiệm vụ:\n-\nTuyên truyền, phổ biến.\n-\n\nRà soát.\n---\nTập huấn.\n"
    lines = [item for item in parse_text(printed.encode()) if isinstance(item, Line)]
    assert [line.text for line in lines] == [
        "Nhiệm vụ:",
        "- Tuyên truyền, phổ biến.",
        "Rà soát.",
        "Tập huấn.",
    ]


WRAPPED = """\
**I. VỀ HOÀN THIỆN THỂ CHẾ**
1. Trưởng các phòng, ban, Thủ trưởng các đơn vị
a) Tập trung rà soát, sửa đổi các quy trình nội bộ không phù
hợp với thực tế.
b) Khẩn trương rà soát các quy định về hồ sơ, giấy tờ phải nộp
lại nhiều lần ở các
thôn và trình Ủy ban nhân dân xã.
"""


def test_the_first_point_of_a_list_opens_one_below_a_heading_in_wrapped_text() -> None:
    assert [line.text[:12] for line in lines_of(WRAPPED.encode())] == [
        "I. VỀ HOÀN T",
        "1. Trưởng cá",
        "a) Tập trung",
        "b) Khẩn trươ",
    ]


@pytest.mark.parametrize(("first", "is_told"), [("Tình trạng:", False), ("Tình trạng", True)])
def test_what_stands_beside_a_label_is_no_guess(first: str, is_told: bool) -> None:
    lines = tuple(
        Line(text=text, span=Span(first=3, last=3), confidence=0.5) for text in (first, "Đã biết")
    )
    cells = tuple(Cell(row=0, col=column, lines=(line,)) for column, line in enumerate(lines))
    notes = list(_guessed_rows([Grid(n_rows=1, n_cols=2, cells=cells, span=lines[0].span)]))
    assert [note.code for note in notes] == ["guessed_row"] * is_told


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("6,1 tỷ đồng, trong đó ngân sách xã 2,1 tỷ đồng", []),
        ("2,5% hộ nghèo, giảm 0,3%, vượt kế hoạch", []),
        ("3,Rà soát hồ sơ,Phòng Kinh tế,Quý I", [0]),
        ("3;2 lớp tập huấn;Phòng Kinh tế;Quý I", [0]),
    ],
)
def test_a_line_that_begins_with_an_amount_is_no_row(line: str, left: list[int]) -> None:
    assert rows_left_out([line], [False]) == left
