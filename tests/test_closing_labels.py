"""Labels that close a chapter, a list or a point -> the tasks that they speak of, in text, markdown
and Word, against data/parsers/closing_labels.yaml. All names are fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from docx_maker import make_docx, p
from under_works import under_work

from kehoach import extract
from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/closing_labels.yaml").read_text("utf-8")
)
WHOLE_LINES = [name for name in DATA if "wrapped" not in DATA[name]]
HEAD = [
    "ỦY BAN NHÂN DÂN",
    "XÃ TÂN KHÊ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 45/KH-UBND",
    "Tân Khê, ngày 10 tháng 3 năm 2031",
    "KẾ HOẠCH",
    "Công tác năm 2031",
]
FOOT = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Khê"]


def told(task: models.Task) -> str:
    group = f"{task.group.number or '-'} {task.group.title}" if task.group else "-"
    owners = (task.lead, task.coordinating)
    lead, helpers = (one.raw if one else "" for one in owners)
    deadline = task.deadline.raw if task.deadline else ""
    products, activities = "; ".join(task.deliverables), " // ".join(under_work(task))
    said = (group, task.number or "-", task.task, lead, helpers, deadline, products, activities)
    return " | ".join(said).strip()


def wanted(name: str) -> list[str]:
    return [line.replace('"', "").strip() for line in DATA[name]["tasks"]]


def assert_tasks(plan: models.Plan, name: str) -> None:
    assert [told(task).replace('"', "") for task in plan.tasks] == wanted(name)


@pytest.mark.parametrize("name", DATA)
def test_markdown(name: str) -> None:
    head = [f"**{line}**" for line in HEAD]
    paper = "\n\n".join([*head, *DATA[name]["body"], *FOOT])
    assert_tasks(extract(paper.encode(), name="paper.md"), name)


@pytest.mark.parametrize("name", WHOLE_LINES)
def test_line_by_line(name: str) -> None:
    lines = [line.replace("*", "") for line in DATA[name]["body"]]
    paper = "\n".join([*HEAD, *lines, *FOOT])
    assert_tasks(extract(paper.encode(), name="paper.txt"), name)


@pytest.mark.parametrize("name", WHOLE_LINES)
def test_word(tmp_path: Path, name: str) -> None:
    body = [p(line.replace("*", "")) for line in [*HEAD, *DATA[name]["body"], *FOOT]]
    path = make_docx(tmp_path / "paper.docx", "".join(body))
    assert_tasks(extract(path.read_bytes(), name="paper.docx"), name)
