"""A plan as rows of flat tables: of tasks, targets, hard dates outside tasks, findings, and one of
the paper itself.

Each table is told by its columns: the field's name for programs, its heading for people, its kind,
how wide it is shown. Lists stay lists here; each format writes them in its own way. Marks that
turn the direction of a text are left out (`direction`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kehoach.emit.cell_places import CellPlaces, cell_places, first_told
from kehoach.emit.direction import upright_row
from kehoach.emit.origin import Origin
from kehoach.emit.places import page_of, place_of, spans_of
from kehoach.schema.models import Deadline, Group, Metric, Period, Plan, Spans, Task, Unit
from kehoach.schema.unsure import least_sure, unsure_columns

Kind: TypeAlias = Literal["text", "list", "date", "int", "float", "link", "label", "any"]
"""`label`: a text that is a number wherever it can be one ("1", but "1.1", "01"); `any`: each cell
has its own kind."""
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters, for people; 0: nothing for people. `is_key`: by it a row is known
    again when people give the table back; a workbook keeps it out of sight."""

    name: str
    heading: str
    kind: Kind = "text"
    width: int = 16
    is_key: bool = False


PAPER = (
    Column("paper", "Văn bản", kind="link", width=28),
    Column("document_number", "Số, ký hiệu", width=16),
    Column("unit", "Đơn vị", width=22),
)
TASKS = (
    *PAPER,
    Column("group", "Nhóm nhiệm vụ", width=24),
    Column("number", "STT", width=6),
    Column("objective", "Mục tiêu", width=24),
    Column("task", "Nhiệm vụ", width=50),
    Column("activities", "Hoạt động", kind="list", width=40),
    Column("deliverables", "Sản phẩm", kind="list", width=26),
    Column("lead", "Chủ trì (nguyên văn)", width=22),
    Column("lead_units", "Chủ trì", kind="list", width=24),
    Column("coordinating", "Phối hợp (nguyên văn)", width=22),
    Column("coordinating_units", "Phối hợp", kind="list", width=26),
    Column("deadline", "Thời hạn (nguyên văn)", width=18),
    Column("deadline_kind", "Loại thời hạn", width=0),
    Column("deadline_start", "Từ ngày", kind="date", width=11),
    Column("deadline_end", "Đến ngày", kind="date", width=11),
    Column("recurrence", "Định kỳ", width=0),
    Column("budget", "Kinh phí", width=20),
    Column("note", "Ghi chú", width=20),
    Column("page", "Trang", kind="int", width=7),
    Column("confidence", "Độ tin cậy", kind="float", width=9),
    Column("origin", "Nguồn", width=0),
    Column("task_id", "Mã nhiệm vụ", width=0, is_key=True),
    Column("sha256", "SHA-256", width=0, is_key=True),
)
TARGETS = (
    *PAPER,
    Column("section", "Mục", width=8),
    Column("group", "Nhóm chỉ tiêu", width=24),
    Column("number", "Số", width=8),
    Column("target", "Chỉ tiêu", width=70),
    Column("metrics", "Con số", kind="list", width=24),
    Column("lead", "Chủ trì, theo dõi (nguyên văn)", width=22),
    Column("lead_units", "Chủ trì, theo dõi", kind="list", width=24),
    Column("coordinating", "Phối hợp (nguyên văn)", width=22),
    Column("coordinating_units", "Phối hợp", kind="list", width=26),
    Column("deadline", "Thời hạn (nguyên văn)", width=18),
    Column("deadline_start", "Từ ngày", kind="date", width=11),
    Column("deadline_end", "Đến ngày", kind="date", width=11),
    Column("note", "Ghi chú", width=20),
    Column("page", "Trang", kind="int", width=7),
    Column("confidence", "Độ tin cậy", kind="float", width=9),
    Column("target_id", "Mã chỉ tiêu", width=0, is_key=True),
    Column("sha256", "SHA-256", width=0, is_key=True),
)
OBLIGATIONS = (
    *PAPER,
    Column("section", "Mục", width=8),
    Column("task", "Việc phải làm", width=60),
    Column("lead", "Ai làm (nguyên văn)", width=24),
    Column("deadline", "Thời hạn (nguyên văn)", width=24),
    Column("deadline_end", "Đến ngày", kind="date", width=11),
    Column("recurrence", "Định kỳ", width=12),
    Column("page", "Trang", kind="int", width=7),
)
"""Hard dates outside tasks, in the columns of tasks where they have the same."""
FINDINGS = (
    *PAPER,
    Column("severity", "Mức", width=10),
    Column("code", "Loại điểm", width=22),
    Column("message", "Nội dung", width=50),
    Column("evidence", "Trích văn bản", width=60),
    Column("page", "Trang", kind="int", width=7),
    Column("place", "Vị trí", width=16),
    Column("where", "Chỗ trong JSON", width=0),
)
PAPERS = (
    *PAPER,
    Column("status", "Kết quả", width=14),
    Column("type", "Loại", width=12),
    Column("title", "Trích yếu", width=50),
    Column("issuer", "Cơ quan ban hành", width=26),
    Column("issued_on", "Ngày ban hành", kind="date", width=12),
    Column("province", "Tỉnh", width=14),
    Column("period_start", "Kỳ: từ", kind="date", width=11),
    Column("period_end", "Kỳ: đến", kind="date", width=11),
    Column("pages", "Số trang", kind="int", width=8),
    Column("tasks", "Nhiệm vụ", kind="int", width=9),
    Column("targets", "Chỉ tiêu", kind="int", width=9),
    Column("errors", "Lỗi", kind="int", width=6),
    Column("warnings", "Cảnh báo", kind="int", width=9),
    Column("infos", "Ghi chú", kind="int", width=8),
    Column("reason", "Lý do", width=40),
    Column("duplicate_of", "Trùng với", width=24),
    Column("plan", "Tệp JSON", width=28),
    Column("sha256", "SHA-256", width=0, is_key=True),
)
_SHOWN_OF_BOTH: Mapping[str, tuple[str, ...]] = {
    "group": ("group",),
    "number": ("number",),
    "lead": ("lead", "lead_units"),
    "coordinating": ("coordinating", "coordinating_units"),
    "deadline": ("deadline", "deadline_start", "deadline_end"),
    "note": ("note",),
}
SHOWN_OF_TASK: Mapping[str, tuple[str, ...]] = {
    **_SHOWN_OF_BOTH,
    "subgroup": ("group",),
    **{name: (name,) for name in ("objective", "task", "activities", "deliverables", "budget")},
}
SHOWN_OF_TARGET: Mapping[str, tuple[str, ...]] = {
    **_SHOWN_OF_BOTH,
    "text": ("target",),
    "metrics": ("metrics",),
}
"""The columns that show a field of a task, of a target. `confidence` is that of the least sure of
them; a row tells as `unsure` the columns that a person should look at."""
STATUSES = {
    "ok": "đọc được",
    "partial": "đọc chưa hết",
    "failed": "không đọc được",
    "skipped": "bỏ qua",
}
RECURRENCES = {
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half-yearly": "6 tháng",
    "yearly": "hằng năm",
}
ORIGINS = {"table": "bảng", "body": "lời văn", "obligation": "mốc ngoài nhiệm vụ"}
SEVERITIES = {"error": "lỗi", "warning": "cảnh báo", "info": "ghi chú"}


def task_rows(plan: Plan, origin: Origin) -> Iterator[Row]:
    """One row per task."""
    head = _head(plan, origin)
    for task in plan.tasks:
        deadline = task.deadline or Deadline(raw="")
        start, end = dates_of(deadline)
        yield upright_row(
            {
                **_with_page(head, task.spans),
                "group": " / ".join(_group(task)) or None,
                "number": task.number,
                "objective": task.objective,
                "task": task.task,
                "activities": list(task.activities),
                "deliverables": list(task.deliverables),
                "lead": task.lead.raw if task.lead else None,
                "lead_units": list(task.lead.units) if task.lead else [],
                "coordinating": task.coordinating.raw if task.coordinating else None,
                "coordinating_units": list(task.coordinating.units) if task.coordinating else [],
                "deadline": deadline.raw or None,
                "deadline_kind": deadline.kind,
                "deadline_start": start,
                "deadline_end": end,
                "recurrence": deadline.recurrence,
                "budget": task.budget,
                "note": task.note,
                "page": page_of(task.spans),
                "confidence": least_sure(task, SHOWN_OF_TASK),
                "unsure": list(unsure_columns(task, SHOWN_OF_TASK)),
                "origin": task.origin,
                "task_id": task.id,
                "sha256": plan.source.sha256,
            }
        )


def obligation_rows(plan: Plan, origin: Origin) -> Iterator[Row]:
    """One row per hard date outside the tasks, in the columns of tasks; `origin` tells it from
    them."""
    head = _head(plan, origin)
    for obligation in plan.obligations:
        start, end = dates_of(obligation.deadline)
        who = obligation.who
        yield upright_row(
            {
                **_with_page(head, obligation.spans),
                "section": obligation.section,
                "task": obligation.text,
                "lead": who.raw if who else None,
                "lead_units": list(who.units) if who else [],
                "deadline": obligation.deadline.raw,
                "deadline_kind": obligation.deadline.kind,
                "deadline_start": start,
                "deadline_end": end,
                "recurrence": obligation.deadline.recurrence,
                "page": page_of(obligation.spans),
                "origin": "obligation",
                "sha256": plan.source.sha256,
            }
        )


def target_rows(plan: Plan, origin: Origin) -> Iterator[Row]:
    """One row per target."""
    head = _head(plan, origin)
    for target in plan.targets:
        deadline = target.deadline or Deadline(raw="")
        start, end = dates_of(deadline)
        yield upright_row(
            {
                **_with_page(head, target.spans),
                "section": target.section,
                "group": named_group(target.group) if target.group else None,
                "number": target.number,
                "target": target.text,
                "metrics": [metric_text(metric) for metric in target.metrics],
                "lead": target.lead.raw if target.lead else None,
                "lead_units": list(target.lead.units) if target.lead else [],
                "coordinating": target.coordinating.raw if target.coordinating else None,
                "coordinating_units": (
                    list(target.coordinating.units) if target.coordinating else []
                ),
                "deadline": deadline.raw or None,
                "deadline_start": start,
                "deadline_end": end,
                "note": target.note,
                "page": page_of(target.spans),
                "confidence": least_sure(target, SHOWN_OF_TARGET),
                "unsure": list(unsure_columns(target, SHOWN_OF_TARGET)),
                "target_id": target.id,
                "sha256": plan.source.sha256,
            }
        )


def finding_rows(plan: Plan, origin: Origin) -> Iterator[Row]:
    """One row per finding; one without a place of its own stands where the part of the plan stands
    that it is about."""
    head = _head(plan, origin)
    cells = cell_places(plan) if plan.findings else CellPlaces()
    for finding in plan.findings:
        spans = spans_of(plan, finding)
        told = first_told(place_of(spans), cells.told(spans, finding.where, "vi"), "vi")
        yield upright_row(
            {
                **_with_page(head, spans),
                "severity": finding.severity,
                "code": finding.code,
                "message": finding.message,
                "evidence": finding.evidence,
                "page": page_of(spans),
                "place": told or None,
                "where": finding.where,
            }
        )


def paper_row(plan: Plan, origin: Origin) -> Row:
    """What a paper is, and how much stands in it."""
    document = plan.document
    period = document.period or Period()
    severities = Counter(finding.severity for finding in plan.findings)
    return upright_row(
        {
            **_head(plan, origin),
            "status": plan.status,
            "type": document.type,
            "title": document.title,
            "issuer": document.issuer,
            "issued_on": document.issued_on,
            "province": document.province,
            "period_start": period.start,
            "period_end": period.end,
            "pages": len(plan.source.pages) or None,
            "tasks": len(plan.tasks),
            "targets": len(plan.targets),
            "errors": severities["error"],
            "warnings": severities["warning"],
            "infos": severities["info"],
            "reason": None,
            "duplicate_of": None,
            "plan": origin.plan,
            "sha256": plan.source.sha256,
        }
    )


def unread_row(
    origin: Origin,
    *,
    status: str,
    reason: str | None = None,
    sha256: str | None = None,
    duplicate_of: str | None = None,
) -> Row:
    """A paper without a plan, and the reason, a sentence."""
    row: Row = {column.name: None for column in PAPERS}
    row.update(paper=origin.paper, paper_link=origin.link, status=status, reason=reason)
    row.update(sha256=sha256, duplicate_of=duplicate_of)
    return upright_row(row)


def _head(plan: Plan, origin: Origin) -> Row:
    return {
        "paper": origin.paper,
        "paper_link": origin.link,
        "document_number": plan.document.number,
        "unit": unit_name(plan),
    }


def unit_name(plan: Plan) -> str | None:
    """Whose plan it is, as people say it ("phường Tân Khê"); who issued it, where no unit is
    known."""
    unit = plan.document.unit or Unit()
    return " ".join(part for part in (unit.level, unit.name) if part) or plan.document.issuer


def _with_page(head: Row, spans: Spans) -> Row:
    """The link to a paper as one to its page (browsers, and some viewers, open it there)."""
    page, link = page_of(spans), head["paper_link"]
    return {**head, "paper_link": f"{link}#page={page}"} if page and link else head


def _group(task: Task) -> Iterator[str]:
    for group in (task.group, task.subgroup):
        if group is not None:
            yield named_group(group)


def named_group(group: Group) -> str:
    """A group with its number, if it has one.

    >>> named_group(Group(number="I", title="Thể chế")), named_group(Group(title="Thể chế"))
    ('I. Thể chế', 'Thể chế')
    """
    return f"{group.number}. {group.title}" if group.number else group.title


def dates_of(deadline: Deadline) -> tuple[str | None, str | None]:
    """The first and the last day of a deadline; of several, those of all.

    >>> half = Deadline(raw="", kind="by", end="2025-06-30")
    >>> dates_of(Deadline(raw="", kind="several", parts=(half, Deadline(raw="", end="2025-11-30"))))
    (None, '2025-11-30')
    """
    starts, ends = [deadline.start], [deadline.end]
    for part in deadline.parts:
        start, end = dates_of(part)
        starts.append(start)
        ends.append(end)
    first = min(filter(None, starts), default=None)
    last = max(filter(None, ends), default=None)
    return first, last


def metric_text(metric: Metric) -> str:
    """A figure as a person writes it.

    >>> metric_text(Metric(comparator=">=", value=95.0, unit="%"))
    '≥ 95 %'
    >>> metric_text(Metric(comparator="=", value=2.5))
    '2,5'
    >>> metric_text(Metric(comparator="=", value=90.0, unit="%", column="Năm 2028"))
    'Năm 2028: 90 %'
    """
    sign = {">=": "≥ ", "<=": "≤ ", "=": ""}.get(metric.comparator, f"{metric.comparator} ")
    if metric.comparator == "range":
        figure = "–".join(_figure(value) for value in (metric.min, metric.max))
    else:
        figure = sign + _figure(metric.value)
    whole = f"{figure} {metric.unit}" if metric.unit else figure
    return f"{metric.column}: {whole}" if metric.column else whole


def _figure(value: float | None) -> str:
    return "?" if value is None else f"{value:.10g}".replace(".", ",")


MAX_CELL = 32_767
"""Characters that a cell of a workbook holds."""


def fitting(text: str) -> str:
    """As much of a text as a cell holds; what is cut off is told by an ellipsis."""
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


def joined(row: Mapping[str, Any], column: Column) -> str:
    """A value as one text: the items of a list by "; "."""
    value = row.get(column.name)
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, list) else str(value)
