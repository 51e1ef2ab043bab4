"""Tables of targets that lost their grid: one row for row, and made-up ones with wrapped cells and
numbers of pages."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import yaml

from kehoach.ingest.model import Line, Span
from kehoach.parsers.flattened.table import Region, read_flattened, split_regions
from kehoach.parsers.tables.cells import cell_text

CASES = yaml.safe_load(
    (Path(__file__).parent / "data" / "parsers" / "flat_targets.yaml").read_text("utf-8")
)


def lines_of(texts: list[str]) -> list[Line]:
    return [Line(text, Span(first=n, last=n), gap=0.0) for n, text in enumerate(texts, 1)]


def read(texts: list[str]) -> tuple[list[str], list[list[str]]]:
    """What stays plain text, and the rows of the tables."""
    plain: list[str] = []
    rows: list[list[str]] = []
    for lines, region in split_regions(lines_of(texts)):
        plain += [line.text for line in lines]
        if isinstance(region, Region):
            rows += [[cell_text(slot.lines) for slot in row] for row in read_flattened(region).rows]
    return plain, rows


@pytest.mark.parametrize("case", CASES["tables"], ids=lambda case: case["name"])
def test_tables(case: dict[str, object]) -> None:
    plain, rows = read(str(case["text"]).strip().split("\n"))
    assert rows == case["rows"]
    assert plain == case["plain"]


@pytest.mark.parametrize("text", CASES["none"])
def test_no_table_of_targets(text: str) -> None:
    plain, rows = read(text.strip().split("\n"))
    assert (plain, rows) == (text.strip().split("\n"), [])


INDICATORS = [
    "Tỷ lệ hộ nghèo theo chuẩn mới",
    "Số lao động được tạo việc làm",
    "Thu nhập bình quân đầu người",
    "Tỷ lệ hồ sơ giải quyết đúng và trước hạn",
    "Tổng thu ngân sách trên địa bàn",
    "Tỷ lệ dân số có bảo hiểm y tế",
    "Diện tích trồng rừng tập trung trong năm",
    "Trường học đạt chuẩn quốc gia mức độ 1",
    "Tỷ lệ thu gom rác thải rắn",
]
UNITS = ["%", "người", "triệu đồng", "ha", "trường", "tỷ đồng", "hộ", "lớp"]
FIGURES = ["95", "≥ 98,5", "1.250", "Từ 90 trở lên", "< 1,0", "60 - 65", "Trên 80", "12,5"]


def wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def made(seed: int) -> tuple[list[str], list[list[str]]]:
    rng = Random(seed)  # noqa: S311
    two, noted = rng.random() < 0.5, rng.random() < 0.4
    header = [
        "TT",
        "Chỉ tiêu",
        "Đơn vị tính",
        *(["Thực hiện năm 2025"] if two else []),
        "Kế hoạch năm 2026",
    ]
    header += ["Đơn vị theo dõi"] if noted else []
    width, rows = rng.randint(12, 34), list[list[str]]()
    texts = ["PHỤ LỤC", "CHỈ TIÊU NĂM 2026", *header]
    for number in range(1, rng.randint(5, 15)):
        if rng.random() < 0.2:
            rows.append(
                [rng.choice(["I", "II", "III"]), "CHỈ TIÊU VỀ XÃ HỘI", *[""] * (len(header) - 2)]
            )
            texts += rows[-1][:2]
        figures = [rng.choice(FIGURES) for _ in range(1 + two)]
        own = [str(number), rng.choice(INDICATORS), rng.choice(UNITS), *figures]
        rows.append([*own, *(["Phòng Kinh tế"] if noted else [])])
        texts += [line for cell in rows[-1] for line in wrapped(cell, width)]
    return texts, rows


def test_made_up_tables() -> None:
    """At least 95 of 100 rows over 16 tables come out whole."""
    right = total = 0
    for seed in range(16):
        texts, wanted = made(seed)
        _, rows = read(texts)
        right += sum(row in rows for row in wanted)
        total += len(wanted)
    assert right >= 0.95 * total
