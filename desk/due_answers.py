"""What is due in the papers of a desk, as the REST interface answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from kehoach.desk.database import PaperRow
from kehoach.desk.gathering import Gathered, Gathering
from kehoach.emit.ics import REMIND
from kehoach.emit.origin import Origin
from kehoach.errors import KehoachError
from kehoach.follow.asking import due_among
from kehoach.follow.due import DueList, Wanted
from kehoach.follow.lists import data_of, to_csv, to_html, to_ics, to_json
from kehoach.follow.plans import filled_of
from kehoach.follow.tasks import told_apart
from kehoach.schema.models import Plan

DUE_FORMATS = ("html", "csv", "ics", "json")


class DueItem(BaseModel):
    """A task and a day on which it is due, as `kehoach due --format json` tells it."""

    model_config = ConfigDict(extra="forbid")

    day: str = Field(examples=["2026-09-30"])
    days: int = Field(description="Còn bao nhiêu ngày; âm: đã quá hạn / days left", examples=[-3])
    overdue: bool
    unit: str | None = Field(examples=["Xã Tân Khê"])
    lead_units: list[str] = Field(examples=[["Phòng Văn hóa - Xã hội"]])
    number: str | None = Field(examples=["4"])
    task: str = Field(examples=["Rà soát thủ tục hành chính"])
    deliverables: list[str] | None = Field(examples=[["Báo cáo"]])
    deadline: str | None = Field(description="Nguyên văn / as written", examples=["Quý III"])
    recurring: bool
    day_named: bool = Field(description="Văn bản nêu đúng ngày này / the paper names the day")
    status: JsonValue = Field(description="Người theo dõi ghi / as people filled it in")
    person: JsonValue
    paper: str = Field(description="Tên văn bản / its name", examples=["ke-hoach.pdf"])
    document_number: str | None
    page: int | None
    task_id: str | None
    paper_id: str | None = Field(
        description="Mã văn bản / the paper's id (GET /v1/papers/{id}/plan)", examples=["0" * 64]
    )


class Unread(BaseModel):
    """A paper whose plan cannot be made."""

    model_config = ConfigDict(extra="forbid")

    paper_id: str
    name: str
    vi: str
    en: str


class DueAnswer(BaseModel):
    """What is due, the missed first."""

    model_config = ConfigDict(extra="forbid")

    today: str = Field(examples=["2026-09-30"])
    after: str | None
    before: str = Field(description="Đến hết ngày này / the last day", examples=["2026-10-30"])
    overdue: int
    without_day: int = Field(description="Việc không có ngày / tasks without a day")
    done: int = Field(description="Việc đã xong / tasks that are done")
    total: int
    items: list[DueItem]
    next: int | None = Field(description="Hand on as `offset` for the next page; null: no more")
    units: list[str] = Field(description="Các phường, xã có trong bàn / the units there are")
    offices: list[str] = Field(description="Các cơ quan chủ trì / the leads there are")
    papers: int = Field(description="Số kế hoạch được tính / plans that count")
    same_plans: dict[str, str] = Field(
        description="Bản khác của cùng một kế hoạch, không tính hai lần: mã -> mã được tính / "
        "other forms of a plan that counts"
    )
    unread: list[Unread]


@dataclass(frozen=True, slots=True)
class DueFound:
    """What is due, and where: `paper_of` leads from the ids of tasks to papers."""

    listed: DueList
    gathered: Gathered
    paper_of: Mapping[str, PaperRow]


def find_due(gathering: Gathering, wanted: Wanted, books: Path) -> DueFound:
    """What is due in all papers that count. `books`: the folder where a follow-up workbook may
    stand. Raises BrokenFilledError, TooLargeError."""
    gathered = gathering.gathered()
    counting = list(gathered.counting())
    owners = [row for row in counting for _ in gathered.known[row.id].tasks]
    tasks = list(told_apart(task for row in counting for task in gathered.known[row.id].tasks))
    paper_of = {task.id: row for task, row in zip(tasks, owners, strict=True)}
    listed = due_among(tasks, filled_of([books]), wanted=wanted)
    return DueFound(listed, gathered, paper_of=paper_of)


def due_answer(found: DueFound, *, offset: int, limit: int) -> DueAnswer:
    """A page of what is due."""
    listed, gathered = found.listed, found.gathered
    data = data_of(listed)
    told = zip(data.pop("items")[offset : offset + limit], listed.items[offset:], strict=False)
    items = [DueItem(**row, paper_id=found.paper_of[item.task.id].id) for row, item in told]
    end = offset + len(items)
    tasks = [task for row in gathered.counting() for task in gathered.known[row.id].tasks]
    return DueAnswer(
        **data,
        total=len(listed.items),
        items=items,
        next=end if end < len(listed.items) else None,
        units=_names((task.unit,) for task in tasks),
        offices=_names(task.offices for task in tasks),
        papers=len(gathered.papers) - len(gathered.twins),
        same_plans=gathered.twins,
        unread=[_unread(row, error) for row, error in gathered.failed],
    )


def _names(named: Iterable[Iterable[str]]) -> list[str]:
    return sorted({name for names in named for name in names if name})


def _unread(row: PaperRow, error: KehoachError) -> Unread:
    return Unread(paper_id=row.id, name=row.name, vi=error.message("vi"), en=error.message("en"))


def due_file(found: DueFound, gathering: Gathering, format: str, *, lang: str) -> bytes:
    """What is due in one of `DUE_FORMATS`, as `kehoach due` writes it."""
    listed = found.listed
    match format:
        case "ics":
            return to_ics(listed, _plans(found, gathering), remind=REMIND, todo=False)
        case "csv":
            text = to_csv(listed)
        case "html":
            text = to_html(listed, lang)
        case _:
            text = to_json(listed)
    return text.encode("utf-8", "replace")


def _plans(found: DueFound, gathering: Gathering) -> list[tuple[Origin, Plan]]:
    """The plans of what is on the list."""
    rows = {row.id: row for row in map(found.paper_of.__getitem__, _ids(found.listed))}
    return [gathering.plan(row) for row in rows.values()]


def _ids(listed: DueList) -> list[str]:
    return [item.task.id for item in listed.items]
