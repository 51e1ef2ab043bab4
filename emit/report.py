"""The report of a batch, or of one plan: one HTML page that needs nothing else and can be mailed
and printed.

By Jinja2, which escapes everything from outside; a content security policy lets nothing run but the
page's own script (a search box). What grows with the number of papers is bounded, and what is left
out is told: all of it stands in plans.xlsx.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kehoach.emit.charts import bars, columns
from kehoach.emit.places import PageArea, area_of, files_of
from kehoach.emit.rows import (
    SEVERITIES,
    STATUSES,
    Origin,
    Row,
    finding_rows,
    obligation_rows,
    paper_row,
    task_rows,
)
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

MAX_TASKS, MAX_FINDINGS, MAX_PAPERS, MAX_OBLIGATIONS = 4_000, 600, 300, 600
MAX_PICTURES, MAX_PICTURE_BYTES = 150, 5_000_000
OFFICES, MONTHS = 15, 36
NO_OFFICE = "(không nêu chủ trì)"
_TASK_FIELDS = (
    *("paper", "paper_link", "unit", "number", "task"),
    *("lead", "deadline", "deadline_end", "deliverables", "page"),
)
GAPS = (
    ("no_lead", "thiếu chủ trì"),
    ("no_deadline", "thiếu thời hạn"),
    ("no_deliverable", "thiếu sản phẩm"),
    ("no_number", "thiếu số văn bản"),
    ("no_date", "thiếu ngày ban hành"),
    ("unread_pages", "trang không đọc được"),
)
"""What may be missing of a paper, and its name."""


@dataclass(slots=True)
class ReportedFinding:
    """A finding of the report: its row, its input and that one's hash, and where the paper shows
    it. `picture` is a data URL once it is made; `files` are those that its pages came as, none
    where it is one file."""

    row: Row
    input: str
    sha256: str
    media_type: str
    area: PageArea | None
    picture: str | None = None
    files: tuple[str, ...] = ()


@dataclass
class Report:
    """What the report tells, gathered paper by paper; rows of tasks wait on the disk."""

    statuses: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    papers: list[Row] = field(default_factory=list)
    obligations: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)
    forms: list[tuple[Row, Row]] = field(default_factory=list)
    findings: dict[str, list[ReportedFinding]] = field(
        default_factory=lambda: {level: [] for level in SEVERITIES}
    )
    tasks: int = 0
    targets: int = 0
    pages: int = 0
    duplicates: int = 0
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
        for row in tasks:
            self._add_task(row)
        for paper in papers:
            self.targets += len(paper.targets)
            self._add_obligations(paper, origin)
            self._add_findings(paper, origin, name)
            self._add_gaps(paper, origin)

    def _add_task(self, row: Row) -> None:
        if self.tasks < MAX_TASKS:
            kept = {key: row[key] for key in _TASK_FIELDS}
            self._rows.write(json.dumps(kept).encode() + b"\n")
        self.tasks += 1
        self.offices.update(set(row["lead_units"]) or {row["lead"] or NO_OFFICE})
        if row["deadline_end"]:
            month = row["deadline_end"][: len("2025-01")]
            self.months[month] += 1

    def _add_obligations(self, plan: Plan, origin: Origin) -> None:
        room = MAX_OBLIGATIONS - len(self.obligations)
        rows = list(obligation_rows(plan, origin))
        self.obligations.extend(rows[: max(room, 0)])
        self.left_out_obligations += max(len(rows) - room, 0)

    def _add_findings(self, plan: Plan, origin: Origin, name: str) -> None:
        files = files_of(plan.source)
        for finding, row in zip(plan.findings, finding_rows(plan, origin), strict=True):
            self.severities[finding.severity] += 1
            kept = self.findings[finding.severity]
            if len(kept) < self._room(finding.severity):
                reported = ReportedFinding(
                    row=row,
                    input=name,
                    sha256=plan.source.sha256,
                    media_type=plan.source.media_type,
                    area=area_of(plan, finding),
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

    def _add_gaps(self, plan: Plan, origin: Origin) -> None:
        gaps = {
            "no_lead": sum(task.lead is None for task in plan.tasks),
            "no_deadline": sum(task.deadline is None for task in plan.tasks),
            "no_deliverable": sum(not task.deliverables for task in plan.tasks),
            "no_number": int(plan.document.number is None),
            "no_date": int(len(plan.document.issued_on or "") < len("2025-01-01")),
            "unread_pages": sum(page.method == "none" for page in plan.source.pages),
        }
        self.gaps.update(gaps)
        self.papers.append({**paper_row(plan, origin), **gaps})
        if len(self.papers) > 4 * MAX_PAPERS:
            self._worst_first()

    def _worst_first(self) -> None:
        """Keep the papers with most to look at; among equals the first."""
        self.papers.sort(key=lambda row: (-row["errors"], -row["warnings"], -row["tasks"]))
        del self.papers[MAX_PAPERS:]

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
        """Those of them that want a picture of their place."""
        with_place = [one for one in self.shown() if one.area is not None]
        return with_place[:MAX_PICTURES]

    def write(self, file: IO[bytes]) -> None:
        """The page, piece by piece."""
        template = _environment().get_template("report.html.jinja")
        template.stream(**self._facts()).dump(file, encoding="utf-8", errors="replace")

    def page(self) -> bytes:
        """The page as bytes (of one plan; a batch writes to a file)."""
        out = BytesIO()
        self.write(out)
        return out.getvalue()

    def _facts(self) -> dict[str, Any]:
        self._worst_first()
        script = (Path(__file__).parent / "search.js").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        read = self.statuses["ok"] + self.statuses["partial"]
        return {
            "script": script,
            "script_hash": f"sha256-{digest}",
            "statuses": self.statuses,
            "status_names": STATUSES,
            "severity_names": SEVERITIES,
            "severities": self.severities,
            "read": read,
            "tasks": self.tasks,
            "targets": self.targets,
            "pages": self.pages,
            "duplicates": self.duplicates,
            "forms": [
                (_with_plan_link(row), _with_plan_link(counted)) for row, counted in self.forms
            ],
            "more_forms": self.duplicates - len(self.forms),
            "gap_names": GAPS,
            "gaps": self.gaps,
            "papers": self.papers,
            "more_papers": max(0, read - len(self.papers)),
            "unread": self.unread,
            "more_unread": self.left_out_unread,
            "by_office": bars("Nhiệm vụ theo cơ quan chủ trì", _most(self.offices, OFFICES)),
            "more_offices": max(0, len(self.offices) - OFFICES),
            "by_month": columns("Nhiệm vụ theo tháng đến hạn", _months(self.months)),
            "rows": self._task_rows(),
            "shown_tasks": min(self.tasks, MAX_TASKS),
            "obligations": self.obligations,
            "more_obligations": self.left_out_obligations,
            "findings": self.shown(),
            "all_findings": sum(self.severities.values()),
        }

    def _task_rows(self) -> Iterator[Row]:
        self._rows.seek(0)
        for line in self._rows:
            yield json.loads(line)


def _with_plan_link(row: Row) -> Row:
    """A row with a link to the JSON of its plan, as seen from the report."""
    return {**row, "plan_link": quote(row["plan"]) if row["plan"] else None}


def _most(counter: Counter[str], count: int) -> list[tuple[str, int]]:
    """The most frequent first; among equals by name, so that the order never depends on chance."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:count]


def _months(counter: Counter[str]) -> list[tuple[str, int]]:
    """The months from the first to the last, those without a task too; the busiest stretch when
    there are too many (one paper with a mistyped year must not flatten all the others)."""
    if not counter:
        return []
    numbers = {int(month[:4]) * 12 + int(month[5:]) - 1: count for month, count in counter.items()}
    first, last = min(numbers), max(numbers)
    if last - first >= MONTHS:
        first = _busiest(numbers)
        last = max(number for number in numbers if number < first + MONTHS)
    months = range(first, last + 1)
    return [(f"{month // 12:04d}-{month % 12 + 1:02d}", numbers.get(month, 0)) for month in months]


def _busiest(numbers: dict[int, int]) -> int:
    """The month with which the busiest stretch of MONTHS begins; the first of equals."""

    def tasks_from(first: int) -> int:
        return sum(numbers.get(month, 0) for month in range(first, first + MONTHS))

    return max(sorted(numbers), key=tasks_from)


def put_pictures(shown: Sequence[ReportedFinding], pictures: Sequence[bytes | None]) -> None:
    """Give findings their pictures (JPEG), as long as the page stays small."""
    room = MAX_PICTURE_BYTES
    for finding, picture in zip(shown, pictures, strict=True):
        if picture is not None and len(picture) <= room:
            room -= len(picture)
            encoded = base64.b64encode(picture).decode()
            finding.picture = f"data:image/jpeg;base64,{encoded}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["vn_date"] = vn_date
    environment.filters["thousands"] = lambda number: f"{number:,}".replace(",", ".")
    return environment


def vn_date(text: str | None) -> str:
    """A date as it is written in Viet Nam.

    >>> vn_date("2025-07-31"), vn_date("2025-07"), vn_date(None)
    ('31/07/2025', '07/2025', '')
    """
    return "/".join(reversed(text.split("-"))) if text else ""


def to_html(plan: Plan, origin: Origin) -> bytes:
    """The report of one plan, with pictures where its origin can make them."""
    report = Report()
    report.add(plan, origin, name=origin.paper)
    wanted = report.wanted_pictures()
    areas = [finding.area for finding in wanted if finding.area is not None]
    if areas and origin.cut is not None:
        put_pictures(wanted, origin.cut(plan.source.media_type, areas))
    return report.page()
