"""Papers: sent, listed, deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile, status
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from kehoach.desk.answers import Added, Job, Paper, PaperList, job_of, paper_of, refused_of
from kehoach.desk.desk import Desk
from kehoach.desk.failures import NoSuchThingError
from kehoach.desk.papers import Received
from kehoach.desk.routes.common import Before, Limit, PaperId, TheDesk, attachment

router = APIRouter(prefix="/v1/papers", tags=["papers"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Gửi văn bản / send papers",
    responses={200: {"model": Added, "description": "Đã có cả rồi / all were there already"}},
)
def add(
    desk: TheDesk,
    response: Response,
    files: Annotated[list[UploadFile], File(description="Các tệp / the files", min_length=1)],
    as_one: Annotated[
        bool, Form(description="Các ảnh là trang của một văn bản / pictures of one paper")
    ] = False,
) -> Added:
    """Each file is a paper, or all of them, pictures, the pages of one; a ZIP or mail with several
    papers is so many papers. The same bytes sent again are the same paper: nothing is read
    twice."""
    received: list[Received] = []
    try:
        for file in files:
            received.append(desk.folders.receive(file.filename or "", file.file))
        told, refused = desk.add(received, as_one=as_one)
    finally:
        for one in received:
            one.path.unlink(missing_ok=True)
    new = [id for id, is_new in told if is_new]
    if not new:
        response.status_code = status.HTTP_200_OK
    if len(told) == 1:
        response.headers["Location"] = f"/v1/papers/{told[0][0]}"
    papers = [desk.paper(id) for id, _ in told]
    return Added(papers=papers, new=new, refused=list(map(refused_of, refused)))


@router.get("", summary="Danh sách văn bản / the papers", response_model=PaperList)
async def listed(desk: TheDesk, limit: Limit = 50, before: Before = None) -> Response:
    """The latest first, a page at a time."""
    data = desk.lists.get(desk.runner.version, (limit, before))
    if data is None:
        data = await run_in_threadpool(_listed, desk, limit, before)
    return Response(data, media_type="application/json")


def _listed(desk: Desk, limit: int, before: int | None) -> bytes:
    version = desk.runner.version  # before anything is asked: what changes meanwhile counts as new
    rows = desk.database.papers(before=before, limit=limit)
    jobs = desk.database.latest_jobs([row.id for row in rows])
    told = PaperList(
        items=[paper_of(row, jobs.get(row.id)) for row in rows],
        total=desk.database.count(),
        next=rows[-1].number if len(rows) == limit else None,
    )
    data = told.model_dump_json().encode()
    desk.lists.keep(version, (limit, before), data)
    return data


@router.get("/{id}", summary="Một văn bản / one paper")
def one(desk: TheDesk, id: PaperId) -> Paper:
    """A paper, with its latest job."""
    return desk.paper(id)


@router.delete("/{id}", status_code=status.HTTP_204_NO_CONTENT, summary="Xóa văn bản / delete it")
def remove(
    desk: TheDesk,
    id: PaperId,
    corrections: Annotated[
        bool, Query(description="Xóa cả những chỗ đã sửa / also what people corrected")
    ] = False,
) -> None:
    """The paper, its plan and its pictures go. What people corrected stays, and is there again when
    the same paper is sent again, unless `corrections` says that it goes, too."""
    desk.remove(id, corrections=corrections)


@router.post(
    "/{id}/jobs", status_code=status.HTTP_202_ACCEPTED, summary="Đọc lại văn bản / read it again"
)
def read_again(desk: TheDesk, id: PaperId) -> Job:
    """Read a paper anew; corrections are kept. Where it waits or is being read, that job."""
    desk.paper(id)
    job = desk.database.add_job(id)
    desk.runner.tell()
    return job_of(job)


@router.get(
    "/{id}/files/{number}",
    summary="Tệp gốc / a file as it was sent",
    response_class=FileResponse,
)
def file(desk: TheDesk, id: PaperId, number: int) -> FileResponse:
    """A file of a paper as it was sent, from 1."""
    told = desk.paper(id)
    names = desk.folders.file_names(id)
    if not 1 <= number <= len(names):
        raise NoSuchThingError(what="tệp", thing="file")
    return FileResponse(
        desk.folders.root / names[number - 1],
        media_type="application/octet-stream",
        headers={"Content-Disposition": attachment(told.files[number - 1])},
    )
