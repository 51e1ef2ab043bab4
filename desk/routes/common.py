"""What the routes share."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Path, Query, Request

from kehoach.desk.desk import Desk


async def _desk(request: Request) -> Desk:  # else each request would wait for a thread
    desk: Desk = request.app.state.desk
    return desk


TheDesk: TypeAlias = Annotated[Desk, Depends(_desk)]
PaperId: TypeAlias = Annotated[
    str,
    Path(
        pattern="^[0-9a-f]{64}$",
        description="Mã văn bản: SHA-256 / the paper's id",
        examples=["0" * 64],
    ),
]
Limit: TypeAlias = Annotated[
    int, Query(ge=1, le=200, description="Số mục mỗi trang / items a page")
]
Before: TypeAlias = Annotated[
    int | None, Query(ge=0, le=2**62, description="`next` of the page before / của trang trước")
]
IfMatch: TypeAlias = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="ETag của bản đang sửa / of the plan that is corrected; * for whichever",
        max_length=200,
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
