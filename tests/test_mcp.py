"""`kehoach mcp` as an assistant uses it: the library's own client, over standard input and
output."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from warm_program import kehoach

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")

SAMPLES = Path(__file__).parent.parent / "samples"
PAPER = SAMPLES / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.docx"
Ask = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper, its plan as JSON with a correction, something that is none, a way out."""
    place = tmp_path_factory.mktemp("papers")
    shutil.copy(PAPER, place / "kế hoạch.docx")
    (place / "results").mkdir()
    plan = place / "results" / "kh.json"
    kehoach("extract", PAPER, "-o", plan).check_returncode()
    changed = json.loads(plan.read_text("utf-8"))
    changed["tasks"][0]["deadline"] = {"raw": "trước ngày 15/10/2026"}
    plan.write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    kehoach("extract", PAPER, "-o", plan).check_returncode()
    (place / "other.json").write_text("[1]", "utf-8")
    (place / "out.docx").symlink_to(PAPER)
    (place / "links").mkdir()
    (place / "links" / "kh.json").symlink_to(PAPER)
    return place


def talk(folder: Path, *questions: tuple[str, dict[str, Any]]) -> list[Any]:
    """What the tools answer: a structured result, or the sentence of a failure."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def all_of_it() -> list[Any]:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "kehoach", "--lang", "vi", "mcp", str(folder)],
            env=dict(os.environ),
        )
        answers: list[Any] = []
        async with (
            stdio_client(parameters) as (reading, writing),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            answers.append((await session.list_tools()).tools)
            for name, arguments in questions:
                told = await session.call_tool(name, arguments)
                answers.append(told.content[0].text if told.is_error else told.structured_content)
        return answers

    return asyncio.run(all_of_it())


def test_an_assistant_asks_for_everything(folder: Path) -> None:
    paper, plan = {"path": "kế hoạch.docx"}, {"path": "results/kh.json"}
    due = {"path": "results", "before": "2026-10-15", "after": "2026-10-15"}
    tools, summary, document, tasks, some, findings, corrections, listed = talk(
        folder,
        ("extract", paper),
        ("plan", {**paper, "part": "document"}),
        ("tasks", paper),
        ("tasks", {**paper, "office": "văn phòng", "limit": 1}),
        ("findings", paper),
        ("corrections", plan),
        ("due", due),
    )
    assert {tool.name for tool in tools} == {
        "extract",
        "plan",
        "tasks",
        "findings",
        "corrections",
        "due",
    }
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    assert summary["status"] == "ok"
    assert summary["tasks"] == tasks["total"] == len(tasks["items"])
    assert document["document"]["number"] == summary["number"]
    assert some["total"] > 1
    assert (len(some["items"]), some["next"]) == (1, 1)
    assert any("Văn phòng" in unit for unit in some["items"][0]["lead"])
    assert sum(summary["findings"].values()) == findings["total"]
    assert [one["value"]["end"] for one in corrections["items"]] == ["2026-10-15"]
    assert isinstance(listed, dict), listed
    assert [(one["paper"], one["day"]) for one in listed["items"]] == [(PAPER.name, "2026-10-15")]
    assert listed["total"] == 1


def test_what_cannot_be_had_is_told_in_one_sentence(folder: Path) -> None:
    told = talk(
        folder,
        ("extract", {"path": "../x.pdf"}),
        ("extract", {"path": "/etc/passwd"}),
        ("extract", {"path": "out.docx"}),
        ("extract", {"path": "không có.pdf"}),
        ("extract", {"path": "other.json"}),
        ("plan", {"path": "results/kh.json", "part": "spans"}),
        ("extract", {"path": "results"}),
        ("due", {"path": "links"}),
    )[1:]
    for sentence in told[:3]:
        assert "ngoài thư mục được phép đọc" in sentence
    assert "Không có tệp này" in told[3]
    assert "không thể là kế hoạch" in told[4]
    assert "part" in told[5]
    assert "ngoài thư mục được phép đọc" in told[7]
    assert "Traceback" not in "".join(map(str, told))
