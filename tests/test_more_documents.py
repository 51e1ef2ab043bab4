"""Every form of output shows all the papers of a file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
import yaml

from kehoach import Plan, extract
from kehoach.commands.check import written
from kehoach.commands.tables import summary
from kehoach.corrections.applying import with_corrections
from kehoach.corrections.making import Maker, difference
from kehoach.corrections.rows import EditedRow, corrections_of_rows
from kehoach.corrections.undoing import machine_plan
from kehoach.desk.edits import Edit, corrections_of
from kehoach.desk.failures import BadEditError
from kehoach.emit.findings import without_gaps
from kehoach.emit.formats import plan_writer
from kehoach.emit.json import from_json, to_json
from kehoach.emit.origin import Origin
from kehoach.schema.papers import papers_of, told_findings

DATA = yaml.safe_load((Path(__file__).parent / "data/parsers/three_papers.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return extract(DATA["text"].encode(), name="three.txt")


def test_each_paper_is_read_whole(plan: Plan) -> None:
    papers = papers_of(plan)
    assert [paper.document.number for paper in papers] == DATA["numbers"]
    assert [[task.task for task in paper.tasks] for paper in papers] == DATA["tasks"]
    assert not any(paper.unplaced for paper in papers)
    assert plan.status == "partial"


def test_tables_show_the_tasks_of_all(plan: Plan) -> None:
    wanted = [task for tasks in DATA["tasks"] for task in tasks]
    text = plan_writer("csv")(plan, Origin("three.txt")).decode()
    assert [row["task"] for row in csv.DictReader(io.StringIO(text))] == wanted
    book = openpyxl.load_workbook(io.BytesIO(plan_writer("xlsx")(plan, Origin("three.txt"))))
    column = [cell.value for cell in book["Nhiệm vụ"][1]].index("Nhiệm vụ")
    assert [row[column].value for row in book["Nhiệm vụ"].iter_rows(min_row=2)] == wanted
    numbers = [row[1].value for row in book["Văn bản"].iter_rows(min_row=2)]
    assert numbers == DATA["numbers"]


@pytest.mark.parametrize("form", ["ics", "html"])
def test_calendar_and_report_name_the_tasks_of_all(plan: Plan, form: str) -> None:
    shown = (
        plan_writer(form)(plan, Origin("three.txt"))
        .decode()
        .replace("\r\n ", "")
        .replace("\\,", ",")
    )
    for tasks in DATA["tasks"]:
        for task in tasks:
            assert task.rstrip(".") in shown


@pytest.mark.parametrize("form", ["json", "sarif", "html", "table"])
def test_findings_of_all_are_told(plan: Plan, form: str) -> None:
    """Which words the third paper is reproached for, no other has."""
    told = told_findings(plan)
    assert len(told) > len(plan.findings)
    last = [finding for finding in told if finding.where.startswith("/more_documents/1/")]
    shown = written([("three.txt", plan)], form, "vi")
    assert last
    for finding in last:
        if form == "json":
            assert finding.where in [one["where"] for one in json.loads(shown)[0]["findings"]]
        else:
            assert (finding.evidence or finding.message)[:20] in shown


def test_one_paper_stays_one(plan: Plan) -> None:
    alone = plan.model_copy(update={"more_documents": ()})
    assert papers_of(alone) == [alone]
    assert told_findings(alone) == plan.findings


def test_the_summary_counts_all(plan: Plan) -> None:
    assert f"{sum(map(len, DATA['tasks']))} tasks" in summary("three.txt", plan, "en")


def test_what_a_sum_of_a_further_paper_sums_up_is_not_counted_again(plan: Plan) -> None:
    """The second paper names no deliverable: told once for it, and not for each task besides."""
    second = "/more_documents/0/tasks"
    told = [one for one in without_gaps(told_findings(plan)) if one.code == "missing_deliverable"]
    assert [one.where for one in told if one.where.startswith(second)] == [second]


def edited_rows(plan: Plan) -> list[EditedRow]:
    text = plan_writer("csv")(plan, Origin("three.txt")).decode()
    cells = csv.DictReader(io.StringIO(text))
    return [EditedRow("tasks", line, row) for line, row in enumerate(cells, 2)]


def test_rows_of_further_papers_are_corrected_by_a_table(plan: Plan) -> None:
    """Left alone they change nothing; changed they are corrections of their own paper, and so is a
    row that is added behind them."""
    rows = edited_rows(plan)
    read = corrections_of_rows(plan, rows, Maker())
    assert (read.unknown, read.corrections) == ([], [])
    rows[-1].cells["task"] = "Việc khác."
    rows.append(EditedRow("tasks", rows[-1].line + 1, {"task": "Việc thêm."}))
    read = corrections_of_rows(plan, rows, Maker())
    assert read.unknown == []
    corrected = with_corrections(plan, read.corrections)
    tasks = [task.task for task in corrected.more_documents[-1].tasks]
    assert tasks == [*DATA["tasks"][-1][:-1], "Việc khác.", "Việc thêm."]
    assert corrected.tasks == plan.tasks
    assert {one.state for one in corrected.corrections} == {"applied"}


EDITS = [
    {"action": "change", "where": "/more_documents/0/tasks/0/note", "typed": "đã hỏi lại"},
    {"action": "remove", "where": "/more_documents/1/tasks/0"},
    {"action": "change", "where": "/more_documents/1/document/number", "typed": "99/KH-UBND"},
    {"action": "change", "where": "/tasks/0/note", "typed": "của kế hoạch"},
    {"action": "add", "where": "/more_documents/0/tasks", "fields": {"task": "Việc thêm."}},
]


def test_a_further_paper_is_corrected_like_the_plan(plan: Plan) -> None:
    made = corrections_of(plan, [Edit.model_validate(edit) for edit in EDITS], "Lê Thị Lan")
    corrected = with_corrections(plan, made)
    first, second = corrected.more_documents
    assert (first.tasks[0].task, first.tasks[1].note) == ("Việc thêm.", "đã hỏi lại")
    assert len(second.tasks) == len(plan.more_documents[1].tasks) - 1
    assert second.document.number == "99/KH-UBND"
    assert corrected.tasks[0].note == "của kế hoạch"
    assert [one.where for one in corrected.corrections] == [
        "/more_documents/0/tasks/1/note",
        "/more_documents/1/tasks",
        "/more_documents/1/document/number",
        "/tasks/0/note",
        "/more_documents/0/tasks/0",
    ]
    again = from_json(to_json(corrected).encode())
    assert to_json(machine_plan(again)) == to_json(from_json(to_json(plan).encode()))


def test_findings_of_a_further_paper_are_made_anew(plan: Plan) -> None:
    """The deadline that a person took away is missed, there and nowhere else."""
    number = next(
        index
        for index, paper in enumerate(plan.more_documents)
        if paper.tasks and paper.tasks[0].deadline
    )
    where = f"/more_documents/{number}/tasks/0/deadline"
    edit = Edit(action="change", where=where, typed="")
    corrected = with_corrections(plan, corrections_of(plan, [edit], None))
    before, after = (
        {(one.code, one.where) for one in told_findings(one)} for one in (plan, corrected)
    )
    assert {code for code, _ in after - before} >= {"missing_deadline"}
    assert {place.split("/")[2] for _, place in after - before} == {str(number)}


def test_a_json_of_further_papers_that_a_person_changed_becomes_corrections(plan: Plan) -> None:
    data = json.loads(to_json(plan))
    data["more_documents"][0]["tasks"][0]["note"] = "sửa tay"
    made = difference(plan, from_json(json.dumps(data).encode()), Maker())
    assert made.ignored == ()
    assert with_corrections(plan, made.corrections).more_documents[0].tasks[0].note == "sửa tay"


def test_a_correction_of_a_paper_that_is_gone_is_kept_and_told(plan: Plan) -> None:
    edit = Edit.model_validate(EDITS[0])
    made = corrections_of(plan, [edit], None)
    less = plan.model_copy(update={"more_documents": plan.more_documents[1:]})
    told = with_corrections(less, made)
    assert [(one.state, one.where) for one in told.corrections] == [("lost", "/more_documents")]
    assert "correction_lost" in {finding.code for finding in told.findings}
    assert told.more_documents == less.more_documents
    assert machine_plan(told).more_documents == less.more_documents


@pytest.mark.parametrize(
    "edit",
    [
        {"action": "move", "where": "/more_documents/0/tasks/0", "after": "/tasks/0"},
        {"action": "merge", "where": "/tasks/0", "other": "/more_documents/0/tasks/0"},
        {"action": "confirm", "where": "/more_documents/7/tasks/0/lead"},
        {"action": "remove", "where": "/more_documents/0"},
        {"action": "confirm", "where": "/more_documents/0/findings/0"},
    ],
)
def test_no_edit_leads_from_one_paper_into_another(plan: Plan, edit: dict[str, str]) -> None:
    with pytest.raises(BadEditError):
        corrections_of(plan, [Edit.model_validate(edit)], None)
