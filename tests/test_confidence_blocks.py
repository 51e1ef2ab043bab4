"""What is known of whole blocks of a plan: in which kind of paper the tasks of a table, those of
the text, the targets and the duties stand, and what most of them have."""

from __future__ import annotations

from typing import Any

import pytest

from kehoach.parsers.confidence.blocks import block_traits, kind_of
from kehoach.parsers.confidence.odds import odds
from kehoach.schema.models import (
    Assignment,
    Deadline,
    DocumentInfo,
    Group,
    Metric,
    Offices,
    Plan,
    Source,
    Target,
    Task,
)

WORK = Group(title="NHIỆM VỤ, GIẢI PHÁP")


def plan_of(kind: str | None = "Kế hoạch", title: str | None = None, **parts: Any) -> Plan:
    source = Source(name="kh.docx", sha256="0" * 64, media_type="text/plain")
    document = DocumentInfo(type=kind, title=title)
    return Plan(status="ok", source=source, document=document, **parts)


def row(number: int, **fields: Any) -> Task:
    usual: dict[str, Any] = {"task": "Rà soát hộ nghèo", "number": str(number), "table": 1}
    return Task(id=f"v{number}", origin="table", **usual | fields)


def point(number: int, **fields: Any) -> Task:
    usual: dict[str, Any] = {"task": "Tuyên truyền trên loa truyền thanh", "group": WORK}
    return Task(id=f"n{number}", origin="body", **usual | fields)


def target(number: int, section: str | None = "II.1") -> Target:
    metric = Metric(raw="95%", comparator=">=", value=95, unit="%")
    return Target(id=f"c{number}", section=section, text="Đạt 95%", metrics=(metric,))


LEAD = Offices(raw="Phòng Kinh tế", units=("Phòng Kinh tế",))
TIME = Deadline(raw="Quý III/2026", kind="within")


@pytest.mark.parametrize(
    ("kind", "title", "told"),
    [
        ("Kế hoạch", "Chuyển đổi số", "plan"),
        ("Công điện", None, "orders"),
        ("Công văn", None, "orders"),
        ("Thông báo", "Lịch công tác tuần 41", "calendar"),
        ("Thông báo", "Lịch sử xã Tân Khê", "orders"),
        ("Quyết định", None, "another"),
        (None, "Chuyển đổi số", "unknown"),
    ],
)
def test_a_paper_is_of_the_kind_that_it_names(kind: str, title: str, told: str) -> None:
    assert kind_of(DocumentInfo(type=kind, title=title)) == told


def test_the_rows_of_a_table_tell_what_most_of_them_have() -> None:
    rows = (row(1, lead=LEAD, deadline=TIME), row(2, lead=LEAD), row(3, lead=LEAD), row(4))
    traits = set(block_traits(plan_of(tasks=rows))["/tasks/3"])
    assert {"table tasks of plan", "table tasks have l", "table tasks some"} <= traits
    timed = (*rows[:2], row(3, deadline=TIME), row(4, deadline=TIME))
    assert "table tasks have ld" in block_traits(plan_of(tasks=timed))["/tasks/0"]


def test_each_table_and_the_text_are_blocks_of_their_own() -> None:
    tasks = (row(1, lead=LEAD), row(2, table=2, deadline=TIME), point(1))
    found = block_traits(plan_of(tasks=tasks))
    assert "table tasks have l" in found["/tasks/0"]
    assert "table tasks have d" in found["/tasks/1"]
    assert "body tasks have none" in found["/tasks/2"]


def test_a_point_is_told_by_its_heading_and_its_first_word() -> None:
    elsewhere = Group(title="CÁCH THỨC XẾP HẠNG")
    tasks = (point(1), point(2, task="Nhất: 01 giải, 3 triệu đồng", group=elsewhere))
    found = block_traits(plan_of(tasks=tasks))
    assert {"task is a verb", "under work"} <= set(found["/tasks/0"])
    assert {"task is no verb", "under another heading"} <= set(found["/tasks/1"])
    assert "body tasks under work=1" in found["/tasks/0"], "half of them stand under work"


def test_a_target_by_itself_is_told_from_one_among_others() -> None:
    found = block_traits(plan_of(targets=(target(1), target(2), target(3, section=None))))
    assert "target among others" in found["/targets/0"]
    assert {"target by itself", "target before the sections"} <= set(found["/targets/2"])


def test_bodies_with_one_duty_each_are_told() -> None:
    one = Assignment(unit="Công an xã", duties=("Tuần tra",))
    two = Assignment(unit="Trạm Y tế", duties=("Tiêm chủng", "Báo cáo"), group=WORK)
    found = block_traits(plan_of(assignments=(one, one, two)))
    assert {"body again", "duties without a heading"} <= set(found["/assignments/1"])
    assert "duties under a heading" in found["/assignments/2"]
    assert "assignments of one duty=1" in found["/assignments/2"]


def test_an_empty_plan_has_no_blocks() -> None:
    assert block_traits(plan_of()) == {}


@pytest.mark.parametrize("part", ["tasks", "targets"])
def test_the_same_items_are_less_sure_in_a_paper_that_is_no_plan(part: str) -> None:
    items: Any = {"tasks": tuple(map(point, range(5))), "targets": tuple(map(target, range(5)))}
    parts = {part: items[part]}
    of_plan = block_traits(plan_of(**parts))[f"/{part}/0"]
    of_letter = block_traits(plan_of("Công điện", **parts))[f"/{part}/0"]
    of_unknown = block_traits(plan_of(None, **parts))[f"/{part}/0"]
    assert odds(of_letter) < odds(of_plan)
    assert odds(of_unknown) < odds(of_plan)
