"""Papers in other shells than a scan or a Word file: posts, web pages, texts for a loudspeaker,
Markdown, papers that carry a plan (data/parsers/shells.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.schema.models import Task

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/shells.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", CASES)
def test_a_paper_in_such_a_shell(name: str) -> None:
    case = CASES[name]
    plan = extract(case["text"].encode(), name="giay.md" if "# " in case["text"] else "giay.txt")
    wanted = [[part.strip() for part in row.split("|")] for row in case["want"]]
    assert [_told(task, row) for task, row in zip(plan.tasks, wanted, strict=False)] == wanted
    assert len(plan.tasks) == len(wanted)
    if "groups" in case:
        assert [task.group.title if task.group else None for task in plan.tasks] == case["groups"]
    for field in ("type", "issuer", "title"):
        if field in case:
            assert getattr(plan.document, field) == case[field]
    codes = [finding.code for finding in plan.findings]
    assert set(case.get("found", ())) <= set(codes)
    assert not set(case.get("lost", ())) & set(codes)
    assert [given.unit for given in plan.assignments] == case.get("duties", [])
    assert len(plan.targets) == case.get("targets", 0)


def _told(task: Task, row: list[str]) -> list[str]:
    """A task as the cases write it, its wording as far as the case gives it."""
    text = task.task if not task.task.startswith(row[1]) else row[1]
    lead = task.lead.raw if task.lead else None
    deadline = task.deadline.raw if task.deadline else None
    return [str(task.number or "null"), text, str(lead or "null"), str(deadline or "null")]


def test_what_a_sentence_alone_tells_is_less_sure() -> None:
    plan = extract(CASES["a post with pictures as bullets"]["text"].encode(), name="giay.txt")
    assert all((task.confidence or 1) <= 0.7 for task in plan.tasks)


def test_furniture_of_a_site_is_told_as_such() -> None:
    case = CASES["a web page whose letterhead the site dropped"]
    plan = extract(case["text"].encode(), name="giay.txt")
    assert plan.document.site[0] == "Trang chủ > Thông báo > Môi trường"
    assert "Thống kê truy cập" in plan.document.site
