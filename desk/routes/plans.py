"""Plans: read, corrected, exported, with pictures of their pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, status
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kehoach.corrections.model import PartName
from kehoach.corrections.parts import FIELDS
from kehoach.corrections.values import context_of
from kehoach.desk.answers import CorrectionsState, PlanState, Reading
from kehoach.desk.desk import Desk
from kehoach.desk.edits import MAX_EDITS, MAX_TYPED, Edit, typed_value
from kehoach.desk.failures import bad_edit
from kehoach.desk.plans import Standing
from kehoach.desk.routes.common import (
    ID,
    MEDIA_TYPES,
    Author,
    IfMatch,
    PaperId,
    TheDesk,
    attachment,
    etag_of,
    refuse_unknown_format,
    revision_of,
)
from kehoach.emit.formats import PLAN_FORMATS, plan_writer, suffix_of
from kehoach.emit.origin import Origin

router = APIRouter(prefix="/v1", tags=["plans"])


class Edits(BaseModel):
    """Edits that are made together, or not at all."""

    model_config = ConfigDict(extra="forbid")

    edits: Annotated[list[Edit], Field(min_length=1, max_length=MAX_EDITS)]


class Typed(BaseModel):
    """Words that somebody types into a field."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"paper": "0" * 64, "field": "deadline", "typed": "hết quý III"}]
        },
    )

    paper: Annotated[str, Field(pattern=ID)]
    part: PartName = "tasks"
    field: Annotated[str, Field(max_length=40)]
    typed: Annotated[str, Field(max_length=MAX_TYPED)]


@router.get(
    "/papers/{id}/plan",
    summary="Kế hoạch / the plan",
    response_class=Response,
    responses={
        200: {
            "description": "A plan (GET /v1/schema); ETag: its revision",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
async def plan(
    desk: TheDesk,
    id: PaperId,
    view: Annotated[
        Literal["corrected", "machine"],
        Query(description="Đã sửa, hay như máy đọc / corrected, or as the machine read it"),
    ] = "corrected",
) -> Response:
    """The plan as it stands, or as the machine read it."""
    standing = desk.plans.at_hand(id)
    if standing is None:
        standing = await run_in_threadpool(_standing, desk, id)
    data = standing.data
    if view == "machine":
        data = (await run_in_threadpool(standing.machine.model_dump_json)).encode()
    return Response(data, media_type="application/json", headers=etag_of(standing.revision))


def _standing(desk: Desk, id: str) -> Standing:
    """A plan that is not in memory yet. Raises NoSuchThingError, NotReadYetError."""
    desk.paper(id)
    return desk.plans.standing(id)


@router.get("/papers/{id}/corrections", summary="Những chỗ đã sửa / what people corrected")
def corrections(desk: TheDesk, id: PaperId, response: Response) -> CorrectionsState:
    """Every correction, those taken back too, as NAME.corrections.json holds them."""
    standing = desk.plans.standing(id)
    response.headers.update(etag_of(standing.revision))
    return CorrectionsState(revision=standing.revision, corrections=standing.corrections)


@router.post(
    "/papers/{id}/corrections",
    status_code=status.HTTP_201_CREATED,
    summary="Sửa kế hoạch / correct the plan",
    response_model=PlanState,
)
def correct(
    desk: TheDesk,
    id: PaperId,
    edits: Annotated[Edits, Body()],
    if_match: IfMatch = None,
    author: Author = None,
) -> Response:
    """Change, confirm, add, remove and move, all or nothing. Answered when it is safe on the disk.
    412: somebody else was first. A plan that was signed off is so no more."""
    desk.paper(id)
    standing, made = desk.plans.edit(id, edits.edits, revision=revision_of(if_match), author=author)
    desk.count_again(id, standing.plan)
    return _state(standing, [one.id for one in made], status=201)


@router.delete(
    "/papers/{id}/corrections/{correction}",
    summary="Bỏ một chỗ sửa / take a correction back",
    response_model=PlanState,
)
def undo(
    desk: TheDesk,
    id: PaperId,
    correction: Annotated[str, Path(pattern="^[0-9a-f]{1,64}$")],
    if_match: IfMatch = None,
) -> Response:
    """The correction counts no more; that it was there stays written down."""
    standing = desk.plans.undo(id, correction, revision=revision_of(if_match))
    desk.count_again(id, standing.plan)
    return _state(standing)


@router.put(
    "/papers/{id}/signature",
    summary="Ký duyệt: đã xem hết kế hoạch / sign the plan off",
    response_model=PlanState,
)
def sign(desk: TheDesk, id: PaperId, if_match: IfMatch = None, author: Author = None) -> Response:
    """A person has looked through the whole plan."""
    desk.paper(id)
    revision = revision_of(if_match)
    return _state(desk.plans.sign_off(id, revision=revision, author=author, signed=True))


@router.delete(
    "/papers/{id}/signature", summary="Bỏ ký duyệt / take that back", response_model=PlanState
)
def unsign(desk: TheDesk, id: PaperId, if_match: IfMatch = None) -> Response:
    """The plan is signed off no more."""
    revision = revision_of(if_match)
    return _state(desk.plans.sign_off(id, revision=revision, author=None, signed=False))


@router.post("/readings", summary="Đọc thử điều đang gõ / read what is typed")
def reading(desk: TheDesk, typed: Typed) -> Reading:
    """What words would become in a field of this plan: "hết quý III" -> 30/9, "P. VHXH" -> the full
    name. Nothing is written."""
    if typed.field not in FIELDS[typed.part]:
        raise bad_edit(f"/{typed.part}", vi="không có trường này", en="there is no such field")
    context = context_of(desk.plans.standing(typed.paper).plan)
    return Reading(value=typed_value(typed.part, typed.field, typed=typed.typed, context=context))


@router.get(
    "/papers/{id}/pages/{number}.png",
    summary="Hình một trang / a page as a picture",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "PNG"}},
)
async def page(
    desk: TheDesk, id: PaperId, number: Annotated[int, Path(ge=1, le=100_000)]
) -> Response:
    """A page, upright as it was read: places of values (`spans`) lie on it, in points of the size
    that `source.pages` tells."""
    picture = desk.pages.at_hand(id, number)
    if picture is None:
        picture = await run_in_threadpool(_picture, desk, id, number)
    headers = {"Cache-Control": "private, max-age=86400"}
    return Response(picture, media_type="image/png", headers=headers)


def _picture(desk: Desk, id: str, number: int) -> bytes:
    """A page that was not drawn yet. Raises as `Pages.picture`, and NoSuchThingError."""
    desk.paper(id)
    return desk.pages.picture(id, number)


@router.get(
    "/papers/{id}/exports/{format}",
    summary="Xuất tệp / export",
    response_class=Response,
    responses={
        200: {
            "description": "The file",
            "content": {kind.partition(";")[0]: {} for kind in MEDIA_TYPES.values()},
        }
    },
)
def export(
    desk: TheDesk,
    id: PaperId,
    format: Annotated[str, Path(pattern="^[a-z]{1,16}$", examples=list(PLAN_FORMATS))],
) -> Response:
    """The corrected plan as JSON, a workbook, CSV, a calendar or a report."""
    refuse_unknown_format(format, PLAN_FORMATS)
    told = desk.paper(id)
    data = plan_writer(format)(desk.plans.standing(id).plan, Origin(told.name))
    name = f"{PurePath(told.name).stem or 'ke-hoach'}.{suffix_of(format)}"
    headers = {"Content-Disposition": attachment(name)}
    return Response(data, media_type=MEDIA_TYPES.get(format), headers=headers)


def _state(standing: Standing, made: Sequence[str] = (), *, status: int = 200) -> Response:
    """A `PlanState`; the plan in it was made JSON already."""
    told = json.dumps({"revision": standing.revision, "made": list(made)})
    data = told.removesuffix("}").encode() + b', "plan": ' + standing.data + b"}"
    headers = etag_of(standing.revision)
    return Response(data, status_code=status, media_type="application/json", headers=headers)
