"""Tables that white space alone keeps in columns, in a text file."""

from __future__ import annotations

from pathlib import Path

from kehoach.ingest.model import FlowItem, Grid, Line, Span
from kehoach.parsers.tables.set_columns import with_tables_of_columns
from kehoach.pipeline import extract

PAPER = Path(__file__).parent / "data/set_columns/cot-bang-khoang-trang.txt"

WHO_AND_WHEN = [
    ("Phòng Văn hóa - Xã hội", "Quý I/2031"),
    ("Văn phòng HĐND và UBND", "Tháng 3/2031"),
    ("Phòng Kinh tế", "Trước ngày 30/6/2031"),
    ("Công an xã", "Hằng tháng"),
]


def flow_of(text: str) -> list[FlowItem]:
    return [
        Line(" ".join(raw.split()), Span(first=number, last=number), raw=raw)
        for number, raw in enumerate(text.splitlines(), 1)
        if raw.strip()
    ]


def test_a_table_set_in_columns_is_read() -> None:
    plan = extract(PAPER)
    told = [
        (task.number, task.task, *(field and field.raw for field in (task.lead, task.deadline)))
        for task in plan.tasks
    ]
    assert told == [
        ("1", "Mở chuyên mục về phân loại rác trên loa truyền thanh", *WHO_AND_WHEN[0]),
        ("2", "In tờ rơi phát đến từng hộ", *WHO_AND_WHEN[1]),
        ("3", "Đặt điểm tập kết tại chợ và bến đò", *WHO_AND_WHEN[2]),
        ("4", "Kiểm tra việc đổ rác ra mương", *WHO_AND_WHEN[3]),
    ]
    assert [task.group.number for task in plan.tasks if task.group] == ["I", "I", "II", "II"]
    assert "unread_table" not in [finding.code for finding in plan.findings]
    assert [span.line_start for span in plan.tasks[2].spans][:1] == [24]


def test_columns_that_words_cross_are_none() -> None:
    rows = [f"{n}    Rà soát{' các hộ' * n}    Công an xã    Quý {n}" for n in range(1, 9)]
    flow = flow_of("\n".join(["TT    Nội dung    Cơ quan chủ trì    Thời gian", *rows]))
    assert not any(isinstance(item, Grid) for item in with_tables_of_columns(flow))


def test_prose_with_a_wide_gap_stays() -> None:
    flow = flow_of("\n".join(["Căn cứ  Luật Đất đai;   theo đề nghị của Phòng Kinh tế"] * 9))
    assert with_tables_of_columns(flow) == flow
