"""Whole papers whose sentences give several bodies their works: nothing of a sentence is lost, and
what is no lead becomes none. All names are fictional."""

from __future__ import annotations

import time

from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.works.behind_days import parted_behind_days
from kehoach.schema import models

LONG = ", ".join(f"kiểm tra cống số {one} trước ngày {one % 28 + 1:02}/5" for one in range(120))


def read(symbol: str, title: str, *body: str) -> models.Plan:
    head = HEAD.format(symbol=symbol, title=title)
    return extract((head + "\n\n".join(body) + CLOSING).encode(), name="paper.txt")


def test_the_middle_part_of_a_sentence_stays() -> None:
    plan = read(
        "KH",
        "KẾ HOẠCH\nDọn đình năm 2031",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Thôn 1: treo cờ; thôn 2: quét sân; thôn 3: lấp hố.",
        "2. Công an xã: gác cổng; Trạm Y tế xã: phát nước.",
    )
    told = [task.task for task in plan.tasks]
    told += [duty for given in plan.assignments for duty in given.duties]
    assert "thôn 2: quét sân;" in told


def test_whoever_helps_with_the_points_below_does_not_lead_them() -> None:
    plan = read(
        "CT",
        "CHỈ THỊ\nVề việc giữ đê\n\nChủ tịch Ủy ban nhân dân xã yêu cầu:",
        "1. Trạm Y tế xã:",
        "- Kiểm tra tủ thuốc, xong trước 15/3/2031.",
        "- Phối hợp Công an xã, Phòng Kinh tế:",
        "+ Lấy mẫu nước trước 10/3/2031;",
    )
    (task,) = (task for task in plan.tasks if task.task.startswith("Lấy mẫu"))
    assert task.lead is not None
    assert task.lead.raw == "Trạm Y tế xã"
    assert task.coordinating is not None
    assert task.coordinating.raw == "Công an xã, Phòng Kinh tế"


def test_the_word_that_announces_a_list_is_no_part_of_a_lead() -> None:
    plan = read(
        "CT",
        "CHỈ THỊ\nVề việc giữ đê\n\nChủ tịch Ủy ban nhân dân xã yêu cầu:",
        "1. Phòng Kinh tế, gồm:",
        "- Kiểm tra cống trước 15/3/2031.",
        "- Lập sổ theo dõi mực nước.",
        "2. Công an xã:",
        "- Tuần tra đê ban đêm.",
    )
    leads = [task.lead.raw for task in plan.tasks if task.lead is not None]
    assert leads[:2] == ["Phòng Kinh tế", "Phòng Kinh tế"]


def test_a_day_that_no_time_holds_is_told() -> None:
    plan = read(
        "KH",
        "KẾ HOẠCH\nDọn đình năm 2031",
        "II. NHIỆM VỤ",
        "1. Công an xã đo sân ngày 05/3/2031; vẽ sơ đồ ngày 06/3/2031; trình ngày 08/3/2031.",
        "2. Trạm Y tế xã phát nước trước ngày 09/3/2031.",
    )
    assert plan.tasks[0].confidence < plan.tasks[1].confidence
    assert any("05/3/2031" in found.message for found in plan.findings)


def test_a_long_sentence_of_many_works_takes_linear_time() -> None:
    begin = time.perf_counter()
    works = parted_behind_days(LONG, Context(gives_orders=True))
    assert len(works) == 120
    assert time.perf_counter() - begin < 60
