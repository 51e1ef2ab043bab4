"""What is due in all papers of the desk."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from kehoach.desk.due_answers import DUE_FORMATS, DueAnswer, due_answer, due_file, find_due
from kehoach.desk.routes.common import Day, Language, TheDesk, file_response, refuse_unknown_format
from kehoach.follow.due import Wanted

router = APIRouter(prefix="/v1/due", tags=["following"])
MOST_NAMES = 50
Names: TypeAlias = list[Annotated[str, Query(max_length=200)]]


def _wanted(
    before: Annotated[
        Day | None,
        Query(
            description="Đến hết ngày; mặc định 30 ngày tới / the last day", examples=["2026-12-31"]
        ),
    ] = None,
    after: Annotated[
        Day | None, Query(description="Từ ngày / from this day on", examples=["2026-01-01"])
    ] = None,
    today: Annotated[
        Day | None, Query(description="Tính đến ngày / as of", examples=["2026-09-30"])
    ] = None,
    unit: Annotated[
        Names,
        Query(max_length=MOST_NAMES, description="Phường, xã / unit", examples=[["Xã Tân Khê"]]),
    ] = [],  # noqa: B006 (nobody changes it)
    office: Annotated[
        Names,
        Query(
            max_length=MOST_NAMES,
            description="Cơ quan, cả tên tắt / office, its short form too",
            examples=[["VHXH"]],
        ),
    ] = [],  # noqa: B006
) -> Wanted:
    return Wanted(
        today or date.today(),
        before=before,
        after=after,
        units=tuple(unit),
        offices=tuple(office),
    )


WhatIsWanted: TypeAlias = Annotated[Wanted, Depends(_wanted)]


@router.get("", summary="Việc đến hạn, quá hạn / what is due")
def due(
    desk: TheDesk,
    wanted: WhatIsWanted,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=2000)] = 500,
) -> DueAnswer:
    """What `kehoach due` tells, over all papers of the desk with their corrections: each day of
    each task, what was missed first. A plan that was sent in two forms (Word and PDF) counts once.
    What people filled in a follow-up workbook beside the plans counts, too."""
    return due_answer(
        find_due(desk.gathering, wanted, books=desk.folders.plans), offset=offset, limit=limit
    )


@router.get(
    "/exports/{format}",
    summary="Danh sách ấy thành tệp / the list as a file",
    response_class=Response,
    responses={200: {"description": "The file, as `kehoach due` writes it"}},
)
def export(
    desk: TheDesk,
    wanted: WhatIsWanted,
    lang: Language,
    format: Annotated[str, Path(pattern="^[a-z]{1,16}$", examples=list(DUE_FORMATS))],
) -> Response:
    """A page, CSV, a calendar or JSON."""
    refuse_unknown_format(format, DUE_FORMATS)
    found = find_due(desk.gathering, wanted, books=desk.folders.plans)
    content = due_file(found, desk.gathering, format=format, lang=lang)
    return file_response(content, format, name="viec-den-han")
