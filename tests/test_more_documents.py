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
from kehoach.corrections.making import Maker
from kehoach.corrections.rows import EditedRow, corrections_of_rows
from kehoach.emit.findings import without_gaps
from kehoach.emit.formats import plan_writer
from kehoach.emit.rows import Origin
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


def test_rows_of_further_papers_are_known_to_who_reads_them_back(plan: Plan) -> None:
    """Left alone they change nothing; changed they are told, not dropped."""
    text = plan_writer("csv")(plan, Origin("three.txt")).decode()
    cells = list(csv.DictReader(io.StringIO(text)))
    rows = [EditedRow("tasks", line, row) for line, row in enumerate(cells, 2)]
    read = corrections_of_rows(plan, rows, Maker())
    assert (read.unknown, read.corrections) == ([], [])
    rows[-1].cells["task"] = "Việc khác."
    assert corrections_of_rows(plan, rows, Maker()).unknown == [rows[-1].line]
