"""`kehoach mcp` as an assistant uses it, by the library's own client: twice over standard input and
output, the rest with the same server in this process."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from extras import needs
from warm_program import kehoach

from kehoach.batch.isolation.children import stop_children
from kehoach.batch.model import BatchOptions
from kehoach.corrections.file import read_corrections
from kehoach.corrections.naming import corrections_path
from kehoach.emit.locks import alone_in
from kehoach.protocol.correcting import correct

needs("mcp", why="the extra mcp is not installed")

SAMPLES = Path(__file__).parent.parent / "samples"
PAPER = SAMPLES / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.docx"


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


def answer(told: Any) -> Any:
    content = told.content[0]
    if told.is_error:
        return content.text
    return told.structured_content if content.type == "text" else content


def talk(folder: Path, *questions: tuple[str, dict[str, Any]], write: bool = False) -> list[Any]:
    """What the tools answer to the library's client in this process: a structured result, a
    picture, or the sentence of a failure."""
    from mcp import Client

    from kehoach.protocol.server import server_over

    server = server_over(folder, BatchOptions(), lang="vi", may_write=write)
    try:
        return asyncio.run(_answers(Client(server), questions))
    finally:
        stop_children()


def talk_to_command(
    folder: Path, *questions: tuple[str, dict[str, Any]], write: bool = False
) -> list[Any]:
    """As `talk`, of the program started as assistants start it (which takes it some seconds)."""
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    words = ["-m", "kehoach", "--lang", "vi", "mcp", str(folder), *(["--write"] if write else [])]
    started = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
    return asyncio.run(_answers(Client(stdio_client(started)), questions))


async def _answers(client: Any, questions: Iterable[tuple[str, dict[str, Any]]]) -> list[Any]:
    async with client:
        answers: list[Any] = [(await client.list_tools()).tools]
        for name, arguments in questions:
            answers.append(answer(await client.call_tool(name, arguments)))
    return answers


def test_an_assistant_asks_for_everything(folder: Path) -> None:
    paper, plan = {"path": "kế hoạch.docx"}, {"path": "results/kh.json"}
    due = {"path": "results", "before": "2026-10-15", "after": "2026-10-15"}
    tools, summary, document, tasks, some, findings, corrections, listed = talk_to_command(
        folder,
        ("extract", paper),
        ("plan", {**paper, "part": "document"}),
        ("tasks", paper),
        ("tasks", {**paper, "office": "văn phòng", "limit": 1}),
        ("findings", paper),
        ("corrections", plan),
        ("due", due),
    )
    assert [tool.name for tool in tools] == [
        "papers",
        "extract",
        "plan",
        "tasks",
        "findings",
        "corrections",
        "page",
        "export",
        "due",
        "diff",
        "compare",
        "schema",
    ]
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


def test_what_rest_offers_is_offered(folder: Path) -> None:
    shutil.copy(SAMPLES / "tuong-thuat" / "tuong-thuat.pdf", folder / "kh.pdf")
    plan = "results/kh.json"
    listed, page, csv, same, taken, machine, schema, *refused = talk(
        folder,
        ("papers", {}),
        ("page", {"path": "kh.pdf", "number": 2}),
        ("export", {"path": plan, "format": "csv"}),
        ("diff", {"old": "kế hoạch.docx", "new": plan}),
        ("compare", {"assigned": "kế hoạch.docx", "below": [plan]}),
        ("plan", {"path": plan, "part": "tasks", "view": "machine"}),
        ("schema", {}),
        ("page", {"path": "kế hoạch.docx"}),
        ("page", {"path": "kh.pdf", "number": 99}),
        ("papers", {"path": ".."}),
        ("export", {"path": plan, "format": "xlsx"}),
        ("correct", {"path": plan, "where": "/tasks/0/note", "before": "", "typed": "x"}),
    )[1:]
    names = [one["path"] for one in listed["items"]]
    assert names == ["kh.pdf", "kế hoạch.docx", "other.json", plan]
    assert (page.type, page.mime_type) == ("image", "image/png")
    assert "task_id" in csv["text"].splitlines()[0]
    assert same["changes"][0]["part"] == "tasks"
    assert taken["takers"][0]["taken"] > 0
    assert machine["tasks"][0]["deadline"]["end"] != "2026-10-15"
    assert schema["$schema"]
    assert "Không vẽ được trang này" in refused[0]
    assert "Không vẽ được trang này" in refused[1]
    assert "ngoài thư mục được phép đọc" in refused[2]
    assert "format" in refused[3]
    assert "correct" in refused[4]  # no such tool


def test_an_assistant_that_may_write_corrects_and_takes_back(folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder / "results", tmp_path / "results")
    plan = {"path": "kh.json"}
    words = {**plan, "where": "/tasks/1/deadline"}
    known = json.loads((place / "kh.json").read_bytes())["tasks"][1]["deadline"]["raw"]
    corrected, stale, nowhere, outside, told, confirmed, *_ = talk_to_command(
        place,
        ("correct", {**words, "before": known, "typed": "hết quý III", "author": "Lan"}),
        ("correct", {**words, "before": known, "typed": "hết quý IV"}),
        ("correct", {**words, "where": "/tasks/999/deadline", "before": "", "typed": "x"}),
        ("correct", {**words, "path": "../x.json", "before": "", "typed": "x"}),
        ("tasks", plan),
        ("confirm", {**words, "before": "hết quý III"}),
        write=True,
    )[1:]
    assert corrected["value"]["end"] == "2026-09-30"
    assert "hết quý III" in stale
    assert "không có trường" in nowhere
    assert "ngoài thư mục được phép đọc" in outside
    assert told["items"][1]["deadline"]["end"] == "2026-09-30"
    assert confirmed["value"]["raw"] == "hết quý III"
    undone, again, kept = talk(
        place,
        ("undo", {**plan, "correction": corrected["correction"]}),
        ("undo", {**plan, "correction": corrected["correction"]}),
        ("corrections", plan),
        write=True,
    )[1:]
    assert undone == {"undone": corrected["correction"]}
    assert "Không có chỗ sửa nào" in again
    assert [one["action"] for one in kept["items"]] == ["change", "confirm"]
    assert json.loads((place / "kh.json").read_bytes())["tasks"][1]["deadline"]["raw"] == known


def test_corrections_that_lead_out_of_the_folder_are_not_written(
    folder: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(folder / "results", tmp_path / "results")
    known = json.loads((place / "kh.json").read_bytes())["tasks"][1]["deadline"]["raw"]
    outside = tmp_path / "evil.json"
    outside.write_text("{}", "utf-8")
    (place / "kh.corrections.json").unlink(missing_ok=True)
    (place / "kh.corrections.json").symlink_to(outside)
    words = {"path": "kh.json", "where": "/tasks/1/deadline", "before": known, "typed": "quý IV"}
    (told,) = talk(place, ("correct", words), write=True)[1:]
    assert "ngoài thư mục được phép đọc" in told
    assert outside.read_text("utf-8") == "{}"


def test_what_is_hidden_or_no_name_is_no_paper(folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder / "results", tmp_path / "results")
    hidden = shutil.copytree(place, place / ".git")
    (place / "loop.json").symlink_to(place / "loop.json")
    was = (hidden / "kh.json").read_bytes()
    known = json.loads(was)["tasks"][1]["deadline"]["raw"]
    words = {"where": "/tasks/1/deadline", "before": known, "typed": "quý IV"}
    names = [".git/kh.json", "kh\0.json", "x" * 4000, "loop.json"]
    told = talk(place, *[("correct", {"path": name, **words}) for name in names], write=True)[1:]
    assert [one.splitlines()[-1] for one in told] == [told[0].splitlines()[-1]] * len(names)
    assert "Không có tệp" in told[0]
    assert (hidden / "kh.json").read_bytes() == was
    (due,) = talk(place, ("due", {"path": "."}))[1:]
    assert due["total"] > 0


def test_two_assistants_lose_nothing(folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder / "results", tmp_path / "results")
    target, count = place / "kh.json", 6
    plan = json.loads(target.read_bytes())
    rows = [row for row, task in enumerate(plan["tasks"]) if task["deadline"]][: 2 * count]
    standing = read_corrections(corrections_path(target))
    assert standing is not None

    def correct_some(own: list[int]) -> None:
        for row in own:
            before = plan["tasks"][row]["deadline"]["raw"]
            with alone_in(place):
                where = f"/tasks/{row}/deadline"
                correct(target, where, before=before, typed="hết quý IV", author="Lan")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(correct_some, (rows[::2], rows[1::2])))
    held = read_corrections(corrections_path(target))
    assert held is not None
    assert len(held.active) == len(standing.active) + len(rows)
