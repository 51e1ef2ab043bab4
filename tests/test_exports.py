"""Plans in other formats: what stands in them, that nothing in them can run, and that they are the
same every time."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import icalendar
import openpyxl
import pytest
import yaml
from batch_maker import ROOT, batch, folder_of, long_paper
from hypothesis import example, given
from hypothesis import strategies as st
from read_papers import plan_of

from kehoach import cli
from kehoach.emit import ics, parquet, places, rows
from kehoach.emit.csv import csv_lines, harmless, to_csv
from kehoach.emit.finding_names import finding_names
from kehoach.emit.origin import Origin
from kehoach.emit.places import area_of
from kehoach.emit.report import Report, put_pictures, to_html
from kehoach.emit.report_page import OWN_SCRIPTS, WEB
from kehoach.emit.rows import TASKS, task_rows
from kehoach.emit.xlsx import to_xlsx
from kehoach.schema.models import (
    Deadline,
    DocumentInfo,
    Finding,
    Obligation,
    Offices,
    Plan,
    Source,
    Task,
    Unit,
)
from kehoach.schema.occasions import occasions

SAMPLE = ROOT / "samples" / "bang-6-cot" / "bang-6-cot.pdf"
ORIGIN = Origin("xã/kế hoạch.pdf", "../v%C3%A0o/k%E1%BA%BF.pdf", "plans/xã/kế hoạch.pdf.json")
EVIL = (
    '=cmd|"/C calc"!A0',
    "+1",
    "-1+1|x",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "<script>alert(1)</script>",
    'x" onload="y',
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(SAMPLE)


def evil_plan(texts: tuple[str, ...] = EVIL) -> Plan:
    """A plan whose every text wants to run."""
    tasks = tuple(
        Task(
            id=f"t{at}",
            origin="table",
            number=text,
            task=text,
            activities=(text,),
            deliverables=(text, text),
            lead=Offices(raw=text, units=(text,)),
            budget=text,
            deadline=Deadline(raw=text, kind="by", end="2025-07-15"),
        )
        for at, text in enumerate(texts)
    )
    findings = tuple(
        Finding(
            code="x",
            severity="error",
            where="/tasks/0",
            message=text,
            message_en=text,
            evidence=text,
        )
        for text in texts
    )
    document = DocumentInfo(
        title=texts[0], number=texts[-1], unit=Unit(level=texts[0], name=texts[-1])
    )
    source = Source(name="x", sha256="0" * 64, media_type="text/plain")
    return Plan(status="ok", source=source, document=document, tasks=tasks, findings=findings)


# --- CSV ------------------------------------------------------------------------------------------


def test_csv_has_a_line_per_task(plan: Plan) -> None:
    table = list(csv.DictReader(io.StringIO(to_csv(plan, ORIGIN).decode("utf-8"))))
    tasks = [row for row in table if row["origin"] != "obligation"]
    assert [row["task_id"] for row in tasks] == [task.id for task in plan.tasks]
    assert [row["task"] for row in table[len(tasks) :]] == [one.text for one in plan.obligations]
    assert table[0]["lead_units"] == "Phòng Văn hóa - Xã hội"
    assert table[0]["deadline_end"] == "2026-03-31"
    assert table[0]["paper"] == ORIGIN.paper


@given(st.text())
@example("  =1")
@example("\ufeff=1")
def test_no_cell_of_csv_can_run(text: str) -> None:
    cell = harmless(text)
    assert not cell.lstrip(" \ufeff\u200b").startswith(("=", "+", "-", "@"))
    assert not cell.startswith(("\t", "\r"))
    assert cell in (text, f"'{text}")


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=3)
)
def test_csv_can_be_read_back(texts: list[str]) -> None:
    table = [dict(zip("abc", texts, strict=False))]
    lines = csv_lines([rows.Column(name, "") for name in "abc"], table, header=False)
    (row,) = csv.reader(io.StringIO(lines, newline=""))
    one_break = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert row == [harmless(text) for text in one_break] + [""] * (3 - len(texts))


# --- XLSX -----------------------------------------------------------------------------------------


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_xlsx_is_made_for_people(plan: Plan) -> None:
    book = opened(to_xlsx(plan, ORIGIN))
    assert book.sheetnames == [
        "Nhiệm vụ",
        "Mốc ngoài nhiệm vụ",
        "Chỉ tiêu",
        "Điểm phải xem",
        "Văn bản",
    ]
    sheet = book["Nhiệm vụ"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.max_row == len(plan.tasks) + 1
    assert sheet.freeze_panes == "B2"
    assert (
        sheet.auto_filter.ref
        == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
    )
    end = sheet.cell(2, head.index("Đến ngày") + 1)
    assert end.value == datetime(2026, 3, 31)
    assert end.number_format == "dd/mm/yyyy"
    assert sheet.cell(2, head.index("Nhiệm vụ") + 1).alignment.wrap_text
    link = sheet.cell(2, 1).hyperlink
    assert (link.target, link.location) == (ORIGIN.link, "page=4")
    assert [row[0] for row in book["Chỉ tiêu"].iter_rows(min_row=2, values_only=True)] == [
        ORIGIN.paper
    ] * len(plan.targets)
    assert book["Điểm phải xem"].max_row == len(plan.findings) + 1
    assert book["Văn bản"]["D2"].value == "đọc được"


def test_nothing_in_xlsx_is_a_formula() -> None:
    book = opened(to_xlsx(evil_plan(), ORIGIN))
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    suspicious = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert len(suspicious) > 20
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in suspicious)


def test_xlsx_holds_long_texts() -> None:
    book = opened(to_xlsx(evil_plan(("x" * 40_000,)), ORIGIN))
    assert book["Nhiệm vụ"]["G2"].value == "x" * 32_766 + "…"


# --- ICS ------------------------------------------------------------------------------------------


def dated(*deadlines: Deadline | None) -> Plan:
    tasks = [
        Task(
            id="t",
            origin="body",
            task="Họp; bàn, và\nquyết\r\n\x07 định " + "ế" * 90,
            deadline=deadline,
        )
        for deadline in deadlines
    ]
    return evil_plan().model_copy(update={"tasks": tuple(tasks)})


def events(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_ics_holds_what_has_a_date(plan: Plan) -> None:
    found = events(ics.to_ics(plan, ORIGIN))
    days = [event["dtstart"].dt.isoformat() for event in found]
    assert days == [
        occasion.day.isoformat()
        for part in (*plan.tasks, *plan.obligations)
        for occasion in occasions(part.deadline, plan.document)
    ]
    assert len(days) > 10
    first = found[0]
    assert str(first["summary"]) == (
        f"phường Tân Mộc Hạ · Phòng Văn hóa - Xã hội: {plan.tasks[0].task}"
    )
    assert str(first["description"]).startswith("Chủ trì: Phòng Văn hóa - Xã hội\nPhối hợp: ")
    assert first["dtstamp"].dt.date().isoformat() == plan.document.issued_on


def test_ics_leaves_out_what_has_none() -> None:
    end = Deadline(raw="x", kind="by", end="2025-06-30")
    several = Deadline(
        raw="x", kind="several", parts=(end, end.model_copy(update={"end": "2025-11-30"}))
    )
    none = (
        None,
        Deadline(raw="Thường xuyên", kind="continuous"),
        end.model_copy(update={"kind": "done"}),
    )
    found = events(ics.to_ics(dated(end, *none, several, end), ORIGIN))
    assert [event["dtstart"].dt.isoformat() for event in found] == [
        "2025-06-30",
        "2025-06-30",
        "2025-11-30",
        "2025-06-30",
    ]
    assert len({str(event["uid"]) for event in found}) == 4


OBLIGATION = Obligation(
    text="Gửi danh sách hộ nghèo trước ngày 25/7/2031.",
    who=Offices(raw="Các thôn", units=("Các thôn",)),
    deadline=Deadline(raw="trước ngày 25/7/2031", kind="by", end="2031-07-25"),
    section="III",
)


def test_a_hard_date_outside_tasks_is_in_every_format() -> None:
    held = evil_plan().model_copy(update={"tasks": (), "obligations": (OBLIGATION,)})
    (event,) = events(ics.to_ics(held, ORIGIN))
    assert str(event["summary"]).endswith(f": {OBLIGATION.text}")
    assert event["dtstart"].dt.isoformat() == "2031-07-25"
    assert str(event["description"]).startswith("Ai làm: Các thôn\nThời hạn: trước ngày 25/7/2031")
    (row,) = csv.DictReader(io.StringIO(to_csv(held, ORIGIN).decode("utf-8")))
    assert (row["origin"], row["lead_units"], row["task_id"]) == ("obligation", "Các thôn", "")
    sheet = opened(to_xlsx(held, ORIGIN))["Mốc ngoài nhiệm vụ"]
    assert [cell.value for cell in sheet["E"]][1:] == [OBLIGATION.text]
    assert OBLIGATION.text in to_html(held, ORIGIN).decode("utf-8")


def test_ics_lines_are_as_rfc_5545_wants_them(plan: Plan) -> None:
    for data in (
        ics.to_ics(plan, ORIGIN),
        ics.to_ics(dated(Deadline(raw="x", end="2025-06-30")), ORIGIN),
    ):
        lines = data.split(b"\r\n")
        assert lines[-1] == b""
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line or b"\r" in line or b"\x07" in line for line in lines)
        assert lines[0] == b"BEGIN:VCALENDAR"
        for line in lines:
            line.decode("utf-8")  # no letter is cut in two
    (event,) = events(ics.to_ics(dated(Deadline(raw="x", end="2025-06-30")), ORIGIN))
    assert "Họp; bàn, và\nquyết\n  định ếế" in str(event["summary"])


# --- Parquet --------------------------------------------------------------------------------------


def test_parquet_has_types(plan: Plan, tmp_path: Path) -> None:
    with (tmp_path / "lines").open("wb") as file:
        parquet.write_lines(file, task_rows(plan, ORIGIN))
        parquet.write_lines(file, task_rows(evil_plan(), ORIGIN))
    made = []
    for name in ("a'b.parquet", "2.parquet"):
        parquet.from_lines(tmp_path / "lines", tmp_path / name, tmp_path)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    with duckdb.connect() as db:
        described = db.execute(
            "DESCRIBE SELECT * FROM read_parquet(?)", [str(tmp_path / "2.parquet")]
        ).fetchall()
        table = db.execute(
            "SELECT task, lead_units, deadline_end, confidence, task_id FROM read_parquet(?)",
            [str(tmp_path / "2.parquet")],
        ).fetchall()
    types = {row[0]: row[1] for row in described}
    assert list(types) == [column.name for column in TASKS]
    assert (types["deadline_end"], types["lead_units"], types["page"]) == (
        "DATE",
        "VARCHAR[]",
        "INTEGER",
    )
    assert len(table) == len(plan.tasks) + len(EVIL)
    assert table[0][:4] == (plan.tasks[0].task, ["Phòng Văn hóa - Xã hội"], date(2026, 3, 31), 0.99)
    assert [row[0] for row in table if row[4] == "t0"] == [EVIL[0]]  # data stays as it is


# --- HTML -----------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page refers to, what it may run, its data, and its texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.refers: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.meta: list[str] = []
        self.scripts: list[str] = []
        self.data: list[str] = []
        self.pictures: list[str] = []
        self.texts: list[str] = []
        self._is_data = self._is_pictures = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._is_data = ("type", "application/json") in attrs
        self._is_pictures = ("class", "picture") in attrs
        self.refers += [
            value or ""
            for name, value in attrs
            if name in ("src", "href", "action", "data", "srcset")
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.meta += [value or "" for name, value in attrs if tag == "meta" and name == "content"]

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        self._is_data = self._is_pictures = False

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data.append(data)
        elif self._is_pictures:
            self.pictures.append(data)
        else:
            (self.scripts if self.tags[-1:] == ["script"] else self.texts).append(data)

    @property
    def facts(self) -> dict[str, Any]:
        """The data before the scripts, the tasks with what they share, and what stands behind
        them."""
        first, rest, behind = map(json.loads, self.data)
        shared = [first["task_fields"].index(name) for name in first["shared_fields"]]
        for row in rest["tasks"]:
            for field in shared:
                row[field] = None if row[field] is None else rest["shared"][row[field]]
        return {**first, **rest, **behind}


def page_of(plan: Plan, origin: Origin = ORIGIN) -> Page:
    report = Report()
    report.add(plan, origin, "x")
    report.add_unread(rows.unread_row(Origin("<b>.pdf"), status="failed", reason="<i>"))
    return Page(report.page().decode("utf-8"))


@pytest.mark.parametrize("which", ["sample", "evil"])
def test_html_needs_nothing_and_runs_only_its_own(plan: Plan, which: str) -> None:
    page = page_of(plan if which == "sample" else evil_plan())
    assert page.tags.count("script") == len(page.scripts) + 3, "and three that are only data"
    assert page.handlers == []
    assert not {"iframe", "object", "embed", "link", "form", "base"} & set(page.tags)
    assert [
        one for one in page.refers if not one.startswith(("#", "../", "data:image/jpeg;base64,"))
    ] == []
    policy = next(content for content in page.meta if "script-src" in content)
    digests = [hashlib.sha256(script.encode()).digest() for script in page.scripts]
    hashes = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)
    assert f"script-src {hashes} ;" in policy
    assert "default-src 'none'" in policy
    assert "//" not in policy
    text = " ".join(page.texts)
    assert "<" not in "".join(page.data)
    assert [one["paper"] for one in page.facts["unread"]] == ["<b>.pdf"]
    assert "<b>.pdf" in text
    if which == "evil":
        assert "<script>alert(1)</script>" in text
        assert "<script>alert(1)</script>" in str(page.facts["tasks"])


def test_html_tells_what_is_missing_where(plan: Plan) -> None:
    page = page_of(plan)
    text = " ".join(" ".join(page.texts).split())
    assert "phường Tân Mộc Hạ" in text
    assert "Ngày không hợp lệ: 15/7/205." in text
    assert plan.tasks[5].task in text
    data = page.facts
    (ward,) = data["wards"]
    assert ward["name"] == "phường Tân Mộc Hạ"
    assert (ward["missing_owner"], ward["missing_deadline"], ward["missing_deliverable"]) == (
        1,
        1,
        1,
    )
    fields = data["task_fields"]
    rows = [dict(zip(fields, row, strict=True)) for row in data["tasks"]]
    assert [row["task"] for row in rows] == [task.task for task in plan.tasks]
    assert [row["coordinating"] for row in rows] == [
        task.coordinating.raw if task.coordinating else None for task in plan.tasks
    ]


def test_html_holds_once_what_tasks_share(plan: Plan) -> None:
    report = Report()
    for number in range(3):
        report.add(plan, Origin(f"{number}.pdf"), "x")
    page = Page(report.page().decode("utf-8"))
    _, behind, _ = map(json.loads, page.data)
    shared = [tuple(one) if isinstance(one, list) else one for one in behind["shared"]]
    assert len(shared) == len(set(shared))
    fields = page.facts["task_fields"]
    rows = [dict(zip(fields, row, strict=True)) for row in page.facts["tasks"]]
    leads = [task.lead.raw if task.lead else None for task in plan.tasks]
    assert [row["lead"] for row in rows] == leads * 3
    assert [row["deliverables"] for row in rows[: len(leads)]] == [
        list(task.deliverables) for task in plan.tasks
    ]


def test_html_ties_findings_to_their_tasks(plan: Plan) -> None:
    data = page_of(plan).facts
    told = [dict(zip(data["finding_fields"], row, strict=True)) for row in data["findings"]]
    (lacking,) = [one for one in told if one["code"] == "missing_owner"]
    assert plan.tasks[lacking["task"]].lead is None
    assert lacking["suggestion"] == "Nêu một cơ quan chủ trì."
    assert lacking["suggestion_en"] == "Name one body that leads."
    assert {one["task"] for one in told if one["code"] == "invalid_date"} == {None}


def test_html_shows_the_place_of_a_finding(plan: Plan, tmp_path: Path) -> None:
    assert (
        cli.run(["extract", str(SAMPLE), "--format", "html", "-o", str(tmp_path / "x.html")]) == 0
    )
    html = (tmp_path / "x.html").read_text(encoding="utf-8")
    pictures = [
        base64.b64decode(one) for one in re.findall(r"data:image/jpeg;base64,([^\"<]+)", html)
    ]
    assert (
        len(pictures)
        == len({area for one in plan.findings if (area := area_of(plan, one)) is not None})
        >= 5
    )
    assert all(picture.startswith(b"\xff\xd8\xff") for picture in pictures)
    assert len(html) < 300_000


def test_pictures_are_bounded(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report()
    report.add(plan, ORIGIN, "x")
    monkeypatch.setattr("kehoach.emit.report.MAX_PICTURE_BYTES", 250)
    put_pictures(report.wanted_pictures(), [b"x" * 100] * len(report.wanted_pictures()))
    assert sum(one.picture is not None for one in report.shown()) == 2


def test_report_of_many_papers_stays_small(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("MAX_TASKS", 30), ("MAX_FINDINGS", 8), ("MAX_PAPERS", 3)):
        monkeypatch.setattr(f"kehoach.emit.report.{name}", size)
    report = Report()
    for number in range(40):
        report.add(plan, Origin(f"{number}.pdf"), "x")
        report.add_unread(rows.unread_row(Origin(f"x{number}"), status="failed"))
    page = Page(report.page().decode("utf-8"))
    text = " ".join(" ".join(page.texts).split())
    assert f"Ở đây là 30 nhiệm vụ đầu trong {40 * len(plan.tasks)}" in text
    assert f"Ở đây là 8 điểm nặng nhất trong {40 * len(plan.findings)}" in text
    assert "và 37 tệp khác" in text
    data = page.facts
    assert (len(data["tasks"]), len(data["findings"]), len(data["papers"])) == (30, 8, 3)
    assert data["totals"]["more_papers"] == 37
    assert data["totals"]["tasks"] == 40 * len(plan.tasks)
    assert data["wards"][0]["tasks"] == 40 * len(plan.tasks), "wards are counted whole"


def test_pictures_go_round_among_papers(plan: Plan) -> None:
    """The two worst places of each paper come before the third of any."""
    report = Report()
    for number in range(3):
        report.add(plan, Origin(f"{number}.pdf"), f"{number}.pdf")
    papers = [one.paper for one in report.wanted_pictures()]
    assert papers[:8] == [0, 0, 1, 1, 2, 2, 0, 0]
    places = [one.place for one in report.wanted_pictures()]
    assert len(places) == len(set(places))


def test_the_libraries_of_the_report_are_those_that_are_pinned() -> None:
    pinned = yaml.safe_load((WEB / "libraries.yaml").read_text(encoding="utf-8"))
    bundle = (WEB / "libraries.js").read_bytes()
    assert hashlib.sha256(bundle).hexdigest() == pinned["sha256"]
    assert not re.search(rb"</script|<!--|\beval\(|new Function|sourceMappingURL", bundle)
    licences = (WEB / "libraries.LICENSE.txt").read_text(encoding="utf-8")
    packages = [one["name"] for one in pinned["packages"]]
    assert packages == re.findall(r"^(\S+) \d+\.\d+\.\d+ \(", licences, re.MULTILINE)
    lock = json.loads((ROOT / "tools" / "web_libraries" / "package-lock.json").read_text())
    assert all(one.get("integrity") for name, one in lock["packages"].items() if name)
    assert "resolved" not in str(lock)


def test_every_word_of_the_report_is_there_in_both_languages() -> None:
    words = yaml.safe_load((WEB / "words.yaml").read_text(encoding="utf-8"))
    assert all(len(pair) == 2 and all(pair) for pair in words.values())
    for vi, en in words.values():
        assert set(re.findall(r"\{(\w+)\}", vi)) == set(re.findall(r"\{(\w+)\}", en))
    scripts = "".join((WEB / name).read_text(encoding="utf-8") for name in OWN_SCRIPTS)
    asked = set(re.findall(r'say\("(\w+)"', scripts))
    assert len(asked) > 60
    assert asked <= set(words)


def test_every_kind_of_finding_has_a_name() -> None:
    rules = yaml.safe_load((ROOT / "schema" / "rules" / "findings.yaml").read_text("utf-8"))
    assert {entry.get("code", name) for name, entry in rules.items()} == set(finding_names())
    assert {name.concern for name in finding_names().values()} == {"paper", "unread", "reading"}


# --- the command ----------------------------------------------------------------------------------


def test_extract_in_all_formats(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["extract", str(SAMPLE), "--format", "json,xlsx,csv,ics,html", "-o"]
    assert cli.run([*command, f"{out}/"]) == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(first) == {
        f"bang-6-cot.{suffix}" for suffix in ("json", "xlsx", "csv", "ics", "html")
    }
    assert cli.run([*command, str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_one_format_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.run(["extract", str(SAMPLE), "--format", "ics"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"BEGIN:VCALENDAR\r\n")
    assert cli.run(["extract", str(SAMPLE), "--format", "xlsx"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"PK\x03\x04")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "json,csv"], "several formats need a folder"),
        (["--format", "json,csv", "-o", "x.json"], "several formats need a folder"),
        (["--format", "json,,doc"], "invalid value for --format"),
        (["--format", ","], "invalid value for --format"),
    ],
)
def test_wrong_formats(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--lang", "en", "extract", str(SAMPLE), *arguments]) == 2
    assert told in capsys.readouterr().err


def queries() -> Iterator[str]:
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    yield from re.findall(r"```sql\n(.*?)```", text, re.DOTALL)


def test_the_queries_of_the_documents_answer(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 4)
    (folder / "có lỗi.txt").write_text(long_paper(1), encoding="utf-8")
    batch(folder, tmp_path / "results")
    found = list(queries())
    assert len(found) >= 2
    for query in found:
        program = "import duckdb, json, sys; rows = duckdb.sql(sys.argv[1]).fetchall();"
        program += "print(json.dumps(rows, default=str))"
        done = subprocess.run(
            [sys.executable, "-c", program, query], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)


@pytest.mark.parametrize("unit", ["line", "paragraph"])
def test_a_line_number_of_a_foreign_plan_costs_no_memory(unit: places.Unit) -> None:
    """A plan read back may tell any numbers: its places are told by the first and the last."""
    assert places.Place(unit, (7, 10**30)).told("en") == f"{unit} 7-{10**30}"
    assert places.Place(unit, (7, 7)).told("en") == f"{unit} 7"
