"""Tables as different clerks draw them (drawn_tables/, three batteries), each in several forms:
Word, web page, bars, tabs, set by blanks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kehoach import extract
from kehoach.schema.models import Plan, Task
from tests.table_papers import FORMS, Case, read_cases

CASES = [
    case
    for path in sorted((Path(__file__).parent / "data/parsers/drawn_tables").glob("*.txt"))
    for case in read_cases(path)
]
FIELDS = [
    "task",
    "lead",
    "coordinating",
    "deadline",
    "products",
    "group",
    "note",
    "budget",
    "activities",
]
EACH = [
    (case, form)
    for number, case in enumerate(CASES)
    for form in FORMS
    if form in (case.forms or FORMS) and (form in ("docx", "lay") or number % 3 == 0)
]
"""Each case as a Word file and set by blanks; each third one in all forms."""


def told(task: Task) -> dict[str, str]:
    """What came out of a row, "-" for nothing."""
    group = task.subgroup or task.group
    found = {
        "task": task.task,
        "lead": task.lead.raw if task.lead else "",
        "coordinating": task.coordinating.raw if task.coordinating else "",
        "deadline": task.deadline.raw if task.deadline else "",
        "products": "; ".join(task.deliverables),
        "group": group.title if group else "",
        "note": task.note or "",
        "budget": task.budget or "",
        "activities": " / ".join(task.activities),
    }
    return {key: neat(text) for key, text in found.items()}


def neat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .;") or "-"


def _wanted(line: str) -> dict[str, str]:
    pairs = zip(FIELDS, line.split("##"), strict=False)
    return {key: neat(text) for key, text in pairs if text.strip()}


def _misses(case: Case, form: str) -> list[str]:
    """What did not come out as wanted."""
    data, name = FORMS[form](case)
    return misses_of(case, extract(data, name=name))


def misses_of(case: Case, plan: Plan) -> list[str]:
    """Which tasks of a plan, or fields of them, are not as wanted."""
    found = [told(task) for task in plan.tasks]
    if len(found) != len(case.want or ()):
        return [f"{len(found)} tasks, {plan.status}"]
    wanted = [_wanted(line) for line in case.want or ()]
    pairs = zip(found, wanted, strict=True)
    return [
        f"{number}. {key}: {own[key]!r}, not {want[key]!r}"
        for number, (own, want) in enumerate(pairs, start=1)
        for key in want
        if own[key] != want[key]
    ]


@pytest.mark.parametrize(("case", "form"), EACH, ids=lambda one: getattr(one, "name", str(one)))
def test_a_table_is_read_in_each_form(case: Case, form: str) -> None:
    misses = _misses(case, form)
    if form in case.known:
        assert misses, "no longer wrong: take it out of `known`"
        pytest.xfail(misses[0])
    assert not misses
