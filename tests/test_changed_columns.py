"""Tables of works that tell what was before, and what holds now; a remark that is a time. All names
are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 41/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\nSửa bến thuyền năm 2031\n\nII. NHIỆM VỤ\n\n"
)
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def tasks_of(*rows: str) -> tuple[models.Task, ...]:
    """The tasks of a table, its rows as in Markdown."""
    heading = rows[0]
    rule = "|" + "---|" * (heading.count("|") - 1)
    table = "\n".join((heading, rule, *rows[1:]))
    return extract((HEAD + table + END).encode(), name="bang.md").tasks


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Thời hạn cũ", "Thời hạn mới"),
        ("Thời hạn trước đây", "Thời hạn"),
        ("Thời gian trước điều chỉnh", "Thời gian điều chỉnh"),
    ],
)
def test_the_time_that_holds_is_the_new_one(before: str, now: str) -> None:
    one, other = tasks_of(
        f"| TT | Nhiệm vụ | Chủ trì | {before} | {now} |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/3/2031 | 10/6/2031 |",
        "| 2 | Thay cọc gỗ | Công an xã | 20/4/2031 | Bãi bỏ |",
    )
    assert one.deadline
    assert one.deadline.end == "2031-06-10"
    assert "10/3/2031" in (one.note or "")
    assert other.deadline
    assert (other.deadline.raw, other.deadline.end) == ("Bãi bỏ", None)


def test_who_led_before_leads_no_more() -> None:
    (one,) = tasks_of(
        "| TT | Nhiệm vụ | Đơn vị chủ trì cũ | Đơn vị chủ trì mới | Thời hạn |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | Công an xã | 10/6/2031 |",
    )
    assert one.lead
    assert one.lead.raw == "Công an xã"


@pytest.mark.parametrize("heading", ["Căn cứ", "Nhiệm vụ cụ thể"])
def test_what_sounds_like_it_without_marks_is_no_old_column(heading: str) -> None:
    (one,) = tasks_of(
        f"| TT | Mục tiêu | {heading} | Chủ trì | Thời hạn |",
        "| 1 | Bến chắc | Kè bờ trên | Phòng Kinh tế | 10/6/2031 |",
    )
    assert one.lead
    assert one.lead.raw == "Phòng Kinh tế"
    assert one.task == ("Kè bờ trên" if heading.startswith("Nhiệm") else "Bến chắc")


def test_a_remark_that_is_a_time_says_more_than_the_title_over_its_row() -> None:
    tasks = tasks_of(
        "| TT | Nội dung công việc | Cơ quan chủ trì | Ghi chú |",
        "| | QUÝ II | | |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | Tháng 5 |",
        "| 2 | Thay cọc gỗ | Công an xã | |",
        "| 3 | Sơn mạn thuyền | Đoàn xã | Theo đề nghị của các thôn |",
    )
    assert [task.deadline and task.deadline.raw for task in tasks] == [
        "Tháng 5",
        "QUÝ II",
        "QUÝ II",
    ]
