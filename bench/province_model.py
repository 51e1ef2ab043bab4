"""What a made plan is before it is printed: rows, targets, times; and how it becomes the source of
a sample (`samples/`), from which its DOCX and its `Plan` are made alike.

Rows and targets carry keys of their own, so that truths (who took up what, what a revision changed)
name them whatever their place and wording.
"""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.identity import with_ids
from kehoach.schema.models import Plan, Reading, Source
from kehoach.schema.rules.judging import judged_again
from samples._docx import render
from samples._expected import expected

Record = dict[str, Any]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_RECURRING = {
    "monthly": "Hằng tháng",
    "quarterly": "Hằng quý",
    "half-yearly": "Định kỳ 6 tháng một lần",
}
EVERY = tuple(_RECURRING)
"""Recurrences, the most frequent first."""


@cache
def words() -> Record:
    """The vocabulary of the province."""
    loaded: Record = read_yaml(Path(__file__).with_name("province.yaml"))
    return loaded


@dataclass(frozen=True, slots=True)
class Time:
    """A deadline. `at`: its month, quarter or half; `day` of a dated one."""

    form: str
    year: int
    at: int = 1
    day: int = 1

    @property
    def raw(self) -> str:
        """As printed."""
        match self.form:
            case "by" | "impossible":
                return f"Trước ngày {self.day}/{self.at}/{self.year}"
            case "latest":
                return f"Chậm nhất ngày {self.day:02d}/{self.at:02d}/{self.year}"
            case "month":
                return f"Tháng {self.at}/{self.year}"
            case "quarter":
                return f"Quý {ROMAN[self.at - 1]}/{self.year}"
            case "half":
                return f"6 tháng {('đầu', 'cuối')[self.at - 1]} năm {self.year}"
            case "year":
                return f"Năm {self.year}"
            case "always":
                return "Thường xuyên"
            case "condition":
                return "Sau khi có hướng dẫn của cấp trên"
        return _RECURRING[self.form]

    @property
    def reading(self) -> str:
        """What it means: kind, first and last day, recurrence, as the samples write it."""
        if self.form in ("by", "latest"):
            return f"by - {self.end}"
        if self.form in _RECURRING:
            return f"recurring - - {self.form}"
        told = {"always": "continuous", "condition": "conditional", "impossible": "by"}
        if self.form in told:
            return told[self.form]
        return f"within {date(self.year, self._last_month - self._months + 1, 1)} {self.end}"

    @property
    def end(self) -> date | None:
        """Its last day; None for one without."""
        if self.form in ("by", "latest"):
            return date(self.year, self.at, self.day)
        if not self._months:
            return None
        month = self._last_month
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def _months(self) -> int:
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(self.form, 0)

    @property
    def _last_month(self) -> int:
        return self.at * self._months if self.form != "year" else 12


@dataclass(frozen=True, slots=True)
class Row:
    """A task. `lead` and `coordinating`: names of bodies as printed; `group`: a place among the
    groups of the vocabulary."""

    key: str
    group: int
    task: str
    products: tuple[str, ...] = ()
    lead: str | None = None
    coordinating: tuple[str, ...] = ()
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: its text around `{n}`, its figure."""

    key: str
    pattern: str
    figure: int
    comparator: str
    unit: str

    @property
    def text(self) -> str:
        return self.pattern.format(n=self.figure)

    @property
    def metric(self) -> str:
        return f"{self.comparator} {self.figure} {self.unit}"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one body has to do."""

    key: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """A defect that was planted: the code of its finding, the row (None: the paper)."""

    code: str
    key: str | None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan of the province, whole. `bases`: places in the vocabulary's list."""

    name: str
    level: str
    place: str
    number: int
    issued_on: date
    year: int
    signer: str
    bases: tuple[tuple[str, ...], ...]
    purposes: tuple[str, ...]
    goals: tuple[Goal, ...]
    rows: tuple[Row, ...]
    duties: tuple[Duty, ...]
    recipients: tuple[str, ...]
    lapses: tuple[Lapse, ...] = ()
    copied_from: str | None = None

    @property
    def body(self) -> str:
        """Who issues it."""
        return f"UBND {self.level} {self.place}"

    @property
    def title(self) -> str:
        return f"Cải cách hành chính {self.level} {self.place} năm {self.year}"

    @property
    def symbol(self) -> str:
        return f"{self.number}/KH-UBND"


def plan_of(paper: Paper, *, judged: bool = True) -> Plan:
    """The plan that a perfect reader gets out of a paper. `judged`: with the findings of the rules,
    which take most of the time."""
    source = source_of(paper)
    told = expected(source)
    told.pop("findings")
    for part in (*told["tasks"], *told["targets"]):
        part["id"] = ""
    for offices in (task[role] for task in told["tasks"] for role in ("lead", "coordinating")):
        if offices is not None:
            many = [unit for unit in offices["units"] if unit in words()["collective"]]
            offices["collective"] = many
    content = json.dumps(source, sort_keys=True, default=str).encode()
    file = Source(
        name=f"{paper.name}.docx", sha256=hashlib.sha256(content).hexdigest(), media_type=DOCX
    )
    plan = Plan.model_validate(
        {"status": "ok", "source": file, "reading": Reading(has_appendix=True), **told}
    )
    plan = with_ids(plan)
    return judged_again(plan) if judged else plan


def docx_of(paper: Paper) -> bytes:
    """The paper as a Word file."""
    return render(source_of(paper))


def source_of(paper: Paper) -> Record:
    """The paper as the source of a sample (`samples/README.md`)."""
    base_lines = [f"{base['raw']}" for base in _bases(paper)]
    return {
        "id": paper.name,
        "layout": {"text": "plain", "body_size": 14, "page_numbers": True},
        "document": _document(paper),
        "letterhead": {
            "left": ["ỦY BAN NHÂN DÂN", f"{paper.level} {paper.place}".upper()],
            "number": f"Số: {paper.symbol}",
            "date": f"{paper.place}, ngày {paper.issued_on:%d} tháng {paper.issued_on:%m} "
            f"năm {paper.issued_on:%Y}",
        },
        "title_lines": ["KẾ HOẠCH", paper.title],
        "signature": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        "blocks": _blocks(paper, base_lines),
        "tables": [_table(paper)],
        "readings": {
            "deadlines": {row.time.raw: row.time.reading for row in paper.rows if row.time}
        },
    }


def _document(paper: Paper) -> Record:
    year = paper.year
    return {
        "type": "Kế hoạch",
        "number": paper.symbol,
        "symbol": "KH-UBND",
        "issuer": paper.body,
        "unit": {"level": paper.level, "name": paper.place},
        "province": words()["province"],
        "place": paper.place,
        "issued_on": paper.issued_on.isoformat(),
        "title": paper.title,
        "period": {"raw": f"năm {year}", "start": f"{year}-01-01", "end": f"{year}-12-31"},
        "signer": {"role": "CHỦ TỊCH", "name": paper.signer},
        "recipients": [*paper.recipients, words()["keep"]],
        "legal_bases": _bases(paper),
    }


def _bases(paper: Paper) -> list[Record]:
    made = []
    for kind, number, day, issuer, subject in paper.bases:
        about = subject if subject.startswith(("về", "ban hành", "phê duyệt")) else f"về {subject}"
        parts = [int(part) for part in day.split("/")]
        made.append(
            {
                "type": kind,
                "number": number,
                "date": date(*reversed(parts)).isoformat(),
                "date_raw": day,
                "issuer": issuer,
                "subject": subject.removeprefix("về "),
                "raw": f"{kind} số {number} ngày {day} của {issuer} {about}",
            }
        )
    return made


def _blocks(paper: Paper, bases: Sequence[str]) -> list[Record]:
    def heading(number: int, text: str) -> Record:
        return {"kind": "heading", "level": 1, "number": ROMAN[number - 1], "text": text}

    def paragraph(text: str, **more: Any) -> Record:
        return {"kind": "paragraph", "text": text, **more}

    told = f"{paper.level} ban hành Kế hoạch cải cách hành chính năm {paper.year}, cụ thể như sau:"
    return [
        *(paragraph(f"Căn cứ {base};") for base in bases),
        paragraph(f"Ủy ban nhân dân {told}"),
        heading(1, "MỤC ĐÍCH, YÊU CẦU"),
        *({"kind": "bullet", "text": text} for text in paper.purposes),
        heading(2, "CHỈ TIÊU CỤ THỂ"),
        *(
            {"kind": "item", "level": 2, "number": str(n), "text": goal.text,
             "target": [goal.metric]}
            for n, goal in enumerate(paper.goals, start=1)
        ),
        heading(3, "NHIỆM VỤ"),
        paragraph("Nhiệm vụ cụ thể, sản phẩm và phân công thực hiện theo Phụ lục đính kèm."),
        heading(4, "TỔ CHỨC THỰC HIỆN"),
        *(
            {"kind": "item", "level": 2, "number": str(n), "unit": duty.unit,
             "text": f"{duty.unit} {duty.text}"}
            for n, duty in enumerate(paper.duties, start=1)
        ),
        paragraph(
            "Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.", closing=True
        ),
    ]  # fmt: skip


def _table(paper: Paper) -> Record:
    columns = words()["columns"]
    number = 0
    groups: list[Record] = []
    for place, group in enumerate(words()["groups"]):
        rows = [row for row in paper.rows if row.group == place]
        if not rows:
            continue
        cells = []
        for row in rows:
            number += 1
            cells.append({"cells": _cells(row, _index(paper, row, number))})
        groups.append({"number": ROMAN[len(groups)], "title": group["title"], "rows": cells})
    return {
        "caption": "Phụ lục",
        "title": f"DANH MỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM {paper.year}",
        "attached": f"(Kèm theo Kế hoạch số {paper.symbol} ngày {paper.issued_on:%d/%m/%Y} của "
        f"{paper.body})",
        "columns": list(columns.values()),
        "roles": list(columns),
        "widths": [5, 36, 20, 20, 22, 16],
        "groups": groups,
    }


def _index(paper: Paper, row: Row, number: int) -> str:
    """The number of a row; where its clerk slipped, that of the row before."""
    slipped = any(one.code == "duplicate_number" and one.key == row.key for one in paper.lapses)
    return str(number - 1 if slipped else number)


def _cells(row: Row, number: str) -> Record:
    return {
        "index": number,
        "task": row.task,
        "deliverable": "; ".join(row.products) or None,
        "lead": row.lead,
        "coordinating": "; ".join(row.coordinating) or None,
        "deadline": row.time.raw if row.time else None,
    }


def in_print_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows by their groups, as they are printed: a row's place here is that of its task."""
    return tuple(sorted(rows, key=lambda row: row.group))


def later_year(paper: Paper) -> Paper:
    """The same plan for the next year: its own year, and every date of its rows."""
    rows = tuple(
        replace(row, time=replace(row.time, year=row.time.year + 1) if row.time else None)
        for row in paper.rows
    )
    issued_on = paper.issued_on.replace(year=paper.issued_on.year + 1)
    return replace(paper, year=paper.year + 1, issued_on=issued_on, rows=rows)
