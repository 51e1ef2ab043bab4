"""Cells that say that they hold what another row of the table holds. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 41/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\nSửa bến thuyền năm 2031\n\nII. NHIỆM VỤ\n\n"
    "| TT | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|\n"
)
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def tasks_of(*rows: str) -> tuple[models.Task, ...]:
    """The tasks of a table of these rows."""
    return extract((HEAD + "\n".join(rows) + END).encode(), name="bang.md").tasks


@pytest.mark.parametrize(
    ("lead", "time"),
    [
        ("Như mục 1", "Như dòng 1"),
        ("nt mục 1", "nt số 1"),
        ("Đơn vị nêu tại mục 1", "(cùng thời gian với dòng 1)"),
    ],
)
def test_a_row_that_is_named_by_its_number(lead: str, time: str) -> None:
    tasks = tasks_of(
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/4/2031 |",
        "| 2 | Thay cọc gỗ | Công an xã | 15/7/2031 |",
        f"| 3 | Sơn mạn thuyền | {lead} | {time} |",
    )
    task = tasks[2]
    assert task.lead
    assert (task.lead.raw, task.lead.units) == (lead, ("Phòng Kinh tế",))
    assert task.deadline
    assert task.deadline.end == "2031-04-10"
    assert task.confidence == 0.8


def test_a_row_that_does_not_exist_is_nobody() -> None:
    tasks = tasks_of(
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/4/2031 |",
        "| 2 | Thay cọc gỗ | Như mục 7 | 15/7/2031 |",
    )
    assert tasks[1].lead
    assert (tasks[1].lead.raw, tasks[1].lead.units) == ("Như mục 7", ())
    assert tasks[1].confidence == 0.4


def test_of_two_rows_with_a_number_the_one_of_the_group() -> None:
    tasks = tasks_of(
        "| I | BẾN TRÊN | | |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/4/2031 |",
        "| II | BẾN DƯỚI | | |",
        "| 1 | Thay cọc gỗ | Công an xã | 15/7/2031 |",
        "| 2 | Sơn mạn thuyền | Như mục 1 | Như mục 1 |",
    )
    assert tasks[2].lead
    assert tasks[2].lead.units == ("Công an xã",)


def test_a_place_of_another_paper_is_no_row() -> None:
    tasks = tasks_of(
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/4/2031 |",
        "| 2 | Thay cọc gỗ | Công an xã | Như mục 1 Kế hoạch số 09 |",
    )
    assert tasks[1].deadline is None or tasks[1].deadline.end is None


def test_the_row_right_above_in_more_words() -> None:
    tasks = tasks_of(
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/4/2031 |",
        "| 2 | Thay cọc gỗ | Cùng đơn vị trên | Cùng thời gian trên |",
    )
    assert tasks[1].lead
    assert tasks[1].lead.units == ("Phòng Kinh tế",)
    assert tasks[1].deadline
    assert tasks[1].deadline.end == "2031-04-10"
