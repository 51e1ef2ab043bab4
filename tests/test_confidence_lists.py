"""What is known of whole lists of a plan: how numbers and headings stand to each other, in what an
item is unlike the others, whether duties are duties."""

from __future__ import annotations

from typing import Any

import pytest

from kehoach.parsers.confidence.depths import Depths
from kehoach.parsers.confidence.fields import field_traits
from kehoach.parsers.confidence.lists import ListTraits
from kehoach.parsers.confidence.odds import weights
from kehoach.schema.models import Assignment, DocumentInfo, Group, Plan, Source, Task

Point = tuple[tuple[str | None, str], str | None, str]
WORK, FIRST, SECOND, FOURTH = (
    ("III", "NHIỆM VỤ, GIẢI PHÁP"),
    ("1", "Công tác tuyên truyền"),
    ("2", "Công tác tập huấn"),
    ("4", "Công tác kiểm tra"),
)


def tasks_of(*points: Point) -> list[Task]:
    """Tasks as (heading, number, wording)."""
    return [
        Task(
            id=f"n{index}",
            origin="body",
            group=Group(number=heading[0], title=heading[1]),
            number=number,
            task=text,
        )
        for index, (heading, number, text) in enumerate(points)
    ]


def plan_of(**parts: Any) -> Plan:
    source = Source(name="kh.docx", sha256="0" * 64, media_type="text/plain")
    document = DocumentInfo(type="Kế hoạch", recipients=parts.pop("recipients", ()))
    return Plan(status="ok", source=source, document=document, **parts)


LOST_HEADING = tasks_of(
    (FIRST, "a", "Phát tin trên loa thôn"),
    (SECOND, "a", "Mở lớp cho tổ trưởng"),
    (WORK, "3", "Nâng chất lượng trạm bơm"),
    (WORK, None, "Thay hai máy bơm"),
    (FOURTH, "a", "Kiểm tra kênh mương"),
)
"""The third heading stands among the points: the chapter has it and what stands under it."""


def test_a_lost_heading_is_known_by_its_neighbours() -> None:
    of_all, of_group = zip(*Depths(LOST_HEADING).traits(), strict=True)
    for place in (2, 3):
        assert {"group above others", "groups skip a number"} <= set(of_group[place])
        assert "in group above others" in of_all[place]
    assert "bare over deeper ones" in of_all[2]
    assert "under another" in of_all[3]
    assert "group above others" not in of_group[0]
    assert "under another" not in of_all[4]


WHOLE = tasks_of(
    (FIRST, "a", "Phát tin trên loa thôn"),
    (FIRST, "b", "In tờ rơi"),
    (SECOND, "a", "Mở lớp cho tổ trưởng"),
    (SECOND, "b", "Gửi tài liệu"),
)


def test_whole_lists_are_not_doubted() -> None:
    for of_all, of_group in Depths(WHOLE).traits():
        assert not of_all
        assert not of_group


@pytest.mark.parametrize(
    ("points", "place", "trait"),
    [
        ([(WORK, "1.1", "Phát tin"), (WORK, "1.2", "In tờ rơi")], 0, "group not of the number"),
        ([(FIRST, "1.1", "Phát tin")], 0, None),
        ([(FIRST, "1", "Phát tin"), (FIRST, "1", "In tờ rơi")], 1, "numbers again in the group"),
        ([(FIRST, "a", "Phát tin"), (SECOND, "a", "Mở lớp"), (FIRST, "b", "In")], 2, "group again"),
    ],
)
def test_groups(points: list[Point], place: int, trait: str | None) -> None:
    _, of_group = list(Depths(tasks_of(*points)).traits())[place]
    if trait is None:
        assert not of_group
    else:
        assert trait in of_group


def test_duties_that_are_none() -> None:
    members = Assignment(unit="Hiệu trưởng", duties=("Trưởng ban",))
    duties = Assignment(unit="Công an xã", duties=("Tuần tra ban đêm",))
    lists = ListTraits.of(plan_of(assignments=(members, duties)), {})
    of_members = set(lists.traits("/assignments/0/duties/0", "assignments/duties"))
    assert {"duty is no verb", "own no verbs", "duties: own no verbs"} <= of_members
    assert "duty is a verb" in set(lists.traits("/assignments/1/duties/0", "assignments/duties"))
    assert weights()["duty is no verb"] < weights()["duty is a verb"]


def test_recipients_in_one_line() -> None:
    lists = ListTraits.of(plan_of(recipients=("Như trên; Lưu: VT", "Các thôn")), {})
    of_both = [
        set(lists.traits(f"/document/recipients/{place}", "document/recipients"))
        for place in (0, 1)
    ]
    assert "recipient of several" in of_both[0]
    assert "recipient beside several" in of_both[1]


@pytest.mark.parametrize("recipient", ["Lưu: VT", "Thường trực Đảng ủy xã", "Lãnh đạo Văn phòng"])
def test_recipients_that_begin_as_verbs_and_are_none(recipient: str) -> None:
    assert "recipient begins with a verb" not in field_traits("document/recipients", recipient)
