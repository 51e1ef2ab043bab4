"""Persons called by their names before the offices that lead (data/parsers/named_persons.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kehoach.parsers.items.owners.named_persons import with_person_as_printed
from kehoach.schema import models

CASES: list[list[str]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/named_persons.yaml").read_text("utf-8")
)


def led(text: str, office: str, title: str | None = None) -> str:
    """How the lead of a task is printed, in its sentence or under a title."""
    group = models.Group(title=title) if title is not None else None
    lead = models.Offices(raw=office)
    task = models.Task(id="t1", origin="body", task=text, lead=lead, group=group)
    told = with_person_as_printed(task).lead
    return told.raw if told is not None else ""


@pytest.mark.parametrize(("text", "office", "printed"), CASES)
def test_person_as_printed(text: str, office: str, printed: str) -> None:
    assert led(text, office) == printed


@pytest.mark.parametrize(("text", "office", "printed"), CASES)
def test_person_in_title(text: str, office: str, printed: str) -> None:
    assert led("Kiểm tra chợ trước ngày 16/5/2031.", office, title=text) == printed
