"""What may be chosen for a value: bodies and times of its row, its chapter, its paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import kehoach
from kehoach.corrections.suggesting import MOST, suggestions

PAPER = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 12/KH-UBND
Tân Khê, ngày 10 tháng 01 năm 2031

KẾ HOẠCH
Phòng, chống cháy rừng năm 2031

I. NHIỆM VỤ
1. Rà soát các điểm dễ cháy, báo cáo về Phòng Kinh tế trước ngày 15/3/2031.
2. Tổ chức tuyên truyền tại các thôn; Công an xã và Hạt Kiểm lâm khu vực cùng tham gia.
3. Mua sắm thêm bình chữa cháy trong quý II/2031.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế
Theo dõi, đôn đốc việc thực hiện Kế hoạch này.
2. Ban Chỉ huy Quân sự xã
Cử lực lượng dân quân sẵn sàng chữa cháy.
"""


@cache
def plan() -> kehoach.Plan:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(PAPER, encoding="utf-8")
        return kehoach.extract(path)


def offered(where: str) -> list[tuple[str, str]]:
    return [(one.words, one.nearness) for one in suggestions(plan(), where)]


def test_the_row_comes_first_and_the_paper_last() -> None:
    lead = offered("/tasks/1/lead")
    assert {words for words, _ in lead[:3]} == {"các thôn", "Công an xã", "Hạt Kiểm lâm khu vực"}
    assert ("Ban Chỉ huy Quân sự xã", "paper") in lead
    order = [("row", "chapter", "paper").index(nearness) for _, nearness in lead]
    assert order == sorted(order)


def test_times_are_offered_for_deadlines() -> None:
    assert ("trước ngày 15/3/2031", "chapter") in offered("/tasks/1/deadline")


def test_what_stands_there_is_not_offered() -> None:
    deadline = plan().tasks[2].deadline
    assert deadline is not None
    assert deadline.raw not in [words for words, _ in offered("/tasks/2/deadline")]


@pytest.mark.parametrize("row", range(3))
def test_few_are_offered_and_each_once(row: int) -> None:
    words = [one for one, _ in offered(f"/tasks/{row}/lead")]
    assert len(words) == len(set(words)) <= MOST


@pytest.mark.parametrize(
    "where",
    ["/tasks/0/task", "/tasks/99/lead", "/more_documents/0/tasks/0/lead", "/tasks/x/lead", ""],
)
def test_nothing_is_offered_elsewhere(where: str) -> None:
    assert offered(where) == []
