"""What the REST interface answers, as models: they make its OpenAPI."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from kehoach.corrections.model import Corrections
from kehoach.desk.database import JobRow, JobState, PaperRow
from kehoach.desk.parcels import Refused


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Failure(_Answer):
    """Why a paper gave no plan."""

    kind: str = Field(description="A class of kehoach.errors / loại lỗi", examples=["NoTextError"])
    stage: str
    vi: str
    en: str


class Job(_Answer):
    """A reading of a paper."""

    id: int
    paper: str = Field(description="Mã văn bản / the paper's id")
    state: JobState
    stage: str = Field(description="Bước đang làm / what it has come to", examples=["ingest 3/20"])
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None
    error: Failure | None = None


class Summary(_Answer):
    """What a plan holds, as the machine read it; `doubts` as people left it."""

    status: str
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    pages: int
    tasks: int
    targets: int
    findings: dict[str, int] = Field(examples=[{"warning": 2, "info": 1}])
    doubts: int | None = Field(
        default=None,
        description="Chỗ chưa chắc trong kế hoạch đã sửa; null: chưa đếm / "
        "doubtful values of the corrected plan; null: not counted yet",
    )


class Paper(_Answer):
    """A paper that was sent."""

    id: str = Field(description="SHA-256 of its bytes / mã băm của tệp", examples=["9f…64 chữ số"])
    name: str = Field(examples=["ke-hoach-cchc.pdf"])
    files: list[str]
    size: int = Field(description="Bytes")
    added_at: str
    summary: Summary | None = None
    job: Job | None = Field(default=None, description="Lượt đọc mới nhất / its latest job")


class PaperList(_Answer):
    """A page of the list, the latest first."""

    items: list[Paper]
    total: int
    next: int | None = Field(description="Hand on as `before` for the next page; null: no more")


class JobList(_Answer):
    """A page of the list, the latest first."""

    items: list[Job]
    next: int | None = None


class RefusedPart(_Answer):
    """A file in a parcel that is not read."""

    name: str = Field(examples=["gói.zip/kh.pdf"])
    kind: str
    vi: str
    en: str


class Added(_Answer):
    """What became of an upload."""

    papers: list[Paper]
    new: list[str] = Field(description="Ids of papers that were not there / mã các văn bản mới")
    refused: list[RefusedPart] = Field(
        default_factory=list, description="Files in parcels that are not read / không đọc được"
    )


class PlanState(_Answer):
    """A plan as it stands after a change."""

    revision: str = Field(description="Also the ETag / bản đang có")
    made: list[str] = Field(description="Ids of the corrections that were made / mã chỗ sửa")
    plan: dict[str, Any] = Field(description="The plan (GET /v1/schema) / kế hoạch")


class CorrectionsState(_Answer):
    """What people corrected, as the file NAME.corrections.json holds it."""

    revision: str
    corrections: Corrections


class Reading(_Answer):
    """Words that were typed, as they are understood."""

    value: JsonValue


class Health(_Answer):
    """Is it well?"""

    status: Literal["ok"]
    version: str
    schema_version: str


def job_of(row: JobRow) -> Job:
    """A job as it is told."""
    return Job(
        id=row.id,
        paper=row.paper,
        state=row.state,
        stage=row.stage,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        error=None if row.error is None else Failure(**row.error),
    )


def refused_of(refused: Refused) -> RefusedPart:
    """A file of a parcel as it is told."""
    error = refused.error
    return RefusedPart(
        name=refused.name,
        kind=type(error).__name__,
        vi=error.message("vi"),
        en=error.message("en"),
    )


def paper_of(row: PaperRow, job: JobRow | None) -> Paper:
    """A paper as it is told."""
    return Paper(
        id=row.id,
        name=row.name,
        files=list(row.files),
        size=row.size,
        added_at=row.added_at,
        summary=None if row.summary is None else Summary(**row.summary),
        job=None if job is None else job_of(job),
    )


class Choice(_Answer):
    """Words that may be taken for a value."""

    typed: str = Field(examples=["Phòng Kinh tế"])
    source: Literal["row", "chapter", "paper", "directory"] = Field(
        description="Nơi các chữ này đứng / where the words stand: row, chapter, paper, or the "
        "directory of bodies and of usual times"
    )


class Choices(_Answer):
    """The choices for a value, the likeliest first."""

    items: list[Choice]
