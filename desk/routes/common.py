"""What the routes share."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from typing import Annotated, Literal, TypeAlias
from urllib.parse import quote

from fastapi import Depends, Header, Path, Query, Request
from pydantic import BeforeValidator
from starlette.responses import Response

from kehoach.desk.desk import Desk
from kehoach.desk.failures import NoSuchThingError
from kehoach.desk.problems import DAY_WANTED, language_of
from kehoach.normalize.times.typed_days import day_from

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}")
ID = "^[0-9a-f]{64}$"
"""The form of a paper's id."""
REVISION = '"0b9a4c1d2e3f405162738495"'
"""An ETag, to show what one looks like."""
MEDIA_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "jira": "text/csv; charset=utf-8",
    "planner": "text/csv; charset=utf-8",
    "trello": "text/csv; charset=utf-8",
    "msproject": "application/xml",
    "akn": "application/akn+xml",
    "edxml": "application/xml",
}


async def _desk(request: Request) -> Desk:  # else each request would wait for a thread
    desk: Desk = request.app.state.desk
    return desk


def _written_as_a_day(text: object) -> date:
    """Raises ValueError."""
    day = day_from(text) if isinstance(text, str) and _DAY.fullmatch(text) else None
    if day is None:
        raise ValueError(DAY_WANTED)
    return day


TheDesk: TypeAlias = Annotated[Desk, Depends(_desk)]
PaperId: TypeAlias = Annotated[
    str,
    Path(
        pattern=ID,
        description="Mã văn bản: SHA-256 / the paper's id",
        examples=["0" * 64],
    ),
]
Limit: TypeAlias = Annotated[
    int, Query(ge=1, le=200, description="Số mục mỗi trang / items a page")
]
Day: TypeAlias = Annotated[date, BeforeValidator(_written_as_a_day)]
"""A day as 2026-09-30 or 30/9/2026, and nothing else that may be taken for one: "0" is no day of
1970."""
Before: TypeAlias = Annotated[
    int | None, Query(ge=0, le=2**62, description="`next` of the page before / của trang trước")
]
IfMatch: TypeAlias = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="ETag của bản đang sửa / of the plan that is corrected; * for whichever",
        max_length=200,
        examples=[REVISION],
    ),
]
Author: TypeAlias = Annotated[
    str | None,
    Query(max_length=200, description="Người sửa / who corrects", examples=["Lê Thị Lan"]),
]


def revision_of(if_match: str | None) -> str | None:
    """The revision that If-Match names.

    >>> revision_of('"ab12"'), revision_of('W/"ab12"'), revision_of("*"), revision_of(None)
    ('ab12', 'ab12', '*', None)
    """
    if if_match is None:
        return None
    return if_match.strip().removeprefix("W/").strip('"')


def etag_of(revision: str) -> dict[str, str]:
    """The header that tells a revision."""
    return {"ETag": f'"{revision}"'}


async def _language(
    request: Request,
    lang: Annotated[
        Literal["vi", "en"] | None,
        Query(description="Ngôn ngữ; mặc định theo Accept-Language / the language of its words"),
    ] = None,
) -> str:
    return lang or language_of(request.headers)


Language: TypeAlias = Annotated[str, Depends(_language)]


def attachment(name: str) -> str:
    """A file to be kept, not opened in the page, by its own name (RFC 6266)."""
    name = name.rpartition("/")[2]
    return f"attachment; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"


def refuse_unknown_format(format: str, known: Container[str]) -> None:
    """Raise NoSuchThingError for a format that is not written here."""
    if format not in known:
        raise NoSuchThingError(what="dạng tệp", thing="format")


def file_response(content: bytes, format: str, *, name: str) -> Response:
    """A file that was made, to be kept as `name` with the ending of its format."""
    ending = "txt" if format == "text" else format
    headers = {"Content-Disposition": attachment(f"{name}.{ending}")}
    return Response(content, media_type=MEDIA_TYPES[format], headers=headers)
