"""Jobs: how far the reading of papers has come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from kehoach.desk.answers import Job, JobList, job_of
from kehoach.desk.database import ACTIVE
from kehoach.desk.desk import Desk
from kehoach.desk.failures import NoSuchThingError
from kehoach.desk.routes.common import Before, Limit, TheDesk

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
JobId = Annotated[int, Path(ge=1, le=2**62, description="Số lượt đọc / the job's number")]
KEEP_ALIVE = 0.5
"""Seconds between looks at a job that tells nothing."""
EVENT = {
    "type": "object",
    "properties": {
        "event": {"const": "job"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/Job"},
        },
    },
    "required": ["event", "data"],
}
"""An event as JSON Schema tells it."""
LONGEST = 3600.0
"""Seconds that one stream of events lasts; a browser asks again."""


@router.get("", summary="Các lượt đọc / the jobs")
def listed(
    desk: TheDesk,
    paper: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
    limit: Limit = 50,
    before: Before = None,
) -> JobList:
    """The latest first, of all papers or of one."""
    rows = desk.database.jobs(paper=paper, limit=limit, before=before)
    return JobList(
        items=[job_of(row) for row in rows], next=rows[-1].id if len(rows) == limit else None
    )


@router.get("/{id}", summary="Một lượt đọc / one job")
def one(desk: TheDesk, id: JobId) -> Job:
    """A job as it is now."""
    return _job(desk, id)


@router.get(
    "/{id}/events",
    summary="Theo dõi một lượt đọc / follow a job",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `data:` is a Job, the last one is done or failed",
            "content": {"text/event-stream": {"schema": EVENT}},
        }
    },
)
async def events(desk: TheDesk, id: JobId) -> StreamingResponse:
    """Server-sent events: the job whenever it changes, until it has ended."""
    first = await run_in_threadpool(_job, desk, id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_changes(desk, first), media_type="text/event-stream", headers=headers)


async def _changes(desk: Desk, job: Job) -> AsyncIterator[str]:
    yield _event(job)
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    while job.state in ACTIVE and loop.time() < end and not desk.runner.is_stopping:
        await asyncio.sleep(KEEP_ALIVE)
        row = await run_in_threadpool(desk.database.job, job.id)
        if row is None:
            return
        now = job_of(row)
        if now != job:
            job = now
            yield _event(job)


def _event(job: Job) -> str:
    return f"event: job\ndata: {job.model_dump_json()}\n\n"


def _job(desk: Desk, id: int) -> Job:
    row = desk.database.job(id)
    if row is None:
        raise NoSuchThingError(what="lượt đọc", thing="job")
    return job_of(row)
