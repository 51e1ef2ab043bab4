"""A list of what is due, for programs and people: JSON, CSV, a page, a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from kehoach.emit import ics
from kehoach.emit.csv import csv_lines
from kehoach.emit.direction import upright
from kehoach.emit.origin import Origin
from kehoach.emit.plain_page import plain_page
from kehoach.emit.rows import Column, Row
from kehoach.follow.due import Due, DueList
from kehoach.follow.tasks import plan_id
from kehoach.schema.models import Plan

COLUMNS = (
    Column("day", "Ngày", kind="date"),
    Column("days", "Còn (ngày)", kind="int"),
    Column("unit", "Đơn vị"),
    Column("lead_units", "Chủ trì", kind="list"),
    Column("number", "STT"),
    Column("task", "Nhiệm vụ"),
    Column("deliverables", "Sản phẩm", kind="list"),
    Column("deadline", "Thời hạn (nguyên văn)"),
    Column("recurring", "Định kỳ"),
    Column("day_named", "Văn bản nêu ngày"),
    Column("status", "Trạng thái"),
    Column("person", "Người làm"),
    Column("paper", "Văn bản"),
    Column("document_number", "Số, ký hiệu"),
    Column("page", "Trang", kind="int"),
    Column("task_id", "Mã nhiệm vụ"),
)
_WORDS = {
    "title": ("Việc đến hạn, tính đến ngày {day}", "What is due, as of {day}"),
    "missed": ("Quá hạn", "Overdue"),
    "soon": ("Đến hạn đến hết ngày {day}", "Due until {day}"),
    "none": ("Không có việc nào.", "Nothing."),
    "rest": (
        "Ngoài ra: {without_day} việc không có ngày, {done} việc đã xong.",
        "Besides: {without_day} tasks without a day, {done} done.",
    ),
    "day": ("Ngày", "Day"),
    "days": ("Còn (ngày)", "Days left"),
    "unit": ("Đơn vị", "Unit"),
    "lead_units": ("Chủ trì", "Lead"),
    "task": ("Nhiệm vụ", "Task"),
    "deadline": ("Thời hạn", "Deadline"),
    "status": ("Trạng thái", "Status"),
    "person": ("Người làm", "Who"),
}
_SHOWN = ("day", "days", "unit", "lead_units", "task", "deadline", "status", "person")
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem auto;max-width:80rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1rem}"
    "th,td{border:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}td:first-child{white-space:nowrap}"
    ".missed td:first-child{color:#a30000;font-weight:bold}"
    "@media print{body{margin:0;font-size:11px}thead{display:table-header-group}}"
    "@media(max-width:40rem){table,tbody,tr,td{display:block}thead{display:none}"
    "tr{border:1px solid #ccc;margin-bottom:.8rem}td{border:0}"
    "td:empty{display:none}}"
)


def row_of(item: Due) -> Row:
    """What is due as a row of `COLUMNS`."""
    task, filled = item.task, item.filled
    values = filled.values if filled is not None else {}
    return {
        **{column.name: task.row.get(column.name) for column in COLUMNS},
        "day": item.day.isoformat(),
        "days": item.days,
        "unit": task.unit or None,
        "deadline": item.words or task.row.get("deadline"),
        "recurring": item.recurring,
        "day_named": item.day_named,
        "status": values.get("progress"),
        "person": values.get("person"),
        "task_id": plan_id(task.id),
    }


def data_of(due: DueList) -> dict[str, Any]:
    """The list, and what was asked for, as JSON holds them."""
    wanted = due.wanted
    return {
        "today": wanted.today.isoformat(),
        "after": wanted.after.isoformat() if wanted.after else None,
        "before": wanted.last.isoformat(),
        "overdue": due.missed,
        "without_day": due.without_day,
        "done": due.done,
        "items": [{**row_of(item), "overdue": item.is_missed} for item in due.items],
    }


def to_json(due: DueList) -> str:
    """The list, and what was asked for."""
    return json.dumps(data_of(due), ensure_ascii=False, indent=2) + "\n"


def to_csv(due: DueList) -> str:
    """The list as a table; nothing in it can run in a spreadsheet."""
    return csv_lines(COLUMNS, map(row_of, due.items))


def to_html(due: DueList, lang: str) -> str:
    """The list as a page of its own, for a browser, a phone and paper."""
    words = {key: pair[0 if lang == "vi" else 1] for key, pair in _WORDS.items()}
    missed = [item for item in due.items if item.is_missed]
    soon = [item for item in due.items if not item.is_missed]
    heading = words["soon"].format(day=f"{due.wanted.last:%d/%m/%Y}")
    rest = words["rest"].format(without_day=due.without_day, done=due.done)
    body = (
        _section(words["missed"], missed, kind="missed", words=words)
        + _section(heading, soon, kind="soon", words=words)
        + f"<p>{escape(rest)}</p>\n"
    )
    title = words["title"].format(day=f"{due.wanted.today:%d/%m/%Y}")
    return plain_page(title, body, style=_STYLE, lang=lang)


def _section(heading: str, items: Sequence[Due], *, kind: str, words: dict[str, str]) -> str:
    if not items:
        return f"<h2>{heading} (0)</h2>\n<p>{words['none']}</p>\n"
    heads = "".join(f"<th>{words[name]}</th>" for name in _SHOWN)
    rows = "".join(f"<tr>{''.join(_cells(item))}</tr>\n" for item in items)
    table = f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    return f'<section class="{kind}">\n<h2>{heading} ({len(items)})</h2>\n{table}</section>\n'


def _cells(item: Due) -> Iterator[str]:
    row = row_of(item) | {"day": f"{item.day:%d/%m/%Y}"}
    for name in _SHOWN:
        value = row[name]
        text = "; ".join(value) if isinstance(value, list) else str("" if value is None else value)
        yield f"<td>{escape(upright(text))}</td>"


def to_ics(
    due: DueList, plans: Sequence[tuple[Origin, Plan]], *, remind: tuple[int, ...], todo: bool
) -> bytes:
    """A calendar of what is on the list, under the UIDs that the calendar of the plan has: what
    comes again is there with all its days."""
    wanted = {plan_id(item.task.id) for item in due.items}
    calendar = ics.Calendar(remind, todo=todo, only=wanted)
    taken: set[str] = set()
    events = (
        event
        for origin, plan in plans
        for event in ics.events(plan, origin, taken=taken, calendar=calendar)
    )
    return ics.HEAD + b"".join(events) + ics.TAIL
