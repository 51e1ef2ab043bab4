"""Rows that a person splits and merges: nothing of them is lost, and all of it can be taken off."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.model import Correction
from kehoach.corrections.parts import parts_of
from kehoach.corrections.rebuilding import rebuilt
from kehoach.corrections.undoing import machine_plan
from kehoach.desk.edits import Edit, corrections_of
from kehoach.emit.json import from_json, to_json
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

PAPER = Path(__file__).parent.parent / "samples" / "bang-6-cot" / "bang-6-cot.docx"
ACTIONS = ("split", "merge", "move", "remove", "add", "change")


@cache
def read_paper() -> Plan:
    """A sample, read."""
    return from_json(to_json(extract(PAPER)).encode())


@pytest.fixture
def plan() -> Plan:
    return read_paper()


@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_whatever_is_done_to_rows_can_be_taken_off(data: st.DataObject) -> None:
    """Rows split, merged, moved, removed, added, changed, one after the other: each is applied, and
    the plan as the machine read it comes back."""
    plan = standing = read_paper()
    made: tuple[Correction, ...] = ()
    part = data.draw(st.sampled_from(["tasks", "targets", "assignments"]))
    for _ in range(data.draw(st.integers(1, 6))):
        rows = getattr(standing, part)
        if len(rows) < 2:
            break
        first, second = data.draw(st.permutations(range(len(rows))))[:2]
        edit = edit_of(data.draw(st.sampled_from(ACTIONS)), part, rows[first], (first, second))
        made += corrections_of(standing, [edit], "Lê Thị Lan")
        standing = with_corrections(plan, made)
        states = {one.state for one in standing.corrections}
        assert states <= {"applied", "agreed", "lost", "replaced"}
    again = from_json(to_json(standing).encode())
    assert to_json(machine_plan(again)) == to_json(plan)
    held = rebuilt(again)
    assert held.corrections == made
    assert parts_of(with_corrections(plan, held.active)) == parts_of(standing)


def edit_of(action: str, part: str, row: Any, indices: tuple[int, int]) -> Edit:
    """Something that a person does to a row, or to two."""
    where, other = (f"/{part}/{index}" for index in indices)
    field = {"tasks": "task", "targets": "text", "assignments": "unit"}[part]
    words = getattr(row, field)
    told: dict[str, Any] = {
        "split": {"where": f"{where}/{field}", "typed": words[:9], "rest": f"Nửa sau {words}"},
        "merge": {"where": where, "other": other},
        "move": {"where": where, "after": other},
        "remove": {"where": where},
        "add": {"where": f"/{part}", "after": where, "fields": {field: f"Việc mới {indices}"}},
        "change": {"where": f"{where}/number", "typed": f"{indices[1]}"},
    }
    return Edit(action=action, **told[action])


def test_a_merged_row_keeps_the_values_and_the_places_of_both(plan: Plan) -> None:
    first, second = plan.tasks[:2]
    made = corrections_of(plan, [Edit(action="merge", where="/tasks/0", other="/tasks/1")], None)
    whole = with_corrections(plan, made)
    task = whole.tasks[0]
    assert len(whole.tasks) == len(plan.tasks) - 1
    assert task.id == first.id
    assert first.task in task.task
    assert second.task in task.task
    assert set(task.deliverables) == {*first.deliverables, *second.deliverables}
    assert task.spans == (*first.spans, *second.spans)
    for row in (first, second):
        assert row.sources is not None
        for name in ("task", "deadline", "deliverables", "lead"):
            assert spans_in(getattr(row.sources, name)) <= spans_in(getattr(task.sources, name))
    for office in (first.lead, second.lead):
        assert office is not None
        assert task.lead is not None
        assert set(office.units) <= set(task.lead.units)


def test_times_of_merged_rows_keep_their_prepositions(plan: Plan) -> None:
    words = ("trước 31/8/2031", "trong quý II/2031")
    typed = [
        Edit(action="change", where=f"/tasks/{row}/deadline", typed=text)
        for row, text in enumerate(words)
    ]
    merge = Edit(action="merge", where="/tasks/0", other="/tasks/1")
    whole = with_corrections(plan, corrections_of(plan, [*typed, merge], None))
    deadline = whole.tasks[0].deadline
    assert deadline is not None
    assert deadline.raw == "; ".join(words)
    assert [(one.raw, one.kind) for one in deadline.parts] == [
        (words[0], "by"),
        (words[1], "within"),
    ]


def test_rows_that_a_person_took_out_leave_no_gap(plan: Plan) -> None:
    """The paper prints their numbers: what is missing is missing in the list alone."""
    for edit in (
        Edit(action="merge", where="/tasks/1", other="/tasks/2"),
        Edit(action="remove", where="/tasks/2"),
    ):
        whole = with_corrections(plan, corrections_of(plan, [edit], None))
        told = [
            [one.message for one in findings if one.code == "number_gap"]
            for findings in (whole.findings, plan.findings)
        ]
        assert told[0] == told[1]


def spans_in(source: Any) -> set[str]:
    """The places that sources name."""
    listed = source if isinstance(source, tuple) else (source,)
    return {span.model_dump_json() for one in listed if one is not None for span in one.spans}


def test_both_halves_of_a_row_stand_where_it_stood(plan: Plan) -> None:
    row = plan.tasks[1]
    edit = Edit(action="split", where="/tasks/1/task", typed="Rà soát", rest="Công khai")
    whole = with_corrections(plan, corrections_of(plan, [edit], None))
    first, second = whole.tasks[1:3]
    assert (first.task, second.task) == ("Rà soát", "Công khai")
    assert first.id == row.id
    for half in (first, second):
        assert half.spans == row.spans
        assert half.sources == row.sources
        assert (half.lead, half.deadline, half.group) == (row.lead, row.deadline, row.group)


def test_a_machine_that_reads_two_rows_by_now_agrees(plan: Plan) -> None:
    edit = Edit(action="split", where="/tasks/1/task", typed="Rà soát", rest="Công khai")
    made = corrections_of(plan, [edit], None)
    whole = with_corrections(plan, made)
    learnt = plan.model_copy(update={"tasks": whole.tasks})
    again = with_corrections(learnt, made)
    assert [one.state for one in again.corrections] == ["agreed"]
    assert [task.task for task in again.tasks] == [task.task for task in whole.tasks]


def test_a_merge_whose_row_is_gone_is_kept_and_told(plan: Plan) -> None:
    made = corrections_of(plan, [Edit(action="merge", where="/tasks/0", other="/tasks/1")], None)
    less = plan.model_copy(update={"tasks": (plan.tasks[0], *plan.tasks[2:])})
    whole = with_corrections(less, made)
    assert [one.state for one in whole.corrections] == ["lost"]
    assert whole.tasks == less.tasks
    assert "correction_lost" in {finding.code for finding in whole.findings}


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("lead", "Công an xã", "Công an xã"),
        ("coordinating", "Công an xã", "Công an xã"),
        ("deadline", "trước 30/9/2031", "trước 30/9/2031"),
        ("note", "theo Đề án 06", "theo Đề án 06"),
    ],
)
def test_what_a_target_leaves_out_can_be_filled_in(
    plan: Plan, field: str, typed: str, kept: str
) -> None:
    """Targets leave out what the paper does not state; a person can state it all the same."""
    assert plan.targets
    assert field not in plan.model_dump(mode="json")["targets"][0]
    made = corrections_of(
        plan, [Edit(action="change", where=f"/targets/0/{field}", typed=typed)], None
    )
    standing = with_corrections(plan, made)
    assert [one.state for one in standing.corrections] == ["applied"]
    value = standing.model_dump(mode="json")["targets"][0][field]
    assert (value["raw"] if isinstance(value, dict) else value) == kept
    assert to_json(machine_plan(from_json(to_json(standing).encode()))) == to_json(plan)
