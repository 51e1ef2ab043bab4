"""Words of a user's own: used by every command that reads, told in the plan, refused with file and
line where they are not in the shape of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from warm_program import ROOT, said

from kehoach.corrections.model import Corrections
from kehoach.corrections.proposing import Proposals
from kehoach.desk.edits import Edit, corrections_of
from kehoach.emit.json import from_json

DATA = Path(__file__).parent / "data" / "own_vocabulary"
PAPER = DATA / "ke-hoach.txt"


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program; started anew where there are words of one's own: they are put to ours when it is
    loaded."""
    if "--vocabulary" not in arguments and not environment:
        given = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": "/nowhere"}
        return said("--lang", "vi", *arguments, env=given)
    command = [sys.executable, "-m", "kehoach", "--lang", "vi", *map(str, arguments)]
    environment = {"XDG_CONFIG_HOME": "/nowhere", **environment}
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def read(*options: str | Path, **environment: str) -> dict[str, Any]:
    told = run("extract", PAPER, *options, **environment)
    assert told.returncode == 0, told.stderr
    plan: dict[str, Any] = json.loads(told.stdout)
    return plan


def leads(plan: dict[str, Any]) -> list[tuple[list[str], list[str]]]:
    return [(task["lead"]["units"], task["lead"]["unknown"]) for task in plan["tasks"]]


def test_words_of_ones_own_are_understood_and_told() -> None:
    without, own = read(), read("--vocabulary", DATA / "good")
    assert leads(without)[0] == (["Tổ SHC Đồi Thông"], ["Tổ SHC Đồi Thông"])
    assert leads(own)[0] == (["Tổ Số hóa cộng đồng Đồi Thông"], [])
    assert without["tasks"][1]["deadline"]["kind"] is None
    assert own["tasks"][1]["deadline"]["kind"] == "continuous"
    assert "vocabulary" not in without["generator"]
    told = own["generator"]["vocabulary"]
    assert list(told) == ["deadline.yaml", "normalize/offices/offices.yaml"]
    assert [task["id"] for task in own["tasks"]] == [task["id"] for task in without["tasks"]]


def test_the_folder_of_the_home_is_used_unasked(tmp_path: Path) -> None:
    (tmp_path / "kehoach").symlink_to(DATA / "good")
    assert leads(read(XDG_CONFIG_HOME=str(tmp_path)))[0][1] == []


def test_a_batch_reads_anew_what_other_words_may_change(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    papers.mkdir()
    (papers / "kh.txt").write_bytes(PAPER.read_bytes())
    options: tuple[tuple[str | Path, ...], ...] = ((), ("--vocabulary", DATA / "good"))
    found = []
    for more in options:
        assert run("batch", papers, "-o", out, "--workers", "1", *more).returncode == 0
        plan = json.loads((out / "plans" / "kh.txt.json").read_text("utf-8"))
        found.append(leads(plan)[0][1])
    assert found == [["Tổ SHC Đồi Thông"], []]


@pytest.mark.parametrize(
    "case", yaml.safe_load((DATA / "bad.yaml").read_text("utf-8")), ids=lambda case: case["says"]
)
def test_what_is_wrong_is_told_with_file_and_line(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / case["file"]).parent.mkdir(exist_ok=True)
    (tmp_path / case["file"]).write_text(case["text"], "utf-8")
    told = said("--lang", "vi", "extract", PAPER, "--vocabulary", tmp_path)
    assert told.returncode == 2
    assert told.stdout == ""
    assert f"{case['file']}, dòng {case['line']}: " in told.stderr
    assert case["says"] in told.stderr


def test_remarks_and_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "offices.yaml").write_text("# chưa có gì\n", "utf-8")
    (tmp_path / "README.md").write_text("của xã", "utf-8")
    assert leads(read("--vocabulary", tmp_path)) == leads(read())


def test_what_people_confirmed_is_proposed(tmp_path: Path) -> None:
    plan = from_json(json.dumps(read()).encode())
    edits = [
        Edit(action="confirm", where="/tasks/0/lead"),
        Edit(action="change", where="/tasks/1/deadline", typed="Thường xuyên"),
        Edit(action="change", where="/tasks/2/lead", typed="Phòng Văn hóa - Xã hội"),
        Edit(action="confirm", where="/tasks/1/lead"),
    ]
    proposals = Proposals()
    proposals.add(plan, Corrections(corrections=corrections_of(plan, edits, "Lê Thị Lan")))
    files = {name: yaml.safe_load(text) for name, text in proposals.files().items()}
    assert files == {
        "offices.yaml": {
            "other": {"Tổ SHC Đồi Thông": []},
            "ward": {"Phòng Văn hóa - Xã hội": ["Bộ phận VHX Tân Khê"]},
        },
        "deadline.yaml": {"continuous": ["lúc nào cũng làm"]},
    }


def test_what_is_proposed_can_be_used(tmp_path: Path) -> None:
    out, words = tmp_path / "kh.json", tmp_path / "words"
    assert run("extract", PAPER, "-o", out).returncode == 0
    changed = json.loads(out.read_text("utf-8"))
    changed["tasks"][2]["lead"] = {"raw": "Phòng Văn hóa - Xã hội"}
    out.write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    assert run("extract", PAPER, "-o", out).returncode == 0
    told = run("evaluate", tmp_path, "--propose", words)
    assert told.returncode == 0, told.stderr
    assert leads(read("--vocabulary", words))[2] == (["Phòng Văn hóa - Xã hội"], [])
    again = run("evaluate", tmp_path, "--propose", words)
    assert "đã có tệp này" in again.stderr
    assert "proposed" in json.loads(run("evaluate", tmp_path, "--format", "json").stdout)
