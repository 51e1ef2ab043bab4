"""The report of a batch, or of one plan: what it tells, gathered paper by paper. `report_page`
writes it.

What grows with the number of papers is bounded, and what is left out is told: all of it stands in
plans.xlsx.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from typing import IO, Any

from kehoach.emit.direction import upright
from kehoach.emit.findings import advice_of, message_of
from kehoach.emit.origin import Origin
from kehoach.emit.places import PageArea, area_of, files_of
from kehoach.emit.report_page import as_data, as_json, picture_url, write_page
from kehoach.emit.rows import (
    SEVERITIES,
    Row,
    finding_rows,
    obligation_rows,
    paper_row,
    target_rows,
    task_rows,
)
from kehoach.emit.wards import Ward, Wards
from kehoach.normalize.times.dates import is_whole_day
from kehoach.schema.models import Finding, Plan
from kehoach.schema.papers import papers_of
from kehoach.schema.rules.owed import owed_by

MAX_TASKS, MAX_FINDINGS, MAX_PAPERS, MAX_OBLIGATIONS = 12_000, 6_000, 3_000, 1_500
MAX_TARGETS = 3_000
MAX_TASK_BYTES = 8_000_000
MAX_PICTURES, MAX_PICTURE_BYTES = 150, 5_000_000
AT_A_TIME = 2
"""Pictures of a paper before those of the next: one more of an opened paper costs little."""
TASK_FIELDS = (
    *("paper", "number", "group", "task", "activities", "deliverables"),
    *("lead", "lead_units", "coordinating", "coordinating_units"),
    *("deadline", "deadline_kind", "deadline_end", "page", "lacking"),
)
"""What a task is in the data of the page, in this order; `paper` is the number of its paper,
`lacking` are the codes of what it owes and leaves empty."""
CODES = {
    "lead": "missing_owner",
    "deadline": "missing_deadline",
    "deliverables": "missing_deliverable",
}
"""The finding that tells that a field is empty."""
TARGET_FIELDS = (
    *("paper", "number", "group", "target", "metrics"),
    *("lead", "lead_units", "coordinating", "coordinating_units"),
    *("deadline", "deadline_end", "page"),
)
"""What a target is there, likewise."""


@dataclass(slots=True)
class ReportedFinding:
    """A finding of the report: its row, its input and that one's hash, and where the paper shows
    it. `paper`, `task`: the numbers of these in the page, None where it is about no task there.
    `picture` is a data URL once it is made; `files` are those that its pages came as, none where
    it is one file."""

    row: Row
    input: str
    sha256: str
    media_type: str
    area: PageArea | None
    paper: int
    task: int | None
    picture: str | None = None
    files: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, PageArea | None]:
        """What findings share that one picture shows."""
        return (self.input, self.area)


@dataclass
class Report:
    """What the report tells; rows of tasks wait on the disk."""

    statuses: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    wards: Wards = field(default_factory=Wards)
    tallies: list[Counter[str]] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    obligations: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)
    forms: list[tuple[Row, Row]] = field(default_factory=list)
    findings: dict[str, list[ReportedFinding]] = field(
        default_factory=lambda: {level: [] for level in SEVERITIES}
    )
    tasks: int = 0
    targets: int = 0
    target_rows: list[list[Any]] = field(default_factory=list)
    pages: int = 0
    papers_met: int = 0
    duplicates: int = 0
    kept_tasks: int = 0
    left_out_unread: int = 0
    left_out_obligations: int = 0
    _rows: IO[bytes] = field(default_factory=tempfile.TemporaryFile)

    def add(
        self, plan: Plan, origin: Origin, name: str, tasks: Iterable[Row] | None = None
    ) -> None:
        """One file with its papers; `name` is what its input is called where pictures are fetched,
        `tasks` the rows of all its papers when they are made already."""
        self.statuses[plan.status] += 1
        self.pages += len(plan.source.pages)
        papers = papers_of(plan)
        if tasks is None:
            tasks = chain.from_iterable(task_rows(paper, origin) for paper in papers)
        rows = iter(tasks)
        for paper in papers:
            ward = self.wards.of(paper)
            number = self._add_paper(paper, origin, ward=ward)
            numbers = [
                self._add_task({**row, "lacking": lacking}, number)
                for row, lacking in zip(
                    islice(rows, len(paper.tasks)), _lacking(paper), strict=True
                )
            ]
            self._add_targets(paper, origin, paper=number)
            self._add_obligations(paper, origin, paper=number)
            self._add_findings(paper, origin, name=name, paper_number=number, tasks=numbers)

    def _add_paper(self, plan: Plan, origin: Origin, ward: Ward) -> int:
        """Count a paper, and keep what the page shows of it; returns its number."""
        counts = _counts(plan)
        if ward.number == len(self.tallies):
            self.tallies.append(Counter())
        self.tallies[ward.number].update(counts)
        if len(self.papers) < MAX_PAPERS:
            row = paper_row(plan, origin)
            self.papers.append({**row, **counts, "ward": ward.number})
        number = self.papers_met
        self.papers_met += 1
        return number

    def _add_task(self, row: Row, paper: int) -> int | None:
        """Returns the number of the task in the page; None when it found no room there."""
        self.tasks += 1
        has_room = self.kept_tasks < MAX_TASKS and self._rows.tell() < MAX_TASK_BYTES
        if paper >= MAX_PAPERS or not has_room:
            return None
        values = {**row, "paper": paper}
        self._rows.write(as_json([values[key] for key in TASK_FIELDS]) + b"\n")
        self.kept_tasks += 1
        return self.kept_tasks - 1

    def _add_targets(self, plan: Plan, origin: Origin, paper: int) -> None:
        self.targets += len(plan.targets)
        room = MAX_TARGETS - len(self.target_rows) if paper < MAX_PAPERS else 0
        for row in islice(target_rows(plan, origin), max(room, 0)):
            values = {**row, "paper": paper}
            self.target_rows.append([values[name] for name in TARGET_FIELDS])

    def _add_obligations(self, plan: Plan, origin: Origin, paper: int) -> None:
        room = MAX_OBLIGATIONS - len(self.obligations)
        rows = [{**row, "number_of_paper": paper} for row in obligation_rows(plan, origin)]
        self.obligations.extend(rows[: max(room, 0)])
        self.left_out_obligations += max(len(rows) - room, 0)

    def _add_findings(
        self,
        plan: Plan,
        origin: Origin,
        *,
        name: str,
        paper_number: int,
        tasks: Sequence[int | None],
    ) -> None:
        files = files_of(plan.source)
        for finding, row in zip(plan.findings, finding_rows(plan, origin), strict=True):
            self.severities[finding.severity] += 1
            kept = self.findings[finding.severity]
            if len(kept) >= self._room(finding.severity):
                continue
            reported = ReportedFinding(
                row={**row, **_in_both_languages(finding)},
                input=name,
                sha256=plan.source.sha256,
                media_type=plan.source.media_type,
                area=area_of(plan, finding),
                paper=paper_number,
                task=_task_number(finding.where, tasks),
                files=files,
            )
            kept.append(reported)

    def _room(self, severity: str) -> int:
        """How many findings of a severity can still be among those shown; what worse ones push out
        goes."""
        room = MAX_FINDINGS
        for level, kept in self.findings.items():
            del kept[max(room, 0) :]
            if level == severity:
                break
            room -= len(kept)
        return room

    def add_unread(self, row: Row) -> None:
        """A paper without a plan."""
        self.statuses[row["status"]] += 1
        if len(self.unread) < MAX_PAPERS:
            self.unread.append(row)
        else:
            self.left_out_unread += 1

    def add_form(self, row: Row, counted: Row) -> None:
        """A paper that does not count (its row of the table of papers), and the one that does."""
        self.duplicates += 1
        if len(self.forms) < MAX_PAPERS:
            self.forms.append((row, counted))

    def shown(self) -> list[ReportedFinding]:
        """The findings that the report shows, worst first."""
        worst_first = [one for level in SEVERITIES for one in self.findings[level]]
        return worst_first[:MAX_FINDINGS]

    def wanted_pictures(self) -> list[ReportedFinding]:
        """Those of them that want a picture of their place, each place once: the two worst of
        each paper, then the next of each, so that no paper takes the room of all others."""
        by_paper: dict[int, list[ReportedFinding]] = {}
        places = set()
        for one in self.shown():
            if one.area is not None and one.place not in places:
                places.add(one.place)
                by_paper.setdefault(one.paper, []).append(one)
        in_turn = chain.from_iterable(_in_turn(list(by_paper.values())))
        return list(islice(in_turn, MAX_PICTURES))

    def write(self, file: IO[bytes]) -> None:
        """The page, piece by piece."""
        write_page(self._facts(), file)

    def page(self) -> bytes:
        """The page as bytes (of one plan; a batch writes to a file)."""
        out = BytesIO()
        self.write(out)
        return out.getvalue()

    def rows_of_tasks(self) -> Iterator[bytes]:
        """The tasks of the page, each as JSON: a list of TASK_FIELDS."""
        self._rows.seek(0)
        for line in self._rows:
            yield line.rstrip(b"\n")

    def _facts(self) -> dict[str, Any]:
        findings = self.shown()
        _share_pictures(findings)
        return {
            "statuses": self.statuses,
            "severities": self.severities,
            "read": self.statuses["ok"] + self.statuses["partial"],
            "tasks": self.tasks,
            "kept_tasks": self.kept_tasks,
            "targets": self.targets,
            "pages": self.pages,
            "duplicates": self.duplicates,
            "wards": [
                as_data({"name": ward.name, "province": ward.province, **tally})
                for ward, tally in zip(self.wards.met, self.tallies, strict=True)
            ],
            "papers": self.papers,
            "more_papers": max(0, self.papers_met - len(self.papers)),
            "forms": self.forms,
            "more_forms": self.duplicates - len(self.forms),
            "unread": self.unread,
            "more_unread": self.left_out_unread,
            "rows": self.rows_of_tasks,
            "task_fields": TASK_FIELDS,
            "target_fields": TARGET_FIELDS,
            "target_rows": self.target_rows,
            "obligations": self.obligations,
            "more_obligations": self.left_out_obligations,
            "findings": findings,
            "all_findings": sum(self.severities.values()),
        }


def _lacking(plan: Plan) -> Iterator[list[str]]:
    """The codes of what each task owes and leaves empty."""
    owed = owed_by(plan)
    return ([CODES[name] for name in owed.lacks(task)] for task in plan.tasks)


def _counts(plan: Plan) -> dict[str, int]:
    """What is counted of a paper, and missing of it."""
    severities = Counter(finding.severity for finding in plan.findings)
    lacking = Counter(chain.from_iterable(_lacking(plan)))
    return {
        "papers": 1,
        "tasks": len(plan.tasks),
        "targets": len(plan.targets),
        **{code: lacking[code] for code in CODES.values()},
        "missing_document_number": int(plan.document.number is None),
        "missing_issue_date": int(not is_whole_day(plan.document.issued_on)),
        "unreadable_page": sum(page.method == "none" for page in plan.source.pages),
        "errors": severities["error"],
        "warnings": severities["warning"],
    }


def _in_both_languages(finding: Finding) -> Row:
    """What a finding says in English, and what to do about it, in both languages."""
    return {
        "message_en": upright(message_of(finding, "en")),
        "suggestion": upright(advice_of(finding, "vi")),
        "suggestion_en": upright(advice_of(finding, "en")),
    }


def _task_number(where: str, tasks: Sequence[int | None]) -> int | None:
    """The number in the page of the task that a pointer leads to.

    >>> _task_number("/tasks/1/lead", [7, 8]), _task_number("/targets/1", [7, 8])
    (8, None)
    """
    parts = where.split("/")
    if len(parts) < 3 or parts[1] != "tasks" or not parts[2].isdecimal():
        return None
    index = int(parts[2])
    return tasks[index] if index < len(tasks) else None


def _in_turn(
    lists: Sequence[Sequence[ReportedFinding]],
) -> Iterator[Sequence[ReportedFinding]]:
    """The first AT_A_TIME of each list, then the next of each, and so on."""
    longest = max(map(len, lists), default=0)
    for start in range(0, longest, AT_A_TIME):
        for one in lists:
            yield one[start : start + AT_A_TIME]


def put_pictures(shown: Sequence[ReportedFinding], pictures: Sequence[bytes | None]) -> None:
    """Give findings their pictures (JPEG), as long as the page stays small."""
    room = MAX_PICTURE_BYTES
    for finding, picture in zip(shown, pictures, strict=True):
        if picture is not None and len(picture) <= room:
            room -= len(picture)
            finding.picture = picture_url(picture)


def _share_pictures(findings: Sequence[ReportedFinding]) -> None:
    """Findings of one place show one picture."""
    pictures = {one.place: one.picture for one in findings if one.picture is not None}
    for one in findings:
        if one.area is not None and one.picture is None:
            one.picture = pictures.get(one.place)


def to_html(plan: Plan, origin: Origin) -> bytes:
    """The report of one plan, with pictures where its origin can make them."""
    report = Report()
    report.add(plan, origin, name=origin.paper)
    wanted = report.wanted_pictures()
    areas = [finding.area for finding in wanted if finding.area is not None]
    if areas and origin.cut is not None:
        put_pictures(wanted, origin.cut(plan.source.media_type, areas))
    return report.page()
