"""The tools of `kehoach mcp`, over standard input and output, by the official library."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from mcp.server.mcpserver import Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from kehoach.batch.isolation.children import stop_children
from kehoach.batch.model import BatchOptions
from kehoach.batch.nursing import fork_nursery
from kehoach.compare.assigned import compared
from kehoach.compare.difference import difference
from kehoach.corrections.file import read_corrections
from kehoach.corrections.undoing import machine_plan
from kehoach.emit.formats import plan_writer
from kehoach.emit.locks import alone_in
from kehoach.emit.origin import Origin
from kehoach.errors import KehoachError
from kehoach.follow.due import Wanted
from kehoach.follow.lists import row_of
from kehoach.protocol import correcting, telling
from kehoach.protocol.papers import Papers
from kehoach.protocol.telling import PartName
from kehoach.schema.contract import json_schema
from kehoach.schema.models import Severity
from kehoach.version import __version__

Given = TypeVar("Given")
_ABOUT = (
    "Reads plans of Vietnamese wards and communes (PDF, scans, photographs, Word, text): who "
    "leads, who helps, what, by when, with which product; and tells what is wrong with the paper. "
    "Paths are below the folder that the server was started with. Values are the paper's own "
    "words; what it does not state is null. `spans` tell where something stands (page and box in "
    "points). Nothing is fetched, and nothing is written but corrections where that was allowed."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
TEXT_FORMATS = ("csv", "ics", "html", "jira", "planner", "trello", "msproject", "akn", "edxml")
"""Formats that an assistant can read; `plan` gives the JSON."""
AUTHOR = "MCP"
"""Who corrects, where the assistant does not say for whom."""
PaperPath: TypeAlias = Annotated[
    str, Field(description="A paper, or a plan as JSON, below the folder", max_length=4096)
]
PlanPath: TypeAlias = Annotated[
    str, Field(description="A plan as JSON, below the folder", max_length=4096)
]
Pointer: TypeAlias = Annotated[
    str, Field(description="JSON pointer of a field, e.g. /tasks/3/deadline", max_length=200)
]
Words: TypeAlias = Annotated[str, Field(max_length=20_000)]
Author: TypeAlias = Annotated[str, Field(description="For whom", max_length=200)]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=500)]
Offset: TypeAlias = Annotated[int, Field(ge=0)]
Office: TypeAlias = Annotated[
    str | None, Field(description="Part of the name of a body, e.g. Phòng Kinh tế", max_length=200)
]


def serve(folder: Path, options: BatchOptions, *, lang: str, may_write: bool = False) -> None:
    """Answer until the standard input ends. Papers below `folder` alone are read; their plans are
    corrected only where the assistant `may_write`."""
    fork_nursery()
    try:
        server_over(folder, options, lang=lang, may_write=may_write).run()
    finally:
        stop_children()


def server_over(
    folder: Path, options: BatchOptions, *, lang: str, may_write: bool = False
) -> MCPServer[Any]:
    """The server, with its tools."""
    server: MCPServer[Any] = MCPServer(
        "kehoach", version=__version__, instructions=_ABOUT, log_level="ERROR"
    )
    tools = _Tools(Papers(folder, options), lang)
    for tool in (
        tools.papers,
        tools.extract,
        tools.plan,
        tools.tasks,
        tools.findings,
        tools.corrections,
        tools.page,
        tools.export,
        tools.due,
        tools.diff,
        tools.compare,
        tools.schema,
    ):
        server.add_tool(tool, annotations=_READS)
    if may_write:
        for writing in (tools.correct, tools.confirm, tools.undo):
            server.add_tool(writing, annotations=_WRITES)
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

    async def papers(
        self, path: PaperPath = ".", limit: Limit = 100, offset: Offset = 0
    ) -> dict[str, Any]:
        """The papers, and plans as JSON, in a folder and below it."""
        return await self._told(lambda: _page(self._papers.listed(path), limit, offset=offset))

    async def page(
        self, path: PaperPath, number: Annotated[int, Field(ge=1, le=100_000)] = 1
    ) -> Image:
        """A page of a paper (PDF, scan, photograph) as a picture, upright; places (`spans`) lie on
        it in points of the size that `plan` tells of its `source`."""
        data = await self._told(lambda: self._papers.page(path, number))
        return Image(data=data, format="png")

    async def export(
        self,
        path: PaperPath,
        format: Annotated[str, Field(pattern=f"^({'|'.join(TEXT_FORMATS)})$")],
    ) -> dict[str, Any]:
        """A plan as a file of another format, as text: csv, a calendar (ics), a page (html), what
        jira, planner, trello or msproject take, or akn and edxml."""

        def work() -> dict[str, Any]:
            data = plan_writer(format)(self._papers.plan(path), Origin(Path(path).name))
            return {"format": format, "text": data.decode("utf-8-sig")}

        return await self._told(work)

    async def diff(self, old: PaperPath, new: PaperPath) -> dict[str, Any]:
        """What a new version of a plan says otherwise than an old one: parts that are new, gone,
        moved or changed, each field before and after, and where less is promised."""

        def work() -> dict[str, Any]:
            plans = [self._papers.plan(one) for one in (old, new)]
            return difference(*plans, old_name=old, new_name=new).model_dump(mode="json")

        return await self._told(work)

    async def compare(
        self,
        assigned: PaperPath,
        below: Annotated[list[PaperPath], Field(min_length=1, max_length=200)],
    ) -> dict[str, Any]:
        """What each of some plans (`below`) made of what a superior's plan assigns: taken up,
        perhaps, not at all, with which day and figure."""

        def work() -> dict[str, Any]:
            plans = [(one, self._papers.plan(one)) for one in below]
            superior = self._papers.plan(assigned)
            return compared(superior, plans, assigned_name=assigned).model_dump(mode="json")

        return await self._told(work)

    async def schema(self) -> dict[str, Any]:
        """JSON Schema of plans: what each field means, in Vietnamese and English."""
        return json_schema()

    async def correct(
        self, path: PlanPath, where: Pointer, before: Words, typed: Words, author: Author = AUTHOR
    ) -> dict[str, Any]:
        """Put a field of a plan as JSON right, in the words of the paper; they are read as the
        paper's own ("hết quý III" is a day). The machine's value is kept, and `undo` brings it
        back. `before`: the words that stand there now; refused where others do."""
        return await self._written(
            lambda target: correcting.correct(
                target, where, before=before, typed=typed, author=author
            ),
            path,
        )

    async def confirm(
        self, path: PlanPath, where: Pointer, before: Words, author: Author = AUTHOR
    ) -> dict[str, Any]:
        """Say that a field of a plan as JSON is right as it stands (`before`: its words)."""
        return await self._written(
            lambda target: correcting.correct(
                target, where, before=before, typed=None, author=author
            ),
            path,
        )

    async def undo(
        self, path: PlanPath, correction: Annotated[str, Field(max_length=64)]
    ) -> dict[str, Any]:
        """Take a correction of a plan as JSON back, by its id; it stays written down."""
        return await self._written(lambda target: correcting.undo(target, correction), path)

    async def _written(self, work: Callable[[Path], dict[str, Any]], path: str) -> dict[str, Any]:
        """What writing beside a plan gives, the corrections inside the folder, too. Raises
        ToolError."""

        def written() -> dict[str, Any]:
            target = self._papers.inside(path)
            self._papers.corrections(target)
            with alone_in(target.parent):
                return work(target)

        return await self._told(written)

    async def extract(self, path: PaperPath) -> dict[str, Any]:
        """Read a paper (or a plan read before): its kind, number, issuer, title, and how many
        tasks, targets and findings it has. A scan takes some seconds a page."""
        return await self._told(lambda: telling.summary(self._papers.plan(path)))

    async def plan(
        self,
        path: PaperPath,
        part: PartName = "document",
        view: Literal["corrected", "machine"] = "corrected",
    ) -> dict[str, Any]:
        """One part of a plan as its JSON holds it: `document` is what the paper says of itself,
        with its legal bases; `sections` its whole wording. `machine`: without what people
        corrected."""

        def work() -> dict[str, Any]:
            plan = self._papers.plan(path)
            shown = machine_plan(plan) if view == "machine" else plan
            return {part: telling.part_of(shown, part)}

        return await self._told(work)

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
            held = read_corrections(self._papers.corrections(self._papers.inside(path)))
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
