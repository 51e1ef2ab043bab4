"""The signs by which cells of a flattened table are told: names of offices, marks of lists,
numbers, broken words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kehoach.ingest.model import Line, Span
from kehoach.parsers.flattened.adapt import own_absence, own_habits
from kehoach.parsers.flattened.atoms import Atom, to_atoms
from kehoach.parsers.flattened.broken import broken_cells
from kehoach.parsers.flattened.cell_features import WHOLE_CELL, CellMarks
from kehoach.parsers.flattened.decode import families_of
from kehoach.parsers.flattened.lines import SLACK, fitting_measure, own_breaks, own_fit
from kehoach.parsers.flattened.names import office_marks, whole_deadlines
from kehoach.parsers.flattened.pieces import Pieces, describe
from kehoach.parsers.flattened.segmentation import FlatCell, FlatRow, TableColumns
from kehoach.parsers.flattened.widths import in_letters, in_times


def line(text: str) -> Line:
    return Line(text, Span(first=1, last=1))


def atoms(text: str) -> list[Atom]:
    """Of "a / b / ¶c": lines a, b, and c, which opens a page."""
    return [
        Atom(part.lstrip("¶"), n, 0, part.startswith("¶"))
        for n, part in enumerate(text.split(" / "))
    ]


def marked(text: str) -> tuple[str, ...]:
    """Begins, ends, goes on, held: one figure per atom."""
    found = office_marks(atoms(text))
    marks = (found.begins, found.ends, found.inside, found.held)
    return tuple("".join(str(int(value)) for value in row) for row in marks)


def whole_cells(pieces: Pieces, name: str, first: int, last: int) -> list[float]:
    """A feature of the cells that begin with atom `first` and end before `last` or earlier."""
    names = [feature.name for feature in WHOLE_CELL]
    values: list[float] = CellMarks.of_pieces(pieces).of(first, last)[:, names.index(name)].tolist()
    return values


@pytest.mark.parametrize(
    ("text", "begins", "ends", "inside", "held"),
    [
        ("Danh mục / Phòng Văn / hóa - Xã / hội / Tháng 7", "01000", "00010", "01100", "01110"),
        (
            "Các phòng / chuyên / môn / UBND / phường / Thường",
            "100100",
            "000010",
            "111100",
            "111110",
        ),
        ("Công an phường / Các đơn vị / liên quan", "110", "101", "010", "111"),
        ("Kế hoạch / Báo cáo", "00", "00", "00", "00"),
        (
            "Phòng Văn / ¶hóa - Xã / hội",
            "100",
            "000",
            "000",
            "100",
        ),  # begun, not gone on with over a page
        ("Kế hoạch / Trung tâm / Phục vụ / ¶hành chính", "0100", "0000", "0100", "0110"),
    ],
)
def test_names_of_offices(text: str, begins: str, ends: str, inside: str, held: str) -> None:
    assert marked(text) == (begins, ends, inside, held)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Công văn / Năm / 2025 / Theo dự / toán", {1: [3], 2: [3]}),
        ("Thường / xuyên", {0: [2]}),
        (
            "Tháng / 7/2025 / ¶Năm / 2026",
            {0: [2], 1: [2], 2: [4], 3: [4]},
        ),  # no cell goes on over a page
        ("Phòng Nội vụ / Kế hoạch", {}),
    ],
)
def test_deadlines_from_end_to_end(text: str, found: dict[int, list[int]]) -> None:
    assert whole_deadlines(atoms(text)) == found


def test_habits_of_a_table() -> None:
    """Cells of column 0 bear numbers, one of them two; one cell of column 1 begins with a small
    letter."""
    many = atoms("1.1. Một / 1.2. Hai / Công an / 1.3. Ba / công an / 1.4. Bốn / Công an")
    rows = [
        FlatRow("row", (FlatCell(0, a, b), FlatCell(1, b, b + 1)))
        for a, b in ((0, 2), (3, 4), (5, 6))
    ]
    columns = TableColumns(["task", "lead"], [1, 0])
    habits = own_habits(rows, describe(many, {}), columns)
    assert habits.small_letter[0] == habits.small_letter[1] < 0
    assert habits.unnumbered[0] < habits.number_inside[0] < 0
    assert habits.unnumbered[1] == habits.number_inside[1] == 0


def test_cells_missing_above_and_inside() -> None:
    rows = [
        FlatRow("row", (FlatCell(0, 0, 1), FlatCell(1, 1, 2), FlatCell(2, 2, 3))),
        FlatRow("row", (FlatCell(1, 3, 4), FlatCell(2, 4, 5))),
        FlatRow("row", (FlatCell(0, 5, 6), FlatCell(2, 6, 7))),
    ]
    above, inside = own_absence(rows, 3)
    assert above[0] > above[1] > above[2] - 1e-9
    assert inside[1] > inside[0]


def test_a_collective_does_not_begin_in_the_name_before_it() -> None:
    """The words "UBND các …" open a collective, but not where "Các" opens a line of its own."""
    _, _, inside, _ = marked("Văn phòng / HĐND& / UBND / Các phòng / chuyên môn")
    assert inside == "11010"


def test_lists_keep_their_marks() -> None:
    pieces = describe(atoms("Công an / - Phòng A; / - Phòng B; / Đài truyền thanh / Tháng 7"), {})
    assert whole_cells(pieces, "bullet_inside_plain", 0, 3) == [0, 1, 1]
    assert whole_cells(pieces, "plain_inside_list", 1, 4) == [0, 0, 1]
    assert whole_cells(pieces, "items_of_list", 1, 3) == [0, 1]


def numbered(text: str, numbers: list[int | None] | None = None) -> list[int]:
    roles = ["index", "objective", "task", "activity", "lead"]
    return families_of(roles, numbers or [None] * 5, describe(atoms(text), {}))


def test_families_that_take_turns_belong_to_columns() -> None:
    rows = " / ".join(f"1.{n}. Mục tiêu / 2.{n}. Nhiệm vụ / 3.{n}. Hoạt động" for n in range(1, 5))
    assert numbered(rows) == [0, 1, 2, 3, 0]


def test_families_that_follow_each_other_are_groups() -> None:
    rows = " / ".join(f"{g}.{n}. Nhiệm vụ" for g in range(1, 4) for n in range(1, 5))
    assert numbered(rows) == [0, 0, 0, 0, 0]


def test_headings_tell_the_families() -> None:
    rows = " / ".join(f"2.{n}. Nhiệm vụ" for n in range(1, 5))
    assert numbered(rows, [None, 1, 2, 3, 4]) == [0, 0, 2, 0, 0]


def test_broken_words_are_found_again() -> None:
    parts = atoms("Theo dõi, đôn / Báo cáo / ¶đốc việc / tự kiểm tra")
    rows = [
        FlatRow("row", (FlatCell(0, 0, 1), FlatCell(1, 1, 2))),
        FlatRow("rest", (FlatCell(1, 2, 4),)),
    ]
    pieces, widths = describe(parts, {}), np.full((3, 2), 20.0)
    broken = broken_cells(rows, parts, pieces, widths, np.zeros(len(SLACK) + 1))
    assert broken.flow[0, 2] > 3 > 0 > broken.flow[1, 2]
    assert broken.unfinished[0, 2] > 0 == broken.unfinished[1, 2]
    assert not broken.flow[:, :2].any()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Nghị quyết - Đoàn thanh niên", ["Nghị quyết", "- Đoàn thanh niên"]),
        ("Phòng Văn hóa - Xã hội", ["Phòng Văn hóa - Xã hội"]),
        ("1.2 1.2. Phân công", ["1.2", "1.2. Phân công"]),
        ("các văn bản QPPL", ["các văn bản QPPL"]),
        ("Nâng cao tỷ lệ hồ sơ", ["Nâng cao tỷ lệ hồ sơ"]),
    ],
)
def test_where_a_line_may_be_cut(text: str, pieces: list[str]) -> None:
    assert [atom.text for atom in to_atoms([line(text)], set())] == pieces


def test_numbers_stay_with_their_words_at_the_top_of_a_page() -> None:
    found = to_atoms([line("x"), line("1.6. Tỷ lệ nộp")], {1})
    assert [atom.text for atom in found] == ["x", "1.6. Tỷ", "lệ", "nộp"]
    assert np.array([atom.opens_page for atom in found]).tolist() == [False, True, False, False]


def test_words_are_as_wide_as_times_sets_them() -> None:
    assert in_letters("một") == 3
    assert in_times("m") > in_times("o") > in_times("i")
    assert in_times("đường") == pytest.approx(in_times("duong"))  # accents take no room
    assert in_times("Đ") == pytest.approx(in_times("D"))
    assert in_times("12") == pytest.approx(2)


ROWS = [
    FlatRow("row", (FlatCell(0, 0, 3), FlatCell(1, 3, 5))),
    FlatRow("row", (FlatCell(0, 5, 8), FlatCell(1, 8, 10))),
]
"""Two rows of two columns, the first column of three lines, the second of two."""


def set_off(*gaps: int) -> list[Atom]:
    texts = ["xây dựng và nâng", "cao chất lượng", "phục vụ", "phòng văn", "hóa và",
             "rà soát văn bản", "còn hiệu lực", "thi hành", "công an", "phường"]  # fmt: skip
    lines = [Line(t, Span(first=1, last=1), gap=float(g)) for t, g in zip(texts, gaps, strict=True)]
    return to_atoms(lines, set())


def test_blank_lines_mean_what_they_mean_in_the_table() -> None:
    between = own_breaks(ROWS, describe(set_off(0, 0, 0, 2, 0, 2, 0, 0, 2, 0), {}))
    assert between[2] < between[0]
    assert min(between[0], between[3]) > 0 > max(between[2], between[4], between[7])
    anywhere = own_breaks(ROWS, describe(set_off(*[1] * 10), {}))
    assert np.abs(anywhere).max() < 0.01


def test_lines_longer_than_a_column_are_not_in_it() -> None:
    pieces = describe(set_off(*[0] * 10), {})
    fit = own_fit(ROWS, pieces, np.array([[16.0], [10.0], [90.0]]))
    assert fit.min() < 0 < fit.max()


def test_the_measure_that_fits_is_taken() -> None:
    """Lines of ten wide or twenty narrow letters are equally long in print."""
    texts = ["mmmmmmmmmm", "ilililililililililililil", "mmmmm ililililili", "mmmmmmmmmm"]
    parts = to_atoms([Line(t, Span(first=1, last=1)) for t in texts], set())
    rows = [FlatRow("row", (FlatCell(0, 0, len(parts)),))]
    pieces, widths = fitting_measure(rows, describe(parts, {}), np.array([[20.0], [90.0]]))
    assert np.array_equal(pieces.letters, pieces.measures[1][1]) == (widths[0, 0] < 18)


def test_a_cell_is_no_list_of_twins_and_no_open_bracket() -> None:
    pieces = describe(atoms("Công an xã / Phòng A (bộ phận / một cửa) / Công an xã"), {})
    assert whole_cells(pieces, "names_twice", 0, 4) == [0, 0, 0, 1]
    assert whole_cells(pieces, "open_bracket", 0, 4) == [0, 1, 0, 0]


def test_a_cell_of_several_lines_does_not_end_in_mid_line() -> None:
    parts = to_atoms([line("Bộ phận"), line("Văn phòng Các bộ phận")], set())
    parts = [replace(atom, line=n) for atom, n in zip(parts, [0, 1, 1], strict=True)]
    pieces = describe(parts, {})
    assert whole_cells(pieces, "ends_mid_line", 0, 3) == [0, 1, 0]
    assert whole_cells(pieces, "ends_mid_line", 1, 3) == [0, 0]
