"""The service itself: whether it is well, what it counts, its schema, its door."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, PlainTextResponse

from kehoach.desk.answers import Health
from kehoach.desk.database import JobState
from kehoach.desk.failures import NoTokenError
from kehoach.desk.guards import COOKIE, is_token, session_of
from kehoach.desk.routes.common import TheDesk
from kehoach.schema.models import SCHEMA_VERSION
from kehoach.version import __version__

router = APIRouter(prefix="/v1", tags=["service"])
STATES: tuple[JobState, ...] = get_args(JobState)


class Key(BaseModel):
    """The token, handed in once."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, Field(max_length=1000)]


@router.get("/health", summary="Dịch vụ có khỏe không / is it well")
def health(desk: TheDesk) -> Health:
    """200 as long as the store answers."""
    desk.database.count()
    return Health(status="ok", version=__version__, schema_version=SCHEMA_VERSION)


@router.get(
    "/metrics",
    summary="Số đếm cho Prometheus / counts",
    response_class=PlainTextResponse,
)
def metrics(desk: TheDesk) -> PlainTextResponse:
    """Papers, and jobs by their states, in Prometheus' text format."""
    states = desk.database.states()
    lines = ["# HELP kehoach_papers Papers in the store.", "# TYPE kehoach_papers gauge"]
    lines.append(f"kehoach_papers {desk.database.count()}")
    lines += ["# HELP kehoach_jobs Jobs by state.", "# TYPE kehoach_jobs gauge"]
    lines += [
        f'kehoach_jobs{{state="{name}"}} {states.get(name, 0)}' for name in get_args(JobState)
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


@router.get("/schema", summary="JSON Schema của kế hoạch / of a plan")
def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of plans."""
    from kehoach.schema.contract import json_schema

    return json_schema()


@router.post("/session", status_code=204, summary="Mở cửa bằng mã / hand in the token")
def session(desk: TheDesk, key: Annotated[Key, Body()]) -> Response:
    """For browsers: the token becomes a cookie that no script reads and no other site sends."""
    token = desk.settings.token
    if token and not is_token(key.token, token):
        raise NoTokenError
    response = Response(status_code=204)
    if token:
        response.set_cookie(
            COOKIE, session_of(token), httponly=True, samesite="strict", max_age=12 * 3600
        )
    return response


@router.get("/session", summary="Có cần mã không / is a token needed")
def needs_token(desk: TheDesk) -> JSONResponse:
    """Whether this service wants a token."""
    return JSONResponse({"needed": bool(desk.settings.token)})
