"""Tables of crawled text and Markdown -> grids with merged cells, against data/ingest/pipes.yaml;
the marks of such text -> bold, italic, whole paragraphs, against data/ingest/markup.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach import extract
from kehoach.ingest.model import Grid, Line, lines_of
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.source import Source
from kehoach.ingest.text.document import parse_text, read_text
from kehoach.ingest.text.markup import read_block

DATA = Path(__file__).parent / "data/ingest"
PIPES: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "pipes.yaml").read_text("utf-8"))
MARKUP: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "markup.yaml").read_text("utf-8"))
_SLASH = regex.compile(r"(?:^|\s)/(?=\s|$)")


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in _SLASH.split(row)]


def crawled(rows: list[str]) -> str:
    lines: list[str] = []
    for row in rows:
        for cell in cells(row):
            lines.append("|")
            lines += cell.split("¶") if cell else []
        lines.append("|")
    return "\n".join(lines) + "\n"


def told(grid: Grid) -> list[list[str]]:
    rows = [["?"] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.col, cell.col + cell.col_span):
                words = "¶".join(line.text for line in cell.lines)
                covered = "^" if row > cell.row else "<" if column > cell.col else words
                rows[row][column] = covered
    return rows


@pytest.mark.parametrize("name", PIPES)
def test_grid(name: str) -> None:
    case = PIPES[name]
    text = case.get("text") or crawled(case["rows"])
    grids = [item for item in parse_text(text.encode()) if isinstance(item, Grid)]
    assert [told(grid) for grid in grids] == [[cells(row) for row in case["want"]]]


ROWS_IN_DOUBT = {
    "one owner under two headings": (
        [
            "TT / Nội dung / Chủ trì / Phối hợp / Thời gian",
            "1 / Rà soát hạ tầng / Phòng Kinh tế / Công an xã / Quý I/2031",
            "2 / Sửa nhà văn hóa / Trạm Y tế xã / Quý II/2031",
        ],
        ["2 | Sửa nhà văn hóa | Trạm Y tế xã | Quý II/2031"],
    ),
    "a product under a merged budget": (
        [
            "TT / Nội dung / Chủ trì / Thời gian / Sản phẩm / Kinh phí",
            "1 / Rà soát hạ tầng / Phòng Kinh tế / Quý I/2031 / Báo cáo / Chi thường xuyên",
            "2 / Sửa nhà văn hóa / Công an xã / Quý II/2031 / Biên bản",
        ],
        [],
    ),
    "full rows": (
        [
            "TT / Nội dung / Chủ trì / Thời gian",
            "1 / Rà soát / Phòng Kinh tế / Quý I/2031",
            "2 / Sửa nhà văn hóa / Công an xã / Quý II/2031",
        ],
        [],
    ),
}


@pytest.mark.parametrize("name", ROWS_IN_DOUBT)
def test_guessed_columns_are_told(name: str, tmp_path: Path) -> None:
    """Where a short row may as well be read otherwise, its words are less sure, and it is told."""
    rows, want = ROWS_IN_DOUBT[name]
    path = tmp_path / "bang.txt"
    path.write_text(crawled(rows), "utf-8")
    reading = read_text(Source(path, "text/plain", sha256=""), ReadOptions())
    assert [(note.code, note.evidence) for note in reading.notes] == [
        ("guessed_row", row) for row in want
    ]
    assert (min(line.confidence for line in lines_of(reading.flow)) < 1.0) == bool(want)


def told_line(line: Line) -> str:
    marks = "".join(
        sign
        for sign, is_so in (("B", line.bold), ("I", line.italic), ("P", line.complete))
        if is_so
    )
    return f"{marks or '-'} {line.text}"


@pytest.mark.parametrize("name", MARKUP)
def test_marks(name: str) -> None:
    case = MARKUP[name]
    found = [item for item in parse_text(case["text"].encode()) if isinstance(item, Line)]
    assert [told_line(line) for line in found] == case["want"]


@given(st.lists(st.text(alphabet="ab*_# \\|[](<>&;-", max_size=30), max_size=4))
def test_marks_leave_no_letter_out(lines: list[str]) -> None:
    shown = "".join(line.text for line in read_block(lines))
    assert len(read_block(lines)) == len(lines)
    if not any(sign in "".join(lines) for sign in "[<&"):
        assert [char for char in shown if char in "ab"] == [
            char for line in lines for char in line if char in "ab"
        ]


def test_what_a_copy_leaves_out_is_no_cell_and_is_told(tmp_path: Path) -> None:
    rows = ["TT / Nhiệm vụ / Chủ trì", "1 / Lập kế hoạch / Văn phòng", "2 / Báo cáo / Công an xã"]
    text = crawled(rows)
    paper = tmp_path / "chep.md"
    paper.write_text(text.replace("|\n2\n", "(...)\n|\n2\n").replace("xã\n|\n", "xã\n|\n\n[…]\n"))
    reading = read_text(Source(paper, "text/plain", sha256=""), ReadOptions())
    (grid,) = (item for item in reading.flow if isinstance(item, Grid))
    (whole,) = (item for item in parse_text(text.encode()) if isinstance(item, Grid))
    assert told(grid) == told(whole)
    (note,) = (note for note in reading.notes if note.code == "passages_omitted")
    assert note.evidence == "2"


PLAN_LEFT_OUT = """KẾ HOẠCH
Phòng cháy, chữa cháy xã Khe Sâu năm 2031
I. NHIỆM VỤ
1. Kiểm tra 40 nhà trọ trong quý II/2031.
(...)
4. Lắp 12 bình chữa cháy ở chợ trước ngày 30/5/2031.
6. Thay dây dẫn ở các dãy trọ trước ngày 30/9/2031.
"""


def test_numbers_that_a_copy_leaves_out_are_no_gap(tmp_path: Path) -> None:
    paper = tmp_path / "chep.txt"
    paper.write_text(PLAN_LEFT_OUT, "utf-8")
    plan = extract(paper)
    gaps = [one.evidence for one in plan.findings if one.code == "number_gap"]
    assert gaps == ["6. Thay dây dẫn ở các dãy trọ trước ngày 30/9/2031."]
    assert plan.status == "partial"
    assert "truncated_text" in [one.code for one in plan.findings]
