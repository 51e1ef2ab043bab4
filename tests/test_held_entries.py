"""Lists in a programme of what is held on which day -> one work each, with those who come;
data/parsers/held_entries.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema import models

FILE = Path(__file__).parent / "data/parsers/held_entries.yaml"
DATA: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
PAPER = """ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN KHÊ                       Độc lập - Tự do - Hạnh phúc
Số: 16/CTr-UBND                  Tân Khê, ngày 31 tháng 3 năm 2031

CHƯƠNG TRÌNH

Công tác tháng 4 năm 2031 của Ủy ban nhân dân xã Tân Khê

I. CÔNG TÁC TRỌNG TÂM

- Chỉ đạo, kiểm tra tiến độ gieo sạ vụ Hè Thu tại các thôn.

II. VĂN BẢN, ĐỀ ÁN TRÌNH TRONG THÁNG

1. Tờ trình điều chỉnh kế hoạch sử dụng đất năm 2031, trình trước ngày 10/4.

2. Kế hoạch tuyển sinh lớp 1 năm học 2031 - 2032.

III. CÁC CUỘC HỌP, LÀM VIỆC

{points}

Nơi nhận:                        CHỦ TỊCH
- Các phòng, ban;
- Lưu: VT.
                                 Lê Văn Khê
"""


def tasks_of(name: str) -> list[models.Task]:
    points = "\n\n".join(DATA[name]["points"])
    return extract(PAPER.format(points=points).encode(), name="paper.txt").tasks


def told(task: models.Task) -> list[str]:
    printed = [value.raw if value else "" for value in (task.lead, task.coordinating)]
    due = task.deadline.raw if task.deadline else ""
    return [part.strip(" .;") for part in (task.task, *printed, due)]


@pytest.mark.parametrize("name", [name for name in DATA if "works" in DATA[name]])
def test_each_is_one_work(name: str) -> None:
    expected = [[part.strip() for part in line.split("|")] for line in DATA[name]["works"]]
    assert [told(task) for task in tasks_of(name)[3:]] == expected


@pytest.mark.parametrize("name", [name for name in DATA if "leads" in DATA[name]])
def test_orders_to_several_stay_several(name: str) -> None:
    leads = [task.lead.raw if task.lead else "" for task in tasks_of(name)[3:]]
    assert leads == DATA[name]["leads"]


def test_papers_to_be_laid_before_somebody_in_a_month_are_its_work() -> None:
    task, other = tasks_of("one names nobody")[1:3]
    assert task.task.startswith("Tờ trình điều chỉnh")
    assert task.deadline is not None
    assert task.deadline.end is not None
    assert other.task.startswith("Kế hoạch tuyển sinh")
