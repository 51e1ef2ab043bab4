"""Errors as RFC 9457 tells them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from kehoach.desk.failures import status_of
from kehoach.errors import InternalError, KehoachError
from kehoach.explaining import explained

DAY_WANTED = "a day is written as 2026-09-30 or 30/9/2026"
"""What a parameter that is no day is refused with; `problems` tells it in words."""
MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:kehoach:problem:StaleError",
                    "title": "Kế hoạch đã thay đổi từ khi bạn mở; hãy tải lại rồi sửa tiếp.",
                    "status": 412,
                    "detail_vi": "Kế hoạch đã thay đổi từ khi bạn mở; hãy tải lại rồi sửa tiếp.",
                    "detail_en": "The plan has changed since you opened it; load it again.",
                }
            ]
        }
    )

    type: str = Field(description="urn:kehoach:problem:KIND")
    title: str = Field(description="Câu báo lỗi theo Accept-Language / in the language asked for")
    status: int
    detail_vi: str
    detail_en: str
    errors: list[dict[str, Any]] | None = Field(
        default=None, description="422: which part of the request, and what is wrong with it"
    )


RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Lỗi, theo RFC 9457 / an error, as RFC 9457 tells it",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
_OF_HTTP = {
    404: ("Không có địa chỉ này.", "There is no such address."),
    405: ("Địa chỉ này không nhận phương thức đó.", "This address does not take that method."),
    400: ("Yêu cầu không đọc được.", "The request cannot be read."),
}


def language_of(headers: Mapping[str, str]) -> str:
    """ "en" where a reader asks for English before Vietnamese, else "vi"."""
    asked = headers.get("accept-language", "").lower()
    for part in asked.split(","):
        tag = part.split(";")[0].strip().split("-")[0]
        if tag in ("vi", "en"):
            return tag
    return "vi"


def problem(
    kind: str, status: int, *, vi: str, en: str, language: str, **more: Any
) -> JSONResponse:
    """A problem as a response."""
    told = {
        "type": f"urn:kehoach:problem:{kind}",
        "title": vi if language == "vi" else en,
        "status": status,
        "detail_vi": vi,
        "detail_en": en,
        **more,
    }
    headers = {"Content-Language": language}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(told, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(error: KehoachError, headers: Mapping[str, str]) -> JSONResponse:
    """A failure of ours as a response."""
    status = 500 if isinstance(error, InternalError) else status_of(error)
    pointer = error.details.get("pointer")
    more = {} if pointer is None else {"errors": [{"where": pointer, "kind": "edit"}]}
    return problem(
        type(error).__name__,
        status,
        vi=error.message("vi"),
        en=error.message("en"),
        language=language_of(headers),
        **more,
    )


def install(app: FastAPI) -> None:
    """Every failure of the app is told as a problem."""

    @app.exception_handler(KehoachError)
    async def _ours(request: Request, error: KehoachError) -> JSONResponse:
        return problem_of(error, request.headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        wrong = [
            {"where": "/" + "/".join(map(str, one["loc"])), "kind": one["type"]}
            for one in error.errors()
        ]
        days = [one["loc"][-1] for one in error.errors() if DAY_WANTED in str(one.get("msg"))]
        names = ", ".join(map(str, days))
        return problem(
            "InvalidRequest",
            422,
            vi=f"Yêu cầu không hợp lệ: {names} phải là ngày, viết 2026-09-30 hoặc 30/9/2026."
            if days
            else "Yêu cầu không hợp lệ.",
            en=f"The request is not valid: {names} must be a day, as 2026-09-30 or 30/9/2026."
            if days
            else "The request is not valid.",
            language=language_of(request.headers),
            errors=wrong,
        )

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        vi, en = _OF_HTTP.get(error.status_code, ("Không làm được.", "It cannot be done."))
        told = problem(
            f"Http{error.status_code}",
            error.status_code,
            vi=vi,
            en=en,
            language=language_of(request.headers),
        )
        told.headers.update(error.headers or {})  # of 405: which methods there are
        return told

    @app.exception_handler(Exception)
    async def _other(request: Request, error: Exception) -> JSONResponse:
        return problem_of(explained(error), request.headers)
