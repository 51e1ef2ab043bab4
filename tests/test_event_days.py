"""The bare day of an event is the day on which it is held, that of other works their last one
(data/parsers/event_days.yaml); what begins and has no end goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kehoach import extract
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.event_days import on_its_day

DATA: dict[str, list[list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/event_days.yaml").read_text("utf-8")
)


def kind(task: str, raw: str, *besides: str) -> str | None:
    """What the day `raw` beside a task is."""
    who = besides[1] if besides[:1] == ("who",) else ""
    due = on_its_day(
        Context().deadline(raw), task, who=who, in_calendar=besides[:1] == ("calendar",)
    )
    assert due is not None
    if due.kind == "within":
        assert due.start == due.end
    return due.kind


@pytest.mark.parametrize("case", DATA["held"], ids=" | ".join)
def test_an_event_is_held_on_its_day(case: list[str]) -> None:
    assert kind(*case) == "within"


@pytest.mark.parametrize("case", DATA["due"], ids=" | ".join)
def test_other_works_are_due_by_the_day(case: list[str]) -> None:
    assert kind(*case) == "by"


TABLE = """
KẾ HOẠCH
Phòng cháy năm 2031

I. NHIỆM VỤ

| TT | Công việc | {heading} | Chủ trì |
|---|---|---|---|
| 1 | Hội thao chữa cháy | 12/4/2031 | Công an xã |
| 2 | Lập danh sách hộ | 12/4/2031 | Các thôn |
"""


@pytest.mark.parametrize(
    ("heading", "kinds"), [("Thời gian", ["within", "by"]), ("Thời hạn", ["by", "by"])]
)
def test_a_heading_of_terms_makes_every_day_a_term(heading: str, kinds: list[str]) -> None:
    plan = extract(TABLE.format(heading=heading).encode(), name="giay.md")
    assert [task.deadline.kind for task in plan.tasks if task.deadline] == kinds


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Từ ngày 01/7/2031", "continuous"),
        ("Kể từ 01/7/2031", "continuous"),
        ("Từ quý II/2031", "continuous"),
        ("Từ ngày 01/7/2031 đến 15/8/2031", "within"),
        ("Từ tháng 7/2031 đến khi kết thúc Đại hội", "within"),
        ("Sau ngày 15/3/2031", "within"),
        ("Hằng tháng, từ tháng 7/2031", "recurring"),
        ("Tháng Tư/2031", "within"),
    ],
)
def test_what_has_no_end_goes_on(raw: str, kind: str) -> None:
    due = Context().deadline(raw)
    assert due is not None
    assert due.kind == kind
