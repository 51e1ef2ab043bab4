"""What the ends of points tell, against data/parsers/told_at_end.yaml, and when a list of them is
one of tasks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.parsers.items.owners.told_at_end import end_of

DATA: dict[str, str | None] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/told_at_end.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("text", DATA)
def test_end(text: str) -> None:
    end = end_of(text, "xã")
    said = end and " | ".join((end.work, end.lead, end.coordinating, end.deadline))
    wanted = DATA[text]
    if said is None or wanted is None:
        assert said == wanted
    else:
        assert [part.strip() for part in said.split("|")] == [p.strip() for p in wanted.split("|")]


def tasks_of(*body: str) -> list[tuple[str, str | None, str | None]]:
    head = HEAD.format(symbol="KH", title="KẾ HOẠCH\nCông tác năm 2031")
    plan = extract((head + "\n\n".join(body) + CLOSING).encode(), name="paper.txt")
    return [
        (one.task, one.lead and one.lead.raw, one.deadline and one.deadline.raw)
        for one in plan.tasks
    ]


def test_a_list_under_a_heading_that_says_nothing() -> None:
    assert tasks_of(
        "I. MỤC ĐÍCH",
        "- Nâng cao nhận thức của Nhân dân.",
        "Việc được giao như sau:",
        "1) Rà soát đường điện xuống cấp (giao Phòng Kinh tế; Quý II/2031).",
        "2) Lắp biển báo tại bến đò (giao Công an xã; Tháng 5/2031).",
        "3) Tập bơi cho học sinh lớp 4, lớp 5 (giao Đoàn Thanh niên; Tháng 6/2031).",
    ) == [
        ("Rà soát đường điện xuống cấp", "Phòng Kinh tế", "Quý II/2031"),
        ("Lắp biển báo tại bến đò", "Công an xã", "Tháng 5/2031"),
        ("Tập bơi cho học sinh lớp 4, lớp 5", "Đoàn Thanh niên", "Tháng 6/2031"),
    ]


def test_two_points_are_no_list() -> None:
    body = ("I. MỤC ĐÍCH", "- Ngày hội Đại đoàn kết: thôn Đông: tháng 11.")
    assert tasks_of(*body) == []
