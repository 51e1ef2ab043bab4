"""Labels that stand above tables of tasks (data/parsers/table_labels.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kehoach.pipeline import extract
from kehoach.schema import models

DATA: dict[str, dict[str, str | list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/table_labels.yaml").read_text("utf-8")
)
PAPER = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 27/KH-UBND

KẾ HOẠCH
Tổ chức Tết Trung thu năm 2031

I. NHIỆM VỤ

{body}
"""


def told(task: models.Task) -> str:
    """A task in the notation of the data file."""
    lead = task.lead.raw if task.lead else ""
    deadline = task.deadline.raw if task.deadline else ""
    return " | ".join([task.task, lead, deadline])


@pytest.mark.parametrize("name", DATA)
def test_labels_above_tables(name: str, tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    paper.write_text(PAPER.format(body=DATA[name]["body"]), encoding="utf-8")
    assert [told(task) for task in extract(paper).tasks] == DATA[name]["want"]
