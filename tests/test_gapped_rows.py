"""Tables typed with tabs or runs of blanks, in Word files and in texts, against
data/parsers/gapped_rows.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx_maker import make_docx, p

from kehoach import extract
from kehoach.schema.models import Plan, Task

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/gapped_rows.yaml").read_text("utf-8")
)
HEAD = ("ỦY BAN NHÂN DÂN XÃ TÂN KHÊ", "KẾ HOẠCH", "Phòng cháy năm 2031")
TELLING = {"low_confidence", "unread_table"}


def of_word(lines: Sequence[str], folder: Path) -> Plan:
    """The plan of a Word file that has the lines as paragraphs."""
    tab = '</w:t><w:tab/><w:t xml:space="preserve">'
    body = "".join(p(line.replace("⇥", tab)) for line in (*HEAD, *lines))
    return extract(make_docx(folder / "giay.docx", body))


def of_text(lines: Sequence[str]) -> Plan:
    """The plan of a text that has the lines."""
    text = "\n".join((*HEAD, *lines)).replace("⇥", "\t")
    return extract(text.encode(), name="giay.txt")


def told(task: Task) -> str:
    """A task in the notation of the cases."""
    values = (task.lead, task.coordinating, task.deadline)
    words = [value.raw if value is not None else "" for value in values]
    return " | ".join((task.number or "-", task.task, *words)).rstrip()


@pytest.mark.parametrize("name", CASES)
def test_word(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    plan = of_word(case["lines"], tmp_path)
    codes = {finding.code for finding in plan.findings}
    if "tasks" in case:
        assert [told(task) for task in plan.tasks] == case["tasks"]
    assert codes & TELLING == set(case.get("told", ()))
    assert (plan.status == "partial") == ("unread_table" in codes)


@pytest.mark.parametrize("name", CASES)
def test_text(name: str) -> None:
    case = CASES[name]
    plan = of_text(case["lines"])
    if "tasks" in case:
        assert [told(task) for task in plan.tasks] == case["tasks"]
    assert plan.status == ("ok" if "tasks" in case else "partial")
