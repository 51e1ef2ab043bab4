"""Tasks of the body, labelled and narrative, against data/parsers/bodytasks.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from test_outline import item

from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.works.body import body_tasks
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Node, build_outline
from kehoach.schema import models

DATA: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/bodytasks.yaml").read_text("utf-8")
)


def outline(body: list[str]) -> Node:
    return build_outline([item(told, n) for n, told in enumerate(body, 1)])


def context() -> Context:
    return Context(level="phường", unit="line")


def told(task: models.Task) -> str:
    """A task in the notation of the data file."""
    group = f"{task.group.number or '-'} {task.group.title}" if task.group else "-"
    owners = [offices.raw if offices else "" for offices in (task.lead, task.coordinating)]
    deadline = task.deadline.raw if task.deadline else ""
    return " | ".join(
        [group, task.number or "-", task.task, "; ".join(task.deliverables), *owners, deadline]
    )


def tasks_of(body: list[str]) -> list[models.Task]:
    return [task for _, task in body_tasks(outline(body), context()).placed]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in DATA for name in DATA[kind]])
def test_body(kind: str, name: str) -> None:
    case = DATA[kind][name]
    assert [told(task) for task in tasks_of(case["body"])] == case["want"]


def test_ids_are_unique_and_spans_cover_the_labels() -> None:
    body = DATA["labelled"]["two tasks one after the other"]["body"]
    tasks = tasks_of(body)
    assert len({task.id for task in tasks}) == 2
    assert [(task.spans[0].line_start, task.spans[-1].line_end) for task in tasks] == [
        (2, 4),
        (5, 7),
    ]


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("Cơ quan chủ trì: Văn phòng", "lead", "Văn phòng"),
        ("Cơ quan chủ trì thực hiện: Văn phòng", "lead", "Văn phòng"),
        ("Đơn vị phối hợp : Công an", "coordinating", "Công an"),
        ("Thời gian hoàn thành: trước ngày 30/6/2026", "deadline", "trước ngày 30/6/2026"),
        ("Sản phẩm:", "deliverable", ""),
        ("Kinh phí thực hiện: 20 triệu đồng", "budget", "20 triệu đồng"),
        ("THOI GIAN: Quy I", "deadline", "Quy I"),
        ("Cơ quan, đơn vị phối hợp: Công an", "coordinating", "Công an"),
        ("Người chịu trách nhiệm: Trưởng thôn", "lead", "Trưởng thôn"),
        ("Đầu ra: Danh sách", "deliverable", "Danh sách"),
        ("Tần suất: hằng quý", "deadline", "hằng quý"),
    ],
)
def test_label(text: str, role: str, value: str) -> None:
    field = read_field(text)
    assert field is not None
    assert (field.role, field.value) == (role, value)


@pytest.mark.parametrize(
    "text",
    [
        "Văn phòng HĐND và UBND phường theo dõi.",
        "Lưu ý: nộp sớm",
        "Địa điểm: Hội trường",
        "Trách nhiệm: theo dõi, đôn đốc",
        "Tổng số 12 tổ: trong đó có 3 tổ mới",
        "Trong quá trình tổ chức thực hiện nếu có khó khăn, vướng mắc thì báo cáo như sau: "
        "gửi Văn phòng",
        "",
        ":",
    ],
)
def test_no_label(text: str) -> None:
    assert read_field(text) is None
