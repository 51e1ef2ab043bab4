"""What goes out can do no harm, whatever a paper says: properties over all formats."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kehoach.commands.tables import findings_table, summary
from kehoach.commands.terminal import safe
from kehoach.emit.csv import to_csv
from kehoach.emit.findings_html import to_html as findings_html
from kehoach.emit.ics import to_ics
from kehoach.emit.json import to_json
from kehoach.emit.origin import Origin
from kehoach.emit.report import to_html
from kehoach.emit.sarif import to_sarif
from kehoach.emit.xlsx import to_xlsx
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

SAMPLE = Path(__file__).parent.parent / "samples" / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.txt"
HARM = (
    '=cmd|" /C calc"!A0 <script>alert(1)</script> "\'><img src=x onerror=y> '
    "\x1b[2J \u202e \ud800 \r\nBEGIN:VEVENT"
)
ANY = st.text(st.characters(), max_size=40)
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@cache
def whole() -> Plan:
    """A plan with tasks that have a date, a date outside them, and findings."""
    plan = extract(SAMPLE)
    dated = [task for task in plan.tasks if task.deadline and task.deadline.end]
    return plan.model_copy(
        update={
            "tasks": tuple(dated[:2]),
            "obligations": plan.obligations[:1],
            "findings": plan.findings[:2],
            "references": (),
            "sections": (),
        }
    )


def saying(text: str) -> Plan:
    """A plan whose every word is this text."""

    def told(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: told(one, name) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [told(one, key) for one in value]
        return text if isinstance(value, str) and key in WORDS else value

    plan = whole().model_dump()
    return Plan.model_validate(
        {**plan, **{name: told(plan[name]) for name in ("tasks", "obligations", "findings")}}
    )


TURNING = frozenset({"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})
"""The classes of letters that turn the direction of a text (Unicode, annex 9)."""
WORDS = frozenset(
    {
        "objective",
        "task",
        "text",
        "activities",
        "deliverables",
        "raw",
        "units",
        "budget",
        "message",
        "evidence",
    }
)


@given(ANY, st.sampled_from(["", *STARTS]))
@example(HARM, "")
@settings(max_examples=25)
def test_every_format(text: str, start: str) -> None:
    plan, origin = saying(start + text), Origin("a.pdf")
    written = to_json(plan)
    assert json.loads(written.encode("utf-8").decode("utf-8"))
    assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in written)
    rows = list(csv.reader(io.StringIO(to_csv(plan, origin).decode("utf-8"))))
    entries = len(plan.tasks) + len(plan.obligations)
    assert entries == 3
    assert len(rows) == 1 + entries
    for cell in rows[1] + rows[2] + rows[3]:
        assert not cell.startswith(STARTS)
    for line in to_ics(plan, origin).split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode("utf-8")
    assert to_ics(plan, origin).count(b"\r\nBEGIN:VEVENT") == entries
    for page in (findings_html([("a", plan)], "vi"), to_sarif([("a", plan)], "en")):
        page.encode("utf-8", "replace")
    for shown in (
        to_csv(plan, origin).decode("utf-8"),
        to_ics(plan, origin).decode("utf-8"),
        to_html(plan, origin).decode("utf-8"),
        findings_html([("a", plan)], "vi"),
    ):
        assert not any(unicodedata.bidirectional(c) in TURNING for c in shown)
    assert "<script>alert(1)" not in findings_html([("a", plan)], "vi")
    for line in [*findings_table(plan.findings, "vi"), summary(safe(text), plan, "en")]:
        assert all(c.isprintable() for c in line)


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    for start in STARTS:
        plan = saying(start + "1+1")
        assert plan.tasks[0].task.startswith(start)
        book = load_workbook(io.BytesIO(to_xlsx(plan, Origin("=a.pdf"))))
        assert not [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
