"""The app: routes, the gate before them, the pages for browsers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from kehoach.desk import problems
from kehoach.desk.desk import Desk
from kehoach.desk.guards import Gate
from kehoach.desk.routes import (
    comparing,
    following,
    jobs,
    papers,
    plans,
    service,
    suggestions,
)
from kehoach.version import __version__

WEB = Path(__file__).with_name("web")
SERVED = (".css", ".html", ".js")
_ABOUT = (
    "Kế hoạch của UBND phường, xã thành dữ liệu, và người sửa lại chỗ máy đọc sai. / Plans of "
    "Vietnamese wards as data, and people who correct them. Changes need `If-Match` with the ETag "
    "of the plan; errors are RFC 9457."
)


def create_app(desk: Desk) -> FastAPI:
    """The service over a desk; it starts and stops with the app."""

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        desk.start()
        try:
            yield
        finally:
            await run_in_threadpool(desk.stop)

    app = FastAPI(
        title="kehoach",
        version=__version__,
        description=_ABOUT,
        docs_url=None,  # their scripts come from outside
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        lifespan=living,
        responses=problems.RESPONSES,
    )
    app.state.desk = desk
    problems.install(app)
    for module in (papers, jobs, plans, following, comparing, suggestions, service):
        app.include_router(module.router)
    _complete_description(app)

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(WEB / "index.html", headers={"Cache-Control": "no-cache"})

    app.mount("/static", _Served(directory=WEB), name="static")
    app.add_middleware(Gate, settings=desk.settings)
    return app


class _Served(StaticFiles):
    """What is for browsers, and nothing else that lies beside it."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return super().lookup_path(path) if path.endswith(SERVED) else ("", None)


def _complete_description(app: FastAPI) -> None:
    """Put into the OpenAPI what FastAPI does not know: the model of problems; that If-Match must be
    there (without it the answer is 428, where FastAPI would say 422)."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        told = made()
        schemas = told.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault("Problem", problems.Problem.model_json_schema())
        for parameter in _parameters(told):
            if parameter["name"] == "If-Match":
                parameter["required"] = True
        return told

    vars(app)["openapi"] = openapi  # FastAPI's own way to extend it


def _parameters(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parameters of all requests that an OpenAPI tells, to be completed in place."""
    for methods in told["paths"].values():
        for about in methods.values():
            yield from about.get("parameters", ())
