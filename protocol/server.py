"""The tools of `kehoach mcp`, over standard input and output, by the official library."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from kehoach.batch.isolation.children import stop_children
from kehoach.batch.model import BatchOptions
from kehoach.batch.nursing import fork_nursery
from kehoach.corrections.file import read_corrections
from kehoach.corrections.naming import corrections_path
from kehoach.errors import KehoachError
from kehoach.follow.due import Wanted
from kehoach.follow.lists import row_of
from kehoach.protocol import telling
from kehoach.protocol.papers import Papers
from kehoach.protocol.telling import PartName
from kehoach.schema.models import Severity
from kehoach.version import __version__

Given = TypeVar("Given")
_ABOUT = (
    "Reads plans of Vietnamese wards and communes (PDF, scans, photographs, Word, text): who "
    "leads, who helps, what, by when, with which product; and tells what is wrong with the paper. "
    "Paths are below the folder that the server was started with. Values are the paper's own "
    "words; what it does not state is null. `spans` tell where something stands (page and box in "
    "points). Nothing is written and nothing is fetched."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
PaperPath: TypeAlias = Annotated[
    str, Field(description="A paper, or a plan as JSON, below the folder", max_length=4096)
]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=500)]
Offset: TypeAlias = Annotated[int, Field(ge=0)]
Office: TypeAlias = Annotated[
    str | None, Field(description="Part of the name of a body, e.g. Phòng Kinh tế", max_length=200)
]


def serve(folder: Path, options: BatchOptions, *, lang: str) -> None:
    """Answer until the standard input ends. Papers below `folder` alone are read."""
    fork_nursery()
    try:
        server_over(folder, options, lang=lang).run()
    finally:
        stop_children()


def server_over(folder: Path, options: BatchOptions, *, lang: str) -> MCPServer[Any]:
    """The server, with its tools."""
    server: MCPServer[Any] = MCPServer(
        "kehoach", version=__version__, instructions=_ABOUT, log_level="ERROR"
    )
    tools = _Tools(Papers(folder, options), lang)
    for tool in (
        tools.extract,
        tools.plan,
        tools.tasks,
        tools.findings,
        tools.corrections,
        tools.due,
    ):
        server.add_tool(tool, annotations=_READS)
    return server


class _Tools:
    """The tools: each asks one thread, which has the process that reads papers."""

    def __init__(self, papers: Papers, lang: str) -> None:
        self._papers, self._lang = papers, lang
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kehoach-read")

    async def _told(self, work: Callable[[], Given]) -> Given:
        """What the work gives. Raises ToolError with one sentence."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except KehoachError as error:
            raise ToolError(error.message(self._lang)) from error

    async def extract(self, path: PaperPath) -> dict[str, Any]:
        """Read a paper (or a plan read before): its kind, number, issuer, title, and how many
        tasks, targets and findings it has. A scan takes some seconds a page."""
        return await self._told(lambda: telling.summary(self._papers.plan(path)))

    async def plan(self, path: PaperPath, part: PartName = "document") -> dict[str, Any]:
        """One part of a plan as its JSON holds it: `document` is what the paper says of itself,
        with its legal bases; `sections` its whole wording."""
        return await self._told(lambda: {part: telling.part_of(self._papers.plan(path), part)})

    async def tasks(
        self, path: PaperPath, office: Office = None, limit: Limit = 100, offset: Offset = 0
    ) -> dict[str, Any]:
        """The tasks of a plan in the order of the paper: wording, lead, helpers, products,
        deadline."""
        return await self._told(
            lambda: _page(
                telling.tasks_of(self._papers.plan(path), office=office), limit, offset=offset
            )
        )

    async def findings(
        self,
        path: PaperPath,
        severity: Severity | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """What is wrong with a paper, the worst first, each with its place and its words."""
        return await self._told(
            lambda: _page(
                telling.findings_of(self._papers.plan(path), severity), limit, offset=offset
            )
        )

    async def corrections(
        self, path: PaperPath, limit: Limit = 100, offset: Offset = 0
    ) -> dict[str, Any]:
        """What people corrected in a plan as JSON: what the machine had read, what they wrote, who
        and when, and whether it still holds; and whether somebody signed the plan off."""

        def work() -> dict[str, Any]:
            plan = self._papers.plan(path)
            held = read_corrections(corrections_path(self._papers.inside(path)))
            told = _page(
                [one.model_dump(mode="json") for one in plan.corrections], limit, offset=offset
            )
            signed = held.model_dump(mode="json") if held else {}
            names = ("signed_off_at", "signed_off_by")
            return {**told, **{name: signed.get(name) for name in names}}

        return await self._told(work)

    async def due(
        self,
        path: PaperPath,
        before: Annotated[date | None, Field(description="The last day; else 30 days on")] = None,
        after: Annotated[date | None, Field(description="The first day; else also missed")] = None,
        office: Office = None,
        limit: Limit = 100,
    ) -> dict[str, Any]:
        """What is due, what was missed first, as of today: in one plan as JSON, or in all plans of
        a folder ("." for all), minding what people filled in the workbook of follow-up there. Tasks
        without a day (always, when something has happened) are counted alone."""

        def work() -> dict[str, Any]:
            offices = () if office is None else (office,)
            wanted = Wanted(date.today(), before=before, after=after, offices=offices)
            listed = self._papers.due(path, wanted)
            told = _page([row_of(item) for item in listed.items], limit, offset=0)
            counts = {"without_day": listed.without_day, "done": listed.done}
            return {**told, "missed": listed.missed, **counts}

        return await self._told(work)


def _page(items: Sequence[dict[str, Any]], limit: int, offset: int) -> dict[str, Any]:
    """Some of the items, and whether there are more."""
    shown = list(items[offset : offset + limit])
    end = offset + len(shown)
    return {"items": shown, "total": len(items), "next": end if end < len(items) else None}
